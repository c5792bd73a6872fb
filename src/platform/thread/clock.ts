import { type ClockState, clockState, dueAt, type Pause, type TimeLimit, type WorkCalendar } from '#kernel/time'
import type { VisitRow } from './tables.ts'

interface VisitFacts {
  readonly limit: TimeLimit
  readonly enteredAt: Date
  readonly pauses: readonly Pause[]
  readonly pausedAt: Date | null
}

/** When a visit falls due, from its stored facts only. */
export const dueOfVisit = (facts: VisitFacts, calendar: WorkCalendar): Date | null =>
  dueAt(facts.limit, facts.enteredAt, withOpenPause(facts), calendar).dueAt

const withOpenPause = (facts: Pick<VisitFacts, 'pauses' | 'pausedAt'>): Pause[] =>
  facts.pausedAt ? [...facts.pauses, { from: facts.pausedAt, to: null }] : [...facts.pauses]

type ClockColumns = Pick<
  VisitRow,
  'limit_unit' | 'limit_amount' | 'extended_amount' | 'entered_at' | 'left_at' | 'pauses' | 'paused_at'
>

/** The clock of a visit as it stands at `now`. The visit has a limit: ask `limit_unit` first. */
export const clockOfVisit = (visit: ClockColumns, now: Date, calendar: WorkCalendar): ClockState => {
  if (!visit.limit_unit) throw new Error('this visit has no clock')
  const pauses = visit.pauses.map((pause) => ({ from: new Date(pause.from), to: new Date(pause.to) }))
  return clockState(
    {
      limit: { unit: visit.limit_unit, amount: Number(visit.limit_amount) + Number(visit.extended_amount) },
      startAt: visit.entered_at,
      pauses: withOpenPause({ pauses, pausedAt: visit.paused_at }),
      endedAt: visit.left_at,
    },
    now,
    calendar,
  )
}
