import './overlay.css'
import './date-picker.css'
import { endOfMonth, endOfWeek, parseDate, startOfMonth, startOfWeek } from '@internationalized/date'
import { Button as AriaButton } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar'
import { DateInput, DateSegment } from 'react-aria-components/DateField'
import { DatePicker } from 'react-aria-components/DatePicker'
import { DateRangePicker } from 'react-aria-components/DateRangePicker'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Popover } from 'react-aria-components/Popover'
import { RangeCalendar } from 'react-aria-components/RangeCalendar'
import { t } from '#web/i18n.ts'
import { buttonClass } from '../button.tsx'
import { classes } from '../classes.ts'
import { Icon } from '../icon.tsx'
import type { DateFieldProps, DateRange, DateRangeFieldProps } from './date-picker.tsx'
import { FieldHead } from './field-head.tsx'

/** GB/T 7408: the week begins on Monday. */
const FIRST_DAY = 'mon'
const WEEK_LOCALE = 'en-GB'
const LAST_DAYS = 30

const dateOf = (value: string | undefined) => (value ? parseDate(value) : undefined)
const limitsOf = ({ min, max }: { readonly min?: string | undefined; readonly max?: string | undefined }) => ({
  ...(min ? { minValue: parseDate(min) } : {}),
  ...(max ? { maxValue: parseDate(max) } : {}),
})

const CalendarBody = () => (
  <>
    <header className="cal-head">
      <AriaButton slot="previous" className={buttonClass({ tone: 'quiet', size: 'small', iconOnly: true })}>
        <Icon name="back" />
      </AriaButton>
      <CalendarHeading />
      <AriaButton slot="next" className={buttonClass({ tone: 'quiet', size: 'small', iconOnly: true })}>
        <Icon name="next" />
      </AriaButton>
    </header>
    <CalendarGrid className="cal-grid">
      <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
      <CalendarGridBody>{(date) => <CalendarCell date={date} className="cal-day" />}</CalendarGridBody>
    </CalendarGrid>
  </>
)

const OpenButton = () => (
  <AriaButton className="in-open">
    <Icon name="calendar" />
  </AriaButton>
)

/** One civil date: typed in parts, or chosen from a month. */
export const LiveDateField = ({ name, value, onChange, min, max, ...words }: DateFieldProps) => (
  <DatePicker
    className={classes('field', words.error ? 'bad' : undefined)}
    name={name}
    value={dateOf(value) ?? null}
    onChange={(date) => onChange(date ? date.toString() : '')}
    granularity="day"
    firstDayOfWeek={FIRST_DAY}
    shouldForceLeadingZeros={false}
    isInvalid={Boolean(words.error)}
    {...limitsOf({ min, max })}
  >
    <FieldHead {...words} />
    <Group className="in in-with in-date">
      <DateInput className="date-parts">
        {(segment) => <DateSegment segment={segment} className="date-part" />}
      </DateInput>
      <OpenButton />
    </Group>
    <Popover className="pop">
      <AriaDialog className="cal">
        <Calendar firstDayOfWeek={FIRST_DAY}>
          <CalendarBody />
        </Calendar>
      </AriaDialog>
    </Popover>
  </DatePicker>
)

const readyRanges = (
  today: string,
): ReadonlyArray<{ readonly key: string; readonly words: string; readonly range: DateRange }> => {
  const day = parseDate(today)
  const rangeOf = (from: typeof day, to: typeof day): DateRange => ({ from: from.toString(), to: to.toString() })
  return [
    { key: 'today', words: t('ui:dateField.today'), range: rangeOf(day, day) },
    {
      key: 'week',
      words: t('ui:dateField.thisWeek'),
      range: rangeOf(startOfWeek(day, WEEK_LOCALE, FIRST_DAY), endOfWeek(day, WEEK_LOCALE, FIRST_DAY)),
    },
    { key: 'month', words: t('ui:dateField.thisMonth'), range: rangeOf(startOfMonth(day), endOfMonth(day)) },
    { key: 'last', words: t('ui:dateField.last30'), range: rangeOf(day.subtract({ days: LAST_DAYS - 1 }), day) },
  ]
}

/** A range of civil dates, both ends inclusive. */
export const LiveDateRangeField = ({ value, onChange, today, min, max, ...words }: DateRangeFieldProps) => (
  <DateRangePicker
    className={classes('field', words.error ? 'bad' : undefined)}
    value={value ? { start: parseDate(value.from), end: parseDate(value.to) } : null}
    onChange={(range) => {
      if (range) onChange({ from: range.start.toString(), to: range.end.toString() })
    }}
    granularity="day"
    firstDayOfWeek={FIRST_DAY}
    isInvalid={Boolean(words.error)}
    {...limitsOf({ min, max })}
  >
    {({ state }) => (
      <>
        <FieldHead {...words} />
        <Group className="in in-with in-date">
          <DateInput slot="start" className="date-parts">
            {(segment) => <DateSegment segment={segment} className="date-part" />}
          </DateInput>
          <span aria-hidden="true" className="date-dash">
            –
          </span>
          <DateInput slot="end" className="date-parts">
            {(segment) => <DateSegment segment={segment} className="date-part" />}
          </DateInput>
          <OpenButton />
        </Group>
        <Popover className="pop">
          <AriaDialog className="cal range">
            <div className="cal-ready">
              {readyRanges(today).map(({ key, words: name, range }) => (
                <AriaButton
                  key={key}
                  className={buttonClass({ size: 'small' })}
                  onPress={() => {
                    onChange(range)
                    state.setOpen(false)
                  }}
                >
                  {name}
                </AriaButton>
              ))}
            </div>
            <RangeCalendar firstDayOfWeek={FIRST_DAY}>
              <CalendarBody />
            </RangeCalendar>
          </AriaDialog>
        </Popover>
      </>
    )}
  </DateRangePicker>
)
