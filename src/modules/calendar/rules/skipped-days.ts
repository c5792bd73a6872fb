import { addDays, type DayExplanation, daysBetween, type TimeLimitUnit, type WorkCalendar } from '#kernel/time'

/**
 * The days between start and due, both included, of which nothing counts: for limits in work days and work hours the days
 * off, for the others none.
 */
export const skippedDays = (
  unit: TimeLimitUnit,
  startAt: Date,
  dueAt: Date,
  calendar: WorkCalendar,
): DayExplanation[] => {
  if (unit === 'natural_day' || unit === 'urgent_hour') return []
  const first = calendar.dateAt(startAt)
  const dayCount = daysBetween(first, calendar.dateAt(dueAt)) + 1
  return Array.from({ length: dayCount }, (_, index) => calendar.explain(addDays(first, index))).filter(
    (day) => !day.isWorkDay,
  )
}
