import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { inDistrict, newId, type Tx } from '#platform/context'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { hashPhone, isPassword, sealText } from '../secret.ts'
import * as accounts from '../store/account.ts'
import * as persons from '../store/person.ts'
import type { AccountRow } from '../store/tables.ts'
import { requireDistrict, spendCode } from './code.ts'
import { guardGuess } from './guess.ts'
import { homePlace } from './place.ts'
import { membershipHere, openSession } from './session.ts'

/** The account of a phone, made when there is none. Only for a phone that was proved by a code, or by staff. */
export const ensureAccount = (tx: Tx, phone: string): Promise<AccountRow> =>
  accounts.insertAccount(tx, {
    id: newId(tx),
    phone_hash: hashPhone(tx, phone),
    phone_sealed: sealText(tx, phone),
    created_at: tx.now(),
  })

/** The person of a phone in the district, as staff may have entered it before; made as a resident when there is none. */
export const ensurePerson = async (
  tx: Tx,
  known: { readonly phone: string; readonly name: string; readonly placeId: number | null },
): Promise<persons.PersonRow> => {
  const phoneHash = hashPhone(tx, known.phone)
  const [earlier] = await persons.findPersonsByPhone(tx, [phoneHash])
  if (earlier) return earlier
  const place = await homePlace(tx, known.placeId)
  const [person] = await persons.insertPersons(tx, [
    {
      id: newId(tx),
      name: known.name,
      phone_hash: phoneHash,
      phone_sealed: sealText(tx, known.phone),
      place_id: place.id,
      place_path: place.path,
      address_sealed: null,
      gender: null,
      born_on: null,
      is_party_member: false,
      language: tx.language,
    },
  ])
  return person as persons.PersonRow // one in, one out
}

/** Who the account is in this district; somebody new to it becomes a resident. */
const ensureMembership = async (
  tx: Tx,
  account: AccountRow,
  input: InputOf<typeof contract.signIn>,
): Promise<string> => {
  const memberships = await accounts.listMemberships(tx, account.id)
  const here = memberships.find((membership) => membership.district_id === tx.districtId)
  if (here) return here.person_id
  const name = input.name ?? say(tx.language, 'identity:person.unnamed')
  const person = await ensurePerson(tx, { phone: input.phone, name, placeId: tx.chosenPlaceId })
  return accounts.insertMembership(tx, account.id, person.id)
}

/** Nobody's data is worked on without the consent to the wording of today (PIPL Art. 13–14); once given, it is not asked again. */
const ensureConsent = async (tx: Tx, personId: string, agreedVersion: string | undefined): Promise<void> => {
  const consents = await persons.listConsents(tx, personId)
  const isGiven = consents.some(
    (consent) => consent.text_version === contract.privacyVersion && consent.withdrawn_at === null,
  )
  if (isGiven) return
  if (agreedVersion !== contract.privacyVersion) {
    throw new Refusal('identity.consent_missing', { privacyVersion: contract.privacyVersion })
  }
  await persons.insertConsent(tx, {
    id: newId(tx),
    person_id: personId,
    purpose: 'privacy',
    text_version: contract.privacyVersion,
    given_at: tx.now(),
  })
}

/** Sign-in by code: proves the SIM card, so it opens a session of a resident, whatever posts the person holds. */
export const signIn = async (tx: Tx, input: InputOf<typeof contract.signIn>): Promise<contract.SignedIn> => {
  requireDistrict(tx)
  await spendCode(tx, input.phone, 'signIn', input.code)
  const account = await ensureAccount(tx, input.phone)
  const personId = await ensureMembership(tx, account, input)
  await ensureConsent(tx, personId, input.privacyVersion)
  return openSession(tx, {
    accountId: account.id,
    districtId: tx.districtId,
    personId,
    openedBy: 'code',
    secondFactorAt: null,
  })
}

/** Sign-in by password. An unknown phone, a phone without password and a wrong password look and last the same. */
export const signInWithPassword = async (
  tx: Tx,
  input: InputOf<typeof contract.signInWithPassword>,
): Promise<contract.SignedIn> => {
  requireDistrict(tx)
  const phoneHash = hashPhone(tx, input.phone)
  const account = await accounts.findAccountByPhone(tx, phoneHash)
  await guardGuess(tx, { phone_hash: phoneHash, kind: 'password' }, 'identity.password_wrong', () =>
    isPassword(account?.password_hash ?? null, input.password),
  )
  return openHere(tx, account as AccountRow, 'password', null) // a right password has an account
}

/** Opens a session for the person that the account is here, or in its first district. */
export const openHere = async (
  tx: Tx,
  account: AccountRow,
  openedBy: contract.Opening,
  secondFactorAt: Date | null,
): Promise<contract.SignedIn> => {
  const membership = await membershipHere(tx, account.id)
  if (!membership) throw new Refusal('identity.password_wrong')
  const { district_id, person_id } = membership
  return inDistrict(tx, district_id, (there) =>
    openSession(there, {
      accountId: account.id,
      districtId: district_id,
      personId: person_id,
      openedBy,
      secondFactorAt,
    }),
  )
}
