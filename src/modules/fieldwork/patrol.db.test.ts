import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCase } from '#modules/cases/contract'
import { buildPerson, outcome } from '#modules/identity/testing'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import type { Actor } from '#kernel/role'
import { inTransaction, newId, systemCtx } from '#platform/context'
import { keepFile, prepareFile } from '#modules/workplace'
import { openTestPlatform } from '#platform/testing'
import sharp from 'sharp'
import * as contract from './contract.ts'
import { patrolKind } from './matter.ts'
import { closeOverdue } from './service/overdue.ts'
import { act, buildGridTeam, buildHolder, buildRoute, fieldworkModules, GATE, type GridTeam, RIVER } from './testing.ts'

// Thursday 18 June 2026, 08:00 in China; the window of the routes is 9 to 11.
const MORNING = new Date('2026-06-18T00:00:00Z')
const platform = await openTestPlatform(fieldworkModules, MORNING)
const at = (time: string): void => platform.setNow(new Date(`2026-06-${time}+08:00`))
const job = (team: GridTeam): Promise<void> => closeOverdue(systemCtx(platform.services, team.here.id, platform.now))

interface Out extends GridTeam {
  readonly walk: contract.Walk
}

/** A team with a route; the worker has today's patrol on the phone. */
const setOut = async (over: Parameters<typeof buildRoute>[2] = {}): Promise<Out> => {
  platform.setNow(MORNING)
  const team = await buildGridTeam(platform, await buildDistrict(platform))
  await buildRoute(platform, team, over)
  const [walk] = (await act(platform, team, team.worker, contract.myPatrols)).items
  assert.ok(walk)
  return { ...team, walk }
}

const positionOf = ({ longitude, latitude }: typeof GATE) => ({ longitude, latitude })
const checkIn = (out: Out, index: number, over: object = {}, actor: Actor = out.worker) =>
  act(platform, out, actor, contract.checkIn, {
    id: out.walk.id,
    pointId: out.walk.points[index]?.id,
    point: positionOf(index === 0 ? GATE : RIVER),
    accuracyM: 12,
    ...over,
  })
const doing = (out: Out, operation: typeof contract.startPatrol | typeof contract.finishPatrol, over: object = {}) =>
  act(platform, out, out.worker, operation, { id: out.walk.id, ...over })
const find = (out: Out, actor: Actor = out.leader) =>
  act(platform, out, actor, contract.findPatrol, { id: out.walk.id })
const said = (time: string): string => new Date(`2026-06-${time}+08:00`).toISOString()

test('S2-19 a patrol is begun, checked in at every point and finished: covered wholly and on time', async () => {
  const out = await setOut()
  at('18T09:05')
  assert.equal((await doing(out, contract.startPatrol)).state, 'underWay')
  const first = await checkIn(out, 0)
  assert.deepEqual([first.checkIn.verdict, first.checkIn.distanceM, first.patrol.validCount], ['valid', 0, 1])
  await checkIn(out, 1)
  at('18T10:30')
  const done = await doing(out, contract.finishPatrol, { words: '一切正常' })
  assert.deepEqual([done.state, done.timing, done.validCount, done.pointCount], ['done', 'onTime', 2, 2])
  const { events, points } = await find(out)
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['started', 'finished'],
  )
  assert.deepEqual(
    points.map(({ verdict }) => verdict),
    ['valid', 'valid'],
  )
})

test('too far off, too rough or without a position a check-in is kept with its distance and does not count', async () => {
  const out = await setOut()
  at('18T09:05')
  const off = await checkIn(out, 0, { point: positionOf(RIVER) })
  assert.equal(off.checkIn.verdict, 'off')
  assert.ok(Math.abs((off.checkIn.distanceM ?? 0) - 556) <= 1, String(off.checkIn.distanceM))
  assert.equal((await checkIn(out, 0, { accuracyM: 900 })).checkIn.verdict, 'rough')
  const none = await checkIn(out, 0, { point: null, accuracyM: null, words: '地下车库没有信号' })
  assert.deepEqual([none.checkIn.verdict, none.patrol.validCount, none.patrol.state], ['unknown', 0, 'underWay'])
  const { checkIns, points } = await find(out)
  assert.equal(checkIns.length, 3)
  assert.equal(points[0]?.verdict, 'rough')
  assert.equal((await checkIn(out, 0)).patrol.validCount, 1)
})

test('fifty check-ins at one point at once count it once, and the same request again is the same check-in', async () => {
  const out = await setOut()
  at('18T09:05')
  await Promise.all(Array.from({ length: 50 }, () => checkIn(out, 0)))
  assert.equal((await find(out)).patrol.validCount, 1)
  const ctx = platform.as(out.worker, out.here.id)
  const input = { id: out.walk.id, pointId: out.walk.points[1]?.id ?? '', point: positionOf(RIVER), accuracyM: 5 }
  const once = await platform.services.operations.perform(ctx, contract.checkIn, input)
  const twice = await platform.services.operations.perform(ctx, contract.checkIn, input)
  assert.equal(twice.checkIn.id, once.checkIn.id)
  assert.equal((await find(out)).checkIns.length, 51)
})

test('one patrol takes two hundred check-ins and not one more', async () => {
  const out = await setOut()
  at('18T09:05')
  await checkIn(out, 0)
  await platform.rows(
    out.here.id,
    `insert into fieldwork.check_in select district_id, gen_random_uuid(), patrol_id, point_id, person_id, at, received_at,
       longitude, latitude, accuracy_m, distance_m, verdict, words, files from fieldwork.check_in, generate_series(1, 199)
       where patrol_id = $1`,
    [out.walk.id],
  )
  assert.match(await outcome(checkIn(out, 1)), /^fieldwork.check_ins_too_many/)
})

test('only its walker walks a patrol; readers of the place see it, others not even that it is there', async () => {
  const out = await setOut()
  at('18T09:05')
  assert.match(await outcome(checkIn(out, 0, {}, out.leader)), /^fieldwork.not_your_patrol/)
  const stranger = actorAt((await buildDistrict(platform)).grid, ['gridWorker'])
  assert.match(await outcome(checkIn(out, 0, {}, stranger)), /^fieldwork.patrol_not_found/)
  assert.match(await outcome(find(out, stranger)), /^fieldwork.patrol_not_found/)
  assert.equal((await find(out, out.administrator)).patrol.id, out.walk.id)
})

test('what a phone without a network kept arrives later with its own times, and the patrol is on time', async () => {
  const out = await setOut()
  at('18T12:00')
  await job(out)
  assert.equal((await find(out)).patrol.state, 'missed')
  at('18T20:00')
  await doing(out, contract.startPatrol, { at: said('18T09:10') })
  await checkIn(out, 0, { at: said('18T09:20') })
  const done = await doing(out, contract.finishPatrol, { at: said('18T10:50') })
  assert.deepEqual([done.state, done.timing, done.validCount], ['done', 'onTime', 1])
  const { checkIns, events } = await find(out)
  assert.equal(checkIns[0]?.receivedAt.toISOString(), said('18T20:00'))
  assert.equal(checkIns[0]?.at.toISOString(), said('18T09:20'))
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['missed', 'started', 'finished'],
  )
})

test('a time in the future or of more than a week ago is refused, and nothing is walked before its hour', async () => {
  const out = await setOut()
  at('18T08:29')
  assert.match(await outcome(doing(out, contract.startPatrol)), /^fieldwork.too_early/)
  assert.match(
    await outcome(doing(out, contract.startPatrol, { at: said('18T09:00') })),
    /^fieldwork.time_not_possible/,
  )
  at('18T15:01')
  assert.match(await outcome(doing(out, contract.startPatrol)), /^fieldwork.too_late/)
  assert.match(await outcome(doing(out, contract.finishPatrol)), /^fieldwork.patrol_not_begun/)
})

test('begun and never finished, a patrol is closed with what was checked, not on time; the phone may still say when', async () => {
  const out = await setOut()
  at('18T09:30')
  await checkIn(out, 0)
  at('18T16:00')
  await job(out)
  const closed = (await find(out)).patrol
  assert.deepEqual([closed.state, closed.timing, closed.validCount], ['done', 'late', 1])
  const done = await doing(out, contract.finishPatrol, { at: said('18T10:55') })
  assert.equal(done.timing, 'onTime')
  assert.match(await outcome(doing(out, contract.finishPatrol)), /^fieldwork.patrol_not_begun/)
})

test('a finding becomes a case of the channel patrol, linked both ways, with a volunteer without a post as well', async () => {
  const out = await setOut()
  at('18T09:30')
  await checkIn(out, 0)
  const finding = { patrolId: out.walk.id, body: '河堤护栏断了一截，旁边就是步道', occurredAt: said('18T09:31') }
  const found = await act(platform, out, out.worker, contract.reportFinding, finding)
  const matter = await act(platform, out, out.leader, findCase, { id: found.caseId })
  assert.deepEqual([matter.channel, matter.placeId, matter.number], ['patrol', out.here.grid.id, found.number])
  assert.deepEqual(
    (await find(out)).findings.map(({ caseId }) => caseId),
    [found.caseId],
  )
  const { items } = await act(platform, out, out.leader, contract.listPatrols, { caseId: found.caseId })
  assert.deepEqual(
    items.map(({ id, findingCount }) => [id, findingCount]),
    [[out.walk.id, 1]],
  )
  const other = act(platform, out, out.leader, contract.reportFinding, finding)
  assert.match(await outcome(other), /^fieldwork.not_your_patrol/)
})

test('S0-16 a volunteer of a red-armband team walks by the roster and raises a case to the grid', async () => {
  platform.setNow(MORNING)
  const team = await buildGridTeam(platform, await buildDistrict(platform))
  const { id: organizationId } = await buildOrganization(platform, team.here.grid, { kind: 'social' })
  const person = await buildPerson(platform, team.here, { name: '李阿姨' })
  const volunteer: Actor = { kind: 'person', personId: person.id, name: '李阿姨', posts: [] }
  await buildRoute(platform, team, { organizationId })
  await act(platform, team, team.leader, contract.addToRoster, { organizationId, personId: person.id, weekdays: [4] })
  const [walk] = (await act(platform, team, volunteer, contract.myPatrols)).items
  assert.ok(walk)
  at('18T09:30')
  await checkIn({ ...team, walk }, 0, {}, volunteer)
  const finding = { patrolId: walk.id, body: '夜市摊位占了消防通道' }
  const { caseId } = await act(platform, team, volunteer, contract.reportFinding, finding)
  assert.equal((await act(platform, team, team.leader, findCase, { id: caseId })).channel, 'patrol')
  const line = await act(platform, team, team.leader, contract.sumCoverage, { by: 'team', until: '2026-06-18' })
  assert.deepEqual(line.items, [], 'a patrol under way is not counted yet')
})

test('photos of a check-in are opened by who reads the patrol and by nobody else', async () => {
  const out = await setOut()
  at('18T09:30')
  const photo = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#7a8a6a' } })
    .jpeg()
    .toBuffer()
  const ctx = platform.as(out.worker, out.here.id)
  const prepared = await prepareFile(ctx, { fileName: 'gate.jpg', bytes: photo })
  const file = await inTransaction(ctx, (tx) => keepFile(tx, prepared))
  const kept = await checkIn(out, 0, { fileIds: [file.id] })
  assert.deepEqual(
    kept.checkIn.files.map(({ id }) => id),
    [file.id],
  )
  const reads = (actor: Actor) =>
    inTransaction(platform.as(actor, out.here.id), (tx) => patrolKind.canRead(tx, out.walk.id))
  const stranger = actorAt(out.here.community, ['departmentOfficer'])
  assert.deepEqual([await reads(out.leader), await reads(out.worker), await reads(stranger)], [true, true, false])
  const foreign = checkIn(out, 1, { fileIds: [newId(platform)] })
  assert.match(await outcome(foreign), /^files.not_found/)
})

test('coverage adds up per grid and person what the patrols say, and the workbook says the same', async () => {
  const out = await setOut()
  at('18T09:30')
  await checkIn(out, 0)
  await doing(out, contract.finishPatrol)
  at('19T11:00')
  await job(out)
  const sum = await act(platform, out, out.leader, contract.sumCoverage, { from: '2026-06-18', until: '2026-06-19' })
  const expected = {
    key: String(out.here.grid.id),
    name: out.here.grid.name,
    dueCount: 2,
    doneCount: 1,
    missedCount: 1,
    onTimeCount: 1,
    pointCount: 4,
    validCount: 1,
    findingCount: 0,
    coverage: 0.25,
    onTimeRate: 0.5,
  }
  assert.deepEqual(sum.items, [expected])
  assert.deepEqual(sum.total, { ...expected, key: '', name: '合计' })
  for (const by of contract.coverageBys) {
    const { items, total } = await act(platform, out, out.leader, contract.sumCoverage, { by, until: '2026-06-19' })
    const add = (key: 'dueCount' | 'validCount') => items.reduce((sumOf, line) => sumOf + line[key], 0)
    assert.deepEqual([add('dueCount'), add('validCount')], [total.dueCount, total.validCount], by)
  }
  const refused = act(platform, out, out.leader, contract.sumCoverage, { from: '2024-01-01', until: '2026-06-19' })
  assert.match(await outcome(refused), /^fieldwork.span_not_possible/)
})

test('a head of a grid reads the patrols of the own grid, not those of the community', async () => {
  const out = await setOut()
  const list = (withinId: number, actor: Actor = out.leader) =>
    act(platform, out, actor, contract.listPatrols, { withinId, limit: 100 })
  assert.equal((await list(out.here.community.id)).items.length, 7)
  const elsewhere = actorAt((await buildDistrict(platform)).grid, ['gridLeader'])
  assert.match(await outcome(list(out.here.grid.id, elsewhere)), /^auth.forbidden/)
  const colleague = await buildHolder(platform, out.here, 'gridWorker', '钱进')
  assert.equal((await list(out.here.grid.id, colleague)).items.length, 7)
})

test('the database refuses what no rule would write, each by its own constraint', async () => {
  const out = await setOut()
  at('18T09:30')
  await checkIn(out, 0)
  const id = out.walk.id
  const planted: ReadonlyArray<readonly [constraint: string, sql: string]> = [
    ['patrol_valid_count', `update fieldwork.patrol set valid_count = 3 where id = '${id}'`],
    ['patrol_finished', `update fieldwork.patrol set state = 'done' where id = '${id}'`],
    ['patrol_started', `update fieldwork.patrol set started_at = null where id = '${id}'`],
    ['patrol_window', `update fieldwork.patrol set window_until = window_from where id = '${id}'`],
    [
      'patrol_once',
      `update fieldwork.patrol set on_day = '2026-06-18' where route_id = '${out.walk.routeId}' and id <> '${id}'`,
    ],
    ['route_window', 'update fieldwork.route set window_until = window_from'],
    ['route_rhythm', "update fieldwork.route set rhythm = 'weekdays'"],
    [
      'check_in_verdict',
      `insert into fieldwork.check_in select district_id, gen_random_uuid(), patrol_id, point_id, person_id, at, received_at,
         null, null, null, null, 'valid', null, '{}' from fieldwork.check_in where patrol_id = '${id}'`,
    ],
    ['finding_case', `insert into fieldwork.finding values (${out.here.id}, gen_random_uuid(), '${id}', now())`],
  ]
  for (const [constraint, sql] of planted) {
    const fault = await platform.rows(out.here.id, sql).then(
      () => 'nothing',
      (thrown: { constraint?: string }) => thrown.constraint,
    )
    assert.equal(fault, constraint)
  }
  for (const table of ['check_in', 'patrol_event'])
    await assert.rejects(platform.rows(out.here.id, `delete from fieldwork.${table}`), /permission denied|append-only/)
})
