// Outlines for places that have none: a box cut again and again by straight lines, so that neighbours share their
// edges exactly. A picture of who is beside whom, not a survey.

export type Position = readonly [longitude: number, latitude: number]
export type Outline = readonly Position[]

/** Six decimals are a tenth of a metre. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6

export const boxAround = ([longitude, latitude]: Position, halfWidth: number, halfHeight: number): Outline => [
  [round(longitude - halfWidth), round(latitude - halfHeight)],
  [round(longitude + halfWidth), round(latitude - halfHeight)],
  [round(longitude + halfWidth), round(latitude + halfHeight)],
  [round(longitude - halfWidth), round(latitude + halfHeight)],
]

const spanOf = (outline: Outline, axis: 0 | 1): number => {
  const values = outline.map((position) => position[axis])
  return Math.max(...values) - Math.min(...values)
}

const areaOf = (outline: Outline): number =>
  Math.abs(
    outline.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = outline[(index + 1) % outline.length] as Position
      return sum + x * nextY - nextX * y
    }, 0) / 2,
  )

/** The part of a convex outline on one side of a line: where `side` is not negative. */
const clip = (outline: Outline, side: (position: Position) => number): Position[] =>
  outline.flatMap((from, index) => {
    const to = outline[(index + 1) % outline.length] as Position
    const [a, b] = [side(from), side(to)]
    const share = a / (a - b)
    const crossing: Position = [round(from[0] + (to[0] - from[0]) * share), round(from[1] + (to[1] - from[1]) * share)]
    const isCut = (a > 0 && b < 0) || (a < 0 && b > 0)
    return [...(a >= 0 ? [from] : []), ...(isCut ? [crossing] : [])]
  })

/**
 * Cuts a convex outline into `count` convex parts of roughly the same size. `tilt(depth)` slants each cut (-1 to 1),
 * so that it does not look like a sheet of squared paper.
 */
export const cutInto = (outline: Outline, count: number, tilt: (depth: number) => number, depth = 0): Outline[] => {
  if (count <= 1) return [outline]
  const firstCount = Math.floor(count / 2)
  const axis = spanOf(outline, 0) >= spanOf(outline, 1) ? 0 : 1
  const slant = tilt(depth) * 0.25
  const height = (position: Position): number => position[axis] + slant * position[axis === 0 ? 1 : 0]
  const heights = outline.map(height)
  let [low, high] = [Math.min(...heights), Math.max(...heights)]
  const goal = areaOf(outline) * (firstCount / count)
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2
    if (areaOf(clip(outline, (position) => middle - height(position))) < goal) low = middle
    else high = middle
  }
  const cut = (low + high) / 2
  const first = clip(outline, (position) => cut - height(position))
  const second = clip(outline, (position) => height(position) - cut)
  return [...cutInto(first, firstCount, tilt, depth + 1), ...cutInto(second, count - firstCount, tilt, depth + 1)]
}

/** As GeoJSON: closed, counter-clockwise. */
export const toPolygon = (outline: Outline): { type: 'Polygon'; coordinates: [number, number][][] } => ({
  type: 'Polygon',
  coordinates: [[...outline, outline[0] as Position].map(([longitude, latitude]) => [longitude, latitude])],
})

export const centerOf = (outline: Outline): Position => [
  round(outline.reduce((sum, [x]) => sum + x, 0) / outline.length),
  round(outline.reduce((sum, [, y]) => sum + y, 0) / outline.length),
]
