import './calendar.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { WhenRead } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { formatCount, formatDay, formatWeekday } from '#web/ui/format.ts'
import { Bits } from '#web/ui/tag.tsx'
import { DayDialog } from './day-dialog.tsx'
import { dayWords, type Day, todayOf } from './day-words.ts'
import { DeadlineTrial } from './deadline-trial.tsx'
import { WorkHours } from './work-hours.tsx'
import { YearView } from './year-view.tsx'

const FIRST_YEAR = 2000
const LAST_YEAR = 2100

const Legend = () => (
  <ul className="cal-legend">
    {(['holiday', 'makeup', 'override'] as const).map((kind) => (
      <li key={kind}>
        <span className={`cal-key ${kind}`} aria-hidden="true">
          {t(`calendar:desk.mark.${kind}`)}
        </span>
        {t(`calendar:desk.legend.${kind}`)}
      </li>
    ))}
  </ul>
)

/** The days that are not as their weekday says, as a list: what a hand or an ear reads quicker than a year. */
const SpecialDays = ({
  days,
  onOpen,
}: {
  readonly days: readonly Day[]
  readonly onOpen: ((day: Day) => void) | null
}) => {
  const special = days.filter((day) => day.reason === 'override')
  return (
    <section aria-labelledby="own-days">
      <ColumnHead id="own-days" title={t('calendar:desk.ownDays')} aside={t('calendar:desk.ownDaysHint')} />
      {special.length === 0 ? <p className="soft">{t('calendar:desk.ownNone')}</p> : null}
      <ul className="desk-lines">
        {special.map((day) => (
          <li key={day.date}>
            <span className="grow">
              {formatDay(day.date)} {formatWeekday(day.date)} {dayWords(day)}
            </span>
            {onOpen ? (
              <button type="button" className="btn s" onClick={() => onOpen(day)}>
                {t('administration:edit')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** 工作日历: which days count, why, and what that does to a deadline. */
const CalendarPage = () => {
  const { params, hrefWith } = useAddress()
  const { may } = useSession()
  const today = todayOf(useNow())
  const year = Math.min(LAST_YEAR, Math.max(FIRST_YEAR, Number(params['year']) || Number(today.slice(0, 4))))
  const found = useQuery({
    queryKey: ['calendar.day.list', year],
    queryFn: ({ signal }) => query('calendar.day.list', { year }, signal),
    placeholderData: (before) => before,
  })
  const [chosen, setChosen] = useState<Day | null>(null)
  const isEditable = may('calendar.day.set')
  const calendar = found.data
  return (
    <DeskPage
      title={t('calendar:desk.calendarOf', { year })}
      meta={calendar ? t('calendar:desk.workDays', { count: formatCount(calendar.workDayCount) }) : undefined}
      actions={
        <>
          <ButtonLink size="small" icon="back" href={hrefWith({ year: String(year - 1) })}>
            {String(year - 1)}
          </ButtonLink>
          <ButtonLink size="small" icon="next" href={hrefWith({ year: String(year + 1) })}>
            {String(year + 1)}
          </ButtonLink>
        </>
      }
    >
      <WhenRead found={found}>
        {calendar ? (
          <div className="admin-wide">
            <section aria-label={t('calendar:desk.calendarOf', { year })}>
              <p className="soft">
                <Bits
                  bits={[
                    calendar.days.some((day) => day.provisional)
                      ? t('calendar:desk.provisional', { year })
                      : t('calendar:desk.edition', { edition: calendar.edition }),
                    isEditable && t('calendar:desk.pressDay'),
                  ]}
                />
              </p>
              <Legend />
              <YearView days={calendar.days} today={today} onOpen={isEditable ? setChosen : null} />
            </section>
            <div className="cal-columns">
              <SpecialDays days={calendar.days} onOpen={isEditable ? setChosen : null} />
              <WorkHours />
              <DeadlineTrial today={today} />
            </div>
          </div>
        ) : null}
      </WhenRead>
      {chosen ? <DayDialog key={chosen.date} day={chosen} onClose={() => setChosen(null)} /> : null}
    </DeskPage>
  )
}

export default CalendarPage
