/** Wrong passwords or second factors in a row that cost nothing: people mistype. */
const FREE_TRIES = 5
/** Minutes of the longest lock: it slows guessing down to 24 tries a day and never shuts the owner out for long. */
const LOCK_MINUTES_MAX = 60
/** Hours after which earlier failures are forgotten. */
const FORGET_HOURS = 24
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export interface Lockout {
  readonly failedCount: number
  readonly failedAt: Date
  readonly lockedUntil: Date | null
}

/** Is it locked? At the instant of its end it no longer is. */
export const isLocked = (lockout: Pick<Lockout, 'lockedUntil'> | null, now: Date): boolean =>
  lockout?.lockedUntil != null && now < lockout.lockedUntil

/** The fifth failure in a row locks for one minute, each further one for twice as long, up to an hour. */
export const afterFailure = (before: Lockout | null, now: Date): Lockout => {
  const isForgotten = !before || now.getTime() - before.failedAt.getTime() >= FORGET_HOURS * HOUR_MS
  const failedCount = isForgotten ? 1 : before.failedCount + 1
  const minutes = failedCount < FREE_TRIES ? 0 : Math.min(2 ** (failedCount - FREE_TRIES), LOCK_MINUTES_MAX)
  const lockedUntil = minutes === 0 ? null : new Date(now.getTime() + minutes * MINUTE_MS)
  return { failedCount, failedAt: now, lockedUntil }
}
