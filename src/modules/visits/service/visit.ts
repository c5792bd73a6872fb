import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import type { InputOf, OutputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { isWithin } from '#kernel/place'
import { orRefuse, Refusal } from '#kernel/refusal'
import { civilDateShape } from '#kernel/time'
import { loadPlace, refuseEnded } from '#modules/places'
import { requirePermission, requirePerson, type Tx } from '#platform/context'
import { tell } from '#platform/notify'
import * as contract from '../contract.ts'
import { checkStillOpen, reads } from '../rules/recording.ts'
import type { VisitRow } from '../store/tables.ts'
import * as store from '../store/visit.ts'
import { requireVisitor } from './people.ts'
import { emptyVisit } from './plan.ts'
import { loadProgramme, refuseProgrammeEnded } from './programme.ts'
import { scopeOf, today, wordsOf } from './scope.ts'

const cursor = z.tuple([civilDateShape, idShape])

export const filterOf = async (tx: Tx, input: InputOf<typeof contract.exportVisits>): Promise<store.VisitFilter> => {
  const isMine = input.view === 'mine'
  return {
    paths: isMine && input.withinId === undefined ? null : await scopeOf(tx, input.withinId),
    programmeId: input.programmeId ?? null,
    personId: isMine ? requirePerson(tx) : (input.personId ?? null),
    householdId: input.householdId ?? null,
    kind: input.kind ?? null,
    show: input.show,
    outcome: input.outcome ?? null,
    words: await wordsOf(tx, input.words),
    from: input.from ?? null,
    until: input.until ?? null,
    today: today(tx),
  }
}

export const listVisits = async (
  tx: Tx,
  filter: store.VisitFilter,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<store.ListedVisit>> => {
  const after = readCursorAs(page.cursor, cursor)
  const rows = await store.listVisits(tx, filter, { after, limit: page.limit })
  return cutPage(rows, page.limit, (row) => [row.listed_on, row.id])
}

export const countVisits = (tx: Tx): Promise<OutputOf<typeof contract.countVisits>> =>
  store.countOpen(tx, requirePerson(tx), today(tx))

const readableBy = (tx: Tx, row: VisitRow): boolean =>
  reads(tx.actor, row.place_path, [row.person_id, row.visited_by_person_id])

const notFound = (id: string): Refusal => new Refusal('visits.visit_not_found', { id })

/** One visit as far as the actor may read it. */
export const loadVisit = async (tx: Tx, id: string): Promise<VisitRow> => {
  const row = await store.findVisit(tx, id)
  if (!row || !readableBy(tx, row)) throw notFound(id)
  return row
}

/** What the actor may do with a visit. */
export const canOfVisit = (tx: Tx, row: VisitRow): Record<string, Can> => {
  const stands = checkStillOpen(row.state)
  const obstacle = stands.ok ? null : stands.error
  const isOwn = row.person_id !== null && row.person_id === tx.actor.personId
  const { recordVisit, excuseVisit, addFinding } = contract
  const there = { placePath: row.place_path }
  return {
    ...canOfOperations(tx.actor, [recordVisit], there, obstacle),
    ...canOfOperations(tx.actor, [excuseVisit], there, obstacle ?? (isOwn ? 'visits.own_excuse' : null)),
    ...canOfOperations(tx.actor, [addFinding], there, row.state === 'done' ? null : 'visits.not_made_yet'),
  }
}

/** Plans one visit to a place for a day; the one who is to go is told. */
export const planVisit = async (tx: Tx, input: InputOf<typeof contract.planVisit>): Promise<VisitRow> => {
  const programme = await loadProgramme(tx, input.programmeId)
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.planVisit, { placePath: place.path })
  refuseProgrammeEnded(tx, programme)
  if (programme.kind === 'household') throw new Refusal('visits.not_for_places', { name: programme.name })
  if (!isWithin(place.path, programme.place_path))
    throw new Refusal('visits.place_outside', { name: place.name, programme: programme.name })
  refuseEnded(place)
  if (input.dueOn < today(tx) || (programme.ends_on !== null && input.dueOn >= programme.ends_on))
    throw new Refusal('visits.date_not_possible', { earliest: today(tx) })
  await requireVisitor(tx, input.personId, programme.kind, place.path)
  const row = emptyVisit(tx, {
    kind: programme.kind,
    programme_id: programme.id,
    place_id: place.id,
    place_path: place.path,
    person_id: input.personId,
    due_on: input.dueOn,
  })
  await store.insertVisit(tx, row)
  await tell(tx, {
    personIds: [input.personId],
    key: 'visits:notice.planned',
    data: { programme: programme.name, place: place.name, on: input.dueOn },
  })
  return row
}

/** Lets one be left out: somebody who answers for the visiting, never the one whose it is. */
export const excuseVisit = async (tx: Tx, input: InputOf<typeof contract.excuseVisit>): Promise<VisitRow> => {
  const row = await store.lockVisit(tx, input.id)
  if (!row || !readableBy(tx, row)) throw notFound(input.id)
  requirePermission(tx, contract.excuseVisit, { placePath: row.place_path })
  orRefuse(checkStillOpen(row.state), { number: row.number ?? '', reason: row.reason ?? '' })
  if (row.person_id !== null && row.person_id === tx.actor.personId) throw new Refusal('visits.own_excuse')
  const change = { state: 'excused', reason: input.reason, excused_by_person_id: tx.actor.personId } as const
  await store.updateVisit(tx, row.id, change)
  return { ...row, ...change, version: row.version + 1 }
}
