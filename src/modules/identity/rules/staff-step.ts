import { err, ok, type Result } from '#kernel/result'
import type { Opening, StaffStep } from '../contract.ts'

/** What is known of an account and the session in hand. */
export interface StandingOfSession {
  /** Holds a post other than resident. */
  readonly isStaff: boolean
  readonly openedBy: Opening
  readonly hasSecondFactorNow: boolean
  readonly hasPassword: boolean
  /** An authenticator app or a passkey is enrolled. */
  readonly isEnrolled: boolean
}

/**
 * Do the posts count in this session? Only with a second factor, which proves possession on top of knowledge (password)
 * or of presence (passkey). A session opened by a code never gets there: whoever holds the SIM card alone is a resident.
 */
export const doPostsCount = (session: { readonly secondFactorAt: Date | null }): boolean =>
  session.secondFactorAt !== null

/** What is still to be done before the posts count. */
export const staffStepOf = (standing: StandingOfSession): StaffStep => {
  if (!standing.isStaff || standing.hasSecondFactorNow) return 'none'
  if (!standing.hasPassword) return 'setPassword'
  if (standing.openedBy !== 'password') return 'signInWithPassword'
  return standing.isEnrolled ? 'confirmSecondFactor' : 'enrolSecondFactor'
}

/**
 * May a second factor be enrolled in this session? The first one after a sign-in with password, each further one only
 * with the one before: a thief of the SIM card or of the password must not add one of the own.
 */
export const checkEnrolment = (
  standing: Pick<StandingOfSession, 'openedBy' | 'hasSecondFactorNow' | 'isEnrolled'>,
): Result<true, 'identity.password_needed' | 'identity.second_factor_missing'> => {
  if (standing.hasSecondFactorNow) return ok(true)
  if (standing.isEnrolled) return err('identity.second_factor_missing')
  return standing.openedBy === 'password' ? ok(true) : err('identity.password_needed')
}
