import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InputOf } from '#kernel/operation'
import { type Actor, anyone } from '#kernel/role'
import { calendar } from '#modules/calendar'
import * as cases from '#modules/cases/contract'
import { act, buildCase, buildCategory, buildTeam, caseModules, type CaseTeam } from '#modules/cases/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { inTransaction, newId, systemCtx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { indicators } from './index.ts'
import { rebuild, sweep } from './service/rollup.ts'
import { readSums } from './store/rollup.ts'

const START = new Date('2026-06-18T02:32:00Z')
const HOUR_MS = 3_600_000
const platform = await openTestPlatform([...caseModules, calendar, indicators], START)
const JUNE = { from: '2026-06-01' as never, until: '2026-06-30' as never }

const teamOf = async (): Promise<CaseTeam> => {
  platform.setNow(START)
  return buildTeam(platform, await buildDistrict(platform))
}
const system = (team: CaseTeam) => systemCtx(platform.services, team.here.id, platform.now)
const sums = (team: CaseTeam, from: 'kept' | 'marks') => inTransaction(system(team), (tx) => readSums(tx, from))
const reader = (team: CaseTeam): Actor => actorAt(team.here.district, ['leader'])

const valuesOf = async (team: CaseTeam, over: Partial<InputOf<typeof contract.listIndicators>> = {}) => {
  const { items } = await act(platform, team, reader(team), contract.listIndicators, { ...JUNE, ...over })
  return new Map(items.map((item) => [item.id, item.now]))
}
const behind = async (team: CaseTeam, indicatorId: string, part: contract.Part = 'counted') =>
  (await act(platform, team, reader(team), contract.listBehind, { ...JUNE, indicatorId, part, limit: 100 })).items

const STATES = [
  'reported',
  'accepted',
  'filed',
  'handling',
  'handled',
  'closed',
  'evaluated',
  'correcting',
  'refused',
] as const

test('after a walk of cases the sums kept from events are those that the facts give anew', async () => {
  const team = await teamOf()
  const { id: categoryId } = await buildCategory(platform, team)
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let index = 0; index < 24; index += 1) {
    platform.setNow(new Date(platform.now().getTime() + random(9) * HOUR_MS))
    await buildCase(platform, team, { categoryId, state: STATES[random(STATES.length)] ?? 'reported' })
    if (random(3) === 0) await platform.drainJobs()
  }
  platform.setNow(new Date(platform.now().getTime() + 12 * 24 * HOUR_MS))
  await platform.drainJobs()
  await sweep(system(team))
  const kept = await sums(team, 'kept')
  assert.ok(kept.length > 60, `the walk counted little: ${kept.length}`)
  assert.deepEqual(kept, await sums(team, 'marks'))
  await rebuild(system(team))
  assert.deepEqual(await sums(team, 'kept'), kept)
  assert.ok(
    kept.some(({ key }) => key.includes(' handlingLate ')),
    'what fell due while nobody did anything was found by the sweep',
  )
})

test('every number has as many cases behind it, and those reaching and missing make up the counted', async () => {
  const team = await teamOf()
  for (const state of ['handling', 'evaluated', 'correcting', 'refused', 'closed'] as const)
    await buildCase(platform, team, { state })
  await platform.drainJobs()
  const values = await valuesOf(team)
  assert.equal(values.get('reported')?.value, 5)
  assert.equal(values.get('filingRate')?.value, 80)
  assert.equal(values.get('dispatchAccuracy')?.value, 100)
  assert.equal(values.get('satisfactionRate')?.value, 50)
  assert.equal(values.get('resolutionRate')?.value, 66.7)
  for (const id of ['reported', 'filingRate', 'satisfactionRate', 'resolutionRate', 'onTimeHandlingRate']) {
    assert.equal((await behind(team, id)).length, values.get(id)?.all, id)
    assert.equal((await behind(team, id, 'reached')).length, values.get(id)?.part, id)
    assert.equal(
      (await behind(team, id, 'missed')).length,
      (values.get(id)?.all ?? 0) - (values.get(id)?.part ?? 0),
      id,
    )
  }
})

test('places below, units and persons make up the whole', async () => {
  const team = await teamOf()
  await buildCase(platform, team, { state: 'handled' })
  await buildCase(platform, team, { placeId: team.here.district.id })
  await platform.drainJobs()
  for (const by of ['place', 'organization', 'person', 'role', 'channel', 'day'] as const) {
    const { items } = await act(platform, team, reader(team), contract.breakDown, {
      ...JUNE,
      indicatorId: 'reported',
      by,
    })
    assert.equal(
      items.reduce((sum, line) => sum + line.all, 0),
      2,
      by,
    )
  }
  const { items } = await act(platform, team, reader(team), contract.breakDown, {
    ...JUNE,
    indicatorId: 'reported',
    by: 'place',
  })
  assert.deepEqual(items.map(({ key }) => key).sort(), ['', String(team.here.street.id)].sort())
  assert.equal((await valuesOf(team, { placeId: team.here.community.id })).get('reported')?.value, 1)
  assert.equal((await valuesOf(team, { organizationId: team.organizationId })).get('handled')?.value, 1)
  assert.equal((await valuesOf(team, { personId: team.solver.personId ?? '' })).get('handled')?.value, 1)
})

const badlyRated = async () => {
  const team = await teamOf()
  await buildCase(platform, team, { state: 'evaluated' })
  const { id } = await buildCase(platform, team, { state: 'correcting' })
  await platform.drainJobs()
  const apply = () =>
    act(platform, team, team.solver, contract.applyExclusion, {
      caseId: id,
      indicatorId: 'satisfactionRate',
      reason: 'unreasonable',
      words: '要求超出政策范围',
    })
  return { team, id, apply }
}

test('a case counts until somebody else has granted that it is left out, and is shown as left out then', async () => {
  const { team, id, apply } = await badlyRated()
  const exclusion = await apply()
  assert.equal((await valuesOf(team)).get('satisfactionRate')?.value, 50)
  assert.deepEqual(
    (await behind(team, 'satisfactionRate', 'applied')).map(({ exclusion: state }) => state),
    ['open'],
  )
  const decided = await act(platform, team, team.dispatcher, contract.grantExclusion, {
    id: exclusion.id,
    words: '情况属实',
  })
  assert.equal(decided.decision, 'granted')
  const satisfaction = (await valuesOf(team)).get('satisfactionRate')
  assert.deepEqual(satisfaction, { part: 1, all: 1, excluded: 1, value: 100 })
  assert.deepEqual(
    (await behind(team, 'satisfactionRate', 'excluded')).map(({ caseId }) => caseId),
    [id],
  )
  assert.equal((await valuesOf(team)).get('resolutionRate')?.excluded, 0, 'only of the indicator it was applied for')
  await assert.rejects(
    act(platform, team, team.dispatcher, contract.denyExclusion, { id: exclusion.id, words: '改主意了' }),
    { code: 'indicators.exclusion_decided' },
  )
})

test('of fifty who apply at once one gets through, and the database keeps it so', async () => {
  const { team, apply } = await badlyRated()
  const results = await Promise.allSettled(Array.from({ length: 50 }, apply))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const result of results)
    if (result.status === 'rejected')
      assert.equal((result.reason as { code: string }).code, 'indicators.exclusion_exists')
  const [{ count } = { count: 0 }] = await platform.rows<{ count: number }>(
    team.here.id,
    'select count(*)::int as count from indicators.exclusion',
  )
  assert.equal(count, 1)
})

test('whoever applied does not decide, by the rule and by the constraint', async () => {
  const { team, id, apply } = await badlyRated()
  const both: Actor = { ...team.dispatcher, posts: [...team.dispatcher.posts, ...team.solver.posts] }
  const own = await act(platform, team, both, contract.applyExclusion, {
    caseId: id,
    indicatorId: 'resolutionRate',
    reason: 'policy',
    words: '受政策限制',
  })
  await assert.rejects(act(platform, team, both, contract.grantExclusion, { id: own.id, words: '同意' }), {
    code: 'indicators.decider_applied',
  })
  const { id: other } = await apply()
  await assert.rejects(
    platform.rows(
      team.here.id,
      `update indicators.exclusion set decision = 'granted', decided_at = now(),
        decided_by_person_id = applied_by_person_id where id = $1 returning id`,
      [other],
    ),
    { constraint: 'exclusion_decided_by_another' },
  )
})

test('a street sees its own numbers only, a worker none, another unit does not apply', async () => {
  const { team, id } = await badlyRated()
  const officer = actorAt(team.here.street, ['streetOfficer'])
  await assert.rejects(
    act(platform, team, officer, contract.listIndicators, { ...JUNE, placeId: team.here.district.id }),
    { code: 'auth.forbidden' },
  )
  await assert.rejects(act(platform, team, team.worker, contract.listIndicators, JUNE), { code: 'auth.forbidden' })
  await assert.rejects(act(platform, team, anyone, contract.listIndicators, JUNE), { code: 'auth.required' })
  const stranger = actorAt(team.here.district, ['departmentOfficer'], { organizationId: newId(platform) })
  const input = { caseId: id, indicatorId: 'satisfactionRate', reason: 'notOurs' as const, words: '不是我们的' }
  // A post at the district itself is above every case; one of another street is not.
  const beside = { ...stranger, posts: stranger.posts.map((post) => ({ ...post, placePath: '0.' })) }
  await assert.rejects(act(platform, team, beside, contract.applyExclusion, input), { code: 'auth.forbidden' })
  await assert.rejects(
    act(platform, team, team.solver, contract.applyExclusion, { ...input, indicatorId: 'onTimeCheckRate' }),
    { code: 'indicators.not_counted' },
  )
  const elsewhere = await teamOf()
  assert.equal((await valuesOf(elsewhere)).get('reported')?.value, 0)
})

test('weights are dated, add up, and leave the past as it was', async () => {
  const team = await teamOf()
  for (const state of ['evaluated', 'correcting'] as const) await buildCase(platform, team, { state })
  await platform.drainJobs()
  const set = (validFrom: string, response: number) =>
    act(platform, team, team.administrator, contract.setWeights, {
      validFrom: validFrom as never,
      response,
      resolution: 0,
      satisfaction: 100 - response,
    })
  const before = (await valuesOf(team)).get('threeRateScore')?.value
  assert.equal(before, 65, 'response 100, resolution 50, satisfaction 50')
  await set('2026-06-20', 0)
  assert.equal((await valuesOf(team)).get('threeRateScore')?.value, 50)
  assert.equal((await valuesOf(team, { until: '2026-06-19' as never })).get('threeRateScore')?.value, 65)
  await assert.rejects(set('2026-06-17', 50), { code: 'indicators.weight_past' })
})

test('an imported number of another channel is a case that counts for its channel', async () => {
  const team = await teamOf()
  await buildCase(platform, team, { channel: 'online', by: team.worker, state: 'closed' })
  await buildCase(platform, team, { channel: 'online', by: team.worker })
  await platform.drainJobs()
  assert.equal((await valuesOf(team)).get('onlineClosureRate')?.value, 50)
  assert.equal((await valuesOf(team, { channel: 'portal' })).get('reported')?.value, 0)
  assert.ok(cases.channels.includes('online'))
})
