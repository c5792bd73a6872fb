import type { Module } from '#platform/module'
import { pages } from './pages.ts'
import { reactions } from './reactions.ts'
import { operations } from './routes.ts'
import { purge } from './service/purge.ts'

export { findActor } from './service/actor.ts'
export { findPersonsByPhones } from './service/by-phone.ts'
export { contactOf } from './service/contact.ts'
export { issueSession } from './service/issue.ts'
export { namesOf, type PersonName } from './service/names.ts'
export { findOrCreatePersonByPhone, loadPerson } from './service/person.ts'
export type { PersonRow } from './store/person.ts'

/** At night in China, when nobody signs in. */
const PURGE_SCHEDULE = '20 3 * * *'

export const identity: Module = {
  name: 'identity',
  operations,
  pages,
  reactions,
  jobs: [{ name: 'identity.purge', schedule: PURGE_SCHEDULE, run: purge }],
}
