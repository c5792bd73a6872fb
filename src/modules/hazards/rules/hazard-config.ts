import type { TimeLimit } from '#kernel/time'
import type { HazardClock, Severity } from '../contract.ts'

/** What may differ from district to district without another flow. */
export interface HazardConfig {
  readonly limits: Readonly<Record<Exclude<HazardClock, 'rectification'>, TimeLimit>>
  /** 整改期限 by severity, in days; an inspector may give less, never more. */
  readonly rectificationDays: Readonly<Record<Severity, number>>
  /** 延期: at most this share of the deadline of the notice. */
  readonly extensionShareMax: number
  /** 屡查屡犯: the same kind at the same site within so many days. */
  readonly repeatDays: number
  /** An inspection this near to its site was on site: what a phone knows between houses. */
  readonly onSiteMeters: number
  /** Field work that comes later than this is not taken in. */
  readonly recordedWithinDays: number
}

/** Lengths are set by each city; these are ours (cases §5.6 names the fields and no lengths). */
export const defaultHazardConfig: HazardConfig = {
  limits: { notice: { unit: 'work_hour', amount: 7 }, recheck: { unit: 'work_day', amount: 3 } },
  rectificationDays: { general: 15, serious: 7, major: 3 },
  extensionShareMax: 1,
  repeatDays: 365,
  onSiteMeters: 200,
  recordedWithinDays: 14,
}
