import type { Tx } from '#platform/context'
import { hashPhone } from '../secret.ts'
import { findPersonsByPhone, type PersonRow } from '../store/person.ts'

/** Persons of the district by phone number, for files that name people so. Numbers of nobody are left out. */
export const findPersonsByPhones = async (
  tx: Tx,
  phones: readonly string[],
): Promise<ReadonlyMap<string, PersonRow>> => {
  const phoneOf = new Map(phones.map((phone) => [hashPhone(tx, phone).toString('hex'), phone]))
  const persons = await findPersonsByPhone(
    tx,
    [...phoneOf.keys()].map((hash) => Buffer.from(hash, 'hex')),
  )
  return new Map(
    persons.flatMap((person) => {
      const phone = phoneOf.get(person.phone_hash?.toString('hex') ?? '')
      return phone === undefined ? [] : [[phone, person] as const]
    }),
  )
}
