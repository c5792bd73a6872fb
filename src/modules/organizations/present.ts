import { civilDateAt } from '#kernel/time'
import { findPlaces } from '#modules/places'
import type { Tx } from '#platform/context'
import type { Organization } from './contract.ts'
import { countChildren, type OrganizationRow } from './store.ts'

/** Organisations as the world sees them, with the names of their places. */
export const presentOrganizations = async (tx: Tx, rows: readonly OrganizationRow[]): Promise<Organization[]> => {
  const places = await findPlaces(tx, [...new Set(rows.map((row) => row.place_id))])
  const placeName = new Map(places.map((place) => [place.id, place.name]))
  const childCount = await countChildren(
    tx,
    rows.map((row) => row.id),
    civilDateAt(tx.now()),
  )
  return rows.map((row) => ({
    id: row.id,
    parentId: row.parent_id,
    path: row.path,
    kind: row.kind,
    name: row.name,
    shortName: row.short_name,
    placeId: row.place_id,
    placeName: placeName.get(row.place_id) ?? '',
    phone: row.phone,
    duty: row.duty,
    childCount: childCount.get(row.id) ?? 0,
    closedOn: row.closed_on,
    version: row.version,
  }))
}

export const presentOrganization = async (tx: Tx, row: OrganizationRow): Promise<Organization> => {
  const [organization] = await presentOrganizations(tx, [row])
  return organization as Organization // one in, one out
}
