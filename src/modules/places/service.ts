import type { InputOf } from '#kernel/operation'
import { cutPage, type Page, readCursor } from '#kernel/page'
import { pathIds } from '#kernel/place'
import { orRefuse, Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { requirePermission, type Tx } from '#platform/context'
import { pinyinKey } from '#platform/search'
import * as contract from './contract.ts'
import { checkPlaceBelow } from './rules/place-tree.ts'
import * as store from './store.ts'

/** One place as it stands in the tree; refuses when there is none. */
export const loadPlace = async (tx: Tx, id: number): Promise<store.PlaceRow> => {
  const place = await store.findPlace(tx, id)
  if (!place) throw new Refusal('places.place_not_found', { id })
  return place
}

/** The place of the district that this transaction works for; refuses when there is none. */
export const loadDistrict = async (tx: Tx): Promise<store.PlaceRow> => {
  const district = (await store.listDistricts(tx)).find((place) => place.district_id === tx.districtId)
  if (!district) throw new Refusal('request.district_unknown', { id: tx.districtId })
  return district
}

export const listPlaces = async (tx: Tx, input: InputOf<typeof contract.listPlaces>): Promise<Page<store.PlaceRow>> => {
  const within = input.withinId === undefined ? undefined : await loadPlace(tx, input.withinId)
  const cursor = readCursor(input.cursor, 2)
  const rows = await store.listPlaces(tx, {
    parentId: input.parentId,
    withinPath: within?.path,
    level: input.level,
    words: input.words?.trim() || undefined,
    after: cursor ? [String(cursor[0]), Number(cursor[1])] : null,
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.name_key, row.id])
}

/** A place and those above it, from the top. */
export const findPlaceWithAbove = async (tx: Tx, id: number): Promise<{ place: store.PlaceRow; above: store.PlaceRow[] }> => {
  const place = await loadPlace(tx, id)
  const above = await store.findPlaces(tx, pathIds(place.path).slice(0, -1))
  return { place, above }
}

export const createPlace = async (tx: Tx, input: InputOf<typeof contract.createPlace>): Promise<store.PlaceRow> => {
  const parent = await loadPlace(tx, input.parentId)
  requirePermission(tx, contract.createPlace, { placePath: parent.path })
  orRefuse(checkPlaceBelow(parent, input), { level: input.level, parentLevel: parent.level, code: input.code })
  const draft: store.NewPlace = {
    district_id: parent.district_id ?? (input.level === 'district' ? tx.districtId : null),
    parent_id: parent.id,
    level: input.level,
    name: input.name,
    name_key: pinyinKey(input.name),
    code: input.code,
    compound_kind: input.compoundKind,
    is_urban: null,
    address: input.address,
    boundary: null,
    longitude_min: null,
    longitude_max: null,
    latitude_min: null,
    latitude_max: null,
    center_longitude: input.center?.longitude ?? null,
    center_latitude: input.center?.latitude ?? null,
    household_count: null,
    resident_count: null,
    valid_from: input.validFrom ?? civilDateAt(tx.now()),
    valid_to: null,
  }
  const twin = await store.findTwin(tx, draft)
  if (twin) throw new Refusal(`places.${twin}_conflict`, { code: input.code, name: input.name })
  return store.insertPlace(tx, draft, parent.path)
}
