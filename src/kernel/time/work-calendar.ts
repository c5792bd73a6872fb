import { z } from 'zod'
import type { CivilDate, Weekday } from './civil-date.ts'
import {
  CHINA_OFFSET_MINUTES,
  civilDateAt,
  civilDateOf,
  DAY_MS,
  dayNumberOf,
  MINUTE_MS,
  weekdayOf,
} from './civil-date.ts'

/** The seven holidays of 《全国年节及纪念日放假办法》, and the one-off day of victory of 2015. */
export const festivals = [
  'new_year',
  'spring_festival',
  'qingming',
  'labour_day',
  'dragon_boat',
  'mid_autumn',
  'national_day',
  'victory_day',
] as const
export type Festival = (typeof festivals)[number]

/**
 * What the State Council arranges each year (国务院办公厅关于部分节假日安排的通知). `holiday`: free, on whatever
 * weekday. `makeup` 调休上班: worked although it is a weekend. `ordinary`: the weekday decides.
 */
export interface HolidayBook {
  /** Name and version of the data; keep it beside a deadline that must be explained years later. */
  readonly edition: string
  /** The years whose notice is in the book, both ends included. Outside of them every day is `ordinary`. */
  readonly coversYears: { readonly from: number; readonly to: number }
  dayKind(date: CivilDate): 'holiday' | 'makeup' | 'ordinary'
  /** Which festival a holiday or a make-up day belongs to; null on an ordinary day. */
  festivalOf(date: CivilDate): Festival | null
}

/** A district's own day: 停电停工, 冬季清雪全员上班… It wins over the holiday book and the weekday. */
export interface DayOverride {
  readonly kind: 'work' | 'rest'
  readonly note: string
}

const SPANS_PER_DAY_MAX = 6
const timeOfDayShape = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Work time of one work day: `[['09:00','12:00'],['13:30','17:30']]`, in order, not touching, up to 24:00. */
export const workSpansShape = z
  .array(z.tuple([timeOfDayShape, timeOfDayShape]))
  .min(1)
  .max(SPANS_PER_DAY_MAX)
  .refine((spans) =>
    spans.every(([from, to], index) => from < to && (index === 0 || (spans[index - 1]?.[1] ?? '') < from)),
  )
export type WorkSpans = ReadonlyArray<readonly [from: string, to: string]>

/** Seven hours with a noon break; a district sets its own. */
export const DEFAULT_WORK_SPANS: WorkSpans = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
]

export interface WorkCalendarSettings {
  readonly book: HolidayBook
  /** Minutes east of Greenwich; China's when left out. */
  readonly offsetMinutes?: number
  readonly workSpans?: WorkSpans
  /** New hours from a date on (夏季作息), oldest first; earlier days keep the hours they had. */
  readonly workSpanChanges?: ReadonlyArray<{ readonly from: CivilDate; readonly workSpans: WorkSpans }>
  readonly overrides?: ReadonlyMap<CivilDate, DayOverride>
}

/** Why a day is worked or free: 周末, 国庆节, 国庆节调休上班, or the district's own `note`. */
export interface DayExplanation {
  readonly date: CivilDate
  readonly weekday: Weekday
  readonly isWorkDay: boolean
  readonly reason: 'weekday' | 'weekend' | 'holiday' | 'makeup' | 'override'
  readonly festival: Festival | null
  readonly note: string | null
  /** The book does not know this year yet: Monday to Friday are taken as worked. */
  readonly provisional: boolean
}

/**
 * How time passes on a clock. `every_minute`: always. `work_day`: all 24 hours of a work day, none of a free day.
 * `work_time`: only inside the work spans of work days.
 */
export type Counting = 'every_minute' | 'work_day' | 'work_time'

/** Pure: same settings, same answers. Minutes may carry a fraction; instants are exact to the millisecond. */
export interface WorkCalendar {
  readonly edition: string
  readonly offsetMinutes: number
  /** The date on the wall of the district at an instant. */
  dateAt(instant: Date): CivilDate
  isWorkDay(date: CivilDate): boolean
  explain(date: CivilDate): DayExplanation
  /** The first work day after `date`; throws RangeError when the next year and a half has none. */
  nextWorkDay(date: CivilDate): CivilDate
  /** The last work day before `date`. */
  previousWorkDay(date: CivilDate): CivilDate
  /** `at` when that is inside work time, else the next beginning of work. A span holds its start, not its end. */
  workTimeFrom(at: Date): Date
  /** Minutes of work time from one instant to another; negative when `to` is the earlier one. */
  workMinutesBetween(from: Date, to: Date): number
  /** The earliest instant by which so many minutes of work time have passed; `minutes` ≥ 0. */
  addWorkMinutes(at: Date, minutes: number): Date
  /** Milliseconds that pass on a clock of this counting. */
  countedMs(counting: Counting, from: Date, to: Date): number
  /** The earliest instant by which so many milliseconds have passed on a clock of this counting; `ms` ≥ 0. */
  addCountedMs(counting: Counting, at: Date, ms: number): Date
  /** Does a day from `from` to `to` lie in a year the book does not know? Such an answer may still change. */
  isProvisional(from: Date, to: Date): boolean
}

type MinuteSpans = ReadonlyArray<readonly [from: number, to: number]>

/** One year, added up day by day, so that a span of months costs a subtraction and not a walk. */
interface YearTable {
  readonly firstDay: number
  readonly dayCount: number
  readonly isWorkDay: Uint8Array
  /** Work days and minutes of work time before the day of this index; one entry more than days. */
  readonly workDaysBefore: Uint16Array
  readonly workMinutesBefore: Int32Array
}

interface Ground {
  readonly book: HolidayBook
  readonly overrides: ReadonlyMap<CivilDate, DayOverride>
  readonly offsetMs: number
  readonly baseSpans: MinuteSpans
  readonly spanChanges: ReadonlyArray<{ readonly fromDay: number; readonly spans: MinuteSpans }>
  readonly tables: Map<number, YearTable>
}

const minuteSpansOf = (spans: WorkSpans): MinuteSpans =>
  workSpansShape.parse(spans).map(([from, to]) => [minuteOf(from), minuteOf(to)])

const spansOn = (ground: Ground, day: number): MinuteSpans =>
  ground.spanChanges.findLast((change) => change.fromDay <= day)?.spans ?? ground.baseSpans

const isYearCovered = (book: HolidayBook, year: number): boolean =>
  year >= book.coversYears.from && year <= book.coversYears.to

const isWorked = (ground: Ground, date: CivilDate): boolean => {
  const override = ground.overrides.get(date)
  if (override) return override.kind === 'work'
  const kind = ground.book.dayKind(date)
  return kind === 'makeup' || (kind === 'ordinary' && weekdayOf(date) <= 5)
}

const buildTable = (ground: Ground, year: number): YearTable => {
  const firstDay = Date.UTC(year, 0, 1) / DAY_MS
  const dayCount = Date.UTC(year + 1, 0, 1) / DAY_MS - firstDay
  const isWorkDay = new Uint8Array(dayCount)
  const workDaysBefore = new Uint16Array(dayCount + 1)
  const workMinutesBefore = new Int32Array(dayCount + 1)
  let days = 0
  let minutes = 0
  for (let index = 0; index < dayCount; index += 1) {
    if (isWorked(ground, civilDateOf(firstDay + index))) {
      isWorkDay[index] = 1
      days += 1
      for (const [from, to] of spansOn(ground, firstDay + index)) minutes += to - from
    }
    workDaysBefore[index + 1] = days
    workMinutesBefore[index + 1] = minutes
  }
  return { firstDay, dayCount, isWorkDay, workDaysBefore, workMinutesBefore }
}

const tableOf = (ground: Ground, year: number): YearTable => {
  const known = ground.tables.get(year)
  if (known) return known
  const table = buildTable(ground, year)
  ground.tables.set(year, table)
  return table
}

const yearOfDay = (day: number): number => {
  const year = new Date(day * DAY_MS).getUTCFullYear()
  if (Number.isNaN(year)) throw new RangeError('not an instant')
  return year
}

/** Local milliseconds since 1970 of an instant: its day number and time of day can be read off. */
const localMsOf = (ground: Ground, instant: Date): number => instant.getTime() + ground.offsetMs

const isWorkDayNumber = (ground: Ground, day: number): boolean => {
  const table = tableOf(ground, yearOfDay(day))
  return table.isWorkDay[day - table.firstDay] === 1
}

/** Counted milliseconds of the year before the day at `index`; at `dayCount`, of the whole year. */
const countedBefore = (table: YearTable, counting: Counting, index: number): number =>
  counting === 'work_day'
    ? (table.workDaysBefore[index] ?? 0) * DAY_MS
    : (table.workMinutesBefore[index] ?? 0) * MINUTE_MS

/** Milliseconds of work time of a day before its `msOfDay`. */
const spannedMs = (spans: MinuteSpans, msOfDay: number): number =>
  spans.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(msOfDay, to * MINUTE_MS) - from * MINUTE_MS), 0)

/** The time of day (ms) by which `ms` > 0 of a work day's work time have passed. */
const msOfDayAfter = (spans: MinuteSpans, ms: number): number => {
  let rest = ms
  for (const [from, to] of spans) {
    const length = (to - from) * MINUTE_MS
    if (rest <= length) return from * MINUTE_MS + rest
    rest -= length
  }
  throw new RangeError('more work time asked of a day than it has')
}

/** Counted milliseconds from the start of the year to a local instant inside it. */
const countedInYear = (ground: Ground, table: YearTable, counting: Counting, localMs: number): number => {
  const day = Math.floor(localMs / DAY_MS)
  const index = day - table.firstDay
  const before = countedBefore(table, counting, index)
  if (table.isWorkDay[index] !== 1) return before
  const msOfDay = localMs - day * DAY_MS
  return before + (counting === 'work_day' ? msOfDay : spannedMs(spansOn(ground, day), msOfDay))
}

/** Counted milliseconds from one local instant to a later one. */
const countBetween = (ground: Ground, counting: Counting, fromMs: number, toMs: number): number => {
  const fromYear = yearOfDay(Math.floor(fromMs / DAY_MS))
  const toYear = yearOfDay(Math.floor(toMs / DAY_MS))
  let sum = countedInYear(ground, tableOf(ground, toYear), counting, toMs)
  sum -= countedInYear(ground, tableOf(ground, fromYear), counting, fromMs)
  for (let year = fromYear; year < toYear; year += 1) {
    const table = tableOf(ground, year)
    sum += countedBefore(table, counting, table.dayCount)
  }
  return sum
}

/** The index of the day in which the counted time of the year reaches `target` > 0. */
const dayReaching = (table: YearTable, counting: Counting, target: number): number => {
  let low = 0
  let high = table.dayCount - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (countedBefore(table, counting, middle + 1) >= target) high = middle
    else low = middle + 1
  }
  return low
}

/** The earliest local instant by which `ms` > 0 have been counted since `fromMs`. */
const countOn = (ground: Ground, counting: Counting, fromMs: number, ms: number): number => {
  let year = yearOfDay(Math.floor(fromMs / DAY_MS))
  let table = tableOf(ground, year)
  let target = countedInYear(ground, table, counting, fromMs) + ms
  let total = countedBefore(table, counting, table.dayCount)
  // Ends: past the last year a table refuses to be built (civilDateOf throws RangeError).
  while (target > total) {
    target -= total
    year += 1
    table = tableOf(ground, year)
    total = countedBefore(table, counting, table.dayCount)
  }
  const index = dayReaching(table, counting, target)
  const day = table.firstDay + index
  const rest = target - countedBefore(table, counting, index)
  return day * DAY_MS + (counting === 'work_day' ? rest : msOfDayAfter(spansOn(ground, day), rest))
}

/** Longer than any run of free days; only overrides that empty the calendar reach it. */
const FREE_DAYS_MAX = 550

const workDayFrom = (ground: Ground, day: number, step: 1 | -1): number => {
  for (let walked = 0; walked < FREE_DAYS_MAX; walked += 1) {
    if (isWorkDayNumber(ground, day + walked * step)) return day + walked * step
  }
  throw new RangeError(`no work day within ${FREE_DAYS_MAX} days of ${civilDateOf(day)}`)
}

const workTimeFrom = (ground: Ground, fromMs: number): number => {
  const day = Math.floor(fromMs / DAY_MS)
  if (isWorkDayNumber(ground, day)) {
    const minuteOfDay = (fromMs - day * DAY_MS) / MINUTE_MS
    const span = spansOn(ground, day).find(([, to]) => minuteOfDay < to)
    if (span) return Math.max(fromMs, day * DAY_MS + span[0] * MINUTE_MS)
  }
  const nextDay = workDayFrom(ground, day + 1, 1)
  return nextDay * DAY_MS + (spansOn(ground, nextDay)[0]?.[0] ?? 0) * MINUTE_MS
}

const explainDay = (ground: Ground, date: CivilDate): DayExplanation => {
  const weekday = weekdayOf(date)
  const override = ground.overrides.get(date)
  const kind = ground.book.dayKind(date)
  const byWeekday = weekday <= 5 ? 'weekday' : 'weekend'
  return {
    date,
    weekday,
    isWorkDay: isWorked(ground, date),
    reason: override ? 'override' : kind === 'ordinary' ? byWeekday : kind,
    festival: ground.book.festivalOf(date),
    note: override?.note ?? null,
    provisional: !override && !isYearCovered(ground.book, Number(date.slice(0, 4))),
  }
}

const OFFSET_MINUTES_MAX = 840

const groundOf = (settings: WorkCalendarSettings): Ground => {
  const offsetMinutes = settings.offsetMinutes ?? CHINA_OFFSET_MINUTES
  if (!Number.isInteger(offsetMinutes) || Math.abs(offsetMinutes) > OFFSET_MINUTES_MAX) {
    throw new RangeError(`offset of ${offsetMinutes} minutes`)
  }
  return {
    book: settings.book,
    overrides: settings.overrides ?? new Map(),
    offsetMs: offsetMinutes * MINUTE_MS,
    baseSpans: minuteSpansOf(settings.workSpans ?? DEFAULT_WORK_SPANS),
    spanChanges: (settings.workSpanChanges ?? [])
      .map((change) => ({ fromDay: dayNumberOf(change.from), spans: minuteSpansOf(change.workSpans) }))
      .sort((a, b) => a.fromDay - b.fromDay),
    tables: new Map(),
  }
}

/**
 * The work calendar of a district. Keep one per settings and reuse it: it remembers the years it has added up.
 * The settings must not change afterwards. Throws on spans or an offset that are none.
 */
export const createWorkCalendar = (settings: WorkCalendarSettings): WorkCalendar => {
  const ground = groundOf(settings)
  const offsetMinutes = ground.offsetMs / MINUTE_MS
  const instantAt = (localMs: number): Date => new Date(localMs - ground.offsetMs)
  const yearAt = (instant: Date): number => yearOfDay(Math.floor(localMsOf(ground, instant) / DAY_MS))
  const countedMs: WorkCalendar['countedMs'] = (counting, from, to) => {
    if (counting === 'every_minute') return to.getTime() - from.getTime()
    // Not a minus sign: nothing counted must be 0, and never -0.
    if (to < from) return 0 - countedMs(counting, to, from)
    return countBetween(ground, counting, localMsOf(ground, from), localMsOf(ground, to))
  }
  const addCountedMs: WorkCalendar['addCountedMs'] = (counting, at, ms) => {
    if (!(ms >= 0)) throw new RangeError(`${ms} is not a time to wait`)
    if (counting === 'every_minute' || ms === 0) return new Date(at.getTime() + ms)
    return instantAt(countOn(ground, counting, localMsOf(ground, at), ms))
  }
  return {
    edition: settings.book.edition,
    offsetMinutes,
    dateAt: (instant) => civilDateAt(instant, offsetMinutes),
    isWorkDay: (date) => isWorkDayNumber(ground, dayNumberOf(date)),
    explain: (date) => explainDay(ground, date),
    nextWorkDay: (date) => civilDateOf(workDayFrom(ground, dayNumberOf(date) + 1, 1)),
    previousWorkDay: (date) => civilDateOf(workDayFrom(ground, dayNumberOf(date) - 1, -1)),
    workTimeFrom: (at) => instantAt(workTimeFrom(ground, localMsOf(ground, at))),
    workMinutesBetween: (from, to) => countedMs('work_time', from, to) / MINUTE_MS,
    addWorkMinutes: (at, minutes) => addCountedMs('work_time', at, Math.round(minutes * MINUTE_MS)),
    countedMs,
    addCountedMs,
    isProvisional: (from, to) => !isYearCovered(ground.book, yearAt(from)) || !isYearCovered(ground.book, yearAt(to)),
  }
}
