/** Vertices of one boundary, all its rings together. A district drawn to ten metres has some thousands. */
export const BOUNDARY_VERTICES_MAX = 5_000
/** Coordinates are kept to 1e-7 degree, about a centimetre, so that neighbours share their vertices exactly. */
const STEPS_PER_DEGREE = 1e7
/** Radius of the sphere with the area of the Earth, metres. */
const AUTHALIC_RADIUS_METERS = 6_371_007.2
const RADIANS_PER_DEGREE = Math.PI / 180

/** GeoJSON Polygon or MultiPolygon (RFC 7946), CGCS2000 degrees. What it must be beyond its shape: `faultOfBoundary`. */
export type Boundary =
  | { type: 'Polygon'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] }

/** Longitude and latitude in degrees. */
export type Position = readonly [longitude: number, latitude: number]
/** A closed line: the last position is the first again. */
export type Ring = readonly Position[]
/** The outer ring, then the holes in it. */
export type Polygon = readonly Ring[]

export interface Box {
  readonly longitudeMin: number
  readonly longitudeMax: number
  readonly latitudeMin: number
  readonly latitudeMax: number
}

/** The polygons of a boundary; a third coordinate (height) is left out. */
export const polygonsOf = (boundary: Boundary): Polygon[] => {
  const polygons = boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates
  return polygons.map((rings) =>
    rings.map((ring) => ring.map(([longitude = 0, latitude = 0]) => [longitude, latitude])),
  )
}

/** Vertices of all rings; the last position of a ring is the first again and does not count. */
export const vertexCountOf = (boundary: Boundary): number =>
  polygonsOf(boundary)
    .flat()
    .reduce((sum, ring) => sum + ring.length - 1, 0)

/** A boundary of these polygons. */
export const boundaryOf = (polygons: readonly Polygon[]): Boundary => {
  const coordinates = polygons.map((rings) => rings.map((ring) => ring.map((position) => [...position])))
  const [only] = coordinates
  return coordinates.length === 1 && only
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates }
}

/** Walks the edges of a ring without making an object for each. */
export const forEachEdge = (
  ring: Ring,
  visit: (fromX: number, fromY: number, toX: number, toY: number, index: number) => void,
): void => {
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const from = ring[index] as Position // within the length
    const to = ring[index + 1] as Position
    visit(from[0], from[1], to[0], to[1], index)
  }
}

export const boxOf = (boundary: Boundary): Box => {
  let [longitudeMin, longitudeMax, latitudeMin, latitudeMax] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [outer = []] of polygonsOf(boundary)) {
    for (const [longitude, latitude] of outer) {
      longitudeMin = Math.min(longitudeMin, longitude)
      longitudeMax = Math.max(longitudeMax, longitude)
      latitudeMin = Math.min(latitudeMin, latitude)
      latitudeMax = Math.max(latitudeMax, latitude)
    }
  }
  return { longitudeMin, longitudeMax, latitudeMin, latitudeMax }
}

/** Does one box lie in the other, give or take so many degrees? */
export const isBoxWithin = (inner: Box, outer: Box, toleranceDegrees: number): boolean =>
  inner.longitudeMin >= outer.longitudeMin - toleranceDegrees &&
  inner.longitudeMax <= outer.longitudeMax + toleranceDegrees &&
  inner.latitudeMin >= outer.latitudeMin - toleranceDegrees &&
  inner.latitudeMax <= outer.latitudeMax + toleranceDegrees

export const boxesMeet = (one: Box, other: Box): boolean =>
  one.longitudeMin <= other.longitudeMax &&
  other.longitudeMin <= one.longitudeMax &&
  one.latitudeMin <= other.latitudeMax &&
  other.latitudeMin <= one.latitudeMax

/**
 * Lambert's cylindrical equal-area projection, metres: plane areas are areas on the sphere, and those of parts add up
 * to that of the whole whatever their latitude.
 */
export const project = ([longitude, latitude]: Position): Position => [
  longitude * RADIANS_PER_DEGREE * AUTHALIC_RADIUS_METERS,
  Math.sin(latitude * RADIANS_PER_DEGREE) * AUTHALIC_RADIUS_METERS,
]

/** Positive when the ring runs counter-clockwise. Relative to its first vertex, so that large numbers do not cancel. */
const signedArea = (ring: Ring): number => {
  const [originX, originY] = ring[0] ?? [0, 0]
  let doubled = 0
  forEachEdge(ring, (fromX, fromY, toX, toY) => {
    doubled += (fromX - originX) * (toY - originY) - (toX - originX) * (fromY - originY)
  })
  return doubled / 2
}

/** Area in square metres, holes taken off. Of a sound boundary (`faultOfBoundary`). */
export const areaOf = (boundary: Boundary): number =>
  polygonsOf(boundary)
    .flatMap((rings) => rings.map((ring, index) => Math.abs(signedArea(ring.map(project))) * (index === 0 ? 1 : -1)))
    .reduce((sum, area) => sum + area, 0)

/** Centre of mass. It may lie outside of a bent place: for a pin take `labelPointOf`. */
export const centroidOf = (boundary: Boundary): Position => {
  const [originX, originY] = polygonsOf(boundary)[0]?.[0]?.[0] ?? [0, 0]
  let [doubledArea, sumX, sumY] = [0, 0, 0]
  for (const rings of polygonsOf(boundary)) {
    rings.forEach((ring, ringIndex) => {
      // Outer rings count and holes take off, whichever way round they were drawn.
      const sign = Math.sign(signedArea(ring)) * (ringIndex === 0 ? 1 : -1)
      forEachEdge(ring, (fromX, fromY, toX, toY) => {
        const [ax, ay, bx, by] = [fromX - originX, fromY - originY, toX - originX, toY - originY]
        const cross = (ax * by - bx * ay) * sign
        doubledArea += cross
        sumX += (ax + bx) * cross
        sumY += (ay + by) * cross
      })
    })
  }
  return [originX + sumX / (3 * doubledArea), originY + sumY / (3 * doubledArea)]
}

const round = (degrees: number): number => Math.round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE

/** Degrees as whole steps: with whole numbers "left of", "on" and "right of" a line are exact for any place on Earth. */
export const stepsOf = ([longitude, latitude]: Position): Position => [
  Math.round(longitude * STEPS_PER_DEGREE),
  Math.round(latitude * STEPS_PER_DEGREE),
]
export const degreesOf = ([x, y]: Position): Position => [x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE]

const isSame = (one: Position | undefined, other: Position | undefined): boolean =>
  one?.[0] === other?.[0] && one?.[1] === other?.[1]

/** The same boundary as it is kept: to 1e-7 degree, no vertex twice in a row, outer rings counter-clockwise, holes clockwise. */
export const normalizeBoundary = (boundary: Boundary): Boundary =>
  boundaryOf(
    polygonsOf(boundary).map((rings) =>
      rings.map((ring, index) => {
        const rounded = ring.map(([longitude, latitude]): Position => [round(longitude), round(latitude)])
        const distinct = rounded.filter((position, at) => at === 0 || !isSame(position, rounded[at - 1]))
        const isCounterClockwise = signedArea(distinct) > 0
        return isCounterClockwise === (index === 0) ? distinct : distinct.toReversed()
      }),
    ),
  )

export const isClosed = (ring: Ring): boolean => isSame(ring[0], ring.at(-1))
export const ringIsCounterClockwise = (ring: Ring): boolean => signedArea(ring) > 0
