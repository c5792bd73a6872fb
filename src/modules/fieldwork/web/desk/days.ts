import { addDays, type CivilDate, civilDateAt } from '#kernel/time'

/** Days a list can be narrowed to with one press. */
export const SPANS = ['today', 'week', 'month', 'ahead'] as const
export type Span = (typeof SPANS)[number]

export interface Days {
  readonly from: CivilDate
  readonly until: CivilDate
}

const WEEK = 7
const MONTH = 30

export const daysOf = (span: Span, today: CivilDate = civilDateAt(new Date())): Days => {
  if (span === 'today') return { from: today, until: today }
  if (span === 'ahead') return { from: addDays(today, 1), until: addDays(today, WEEK) }
  return { from: addDays(today, 1 - (span === 'week' ? WEEK : MONTH)), until: today }
}
