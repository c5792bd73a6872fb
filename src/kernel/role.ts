import { z } from 'zod'

/**
 * What a person can be, once and for all modules. A post is a role held at a place or in an organisation for a
 * period; permissions follow from posts only. Chinese names: `locales/zh-CN/posts.json`, key `role.<role>`.
 * The four grid levels 指导员、站长、网格长、网格员 are S2-15; 网格通讯员 (riders) S0-37, 队员 of a talent team S0-36, 联络员 S0-38.
 */
export const roles = [
  'resident',
  'correspondent',
  'teamMember',
  'liaison',
  'gridWorker',
  'gridLeader',
  'stationLeader',
  'gridInstructor',
  'communityWorker',
  'communitySecretary',
  'streetOfficer',
  'dispatcher',
  'departmentOfficer',
  'leader',
  'administrator',
] as const
export const roleShape = z.enum(roles)
export type Role = (typeof roles)[number]

/** Everyone who works here: holds a post, signs in with a second factor. */
export const staffRoles: readonly Role[] = roles.filter((role) => role !== 'resident')

export interface ActorPost {
  readonly id: string
  readonly role: Role
  readonly placeId: number
  readonly placePath: string
  readonly organizationId: string | null
}

/** Who acts. `system` is the platform itself (timers); `anyone` has not signed in. */
export interface Actor {
  readonly kind: 'anyone' | 'person' | 'system'
  readonly personId: string | null
  readonly name: string
  readonly posts: readonly ActorPost[]
}

export const anyone: Actor = { kind: 'anyone', personId: null, name: '', posts: [] }
export const system: Actor = { kind: 'system', personId: null, name: '', posts: [] }
