import {
  areaOf,
  type Boundary,
  boxesMeet,
  boxOf,
  type Box,
  type BoundaryFault,
  faultOfBoundary,
  isBoxWithin,
  overlapArea,
} from '#kernel/geo'
import { err, ok, type Result } from '#kernel/result'

/** How far a boundary may reach over the box of the place above: about a hundred metres, since both were drawn by hand. */
const BOX_TOLERANCE_DEGREES = 1e-3
/** What two neighbours may have in common: slivers of a border that was drawn twice. */
const OVERLAP_SQUARE_METERS_MAX = 10
const OVERLAP_RATIO_MAX = 1e-3
/** How much the parts may differ from the whole in a split or a merge. */
const COVER_RATIO_MAX = 1e-2

export interface Drawn {
  readonly id: number
  readonly name: string
  readonly boundary: Boundary
}

export type DrawingNo =
  | { readonly code: 'places.boundary_not_valid'; readonly fault: BoundaryFault }
  | { readonly code: 'places.boundary_outside' }
  | {
      readonly code: 'places.boundary_overlaps'
      readonly neighbourId: number
      readonly neighbour: string
      readonly squareMeters: number
    }

/** Do two boundaries have more in common than a border? */
export const overlapOf = (one: Boundary, other: Boundary): number | null => {
  if (!boxesMeet(boxOf(one), boxOf(other))) return null
  const area = overlapArea(one, other)
  const allowed = Math.max(OVERLAP_SQUARE_METERS_MAX, Math.min(areaOf(one), areaOf(other)) * OVERLAP_RATIO_MAX)
  return area > allowed ? area : null
}

/**
 * May a boundary be drawn so? Sound in itself, within the box of the nearest drawn place above, and clear of its
 * neighbours of the same level; a shared border is no overlap.
 */
export const checkDrawing = (
  boundary: Boundary,
  boxAbove: Box | null,
  neighbours: readonly Drawn[],
): Result<void, DrawingNo> => {
  const fault = faultOfBoundary(boundary)
  if (fault) return err({ code: 'places.boundary_not_valid', fault })
  if (boxAbove && !isBoxWithin(boxOf(boundary), boxAbove, BOX_TOLERANCE_DEGREES))
    return err({ code: 'places.boundary_outside' })
  for (const neighbour of neighbours) {
    const squareMeters = overlapOf(boundary, neighbour.boundary)
    if (squareMeters === null) continue
    const { id: neighbourId, name } = neighbour
    return err({
      code: 'places.boundary_overlaps',
      neighbourId,
      neighbour: name,
      squareMeters: Math.round(squareMeters),
    })
  }
  return ok(undefined)
}

/**
 * Do the parts make up the whole, none of it lost and nothing added (S2-14 动态调整)? The parts do not overlap: that was
 * checked before, so their areas may be added.
 */
export const checkCover = (
  whole: readonly Boundary[],
  parts: readonly Boundary[],
): Result<void, 'places.not_covering'> => {
  const sum = (areas: readonly number[]): number => areas.reduce((total, area) => total + area, 0)
  const wholeArea = sum(whole.map(areaOf))
  const partArea = sum(parts.map(areaOf))
  const sharedArea = sum(parts.flatMap((part) => whole.map((piece) => overlapArea(part, piece))))
  const isLost = sharedArea < wholeArea * (1 - COVER_RATIO_MAX)
  const isAdded = sharedArea < partArea * (1 - COVER_RATIO_MAX)
  return isLost || isAdded ? err('places.not_covering') : ok(undefined)
}
