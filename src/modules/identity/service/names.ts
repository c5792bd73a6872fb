import { maskName } from '#kernel/mask'
import type { Tx } from '#platform/context'
import { say } from '#platform/words'
import { findPersons, type PersonRow } from '../store/person.ts'

/** How somebody is called: in full for staff, masked for everybody else. */
export interface PersonName {
  readonly name: string
  readonly masked: string
}

/** The name of a person; of somebody who was erased a phrase says so. */
export const nameOf = (tx: Pick<Tx, 'language'>, person: Pick<PersonRow, 'name' | 'erased_at'>): PersonName => {
  if (!person.erased_at) return { name: person.name, masked: maskName(person.name) }
  const erased = say(tx.language, 'identity:person.erased')
  return { name: erased, masked: erased }
}

/** Names by id; ids of nobody in this district are left out. One query, however many. */
export const namesOf = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, PersonName>> => {
  const persons = await findPersons(tx, [...new Set(ids)])
  return new Map(persons.map((person) => [person.id, nameOf(tx, person)]))
}
