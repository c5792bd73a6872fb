import { isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { loadDistrict, loadPlace, type PlaceRow, refuseEnded } from '#modules/places'
import type { Tx } from '#platform/context'
import { placeReaders } from '../contract.ts'

/** The paths of the places that the actor reads, without those inside another. */
const pathsRead = (tx: Tx): string[] => {
  const paths = tx.actor.posts.filter((post) => placeReaders.includes(post.role)).map((post) => post.placePath)
  return [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && isWithin(path, other)))
}

/** What the actor reads, narrowed to a place: refused when that is nothing. */
export const readablePaths = async (tx: Tx, placeId: number | undefined): Promise<string[]> => {
  const asked = placeId === undefined ? null : await loadPlace(tx, placeId)
  if (tx.actor.kind === 'system') return [(asked ?? (await loadDistrict(tx))).path]
  const read = pathsRead(tx)
  if (asked && read.some((path) => isWithin(asked.path, path))) return [asked.path]
  const within = asked ? read.filter((path) => isWithin(path, asked.path)) : read
  if (within.length === 0) throw new Refusal('auth.forbidden', { roles: placeReaders })
  return within
}

export const mayReadAt = (tx: Tx, placePath: string): boolean =>
  tx.actor.kind === 'system' || pathsRead(tx).some((path) => isWithin(placePath, path))

/** A place of the district that something new may stand at. */
export const placeHere = async (tx: Tx, placeId: number): Promise<PlaceRow> => {
  const place = await loadPlace(tx, placeId)
  if (place.district_id !== tx.districtId || place.level === 'city')
    throw new Refusal('hazards.place_elsewhere', { placeId })
  refuseEnded(place)
  return place
}
