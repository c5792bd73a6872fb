import { canOfOperations } from '#kernel/can'
import { maskAddress, maskPhone } from '#kernel/mask'
import type { Tx } from '#platform/context'
import {
  type AccessEntry,
  findPerson,
  type Passkey,
  type Person,
  resetCredentials,
  revealField,
  type Session,
  updatePerson,
} from './contract.ts'
import { maskBornOn } from './rules/person.ts'
import { unsealText } from './secret.ts'
import { nameOf, type PersonName } from './service/names.ts'
import type { AccessRow } from './store/access.ts'
import type { PersonRow } from './store/person.ts'
import type { PasskeyRow, SessionRow } from './store/tables.ts'

/** A person as staff see it: everything but the name masked. */
export const presentPerson = (
  tx: Tx,
  row: PersonRow,
  known: { readonly placeName: string; readonly hasAccount: boolean },
): Person => {
  const obstacle = row.erased_at ? 'identity.person_erased' : null
  const there = { placePath: row.place_path }
  return {
    id: row.id,
    name: nameOf(tx, row).name,
    phone: row.phone_sealed && maskPhone(unsealText(tx, row.phone_sealed)),
    address: row.address_sealed && maskAddress(unsealText(tx, row.address_sealed)),
    bornOn: row.born_on && maskBornOn(row.born_on),
    gender: row.gender,
    isPartyMember: row.is_party_member,
    placeId: row.place_id,
    placeName: known.placeName,
    language: row.language,
    hasAccount: known.hasAccount,
    createdAt: row.created_at.toISOString(),
    erasedAt: row.erased_at?.toISOString() ?? null,
    version: row.version,
    can: {
      ...canOfOperations(tx.actor, [findPerson, updatePerson, revealField], there, obstacle),
      ...canOfOperations(
        tx.actor,
        [resetCredentials],
        there,
        obstacle ?? (known.hasAccount ? null : 'identity.no_account'),
      ),
    },
  }
}

export const presentSession = (tx: Tx, row: SessionRow): Session => ({
  id: row.id,
  device: row.device,
  address: row.address,
  openedBy: row.opened_by,
  hasSecondFactor: row.second_factor_at !== null,
  createdAt: row.created_at.toISOString(),
  seenAt: row.seen_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  isCurrent: row.id === tx.sessionId,
})

export const presentPasskey = (row: PasskeyRow): Passkey => ({
  id: row.credential_id,
  name: row.name,
  createdAt: row.created_at.toISOString(),
  usedAt: row.used_at?.toISOString() ?? null,
})

/** A look behind a mask; `how` says whether the reader sees names in full. */
export const presentAccess = (
  row: AccessRow,
  names: ReadonlyMap<string, PersonName>,
  how: keyof PersonName,
): AccessEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  byName: names.get(row.person_id)?.[how] ?? '',
  subjectId: row.subject_id,
  subjectName: names.get(row.subject_id)?.[how] ?? '',
  field: row.field,
  reason: row.reason,
})
