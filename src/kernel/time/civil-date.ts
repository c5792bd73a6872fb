import { z } from 'zod'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'

/** All China keeps UTC+8 and has no summer time. Minutes east of Greenwich. */
export const CHINA_OFFSET_MINUTES = 480
export const MINUTE_MS = 60_000
export const DAY_MINUTES = 1_440
export const DAY_MS = DAY_MINUTES * MINUTE_MS
/** Dates outside of these are slips of the finger, not dates of a matter or a birth. */
const FIRST_YEAR = 1900
const LAST_YEAR = 2199

/** A day of the calendar, `YYYY-MM-DD`, years 1900–2199. Says nothing about a zone or a time of day. */
export const civilDateShape = z.iso
  .date()
  .refine((text) => Number(text.slice(0, 4)) >= FIRST_YEAR && Number(text.slice(0, 4)) <= LAST_YEAR)
  .brand<'CivilDate'>()
export type CivilDate = z.infer<typeof civilDateShape>

/** Monday 1 … Sunday 7, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Reads `YYYY-MM-DD`; 30 February, a missing zero and blanks are refused. */
export const parseCivilDate = (text: string): Result<CivilDate, 'time.date_not_valid'> => {
  const parsed = civilDateShape.safeParse(text)
  return parsed.success ? ok(parsed.data) : err('time.date_not_valid')
}

/** Days since 1970-01-01. */
export const dayNumberOf = (date: CivilDate): number => Date.parse(date) / DAY_MS

/** The date of a day number. Throws RangeError outside of the years 1900–2199. */
export const civilDateOf = (dayNumber: number): CivilDate => {
  const day = new Date(dayNumber * DAY_MS)
  const year = day.getUTCFullYear()
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw new RangeError(`day ${dayNumber} is out of range`)
  return day.toISOString().slice(0, 10) as CivilDate
}

/** The date on the wall at an instant. `offsetMinutes` east of Greenwich. */
export const civilDateAt = (instant: Date, offsetMinutes: number = CHINA_OFFSET_MINUTES): CivilDate =>
  civilDateOf(Math.floor((instant.getTime() + offsetMinutes * MINUTE_MS) / DAY_MS))

/** The instant of a minute of a day: 0 is its midnight, 1440 the next one. */
export const instantOf = (date: CivilDate, minuteOfDay = 0, offsetMinutes: number = CHINA_OFFSET_MINUTES): Date =>
  new Date(Date.parse(date) + (minuteOfDay - offsetMinutes) * MINUTE_MS)

/** The date so many days later (earlier when negative). Throws RangeError outside of the years 1900–2199. */
export const addDays = (date: CivilDate, days: number): CivilDate => civilDateOf(dayNumberOf(date) + days)

/** Whole days from one date to another; negative when `to` is the earlier one. */
export const daysBetween = (from: CivilDate, to: CivilDate): number => dayNumberOf(to) - dayNumberOf(from)

export const weekdayOf = (date: CivilDate): Weekday => (new Date(date).getUTCDay() || 7) as Weekday

/** `6月18日 周四`: no leading zeros, a space before the weekday only (look: Chinese typography, numbers). */
export const formatCivilDateChinese = (date: CivilDate): string => {
  const [, month, day] = date.split('-').map(Number)
  return `${month}月${day}日 周${'一二三四五六日'[weekdayOf(date) - 1]}`
}
