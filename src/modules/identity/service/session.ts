import type { InputOf } from '#kernel/operation'
import { cutPage, type Page, readCursor } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { inDistrict, newId, type Tx } from '#platform/context'
import type * as contract from '../contract.ts'
import { isAlive, sessionExpiresAt } from '../rules/session.ts'
import { staffStepOf } from '../rules/staff-step.ts'
import { hashToken, newToken } from '../secret.ts'
import { listMemberships, lockAccount } from '../store/account.ts'
import { listPasskeys } from '../store/passkey.ts'
import * as store from '../store/session.ts'
import type { AccountRow, SessionRow } from '../store/tables.ts'
import { sessionFacts } from './session-facts.ts'

const DEVICE_LENGTH_MAX = 200
const ADDRESS_LENGTH_MAX = 60

/** What a new session is made from. */
export interface Opening {
  readonly accountId: string
  readonly districtId: number
  readonly personId: string
  readonly openedBy: contract.Opening
  readonly secondFactorAt: Date | null
  /** Kept when a session is only carried on; else the sign-in is of now. */
  readonly createdAt?: Date
  readonly expiresAt?: Date
  readonly device?: string
  readonly address?: string
}

/** Writes a session and answers its token, which exists nowhere else. */
export const makeSession = async (tx: Tx, opening: Opening): Promise<{ token: string; session: SessionRow }> => {
  const token = newToken()
  const session: SessionRow = {
    token_hash: hashToken(token),
    id: newId(tx),
    account_id: opening.accountId,
    district_id: opening.districtId,
    person_id: opening.personId,
    opened_by: opening.openedBy,
    created_at: opening.createdAt ?? tx.now(),
    seen_at: tx.now(),
    expires_at: opening.expiresAt ?? sessionExpiresAt(opening.openedBy, tx.now()),
    second_factor_at: opening.secondFactorAt,
    ended_at: null,
    device: (opening.device ?? tx.origin.device).slice(0, DEVICE_LENGTH_MAX),
    address: (opening.address ?? tx.origin.address).slice(0, ADDRESS_LENGTH_MAX),
  }
  await store.insertSession(tx, session)
  return { token, session }
}

/**
 * Opens a session in this browser: with a new token always, and ending the one it came with, so that a token that
 * somebody planted or saw before is worth nothing after.
 */
export const openSession = async (tx: Tx, opening: Opening): Promise<contract.SignedIn> => {
  if (tx.sessionId) await store.endSessionById(tx, tx.sessionId)
  const { token, session } = await makeSession(tx, opening)
  tx.afterCommit(() => tx.cookie.issue(token, session.expires_at))
  const account = await lockAccount(tx, opening.accountId)
  return signedIn(tx, session, account)
}

/** What an account can prove itself with, beside its password. */
export const secondFactorsOf = async (tx: Tx, account: AccountRow): Promise<contract.SignedIn['secondFactors']> => ({
  totp: account.totp_confirmed_at !== null,
  passkey: (await listPasskeys(tx, account.id)).length > 0,
  recoveryCode: account.recovery_codes.length > 0,
})

const signedIn = async (tx: Tx, session: SessionRow, account: AccountRow): Promise<contract.SignedIn> => {
  const rows = await inDistrict(tx, session.district_id, (there) =>
    store.readActor(there, session.person_id, civilDateAt(tx.now())),
  )
  const secondFactors = await secondFactorsOf(tx, account)
  return {
    personId: session.person_id,
    name: rows[0]?.name ?? '',
    staffStep: staffStepOf({
      isStaff: rows.some((row) => row.post_id !== null),
      openedBy: session.opened_by,
      hasSecondFactorNow: session.second_factor_at !== null,
      hasPassword: account.password_hash !== null,
      isEnrolled: secondFactors.totp || secondFactors.passkey,
    }),
    secondFactors,
    expiresAt: session.expires_at.toISOString(),
  }
}

/** The session in hand; refused when there is none, or when it ended since the request came in. */
export const requireSession = async (tx: Tx): Promise<SessionRow> => {
  const session = tx.sessionId ? await store.findSession(tx, tx.sessionId) : undefined
  if (!session || !isAlive(sessionFacts(session), tx.now())) throw new Refusal('auth.required')
  return session
}

/** The session in hand and its account, locked. Of two changes at once the second sees what the first left. */
export const lockOwnAccount = async (tx: Tx): Promise<{ session: SessionRow; account: AccountRow }> => {
  const before = await requireSession(tx)
  const account = await lockAccount(tx, before.account_id)
  return { session: await requireSession(tx), account }
}

/** In which district somebody signs in who did not say: the current one when the account is somebody there, else its first. */
export const membershipHere = async (
  tx: Tx,
  accountId: string,
): Promise<{ district_id: number; person_id: string } | null> => {
  const memberships = await listMemberships(tx, accountId)
  return memberships.find((membership) => membership.district_id === tx.districtId) ?? memberships[0] ?? null
}

export const listSessions = async (tx: Tx, input: InputOf<typeof contract.listSessions>): Promise<Page<SessionRow>> => {
  const { account_id } = await requireSession(tx)
  const cursor = readCursor(input.cursor, 2)
  const rows = await store.listSessions(tx, {
    accountId: account_id,
    after: cursor ? [new Date(String(cursor[0])), String(cursor[1])] : null,
    limit: input.limit,
  })
  const page = cutPage(rows, input.limit, (row) => [row.created_at, row.id])
  return { ...page, items: page.items.filter((row) => isAlive(sessionFacts(row), tx.now())) }
}

export const endSession = async (tx: Tx, input: InputOf<typeof contract.endSession>): Promise<void> => {
  const { account_id, id } = await requireSession(tx)
  const endedCount = await store.endSessions(tx, { accountId: account_id, id: input.id })
  if (endedCount === 0) throw new Refusal('identity.session_not_found')
  if (input.id === id) tx.afterCommit(() => tx.cookie.clear())
}

export const endOtherSessions = async (tx: Tx): Promise<number> => {
  const { account_id, id } = await requireSession(tx)
  return store.endSessions(tx, { accountId: account_id, exceptId: id })
}

/** Ends the session in hand; without one there is nothing to do but to clear the cookie. */
export const signOut = async (tx: Tx): Promise<void> => {
  if (tx.sessionId) await store.endSessionById(tx, tx.sessionId)
  tx.afterCommit(() => tx.cookie.clear())
}

/** Carries the session on in another district: same human, same proof, same end, another token. */
export const switchDistrict = async (
  tx: Tx,
  input: InputOf<typeof contract.switchDistrict>,
): Promise<contract.SignedIn> => {
  const { session } = await lockOwnAccount(tx)
  const memberships = await listMemberships(tx, session.account_id)
  const there = memberships.find((membership) => membership.district_id === input.districtId)
  if (!there) throw new Refusal('identity.person_not_found')
  return openSession(tx, {
    accountId: session.account_id,
    districtId: there.district_id,
    personId: there.person_id,
    openedBy: session.opened_by,
    secondFactorAt: session.second_factor_at,
    createdAt: session.created_at,
    expiresAt: session.expires_at,
  })
}
