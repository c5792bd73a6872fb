// No import: every page in the browser brings this file along, and civil-date.ts would bring zod with it.
const DAY_MINUTES = 1_440

/** Two units at most are not 0: days and hours, or hours and minutes. The words come from the locales. */
export interface DurationParts {
  readonly days: number
  readonly hours: number
  readonly minutes: number
}

/**
 * Minutes on the wall cut into the parts that are said: 3130 → 2 天 4 小时 (10 minutes dropped), 200 → 3 小时 20 分,
 * 50.9 → 50 分. Rounded down, so that nobody is promised a minute. Throws RangeError below 0.
 */
export const describeDuration = (minutes: number): DurationParts => {
  if (!(minutes >= 0)) throw new RangeError(`${minutes} is not a duration`)
  const whole = Math.floor(minutes)
  const days = Math.floor(whole / DAY_MINUTES)
  const hours = Math.floor((whole % DAY_MINUTES) / 60)
  return { days, hours, minutes: days > 0 ? 0 : whole % 60 }
}
