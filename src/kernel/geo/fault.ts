import {
  BOUNDARY_VERTICES_MAX,
  type Boundary,
  areaOf,
  boundaryOf,
  forEachEdge,
  isClosed,
  normalizeBoundary,
  type Polygon,
  polygonsOf,
  type Position,
  type Ring,
  stepsOf,
  vertexCountOf,
} from './boundary.ts'
import { sideOfPolygon } from './contains.ts'
import { overlapArea } from './overlap.ts'

/** What can be wrong with a boundary; phrase key `boundary.<fault>` of places. */
export type BoundaryFault =
  | 'too_many_vertices'
  | 'position_not_possible'
  | 'ring_not_closed'
  | 'ring_too_short'
  | 'no_area'
  | 'edges_cross'
  | 'hole_outside'
  | 'parts_overlap'

/** Less than this is a line, not a place. */
const AREA_SQUARE_METERS_MIN = 1
/** Vertices of a closed ring around an area. */
const RING_POSITIONS_MIN = 4

/**
 * The first thing that is wrong with a boundary, or null when it is sound: finite coordinates of the Earth, rings
 * closed, simple and of at least four positions, holes inside their outer ring, parts apart (a shared edge is allowed).
 */
export const faultOfBoundary = (boundary: Boundary): BoundaryFault | null => {
  const rings = polygonsOf(boundary).flat()
  if (vertexCountOf(boundary) > BOUNDARY_VERTICES_MAX) return 'too_many_vertices'
  if (!rings.every((ring) => ring.every(isOnEarth))) return 'position_not_possible'
  if (!rings.every(isClosed)) return 'ring_not_closed'
  const polygons = polygonsOf(normalizeBoundary(boundary))
  if (polygons.flat().some((ring) => ring.length < RING_POSITIONS_MIN)) return 'ring_too_short'
  if (polygons.some(hasCrossing)) return 'edges_cross'
  if (polygons.some((polygon) => areaOf(boundaryOf([polygon.slice(0, 1)])) < AREA_SQUARE_METERS_MIN)) return 'no_area'
  if (polygons.some(hasHoleOutside)) return 'hole_outside'
  return partsOverlap(polygons) ? 'parts_overlap' : null
}

const isOnEarth = ([longitude, latitude]: Position): boolean =>
  Number.isFinite(longitude) && Number.isFinite(latitude) && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90

interface Edge {
  readonly ring: number
  readonly index: number
  readonly count: number
  readonly from: Position
  readonly to: Position
  readonly xMin: number
  readonly xMax: number
}

const edgesOf = (rings: Polygon): Edge[] =>
  rings.flatMap((ring, ringIndex) => {
    const edges: Edge[] = []
    forEachEdge(ring.map(stepsOf), (fromX, fromY, toX, toY, index) => {
      edges.push({
        ring: ringIndex,
        index,
        count: ring.length - 1,
        from: [fromX, fromY],
        to: [toX, toY],
        xMin: Math.min(fromX, toX),
        xMax: Math.max(fromX, toX),
      })
    })
    return edges
  })

/** Twice the signed area of a triangle in whole steps: exact up to some degrees of extent, the sign beyond it too in practice. */
const turn = (a: Position, b: Position, c: Position): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

const isBetween = (a: Position, b: Position, point: Position): boolean =>
  Math.min(a[0], b[0]) <= point[0] &&
  point[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= point[1] &&
  point[1] <= Math.max(a[1], b[1])

/** `cross`: they pass through each other or run along each other; `touch`: they meet in one point. */
const meeting = (one: Edge, other: Edge): 'apart' | 'touch' | 'cross' => {
  const [a, b, c, d] = [one.from, one.to, other.from, other.to]
  const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)] as const
  if (turns.every((side) => side === 0)) {
    const shared = [c, d].filter((end) => isBetween(a, b, end)).concat([a, b].filter((end) => isBetween(c, d, end)))
    if (shared.length === 0) return 'apart'
    return shared.every((end) => end[0] === shared[0]?.[0] && end[1] === shared[0][1]) ? 'touch' : 'cross'
  }
  if (turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0) return 'cross'
  const ends: readonly [number, Position, Position, Position][] = [
    [turns[0], a, b, c],
    [turns[1], a, b, d],
    [turns[2], c, d, a],
    [turns[3], c, d, b],
  ]
  return ends.some(([side, from, to, end]) => side === 0 && isBetween(from, to, end)) ? 'touch' : 'apart'
}

const areAdjacent = (one: Edge, other: Edge): boolean => {
  const distance = Math.abs(one.index - other.index)
  return distance === 1 || distance === one.count - 1
}

/** A ring must be simple; two rings of one polygon may touch in a point but not cross or share an edge. */
const hasCrossing = (polygon: Polygon): boolean => {
  const edges = edgesOf(polygon).sort((one, other) => one.xMin - other.xMin)
  return edges.some((edge, at) => {
    for (let next = at + 1; next < edges.length; next += 1) {
      const other = edges[next] as Edge // within the length
      if (other.xMin > edge.xMax) return false
      const met = meeting(edge, other)
      if (met === 'cross') return true
      if (met === 'touch' && edge.ring === other.ring && !areAdjacent(edge, other)) return true
    }
    return false
  })
}

const isRingIn = (ring: Ring, outer: Ring): boolean => {
  let isIn = true
  forEachEdge(ring, (fromX, fromY, toX, toY) => {
    const middle: Position = [(fromX + toX) / 2, (fromY + toY) / 2]
    isIn &&= sideOfPolygon([outer], [fromX, fromY]) !== 'out' && sideOfPolygon([outer], middle) === 'in'
  })
  return isIn
}

/** Every hole lies in the outer ring, and none in another hole. */
const hasHoleOutside = ([outer = [], ...holes]: Polygon): boolean =>
  holes.some(
    (hole, at) => !isRingIn(hole, outer) || holes.some((other, otherAt) => otherAt !== at && isRingIn(hole, other)),
  )

const partsOverlap = (polygons: readonly Polygon[]): boolean =>
  polygons.some((polygon, at) =>
    polygons
      .slice(at + 1)
      .some((other) => overlapArea(boundaryOf([polygon]), boundaryOf([other])) > AREA_SQUARE_METERS_MIN),
  )
