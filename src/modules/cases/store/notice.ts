import { type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import type { Tx } from '#platform/context'

export type NoticeTables = {
  'cases.information_notice': {
    district_id: number
    id: string
    case_id: string
    place_id: number
    place_path: string
    headline: string
    words: string
    published_at: Date
    published_by_person_id: string | null
    withdrawn_at: Date | null
    withdrawn_by_person_id: string | null
  }
}
export type NoticeRow = Selectable<NoticeTables['cases.information_notice']>

const tables = (tx: Tx) => tx.db.withTables<NoticeTables>()

export const insertNotice = async (tx: Tx, row: NoticeRow): Promise<void> => {
  await tables(tx).insertInto('cases.information_notice').values(row).execute()
}

export const findNotice = (tx: Tx, id: string): Promise<NoticeRow | undefined> =>
  tables(tx)
    .selectFrom('cases.information_notice')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

/** The notices of a case, newest first; the row of the case is locked by whoever changes one. */
export const listOfCase = (tx: Tx, caseId: string, limit: number): Promise<NoticeRow[]> =>
  tables(tx)
    .selectFrom('cases.information_notice')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const updateNotice = (
  tx: Tx,
  id: string,
  change: Updateable<NoticeTables['cases.information_notice']>,
): Promise<NoticeRow> =>
  tables(tx)
    .updateTable('cases.information_notice')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Where a list goes on: the moment and id of the last row. */
export type NoticeAfter = readonly [at: string, id: string]

/** Shown now, newest first, one more than asked for: at the place, below it, and above it, for those concern it too. */
export const listShown = (
  tx: Tx,
  placePath: string | null,
  page: { readonly after: NoticeAfter | null; readonly limit: number },
): Promise<NoticeRow[]> => {
  let query = tables(tx)
    .selectFrom('cases.information_notice')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('withdrawn_at', 'is', null)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
  if (placePath !== null)
    query = query.where(
      sql<SqlBool>`(place_path like ${`${placePath}%`} or starts_with(${placePath}::text, place_path))`,
    )
  if (page.after)
    query = query.where(sql<SqlBool>`(published_at, id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`)
  return query.limit(page.limit + 1).execute()
}
