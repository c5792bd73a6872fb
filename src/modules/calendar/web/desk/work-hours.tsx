import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, WhenRead } from '#web/desk/administration.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { TextField } from '#web/ui/field.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { todayOf } from './day-words.ts'

type Hours = Output<'calendar.hours.list'>['items'][number]
type Spans = Hours['spans']

const SPAN_NAMES = ['morning', 'afternoon'] as const

const spanWords = (spans: Spans): string => spans.map(([from, to]) => `${from}–${to}`).join(t('calendar:desk.and'))

/** The hours of work from when on, and new ones from a day to come. */
export const WorkHours = () => {
  const { may } = useSession()
  const found = useQuery({
    queryKey: ['calendar.hours.list'],
    queryFn: ({ signal }) => query('calendar.hours.list', {}, signal),
  })
  const clearing = useActing('calendar.hours.clear')
  const [isOpen, setOpen] = useState(false)
  const items = found.data?.items ?? []
  const today = todayOf(new Date())
  const clear = async (hours: Hours): Promise<void> => {
    if (hours.validFrom && (await clearing.run({ validFrom: hours.validFrom })))
      toast({ words: t('calendar:desk.hoursCleared') })
  }
  return (
    <section aria-labelledby="hours">
      <ColumnHead id="hours" title={t('calendar:desk.hours')} aside={t('calendar:desk.hoursHint')} />
      <WhenRead found={found}>
        <ul className="desk-lines">
          {items.map((hours) => (
            <li key={hours.validFrom ?? 'first'}>
              <span className="grow">
                <b>{spanWords(hours.spans)}</b>{' '}
                {hours.validFrom
                  ? t('calendar:desk.hoursFrom', { on: formatFullDay(hours.validFrom) })
                  : t('calendar:desk.hoursFirst')}
              </span>
              {hours.isValidNow ? <Tag tone="brand">{t('administration:now')}</Tag> : null}
              {hours.validFrom && hours.validFrom > today && may('calendar.hours.clear') ? (
                <Button size="small" tone="danger" onClick={() => void clear(hours)}>
                  {t('calendar:desk.clearHours')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      </WhenRead>
      {may('calendar.hours.set') ? (
        <Actions>
          <Button icon="clock" onClick={() => setOpen(true)}>
            {t('calendar:desk.setHours')}
          </Button>
        </Actions>
      ) : null}
      {isOpen ? (
        <HoursDialog spans={items.find((hours) => hours.isValidNow)?.spans ?? []} onClose={() => setOpen(false)} />
      ) : null}
    </section>
  )
}

const HoursDialog = ({ spans, onClose }: { readonly spans: Spans; readonly onClose: () => void }) => {
  const setting = useActing('calendar.hours.set')
  const [validFrom, setValidFrom] = useState('')
  const submit = async (form: FormData): Promise<void> => {
    const chosen = SPAN_NAMES.map((name): [string, string] => [
      textOf(form, `${name}-from`),
      textOf(form, `${name}-to`),
    ])
    const done = await setting.run({ validFrom, spans: chosen.filter(([from, to]) => from !== '' && to !== '') })
    if (!done) return
    toast({ words: t('calendar:desk.hoursSet', { on: formatFullDay(validFrom) }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('calendar:desk.setHours')}
      doWords={t('calendar:desk.setHours')}
      busy={setting.busy}
      problem={setting.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <DateField
        name="validFrom"
        label={t('administration:from')}
        hint={t('calendar:desk.fromTomorrow')}
        error={setting.problem?.messageFor('validFrom')}
        value={validFrom}
        onChange={setValidFrom}
      />
      {SPAN_NAMES.map((name, index) => (
        <div className="desk-two" key={name}>
          <TextField
            name={`${name}-from`}
            type="time"
            label={t(`calendar:desk.span.${name}From`)}
            defaultValue={spans[index]?.[0] ?? ''}
            error={index === 0 ? setting.problem?.messageFor('spans') : undefined}
          />
          <TextField
            name={`${name}-to`}
            type="time"
            label={t(`calendar:desk.span.${name}To`)}
            defaultValue={spans[index]?.[1] ?? ''}
          />
        </div>
      ))}
    </FormDialog>
  )
}
