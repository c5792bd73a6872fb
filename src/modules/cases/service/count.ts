import type { Tx } from '#platform/context'
import { allVisitsOf, type Deed, deedsOf, mattersMoved, type Span, type VisitRow } from '#platform/thread'
import type { CaseFileRow } from '../store.ts'
import * as store from '../store/standing.ts'
import { CASE_KIND } from './flow.ts'

/** A case with everything that can be counted of it. */
export interface CountedCase {
  readonly row: CaseFileRow
  readonly visits: readonly VisitRow[]
  readonly deeds: readonly Deed[]
}

/** These cases with their visits and threads, for whoever derives figures from them: three queries. */
export const countedCases = async (tx: Tx, ids: readonly string[]): Promise<readonly CountedCase[]> => {
  const rows = await store.findCases(tx, ids)
  const visits = Map.groupBy(await allVisitsOf(tx, CASE_KIND, ids), (visit) => visit.matter_id)
  const deeds = Map.groupBy(await deedsOf(tx, CASE_KIND, ids), (deed) => deed.matterId)
  return rows.map((row) => ({ row, visits: visits.get(row.id) ?? [], deeds: deeds.get(row.id) ?? [] }))
}

/** Nobody moves these cases until the transaction ends. */
export const lockCounted = (tx: Tx, ids: readonly string[]): Promise<void> => store.lockCases(tx, ids)

/** Ids of cases in their order, after one: those that moved in the span, or all of them. */
export const listCaseIds = (
  tx: Tx,
  span: Span | null,
  page: { readonly after: string | null; readonly limit: number },
): Promise<string[]> => (span ? mattersMoved(tx, CASE_KIND, span, page) : store.listIds(tx, page))
