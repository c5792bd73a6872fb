import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InputOf, OutputOf } from '#kernel/operation'
import { anyone, type Actor } from '#kernel/role'
import { calendar } from '#modules/calendar'
import { cases } from '#modules/cases'
import * as casesContract from '#modules/cases/contract'
import { act, buildCase, buildCategory, buildTeam, type CaseTeam } from '#modules/cases/testing'
import { identity } from '#modules/identity'
import { organizations } from '#modules/organizations'
import { places } from '#modules/places'
import { actorAt, buildDistrict, buildPlace } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { workplace } from '#modules/workplace'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { insight } from './index.ts'

const DAY_MS = 24 * 60 * 60_000
/** 18 June 2026, 10:32 in China. */
const NOW = new Date('2026-06-18T02:32:00Z')
const platform = await openTestPlatform(
  [places, organizations, identity, posts, workplace, calendar, cases, insight],
  NOW,
)

const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS)

/** Does the work at that instant, and comes back to now. */
const at = async <T>(instant: Date, work: () => Promise<T>): Promise<T> => {
  platform.setNow(instant)
  try {
    return await work()
  } finally {
    platform.setNow(NOW)
  }
}

const leaderOf = (team: CaseTeam): Actor => actorAt(team.here.district, ['leader'])

const boardOf = (
  team: CaseTeam,
  actor: Actor = leaderOf(team),
  input: InputOf<typeof contract.findBoard> = {},
): Promise<OutputOf<typeof contract.findBoard>> =>
  platform.services.operations.perform(platform.as(actor, team.here.id), contract.findBoard, input)

const june = { from: '2026-06-01' as never, until: '2026-06-18' as never }

const countOfList = async (team: CaseTeam, filter: object): Promise<number> => {
  const input = { ...filter, limit: 100 } as never
  const page = await platform.services.operations.perform(
    platform.as(leaderOf(team), team.here.id),
    casesContract.listCases,
    input,
  )
  return page.items.length
}

const team = await buildTeam(platform, await buildDistrict(platform))
const parent = await buildCategory(platform, team, { name: '噪声' })
const category = await buildCategory(platform, team, { name: '广场舞', parentId: parent.id })
const kind = { categoryId: category.id }

await at(daysAgo(30), () => buildCase(platform, team, { ...kind, state: 'filed' }))
await at(daysAgo(25), () => buildCase(platform, team, { ...kind, state: 'evaluated' }))
await at(daysAgo(12), () => buildCase(platform, team, { ...kind, state: 'handling' }))
await at(daysAgo(3), () => buildCase(platform, team, { ...kind, state: 'evaluated' }))
await at(daysAgo(2), () => buildCase(platform, team, { ...kind, state: 'correcting' }))
await at(daysAgo(1), () => buildCase(platform, team, { ...kind, state: 'closed' }))
await buildCase(platform, team, { state: 'refused' })
await buildCase(platform, team, { state: 'withdrawn' })
await buildCase(platform, team, { placeId: team.here.district.id })

test('the front page counts what the lists list', async () => {
  const board = await boardOf(team)
  assert.deepEqual(board.period, {
    now: { from: '2026-06-01', until: '2026-06-18' },
    before: { from: '2026-05-01', until: '2026-05-18' },
  })
  assert.deepEqual(board.reported, { now: 7, before: 0 })
  assert.equal(board.reported.now, await countOfList(team, june))
  assert.equal(board.open, await countOfList(team, { isOpen: 'true' }))
  assert.equal(board.open, 4)
  assert.equal(board.late, await countOfList(team, { clock: 'late' }))
  assert.ok(board.late >= 2)
  assert.equal(board.closed.now, 2, 'refused, withdrawn and taken up again are not closed')
  assert.equal(
    board.stages.reduce((sum, { count }) => sum + count, 0),
    board.open,
  )
  for (const { stage, count } of board.stages) {
    assert.equal(count, await countOfList(team, { stage, isOpen: 'true' }), stage)
  }
  for (const line of board.categories) {
    assert.equal(line.now, await countOfList(team, { ...june, categoryId: line.id }), line.name)
  }
  assert.deepEqual(
    board.categories.map(({ name }) => name),
    ['广场舞'],
  )
  for (const line of board.channels) {
    assert.equal(line.now, await countOfList(team, { ...june, channel: line.channel }), line.channel)
  }
})

test('the places below make up the whole, with those that are not located in any', async () => {
  const board = await boardOf(team)
  assert.equal(board.childLevel, 'street')
  assert.deepEqual(board.children, [
    { id: team.here.street.id, name: '和平街道', level: 'street', open: 3, late: board.late - board.elsewhere.late },
  ])
  assert.equal(board.elsewhere.open, 1)
  const street = await boardOf(team, leaderOf(team), { placeId: team.here.street.id })
  assert.equal(street.open, 3)
  assert.deepEqual(
    street.above.map(({ id }) => id),
    [team.here.district.id],
  )
})

test('the line has thirty days to today, and what happened on each', async () => {
  const { days } = await boardOf(team)
  assert.equal(days.length, 30)
  assert.equal(days.at(-1)?.on, '2026-06-18')
  assert.equal(days.at(-1)?.reported, 3)
  assert.equal(days.find(({ on }) => on === '2026-06-15')?.closed, 1)
})

test('a rate is its records: every stay that counts is listed, in time or late', async () => {
  const board = await boardOf(team)
  const list = (rate: contract.StayRate, outcome: 'all' | 'inTime' | 'late') =>
    platform.services.operations.perform(platform.as(leaderOf(team), team.here.id), contract.listVisits, {
      placeId: team.here.id,
      rate,
      outcome,
      ...june,
      limit: 100,
    })
  for (const rate of contract.stayRates) {
    const { part, all } = board.rates[rate].now
    assert.equal((await list(rate, 'all')).items.length, all, rate)
    assert.equal((await list(rate, 'inTime')).items.length, part, rate)
    assert.equal((await list(rate, 'late')).items.length, all - part, rate)
  }
  assert.equal(board.rates.acceptance.now.all, 6)
  assert.equal(board.rates.handling.now.all, 4, 'three handled, and the one of twelve days ago is late')
  assert.equal(board.rates.handling.now.part, 3)
})

test('the last word of a reporter counts once, also while it is corrected', async () => {
  const { rates } = await boardOf(team)
  assert.deepEqual(rates.satisfaction.now, { part: 1, all: 2 })
  const list = (figure: 'closed' | 'judged' | 'satisfied') =>
    platform.services.operations.perform(platform.as(leaderOf(team), team.here.id), contract.listCasesBehind, {
      placeId: team.here.id,
      figure,
      ...june,
      limit: 100,
    })
  assert.equal((await list('judged')).items.length, 2)
  assert.equal((await list('satisfied')).items.length, 1)
  assert.equal((await list('closed')).items.length, 2)
})

test('what is late stands first by how late it is, with who has it', async () => {
  const { overdue } = await boardOf(team)
  assert.ok(overdue.length >= 2)
  const minutes = overdue.map(({ lateMinutes }) => lateMinutes)
  assert.deepEqual(
    minutes,
    [...minutes].sort((one, other) => other - one),
  )
  assert.ok(
    overdue.some(({ handlerName }) => handlerName),
    'the one that was dispatched names its department',
  )
})

test('another district counts nothing of this one, and its leader does not get in', async () => {
  const other = await buildTeam(platform, await buildDistrict(platform))
  await buildCase(platform, other)
  const board = await boardOf(other)
  assert.deepEqual([board.open, board.reported.now], [1, 1])
  await assert.rejects(boardOf(other, leaderOf(other), { placeId: team.here.id }), { code: 'places.place_not_found' })
})

test('who leads one street sees that street and nothing above or beside it', async () => {
  const { here } = team
  const officer = actorAt(here.street, ['streetOfficer'])
  const beside = await buildPlace(platform, here.district, { level: 'street', name: '东风街道', code: '100001002000' })
  const board = await boardOf(team, officer)
  assert.equal(board.place.id, here.street.id)
  assert.deepEqual(board.above, [])
  assert.equal(board.open, 3)
  for (const place of [here.district, beside]) {
    await assert.rejects(boardOf(team, officer, { placeId: place.id }), { code: 'auth.forbidden' })
  }
  await assert.rejects(boardOf(team, team.worker), { code: 'auth.forbidden' })
  await assert.rejects(boardOf(team, anyone), { code: 'auth.required' })
})

test('one more report changes the page', async () => {
  const before = await boardOf(team)
  const { id } = await buildCase(platform, team)
  const after = await boardOf(team)
  assert.equal(after.reported.now, before.reported.now + 1)
  assert.equal(after.open, before.open + 1)
  await act(platform, team, team.worker, casesContract.refuseCase, { id, words: '不归本地管' })
  assert.equal((await boardOf(team)).open, before.open)
})
