import { type CivilDate, DEFAULT_WORK_SPANS, type DayExplanation, type WorkSpans } from '#kernel/time'
import { type Day, type Hours, SKIPPED_DAYS_SHOWN_MAX } from './contract.ts'
import type { Preview } from './service.ts'
import type { HoursRow } from './store.ts'

export const presentDay = (day: DayExplanation): Day => ({ ...day })

const pairsOf = (spans: WorkSpans): [string, string][] => spans.map(([from, to]) => [from, to])

/** The hours of work with those before the first change; the last that has begun is the one that holds today. */
export const presentHours = (rows: readonly HoursRow[], today: CivilDate): Hours[] => {
  const all = [
    { validFrom: null, spans: DEFAULT_WORK_SPANS },
    ...rows.map((row) => ({ validFrom: row.valid_from, spans: row.spans })),
  ]
  const validIndex = all.findLastIndex((hours) => hours.validFrom === null || hours.validFrom <= today)
  return all.map((hours, index) => ({
    validFrom: hours.validFrom,
    spans: pairsOf(hours.spans),
    isValidNow: index === validIndex,
  }))
}

export const presentPreview = ({ skipped, ...preview }: Preview) => ({
  ...preview,
  skippedDayCount: skipped.length,
  skippedDays: skipped.slice(0, SKIPPED_DAYS_SHOWN_MAX).map(presentDay),
})
