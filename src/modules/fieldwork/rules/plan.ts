import { addDays, type CivilDate, daysBetween, instantOf, weekdayOf } from '#kernel/time'
import type { Rhythm } from '../contract.ts'

/** Patrols are planned so many days ahead, today included. */
export const HORIZON_DAYS = 7

export interface Span {
  readonly startsOn: CivilDate
  /** First day on which it is no longer walked. */
  readonly endsOn: CivilDate | null
}

const isWalkedOn = (
  rhythm: Rhythm,
  startsOn: CivilDate,
  day: CivilDate,
  isWorkDay: (day: CivilDate) => boolean,
): boolean => {
  if (rhythm.kind === 'weekdays') return rhythm.weekdays.includes(weekdayOf(day))
  if (rhythm.kind === 'workDays') return isWorkDay(day)
  return daysBetween(startsOn, day) % rhythm.everyDays === 0
}

/** The days on which a route is walked, from a day on and for so many days (S2-19 日常巡查). */
export const daysWalked = (
  rhythm: Rhythm,
  span: Span,
  from: CivilDate,
  dayCount: number,
  isWorkDay: (day: CivilDate) => boolean,
): CivilDate[] =>
  Array.from({ length: dayCount }, (_, index) => addDays(from, index)).filter(
    (day) =>
      day >= span.startsOn &&
      (span.endsOn === null || day < span.endsOn) &&
      isWalkedOn(rhythm, span.startsOn, day, isWorkDay),
  )

const DAY_MINUTES = 1_440
const EPOCH = '1970-01-01' as CivilDate

export interface Window {
  /** Minute of the day. */
  readonly from: number
  /** Beyond 1440 it ends on the day after. */
  readonly until: number
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (minute: number): string => {
  const inDay = minute % DAY_MINUTES
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`
}

/** `19:00` to `22:00`; `22:00` to `02:00` goes over midnight. Null when both are the same. */
export const windowOf = (from: string, until: string): Window | null => {
  const [begin, end] = [minuteOf(from), minuteOf(until)]
  if (begin === end) return null
  return { from: begin, until: end > begin ? end : end + DAY_MINUTES }
}

export const windowWords = (window: Window): { readonly from: string; readonly until: string } => ({
  from: timeOf(window.from),
  until: timeOf(window.until),
})

export const windowOn = (day: CivilDate, window: Window): { readonly from: Date; readonly until: Date } => ({
  from: instantOf(day, window.from),
  until: instantOf(day, window.until),
})

/**
 * Who walks on a day: those who may, in turns. Asked again for the same day with the same people it is the same person,
 * so that planning anew changes nothing; `offset` keeps the routes of one grid from falling to one person.
 */
export const walkerOn = (day: CivilDate, personIds: readonly string[], offset: number): string | null => {
  const inOrder = [...new Set(personIds)].sort()
  return inOrder[(daysBetween(EPOCH, day) + offset) % Math.max(inOrder.length, 1)] ?? null
}

export interface RosterLine {
  readonly personId: string
  readonly weekdays: readonly number[]
  readonly startsOn: string
  readonly endsOn: string | null
}

/** Who of a team is on duty on a day (S0-16). */
export const onDuty = (roster: readonly RosterLine[], day: CivilDate): string[] =>
  roster
    .filter(
      (line) =>
        line.startsOn <= day && (line.endsOn === null || day < line.endsOn) && line.weekdays.includes(weekdayOf(day)),
    )
    .map((line) => line.personId)
