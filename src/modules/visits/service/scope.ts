import { pathIds, isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { civilDateAt, type CivilDate } from '#kernel/time'
import { listPlaces, loadPlace } from '#modules/places'
import type { Tx } from '#platform/context'
import { readers } from '../contract.ts'

/** Places that a word may mean in a list. */
const PLACES_NAMED_MAX = 100

export const today = (tx: Tx): CivilDate => civilDateAt(tx.now())

/** The places that the actor reads by a post, without those inside another. */
const placesRead = (tx: Tx): string[] => {
  const paths = new Set(tx.actor.posts.filter((post) => readers.includes(post.role)).map((post) => post.placePath))
  return [...paths].filter((path) => ![...paths].some((other) => other !== path && isWithin(path, other)))
}

/**
 * The places that a list is about: what the actor reads, narrowed to one place. Refuses a place that the actor reads
 * nothing of. Null is the whole district: the platform itself asks.
 */
export const scopeOf = async (tx: Tx, withinId: number | undefined): Promise<string[] | null> => {
  const asked = withinId === undefined ? null : (await loadPlace(tx, withinId)).path
  if (tx.actor.kind === 'system') return asked === null ? null : [asked]
  const read = placesRead(tx)
  if (asked !== null && read.some((path) => isWithin(asked, path))) return [asked]
  const paths = asked === null ? read : read.filter((path) => isWithin(path, asked))
  if (paths.length === 0) throw new Refusal('auth.forbidden', { roles: readers })
  return paths
}

/** How many ids deep the one place is that was asked about, else the district: a grouping goes one step below. */
export const depthOf = (paths: readonly string[] | null, districtPath: string): number =>
  pathIds(paths?.length === 1 ? (paths[0] ?? districtPath) : districtPath).length

/** Words of a filter: a text, and the places that are called so. */
export const wordsOf = async (
  tx: Tx,
  words: string | undefined,
): Promise<{ readonly text: string; readonly placeIds: readonly number[] } | null> => {
  const text = words?.trim() ?? ''
  if (text === '') return null
  const { items } = await listPlaces(tx, {
    withinId: tx.districtId,
    words: text,
    sort: 'name',
    limit: PLACES_NAMED_MAX,
  })
  return { text, placeIds: items.map((place) => place.id) }
}
