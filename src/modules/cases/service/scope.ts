import { isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { type CivilDate, instantOf } from '#kernel/time'
import { loadPlace } from '#modules/places'
import type { Tx } from '#platform/context'
import { placeReaders } from '../contract.ts'
import { instantAfter, placesRead } from './list.ts'

/** The path of a place that was asked for; null when none was. */
export const pathAsked = async (tx: Tx, placeId: number | undefined): Promise<string | null> =>
  placeId === undefined ? null : (await loadPlace(tx, placeId)).path

/**
 * The places that a list is about: what the actor reads, narrowed to one place. Refuses a place that the actor reads
 * nothing of. Null is the whole district: the platform itself asks.
 */
export const placePathsRead = async (tx: Tx, placeId: number | undefined): Promise<readonly string[] | null> => {
  const asked = await pathAsked(tx, placeId)
  if (tx.actor.kind === 'system') return asked === null ? null : [asked]
  const read = placesRead(tx).map((post) => post.placePath)
  if (asked !== null && read.some((path) => isWithin(asked, path))) return [asked]
  const paths = asked === null ? read : read.filter((path) => isWithin(path, asked))
  if (paths.length === 0) throw new Refusal('auth.forbidden', { roles: placeReaders })
  return paths
}

/** Where the actor works for somebody: organisations of the own posts. */
export const ownOrganizationIds = (tx: Tx): string[] => [
  ...new Set(
    tx.actor.posts.flatMap((post) =>
      post.role === 'resident' || post.organizationId === null ? [] : post.organizationId,
    ),
  ),
]

/** Two days, both included, as moments. */
export const spanOf = (days: { readonly from?: CivilDate | undefined; readonly until?: CivilDate | undefined }) => ({
  from: days.from === undefined ? null : instantOf(days.from),
  before: days.until === undefined ? null : instantAfter(days.until),
})
