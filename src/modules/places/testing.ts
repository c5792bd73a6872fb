import type { Boundary } from '#kernel/geo'
import type { Actor, Role } from '#kernel/role'
import { system } from '#kernel/role'
import { inTransaction, newId } from '#platform/context'
import type { TestPlatform } from '#platform/testing'
import * as store from './store.ts'

export interface TestDistrict {
  readonly id: number
  readonly city: store.PlaceRow
  readonly district: store.PlaceRow
  readonly street: store.PlaceRow
  readonly community: store.PlaceRow
  readonly grid: store.PlaceRow
}

type Draft = Partial<store.NewPlace> & Pick<store.NewPlace, 'level' | 'name' | 'code'>

const draftOf = (over: Draft, parent: store.PlaceRow | null): store.NewPlace => ({
  district_id: parent?.district_id ?? null,
  parent_id: parent?.id ?? null,
  compound_kind: null,
  urban_rural_code: null,
  address: null,
  boundary: null,
  center_longitude: null,
  center_latitude: null,
  household_count: null,
  resident_count: null,
  valid_from: '2020-01-01',
  ...over,
})

const insert = (platform: TestPlatform, over: Draft, parent: store.PlaceRow | null): Promise<store.PlaceRow> =>
  inTransaction(platform.as(system, 0), (tx) => store.insertPlace(tx, draftOf(over, parent), parent?.path ?? ''))

/** A district is its own district. */
const insertDistrict = (platform: TestPlatform, over: Draft, city: store.PlaceRow): Promise<store.PlaceRow> =>
  inTransaction(platform.as(system, 0), async (tx) => {
    const [id = 0] = await store.nextPlaceIds(tx, 1)
    const [row] = await store.insertPlaces(tx, [{ ...draftOf(over, city), district_id: id, id, parentPath: city.path }])
    return row as store.PlaceRow // one in, one out
  })

/** A boundary: a square of so many degrees with its south-west corner there. */
export const squareAt = (longitude: number, latitude: number, degrees: number): Boundary => {
  const [east, north] = [longitude + degrees, latitude + degrees].map((value) => Math.round(value * 1e7) / 1e7)
  return boxAt(longitude, latitude, east ?? 0, north ?? 0)
}

export const boxAt = (west: number, south: number, east: number, north: number): Boundary => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

let districtCount = 0

/** A district of its own for a test: one city, district, street, community and grid with codes nobody else has. */
export const buildDistrict = async (platform: TestPlatform): Promise<TestDistrict> => {
  districtCount += 1
  const county = String(100_000 + districtCount)
  const city = await insert(
    platform,
    {
      level: 'city',
      name: `测试市${districtCount}`,
      code: `${county.slice(0, 4)}${String(districtCount).padStart(8, '0')}`,
    },
    null,
  )
  const district = await insertDistrict(platform, { level: 'district', name: '测试区', code: `${county}000000` }, city)
  const street = await insert(platform, { level: 'street', name: '和平街道', code: `${county}001000` }, district)
  const community = await insert(platform, { level: 'community', name: '幸福社区', code: `${county}001001` }, street)
  const grid = await insert(platform, { level: 'grid', name: '第 1 网格', code: `${county}001001-01` }, community)
  return { id: district.id, city, district, street, community, grid }
}

/** One more place below another. */
export const buildPlace = (platform: TestPlatform, parent: store.PlaceRow, over: Draft): Promise<store.PlaceRow> =>
  insert(platform, over, parent)

/** Somebody who holds these roles there, without rows of persons and posts: for tests of permission and rules. */
export const actorAt = (
  place: store.PlaceRow,
  held: readonly Role[],
  over: Partial<Actor> & { organizationId?: string } = {},
): Actor => {
  const personId = over.personId ?? newId({ now: () => new Date() })
  const { organizationId = null, ...rest } = over
  return {
    kind: 'person',
    personId,
    name: '测试员',
    posts: held.map((role) => ({ id: personId, role, placeId: place.id, placePath: place.path, organizationId })),
    ...rest,
  }
}
