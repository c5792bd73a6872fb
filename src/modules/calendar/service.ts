import type { InputOf, Operation } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import {
  addDays,
  civilDateAt,
  type CivilDate,
  type DayExplanation,
  daysBetween,
  dueAt,
  parseCivilDate,
  type WorkCalendar,
} from '#kernel/time'
import { loadDistrict } from '#modules/places'
import { calendarOf, forgetCalendar, freshCalendarOf } from '#platform/calendar'
import { type Ctx, inTransaction, requirePermission, type Tx } from '#platform/context'
import { recomputeDue } from '#platform/thread'
import * as contract from './contract.ts'
import { checkDayAhead, checkRest, checkSpans } from './rules/calendar-change.ts'
import { skippedDays } from './rules/skipped-days.ts'
import * as store from './store.ts'

/** The job that works out the deadlines of open visits anew. */
export const RECOMPUTE = 'calendar.recompute'
/** Batches of visits that one run of the job does before it hands the rest to the next. */
const BATCHES_PER_RUN = 50

const asDate = (text: string): CivilDate => orRefuse(parseCivilDate(text))

/** Every day of a year with the reason why it is worked or free. */
export const listDays = async (tx: Tx, year: number): Promise<{ calendar: WorkCalendar; days: DayExplanation[] }> => {
  const calendar = await calendarOf(tx)
  const first = asDate(`${year}-01-01`)
  const dayCount = daysBetween(first, asDate(`${year}-12-31`)) + 1
  return { calendar, days: Array.from({ length: dayCount }, (_, index) => calendar.explain(addDays(first, index))) }
}

/** The calendar belongs to the whole district, so it is changed by administrators of the whole district. */
const requireCalendar = async (tx: Tx, operation: Pick<Operation, 'id' | 'access'>): Promise<void> => {
  requirePermission(tx, operation, { placePath: (await loadDistrict(tx)).path })
}

/** From the commit on everybody counts by the new calendar, and open deadlines follow it. */
const afterChange = async (tx: Tx): Promise<void> => {
  forgetCalendar(tx)
  await tx.services.enqueue(tx, RECOMPUTE, {})
}

/** The district's own work or rest on a day to come; a second setting replaces the first. */
export const setDay = async (tx: Tx, input: InputOf<typeof contract.setDay>): Promise<DayExplanation> => {
  await requireCalendar(tx, contract.setDay)
  orRefuse(checkDayAhead(input.date, civilDateAt(tx.now())), { date: input.date })
  if (input.kind === 'rest') {
    const restDates = await store.listRestDates(tx, Number(input.date.slice(0, 4)))
    orRefuse(checkRest(input.date, restDates), { maximum: contract.OWN_REST_DAYS_PER_YEAR_MAX })
  }
  await store.keepDay(tx, input.date, input.kind, input.note)
  await afterChange(tx)
  return (await freshCalendarOf(tx)).explain(input.date)
}

export const clearDay = async (tx: Tx, date: CivilDate): Promise<DayExplanation> => {
  await requireCalendar(tx, contract.clearDay)
  orRefuse(checkDayAhead(date, civilDateAt(tx.now())), { date })
  if (!(await store.removeDay(tx, date))) throw new Refusal('calendar.day_not_found', { date })
  await afterChange(tx)
  return (await freshCalendarOf(tx)).explain(date)
}

export const setHours = async (tx: Tx, input: InputOf<typeof contract.setHours>): Promise<store.HoursRow[]> => {
  await requireCalendar(tx, contract.setHours)
  orRefuse(checkDayAhead(input.validFrom, civilDateAt(tx.now())), { date: input.validFrom })
  orRefuse(checkSpans(input.spans), { minutes: contract.WORK_MINUTES_PER_DAY_MIN })
  const known = await store.listHours(tx)
  if (known.length >= contract.HOURS_MAX && known.every((hours) => hours.valid_from !== input.validFrom)) {
    throw new Refusal('calendar.hours_too_many', { maximum: contract.HOURS_MAX })
  }
  await store.keepHours(tx, input.validFrom, input.spans)
  await afterChange(tx)
  return store.listHours(tx)
}

export const clearHours = async (tx: Tx, validFrom: CivilDate): Promise<void> => {
  await requireCalendar(tx, contract.clearHours)
  orRefuse(checkDayAhead(validFrom, civilDateAt(tx.now())), { date: validFrom })
  if (!(await store.removeHours(tx, validFrom))) throw new Refusal('calendar.hours_not_found', { date: validFrom })
  await afterChange(tx)
}

/** Every change of the hours of work, oldest first. */
export const listHours = store.listHours

const START_YEAR_MIN = 2000
const START_YEAR_MAX = 2100

export interface Preview {
  readonly startAt: Date
  readonly dueAt: Date
  readonly soonAt: Date | null
  readonly provisional: boolean
  readonly edition: string
  readonly skipped: DayExplanation[]
}

/** When a limit that starts then (now when left out) falls due, and the days on the way that are not counted. */
export const previewDeadline = async (tx: Tx, input: InputOf<typeof contract.previewDeadline>): Promise<Preview> => {
  const startAt = input.startAt === undefined ? tx.now() : new Date(input.startAt)
  const year = startAt.getUTCFullYear()
  if (!(year >= START_YEAR_MIN && year <= START_YEAR_MAX)) {
    throw new Refusal('calendar.start_out_of_range', { from: START_YEAR_MIN, to: START_YEAR_MAX })
  }
  const calendar = await calendarOf(tx)
  const due = dueAt({ unit: input.unit, amount: input.amount }, startAt, [], calendar)
  if (!due.dueAt) throw new Error('a clock without pauses has no due instant')
  const { soonAt, provisional } = due
  const skipped = skippedDays(input.unit, startAt, due.dueAt, calendar)
  return { startAt, dueAt: due.dueAt, soonAt, provisional, edition: calendar.edition, skipped }
}

/**
 * Brings the deadlines of open visits up to the calendar as it is: after every change of it, and every night, because
 * the holidays of a new year come with a new edition of the data.
 */
export const recompute = async (ctx: Ctx, startAfter: string | null): Promise<void> => {
  let after = startAfter
  for (let batch = 0; batch < BATCHES_PER_RUN; batch += 1) {
    const done = await inTransaction(ctx, (tx) => recomputeDue(tx, after))
    after = done.nextAfter
    if (after === null) return
  }
  await inTransaction(ctx, (tx) => tx.services.enqueue(tx, RECOMPUTE, { after }))
}
