import { isWithin, type PlaceLevel } from '#kernel/place'
import { err, ok, type Result } from '#kernel/result'
import type { Actor, Role } from '#kernel/role'
import type { PostRole } from '../contract.ts'

/**
 * At which levels of place a role stands. The four grid levels are S2-15: 指导员 at the street, 站长 at the community,
 * 网格长 and 网格员 at the grid (or a whole village group or community where nothing is divided).
 */
export const LEVELS_OF_ROLE: Readonly<Record<PostRole, readonly PlaceLevel[]>> = {
  correspondent: ['grid', 'community', 'street'],
  teamMember: ['community', 'street', 'district'],
  liaison: ['grid', 'villageGroup', 'community', 'street'],
  gridWorker: ['grid', 'villageGroup', 'community'],
  gridLeader: ['grid', 'villageGroup', 'community'],
  stationLeader: ['community'],
  gridInstructor: ['community', 'street'],
  communityWorker: ['community'],
  communitySecretary: ['community'],
  streetOfficer: ['street'],
  dispatcher: ['street', 'district'],
  departmentOfficer: ['district', 'street'],
  leader: ['district', 'street', 'community'],
  administrator: ['district', 'street', 'community'],
}

/** Roles whose permissions come from the organisation they work in. */
export const ROLES_OF_ORGANIZATIONS: readonly Role[] = ['departmentOfficer', 'teamMember']

export const checkPostHere = (
  role: PostRole,
  level: PlaceLevel,
  hasOrganization: boolean,
): Result<void, 'posts.role_not_here' | 'posts.organization_missing'> => {
  if (!LEVELS_OF_ROLE[role].includes(level)) return err('posts.role_not_here')
  return ROLES_OF_ORGANIZATIONS.includes(role) && !hasOrganization ? err('posts.organization_missing') : ok(undefined)
}

/**
 * Nobody gives away more than the own reach: an administrator puts people only into organisations that serve the own
 * place or one below it, since a post in an organisation acts on whatever is given to that organisation.
 */
export const isInReach = (actor: Actor, placePath: string): boolean =>
  actor.kind === 'system' ||
  actor.posts.some((post) => post.role === 'administrator' && isWithin(placePath, post.placePath))
