import type { PlaceLevel, Point } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { findPlaceWithAbove, locatePoint, type PlaceRow } from '#modules/places'
import type { Tx } from '#platform/context'
import type { LocationPrecision } from '../contract.ts'

/** Where a case is: its place, those above it, and how well it is known. */
export interface Placement {
  readonly place: PlaceRow
  readonly above: readonly PlaceRow[]
  readonly precision: LocationPrecision
}

/** A place of the district with those above it; refuses one of another district or above them all. */
export const placementAt = async (tx: Tx, placeId: number, isExact = false): Promise<Placement> => {
  const { place, above } = await findPlaceWithAbove(tx, placeId)
  if (place.district_id !== tx.districtId || place.level === 'city')
    throw new Refusal('cases.place_elsewhere', { placeId })
  return { place, above, precision: isExact ? 'exact' : place.level }
}

/** The smallest place around the point, else the place that was given, else the district. */
export const placementOf = async (
  tx: Tx,
  given: { readonly point: Point | null; readonly placeId: number | null },
): Promise<Placement> => {
  const located = given.point ? await locatePoint(tx, tx.districtId, given.point) : null
  if (located) return { ...located, precision: 'exact' }
  if (tx.districtId === 0) throw new Refusal('request.district_unknown', { id: tx.districtId })
  // A district is a place, and has its id.
  return placementAt(tx, given.placeId ?? tx.districtId, given.point !== null)
}

/** Where exactly a case is; null when it is not known as a point. */
export const pointOf = (row: { readonly longitude: number | null; readonly latitude: number | null }): Point | null =>
  row.longitude === null || row.latitude === null ? null : { longitude: row.longitude, latitude: row.latitude }

/** The columns that say where a case is. */
export const placeColumns = ({ place, above, precision }: Placement) => {
  const idAt = (level: PlaceLevel): number | null =>
    [...above, place].find((candidate) => candidate.level === level)?.id ?? null
  return {
    place_id: place.id,
    place_path: place.path,
    street_id: idAt('street'),
    community_id: idAt('community'),
    grid_id: idAt('grid'),
    location_precision: precision,
  }
}
