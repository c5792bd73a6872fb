import { system } from '#kernel/role'
import type { PlaceRow } from '#modules/places'
import { inTransaction, newId } from '#platform/context'
import type { TestPlatform } from '#platform/testing'
import * as store from './store.ts'

/** An organisation that serves a place, under a name nobody else has. */
export const buildOrganization = (
  platform: TestPlatform,
  place: Pick<PlaceRow, 'id' | 'district_id'>,
  over: Partial<store.NewOrganization> = {},
): Promise<store.OrganizationRow> =>
  inTransaction(platform.as(system, place.district_id ?? 0), async (tx) => {
    const id = over.id ?? newId(tx)
    const name = over.name ?? `测试单位${id.slice(-6)}`
    const draft: store.NewOrganization = {
      district_id: tx.districtId,
      id,
      parent_id: null,
      path: `${id}.`,
      kind: 'department',
      name,
      short_name: name,
      place_id: place.id,
      phone: null,
      duty: null,
      created_at: tx.now(),
      ...over,
    }
    await store.insertOrganizations(tx, [draft])
    return (await store.findOrganization(tx, id)) as store.OrganizationRow // just written
  })
