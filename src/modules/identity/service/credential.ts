import { maskPhone } from '#kernel/mask'
import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import type { Tx } from '#platform/context'
import { lazily } from '#platform/lazily'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import { checkPassword } from '../rules/password.ts'
import { isFresh } from '../rules/session.ts'
import { checkEnrolment } from '../rules/staff-step.ts'
import {
  hashPassword,
  hashRecoveryCode,
  isSame,
  newRecoveryCodes,
  plainRecoveryCode,
  sealText,
  unsealText,
} from '../secret.ts'
import * as accounts from '../store/account.ts'
import { endSessions } from '../store/session.ts'
import type { AccountRow, SessionRow } from '../store/tables.ts'
import { guardGuess } from './guess.ts'
import { sessionFacts } from './session-facts.ts'
import { lockOwnAccount, openSession, secondFactorsOf } from './session.ts'

const loadOtp = lazily(() => import('otpauth'))
const loadQrCode = lazily(() => import('qrcode'))

const TOTP_SECRET_BYTES = 20
const TOTP_PERIOD_SECONDS = 30
/** Time steps before and after now that are taken: clocks of phones go wrong by some seconds. */
const TOTP_WINDOW = 1
const TOTP_CODE = /^\d{6}$/

const phoneOf = (tx: Tx, account: AccountRow): string =>
  account.phone_sealed ? unsealText(tx, account.phone_sealed) : ''

/** A session that goes on with a proof more: same person, of now, under another token. */
export const stepUp = (
  tx: Tx,
  session: SessionRow,
  proof: { readonly openedBy?: contract.Opening; readonly secondFactorAt: Date | null },
): Promise<contract.SignedIn> =>
  openSession(tx, {
    accountId: session.account_id,
    districtId: session.district_id,
    personId: session.person_id,
    openedBy: proof.openedBy ?? session.opened_by,
    secondFactorAt: proof.secondFactorAt,
  })

export const isEnrolled = async (tx: Tx, account: AccountRow): Promise<boolean> => {
  const factors = await secondFactorsOf(tx, account)
  return factors.totp || factors.passkey
}

/** Refuses unless this session may add a second factor to the account. */
export const requireEnrolment = async (tx: Tx, session: SessionRow, account: AccountRow): Promise<void> => {
  const hasSecondFactorNow = session.second_factor_at !== null
  orRefuse(
    checkEnrolment({ openedBy: session.opened_by, hasSecondFactorNow, isEnrolled: await isEnrolled(tx, account) }),
  )
}

/** The time step of a right code that was not used before, or null. */
const acceptedStep = async (tx: Tx, sealed: Buffer, code: string, lastStep: number | null): Promise<number | null> => {
  const { Secret, TOTP } = await loadOtp()
  const timestamp = tx.now().getTime()
  const secret = Secret.fromBase32(unsealText(tx, sealed))
  const delta = TOTP.validate({ token: code, secret, timestamp, period: TOTP_PERIOD_SECONDS, window: TOTP_WINDOW })
  if (delta === null) return null
  const step = TOTP.counter({ period: TOTP_PERIOD_SECONDS, timestamp }) + delta
  return lastStep === null || step > lastStep ? step : null
}

/** Spends a code of the authenticator app or a recovery code; false when it is neither. */
const spendSecondFactor = async (tx: Tx, account: AccountRow, typed: string): Promise<boolean> => {
  if (TOTP_CODE.test(typed)) {
    const step = account.totp_secret ? await acceptedStep(tx, account.totp_secret, typed, account.totp_last_step) : null
    if (step !== null) await accounts.updateAccount(tx, account.id, { totp_last_step: step })
    return step !== null
  }
  const hash = hashRecoveryCode(tx, account.id, plainRecoveryCode(typed))
  const rest = account.recovery_codes.filter((known) => !isSame(known, hash))
  if (rest.length === account.recovery_codes.length) return false
  await accounts.updateAccount(tx, account.id, { recovery_codes: rest })
  return true
}

/** Refuses unless the code is a second factor of the account, which must be locked. Counts wrong ones. */
const requireSecondFactorCode = async (tx: Tx, account: AccountRow, typed: string): Promise<void> => {
  if (!account.totp_secret || !account.phone_hash) throw new Refusal('identity.second_factor_not_enrolled')
  await guardGuess(tx, { phone_hash: account.phone_hash, kind: 'secondFactor' }, 'identity.second_factor_wrong', () =>
    spendSecondFactor(tx, account, typed),
  )
}

/** The second factor of a session that was opened by password. One opened by a code cannot get it: see `rules/staff-step`. */
export const confirmSecondFactor = async (
  tx: Tx,
  input: InputOf<typeof contract.confirmSecondFactor>,
): Promise<contract.SignedIn> => {
  const { session, account } = await lockOwnAccount(tx)
  if (session.opened_by !== 'password') throw new Refusal('identity.password_needed')
  await requireSecondFactorCode(tx, account, input.code)
  return stepUp(tx, session, { secondFactorAt: tx.now() })
}

/**
 * Sets the password. Needs a sign-in of the last quarter of an hour; and when a second factor is enrolled, that factor
 * too, so that neither a stolen SIM card nor a desk left open is enough. Ends all other sessions.
 */
export const setPassword = async (tx: Tx, input: InputOf<typeof contract.setPassword>): Promise<contract.SignedIn> => {
  const { session, account } = await lockOwnAccount(tx)
  if (!isFresh(sessionFacts(session), tx.now())) throw new Refusal('identity.sign_in_again')
  orRefuse(checkPassword(input.password, phoneOf(tx, account)))
  let secondFactorAt = session.second_factor_at
  if (secondFactorAt === null && (await isEnrolled(tx, account))) {
    if (input.secondFactorCode === undefined) throw new Refusal('identity.second_factor_missing')
    await requireSecondFactorCode(tx, account, input.secondFactorCode)
    secondFactorAt = tx.now()
  }
  await accounts.updateAccount(tx, account.id, { password_hash: await hashPassword(input.password) })
  if (account.phone_hash) await accounts.deleteLockout(tx, { phone_hash: account.phone_hash, kind: 'password' })
  await endSessions(tx, { accountId: account.id, exceptId: session.id })
  return stepUp(tx, session, { openedBy: 'password', secondFactorAt })
}

/** A new secret for the authenticator app. The one before goes on counting until a code of the new one was confirmed. */
export const enrolTotp = async (tx: Tx): Promise<{ secret: string; address: string; qrCode: string }> => {
  const { session, account } = await lockOwnAccount(tx)
  await requireEnrolment(tx, session, account)
  const { Secret, TOTP } = await loadOtp()
  const secret = new Secret({ size: TOTP_SECRET_BYTES })
  await accounts.updateAccount(tx, account.id, { totp_pending_secret: sealText(tx, secret.base32) })
  const label = maskPhone(phoneOf(tx, account))
  const address = new TOTP({
    issuer: say(tx.language, 'identity:issuer'),
    label,
    secret,
    period: TOTP_PERIOD_SECONDS,
  }).toString()
  return { secret: secret.base32, address, qrCode: await (await loadQrCode()).toDataURL(address) }
}

const hashesOf = (tx: Tx, account: AccountRow, codes: readonly string[]): Buffer[] =>
  codes.map((code) => hashRecoveryCode(tx, account.id, plainRecoveryCode(code)))

/** Confirms the new secret by a code of it: from now on it counts, with new recovery codes. */
export const confirmTotp = async (
  tx: Tx,
  input: InputOf<typeof contract.confirmTotp>,
): Promise<contract.SignedIn & { recoveryCodes: string[] }> => {
  const { session, account } = await lockOwnAccount(tx)
  await requireEnrolment(tx, session, account)
  const { totp_pending_secret: pending } = account
  if (!pending) throw new Refusal('identity.second_factor_not_enrolled')
  // Not a guess at somebody's secret: whoever may enrol has just been shown it.
  const step = await acceptedStep(tx, pending, input.code, null)
  if (step === null) throw new Refusal('identity.second_factor_wrong')
  const recoveryCodes = newRecoveryCodes()
  await accounts.updateAccount(tx, account.id, {
    totp_secret: pending,
    totp_pending_secret: null,
    totp_confirmed_at: tx.now(),
    totp_last_step: step,
    recovery_codes: hashesOf(tx, account, recoveryCodes),
  })
  return { ...(await stepUp(tx, session, { secondFactorAt: tx.now() })), recoveryCodes }
}

export const renewRecoveryCodes = async (tx: Tx): Promise<string[]> => {
  const { session, account } = await lockOwnAccount(tx)
  if (session.second_factor_at === null) throw new Refusal('identity.second_factor_missing')
  if (!account.totp_secret) throw new Refusal('identity.second_factor_not_enrolled')
  const recoveryCodes = newRecoveryCodes()
  await accounts.updateAccount(tx, account.id, { recovery_codes: hashesOf(tx, account, recoveryCodes) })
  return recoveryCodes
}
