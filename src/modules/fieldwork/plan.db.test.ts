import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listNotices } from '#modules/workplace/contract'
import { buildOrganization } from '#modules/organizations/testing'
import { buildPerson, outcome } from '#modules/identity/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { setDay } from '#modules/calendar/contract'
import { system } from '#kernel/role'
import { systemCtx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { closeOverdue } from './service/overdue.ts'
import { planAll } from './service/plan.ts'
import { act, buildGridTeam, buildHolder, buildRoute, fieldworkModules, GATE, type GridTeam } from './testing.ts'

// Thursday 18 June 2026, 08:00 in China.
const MORNING = new Date('2026-06-18T00:00:00Z')
const platform = await openTestPlatform(fieldworkModules, MORNING)
const at = (time: string): void => platform.setNow(new Date(`2026-06-${time}+08:00`))

const setUp = async (): Promise<GridTeam> => {
  platform.setNow(MORNING)
  return buildGridTeam(platform, await buildDistrict(platform))
}
const job = (team: GridTeam, run: typeof planAll): Promise<void> =>
  run(systemCtx(platform.services, team.here.id, platform.now))
const listed = async (team: GridTeam, over: object = {}): Promise<contract.Patrol[]> =>
  (await act(platform, team, team.leader, contract.listPatrols, { sort: 'oldest', limit: 100, ...over })).items

test('a new route has its patrols of the coming week at once, each given to a grid worker of the grid', async () => {
  const team = await setUp()
  const route = await buildRoute(platform, team)
  const patrols = await listed(team)
  assert.deepEqual(
    patrols.map(({ on }) => on),
    ['18', '19', '20', '21', '22', '23', '24'].map((day) => `2026-06-${day}`),
  )
  assert.ok(patrols.every(({ person }) => person?.name === '孙小梅'))
  assert.equal(patrols[0]?.windowFrom.toISOString(), '2026-06-18T01:00:00.000Z')
  assert.equal(patrols[0]?.pointCount, 2)
  assert.equal(route.pointCount, 2)
})

test('planning again changes nothing, and twenty at once plan each day once', async () => {
  const team = await setUp()
  await buildRoute(platform, team)
  const read = () =>
    platform.rows(team.here.id, 'select id, version, person_id, on_day from fieldwork.patrol order by on_day')
  const before = await read()
  await Promise.all(Array.from({ length: 20 }, () => job(team, planAll)))
  assert.deepEqual(await read(), before)
})

test('work days are those of the calendar: a day the district sets free is not walked', async () => {
  const team = await setUp()
  await act(platform, team, team.administrator, setDay, { date: '2026-06-23', kind: 'rest', note: '火把节' })
  await buildRoute(platform, team, { rhythm: { kind: 'workDays' } })
  // 19 June is the Dragon Boat Festival of 2026, 20 and 21 a weekend.
  assert.deepEqual(
    (await listed(team)).map(({ on }) => on),
    ['2026-06-18', '2026-06-22', '2026-06-24'],
  )
})

test('a changed route is planned anew from tomorrow on; what is walked today stays as phones have it', async () => {
  const team = await setUp()
  const route = await buildRoute(platform, team)
  await act(platform, team, team.leader, contract.updateRoute, {
    id: route.id,
    version: route.version,
    name: '夜巡',
    organizationId: null,
    rhythm: { kind: 'weekdays', weekdays: [5] },
    windowFrom: '22:00',
    windowUntil: '01:00',
    points: [GATE],
  })
  const patrols = await listed(team)
  assert.deepEqual(
    patrols.map(({ on, routeName, pointCount }) => [on, routeName === '夜巡', pointCount]),
    [
      ['2026-06-18', false, 2],
      ['2026-06-19', true, 1],
    ],
  )
  assert.equal(patrols[1]?.windowUntil.toISOString(), '2026-06-19T17:00:00.000Z')
})

test('a route ends and is not deleted: its planned patrols are taken back, what was walked stays', async () => {
  const team = await setUp()
  const route = await buildRoute(platform, team)
  const [first] = await listed(team)
  at('18T09:10')
  await act(platform, team, team.worker, contract.startPatrol, { id: first?.id })
  const ended = await act(platform, team, team.leader, contract.endRoute, { id: route.id, version: route.version })
  assert.equal(ended.endsOn, '2026-06-18')
  assert.deepEqual(
    (await listed(team)).map(({ on, state }) => [on, state]),
    [['2026-06-18', 'underWay']],
  )
  const routes = async (state: string) =>
    (await act(platform, team, team.leader, contract.listRoutes, { state })).items.map(({ id }) => id)
  assert.deepEqual([await routes('inForce'), await routes('ended')], [[], [route.id]])
})

test('S0-16 a patrol team walks by its roster: who is on duty that day, nobody when nobody is', async () => {
  const team = await setUp()
  const { id: organizationId } = await buildOrganization(platform, team.here.grid, {
    kind: 'social',
    name: '红袖套巡逻队',
  })
  const volunteer = await buildPerson(platform, team.here, { name: '李阿姨' })
  await buildRoute(platform, team, { organizationId })
  assert.ok((await listed(team)).every(({ person }) => person === null))
  const line = { organizationId, personId: volunteer.id, weekdays: [1, 5] }
  await act(platform, team, team.leader, contract.addToRoster, line)
  const walked = (await listed(team)).filter(({ person }) => person?.name === '李阿姨').map(({ on }) => on)
  assert.deepEqual(walked, ['2026-06-19', '2026-06-22'])
  assert.equal(
    (await listed(team, { attention: 'unassigned' })).length,
    5,
    'who plans finds the patrols that nobody walks',
  )
  assert.match(
    await outcome(act(platform, team, team.leader, contract.addToRoster, line)),
    /^fieldwork.roster_conflict/,
  )
})

test('a team on a roster is a social organisation, and a route is of a grid or a community', async () => {
  const team = await setUp()
  const { id: organizationId } = await buildOrganization(platform, team.here.grid, { kind: 'department' })
  assert.match(await outcome(buildRoute(platform, team, { organizationId })), /^fieldwork.team_not_social/)
  const street = buildRoute(platform, { ...team, leader: team.administrator }, { placeId: team.here.street.id })
  assert.match(await outcome(street), /^fieldwork.place_too_large/)
  assert.match(
    await outcome(buildRoute(platform, team, { windowFrom: '09:00', windowUntil: '09:00' })),
    /^fieldwork.window_empty/,
  )
})

test('who plans elsewhere does not plan here, and a grid worker does not plan', async () => {
  const team = await setUp()
  const other = await buildDistrict(platform)
  const stranger = actorAt(other.grid, ['gridLeader'])
  for (const leader of [stranger, team.worker])
    assert.match(await outcome(buildRoute(platform, { ...team, leader })), /^auth.forbidden/)
})

test('S2-19 a patrol not begun in its window is flagged missed once, its walker and the head of the grid are told', async () => {
  const team = await setUp()
  await buildRoute(platform, team)
  at('18T10:59')
  await job(team, closeOverdue)
  assert.equal((await listed(team, { state: 'missed' })).length, 0)
  at('18T11:00')
  await Promise.all(Array.from({ length: 5 }, () => job(team, closeOverdue)))
  const [missed, ...more] = await listed(team, { state: 'missed' })
  assert.deepEqual([missed?.on, missed?.timing, more.length], ['2026-06-18', 'missed', 0])
  for (const actor of [team.worker, team.leader]) {
    const { items } = await act(platform, team, actor, listNotices, {})
    assert.equal(items.length, 1)
  }
  const events = await platform.rows(team.here.id, 'select kind from fieldwork.patrol_event where patrol_id = $1', [
    missed?.id,
  ])
  assert.deepEqual(events, [{ kind: 'missed' }])
})

test('a reason is given afterwards by its walker or who plans, and it stays missed', async () => {
  const team = await setUp()
  await buildRoute(platform, team)
  const [patrol] = await listed(team)
  const explain = (actor = team.worker) =>
    act(platform, team, actor, contract.explainPatrol, { id: patrol?.id, reason: '暴雨红色预警，居家待命' })
  assert.match(await outcome(explain()), /^fieldwork.patrol_not_missed/)
  at('18T11:10')
  await job(team, closeOverdue)
  assert.equal((await listed(team, { attention: 'unexplained' })).length, 1)
  const colleague = await buildHolder(platform, team.here, 'gridWorker', '钱进')
  assert.match(await outcome(explain(colleague)), /^fieldwork.not_your_patrol/)
  const explained = await explain()
  assert.deepEqual([explained.state, explained.reason], ['missed', '暴雨红色预警，居家待命'])
  assert.equal((await listed(team, { attention: 'unexplained' })).length, 0)
})

test('a patrol is handed over to another holder, stays so when planned anew, and both are told', async () => {
  const team = await setUp()
  const colleague = await buildHolder(platform, team.here, 'gridWorker', '钱进')
  await buildRoute(platform, team)
  const mine = (await listed(team)).find(({ person }) => person?.name === '孙小梅')
  const { items } = await act(platform, team, team.worker, contract.listTakers, { id: mine?.id })
  assert.deepEqual(items.map(({ name }) => name).sort(), ['赵大勇', '钱进'].sort())
  const give = (actor: typeof colleague, personId: string | null) =>
    act(platform, team, actor, contract.handOver, { id: mine?.id, personId, reason: '那天请假' })
  assert.match(await outcome(give(colleague, colleague.personId)), /^fieldwork.not_your_patrol/)
  assert.match(await outcome(give(team.worker, team.administrator.personId)), /^fieldwork.not_a_taker/)
  const given = await give(team.worker, colleague.personId)
  assert.equal(given.person?.name, '钱进')
  await job(team, planAll)
  assert.equal((await listed(team)).find(({ id }) => id === mine?.id)?.person?.name, '钱进')
  assert.equal((await act(platform, team, colleague, listNotices, {})).items.length, 1)
})

test('a list goes page by page and every patrol comes once, whichever way it is sorted', async () => {
  const team = await setUp()
  await buildRoute(platform, team)
  await buildRoute(platform, team, { name: '第二条', windowFrom: '15:00', windowUntil: '16:00' })
  for (const sort of ['newest', 'oldest']) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await act(
        platform,
        team,
        team.leader,
        contract.listPatrols,
        { sort, limit: 3, ...(cursor ? { cursor } : {}) },
      )
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    assert.equal(new Set(seen).size, 14)
    assert.equal(seen.length, 14)
  }
})

test('the platform itself may plan for a district without a signed-in person', async () => {
  const team = await setUp()
  const route = await buildRoute(platform, { ...team, leader: { ...system, name: '' } })
  assert.equal((await listed(team)).length, 7)
  assert.equal(route.endsOn, null)
})
