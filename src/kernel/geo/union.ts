import {
  areaOf,
  type Boundary,
  boundaryOf,
  degreesOf,
  forEachEdge,
  normalizeBoundary,
  type Polygon,
  polygonsOf,
  type Position,
  type Ring,
  ringIsCounterClockwise,
  stepsOf,
} from './boundary.ts'
import { sideOfPolygon } from './contains.ts'
import { faultOfBoundary } from './fault.ts'

/** The area of the union may differ so much from the sum of its parts before the parts are kept as they are. */
const AREA_RATIO_TOLERANCE = 1e-3

interface Edge {
  readonly from: Position
  readonly to: Position
}

const keyOf = ([x, y]: Position): string => `${x} ${y}`

const edgesOf = (boundaries: readonly Boundary[]): Edge[] =>
  boundaries.flatMap((boundary) => {
    const edges: Edge[] = []
    for (const ring of polygonsOf(normalizeBoundary(boundary)).flat()) {
      forEachEdge(ring.map(stepsOf), (fromX, fromY, toX, toY) => edges.push({ from: [fromX, fromY], to: [toX, toY] }))
    }
    return edges
  })

/** Cuts edges at the vertices of others that lie on them, so that a border drawn with more vertices on one side still matches. */
const cutAtVertices = (edges: readonly Edge[]): Edge[] => {
  const vertices = edges.map((edge) => edge.from).sort((one, other) => one[0] - other[0])
  return edges.flatMap(({ from, to }) => {
    const [xMin, xMax] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])]
    const [yMin, yMax] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])]
    const cuts: Position[] = []
    for (let at = firstFrom(vertices, xMin); at < vertices.length; at += 1) {
      const vertex = vertices[at] as Position // within the length
      if (vertex[0] > xMax) break
      const isOnLine = (to[0] - from[0]) * (vertex[1] - from[1]) === (to[1] - from[1]) * (vertex[0] - from[0])
      if (isOnLine && vertex[1] >= yMin && vertex[1] <= yMax) cuts.push(vertex)
    }
    const along = ([x, y]: Position): number => Math.abs(x - from[0]) + Math.abs(y - from[1])
    const stops = [...cuts, to].sort((one, other) => along(one) - along(other))
    const pieces: Edge[] = []
    let last = from
    for (const stop of stops) {
      if (keyOf(stop) !== keyOf(last)) pieces.push({ from: last, to: stop })
      last = stop
    }
    return pieces
  })
}

const firstFrom = (vertices: readonly Position[], x: number): number => {
  let [low, high] = [0, vertices.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((vertices[middle]?.[0] ?? x) < x) low = middle + 1
    else high = middle
  }
  return low
}

/** What one part walks forth and its neighbour back is inside of the union: both go. */
const withoutShared = (edges: readonly Edge[]): Edge[] => {
  const open = new Map<string, Edge[]>()
  for (const edge of edges) {
    const opposite = open.get(`${keyOf(edge.to)} ${keyOf(edge.from)}`)
    if (opposite?.pop()) continue
    const key = `${keyOf(edge.from)} ${keyOf(edge.to)}`
    open.set(key, [...(open.get(key) ?? []), edge])
  }
  return [...open.values()].flat()
}

/** Walks the remaining edges to closed rings; where the walk meets itself, the loop is a ring of its own. */
const ringsOf = (edges: readonly Edge[]): Ring[] => {
  const leaving = new Map<string, Edge[]>()
  for (const edge of edges) leaving.set(keyOf(edge.from), [...(leaving.get(keyOf(edge.from)) ?? []), edge])
  const rings: Ring[] = []
  for (const start of edges) {
    const walk: Position[] = [start.from]
    const stepOf = new Map([[keyOf(start.from), 0]])
    for (let edge = leaving.get(keyOf(start.from))?.pop(); edge; edge = leaving.get(keyOf(edge.to))?.pop()) {
      const { to } = edge
      const metAt = stepOf.get(keyOf(to))
      if (metAt === undefined) {
        stepOf.set(keyOf(to), walk.length)
        walk.push(to)
      } else {
        const loop = walk.splice(metAt + 1)
        for (const position of loop) stepOf.delete(keyOf(position))
        rings.push([to, ...loop, to])
      }
    }
  }
  return rings
}

/** Vertices in the middle of a straight line, left by the cuts, are dropped. */
const withoutStraights = (ring: Ring): Ring => {
  const corners = ring.slice(0, -1)
  const kept = corners.filter((here, at) => {
    const before = corners.at(at - 1) ?? here
    const after = corners[(at + 1) % corners.length] ?? here
    return (here[0] - before[0]) * (after[1] - before[1]) !== (here[1] - before[1]) * (after[0] - before[0])
  })
  return [...kept, ...kept.slice(0, 1)]
}

const isIn = (ring: Ring, outer: Ring): boolean => {
  const [a, b] = [ring[0] as Position, ring[1] as Position] // a ring has at least four positions
  return sideOfPolygon([outer], [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]) === 'in'
}

/** Each hole goes to the smallest outer ring around it. */
const polygonsOfRings = (rings: readonly Ring[]): Polygon[] => {
  const area = (ring: Ring): number => areaOf(boundaryOf([[ring]]))
  const outers = rings.filter(ringIsCounterClockwise).sort((one, other) => area(one) - area(other))
  const holes = rings.filter((ring) => !ringIsCounterClockwise(ring))
  return outers.map((outer, at) => [
    outer,
    ...holes.filter((hole) => isIn(hole, outer) && !outers.slice(0, at).some((smaller) => isIn(hole, smaller))),
  ])
}

/**
 * The boundary of several neighbours together, for a merge of grids: borders they share disappear. Where their borders
 * do not match vertex by vertex no line can be drawn between them for sure, and the parts stay parts of a MultiPolygon.
 */
export const unionOf = (boundaries: readonly Boundary[]): Boundary => {
  const parts = boundaryOf(boundaries.flatMap((boundary) => polygonsOf(normalizeBoundary(boundary))))
  const rings = ringsOf(withoutShared(cutAtVertices(edgesOf(boundaries)))).map((ring) =>
    withoutStraights(ring).map(degreesOf),
  )
  const joined = rings.filter((ring) => ring.length > 3)
  if (joined.length === 0) return parts
  const union = normalizeBoundary(boundaryOf(polygonsOfRings(joined)))
  const area = areaOf(parts)
  const isWhole = Math.abs(areaOf(union) - area) <= area * AREA_RATIO_TOLERANCE
  return isWhole && faultOfBoundary(union) === null ? union : parts
}
