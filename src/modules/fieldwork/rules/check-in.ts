import { metersBetween } from '#kernel/geo'
import type { Point } from '#kernel/place'
import type { Verdict } from '../contract.ts'

/** A position rougher than this cannot show that somebody stood at a point of some ten metres. */
export const ACCURACY_USABLE_M = 100

export interface Judged {
  readonly verdict: Verdict
  readonly distanceM: number | null
}

/**
 * Does a check-in count (S2-19)? Only within the radius of its point, by a position good enough to tell. One that does
 * not count is kept with its distance; nothing is taken silently.
 */
export const judgeCheckIn = (
  checkPoint: Point & { readonly radiusM: number },
  point: Point | null,
  accuracyM: number | null,
): Judged => {
  if (point === null) return { verdict: 'unknown', distanceM: null }
  const distanceM = Math.round(metersBetween(checkPoint, point))
  if (distanceM > checkPoint.radiusM) return { verdict: 'off', distanceM }
  const isRough = accuracyM !== null && accuracyM > Math.max(ACCURACY_USABLE_M, checkPoint.radiusM)
  return { verdict: isRough ? 'rough' : 'valid', distanceM }
}

const RANK: Readonly<Record<Verdict, number>> = { valid: 3, rough: 2, off: 1, unknown: 0 }

/** What a point stands at when there were several check-ins: the best of them. */
export const bestVerdict = (verdicts: readonly Verdict[]): Verdict | null =>
  verdicts.reduce<Verdict | null>((best, one) => (best === null || RANK[one] > RANK[best] ? one : best), null)
