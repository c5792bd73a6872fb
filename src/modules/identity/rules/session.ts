import type { Opening } from '../contract.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A resident stays signed in on the own phone: being asked for a code each week would keep people away. */
const RESIDENT_DAYS = 30
/** A working day: whoever works at a shared computer signs in each morning (ASVS 3.3.2: 12 hours at level 2). */
const STAFF_HOURS = 12
/** A desk that was left alone; longer than a meeting. */
const STAFF_IDLE_HOURS = 2
/** `seen_at` is written at most this often, so that a busy page does not write with every request. */
const SEEN_EVERY_MS = MINUTE_MS
/** Minutes after a sign-in in which password and phone may be changed and the account be erased. */
const FRESH_MINUTES = 15

export interface SessionFacts {
  readonly openedBy: Opening
  readonly createdAt: Date
  readonly seenAt: Date
  readonly expiresAt: Date
  readonly endedAt: Date | null
}

/** A session opened by a code is one of a resident, whoever it is; all others may carry posts. */
const isOfResident = (openedBy: Opening): boolean => openedBy === 'code'

export const sessionExpiresAt = (openedBy: Opening, now: Date): Date =>
  new Date(now.getTime() + (isOfResident(openedBy) ? RESIDENT_DAYS * DAY_MS : STAFF_HOURS * HOUR_MS))

/** Not ended, not past its end, and of staff not idle too long. At the instant of an end it has ended. */
export const isAlive = (session: SessionFacts, now: Date): boolean => {
  if (session.endedAt || now >= session.expiresAt) return false
  return isOfResident(session.openedBy) || now.getTime() - session.seenAt.getTime() < STAFF_IDLE_HOURS * HOUR_MS
}

export const isSeenAnew = (session: Pick<SessionFacts, 'seenAt'>, now: Date): boolean =>
  now.getTime() - session.seenAt.getTime() >= SEEN_EVERY_MS

/** Signed in so short ago that it is surely still the same human. */
export const isFresh = (session: Pick<SessionFacts, 'createdAt'>, now: Date): boolean =>
  now.getTime() - session.createdAt.getTime() < FRESH_MINUTES * MINUTE_MS
