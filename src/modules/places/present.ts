import type { Place } from './contract.ts'
import type { PlaceRow } from './store.ts'

/** A place as the world sees it. */
export const presentPlace = (row: PlaceRow): Place => ({
  id: row.id,
  parentId: row.parent_id,
  districtId: row.district_id,
  level: row.level,
  name: row.name,
  code: row.code,
  path: row.path,
  compoundKind: row.compound_kind,
  urbanRuralCode: row.urban_rural_code,
  address: row.address,
  householdCount: row.household_count,
  residentCount: row.resident_count,
  center:
    row.center_longitude === null || row.center_latitude === null
      ? null
      : { longitude: row.center_longitude, latitude: row.center_latitude },
  hasBoundary: row.area_square_meters !== null,
  areaSquareMeters: row.area_square_meters,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  version: row.version,
})
