import { err, ok, type Result } from '#kernel/result'
import type { CivilDate, WorkSpans } from '#kernel/time'
import { OWN_REST_DAYS_PER_YEAR_MAX, WORK_MINUTES_PER_DAY_MIN } from '../contract.ts'

/**
 * May the calendar still be changed for this day? Only from tomorrow on: deadlines of today and before have been counted by
 * it, some of them judged, and every one of them must come out the same when it is computed again.
 */
export const checkDayAhead = (date: CivilDate, today: CivilDate): Result<void, 'calendar.day_begun'> =>
  date > today ? ok(undefined) : err('calendar.day_begun')

/** A year keeps enough days of work that every deadline has an end. `restDates`: the district's own days of rest. */
export const checkRest = (date: CivilDate, restDates: readonly CivilDate[]): Result<void, 'calendar.rest_too_long'> => {
  const year = date.slice(0, 4)
  const others = restDates.filter((rest) => rest.startsWith(year) && rest !== date)
  return others.length < OWN_REST_DAYS_PER_YEAR_MAX ? ok(undefined) : err('calendar.rest_too_long')
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

export const checkSpans = (spans: WorkSpans): Result<void, 'calendar.hours_too_short'> => {
  const minutes = spans.reduce((sum, [from, to]) => sum + minuteOf(to) - minuteOf(from), 0)
  return minutes >= WORK_MINUTES_PER_DAY_MIN ? ok(undefined) : err('calendar.hours_too_short')
}
