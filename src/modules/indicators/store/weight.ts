import type { Insertable } from 'kysely'
import type { Tx } from '#platform/context'
import { type IndicatorTables, tables, type WeightRow } from './tables.ts'

/** The weights that hold on a day; undefined while the district has set none. */
export const weightOn = (tx: Tx, day: string): Promise<WeightRow | undefined> =>
  tables(tx)
    .selectFrom('indicators.weight')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('valid_from', '<=', day)
    .orderBy('valid_from', 'desc')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export const insertWeight = async (tx: Tx, row: Insertable<IndicatorTables['indicators.weight']>): Promise<void> => {
  await tables(tx).insertInto('indicators.weight').values(row).execute()
}
