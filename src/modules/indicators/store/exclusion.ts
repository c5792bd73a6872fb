import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import { type ExclusionRow, tables } from './tables.ts'

export const insertExclusion = (tx: Tx, row: ExclusionRow): Promise<void> =>
  refuseTaken({ exclusion_once: 'indicators.exclusion_exists' }, {}, async () => {
    await tables(tx).insertInto('indicators.exclusion').values(row).execute()
  })

export const lockExclusion = (tx: Tx, id: string): Promise<ExclusionRow | undefined> =>
  tables(tx)
    .selectFrom('indicators.exclusion')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const decideExclusion = async (
  tx: Tx,
  id: string,
  decided: Pick<ExclusionRow, 'decision' | 'decision_words' | 'decided_at' | 'decided_by_person_id'>,
): Promise<void> => {
  await tables(tx)
    .updateTable('indicators.exclusion')
    .set(decided)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

export interface ExclusionFilter {
  /** At one of these places or below, or of one of these units. */
  readonly placePaths: readonly string[]
  readonly organizationIds: readonly string[]
  readonly withinPath: string
  readonly caseId?: string | undefined
  readonly show: 'all' | 'open' | 'granted' | 'denied'
}

/** The last applied first; one row more than asked tells of a next page. */
export const listExclusions = (
  tx: Tx,
  filter: ExclusionFilter,
  page: { readonly after: readonly [appliedAt: string, id: string] | null; readonly limit: number },
): Promise<ExclusionRow[]> => {
  let query = tables(tx)
    .selectFrom('indicators.exclusion')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('place_path', 'like', `${filter.withinPath}%`)
    .where(
      sql<SqlBool>`(place_path like any(${filter.placePaths.map((path) => `${path}%`)}::text[])
        or organization_id = any(${[...filter.organizationIds]}::uuid[]))`,
    )
  if (filter.caseId !== undefined) query = query.where('case_id', '=', filter.caseId)
  if (filter.show === 'open') query = query.where('decision', 'is', null)
  else if (filter.show !== 'all') query = query.where('decision', '=', filter.show)
  if (page.after)
    query = query.where(sql<SqlBool>`(applied_at, id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`)
  return query
    .orderBy('applied_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}
