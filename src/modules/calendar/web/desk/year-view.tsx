import { t, wordsOr } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { formatDay, formatMonth } from '#web/ui/format.ts'
import { type Day, dayWords } from './day-words.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

const markOf = (day: Day): string | null =>
  day.reason === 'holiday' || day.reason === 'makeup' || day.reason === 'override'
    ? t(`calendar:desk.mark.${day.reason}`)
    : null

const weeksOf = (days: readonly Day[]): ReadonlyArray<ReadonlyArray<Day | null>> => {
  const lead = (days[0]?.weekday ?? 1) - 1
  const cells = [...Array.from({ length: lead }, () => null), ...days]
  const weeks: Array<Array<Day | null>> = []
  for (let start = 0; start < cells.length; start += WEEKDAYS.length) {
    const week = cells.slice(start, start + WEEKDAYS.length)
    weeks.push([...week, ...Array.from({ length: WEEKDAYS.length - week.length }, () => null)])
  }
  return weeks
}

interface YearViewProps {
  readonly days: readonly Day[]
  readonly today: string
  /** Null: days are to be read only. */
  readonly onOpen: ((day: Day) => void) | null
}

const DayCell = ({ day, today, onOpen }: { readonly day: Day } & Pick<YearViewProps, 'today' | 'onOpen'>) => {
  const mark = markOf(day)
  const face = (
    <>
      <span>{Number(day.date.slice(8))}</span>
      {mark ? <small aria-hidden="true">{mark}</small> : null}
    </>
  )
  const words = `${formatDay(day.date)} ${dayWords(day)}`
  const look = classes('cal-day', day.isWorkDay ? 'work' : 'rest', day.reason)
  const isToday = day.date === today ? 'date' : undefined
  return onOpen ? (
    <button
      type="button"
      className={look}
      title={words}
      aria-label={words}
      aria-current={isToday}
      onClick={() => onOpen(day)}
    >
      {face}
    </button>
  ) : (
    <span className={look} title={words} aria-current={isToday}>
      {face}
      <span className="vh">{dayWords(day)}</span>
    </span>
  )
}

/** Twelve months; a day that is not as its weekday says has a mark and a name, not only a colour. */
export const YearView = ({ days, today, onOpen }: YearViewProps) => {
  const months = [...new Set(days.map((day) => day.date.slice(0, 7)))]
  return (
    <div className="cal-year">
      {months.map((month) => (
        <table key={month} className="cal-month">
          <caption>{formatMonth(`${month}-01`)}</caption>
          <thead>
            <tr>
              {WEEKDAYS.map((weekday) => (
                <th key={weekday} scope="col">
                  {wordsOr(`calendar:desk.weekday.${weekday}`, String(weekday))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(days.filter((day) => day.date.startsWith(month))).map((week, index) => (
              <tr key={week.find((day) => day !== null)?.date ?? index}>
                {week.map((day, place) => (
                  <td key={day?.date ?? `empty${place}`}>
                    {day ? <DayCell day={day} today={today} onOpen={onOpen} /> : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}
