import type { InputOf } from '#kernel/operation'
import { orRefuse } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { requirePermission, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { checkPlaceBelow } from '../rules/place-tree.ts'
import * as store from '../store.ts'
import { refuseTwin, refuseTwins } from './guard.ts'

const EMPTY = {
  compound_kind: null,
  urban_rural_code: null,
  address: null,
  boundary: null,
  center_longitude: null,
  center_latitude: null,
  household_count: null,
  resident_count: null,
} as const

const findOrInsertCity = async (
  tx: Tx,
  city: { name: string; code: string },
  validFrom: string,
): Promise<store.PlaceRow> => {
  const [known] = await store.listValidByCodes(tx, [city.code])
  if (known) return known
  const draft = { ...EMPTY, ...city, district_id: null, parent_id: null, level: 'city' as const, valid_from: validFrom }
  return refuseTwins(city.name, city.code, () => store.insertPlace(tx, draft, ''))
}

/** A new district with its city when that is missing. The district is its own district: `district_id` is its own id. */
export const createDistrict = async (
  tx: Tx,
  input: InputOf<typeof contract.createDistrict>,
): Promise<store.PlaceRow> => {
  requirePermission(tx, contract.createDistrict)
  const validFrom = input.validFrom ?? civilDateAt(tx.now())
  const city = await findOrInsertCity(tx, input.city, validFrom)
  const { name, code, center } = input
  orRefuse(checkPlaceBelow(city, { level: 'district', code }), { level: 'district', parentLevel: city.level, code })
  const [id = 0] = await store.nextPlaceIds(tx, 1)
  const draft = {
    ...EMPTY,
    id,
    district_id: id,
    parent_id: city.id,
    parentPath: city.path,
    level: 'district' as const,
    name,
    code,
    center_longitude: center?.longitude ?? null,
    center_latitude: center?.latitude ?? null,
    valid_from: validFrom,
  }
  await refuseTwin(tx, draft)
  const [row] = await refuseTwins(name, code, () => store.insertPlaces(tx, [draft]))
  return row as store.PlaceRow // one in, one out
}
