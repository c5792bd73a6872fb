import { civilDateAt } from '#kernel/time'
import type { Role } from '#kernel/role'
import { pathIds } from '#kernel/place'
import type { Tx } from '#platform/context'
import type { Module } from '#platform/module'
import { operations } from './routes.ts'
import * as store from './store.ts'

/** Who holds one of these roles at this place or above it today: whom to tell. */
export const holdersOf = (tx: Tx, placePath: string, roles: readonly Role[]): Promise<string[]> =>
  store.holdersAt(tx, pathIds(placePath), roles, civilDateAt(tx.now()))

/** Who holds a post in an organisation today, and in which role. */
export const membersOf = (tx: Tx, organizationId: string): Promise<{ personId: string; role: Role }[]> =>
  store.membersOf(tx, organizationId, civilDateAt(tx.now()))

export const posts: Module = { name: 'posts', operations }
