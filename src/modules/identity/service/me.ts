import type { Writable } from 'node:stream'
import { maskPhone } from '#kernel/mask'
import { holds, type InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { findPlaces, listDistricts } from '#modules/places'
import { type Ctx, inDistrict, inTransaction, requirePerson, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import type * as contract from '../contract.ts'
import { isFresh } from '../rules/session.ts'
import { staffStepOf } from '../rules/staff-step.ts'
import { hashPhone, sealText, unsealText } from '../secret.ts'
import { listAccess } from '../store/access.ts'
import * as accounts from '../store/account.ts'
import { deletePasskeys, listPasskeys } from '../store/passkey.ts'
import * as persons from '../store/person.ts'
import { endSessions, listSessions, readActor } from '../store/session.ts'
import type { AccountRow, SessionRow } from '../store/tables.ts'
import { spendCode } from './code.ts'
import { isEnrolled } from './credential.ts'
import { loadPerson, noCredentials, refuseTakenPhone, sealedAddress } from './person.ts'
import { loadPlaceHere } from './place.ts'
import { sessionFacts } from './session-facts.ts'
import { lockOwnAccount, requireSession, secondFactorsOf } from './session.ts'

const holdsPosts = async (tx: Tx, personId: string): Promise<boolean> => {
  const rows = await readActor(tx, personId, civilDateAt(tx.now()))
  return rows.some((row) => row.post_id !== null)
}

const districtsOf = async (tx: Tx, accountId: string): Promise<contract.Me['districts']> => {
  const memberships = await accounts.listMemberships(tx, accountId)
  const names = new Map((await listDistricts(tx)).map((district) => [district.district_id, district.name]))
  return memberships.map(({ district_id: districtId }) => ({
    districtId,
    name: names.get(districtId) ?? '',
    isCurrent: districtId === tx.districtId,
  }))
}

export const findMe = async (tx: Tx): Promise<contract.Me> => {
  const session = await requireSession(tx)
  const account = await accounts.lockAccount(tx, session.account_id)
  const person = await loadPerson(tx, requirePerson(tx))
  const [place] = await findPlaces(tx, [person.place_id])
  const [consent] = (await persons.listConsents(tx, person.id)).filter((given) => given.withdrawn_at === null)
  const secondFactors = await secondFactorsOf(tx, account)
  return {
    personId: person.id,
    name: person.name,
    phone: person.phone_sealed && maskPhone(unsealText(tx, person.phone_sealed)),
    address: person.address_sealed && unsealText(tx, person.address_sealed),
    placeId: person.place_id,
    placeName: place?.name ?? '',
    language: person.language,
    version: person.version,
    privacy: consent ? { version: consent.text_version, givenAt: consent.given_at.toISOString() } : null,
    posts: tx.actor.posts
      .filter((post) => post.role !== 'resident')
      .map(({ role, placeId, organizationId }) => ({ role, placeId, organizationId })),
    operations: tx.services.registry.operations
      .filter((operation) => holds(tx.actor, operation.access))
      .map((operation) => operation.id),
    staffStep: staffStepOf({
      isStaff: await holdsPosts(tx, person.id),
      openedBy: session.opened_by,
      hasSecondFactorNow: session.second_factor_at !== null,
      hasPassword: account.password_hash !== null,
      isEnrolled: secondFactors.totp || secondFactors.passkey,
    }),
    secondFactors,
    hasPassword: account.password_hash !== null,
    recoveryCodeCount: account.recovery_codes.length,
    districts: await districtsOf(tx, account.id),
  }
}

export const updateMe = async (tx: Tx, input: InputOf<typeof contract.updateMe>): Promise<persons.PersonRow> => {
  const person = await persons.lockPerson(tx, requirePerson(tx))
  if (!person) throw new Refusal('identity.person_not_found')
  if (person.version !== input.version)
    throw new Refusal('identity.person_changed_meanwhile', { version: person.version })
  const { name, language, placeId, address } = input
  const isRenamed = name !== undefined && name !== person.name
  if (isRenamed && (await holdsPosts(tx, person.id))) throw new Refusal('identity.name_by_staff')
  const place = placeId === undefined ? null : await loadPlaceHere(tx, placeId)
  return persons.updatePerson(tx, person.id, {
    ...(isRenamed ? { name } : {}),
    ...(language === undefined ? {} : { language }),
    ...(place ? { place_id: place.id, place_path: place.path } : {}),
    ...(address === undefined ? {} : sealedAddress(tx, address)),
  })
}

/** The session in hand must be of the last quarter of an hour, and have the second factor when there is one. */
const requireFreshProof = async (tx: Tx): Promise<{ session: SessionRow; account: AccountRow }> => {
  const own = await lockOwnAccount(tx)
  if (!isFresh(sessionFacts(own.session), tx.now())) throw new Refusal('identity.sign_in_again')
  if (own.session.second_factor_at === null && (await isEnrolled(tx, own.account))) {
    throw new Refusal('identity.second_factor_missing')
  }
  return own
}

/** Moves the account to another phone, in all its districts; ends all other sessions. */
export const changeMyPhone = async (tx: Tx, input: InputOf<typeof contract.changeMyPhone>): Promise<void> => {
  const { session, account } = await requireFreshProof(tx)
  await spendCode(tx, input.phone, 'changePhone', input.code)
  const phone_hash = hashPhone(tx, input.phone)
  const owner = await accounts.findAccountByPhone(tx, phone_hash)
  if (owner && owner.id !== account.id) throw new Refusal('identity.phone_taken_conflict')
  const phone = { phone_hash, phone_sealed: sealText(tx, input.phone) }
  await accounts.updateAccount(tx, account.id, phone)
  for (const { district_id, person_id } of await accounts.listMemberships(tx, account.id)) {
    await inDistrict(tx, district_id, (there) => refuseTakenPhone(() => persons.updatePerson(there, person_id, phone)))
  }
  await endSessions(tx, { accountId: account.id, exceptId: session.id })
}

/**
 * Erases what is known of me in this district. The row stays for the threads that name it; the account is closed when
 * it is nobody in any district any more. Holders of posts step down first: their acts stand under their name.
 */
export const eraseMe = async (tx: Tx, input: InputOf<typeof contract.eraseMe>): Promise<void> => {
  const { account } = await requireFreshProof(tx)
  const person = await persons.lockPerson(tx, requirePerson(tx))
  if (!person) throw new Refusal('identity.person_not_found')
  if (input.name !== person.name)
    throw new Refusal('identity.name_differs', {}, [{ path: 'name', code: 'identity.name_differs' }])
  if (await holdsPosts(tx, person.id)) throw new Refusal('identity.still_in_office')
  const phone = person.phone_sealed && unsealText(tx, person.phone_sealed)
  await persons.updatePerson(tx, person.id, {
    name: ERASED_NAME,
    phone_hash: null,
    phone_sealed: null,
    address_sealed: null,
    gender: null,
    born_on: null,
    is_party_member: false,
    erased_at: tx.now(),
  })
  await persons.withdrawConsents(tx, person.id)
  await persons.deleteTraces(tx, person.id, phone)
  await accounts.deleteMembership(tx, account.id)
  const rest = await accounts.listMemberships(tx, account.id)
  if (rest.length === 0) {
    await deletePasskeys(tx, account.id)
    await accounts.updateAccount(tx, account.id, {
      ...noCredentials,
      phone_hash: null,
      phone_sealed: null,
      closed_at: tx.now(),
    })
  }
  await endSessions(tx, { accountId: account.id, districtId: tx.districtId })
  tx.afterCommit(() => tx.cookie.clear())
}

/** Stands in the column of the name; what people read instead is a phrase (`identity:person.erased`). */
const ERASED_NAME = '*'

// Export ------------------------------------------------------------------------------------------------------------------

const EXPORT_ROWS = 500

/** Everything that identity knows of me, in full, piece by piece. */
export const exportMe = async (ctx: Ctx): Promise<FileAnswer> => {
  // Asked before the first byte, so that a refusal is an answer and not half a file.
  await inTransaction(ctx, requireSession)
  return {
    fileName: `gongzhi-${civilDateAt(ctx.now())}.json`,
    mediaType: 'application/json; charset=utf-8',
    write: (out) => inTransaction(ctx, (tx) => writeExport(tx, out)),
  }
}

const writeExport = async (tx: Tx, out: Writable): Promise<void> => {
  const { account_id } = await requireSession(tx)
  const person = await loadPerson(tx, requirePerson(tx))
  const account = await accounts.lockAccount(tx, account_id)
  const [place] = await findPlaces(tx, [person.place_id])
  const sessions = await listSessions(tx, { accountId: account_id, after: null, limit: EXPORT_ROWS })
  const facts = {
    person: {
      id: person.id,
      name: person.name,
      phone: person.phone_sealed && unsealText(tx, person.phone_sealed),
      address: person.address_sealed && unsealText(tx, person.address_sealed),
      place: place?.name ?? null,
      gender: person.gender,
      bornOn: person.born_on,
      isPartyMember: person.is_party_member,
      language: person.language,
      createdAt: person.created_at,
    },
    account: {
      createdAt: account.created_at,
      hasPassword: account.password_hash !== null,
      totpConfirmedAt: account.totp_confirmed_at,
      districts: await districtsOf(tx, account_id),
      passkeys: (await listPasskeys(tx, account_id)).map(({ name, created_at, used_at }) => ({
        name,
        createdAt: created_at,
        usedAt: used_at,
      })),
      sessions: sessions.map(({ device, address, opened_by, created_at, seen_at }) => ({
        device,
        address,
        openedBy: opened_by,
        createdAt: created_at,
        seenAt: seen_at,
      })),
    },
    consents: (await persons.listConsents(tx, person.id)).map(({ purpose, text_version, given_at, withdrawn_at }) => ({
      purpose,
      version: text_version,
      givenAt: given_at,
      withdrawnAt: withdrawn_at,
    })),
  }
  out.write(`${JSON.stringify(facts).slice(0, -1)},"looks":[`)
  await writeLooks(tx, out, person.id)
  out.end(']}')
}

/** Who looked at me can be long, so it is read and written page by page. */
const writeLooks = async (tx: Tx, out: Writable, personId: string): Promise<void> => {
  let after: readonly [string, string] | null = null
  let isFirst = true
  do {
    const rows = await listAccess(tx, { subjectId: personId, after, limit: EXPORT_ROWS - 1 })
    for (const { at, field, reason } of rows) {
      const isTaken = out.write(`${isFirst ? '' : ','}${JSON.stringify({ at, field, reason })}`)
      isFirst = false
      if (!isTaken) await new Promise((resolve) => out.once('drain', resolve))
    }
    const last = rows.at(-1)
    after = rows.length === EXPORT_ROWS && last ? [last.at.toISOString(), last.id] : null
  } while (after)
}
