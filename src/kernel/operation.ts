import { z } from 'zod'
import { type Actor, type Role, roles } from './role.ts'

/**
 * Who may call an operation. `anyone` needs no account, `signedIn` any account; otherwise one of `roles`, held
 * at the place of the thing or above it (`place`), in the organisation the thing was given to (`organization`),
 * in one of the two (`either`), or anywhere in the district (`district`). The service checks the place once the thing is loaded.
 */
export type HeldAt = 'place' | 'organization' | 'either' | 'district'
export type Access =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'roles'; readonly roles: readonly Role[]; readonly at: HeldAt }

export const anyoneMay: Access = { kind: 'anyone' }
export const signedInMay: Access = { kind: 'signedIn' }
export const heldBy = (at: HeldAt, ...holders: readonly Role[]): Access => ({
  kind: 'roles',
  roles: holders,
  at,
})

/**
 * One thing the platform can do, as the world sees it. `id` is `<module>.<noun>.<verb>` and names the route
 * (`/api/<id>`), the permission, the thread action and the service function.
 * `read` answers a GET and changes nothing; `act` is a POST of JSON with an `Idempotency-Key`; `upload` is the
 * same with one file as multipart; `stream` is a GET that answers a file.
 */
export interface Operation<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Id extends string = string,
> {
  readonly id: Id
  readonly kind: 'read' | 'act' | 'upload' | 'stream'
  readonly access: Access
  readonly summary: string
  readonly input: Input
  readonly output: Output
  /** Calls a minute from one address, when fewer than the general limit. */
  readonly perMinute?: number
  /** The answer holds a secret or opens a session: it is given once and never kept; asked again, `request.already_done`. */
  readonly answersOnce?: boolean
  /** Refusals beyond the general ones of `kernel/refusals.ts`. */
  readonly refusals: readonly string[]
}

type Draft<Input extends z.ZodType, Output extends z.ZodType, Id extends string> = Omit<
  Operation<Input, Output, Id>,
  'refusals' | 'kind'
> & { readonly refusals?: readonly string[] }

const ID = /^[a-z][a-zA-Z]*(\.[a-z][a-zA-Z]*){2}$/

const define = <Input extends z.ZodType, Output extends z.ZodType, Id extends string>(
  kind: Operation['kind'],
  draft: Draft<Input, Output, Id>,
): Operation<Input, Output, Id> => {
  if (!ID.test(draft.id)) throw new Error(`operation id ${draft.id} is not module.noun.verb`)
  return { kind, refusals: [], ...draft }
}

export const defineRead = <Input extends z.ZodType, Output extends z.ZodType, Id extends string>(
  draft: Draft<Input, Output, Id>,
): Operation<Input, Output, Id> => define('read', draft)

export const defineAct = <Input extends z.ZodType, Output extends z.ZodType, Id extends string>(
  draft: Draft<Input, Output, Id>,
): Operation<Input, Output, Id> => define('act', draft)

export const defineUpload = <Input extends z.ZodType, Output extends z.ZodType, Id extends string>(
  draft: Draft<Input, Output, Id>,
): Operation<Input, Output, Id> => define('upload', draft)

/** What a stream answers is bytes, so it has no output shape. */
export const defineStream = <Input extends z.ZodType, Id extends string>(
  draft: Omit<Draft<Input, z.ZodVoid, Id>, 'output'>,
): Operation<Input, z.ZodVoid, Id> => define('stream', { ...draft, output: z.void() })

export type InputOf<Op extends Operation> = z.output<Op['input']>
export type OutputOf<Op extends Operation> = z.input<Op['output']>

/** Where the thing stands whose permission is asked. */
export interface Whereabouts {
  readonly placePath?: string | undefined
  readonly organizationId?: string | null | undefined
}

/** Does the actor hold the permission of this operation there? Without `there`: anywhere at all. */
export const holds = (actor: Actor, access: Access, there?: Whereabouts): boolean => {
  if (access.kind === 'anyone' || actor.kind === 'system') return true
  if (access.kind === 'signedIn') return actor.kind === 'person'
  return actor.posts.some((post) => {
    if (!access.roles.includes(post.role)) return false
    if (!there || access.at === 'district') return true
    const inOrganization = post.organizationId !== null && post.organizationId === there.organizationId
    const atPlace = there.placePath?.startsWith(post.placePath) ?? false
    return (access.at !== 'place' && inOrganization) || (access.at !== 'organization' && atPlace)
  })
}

/** The roles that hold an operation, for the permission matrix (岗位权限表). */
export const rolesHolding = (access: Access): readonly Role[] => (access.kind === 'roles' ? access.roles : roles)
