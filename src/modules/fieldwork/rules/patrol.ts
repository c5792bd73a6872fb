import { err, ok, type Result } from '#kernel/result'
import type { PatrolState, Timing } from '../contract.ts'

/** How much before its window a patrol may begin. */
export const EARLY_MS = 30 * 60_000
/** How long after its window it may still be walked, then late. */
export const LATE_MS = 4 * 3_600_000
/** How long one that is under way may go on before the platform closes it. */
export const GRACE_MS = 60 * 60_000
/** By how much the clock of a phone may be ahead of ours. */
const CLOCK_AHEAD_MS = 10 * 60_000
/** What a phone without a network kept longer is not believed any more. */
export const KEPT_MAX_MS = 7 * 86_400_000

export interface PatrolFacts {
  readonly state: PatrolState
  readonly windowFrom: Date
  readonly windowUntil: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly isOnTime: boolean | null
}

/** When something was done: what the phone says, as far as that can be. A clock a little ahead means now. */
export const saidAt = (said: Date | null, now: Date): Result<Date, 'fieldwork.time_not_possible'> => {
  if (said === null) return ok(now)
  const aheadMs = said.getTime() - now.getTime()
  if (aheadMs > CLOCK_AHEAD_MS || -aheadMs > KEPT_MAX_MS) return err('fieldwork.time_not_possible')
  return ok(aheadMs > 0 ? now : said)
}

const checkTime = (patrol: PatrolFacts, at: Date): Result<void, 'fieldwork.too_early' | 'fieldwork.too_late'> => {
  if (at.getTime() < patrol.windowFrom.getTime() - EARLY_MS) return err('fieldwork.too_early')
  return at.getTime() > patrol.windowUntil.getTime() + LATE_MS ? err('fieldwork.too_late') : ok(undefined)
}

/**
 * May it be begun at that time? One flagged missed may as well: the phone had no network, or it is walked late the same
 * day. Whether it was on time follows from when it was finished.
 */
export const checkStart = (
  patrol: PatrolFacts,
  at: Date,
): Result<void, 'fieldwork.patrol_begun' | 'fieldwork.too_early' | 'fieldwork.too_late'> =>
  patrol.state === 'underWay' || patrol.state === 'done' ? err('fieldwork.patrol_begun') : checkTime(patrol, at)

/** A check-in begins a patrol that was not begun; after its end only what was done before may still arrive. */
export const checkCheckIn = (
  patrol: PatrolFacts,
  at: Date,
): Result<void, 'fieldwork.patrol_over' | 'fieldwork.too_early' | 'fieldwork.too_late'> => {
  if (patrol.state === 'done' && patrol.finishedAt !== null && at > patrol.finishedAt)
    return err('fieldwork.patrol_over')
  return checkTime(patrol, at)
}

export const checkFinish = (
  patrol: PatrolFacts,
  at: Date,
): Result<void, 'fieldwork.patrol_not_begun' | 'fieldwork.time_not_possible'> => {
  if (patrol.state !== 'underWay' || patrol.startedAt === null) return err('fieldwork.patrol_not_begun')
  return at < patrol.startedAt ? err('fieldwork.time_not_possible') : ok(undefined)
}

export const checkHandOver = (
  patrol: PatrolFacts,
  now: Date,
): Result<void, 'fieldwork.patrol_begun' | 'fieldwork.patrol_over'> => {
  if (patrol.state === 'underWay' || patrol.state === 'done') return err('fieldwork.patrol_begun')
  return patrol.state === 'missed' || now > patrol.windowUntil ? err('fieldwork.patrol_over') : ok(undefined)
}

/** On time: begun not before its hour and finished inside the window. */
export const isOnTime = (patrol: Pick<PatrolFacts, 'windowUntil'>, finishedAt: Date): boolean =>
  finishedAt <= patrol.windowUntil

/**
 * What becomes of a patrol when its window is over: not begun, or begun without one point that counts, is missed; begun
 * and never finished is closed with what was checked, not on time. Null: nothing yet.
 */
export const afterWindow = (
  patrol: Pick<PatrolFacts, 'state' | 'windowUntil'> & { readonly validCount: number },
  now: Date,
): 'missed' | 'done' | null => {
  const overMs = now.getTime() - patrol.windowUntil.getTime()
  if (patrol.state === 'planned') return overMs >= 0 ? 'missed' : null
  if (patrol.state !== 'underWay' || overMs < LATE_MS + GRACE_MS) return null
  return patrol.validCount > 0 ? 'done' : 'missed'
}

export const timingOf = (patrol: PatrolFacts, now: Date): Timing => {
  if (patrol.state === 'missed') return 'missed'
  if (patrol.state === 'done') return patrol.isOnTime ? 'onTime' : 'late'
  if (now > patrol.windowUntil) return 'overdue'
  return now < patrol.windowFrom ? 'ahead' : 'open'
}

/** A share of 1; null where there is nothing to divide by. */
export const rateOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
