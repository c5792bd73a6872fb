import { z } from 'zod'
import { DAY_MINUTES, MINUTE_MS } from './civil-date.ts'
import type { Counting, WorkCalendar } from './work-calendar.ts'

/**
 * The four kinds of time limit of 数字城管 (research: cases §6.5).
 *
 * - `urgent_hour` 紧急工作时: every minute counts, day and night, any day. 23:45 + 0.5 → 00:15.
 * - `natural_day` 自然日: the same time of day so many days later. 6月18日 16:00 + 3 → 6月21日 16:00.
 * - `work_hour` 工作时: only minutes inside the work spans of work days. With 9:00–12:00 and 13:30–17:30,
 *   11:30 + 1 → 14:00; before 端午 2026, Thursday 6月18日 17:00 + 1 → Monday 6月22日 9:30.
 * - `work_day` 工作日: the same time of day on the so-manyth work day after the day of the start, which itself is
 *   not counted. Thursday 6月18日 10:32 + 1 → Monday 6月22日 10:32. A start outside of work time (night, noon
 *   break, free day) counts from the next beginning of work: Saturday 10:00 + 1 → Monday 9:00 + 1 → Tuesday 9:00.
 *
 * What has been used of a `work_day` limit: all 24 hours of a work day count and no minute of a free day, so two
 * work days and three hours after the start 2 天 3 小时 are used. A pause takes out just what would have counted.
 */
export const timeLimitUnits = ['natural_day', 'work_day', 'work_hour', 'urgent_hour'] as const
export type TimeLimitUnit = (typeof timeLimitUnits)[number]

/** Ten years of days. */
const AMOUNT_MAX = 3_650
/** Two decimals of an hour name every whole minute (20 minutes are 0.33 hours), and fit `numeric(6,2)`. */
const AMOUNT_STEP = 0.01

/** `amount` in `unit`: days whole, hours with up to two decimals, taken to the nearest whole minute. */
export const timeLimitShape = z
  .object({
    unit: z.enum(timeLimitUnits),
    amount: z.number().positive().max(AMOUNT_MAX).multipleOf(AMOUNT_STEP),
  })
  .refine(({ unit, amount }) => unit === 'work_hour' || unit === 'urgent_hour' || Number.isInteger(amount), {
    path: ['amount'],
  })
export type TimeLimit = Readonly<z.infer<typeof timeLimitShape>>

const RULES = {
  natural_day: { counting: 'every_minute', minutes: DAY_MINUTES },
  work_day: { counting: 'work_day', minutes: DAY_MINUTES },
  work_hour: { counting: 'work_time', minutes: 60 },
  urgent_hour: { counting: 'every_minute', minutes: 60 },
} as const satisfies Record<TimeLimitUnit, { counting: Counting; minutes: number }>

/** The length of a limit in whole minutes of its own counting: 1 work day = 1440, half an hour = 30. */
export const limitMinutesOf = (limit: TimeLimit): number => Math.round(limit.amount * RULES[limit.unit].minutes)

/**
 * 停表. The clock stands from `from` (included) to `to` (excluded); null: nobody has started it again.
 * Pauses may come in any order and overlap; one that ends before it begins stops nothing.
 */
export interface Pause {
  readonly from: Date
  readonly to: Date | null
}

/** Milliseconds since 1970; an open pause ends at Infinity. */
interface Still {
  readonly from: number
  readonly to: number
}

/** The pauses after `countFrom`, in order, overlaps and neighbours made one. */
const stillsOf = (pauses: readonly Pause[], countFrom: Date): Still[] => {
  const merged: Still[] = []
  const stills = pauses
    .map((pause) => ({
      from: Math.max(pause.from.getTime(), countFrom.getTime()),
      to: pause.to === null ? Number.POSITIVE_INFINITY : pause.to.getTime(),
    }))
    .filter((still) => still.from < still.to)
    .sort((a, b) => a.from - b.from)
  for (const still of stills) {
    const last = merged.at(-1)
    if (last && still.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, still.to) }
    else merged.push(still)
  }
  return merged
}

/** A clock made ready to be asked. */
interface Run {
  readonly counting: Counting
  readonly calendar: WorkCalendar
  readonly countFrom: Date
  readonly stills: readonly Still[]
}

const runOf = (limit: TimeLimit, startAt: Date, pauses: readonly Pause[], calendar: WorkCalendar): Run => {
  const { counting } = RULES[limit.unit]
  const countFrom = counting === 'work_day' ? calendar.workTimeFrom(startAt) : startAt
  return { counting, calendar, countFrom, stills: stillsOf(pauses, countFrom) }
}

/** What a run has counted up to an instant; 0 before it began. */
const countedUntil = ({ counting, calendar, countFrom, stills }: Run, until: Date): number => {
  if (until <= countFrom) return 0
  let counted = 0
  let cursor = countFrom
  for (const still of stills) {
    if (still.from >= until.getTime()) break
    counted += calendar.countedMs(counting, cursor, new Date(still.from))
    if (still.to >= until.getTime()) return counted
    cursor = new Date(still.to)
  }
  return counted + calendar.countedMs(counting, cursor, until)
}

/** The earliest instant by which a run has counted `ms`; null when an open pause comes first. */
const reachedAt = ({ counting, calendar, countFrom, stills }: Run, ms: number): Date | null => {
  let rest = ms
  let cursor = countFrom
  for (const still of stills) {
    const gap = calendar.countedMs(counting, cursor, new Date(still.from))
    if (gap >= rest) break
    if (still.to === Number.POSITIVE_INFINITY) return null
    rest -= gap
    cursor = new Date(still.to)
  }
  return calendar.addCountedMs(counting, cursor, rest)
}

/** From this share of its limit on a clock is `soon` (look: Clock). */
const SOON_SHARE = 0.75
/** And in the last hour on the wall before it falls due. */
const SOON_LEFT_MS = 60 * MINUTE_MS

export interface Due {
  /** When the limit ends. Null: stopped by a pause nobody has ended, with time still left. */
  readonly dueAt: Date | null
  /** From when on the clock shows `soon`: three quarters used or one hour left. Null: stopped before that. */
  readonly soonAt: Date | null
  /** Counted by `dueAt`, so all of the limit; when stopped, counted before the stop. */
  readonly usedMinutes: number
  readonly limitMinutes: number
  /** Rests on a year whose holidays are not published yet: may change with the next edition of the book. */
  readonly provisional: boolean
}

/**
 * When a limit falls due: a function of stored facts only, so that any past deadline can be worked out again
 * (limit, start, pauses, and the calendar: spans, overrides, edition of the holiday book). Never before `startAt`.
 * A pause stops the counting of the limit's own unit: one over a free day moves nothing; what was left when the
 * clock stopped is left when it goes on. A pause that begins when the limit has already ended changes nothing.
 * An extension 延期 is a greater limit from the same start.
 */
export const dueAt = (limit: TimeLimit, startAt: Date, pauses: readonly Pause[], calendar: WorkCalendar): Due => {
  const run = runOf(limit, startAt, pauses, calendar)
  const limitMinutes = limitMinutesOf(limit)
  const limitMs = limitMinutes * MINUTE_MS
  const due = reachedAt(run, limitMs)
  const mostUsed = reachedAt(run, limitMs * SOON_SHARE)
  const lastHour = due && new Date(Math.max(due.getTime() - SOON_LEFT_MS, startAt.getTime()))
  const end = due ?? new Date(run.stills.at(-1)?.from ?? run.countFrom)
  return {
    dueAt: due,
    soonAt: mostUsed && lastHour && lastHour < mostUsed ? lastHour : mostUsed,
    usedMinutes: due ? limitMinutes : countedUntil(run, end) / MINUTE_MS,
    limitMinutes,
    provisional: run.counting !== 'every_minute' && calendar.isProvisional(startAt, end),
  }
}

/**
 * Minutes of the limit's own counting from the start to `now`, pauses taken out; goes on past the limit.
 * Exact, so it may carry a fraction; 0 when `now` is before the start (a clock set back).
 */
export const usedMinutes = (
  limit: TimeLimit,
  startAt: Date,
  now: Date,
  pauses: readonly Pause[],
  calendar: WorkCalendar,
): number => countedUntil(runOf(limit, startAt, pauses, calendar), now) / MINUTE_MS

/** What `usedMinutes` leaves of the limit; negative past it. */
export const remainingMinutes = (
  limit: TimeLimit,
  startAt: Date,
  now: Date,
  pauses: readonly Pause[],
  calendar: WorkCalendar,
): number => limitMinutesOf(limit) - usedMinutes(limit, startAt, now, pauses, calendar)

/** The stored facts of one clock. `endedAt`: when the step was done; null while it runs. */
export interface ClockFacts {
  readonly limit: TimeLimit
  readonly startAt: Date
  readonly pauses: readonly Pause[]
  readonly endedAt: Date | null
}

/** What a clock shows. All minutes are whole, rounded down: 0 late minutes can be late by seconds. */
export interface ClockState {
  readonly state: 'ok' | 'soon' | 'late' | 'paused' | 'done'
  /** The pie: part of the limit used, 0 to 1. */
  readonly usedShare: number
  /** In the limit's own counting, as `usedMinutes`: 用 2 天 3 小时，限 3 个工作日. */
  readonly usedMinutes: number
  readonly limitMinutes: number
  readonly dueAt: Date | null
  /** Minutes on the wall until `dueAt`, free days too: 还剩 1 天 3 小时. Null when none runs down. */
  readonly leftMinutes: number | null
  /** Minutes on the wall since `dueAt`, pauses taken out, up to the end when done; 0 when in time. */
  readonly lateMinutes: number
  /** Past due, when done: done past due. Says it even of the first seconds. */
  readonly isLate: boolean
  readonly provisional: boolean
}

const wholeMinutes = (ms: number): number => Math.floor(ms / MINUTE_MS)

/**
 * The clock at `now` (look: Clock). The instant of `dueAt` itself is in time, the next millisecond is late. Once
 * late, a pause holds the late minutes but the clock stays `late`: what is overdue cannot be paused away.
 */
export const clockState = (facts: ClockFacts, now: Date, calendar: WorkCalendar): ClockState => {
  const { limit, startAt, pauses, endedAt } = facts
  const due = dueAt(limit, startAt, pauses, calendar)
  const until = endedAt ?? now
  const usedMs = countedUntil(runOf(limit, startAt, pauses, calendar), until)
  const isLate = due.dueAt !== null && until > due.dueAt
  const isPaused = pauses.some(({ from, to }) => from <= now && (to === null || now < to))
  const running = due.soonAt !== null && now >= due.soonAt ? 'soon' : 'ok'
  const open = isLate ? 'late' : isPaused ? 'paused' : running
  const state = endedAt ? 'done' : open
  const lateMs = due.dueAt
    ? countedUntil(
        { counting: 'every_minute', calendar, countFrom: due.dueAt, stills: stillsOf(pauses, due.dueAt) },
        until,
      )
    : 0
  return {
    state,
    usedShare: Math.min(1, usedMs / (due.limitMinutes * MINUTE_MS)),
    usedMinutes: wholeMinutes(usedMs),
    limitMinutes: due.limitMinutes,
    dueAt: due.dueAt,
    leftMinutes: due.dueAt && !endedAt && !isLate ? wholeMinutes(due.dueAt.getTime() - now.getTime()) : null,
    lateMinutes: wholeMinutes(lateMs),
    isLate,
    provisional: due.provisional,
  }
}
