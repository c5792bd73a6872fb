import type { ColumnType } from 'kysely'
import { type CivilDate, createWorkCalendar, type DayOverride, type WorkCalendar, type WorkSpans } from '#kernel/time'
import type { Services, Tx } from '../context.ts'
import { createHolidayBook } from './holiday-book.ts'

export const holidayBook = createHolidayBook()

export type CalendarTables = {
  'platform.calendar_day': { district_id: number; day: string; kind: 'work' | 'rest'; note: string }
  'platform.work_hours': { district_id: number; valid_from: string; spans: ColumnType<WorkSpans, string, string> }
}

/** How long another server process may go on with an old calendar. */
const KEEP_MS = 10_000
const kept = new WeakMap<Services, Map<number, { calendar: WorkCalendar; until: number }>>()

/** The work calendar of the district: the State Council's days, the district's own, its hours of work. */
export const calendarOf = async (tx: Tx): Promise<WorkCalendar> => {
  const byDistrict = kept.get(tx.services) ?? new Map()
  kept.set(tx.services, byDistrict)
  const known = byDistrict.get(tx.districtId)
  if (known && known.until > Date.now()) return known.calendar
  const calendar = await freshCalendarOf(tx)
  byDistrict.set(tx.districtId, { calendar, until: Date.now() + KEEP_MS })
  return calendar
}

/** After a change of days or hours: from the commit on everybody here counts by the new calendar. */
export const forgetCalendar = (tx: Tx): void => tx.afterCommit(() => void kept.get(tx.services)?.delete(tx.districtId))

/** The calendar as this transaction sees it, its own changes too; for those who change it or set deadlines right. */
export const freshCalendarOf = async (tx: Tx): Promise<WorkCalendar> => {
  const db = tx.db.withTables<CalendarTables>()
  const days = await db
    .selectFrom('platform.calendar_day')
    .select(['day', 'kind', 'note'])
    .where('district_id', '=', tx.districtId)
    .execute()
  const hours = await db
    .selectFrom('platform.work_hours')
    .select(['valid_from', 'spans'])
    .where('district_id', '=', tx.districtId)
    .orderBy('valid_from')
    .execute()
  const overrides = new Map<CivilDate, DayOverride>(
    days.map(({ day, kind, note }) => [day as CivilDate, { kind, note }]),
  )
  const workSpanChanges = hours.map(({ valid_from, spans }) => ({ from: valid_from as CivilDate, workSpans: spans }))
  return createWorkCalendar({ book: holidayBook, overrides, workSpanChanges })
}
