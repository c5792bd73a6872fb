import type { ColumnType, Selectable } from 'kysely'
import type { Tx } from '#platform/context'
import type { CaseConfig } from '../contract.ts'

export type ConfigTables = {
  'cases.config': {
    district_id: number
    id: string
    valid_from: string
    config: ColumnType<CaseConfig, string, never>
    created_at: Date
    created_by_person_id: string | null
  }
}
export type ConfigRow = Selectable<ConfigTables['cases.config']>

const tables = (tx: Tx) => tx.db.withTables<ConfigTables>()

/** Of those whose day has come the latest day, of one day the last written. */
export const findConfigOn = (tx: Tx, on: string): Promise<ConfigRow | undefined> =>
  tables(tx)
    .selectFrom('cases.config')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('valid_from', '<=', on)
    .orderBy('valid_from', 'desc')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export const listConfigs = (tx: Tx, limit: number): Promise<ConfigRow[]> =>
  tables(tx)
    .selectFrom('cases.config')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .orderBy('valid_from', 'desc')
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()

export const insertConfig = async (tx: Tx, row: ConfigRow): Promise<void> => {
  await tables(tx)
    .insertInto('cases.config')
    .values({ ...row, config: JSON.stringify(row.config) })
    .execute()
}
