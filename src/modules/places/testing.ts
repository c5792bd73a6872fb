import { randomInt } from 'node:crypto'
import type { Actor, Role } from '#kernel/role'
import { system } from '#kernel/role'
import { inTransaction, newId } from '#platform/context'
import { pinyinKey } from '#platform/search'
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

const insert = (platform: TestPlatform, over: Partial<store.NewPlace> & Pick<store.NewPlace, 'level' | 'name' | 'code'>, parent: store.PlaceRow | null): Promise<store.PlaceRow> =>
  inTransaction(platform.as(system, 0), (tx) =>
    store.insertPlace(
      tx,
      {
        district_id: parent?.district_id ?? null,
        parent_id: parent?.id ?? null,
        name_key: pinyinKey(over.name),
        compound_kind: null,
        is_urban: null,
        address: null,
        boundary: null,
        longitude_min: null,
        longitude_max: null,
        latitude_min: null,
        latitude_max: null,
        center_longitude: null,
        center_latitude: null,
        household_count: null,
        resident_count: null,
        valid_from: '2020-01-01',
        valid_to: null,
        ...over,
      },
      parent?.path ?? '',
    ),
  )

let districtCount = 0

/** A district of its own for a test: one city, district, street, community and grid with codes nobody else has. */
export const buildDistrict = async (platform: TestPlatform): Promise<TestDistrict> => {
  districtCount += 1
  const id = randomInt(1, 2 ** 31 - 1)
  const county = String(100_000 + districtCount)
  const city = await insert(platform, { level: 'city', name: `测试市${districtCount}`, code: `${county.slice(0, 4)}${String(districtCount).padStart(8, '0')}` }, null)
  const district = await insert(platform, { level: 'district', name: '测试区', code: `${county}000000`, district_id: id }, city)
  const street = await insert(platform, { level: 'street', name: '和平街道', code: `${county}001000` }, district)
  const community = await insert(platform, { level: 'community', name: '幸福社区', code: `${county}001001` }, street)
  const grid = await insert(platform, { level: 'grid', name: '第 1 网格', code: `${county}001001-01` }, community)
  return { id, city, district, street, community, grid }
}

/** One more place below another. */
export const buildPlace = (platform: TestPlatform, parent: store.PlaceRow, over: Pick<store.NewPlace, 'level' | 'name' | 'code'> & Partial<store.NewPlace>): Promise<store.PlaceRow> =>
  insert(platform, over, parent)

/** Somebody who holds these roles there, without rows of persons and posts: for tests of permission and rules. */
export const actorAt = (place: store.PlaceRow, held: readonly Role[], over: Partial<Actor> & { organizationId?: string } = {}): Actor => {
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
