import { metersBetween } from '#kernel/geo'
import type { Point } from '#kernel/place'
import { err, ok, type Result } from '#kernel/result'
import type { ConditionsInForce } from './category-rule.ts'

export interface VerificationFacts {
  readonly photoCount: number
  /** Where the verifier stands. */
  readonly at: Point | null
  /** Where the case is; null when it is not known as a point. */
  readonly caseAt: Point | null
  readonly now: Date
  /** When it happened or was reported. */
  readonly occurredAt: Date
  readonly samePeriodHours: number
}

type Asked = Pick<ConditionsInForce, 'verificationPhotoCount' | 'verificationRadius' | 'verificationSamePeriod'>
type Fault =
  | 'cases.photos_missing'
  | 'cases.verifier_position_missing'
  | 'cases.verifier_too_far'
  | 'cases.verified_at_other_time'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** How far two instants are apart on the face of a clock, 0 to 12 hours. */
export const clockFaceHours = (one: Date, other: Date): number => {
  const apart = Math.abs(one.getTime() - other.getTime()) % DAY_MS
  return Math.min(apart, DAY_MS - apart) / HOUR_MS
}

/** 核查 with photos, at the place and at the time of day of the report, as far as its category asks (cases §5.1, §10.6). */
export const checkVerification = (asked: Asked, facts: VerificationFacts): Result<void, Fault> => {
  if (facts.photoCount < asked.verificationPhotoCount) return err('cases.photos_missing')
  if (asked.verificationRadius !== null && facts.caseAt !== null) {
    if (facts.at === null) return err('cases.verifier_position_missing')
    if (metersBetween(facts.at, facts.caseAt) > asked.verificationRadius) return err('cases.verifier_too_far')
  }
  const isOtherTime = clockFaceHours(facts.now, facts.occurredAt) > facts.samePeriodHours
  return asked.verificationSamePeriod && isOtherTime ? err('cases.verified_at_other_time') : ok(undefined)
}
