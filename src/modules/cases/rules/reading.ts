import { isWithin } from '#kernel/place'
import type { Actor } from '#kernel/role'
import { placeReaders, staffReporters } from '../contract.ts'

/** What of a case decides who may read it. */
export interface Readable {
  readonly placePath: string
  readonly handlerOrganizationId: string | null
  readonly handlerPersonId: string | null
  /** Called to it by a whistle. */
  readonly calledOrganizationIds: readonly string[]
  readonly reporterPersonIds: readonly string[]
  readonly isPublic: boolean
}

/**
 * As whom an actor reads a case: staff at its place or above, of the organisation it was given to or of one called to it,
 * or the person it was given to; its reporter; everybody what was published. Null: not at all, and it must look as if there were none.
 */
export const readerOf = (actor: Actor, matter: Readable, knowsCode = false): 'staff' | 'parties' | 'public' | null => {
  const isMine = actor.personId !== null && matter.reporterPersonIds.includes(actor.personId)
  const isStaff = actor.posts.some(
    (post) =>
      (placeReaders.includes(post.role) && isWithin(matter.placePath, post.placePath)) ||
      (post.role !== 'resident' &&
        post.organizationId !== null &&
        (post.organizationId === matter.handlerOrganizationId ||
          matter.calledOrganizationIds.includes(post.organizationId))),
  )
  const isHandler = actor.personId !== null && actor.personId === matter.handlerPersonId
  if (actor.kind === 'system' || isStaff || isHandler) return 'staff'
  if (isMine || knowsCode) return 'parties'
  return matter.isPublic ? 'public' : null
}

/** Holds a post with which cases are reported by the channels of staff. */
export const worksOnCases = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.posts.some((post) => staffReporters.includes(post.role))

/** Where somebody works on cases, when that is one place; with posts at several, none is guessed. */
export const workPlaceIdOf = (actor: Actor): number | null => {
  const placeIds = new Set(actor.posts.filter((post) => staffReporters.includes(post.role)).map((post) => post.placeId))
  const [placeId] = placeIds
  return placeIds.size === 1 ? (placeId ?? null) : null
}
