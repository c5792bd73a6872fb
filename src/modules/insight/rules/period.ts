import { addDays, type CivilDate, instantOf, parseCivilDate } from '#kernel/time'

/** Days from the first to the last, both included. */
export interface Days {
  readonly from: CivilDate
  readonly until: CivilDate
}

const dateOf = (year: number, month: number, day: number): CivilDate => {
  const parsed = parseCivilDate([year, month, day].map((part) => String(part).padStart(2, '0')).join('-'))
  if (!parsed.ok) throw new RangeError(`no such day: ${year}-${month}-${day}`)
  return parsed.value
}

/** The month so far, and the same days of the month before; the 31st is compared with the last day of a shorter month. */
export const monthSoFar = (today: CivilDate): { readonly now: Days; readonly before: Days } => {
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number)
  const first = dateOf(year, month, 1)
  const lastOfMonthBefore = addDays(first, -1)
  const [yearBefore = 0, monthBefore = 0, dayCountBefore = 0] = lastOfMonthBefore.split('-').map(Number)
  return {
    now: { from: first, until: today },
    before: {
      from: dateOf(yearBefore, monthBefore, 1),
      until: dateOf(yearBefore, monthBefore, Math.min(day, dayCountBefore)),
    },
  }
}

/** Whole days as instants. */
export const spanOf = ({ from, until }: Days): { readonly from: Date; readonly before: Date } => ({
  from: instantOf(from),
  before: instantOf(addDays(until, 1)),
})

/** As far as they have passed: what falls due later today is not late yet. What happens at this instant is in it. */
export const passedSpanOf = (days: Days, now: Date): { readonly from: Date; readonly before: Date } => {
  const { from, before } = spanOf(days)
  return { from, before: new Date(Math.min(before.getTime(), now.getTime() + 1)) }
}
