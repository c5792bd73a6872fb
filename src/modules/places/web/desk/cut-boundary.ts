import type { Output } from '#web/api.ts'

export type Boundary = NonNullable<Output<'places.boundary.find'>['boundary']>
type Position = readonly number[]
/** 0: longitude, the cut runs north and south; 1: latitude. */
type Axis = 0 | 1

const at = (position: Position, axis: Axis): number => position[axis] ?? 0

/** Where the edge from `one` to `other` meets the line. */
const crossing = (one: Position, other: Position, axis: Axis, line: number): number[] => {
  const share = (line - at(one, axis)) / (at(other, axis) - at(one, axis))
  const along = axis === 0 ? 1 : 0
  const rest = at(one, along) + share * (at(other, along) - at(one, along))
  return axis === 0 ? [line, rest] : [rest, line]
}

/** The part of a closed ring on one side of a line (Sutherland–Hodgman, one edge). */
const halfOf = (
  ring: readonly Position[],
  axis: Axis,
  line: number,
  isKept: (value: number) => boolean,
): number[][] => {
  const half: number[][] = []
  ring.slice(0, -1).forEach((position, index) => {
    const next = ring[index + 1] ?? position
    const isIn = isKept(at(position, axis))
    if (isIn) half.push([...position])
    if (isIn !== isKept(at(next, axis))) half.push(crossing(position, next, axis, line))
  })
  const [first] = half
  return first ? [...half, first] : []
}

/**
 * Cuts a boundary through the middle of its box: west and east (axis 0), south and north (axis 1). Only a single piece
 * without holes; null for any other. Where the ring bends back over the line the server refuses the halves.
 */
export const cutBoundary = (boundary: Boundary, axis: Axis): readonly [Boundary, Boundary] | null => {
  const [ring, ...holes] = boundary.type === 'Polygon' ? boundary.coordinates : []
  if (!ring || holes.length > 0) return null
  const values = ring.map((position) => at(position, axis))
  const line = (Math.min(...values) + Math.max(...values)) / 2
  const polygonOf = (half: number[][]): Boundary => ({ type: 'Polygon', coordinates: [half] })
  return [
    polygonOf(halfOf(ring, axis, line, (value) => value <= line)),
    polygonOf(halfOf(ring, axis, line, (value) => value > line)),
  ]
}
