import { err, ok, type Result } from '#kernel/result'
import type { CivilDate } from '#kernel/time'
import { type MediationResult, type MediationState, SESSIONS_MAX } from '../contract.ts'

const MINUTE_MS = 60_000

/** From report to action (S0-38), whole minutes. */
export const minutesSince = (reportedAt: Date, at: Date): number =>
  Math.max(0, Math.round((at.getTime() - reportedAt.getTime()) / MINUTE_MS))

interface Running {
  readonly state: MediationState
  readonly openedAt: Date
  readonly sessionCount: number
}

/** A session is written down after it was held, and while the mediation is open. Moments are given to the minute. */
export const checkSession = (
  { state, openedAt, sessionCount }: Running,
  heldAt: Date,
  now: Date,
): Result<
  void,
  'cases.mediation_over' | 'cases.sessions_too_many' | 'cases.session_in_future' | 'cases.session_before_opening'
> => {
  if (state !== 'open') return err('cases.mediation_over')
  if (sessionCount >= SESSIONS_MAX) return err('cases.sessions_too_many')
  if (heldAt > now) return err('cases.session_in_future')
  return heldAt.getTime() + MINUTE_MS <= openedAt.getTime() ? err('cases.session_before_opening') : ok(undefined)
}

/** What was agreed was agreed in a session; the day to look again is to come. */
export const checkConclusion = (
  { state, sessionCount }: Running,
  result: MediationResult,
  followUpOn: CivilDate | null,
  today: CivilDate,
): Result<void, 'cases.mediation_over' | 'cases.no_session' | 'cases.follow_up_in_past'> => {
  if (state !== 'open') return err('cases.mediation_over')
  const isAgreed = result === 'agreed' || result === 'partly'
  if (isAgreed && sessionCount === 0) return err('cases.no_session')
  return followUpOn !== null && followUpOn < today ? err('cases.follow_up_in_past') : ok(undefined)
}

export const checkFollowUp = (one: {
  readonly agreement: string | null
  readonly followedUpAt: Date | null
}): Result<void, 'cases.no_agreement' | 'cases.followed_up'> => {
  if (one.agreement === null) return err('cases.no_agreement')
  return one.followedUpAt ? err('cases.followed_up') : ok(undefined)
}
