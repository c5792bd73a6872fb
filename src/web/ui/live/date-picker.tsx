import { lazy, Suspense } from 'react'
import { TextField } from '../field.tsx'
import type { LiveFieldWords } from './field-head.tsx'

// The calendar weighs more than the rest of the parts together: it comes when a date field is drawn.
const LiveDateField = lazy(async () => ({ default: (await import('./date-picker-live.tsx')).LiveDateField }))
const LiveDateRangeField = lazy(async () => ({ default: (await import('./date-picker-live.tsx')).LiveDateRangeField }))

export interface DateFieldProps extends LiveFieldWords {
  readonly name: string
  /** A civil date, 'YYYY-MM-DD', or empty. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly min?: string | undefined
  readonly max?: string | undefined
}

/** A civil date. While the calendar is on its way the browser's own date field stands there and works. */
export const DateField = (props: DateFieldProps) => {
  const { onChange, ...words } = props
  const plain = (
    <TextField
      {...words}
      id={`${props.name}-plain`}
      type="date"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
  return (
    <Suspense fallback={plain}>
      <LiveDateField {...props} />
    </Suspense>
  )
}

/** Both ends inclusive, each 'YYYY-MM-DD'. */
export interface DateRange {
  readonly from: string
  readonly to: string
}

export interface DateRangeFieldProps extends LiveFieldWords {
  readonly value: DateRange | null
  readonly onChange: (value: DateRange) => void
  /** Today in China, 'YYYY-MM-DD': the ready-made ranges count from it. */
  readonly today: string
  readonly min?: string | undefined
  readonly max?: string | undefined
}

/** From a day to a day, with the usual ranges one press away. */
export const DateRangeField = (props: DateRangeFieldProps) => (
  <Suspense fallback={<p className="hint">{props.label}</p>}>
    <LiveDateRangeField {...props} />
  </Suspense>
)
