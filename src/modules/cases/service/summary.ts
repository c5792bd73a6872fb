import { z } from 'zod'
import { idShape } from '#kernel/id'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { pathIds } from '#kernel/place'
import type { PlaceRow } from '#modules/places'
import type { Tx } from '#platform/context'
import { openVisitsOf, type Span } from '#platform/thread'
import type { CaseFileRow } from '../store.ts'
import * as categories from '../store/category.ts'
import * as store from '../store/summary.ts'
import { CASE_KIND } from './flow.ts'
import { placeFilter } from './list.ts'
import { type Names, namesOf } from './names.ts'

const CHILD_COLUMNS = { district: 'street_id', street: 'community_id', community: 'grid_id' } as const

const scopeOf = (place: PlaceRow): store.SummaryScope => ({
  ...placeFilter(place),
  childColumn: CHILD_COLUMNS[place.level as keyof typeof CHILD_COLUMNS] ?? null,
})

export interface CaseSummary extends Omit<store.CaseSums, 'categories'> {
  readonly categories: readonly {
    readonly id: number
    readonly name: string
    readonly now: number
    readonly before: number
  }[]
  readonly judged: Record<'now' | 'before', { readonly all: number; readonly satisfied: number }>
}

const withNames = async (tx: Tx, lines: store.CaseSums['categories']): Promise<CaseSummary['categories']> => {
  const keyed = lines.map((line) => ({ id: pathIds(line.path).at(-1) ?? 0, now: line.now, before: line.before }))
  const rows = await categories.findCategories(
    tx,
    keyed.map(({ id }) => id),
  )
  const nameOf = new Map(rows.map((row) => [row.id, row.name]))
  return keyed.map((line) => ({ ...line, name: nameOf.get(line.id) ?? '' }))
}

/** The cases of a place in numbers. The caller has asked whether the actor may see them. */
export const summarizeCases = async (tx: Tx, place: PlaceRow, spans: store.SummarySpans): Promise<CaseSummary> => {
  const scope = scopeOf(place)
  const sums = await store.sumCases(tx, scope, spans)
  return {
    ...sums,
    categories: await withNames(tx, sums.categories),
    judged: {
      now: await store.countJudged(tx, scope, spans.now),
      before: await store.countJudged(tx, scope, spans.before),
    },
  }
}

export interface OverdueCase {
  readonly row: CaseFileRow
  /** Minutes on the wall since it was due. */
  readonly lateMinutes: number
}

/** What has been past due for longest at a place. */
export const listMostOverdue = async (
  tx: Tx,
  place: PlaceRow,
  limit: number,
): Promise<{ readonly items: readonly OverdueCase[]; readonly names: Names }> => {
  const rows = await store.listMostOverdue(tx, scopeOf(place), limit)
  const visits = await openVisitsOf(
    tx,
    CASE_KIND,
    rows.map((row) => row.id),
  )
  const items = rows.map((row) => ({ row, lateMinutes: visits.get(row.id)?.clock?.lateMinutes ?? 0 }))
  return { items, names: await namesOf(tx, rows) }
}

/** What was answered in public at a place lately. */
export const listLatelyClosed = async (
  tx: Tx,
  place: PlaceRow,
  limit: number,
): Promise<{ readonly items: readonly CaseFileRow[]; readonly names: Names }> => {
  const items = await store.listLatelyClosed(tx, scopeOf(place), limit)
  return { items, names: await namesOf(tx, items) }
}

const cursorShape = z.tuple([cursorInstant, idShape])

/** The cases behind a figure of `summarizeCases` that the list of cases has no filter for. */
export const listCasesBehind = async (
  tx: Tx,
  place: PlaceRow,
  figure: { readonly name: store.CaseFigure; readonly span: Span },
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<CaseFileRow> & { readonly names: Names }> => {
  const after = readCursorAs(page.cursor, cursorShape)
  const rows = await store.listBehind(tx, scopeOf(place), figure, { after, limit: page.limit })
  const cut = cutPage(rows, page.limit, (row) => [row.reported_at.toISOString(), row.id])
  return { ...cut, names: await namesOf(tx, cut.items) }
}
