import type { Selectable } from 'kysely'
import type { CivilDate, WorkSpans } from '#kernel/time'
import type { CalendarTables } from '#platform/calendar'
import type { Tx } from '#platform/context'

export type HoursRow = Selectable<CalendarTables['platform.work_hours']>

const tables = (tx: Tx) => tx.db.withTables<CalendarTables>()

/** The days on which the district rests of its own will, in a year. */
export const listRestDates = async (tx: Tx, year: number): Promise<CivilDate[]> => {
  const rows = await tables(tx)
    .selectFrom('platform.calendar_day')
    .select('day')
    .where('district_id', '=', tx.districtId)
    .where('kind', '=', 'rest')
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .execute()
  return rows.map((row) => row.day as CivilDate)
}

export const keepDay = async (tx: Tx, day: CivilDate, kind: 'work' | 'rest', note: string): Promise<void> => {
  await tables(tx)
    .insertInto('platform.calendar_day')
    .values({ district_id: tx.districtId, day, kind, note })
    .onConflict((conflict) => conflict.columns(['district_id', 'day']).doUpdateSet({ kind, note }))
    .execute()
}

export const removeDay = async (tx: Tx, day: CivilDate): Promise<boolean> => {
  const removed = await tables(tx)
    .deleteFrom('platform.calendar_day')
    .where('district_id', '=', tx.districtId)
    .where('day', '=', day)
    .returning('day')
    .executeTakeFirst()
  return removed !== undefined
}

/** Every change of the hours of work, oldest first. */
export const listHours = (tx: Tx): Promise<HoursRow[]> =>
  tables(tx)
    .selectFrom('platform.work_hours')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .orderBy('valid_from')
    .execute()

export const keepHours = async (tx: Tx, validFrom: CivilDate, spans: WorkSpans): Promise<void> => {
  const written = JSON.stringify(spans)
  await tables(tx)
    .insertInto('platform.work_hours')
    .values({ district_id: tx.districtId, valid_from: validFrom, spans: written })
    .onConflict((conflict) => conflict.columns(['district_id', 'valid_from']).doUpdateSet({ spans: written }))
    .execute()
}

export const removeHours = async (tx: Tx, validFrom: CivilDate): Promise<boolean> => {
  const removed = await tables(tx)
    .deleteFrom('platform.work_hours')
    .where('district_id', '=', tx.districtId)
    .where('valid_from', '=', validFrom)
    .returning('valid_from')
    .executeTakeFirst()
  return removed !== undefined
}
