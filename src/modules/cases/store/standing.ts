import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { CaseState } from '../contract.ts'
import type { CaseFileRow, CaseTables } from '../store.ts'

/** Several by id, without those that are not there. */
export const findCases = (tx: Tx, ids: readonly string[]): Promise<CaseFileRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tx.db
        .withTables<CaseTables>()
        .selectFrom('cases.case_file')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`)
        .execute()

/** How many of these cases stand in one of these states. */
export const countInStates = async (tx: Tx, ids: readonly string[], states: readonly CaseState[]): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from cases.case_file
    where district_id = ${tx.districtId} and id = any(${[...ids]}::uuid[]) and state = any(${[...states]}::text[])
  `.execute(tx.db)
  return rows[0]?.count ?? 0
}

/** Locks these cases in the order of their ids, so that two who lock several never wait for each other in a ring. */
export const lockCases = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await sql`
    select 1 from cases.case_file where district_id = ${tx.districtId} and id = any(${[...ids]}::uuid[])
    order by id for no key update`.execute(tx.db)
}

/** Ids in their order, after one. */
export const listIds = async (
  tx: Tx,
  page: { readonly after: string | null; readonly limit: number },
): Promise<string[]> => {
  let query = tx.db
    .withTables<CaseTables>()
    .selectFrom('cases.case_file')
    .select('id')
    .where('district_id', '=', tx.districtId)
  if (page.after !== null) query = query.where('id', '>', page.after)
  return (await query.orderBy('id').limit(page.limit).execute()).map(({ id }) => id)
}
