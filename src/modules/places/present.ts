import type { OutputOf } from '#kernel/operation'
import type * as contract from './contract.ts'
import type { Place } from './contract.ts'
import type { Adjusted } from './service/grid.ts'
import type { SuccessionRow } from './store/adjustment.ts'
import type { AliasRow } from './store/alias.ts'
import type { MapRow } from './store/boundary.ts'
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
  endedReason: row.ended_reason,
  version: row.version,
})

export const presentAlias = (row: AliasRow): OutputOf<typeof contract.addAlias> => ({
  placeId: row.place_id,
  system: row.system,
  code: row.code,
  validFrom: row.valid_from,
  validTo: row.valid_to,
})

export const presentSuccession = (row: SuccessionRow) => ({
  fromPlaceId: row.from_place_id,
  toPlaceId: row.to_place_id,
  kind: row.kind,
  happenedOn: row.happened_on,
  reason: row.reason,
})

export const presentAdjusted = ({ ended, begun }: Adjusted): { ended: Place[]; begun: Place[] } => ({
  ended: ended.map(presentPlace),
  begun: begun.map(presentPlace),
})

const presentFeature = (row: MapRow) => ({
  type: 'Feature' as const,
  id: row.id,
  properties: {
    name: row.name,
    code: row.code,
    level: row.level,
    parentId: row.parent_id,
    path: row.path,
    householdCount: row.household_count,
    residentCount: row.resident_count,
  },
  geometry: row.boundary,
})

export const presentMap = (rows: readonly MapRow[]) => ({
  type: 'FeatureCollection' as const,
  features: rows.map(presentFeature),
})
