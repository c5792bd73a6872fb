import {
  type Boundary,
  type Box,
  boxOf,
  containsPoint,
  faultOfBoundary,
  labelPointOf,
  normalizeBoundary,
} from '#kernel/geo'
import type { InputOf } from '#kernel/operation'
import { type Point, pathIds } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import type { Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { checkDrawing } from '../rules/drawing.ts'
import * as drawings from '../store/boundary.ts'
import * as store from '../store.ts'
import { loadPlace, lockForChange } from './guard.ts'

/**
 * The smallest place of a district whose boundary contains a point on a day, with those above it from the top; null when
 * none does. A point on the border of two places is in the smaller one, of two the same size in the older one.
 */
export const locatePoint = async (
  tx: Tx,
  districtId: number,
  point: Point,
  on?: string,
): Promise<{ place: store.PlaceRow; above: store.PlaceRow[] } | null> => {
  for (const around of await drawings.listAround(tx, districtId, point, on)) {
    const boundary = around.boundary ?? (await drawings.findBoundary(tx, around.id))
    if (!boundary || !containsPoint(boundary, point)) continue
    const chain = await store.findPlaces(tx, pathIds(around.path))
    const place = chain.at(-1)
    if (place) return { place, above: chain.slice(0, -1) }
  }
  return null
}

/** The box of the nearest place above that is drawn. */
export const boxAbove = async (tx: Tx, path: string): Promise<Box | null> => {
  const above = await store.findPlaces(tx, pathIds(path).slice(0, -1))
  const drawn = above.findLast((place) => place.longitude_min !== null)
  return drawn ? boxOfRow(drawn) : null
}

/** The box of a place that is drawn. */
export const boxOfRow = (row: store.PlaceRow): Box | null => {
  const { longitude_min, longitude_max, latitude_min, latitude_max } = row
  if (longitude_min === null || longitude_max === null || latitude_min === null || latitude_max === null) return null
  return {
    longitudeMin: longitude_min,
    longitudeMax: longitude_max,
    latitudeMin: latitude_min,
    latitudeMax: latitude_max,
  }
}

/** Refuses a boundary that cannot be drawn so; `name` is that of the place it is for. */
export const refuseDrawing = (
  name: string,
  boundary: Boundary,
  box: Box | null,
  neighbours: Parameters<typeof checkDrawing>[2],
): void => {
  const checked = checkDrawing(boundary, box, neighbours)
  if (checked.ok) return
  const { code, ...data } = checked.error
  throw new Refusal(code, { name, ...data })
}

/** A boundary as it is kept; refused when the line itself is wrong, before anything is asked of the database with it. */
export const soundBoundary = (name: string, boundary: Boundary): Boundary => {
  const fault = faultOfBoundary(boundary)
  if (fault) throw new Refusal('places.boundary_not_valid', { name, fault })
  return normalizeBoundary(boundary)
}

/** Where the pin of a newly drawn place goes, as columns. */
export const centerOf = (boundary: Boundary): Pick<store.PlaceRow, 'center_longitude' | 'center_latitude'> => {
  const { longitude, latitude } = labelPointOf(boundary)
  return { center_longitude: longitude, center_latitude: latitude }
}

export const setBoundary = async (tx: Tx, input: InputOf<typeof contract.setBoundary>): Promise<store.PlaceRow> => {
  const ref = { id: input.placeId, version: input.version }
  const [place] = await lockForChange(tx, contract.setBoundary, [ref])
  if (input.boundary === null) return store.updatePlace(tx, place.id, { boundary: null })
  const boundary = soundBoundary(place.name, input.boundary)
  const siblings = { parentId: place.parent_id, level: place.level, exceptIds: [place.id] }
  const neighbours = await drawings.listNeighbours(tx, siblings, boxOf(boundary))
  refuseDrawing(place.name, boundary, await boxAbove(tx, place.path), neighbours)
  const isPinned = place.center_longitude !== null && place.center_latitude !== null
  return store.updatePlace(tx, place.id, { boundary, ...(isPinned ? {} : centerOf(boundary)) })
}

export const listBoundaries = async (
  tx: Tx,
  input: InputOf<typeof contract.listBoundaries>,
): Promise<{ extent: drawings.MapExtent; rows: Awaited<ReturnType<typeof drawings.listMap>> | null }> => {
  const within = await loadPlace(tx, input.withinId)
  const extent = await drawings.measureMap(tx, within.path, input.level, input.on)
  if (extent.version === input.knownVersion) return { extent, rows: null }
  if (extent.drawnCount > contract.MAP_FEATURES_MAX || extent.vertexCount > contract.MAP_VERTICES_MAX) {
    throw new Refusal('places.map_too_large', { count: extent.drawnCount, most: contract.MAP_FEATURES_MAX })
  }
  return { extent, rows: await drawings.listMap(tx, within.path, input.level, input.on) }
}
