import { isIP } from 'node:net'
import { maskPhone } from '#kernel/mask'
import type { InputOf } from '#kernel/operation'
import { CountedRefusal, Refusal } from '#kernel/refusal'
import { newId, type Tx } from '#platform/context'
import { lazily } from '#platform/lazily'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { unsealText } from '../secret.ts'
import { lockAccount } from '../store/account.ts'
import * as store from '../store/passkey.ts'
import type { PasskeyRow } from '../store/tables.ts'
import { requireEnrolment, stepUp } from './credential.ts'
import { lockOwnAccount, requireSession } from './session.ts'
import { openHere } from './sign-in.ts'

const loadWebAuthn = lazily(() => import('@simplewebauthn/server'))

/** Passkeys of one account; a lost one is removed, not kept. */
const PASSKEYS_MAX = 10
/** Minutes for which a challenge can be answered. */
const CHALLENGE_MINUTES = 5
const CHALLENGE_MS = CHALLENGE_MINUTES * 60_000
/** EdDSA, ES256 and RS256 as COSE numbers them: every authenticator has one, and Node needs nothing experimental. */
const ALGORITHMS = [-8, -7, -257]

/** The name under which browsers keep our passkeys. WebAuthn knows names only, so it does not work on a bare IP address. */
const ownDomain = (tx: Tx): string => {
  const domain = URL.parse(tx.origin.site)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  if (domain === '' || isIP(domain) !== 0) throw new Refusal('identity.passkey_needs_domain', { domain })
  return domain
}

const keepChallenge = async (tx: Tx, challenge: string, accountId: string | null): Promise<string> => {
  const id = newId(tx)
  const purpose = accountId === null ? 'signIn' : 'register'
  const expires_at = new Date(tx.now().getTime() + CHALLENGE_MS)
  await store.insertChallenge(tx, { id, account_id: accountId, challenge, purpose, expires_at })
  return id
}

export const preparePasskey = async (tx: Tx) => {
  const { session, account } = await lockOwnAccount(tx)
  await requireEnrolment(tx, session, account)
  const known = await store.listPasskeys(tx, account.id)
  if (known.length >= PASSKEYS_MAX) throw new Refusal('identity.passkey_too_many', { most: PASSKEYS_MAX })
  const { generateRegistrationOptions } = await loadWebAuthn()
  const options = await generateRegistrationOptions({
    rpName: say(tx.language, 'identity:issuer'),
    rpID: ownDomain(tx),
    userID: new TextEncoder().encode(account.id),
    userName: account.phone_sealed ? maskPhone(unsealText(tx, account.phone_sealed)) : '',
    userDisplayName: tx.actor.name,
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map((passkey) => ({ id: passkey.credential_id, transports: passkey.transports })),
    // Both factors in one: the key has to ask for finger, face or PIN. And it names its owner, so nobody types a phone.
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  })
  const challengeId = await keepChallenge(tx, options.challenge, account.id)
  return { challengeId, options: contract.registrationOptionsShape.parse(options) }
}

/** What the browser signed, as checked by the library; null when anything about it is wrong. */
const checked = async <R>(verify: () => Promise<R>): Promise<R | null> => {
  try {
    return await verify()
  } catch {
    return null
  }
}

export const addPasskey = async (
  tx: Tx,
  input: InputOf<typeof contract.addPasskey>,
): Promise<contract.SignedIn & { passkey: PasskeyRow }> => {
  const { session, account } = await lockOwnAccount(tx)
  await requireEnrolment(tx, session, account)
  if ((await store.listPasskeys(tx, account.id)).length >= PASSKEYS_MAX) {
    throw new Refusal('identity.passkey_too_many', { most: PASSKEYS_MAX })
  }
  const domain = ownDomain(tx)
  const challenge = await store.takeChallenge(tx, input.challengeId, 'register')
  const { verifyRegistrationResponse } = await loadWebAuthn()
  const isOpen = challenge?.account_id === account.id && tx.now() < challenge.expires_at
  const verified = isOpen
    ? await checked(() =>
        verifyRegistrationResponse({
          response: { ...input.answer, clientExtensionResults: {} },
          expectedChallenge: challenge.challenge,
          expectedOrigin: tx.origin.site,
          expectedRPID: domain,
          supportedAlgorithmIDs: ALGORITHMS,
          requireUserVerification: true,
        } as Parameters<typeof verifyRegistrationResponse>[0]),
      )
    : null
  if (!verified?.verified) throw new CountedRefusal('identity.passkey_wrong')
  const { credential } = verified.registrationInfo
  const passkey: PasskeyRow = {
    credential_id: credential.id,
    account_id: account.id,
    public_key: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: [...(input.answer.response.transports ?? [])],
    name: input.name,
    created_at: tx.now(),
    used_at: null,
  }
  if (!(await store.insertPasskey(tx, passkey))) throw new Refusal('identity.passkey_known')
  return { ...(await stepUp(tx, session, { secondFactorAt: tx.now() })), passkey }
}

export const listPasskeys = async (tx: Tx): Promise<PasskeyRow[]> =>
  store.listPasskeys(tx, (await requireSession(tx)).account_id)

/** Removes a passkey; the last second factor stays, since posts do not count without one. */
export const removePasskey = async (tx: Tx, input: InputOf<typeof contract.removePasskey>): Promise<void> => {
  const { session, account } = await lockOwnAccount(tx)
  if (session.second_factor_at === null) throw new Refusal('identity.second_factor_missing')
  const known = await store.listPasskeys(tx, account.id)
  if (!known.some((passkey) => passkey.credential_id === input.id)) throw new Refusal('identity.passkey_not_found')
  if (known.length === 1 && !account.totp_secret) throw new Refusal('identity.last_second_factor')
  await store.deletePasskeys(tx, account.id, input.id)
}

/** For whoever it will be: the passkey itself says whose it is, so nothing here depends on an account. */
export const challengePasskey = async (tx: Tx) => {
  const { generateAuthenticationOptions } = await loadWebAuthn()
  const options = await generateAuthenticationOptions({
    rpID: ownDomain(tx),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials: [],
  })
  const challengeId = await keepChallenge(tx, options.challenge, null)
  return { challengeId, options: contract.requestOptionsShape.parse(options) }
}

/** Sign-in by passkey: possession and the person's presence in one, so the session has its second factor. */
export const signInWithPasskey = async (
  tx: Tx,
  input: InputOf<typeof contract.signInWithPasskey>,
): Promise<contract.SignedIn> => {
  const domain = ownDomain(tx)
  const challenge = await store.takeChallenge(tx, input.challengeId, 'signIn')
  const passkey = await store.lockPasskey(tx, input.answer.id)
  const { verifyAuthenticationResponse } = await loadWebAuthn()
  const isOpen = challenge !== undefined && tx.now() < challenge.expires_at
  const verified =
    isOpen && passkey
      ? await checked(() =>
          verifyAuthenticationResponse({
            response: { ...input.answer, clientExtensionResults: {} },
            expectedChallenge: challenge.challenge,
            expectedOrigin: tx.origin.site,
            expectedRPID: domain,
            credential: {
              id: passkey.credential_id,
              publicKey: new Uint8Array(passkey.public_key),
              counter: passkey.counter,
            },
            requireUserVerification: true,
          } as Parameters<typeof verifyAuthenticationResponse>[0]),
        )
      : null
  if (!passkey || !verified?.verified) throw new CountedRefusal('identity.passkey_wrong')
  await store.notePasskeyUse(tx, passkey.credential_id, verified.authenticationInfo.newCounter)
  return openHere(tx, await lockAccount(tx, passkey.account_id), 'passkey', tx.now())
}
