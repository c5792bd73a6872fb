import type { Point } from '../place.ts'
import { type Boundary, boxOf, centroidOf, forEachEdge, type Polygon, polygonsOf, type Position } from './boundary.ts'

/** Nearer to an edge than this is on it: a tenth of a millimetre. */
const ON_EDGE_DEGREES = 1e-9

type Side = 'in' | 'on' | 'out'

/** Ray casting, a ray to the east. An edge takes its lower end and not its upper, so a vertex is counted once. */
const sideOfRings = (rings: Polygon, x: number, y: number): Side => {
  let isInside = false
  let isOnEdge = false
  for (const ring of rings) {
    forEachEdge(ring, (fromX, fromY, toX, toY) => {
      if (isOnEdge || (fromX < x - ON_EDGE_DEGREES && toX < x - ON_EDGE_DEGREES)) return
      if (isOnSegment(fromX, fromY, toX, toY, x, y)) isOnEdge = true
      else if (fromY > y !== toY > y && x < fromX + ((y - fromY) * (toX - fromX)) / (toY - fromY)) isInside = !isInside
    })
    if (isOnEdge) return 'on'
  }
  return isInside ? 'in' : 'out'
}

const isOnSegment = (fromX: number, fromY: number, toX: number, toY: number, x: number, y: number): boolean => {
  if (Math.min(fromY, toY) - ON_EDGE_DEGREES > y || Math.max(fromY, toY) + ON_EDGE_DEGREES < y) return false
  if (Math.min(fromX, toX) - ON_EDGE_DEGREES > x || Math.max(fromX, toX) + ON_EDGE_DEGREES < x) return false
  const cross = (toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX)
  return Math.abs(cross) <= ON_EDGE_DEGREES * Math.hypot(toX - fromX, toY - fromY)
}

/**
 * Is the point in the boundary? On an edge or a vertex, of a hole too, counts as in: a point on the border of two
 * neighbours is in both, and whoever asks for one takes the smaller.
 */
export const containsPoint = (boundary: Boundary, point: Point): boolean =>
  polygonsOf(boundary).some((rings) => sideOfRings(rings, point.longitude, point.latitude) !== 'out')

/** The same for the plain rings of one polygon, told apart by side. */
export const sideOfPolygon = (rings: Polygon, [x, y]: Position): Side => sideOfRings(rings, x, y)

/** A point inside for a pin or a name: the centroid, or when that lies outside the middle of the widest stretch at its height. */
export const labelPointOf = (boundary: Boundary): Point => {
  const [longitude, latitude] = centroidOf(boundary)
  if (containsPoint(boundary, { longitude, latitude })) return { longitude, latitude }
  const crossings: number[] = []
  for (const ring of polygonsOf(boundary).flat()) {
    forEachEdge(ring, (fromX, fromY, toX, toY) => {
      if (fromY > latitude !== toY > latitude) {
        crossings.push(fromX + ((latitude - fromY) * (toX - fromX)) / (toY - fromY))
      }
    })
  }
  crossings.sort((one, other) => one - other)
  let [from, to] = [boxOf(boundary).longitudeMin, boxOf(boundary).longitudeMin]
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const [left = 0, right = 0] = [crossings[index], crossings[index + 1]]
    if (right - left > to - from) [from, to] = [left, right]
  }
  return { longitude: (from + to) / 2, latitude }
}
