import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel/role'
import { reportCase } from '#modules/cases/contract'
import { appoint } from '#modules/hazards/testing'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict, buildPlace } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { escalateUnanswered } from './reactions.ts'
import { act, buildChain, emergencyModules, raise } from './testing.ts'

const startsAt = new Date('2026-06-18T02:00:00Z')
const platform = await openTestPlatform(emergencyModules, startsAt)
const team = async () => buildChain(platform, await buildDistrict(platform))
const later = (minutes: number): void => platform.setNow(new Date(startsAt.getTime() + minutes * 60_000))
const asSystem = (districtId: number) => platform.as(system, districtId)

const notices = (districtId: number, ending: string) =>
  platform.rows<{ person_id: string; digested_at: Date | null }>(
    districtId,
    'select person_id, digested_at from platform.notice where key = $1',
    [`emergencies:notice.${ending}`],
  )

test('an alarm calls everybody of the chain at once; the state of each is seen, and the times are computed', async () => {
  const ours = await team()
  const event = await raise(platform, ours)
  assert.match(event.number, /^YJ-260618-\d{3}$/)
  assert.equal(event.times.calledCount, 4)
  assert.equal((await notices(ours.here.id, 'called')).length, 3)
  assert.ok((await notices(ours.here.id, 'called')).every((notice) => notice.digested_at !== null))
  later(2)
  const mine = await act(platform, ours, ours.worker, contract.listMine, {})
  assert.deepEqual(
    mine.items.map((item) => [item.title, item.state]),
    [['暴雨防汛', 'told']],
  )
  const acknowledge = (actor: typeof ours.worker, state: 'received' | 'inPlace', at: Date | null = null) =>
    act(platform, ours, actor, contract.acknowledge, {
      eventId: event.id,
      state,
      at: at?.toISOString() ?? null,
      point: { longitude: 102.7, latitude: 25 },
    })
  assert.deepEqual(await acknowledge(ours.worker, 'inPlace'), { state: 'inPlace' })
  assert.deepEqual(await acknowledge(ours.worker, 'received'), { state: 'inPlace' })
  const offline = new Date(startsAt.getTime() + 60_000)
  await acknowledge(ours.leader, 'received', offline)
  const view = await act(platform, ours, ours.station, contract.findEvent, { id: event.id })
  assert.deepEqual(
    [view.event.times.receivedCount, view.event.times.firstMinutes, view.event.times.allMinutes],
    [2, 1, null],
  )
  assert.deepEqual(view.gaps, [])
  await acknowledge(ours.station, 'received')
  await acknowledge(ours.instructor, 'received')
  later(30)
  const over = await act(platform, ours, ours.station, contract.standDown, {
    id: event.id,
    words: '雨停水退，无人受伤',
  })
  assert.deepEqual([over.state, over.times.allMinutes, over.times.closedMinutes], ['over', 2, 30])
  assert.equal((await notices(ours.here.id, 'over')).length, 3)
  assert.equal((await act(platform, ours, ours.worker, contract.listMine, {})).items.length, 0)
  later(31)
  await assert.rejects(acknowledge(ours.worker, 'received'), { code: 'emergencies.event_over' })
  await assert.rejects(act(platform, ours, ours.station, contract.logEvent, { id: event.id, words: '再报' }), {
    code: 'flow.wrong_state',
  })
  later(0)
})

test('whoever has not acknowledged in time: the next of the chain is told, once, up to the head', async () => {
  const ours = await team()
  const { id } = await raise(platform, ours)
  const told = async () => (await notices(ours.here.id, 'next')).map((notice) => notice.person_id)
  later(9)
  await escalateUnanswered(asSystem(ours.here.id))
  assert.deepEqual(await told(), [])
  await act(platform, ours, ours.leader, contract.acknowledge, { eventId: id, state: 'received' })
  await act(platform, ours, ours.station, contract.acknowledge, { eventId: id, state: 'received' })
  later(10)
  await escalateUnanswered(asSystem(ours.here.id))
  await escalateUnanswered(asSystem(ours.here.id))
  assert.deepEqual(await told(), [ours.leader.personId])
  const view = await act(platform, ours, ours.station, contract.findEvent, { id })
  const worker = view.responses.find((row) => row.person.id === ours.worker.personId)
  assert.deepEqual([worker?.isLate, worker?.escalatedAt !== null, view.event.times.escalatedCount], [true, true, 2])
  later(0)
})

test('a grid in which nobody has acknowledged is a gap; the call tree shows it before anything happens', async () => {
  const ours = await team()
  const empty = await buildPlace(platform, ours.here.community, {
    level: 'grid',
    name: '第 2 网格',
    code: `${ours.here.grid.code}-2`,
  })
  const tree = await act(platform, ours, ours.station, contract.findTree, { placeId: ours.here.community.id })
  assert.deepEqual(
    tree.gaps.map(({ id }) => id),
    [empty.id],
  )
  assert.deepEqual(tree.called.find((one) => one.person.id === ours.worker.personId)?.next, ['赵大勇'])
  const { id } = await raise(platform, ours)
  const gapsNow = async () =>
    (await act(platform, ours, ours.station, contract.findEvent, { id })).gaps.map((place) => place.name)
  assert.deepEqual(await gapsNow(), ['第 1 网格', '第 2 网格'])
  await act(platform, ours, ours.worker, contract.acknowledge, { eventId: id, state: 'received' })
  assert.deepEqual(await gapsNow(), ['第 2 网格'])
})

test('fifty acknowledge at once, none waits for another, and every one of them counts', async () => {
  const ours = await team()
  const many = await Promise.all(
    Array.from({ length: 50 }, (_, at) => appoint(platform, ours.here, ours.here.grid, 'gridWorker', `网格员${at}`)),
  )
  const { id, times } = await raise(platform, ours)
  assert.equal(times.calledCount, 54)
  await Promise.all(
    many.map((actor) => act(platform, ours, actor, contract.acknowledge, { eventId: id, state: 'received' })),
  )
  const view = await act(platform, ours, ours.station, contract.findEvent, { id })
  assert.equal(view.event.times.receivedCount, 50)
})

test('平急转换: the plan of the day of the alarm says each role what to do, and a duty unit is called with the posts', async () => {
  const ours = await team()
  const dispatcher = actorAt(ours.here.district, ['dispatcher'])
  const administrator = actorAt(ours.here.district, ['administrator'])
  const duties = { gridWorker: { normal: '日常巡查', emergency: '转移低洼住户' } }
  const set = (version: number) =>
    act(platform, ours, dispatcher, contract.setPlan, { kind: 'flood', version, duties, acknowledgeMinutes: 5 })
  assert.equal((await set(0)).version, 1)
  await assert.rejects(set(0), { code: 'emergencies.changed_meanwhile' })
  const { id: organizationId } = await buildOrganization(platform, ours.here.district)
  const unit = { organizationId, placeId: ours.here.community.id }
  await act(platform, ours, administrator, contract.addUnit, unit)
  const member = await appoint(platform, ours.here, ours.here.district, 'gridWorker', '值班员')
  await platform.rows(
    ours.here.id,
    'update posts.post set organization_id = $1, place_id = $2, place_path = $3 where id in (select post_id from posts.appointment where person_id = $4)',
    [organizationId, ours.here.city.id, '9.', member.personId],
  )
  const event = await raise(platform, ours)
  assert.deepEqual([event.times.calledCount, event.acknowledgeMinutes], [5, 5])
  const mine = await act(platform, ours, ours.worker, contract.listMine, {})
  assert.equal(mine.items[0]?.duty, '转移低洼住户')
  assert.deepEqual(await act(platform, ours, administrator, contract.removeUnit, unit), { wasThere: true })
})

test('the log, tasks and linked cases are lines of one thread; a task is finished once, by whom it is for', async () => {
  const ours = await team()
  const { id } = await raise(platform, ours)
  await act(platform, ours, ours.worker, contract.logEvent, { id, words: '地下车库进水' })
  await assert.rejects(act(platform, ours, ours.worker, contract.standDown, { id, words: '没事了' }), {
    code: 'auth.forbidden',
  })
  const task = await act(platform, ours, ours.station, contract.createTask, {
    eventId: id,
    words: '搬沙袋',
    personId: ours.station.personId,
  })
  const reported = await act(platform, ours, ours.station, reportCase, {
    body: '井盖冲走了',
    placeId: ours.here.grid.id,
  })
  await act(platform, ours, ours.station, contract.linkCase, { id, caseId: reported.case.id })
  await act(platform, ours, ours.station, contract.finishTask, { id: task.id })
  await assert.rejects(act(platform, ours, ours.station, contract.finishTask, { id: task.id }), {
    code: 'emergencies.task_done',
  })
  const view = await act(platform, ours, ours.station, contract.findEvent, { id })
  assert.deepEqual(
    view.thread.map((entry) => entry.action.split('.').at(-1)),
    ['raise', 'log', 'create', 'link', 'finish'],
  )
  assert.equal(view.cases[0]?.number, reported.case.number)
})

test('only from the station leader upwards, and only where one holds the post', async () => {
  const ours = await team()
  const by = (actor: typeof ours.worker, placeId: number) =>
    act(platform, ours, actor, contract.raiseEvent, {
      kind: 'fire',
      level: 1,
      title: '起火',
      words: '3 号楼',
      placeIds: [placeId],
    })
  await assert.rejects(by(ours.leader, ours.here.grid.id), { code: 'auth.forbidden' })
  await assert.rejects(by(ours.station, ours.here.street.id), { code: 'auth.forbidden' })
  const stranger = actorAt({ ...ours.here.grid, path: '8.' }, ['gridWorker'])
  const { id } = await by(ours.instructor, ours.here.street.id)
  await assert.rejects(act(platform, ours, stranger, contract.findEvent, { id }), {
    code: 'emergencies.event_not_found',
  })
  await assert.rejects(act(platform, ours, stranger, contract.acknowledge, { eventId: id, state: 'received' }), {
    code: 'emergencies.not_called',
  })
  await assert.rejects(platform.rows(ours.here.id, "update emergencies.event set state = 'over' where id = $1", [id]), {
    code: '23514',
  })
})
