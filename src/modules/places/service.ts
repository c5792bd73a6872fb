import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import type { InputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { orRefuse, Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { newId, requirePermission, type Tx } from '#platform/context'
import * as contract from './contract.ts'
import { checkPlaceBelow } from './rules/place-tree.ts'
import { keepFormerCode } from './service/alias.ts'
import { dayOfChange, loadPlace, lockForChange, refuseEnded, refuseTwin, refuseTwins } from './service/guard.ts'
import * as store from './store.ts'

const textCursor = z.tuple([z.string(), placeIdShape])
const countCursor = z.tuple([z.int32().min(-1), placeIdShape])

export const listPlaces = async (tx: Tx, input: InputOf<typeof contract.listPlaces>): Promise<Page<store.PlaceRow>> => {
  const within = input.withinId === undefined ? undefined : await loadPlace(tx, input.withinId)
  const { sort } = input
  const isByText = sort === 'name' || sort === 'code'
  const order = input.order ?? (isByText ? 'up' : 'down')
  const after = isByText ? readCursorAs(input.cursor, textCursor) : readCursorAs(input.cursor, countCursor)
  const rows = await store.listPlaces(tx, {
    parentId: input.parentId,
    withinPath: within?.path,
    level: input.level,
    words: input.words?.trim() || undefined,
    on: input.on,
    sort,
    order,
    after,
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [store.sortValueOf(row, sort, order), row.id])
}

/** A place and those above it, from the top. */
export const findPlaceWithAbove = async (
  tx: Tx,
  id: number,
): Promise<{ place: store.PlaceRow; above: store.PlaceRow[] }> => {
  const path = await store.findPathOfPlace(tx, id)
  const place = path.at(-1)
  if (!place) throw new Refusal('places.place_not_found', { id })
  return { place, above: path.slice(0, -1) }
}

/** What the actor may do with a place. */
export const canOfPlace = (tx: Tx, place: store.PlaceRow): Record<string, Can> => {
  const { createPlace, updatePlace, closePlace, setBoundary, addAlias, splitGrid, mergeGrids, redrawGrids } = contract
  const ofGrid = place.level === 'grid' ? [splitGrid, mergeGrids, redrawGrids] : []
  const ofGrids = place.level === 'community' ? [redrawGrids] : ofGrid
  return canOfOperations(
    tx.actor,
    [createPlace, updatePlace, closePlace, setBoundary, addAlias, ...ofGrids],
    { placePath: place.path },
    place.valid_to === null ? null : 'places.place_ended',
  )
}

/** The place that a code meant on a day: aliases of that day come before codes that places have now. */
export const resolvePlace = async (tx: Tx, input: InputOf<typeof contract.resolvePlace>): Promise<store.PlaceRow> => {
  const place = await store.findPlaceByCode(tx, input.code, input.system, input.on ?? civilDateAt(tx.now()))
  if (!place) throw new Refusal('places.place_not_found', { code: input.code })
  return place
}

export const createPlace = async (tx: Tx, input: InputOf<typeof contract.createPlace>): Promise<store.PlaceRow> => {
  const [parent] = await store.lockPlaces(tx, [input.parentId])
  if (!parent) throw new Refusal('places.place_not_found', { id: input.parentId })
  requirePermission(tx, contract.createPlace, { placePath: parent.path })
  refuseEnded(parent)
  orRefuse(checkPlaceBelow(parent, input), { level: input.level, parentLevel: parent.level, code: input.code })
  const draft: store.NewPlace = {
    district_id: parent.district_id,
    parent_id: parent.id,
    level: input.level,
    name: input.name,
    code: input.code,
    compound_kind: input.compoundKind,
    urban_rural_code: input.urbanRuralCode,
    address: input.address,
    boundary: null,
    center_longitude: input.center?.longitude ?? null,
    center_latitude: input.center?.latitude ?? null,
    household_count: input.householdCount,
    resident_count: input.residentCount,
    valid_from: input.validFrom ?? civilDateAt(tx.now()),
  }
  await refuseTwin(tx, draft)
  return refuseTwins(input.name, input.code, () => store.insertPlace(tx, draft, parent.path))
}

export const updatePlace = async (tx: Tx, input: InputOf<typeof contract.updatePlace>): Promise<store.PlaceRow> => {
  const [place] = await lockForChange(tx, contract.updatePlace, [input])
  const { name = place.name, code = place.code } = input
  if (code !== place.code) {
    const parent = place.parent_id === null ? null : await loadPlace(tx, place.parent_id)
    if (parent)
      orRefuse(checkPlaceBelow(parent, { level: place.level, code }), {
        code,
        parentLevel: parent.level,
        level: place.level,
      })
    await keepFormerCode(tx, place)
  }
  await refuseTwin(tx, { ...place, name, code }, place.id)
  const change: store.PlaceChange = {
    name,
    code,
    ...(input.compoundKind === undefined ? {} : { compound_kind: input.compoundKind }),
    ...(input.urbanRuralCode === undefined ? {} : { urban_rural_code: input.urbanRuralCode }),
    ...(input.address === undefined ? {} : { address: input.address }),
    ...(input.householdCount === undefined ? {} : { household_count: input.householdCount }),
    ...(input.residentCount === undefined ? {} : { resident_count: input.residentCount }),
    ...(input.center === undefined
      ? {}
      : { center_longitude: input.center?.longitude ?? null, center_latitude: input.center?.latitude ?? null }),
  }
  return refuseTwins(name, code, () => store.updatePlace(tx, place.id, change))
}

/** Ends a place. Posts there end by a reaction to `places.place.closed`. */
export const closePlace = async (tx: Tx, input: InputOf<typeof contract.closePlace>): Promise<store.PlaceRow> => {
  const [place] = await lockForChange(tx, contract.closePlace, [input])
  const on = dayOfChange(tx, input.on, [place])
  if (await store.hasChildren(tx, place.id)) throw new Refusal('places.has_children', { name: place.name })
  const closed = await store.updatePlace(tx, place.id, { valid_to: on, ended_reason: input.reason })
  await announceClosed(tx, closed)
  return closed
}

const announceClosed = async (tx: Tx, place: store.PlaceRow): Promise<void> => {
  if (!tx.services.registry.hasReaction('places.place.closed')) return
  await tx.services.enqueue(tx, 'platform.react', {
    event: 'places.place.closed',
    entryId: newId(tx),
    matterKind: 'place',
    matterId: String(place.id),
  })
}
