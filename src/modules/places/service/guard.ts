import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as store from '../store.ts'

/** One place as it stands in the tree; refuses when there is none. */
export const loadPlace = async (tx: Tx, id: number): Promise<store.PlaceRow> => {
  const place = await store.findPlace(tx, id)
  if (!place) throw new Refusal('places.place_not_found', { id })
  return place
}

/** The place of the district that this transaction works for; refuses when there is none. */
export const loadDistrict = async (tx: Tx): Promise<store.PlaceRow> => {
  const district = await store.findPlace(tx, tx.districtId)
  if (district?.level !== 'district') throw new Refusal('request.district_unknown', { id: tx.districtId })
  return district
}

/** Refuses when the place has ended: nothing new begins there. */
export const refuseEnded = (place: store.PlaceRow): void => {
  if (place.valid_to !== null) throw new Refusal('places.place_ended', { name: place.name, on: place.valid_to })
}

/**
 * Locks places that are about to be changed, and the places above them: permission, still valid, still the version the
 * caller saw. The permission is that at the place or above it.
 */
export const lockForChange = async <const Refs extends readonly { readonly id: number; readonly version: number }[]>(
  tx: Tx,
  operation: Parameters<typeof requirePermission>[1],
  refs: Refs,
): Promise<{ readonly [Key in keyof Refs]: store.PlaceRow }> => {
  const seen = await store.findPlaces(
    tx,
    refs.map((ref) => ref.id),
  )
  const ids = seen.flatMap((place) => (place.parent_id === null ? [place.id] : [place.id, place.parent_id]))
  const locked = new Map((await store.lockPlaces(tx, ids)).map((place) => [place.id, place]))
  const places = refs.map(({ id, version }) => {
    const place = locked.get(id)
    if (!place) throw new Refusal('places.place_not_found', { id })
    requirePermission(tx, operation, { placePath: place.path })
    refuseEnded(place)
    if (place.version !== version) throw new Refusal('places.changed_meanwhile', { name: place.name })
    return place
  })
  return places as unknown as { readonly [Key in keyof Refs]: store.PlaceRow } // one for each
}

/** Is the code or the name taken by another valid place? */
export const refuseTwin = async (
  tx: Tx,
  draft: Parameters<typeof store.findTwin>[1],
  exceptId?: number,
): Promise<void> => {
  const twin = await store.findTwin(tx, draft, exceptId)
  if (twin) throw new Refusal(`places.${twin}_conflict`, { code: draft.code, name: draft.name })
}

/** What another writer of the same moment may have taken. */
export const refuseTwins = <R>(name: string, code: string, write: () => Promise<R>): Promise<R> =>
  refuseTaken(
    { place_code_valid: 'places.code_conflict', place_name_valid: 'places.name_conflict' },
    { name, code },
    write,
  )

/** The first day of a change: not in the future, since nothing would carry it out, and not before the place began. */
export const dayOfChange = (tx: Tx, on: string | undefined, places: readonly store.PlaceRow[]): string => {
  const today = civilDateAt(tx.now())
  const day = on ?? today
  const earliest = places.reduce((latest, place) => (place.valid_from > latest ? place.valid_from : latest), '')
  if (day > today || day < earliest) throw new Refusal('places.date_not_possible', { on: day, earliest, latest: today })
  return day
}
