import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { problemOf, problemWords } from '#web/desk/acting.ts'
import { t } from '#web/i18n.ts'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { SelectField, TextField } from '#web/ui/field.tsx'
import { formatCount, formatDay, formatFullDay, formatTime, formatWeekday } from '#web/ui/format.ts'
import { dayWords } from './day-words.ts'

const UNITS = ['work_day', 'work_hour', 'natural_day', 'urgent_hour'] as const
const AMOUNT_MAX = 3_650
/** China has one zone, all year. */
const CHINA_OFFSET = '+08:00'

type Preview = Output<'calendar.deadline.preview'>

const Answer = ({ preview }: { readonly preview: Preview }) => (
  <div className="cal-answer" role="status">
    <p>
      {t('calendar:desk.due')}{' '}
      <b>
        {formatFullDay(preview.dueAt)} {formatWeekday(preview.dueAt)} {formatTime(preview.dueAt)}
      </b>
      {preview.provisional ? ` ${t('calendar:desk.dueProvisional')}` : ''}
    </p>
    {preview.skippedDayCount === 0 ? (
      <p className="soft">{t('calendar:desk.skippedNone')}</p>
    ) : (
      <>
        <p className="soft">{t('calendar:desk.skipped', { count: preview.skippedDayCount })}</p>
        <ul className="cal-skipped">
          {preview.skippedDays.map((day) => (
            <li key={day.date}>
              {formatDay(day.date)} {formatWeekday(day.date, 'list')} {dayWords(day)}
            </li>
          ))}
        </ul>
        {preview.skippedDayCount > preview.skippedDays.length ? (
          <p className="meta">{t('calendar:desk.skippedMore', { count: formatCount(preview.skippedDays.length) })}</p>
        ) : null}
      </>
    )}
  </div>
)

/** When a limit would fall due, and which days are not counted, by name. */
export const DeadlineTrial = ({ today }: { readonly today: string }) => {
  const [unit, setUnit] = useState<(typeof UNITS)[number]>('work_day')
  const [amount, setAmount] = useState('3')
  const [start, setStart] = useState(`${today}T09:00`)
  const asked = { unit, amount: Number(amount), ...(start ? { startAt: `${start}:00${CHINA_OFFSET}` } : {}) }
  const found = useQuery({
    queryKey: ['calendar.deadline.preview', asked],
    queryFn: ({ signal }) => query('calendar.deadline.preview', asked, signal),
    enabled: Number(amount) > 0,
    placeholderData: (before) => before,
  })
  return (
    <section aria-labelledby="trial">
      <ColumnHead id="trial" title={t('calendar:desk.trial')} aside={t('calendar:desk.trialHint')} />
      <div className="desk-two">
        <TextField
          name="trial-amount"
          type="number"
          figures
          min={1}
          max={AMOUNT_MAX}
          label={t('calendar:desk.amount')}
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
        <SelectField
          name="trial-unit"
          label={t('calendar:desk.unit')}
          value={unit}
          choices={UNITS.map((value) => ({ value, label: t(`calendar:desk.unit.${value}`) }))}
          onChange={(event) => setUnit(UNITS.find((known) => known === event.currentTarget.value) ?? 'work_day')}
        />
      </div>
      <TextField
        name="trial-start"
        type="datetime-local"
        label={t('calendar:desk.start')}
        value={start}
        onChange={(event) => setStart(event.currentTarget.value)}
      />
      {found.isError ? <p className="err">{problemWords(problemOf(found.error))}</p> : null}
      {found.data && !found.isError ? <Answer preview={found.data} /> : null}
    </section>
  )
}
