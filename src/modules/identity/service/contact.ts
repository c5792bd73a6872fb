import type { Language, Tx } from '#platform/context'
import { unsealText } from '../secret.ts'
import * as store from '../store/person.ts'

/** How a person is reached outside of the platform. */
export interface Contact {
  readonly phone: string | null
  readonly language: Language
}

/** Where the platform itself sends words to a person; never shown. No phone: none is known, or the person is erased. */
export const contactOf = async (tx: Tx, personId: string): Promise<Contact> => {
  const person = await store.findPerson(tx, personId)
  if (!person) return { phone: null, language: 'zh-CN' }
  return { phone: person.phone_sealed && unsealText(tx, person.phone_sealed), language: person.language }
}
