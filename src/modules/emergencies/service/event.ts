import { z } from 'zod'
import { canOf, type Can, mayAct, type Standing } from '#kernel/flow'
import { idShape } from '#kernel/id'
import { holds, type InputOf, type Operation } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { caseNumbers } from '#modules/cases'
import { findPlaces, type PlaceRow, refuseEnded } from '#modules/places'
import { newId, requirePermission, requirePerson, type Tx } from '#platform/context'
import { takeNumbers } from '#platform/counter'
import { advance, type EntryView, listEntries, type Matter, openMatter } from '#platform/thread'
import * as contract from '../contract.ts'
import { gapsOf } from '../rules/call-tree.ts'
import { acknowledged, acknowledgedAt, type EventAction, eventFlow, stateOf, timesOf } from '../rules/event.ts'
import * as store from '../store.ts'
import { calledAt, callOut, gridsBelow, placeHere, planOf, responseRow } from './call.ts'

const touches = (one: string, other: string): boolean => isWithin(one, other) || isWithin(other, one)

/** At one of its places, above or below it; everybody who was called too. */
export const mayRead = (tx: Tx, event: store.EventRow): boolean =>
  tx.actor.kind === 'system' ||
  tx.actor.posts.some(
    (post) => post.role !== 'resident' && event.place_paths.some((path) => touches(post.placePath, path)),
  )

const isCalledTo = async (tx: Tx, eventId: string): Promise<boolean> =>
  tx.actor.personId !== null && (await store.findResponse(tx, eventId, tx.actor.personId)) !== undefined

const readable = async (tx: Tx, event: store.EventRow | undefined, id: string): Promise<store.EventRow> => {
  if (!event || !(mayRead(tx, event) || (await isCalledTo(tx, event.id))))
    throw new Refusal('emergencies.event_not_found', { id })
  return event
}

export const loadEvent = async (tx: Tx, id: string): Promise<store.EventRow> =>
  readable(tx, await store.findEvent(tx, id), id)

const operations = new Map<string, Operation>(
  [contract.logEvent, contract.linkCase, contract.createTask, contract.finishTask, contract.standDown].map(
    (operation) => [operation.id, operation],
  ),
)

/** What everybody who was called may do, wherever in the areas they stand. */
const FOR_CALLED: readonly EventAction[] = ['emergencies.event.log', 'emergencies.task.finish']

/** Acts on the whole of an emergency need the permission at every place of it. */
const standingOf = (
  tx: Tx,
  event: store.EventRow,
  isCalled: boolean,
): Standing<contract.EventState, EventAction, object> => ({
  state: event.state,
  facts: {},
  actorPersonId: tx.actor.personId,
  isSystem: tx.actor.kind === 'system',
  isReporter: false,
  holds: (action) => {
    if (isCalled && FOR_CALLED.includes(action)) return true
    const access = operations.get(action)?.access
    return access !== undefined && event.place_paths.every((placePath) => holds(tx.actor, access, { placePath }))
  },
})

const matterOf = (event: store.EventRow): Matter<contract.EventState> => ({
  kind: store.EVENT_KIND,
  id: event.id,
  number: event.number,
  title: event.title,
  state: event.state,
  placeId: event.place_id,
  placePath: event.place_path,
  reporterPersonId: null,
  entryCount: event.entry_count,
})

/** Under the lock of the event: the flow's check, the line of the log, the row. */
const act = async (
  tx: Tx,
  id: string,
  action: EventAction,
  words: string,
  change: (event: store.EventRow) => Parameters<typeof store.updateEvent>[2] = () => ({}),
): Promise<store.EventRow> => {
  const event = await readable(tx, await store.lockEvent(tx, id), id)
  const standing = standingOf(tx, event, await isCalledTo(tx, id))
  const verdict = mayAct(eventFlow, action, standing)
  if (!verdict.ok) throw new Refusal(verdict.error.code, verdict.error.data)
  const step = { action, words, visibility: 'parties' as const, limitOf: () => null }
  const { state, entryCount } = await advance(tx, eventFlow, matterOf(event), standing, step)
  return store.updateEvent(tx, id, { ...change(event), state, entry_count: entryCount })
}

const requireCases = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const known = await caseNumbers(tx, ids)
  const missing = ids.find((id) => !known.has(id))
  if (missing) throw new Refusal('cases.case_not_found', { id: missing })
}

/** 启动应急: the event, its log, everybody called and told, in one transaction. */
export const raiseEvent = async (tx: Tx, input: InputOf<typeof contract.raiseEvent>): Promise<store.EventRow> => {
  const places: PlaceRow[] = []
  for (const placeId of new Set(input.placeIds)) {
    const place = await placeHere(tx, placeId)
    requirePermission(tx, contract.raiseEvent, { placePath: place.path })
    refuseEnded(place)
    places.push(place)
  }
  const [first] = places
  if (!first) throw new Error('an emergency has a place')
  await requireCases(tx, input.caseIds)
  const paths = places.map((place) => place.path)
  const called = await calledAt(tx, paths)
  if (called.length === 0) throw new Refusal('emergencies.nobody_to_call')
  const plan = await planOf(tx, input.kind)
  const series = `YJ-${civilDateAt(tx.now()).slice(2).replaceAll('-', '')}`
  const number = `${series}-${String(await takeNumbers(tx, `emergencies:${series}`)).padStart(3, '0')}`
  const event: store.EventRow = {
    district_id: tx.districtId,
    id: newId(tx),
    number,
    kind: input.kind,
    level: input.level,
    title: input.title,
    words: input.words,
    place_ids: places.map((place) => place.id),
    place_paths: paths,
    place_id: first.id,
    place_path: first.path,
    duties: plan.duties,
    acknowledge_minutes: plan.acknowledge_minutes,
    case_ids: [...new Set(input.caseIds)],
    state: 'on',
    raised_at: tx.now(),
    raised_by_person_id: tx.actor.personId,
    ended_at: null,
    summary: null,
    entry_count: 1,
    version: 1,
  }
  await store.insertEvent(tx, { ...event, duties: JSON.stringify(event.duties) })
  const opening = { action: contract.raiseEvent.id, words: input.words, visibility: 'parties' as const }
  await openMatter(tx, eventFlow, { ...matterOf(event), entryCount: 0 }, { ...opening, limitOf: () => null })
  await store.insertResponses(
    tx,
    called.map((one) => responseRow(tx, event.id, one, null)),
  )
  await callOut(
    tx,
    event,
    called.map(({ personId }) => personId),
    'called',
  )
  return event
}

export const logEvent = (tx: Tx, input: InputOf<typeof contract.logEvent>): Promise<store.EventRow> =>
  act(tx, input.id, 'emergencies.event.log', input.words)

export const linkCase = async (tx: Tx, input: InputOf<typeof contract.linkCase>): Promise<store.EventRow> => {
  await requireCases(tx, [input.caseId])
  const number = (await caseNumbers(tx, [input.caseId])).get(input.caseId) ?? ''
  return act(tx, input.id, 'emergencies.event.link', number, (event) => ({
    case_ids: [...new Set([...event.case_ids, input.caseId])],
  }))
}

/** 解除应急: the summary stays, everybody who was called is told. */
export const standDown = async (tx: Tx, input: InputOf<typeof contract.standDown>): Promise<store.EventRow> => {
  const event = await act(tx, input.id, 'emergencies.event.standDown', input.words, () => ({
    ended_at: tx.now(),
    summary: input.words,
  }))
  const responses = await store.listResponses(tx, [event.id])
  await callOut(
    tx,
    { ...event, words: input.words },
    responses.map((row) => row.person_id),
    'over',
  )
  return event
}

// Acknowledging ------------------------------------------------------------------------------------------------------------------

/** Only the own row is locked: a whole district acknowledges at once. */
export const acknowledge = async (
  tx: Tx,
  input: InputOf<typeof contract.acknowledge>,
): Promise<contract.ResponseState> => {
  const response = await store.lockResponse(tx, input.eventId, requirePerson(tx))
  const event = await store.findEvent(tx, input.eventId)
  if (!response || !event) throw new Refusal('emergencies.not_called')
  const at = acknowledgedAt(input.at === null ? null : new Date(input.at), response.told_at, tx.now())
  // What was acknowledged without a network before the end counts; what came after it changes nothing.
  if (event.ended_at !== null && at > event.ended_at)
    throw new Refusal('emergencies.event_over', { title: event.title })
  const answer = acknowledged(
    { receivedAt: response.received_at, onWayAt: response.on_way_at, inPlaceAt: response.in_place_at },
    input.state,
    at,
  )
  await store.updateResponse(tx, response, {
    received_at: answer.receivedAt,
    on_way_at: answer.onWayAt,
    in_place_at: answer.inPlaceAt,
    ...(input.point ? { longitude: input.point.longitude, latitude: input.point.latitude } : {}),
  })
  tx.afterCommit(() => tx.services.live.publish(tx.districtId, store.EVENT_KIND))
  return stateOf(answer)
}

// Tasks ---------------------------------------------------------------------------------------------------------------------------

export const createTask = async (tx: Tx, input: InputOf<typeof contract.createTask>): Promise<store.TaskRow> => {
  await act(tx, input.eventId, 'emergencies.task.create', input.words)
  const called = await store.listResponses(tx, [input.eventId])
  if (input.personId !== null && !called.some((row) => row.person_id === input.personId))
    throw new Refusal('emergencies.not_called')
  const task: store.TaskRow = {
    district_id: tx.districtId,
    id: newId(tx),
    event_id: input.eventId,
    words: input.words,
    person_id: input.personId,
    created_at: tx.now(),
    done_at: null,
    done_by_person_id: null,
  }
  await store.insertTask(tx, task)
  return task
}

export const finishTask = async (tx: Tx, input: InputOf<typeof contract.finishTask>): Promise<store.TaskRow> => {
  const task = await store.lockTask(tx, input.id)
  if (!task) throw new Refusal('emergencies.task_not_found', { id: input.id })
  if (task.done_at !== null) throw new Refusal('emergencies.task_done')
  if (task.person_id !== null && task.person_id !== tx.actor.personId) throw new Refusal('emergencies.not_your_task')
  await act(tx, task.event_id, 'emergencies.task.finish', task.words)
  return store.finishTask(tx, task.id)
}

// Reading -------------------------------------------------------------------------------------------------------------------------

export interface EventView {
  readonly row: store.EventRow
  readonly responses: readonly store.ResponseRow[]
  readonly places: readonly PlaceRow[]
}

const answersOf = (rows: readonly store.ResponseRow[]) =>
  rows.map((row) => ({
    receivedAt: row.received_at,
    onWayAt: row.on_way_at,
    inPlaceAt: row.in_place_at,
    escalatedAt: row.escalated_at,
  }))

export const timesOfView = ({ row, responses }: EventView): contract.Times =>
  timesOf(row.raised_at, row.ended_at, answersOf(responses))

export const viewOf = async (tx: Tx, row: store.EventRow): Promise<EventView> => ({
  row,
  responses: await store.listResponses(tx, [row.id]),
  places: await findPlaces(tx, row.place_ids),
})

const cursor = z.tuple([cursorInstant, idShape])

export const listEvents = async (tx: Tx, input: InputOf<typeof contract.listEvents>): Promise<Page<EventView>> => {
  const posts = tx.actor.posts.filter((post) => post.role !== 'resident')
  const paths = tx.actor.kind === 'system' ? [''] : posts.map((post) => post.placePath)
  const filter = { paths, state: input.state ?? null, kind: input.kind ?? null }
  const rows = await store.listEvents(tx, filter, { after: readCursorAs(input.cursor, cursor), limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.raised_at.toISOString(), row.id])
  const items: EventView[] = []
  for (const row of page.items) items.push(await viewOf(tx, row))
  return { items, nextCursor: page.nextCursor }
}

export interface EventDetail extends EventView {
  readonly gaps: readonly PlaceRow[]
  readonly tasks: readonly store.TaskRow[]
  readonly cases: ReadonlyMap<string, string>
  readonly entries: readonly EntryView[]
  readonly can: Record<string, Can>
}

export const viewEvent = async (tx: Tx, id: string): Promise<EventDetail> => {
  const view = await viewOf(tx, await loadEvent(tx, id))
  const grids = await gridsBelow(tx, view.places)
  const answered = view.responses
    .filter((row) => row.received_at !== null)
    .map((row) => ({ placePath: row.place_path }))
  const empty = new Set(
    gapsOf(
      grids.map((grid) => grid.path),
      answered,
    ),
  )
  return {
    ...view,
    gaps: grids.filter((grid) => empty.has(grid.path)),
    tasks: await store.listTasks(tx, [id]),
    cases: await caseNumbers(tx, view.row.case_ids),
    entries: await listEntries(tx, store.EVENT_KIND, id, 'staff'),
    can: canOf(eventFlow, standingOf(tx, view.row, await isCalledTo(tx, id))),
  }
}
