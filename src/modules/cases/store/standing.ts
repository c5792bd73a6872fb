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
