import { z } from 'zod'
import { idShape } from '#kernel/id'
import { heldBy, type InputOf, type Operation } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import type { Actor } from '#kernel/role'
import { civilDateAt } from '#kernel/time'
import { loadPlace } from '#modules/places'
import { logAccess } from '#platform/access-log'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from '../contract.ts'
import { checkBornOn } from '../rules/person.ts'
import { hashPhone, sealText, unsealText } from '../secret.ts'
import * as accounts from '../store/account.ts'
import { deletePasskeys } from '../store/passkey.ts'
import * as store from '../store/person.ts'
import { endSessions, readActor } from '../store/session.ts'
import { loadPlaceHere } from './place.ts'
import { ensurePerson } from './sign-in.ts'

/** One person of the district; refuses when there is none. Permission is the caller's. */
export const loadPerson = async (tx: Tx, id: string): Promise<store.PersonRow> => {
  const person = await store.findPerson(tx, id)
  if (!person) throw new Refusal('identity.person_not_found', { id })
  return person
}

/** The person of a phone, made when there is none: for a call or a visit that somebody writes down. */
export const findOrCreatePersonByPhone = ensurePerson

/** The places in which the actor holds an operation; the platform itself holds it everywhere. */
export const placesHolding = (actor: Actor, operation: Pick<Operation, 'access'>): string[] => {
  if (actor.kind === 'system') return ['']
  const { access } = operation
  return access.kind === 'roles'
    ? actor.posts.filter((post) => access.roles.includes(post.role)).map((post) => post.placePath)
    : []
}

const personCursor = z.tuple([z.string(), idShape])

export const listPersons = async (
  tx: Tx,
  input: InputOf<typeof contract.listPersons>,
): Promise<Page<store.PersonRow>> => {
  let placePaths = placesHolding(tx.actor, contract.listPersons)
  if (input.withinId !== undefined) {
    const within = await loadPlace(tx, input.withinId)
    requirePermission(tx, contract.listPersons, { placePath: within.path })
    placePaths = [within.path]
  }
  const phone = contract.phoneShape.safeParse(input.words ?? '')
  const rows = await store.listPersons(tx, {
    placePaths,
    ...(phone.success ? { phoneHash: hashPhone(tx, phone.data) } : { words: input.words?.trim() || undefined }),
    after: readCursorAs(input.cursor, personCursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.name_key, row.id])
}

export const findPerson = async (tx: Tx, id: string): Promise<store.PersonRow> => {
  const person = await loadPerson(tx, id)
  requirePermission(tx, contract.findPerson, { placePath: person.place_path })
  return person
}

/** What is behind a mask. Who looked, at what and why is written down in the same transaction. */
export const revealField = async (tx: Tx, input: InputOf<typeof contract.revealField>): Promise<string | null> => {
  const person = await loadPerson(tx, input.id)
  requirePermission(tx, contract.revealField, { placePath: person.place_path })
  await logAccess(tx, { subjectKind: 'person', subjectId: person.id, field: input.field, reason: input.reason })
  if (input.field === 'bornOn') return person.born_on
  const sealed = input.field === 'phone' ? person.phone_sealed : person.address_sealed
  return sealed && unsealText(tx, sealed)
}

/** What another writer of the same moment may have taken. */
export const refuseTakenPhone = <R>(write: () => Promise<R>): Promise<R> =>
  refuseTaken({ person_phone: 'identity.phone_taken_conflict' }, {}, write)

const refuseTwin = async (tx: Tx, phone: string, exceptId?: string): Promise<void> => {
  const twins = await store.findPersonsByPhone(tx, [hashPhone(tx, phone)])
  if (twins.some((twin) => twin.id !== exceptId)) throw new Refusal('identity.phone_taken_conflict')
}

const refuseBornLater = (tx: Tx, bornOn: string | null | undefined): void => {
  const answer = checkBornOn(bornOn ?? null, civilDateAt(tx.now()))
  if (!answer.ok) throw new Refusal(answer.error, {}, [{ path: 'bornOn', code: answer.error }])
}

/** A phone as the columns hold it. */
export const sealedPhone = (tx: Tx, phone: string | null) => ({
  phone_hash: phone === null ? null : hashPhone(tx, phone),
  phone_sealed: phone === null ? null : sealText(tx, phone),
})

export const sealedAddress = (tx: Tx, address: string | null) => ({
  address_sealed: address === null ? null : sealText(tx, address),
})

export const createPerson = async (tx: Tx, input: InputOf<typeof contract.createPerson>): Promise<store.PersonRow> => {
  const place = await loadPlaceHere(tx, input.placeId)
  requirePermission(tx, contract.createPerson, { placePath: place.path })
  refuseBornLater(tx, input.bornOn)
  if (input.phone !== null) await refuseTwin(tx, input.phone)
  const draft: store.NewPerson = {
    name: input.name,
    ...sealedPhone(tx, input.phone),
    place_id: place.id,
    place_path: place.path,
    ...sealedAddress(tx, input.address),
    gender: input.gender,
    born_on: input.bornOn,
    is_party_member: input.isPartyMember,
    language: 'zh-CN',
  }
  const [person] = await refuseTakenPhone(() => store.insertPersons(tx, [{ ...draft, id: newId(tx) }]))
  return person as store.PersonRow // one in, one out
}

/** Locks a person that is about to be changed: permission, not erased, still the version the caller saw. */
const lockForChange = async (
  tx: Tx,
  ref: { readonly id: string; readonly version: number },
): Promise<store.PersonRow> => {
  const person = await store.lockPerson(tx, ref.id)
  if (!person) throw new Refusal('identity.person_not_found', { id: ref.id })
  requirePermission(tx, contract.updatePerson, { placePath: person.place_path })
  if (person.erased_at) throw new Refusal('identity.person_erased')
  if (person.version !== ref.version)
    throw new Refusal('identity.person_changed_meanwhile', { version: person.version })
  return person
}

/**
 * Whoever can change the phone or the credentials of somebody can become that somebody. So for holders of posts it
 * takes an administrator above every place they serve, wherever they happen to live.
 */
const requireAboveTheirPosts = async (tx: Tx, operation: Pick<Operation, 'id'>, personId: string): Promise<void> => {
  const rows = await readActor(tx, personId, civilDateAt(tx.now()))
  for (const { post_place_path: placePath } of rows) {
    if (placePath !== null)
      requirePermission(tx, { id: operation.id, access: heldBy('place', 'administrator') }, { placePath })
  }
}

const checkPhoneChange = async (tx: Tx, person: store.PersonRow, phone: string | null): Promise<void> => {
  const hash = phone === null ? null : hashPhone(tx, phone)
  if (hash === null ? person.phone_hash === null : person.phone_hash?.equals(hash)) return
  if (await accounts.findAccountIdOfPerson(tx, person.id)) throw new Refusal('identity.phone_of_account')
  await requireAboveTheirPosts(tx, contract.updatePerson, person.id)
  if (phone !== null) await refuseTwin(tx, phone, person.id)
}

/** Changes a person. What was changed is written to the log of looks, since it is read by the person too. */
export const updatePerson = async (tx: Tx, input: InputOf<typeof contract.updatePerson>): Promise<store.PersonRow> => {
  const person = await lockForChange(tx, input)
  const { id, placeId, phone, address, name, gender, bornOn, isPartyMember } = input
  refuseBornLater(tx, bornOn)
  const place = placeId === undefined ? null : await loadPlaceHere(tx, placeId)
  if (place) requirePermission(tx, contract.updatePerson, { placePath: place.path })
  if (phone !== undefined) await checkPhoneChange(tx, person, phone)
  if (name !== undefined && name !== person.name) await requireAboveTheirPosts(tx, contract.updatePerson, id)
  const changed = await refuseTakenPhone(() =>
    store.updatePerson(tx, id, {
      ...(name === undefined ? {} : { name }),
      ...(phone === undefined ? {} : sealedPhone(tx, phone)),
      ...(place ? { place_id: place.id, place_path: place.path } : {}),
      ...(address === undefined ? {} : sealedAddress(tx, address)),
      ...(gender === undefined ? {} : { gender }),
      ...(bornOn === undefined ? {} : { born_on: bornOn }),
      ...(isPartyMember === undefined ? {} : { is_party_member: isPartyMember }),
    }),
  )
  const fields = Object.entries({ name, phone, placeId, address, gender, bornOn, isPartyMember })
  const given = fields.filter(([, value]) => value !== undefined).map(([field]) => field)
  if (given.length > 0 && tx.actor.personId) {
    await logAccess(tx, { subjectKind: 'person', subjectId: id, field: 'change', reason: given.join(', ') })
  }
  return changed
}

/** Gives somebody who lost password or second factor a fresh start by phone code; ends all sessions of the account. */
export const resetCredentials = async (
  tx: Tx,
  input: InputOf<typeof contract.resetCredentials>,
): Promise<store.PersonRow> => {
  const person = await store.lockPerson(tx, input.id)
  if (!person) throw new Refusal('identity.person_not_found', { id: input.id })
  requirePermission(tx, contract.resetCredentials, { placePath: person.place_path })
  if (person.id === tx.actor.personId) throw new Refusal('identity.not_oneself')
  const accountId = await accounts.findAccountIdOfPerson(tx, person.id)
  if (!accountId) throw new Refusal('identity.no_account')
  await requireAboveTheirPosts(tx, contract.resetCredentials, person.id)
  const account = await accounts.lockAccount(tx, accountId)
  await accounts.updateAccount(tx, accountId, noCredentials)
  if (account.phone_hash) {
    await accounts.deleteLockout(tx, { phone_hash: account.phone_hash, kind: 'password' })
    await accounts.deleteLockout(tx, { phone_hash: account.phone_hash, kind: 'secondFactor' })
  }
  await deletePasskeys(tx, accountId)
  await endSessions(tx, { accountId })
  await logAccess(tx, { subjectKind: 'person', subjectId: person.id, field: 'credentials', reason: input.reason })
  return person
}

export const noCredentials: accounts.AccountChange = {
  password_hash: null,
  totp_secret: null,
  totp_pending_secret: null,
  totp_confirmed_at: null,
  totp_last_step: null,
  recovery_codes: [],
}
