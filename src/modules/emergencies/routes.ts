import type { InputOf } from '#kernel/operation'
import { namesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces } from '#modules/places'
import { membersOf } from '#modules/posts'
import { type Ctx, inTransaction, requirePerson, type Tx } from '#platform/context'
import { type FileAnswer, handle, handleStream } from '#platform/module'
import { workbookFile } from '#platform/office'
import { say } from '#platform/words'
import * as contract from './contract.ts'
import * as present from './present.ts'
import { dutyOf } from './rules/event.ts'
import * as call from './service/call.ts'
import * as event from './service/event.ts'
import * as store from './store.ts'

/** Names in full: whoever runs an emergency calls people. */
const namesFor = async (tx: Tx, ids: readonly (string | null)[]): Promise<present.NameOf> => {
  const names = await namesOf(tx, [...new Set(ids.flatMap((id) => id ?? []))])
  return (id) => (id === null ? '' : (names.get(id)?.name ?? ''))
}

const shown = async (tx: Tx, row: store.EventRow) => {
  const nameOf = await namesFor(tx, [row.raised_by_person_id])
  return present.presentEvent(await event.viewOf(tx, row), nameOf)
}

const responsesOf = async (tx: Tx, view: event.EventView, nameOf: present.NameOf) => {
  const places = new Map(
    (
      await findPlaces(
        tx,
        view.responses.map((row) => row.place_id),
      )
    ).map((row) => [row.id, row]),
  )
  const organizations = await organizationNames(
    tx,
    view.responses.flatMap((row) => row.organization_id ?? []),
  )
  return view.responses.map((row) =>
    present.presentResponse(row, {
      nameOf,
      place: places.get(row.place_id),
      organizationName: row.organization_id === null ? null : (organizations.get(row.organization_id) ?? null),
      minutes: view.row.acknowledge_minutes,
      now: tx.now(),
    }),
  )
}

const showEvent = async (tx: Tx, id: string) => {
  const view = await event.viewEvent(tx, id)
  const taskPeople = view.tasks.flatMap((task) => [task.person_id, task.done_by_person_id])
  const people = [...view.responses.map((row) => row.person_id), ...taskPeople, view.row.raised_by_person_id]
  const nameOf = await namesFor(tx, people)
  return {
    event: present.presentEvent(view, nameOf),
    responses: await responsesOf(tx, view, nameOf),
    gaps: view.gaps.map((place) => present.placeRef(place, place.id)),
    tasks: view.tasks.map((task) => present.presentTask(task, nameOf)),
    cases: [...view.cases].map(([caseId, number]) => ({ id: caseId, number })),
    thread: view.entries.map((entry) => ({
      id: entry.id,
      action: entry.action,
      at: entry.at,
      actorName: present.maskedName(entry.actorName),
      actorRole: entry.actorRole,
      words: entry.words,
    })),
    duties: view.row.duties,
    can: view.can,
  }
}

const showUnit = async (tx: Tx, row: store.UnitRow) => ({
  organization: {
    id: row.organization_id,
    name: (await organizationNames(tx, [row.organization_id])).get(row.organization_id) ?? '',
  },
  place: present.placeRef((await findPlaces(tx, [row.place_id]))[0], row.place_id),
  memberCount: new Set((await membersOf(tx, row.organization_id)).map(({ personId }) => personId)).size,
})

const showTree = async (tx: Tx, placeId: number) => {
  const tree = await call.viewTree(tx, placeId)
  const nameOf = await namesFor(
    tx,
    tree.called.flatMap((one) => [one.personId, ...one.next]),
  )
  const places = new Map(
    (
      await findPlaces(
        tx,
        tree.called.map((one) => one.placeId),
      )
    ).map((row) => [row.id, row]),
  )
  return {
    called: tree.called.map((one) => ({
      person: { id: one.personId, name: nameOf(one.personId) },
      role: one.role,
      place: present.placeRef(places.get(one.placeId), one.placeId),
      next: one.next.map(nameOf),
    })),
    gaps: tree.gaps.map((place) => present.placeRef(place, place.id)),
  }
}

const mine = async (tx: Tx) => {
  const found = await store.listMine(tx, requirePerson(tx))
  const tasks = await store.listTasks(
    tx,
    found.map(({ event: { id } }) => id),
  )
  const nameOf = await namesFor(
    tx,
    tasks.flatMap((task) => [task.person_id, task.done_by_person_id]),
  )
  const isMine = (task: store.TaskRow): boolean => task.person_id === null || task.person_id === tx.actor.personId
  return {
    items: found.map(({ response, event: row }) => ({
      eventId: row.id,
      kind: row.kind,
      level: row.level,
      title: row.title,
      words: row.words,
      state: present.answerState(response),
      duty: dutyOf(row.duties, response.role, true),
      raisedAt: row.raised_at,
      tasks: tasks
        .filter((task) => task.event_id === row.id && task.done_at === null && isMine(task))
        .map((task) => present.presentTask(task, nameOf)),
    })),
  }
}

const COLUMNS = [
  ['name', 12, 'text'],
  ['role', 14, 'text'],
  ['place', 20, 'text'],
  ['state', 10, 'text'],
  ['toldAt', 17, 'datetime'],
  ['receivedAt', 17, 'datetime'],
  ['onWayAt', 17, 'datetime'],
  ['inPlaceAt', 17, 'datetime'],
  ['escalatedAt', 17, 'datetime'],
] as const

const exportEvent = async (ctx: Ctx, input: InputOf<typeof contract.exportEvent>): Promise<FileAnswer> => {
  const { event: shownEvent, responses } = await inTransaction(ctx, (tx) => showEvent(tx, input.id))
  const word = (key: string): string => say(ctx.language, `emergencies:${key}`)
  const columns = COLUMNS.map(([key, width, kind]) => ({ key, heading: word(`column.${key}`), width, kind }))
  const rows = responses.map(({ person, place, ...row }) => ({
    ...row,
    name: person.name,
    role: say(ctx.language, `posts:role.${row.role}`),
    place: place.name,
    state: word(`response.${row.state}`),
  }))
  return workbookFile(shownEvent.number, [{ name: shownEvent.number, columns, rows }])
}

export const operations = [
  handle(contract.listPlans, async (tx) => ({ items: (await call.listPlans(tx)).map(present.presentPlan) })),
  handle(contract.setPlan, async (tx, input) => present.presentPlan(await call.setPlan(tx, input))),
  handle(contract.listUnits, async (tx) => {
    const items = []
    for (const row of await store.listUnits(tx)) items.push(await showUnit(tx, row))
    return { items }
  }),
  handle(contract.addUnit, async (tx, input) => showUnit(tx, await call.addUnit(tx, input))),
  handle(contract.removeUnit, async (tx, input) => ({
    wasThere: await store.deleteUnit(tx, input.organizationId, input.placeId),
  })),
  handle(contract.findTree, (tx, input) => showTree(tx, input.placeId)),
  handle(contract.raiseEvent, async (tx, input) => shown(tx, await event.raiseEvent(tx, input))),
  handle(contract.listEvents, async (tx, input) => {
    const { items, nextCursor } = await event.listEvents(tx, input)
    const nameOf = await namesFor(
      tx,
      items.map(({ row }) => row.raised_by_person_id),
    )
    return { items: items.map((view) => present.presentEvent(view, nameOf)), nextCursor }
  }),
  handle(contract.findEvent, (tx, input) => showEvent(tx, input.id)),
  handle(contract.logEvent, async (tx, input) => shown(tx, await event.logEvent(tx, input))),
  handle(contract.linkCase, async (tx, input) => shown(tx, await event.linkCase(tx, input))),
  handle(contract.standDown, async (tx, input) => shown(tx, await event.standDown(tx, input))),
  handle(contract.createTask, async (tx, input) => {
    const row = await event.createTask(tx, input)
    return present.presentTask(row, await namesFor(tx, [row.person_id]))
  }),
  handle(contract.finishTask, async (tx, input) => {
    const row = await event.finishTask(tx, input)
    return present.presentTask(row, await namesFor(tx, [row.person_id, row.done_by_person_id]))
  }),
  handle(contract.acknowledge, async (tx, input) => ({ state: await event.acknowledge(tx, input) })),
  handle(contract.listMine, (tx) => mine(tx)),
  handleStream(contract.exportEvent, exportEvent),
]
