import { Refusal } from '#kernel/refusal'
import { findPlaces, loadDistrict, loadPlace, type PlaceRow } from '#modules/places'
import type { Tx } from '#platform/context'

/** A place of this district; refuses another's. */
export const loadPlaceHere = async (tx: Tx, id: number): Promise<PlaceRow> => {
  const place = await loadPlace(tx, id)
  if (place.district_id !== tx.districtId) throw new Refusal('identity.place_elsewhere', { id })
  return place
}

/** Where somebody belongs who chose that place: there when it is in the district, else the district itself. */
export const homePlace = async (tx: Tx, chosenId: number | null): Promise<PlaceRow> => {
  const [chosen] = chosenId === null ? [] : await findPlaces(tx, [chosenId])
  return chosen?.district_id === tx.districtId ? chosen : loadDistrict(tx)
}
