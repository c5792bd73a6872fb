import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { addDays, type CivilDate, civilDateAt, type ClockState, instantOf } from '#kernel/time'
import { caseNumbers } from '#modules/cases'
import { loadPlace } from '#modules/places'
import { type FileRow, findFiles } from '#modules/workplace'
import { requirePerson, type Tx } from '#platform/context'
import { type EntryView, listEntries, type VisitView, visitsOf } from '#platform/thread'
import type * as contract from '../contract.ts'
import { hazardActions } from '../rules/hazard-flow.ts'
import { findKinds, type KindRow } from '../store/catalogue.ts'
import * as store from '../store/hazard.ts'
import { findInspection, type InspectionRow } from '../store/inspection.ts'
import { cansOf, clocksOf, loadHazard } from './flow.ts'
import { type Names, namesOfHazards } from './names.ts'
import { readablePaths } from './where.ts'

type Filter = InputOf<typeof contract.exportHazards>

const NUMBER = /^(?:yh|zg)-\d{6}-\d{4,}$/i

/** Whose hazards: at the places read, or of the actor's organisations and the actor. */
const whoseOf = async (tx: Tx, { view, placeId }: Filter) => {
  if (view === 'all') return { placePaths: await readablePaths(tx, placeId), assignedTo: null }
  const organizationIds = tx.actor.posts.flatMap((post) =>
    post.role === 'resident' || post.organizationId === null ? [] : post.organizationId,
  )
  const within = placeId === undefined ? null : [(await loadPlace(tx, placeId)).path]
  return {
    placePaths: within,
    assignedTo: { organizationIds: [...new Set(organizationIds)], personId: requirePerson(tx) },
  }
}

/** What was asked for, as the store needs it. Refuses a place that the actor does not read. */
export const filterOf = async (tx: Tx, filter: Filter): Promise<store.HazardFilter> => {
  const words = filter.words || null
  const isNumber = words !== null && NUMBER.test(words)
  return {
    ...(await whoseOf(tx, filter)),
    words: isNumber ? null : words,
    number: isNumber ? words.toUpperCase() : null,
    stage: filter.stage ?? null,
    state: filter.state ?? null,
    isOpen: filter.isOpen ?? null,
    clock: filter.clock ?? null,
    severity: filter.severity ?? null,
    siteId: filter.siteId ?? null,
    campaignId: filter.campaignId ?? null,
    classId: filter.classId ?? null,
    kindId: filter.kindId ?? null,
    isRepeat: filter.isRepeat ?? null,
    from: filter.from === undefined ? null : instantOf(filter.from),
    before: filter.until === undefined ? null : instantOf(addDays(filter.until as CivilDate, 1)),
  }
}

/** A line of a list, with its clock and what the actor may do with it. */
export interface ListedHazard {
  readonly row: store.HazardRow
  readonly clock: ClockState | null
  readonly allowed: readonly string[]
}

export interface HazardList extends Page<ListedHazard> {
  readonly names: Names
}

const CURSORS = {
  due: z.tuple([z.union([cursorInstant, z.literal('infinity')]), idShape]),
  newest: z.tuple([cursorInstant, idShape]),
} as const

export const listHazards = async (tx: Tx, input: InputOf<typeof contract.listHazards>): Promise<HazardList> => {
  const { sort, limit } = input
  const after = readCursorAs(input.cursor, CURSORS[sort])
  const rows = await store.listHazards(tx, await filterOf(tx, input), { sort, after, limit })
  const page = cutPage(rows, limit, (row) => [
    sort === 'due' ? (row.due_at?.toISOString() ?? 'infinity') : row.found_at.toISOString(),
    row.id,
  ])
  const clocks = await clocksOf(
    tx,
    page.items.map((row) => row.id),
  )
  return {
    items: page.items.map((row) => {
      const can = cansOf(tx, row)
      const allowed = hazardActions.filter((action) => can[action]?.allowed)
      return { row, clock: clocks.get(row.id) ?? null, allowed }
    }),
    nextCursor: page.nextCursor,
    names: await namesOfHazards(tx, page.items),
  }
}

export const countHazards = async (tx: Tx, input: InputOf<typeof contract.countHazards>): Promise<store.HazardCounts> =>
  store.countHazards(tx, await filterOf(tx, input))

/** Everything of one hazard that its reader may see, as stored. */
export interface HazardView {
  readonly row: store.HazardRow
  readonly names: Names
  readonly kind: KindRow | undefined
  readonly inspection: InspectionRow
  readonly others: readonly store.HazardRow[]
  readonly entries: readonly EntryView[]
  readonly visits: readonly VisitView[]
  readonly files: readonly FileRow[]
  readonly caseNumber: string | null
  readonly deadline: string | null
  readonly can: ReturnType<typeof cansOf>
}

const OTHERS_SHOWN = 5

export const viewHazard = async (tx: Tx, id: string): Promise<HazardView> => {
  const row = await loadHazard(tx, id)
  const entries = await listEntries(tx, store.HAZARD_KIND, id, 'staff')
  const visits = await visitsOf(tx, store.HAZARD_KIND, id)
  const inspection = await findInspection(tx, row.inspection_id)
  if (!inspection) throw new Error(`hazard ${id} has no inspection`)
  const [kind] = await findKinds(tx, [row.kind_id])
  const due = visits.findLast((visit) => visit.state === 'noticed')?.clock?.dueAt ?? null
  return {
    row,
    names: await namesOfHazards(tx, [row], {
      organizationIds: entries.map((entry) => entry.actorOrganizationId),
      personIds: [inspection.inspector_person_id, ...inspection.co_inspector_ids],
    }),
    kind,
    inspection,
    others: await store.listOthers(tx, row, OTHERS_SHOWN),
    entries,
    visits,
    files: await findFiles(tx, [...new Set(entries.flatMap((entry) => entry.files))]),
    caseNumber: row.case_id === null ? null : ((await caseNumbers(tx, [row.case_id])).get(row.case_id) ?? null),
    // A natural day ends at midnight: the last day of the limit is the day before its end.
    deadline: due === null ? null : civilDateAt(new Date(due.getTime() - 1)),
    can: cansOf(tx, row),
  }
}
