// The data file and not the functions of the library: `getDayDetail('2026-10-01')` of chinese-days 1.5.7 reads a date
// as UTC and prints it in the zone of the process, so that west of Greenwich every answer is that of the day before.
import arrangement from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import library from 'chinese-days/package.json' with { type: 'json' }
import type { Festival, HolidayBook } from '#kernel/time'

/** `name` is `English,中文,days`, as in the data file; the English name is the key. */
const FESTIVALS: Readonly<Record<string, Festival>> = {
  "New Year's Day": 'new_year',
  'Spring Festival': 'spring_festival',
  'Tomb-sweeping Day': 'qingming',
  'Labour Day': 'labour_day',
  'Dragon Boat Festival': 'dragon_boat',
  'Mid-autumn Festival': 'mid_autumn',
  'National Day': 'national_day',
  'Anti-Fascist 70th Day': 'victory_day',
}

const festivalNamed = (name: string): Festival => {
  const festival = FESTIVALS[name.split(',')[0] ?? '']
  if (!festival) throw new Error(`chinese-days ${library.version} knows a festival that we do not: ${name}`)
  return festival
}

const festivalsByDate = (days: Readonly<Record<string, string>>): ReadonlyMap<string, Festival> =>
  new Map(Object.entries(days).map(([date, name]) => [date, festivalNamed(name)]))

/** A year is known when its 1 October is: every notice has it, and no notice of another year does. */
const coveredYears = (holidays: ReadonlyMap<string, Festival>): HolidayBook['coversYears'] => {
  const known = [...holidays.keys()].filter((date) => date.endsWith('-10-01')).map((date) => Number(date.slice(0, 4)))
  const from = Math.min(...known)
  let to = from
  while (known.includes(to + 1)) to += 1
  return { from, to }
}

/**
 * The arrangements of the State Council as the npm package `chinese-days` has them (MIT). A new year comes with a new
 * version of the package, usually in November. The notice of the next year can still move the last days of December
 * of the last year known (2018-12-29 was made a work day in December 2018).
 */
export const createHolidayBook = (): HolidayBook => {
  const holidays = festivalsByDate(arrangement.holidays)
  const makeupDays = festivalsByDate(arrangement.workdays)
  return {
    edition: `chinese-days ${library.version}`,
    coversYears: coveredYears(holidays),
    dayKind: (date) => (makeupDays.has(date) ? 'makeup' : holidays.has(date) ? 'holiday' : 'ordinary'),
    festivalOf: (date) => makeupDays.get(date) ?? holidays.get(date) ?? null,
  }
}
