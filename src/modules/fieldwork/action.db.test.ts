import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import type { Actor } from '#kernel/role'
import { buildPerson, outcome } from '#modules/identity/testing'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { readSheet } from '#platform/office'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildGridTeam, fieldworkModules, type GridTeam } from './testing.ts'

const platform = await openTestPlatform(fieldworkModules, new Date('2026-06-18T02:32:00Z'))
const setUp = async (): Promise<GridTeam> => buildGridTeam(platform, await buildDistrict(platform))

const log = (team: GridTeam, over: object = {}, actor: Actor = team.worker): Promise<contract.GridAction> =>
  act(platform, team, actor, contract.logAction, { kind: 'cleanUp', functionKey: 'environment', count: 3, ...over })

test('S0-46 clean-ups count places, dissuasions occurrences, each with its team', async () => {
  const team = await setUp()
  const { id: organizationId } = await buildOrganization(platform, team.here.grid, { kind: 'social', name: '红袖套' })
  await log(team, { organizationId, words: '清理楼道小广告' })
  await log(team, { organizationId, count: 5 })
  await log(team, { organizationId, kind: 'dissuasion', count: 12, words: '劝离占道摆摊' })
  await log(team, { kind: 'dissuasion', count: 2 })
  const { items, total } = await act(platform, team, team.leader, contract.sumActions, { by: 'team' })
  assert.deepEqual(
    items.map(({ name, actionCount, cleanUpPlaces, dissuasions }) => [name, actionCount, cleanUpPlaces, dissuasions]),
    [
      ['红袖套', 3, 8, 12],
      ['没有队伍', 1, 0, 2],
    ],
  )
  assert.deepEqual([total.cleanUpPlaces, total.dissuasions, total.times], [8, 14, 0])
})

test('S2-18 every action is logged under a function, and the workload per function of a grid adds up', async () => {
  const team = await setUp()
  for (const [functionKey, kind] of [
    ['guidance', 'publicity'],
    ['disputes', 'mediation'],
    ['risks', 'screening'],
    ['risks', 'screening'],
  ])
    await log(team, { functionKey, kind, count: 1 })
  const { items } = await act(platform, team, team.leader, contract.sumActions, { withinId: team.here.grid.id })
  assert.deepEqual(
    items.map(({ name, actionCount, times }) => [name, actionCount, times]),
    [
      ['风险排查', 2, 2],
      ['矛盾化解', 1, 1],
      ['政治引领', 1, 1],
    ],
  )
  for (const by of contract.actionBys) {
    const sum = await act(platform, team, team.leader, contract.sumActions, { by })
    assert.equal(
      sum.items.reduce((all, line) => all + line.actionCount, 0),
      4,
      by,
    )
  }
  assert.match(await outcome(log(team, { functionKey: 'nothing' })), /^fieldwork.function_not_found/)
})

test('the administrator adds, renames and puts functions aside; what was logged keeps its function', async () => {
  const team = await setUp()
  await log(team, { functionKey: 'service' })
  const change = (input: object) => act(platform, team, team.administrator, contract.changeFunction, input)
  const own = await act(platform, team, team.administrator, contract.addFunction, { name: '河道巡护' })
  await change({ key: 'service', name: '民生服务', isUsed: false })
  const { items } = await act(platform, team, team.worker, contract.listFunctions)
  assert.deepEqual(
    items.map(({ name, isUsed }) => [name, isUsed]),
    [
      ['政治引领', true],
      ['矛盾化解', true],
      ['风险排查', true],
      ['民生服务', false],
      ['环境整治', true],
      ['河道巡护', true],
    ],
  )
  assert.match(await outcome(log(team, { functionKey: 'service' })), /^fieldwork.function_not_found/)
  assert.equal((await log(team, { functionKey: own.key })).functionName, '河道巡护')
  assert.match(await outcome(change({ key: own.key, name: '政治引领' })), /^fieldwork.function_name_conflict/)
  for (const { key, isUsed } of items) if (isUsed && key !== own.key) await change({ key, isUsed: false })
  assert.match(await outcome(change({ key: own.key, isUsed: false })), /^fieldwork.functions_needed/)
  const byLeader = act(platform, team, team.leader, contract.addFunction, { name: '别的' })
  assert.match(await outcome(byLeader), /^auth.forbidden/)
})

test('thirty who add the same function at once add one', async () => {
  const team = await setUp()
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () =>
      outcome(act(platform, team, team.administrator, contract.addFunction, { name: '防汛值守' })),
    ),
  )
  assert.equal(outcomes.filter((one) => one === 'ok').length, 1)
  assert.equal(outcomes.filter((one) => one.startsWith('fieldwork.function_name_conflict')).length, 29)
})

test('an action is put where the position lies, else where one works, and its words are found', async () => {
  const team = await setUp()
  const action = await log(team, { point: { longitude: 1, latitude: 1 }, words: '河堤捡拾白色垃圾' })
  assert.equal(action.placeName, team.here.grid.name)
  const list = (input: object) => act(platform, team, team.leader, contract.listActions, input)
  assert.deepEqual(
    (await list({ words: '白色垃圾' })).items.map(({ id }) => id),
    [action.id],
  )
  assert.equal((await list({ words: '没有的字' })).items.length, 0)
  assert.equal((await list({ kind: 'dissuasion' })).items.length, 0)
  assert.equal((await list({ from: '2026-06-18', until: '2026-06-18' })).items.length, 1)
  assert.equal((await list({ until: '2026-06-17' })).items.length, 0)
  const everywhere = actorAt(team.here.grid, ['gridWorker'], { personId: team.worker.personId })
  const twoPlaces = {
    ...everywhere,
    posts: [...everywhere.posts, ...actorAt(team.here.street, ['streetOfficer']).posts],
  }
  assert.match(await outcome(log(team, {}, twoPlaces)), /^fieldwork.place_missing/)
})

test('logged by mistake an action is withdrawn once, kept and no longer counted', async () => {
  const team = await setUp()
  const action = await log(team)
  const withdraw = (actor: Actor) =>
    act(platform, team, actor, contract.withdrawAction, { id: action.id, reason: '记重了' })
  const stranger = actorAt(team.here.grid, ['gridWorker'])
  assert.match(await outcome(withdraw(stranger)), /^fieldwork.action_not_found/)
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(withdraw(team.worker))))
  assert.equal(outcomes.filter((one) => one === 'ok').length, 1)
  assert.equal((await act(platform, team, team.leader, contract.sumActions)).total.cleanUpPlaces, 0)
  const { items } = await act(platform, team, team.leader, contract.listActions, { state: 'withdrawn' })
  assert.deepEqual(
    items.map(({ withdrawnReason }) => withdrawnReason),
    ['记重了'],
  )
})

test('who neither holds a post nor is on a roster logs nothing; companions are people of the district', async () => {
  const team = await setUp()
  const person = await buildPerson(platform, team.here)
  const resident: Actor = { kind: 'person', personId: person.id, name: person.name, posts: [] }
  assert.match(await outcome(log(team, { placeId: team.here.grid.id }, resident)), /^auth.forbidden/)
  assert.deepEqual(
    (await log(team, { companionIds: [person.id] })).companions.map(({ id }) => id),
    [person.id],
  )
  assert.match(
    await outcome(log(team, { companionIds: ['01890000-0000-7000-8000-000000000001'] })),
    /^identity.person_not_found/,
  )
})

test('the workbook of actions has a row for each, counted as in the list', async () => {
  const team = await setUp()
  await log(team, { words: '清理小广告' })
  platform.setNow(new Date(platform.now().getTime() + 60_000))
  await log(team, { kind: 'dissuasion', functionKey: 'environment', count: 2 })
  const ctx = platform.as(team.leader, team.here.id)
  const answer = await platform.services.operations.stream(ctx, contract.exportActions, {})
  const out = new PassThrough()
  const [bytes] = await Promise.all([buffer(out), answer.write(out).then(() => out.end())])
  assert.equal(answer.fileName, '网格行动.xlsx')
  const { rows } = await readSheet(bytes)
  assert.deepEqual(
    rows.map(({ cells }) => [cells['类型'], cells['数量'], cells['单位'], cells['说明'] ?? '']),
    [
      ['劝导', '2', '人次', ''],
      ['清理', '3', '处', '清理小广告'],
    ],
  )
})
