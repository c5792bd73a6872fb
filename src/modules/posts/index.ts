import { pathsAbove } from '#kernel/place'
import type { Role } from '#kernel/role'
import type { Tx } from '#platform/context'
import type { Module } from '#platform/module'
import { reactions } from './reactions.ts'
import { operations } from './routes.ts'
import { today } from './service/guard.ts'
import * as store from './store.ts'
import type { Holding } from './store.ts'

export type { Holding } from './store.ts'

export type { Tenure } from './store.ts'

/** Who holds one of these roles at this place or above it today: whom to tell. */
export const holdersOf = (tx: Tx, placePath: string, roles: readonly Role[]): Promise<string[]> =>
  store.listHolders(tx, pathsAbove(placePath), roles, today(tx))

/** Who holds one of these roles at this very place today. */
export const holdersAt = (tx: Tx, placePath: string, roles: readonly Role[]): Promise<string[]> =>
  store.listHolders(tx, [placePath], roles, today(tx))

/** Who holds one of these roles at exactly this place between two days: whom to plan with. */
export const tenuresAt = store.listTenures
/** Who holds one of these roles at one of these places or below it today, and where. */
export const holdersWithin = (tx: Tx, placePaths: readonly string[], roles: readonly Role[]): Promise<Holding[]> =>
  store.listHoldersWithin(tx, placePaths, roles, today(tx))

/** Who holds a post in an organisation today, and in which role. */
export const membersOf = (tx: Tx, organizationId: string): Promise<{ personId: string; role: Role }[]> =>
  store.listMembers(tx, organizationId, today(tx))

/** The posts of these people today, with which role and where: whom a thing may be given to. */
export const postsHeldBy = (tx: Tx, personIds: readonly string[]): Promise<store.HeldPost[]> =>
  store.listHeld(tx, personIds, today(tx))

/** The roles of posts, ended ones too. */
export const rolesOfPosts = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Role>> => {
  const rows = await store.findPosts(tx, ids)
  return new Map(rows.map((row) => [row.id, row.role]))
}

export const posts: Module = { name: 'posts', operations, reactions }
