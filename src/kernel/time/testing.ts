import type { CivilDate, Festival, HolidayBook, WorkCalendarSettings } from '#kernel/time'
import { addDays, createWorkCalendar, parseCivilDate } from '#kernel/time'

/** A date that the test knows to be one. */
export const civilDate = (text: string): CivilDate => {
  const parsed = parseCivilDate(text)
  if (!parsed.ok) throw new Error(`not a date: ${text}`)
  return parsed.value
}

/** `2026-06-18 10:32` on a wall in China. */
export const chinaTime = (text: string): Date => {
  const instant = new Date(`${text.replace(' ', 'T')}+08:00`)
  if (Number.isNaN(instant.getTime())) throw new Error(`not a time: ${text}`)
  return instant
}

interface Arrangement {
  readonly festival: Festival
  readonly from: string
  readonly to: string
  readonly makeup: readonly string[]
}

/**
 * 国务院办公厅关于部分节假日安排的通知 for 2024 (国办发明电〔2023〕7号), 2025 (〔2024〕12号) and 2026 (〔2025〕7号), written down
 * by hand, so that the data of the library is checked against something that does not come from it.
 */
export const stateCouncilArrangements: readonly Arrangement[] = [
  { festival: 'new_year', from: '2024-01-01', to: '2024-01-01', makeup: [] },
  { festival: 'spring_festival', from: '2024-02-10', to: '2024-02-17', makeup: ['2024-02-04', '2024-02-18'] },
  { festival: 'qingming', from: '2024-04-04', to: '2024-04-06', makeup: ['2024-04-07'] },
  { festival: 'labour_day', from: '2024-05-01', to: '2024-05-05', makeup: ['2024-04-28', '2024-05-11'] },
  { festival: 'dragon_boat', from: '2024-06-10', to: '2024-06-10', makeup: [] },
  { festival: 'mid_autumn', from: '2024-09-15', to: '2024-09-17', makeup: ['2024-09-14'] },
  { festival: 'national_day', from: '2024-10-01', to: '2024-10-07', makeup: ['2024-09-29', '2024-10-12'] },
  { festival: 'new_year', from: '2025-01-01', to: '2025-01-01', makeup: [] },
  { festival: 'spring_festival', from: '2025-01-28', to: '2025-02-04', makeup: ['2025-01-26', '2025-02-08'] },
  { festival: 'qingming', from: '2025-04-04', to: '2025-04-06', makeup: [] },
  { festival: 'labour_day', from: '2025-05-01', to: '2025-05-05', makeup: ['2025-04-27'] },
  { festival: 'dragon_boat', from: '2025-05-31', to: '2025-06-02', makeup: [] },
  // One run of eight free days; 中秋 itself was 6 October.
  { festival: 'national_day', from: '2025-10-01', to: '2025-10-05', makeup: ['2025-09-28', '2025-10-11'] },
  { festival: 'mid_autumn', from: '2025-10-06', to: '2025-10-06', makeup: [] },
  { festival: 'national_day', from: '2025-10-07', to: '2025-10-08', makeup: [] },
  { festival: 'new_year', from: '2026-01-01', to: '2026-01-03', makeup: ['2026-01-04'] },
  { festival: 'spring_festival', from: '2026-02-15', to: '2026-02-23', makeup: ['2026-02-14', '2026-02-28'] },
  { festival: 'qingming', from: '2026-04-04', to: '2026-04-06', makeup: [] },
  { festival: 'labour_day', from: '2026-05-01', to: '2026-05-05', makeup: ['2026-05-09'] },
  { festival: 'dragon_boat', from: '2026-06-19', to: '2026-06-21', makeup: [] },
  { festival: 'mid_autumn', from: '2026-09-25', to: '2026-09-27', makeup: [] },
  { festival: 'national_day', from: '2026-10-01', to: '2026-10-07', makeup: ['2026-09-20', '2026-10-10'] },
]

const holidays = new Map<string, Festival>()
const makeupDays = new Map<string, Festival>()
for (const { festival, from, to, makeup } of stateCouncilArrangements) {
  for (let date = civilDate(from); date <= to; date = addDays(date, 1)) holidays.set(date, festival)
  for (const date of makeup) makeupDays.set(date, festival)
}

/** The three years above as a book; knows nothing before and after. */
export const handwrittenBook: HolidayBook = {
  edition: 'handwritten 2024–2026',
  coversYears: { from: 2024, to: 2026 },
  dayKind: (date) => (makeupDays.has(date) ? 'makeup' : holidays.has(date) ? 'holiday' : 'ordinary'),
  festivalOf: (date) => makeupDays.get(date) ?? holidays.get(date) ?? null,
}

/** A calendar on the handwritten book: 9:00–12:00 and 13:30–17:30 in China unless said otherwise. */
export const buildCalendar = (settings: Partial<WorkCalendarSettings> = {}): ReturnType<typeof createWorkCalendar> =>
  createWorkCalendar({ book: handwrittenBook, ...settings })
