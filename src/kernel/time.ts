/** Civil dates, the work calendar and time limits. Pure; the zone is an offset, never that of the process. */
export type { CivilDate, Weekday } from './time/civil-date.ts'
export {
  addDays,
  CHINA_OFFSET_MINUTES,
  civilDateAt,
  civilDateShape,
  daysBetween,
  formatCivilDateChinese,
  instantOf,
  parseCivilDate,
  weekdayOf,
} from './time/civil-date.ts'
export type { DurationParts } from './time/duration.ts'
export { describeDuration } from './time/duration.ts'
export type { ClockFacts, ClockState, Due, Pause, TimeLimit, TimeLimitUnit } from './time/time-limit.ts'
export {
  clockState,
  dueAt,
  limitMinutesOf,
  remainingMinutes,
  timeLimitShape,
  timeLimitUnits,
  usedMinutes,
} from './time/time-limit.ts'
export type {
  Counting,
  DayExplanation,
  DayOverride,
  Festival,
  HolidayBook,
  WorkCalendar,
  WorkCalendarSettings,
  WorkSpans,
} from './time/work-calendar.ts'
export { createWorkCalendar, DEFAULT_WORK_SPANS, festivals, workSpansShape } from './time/work-calendar.ts'
