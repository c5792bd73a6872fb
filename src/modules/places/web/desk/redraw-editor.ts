import type L from 'leaflet'
import type { Boundary } from './cut-boundary.ts'
import { boundaryOf, openDrawing, shapesOf } from './drawing.ts'
import { changeOf, forbidsRemoval, keyOf, type Rings, withChange, withCorner } from './shared-corners.ts'

export interface DrawnGrid {
  readonly id: number
  readonly boundary: Boundary
}

/** One corner of a grid: in which of its shapes and rings, at which place, and who shares it. */
export interface Corner {
  readonly shape: string | number
  readonly ring: number
  readonly place: number
  readonly at: readonly number[]
  readonly sharedWith: readonly number[]
}

/** Why a corner stays: its grid needs it, or borders meet in it. */
export type CornerNo = 'few' | 'junction'

/** Grids whose borders are being moved together. */
export interface Redrawing {
  /** Those that changed, as they are now. */
  readonly read: () => DrawnGrid[]
  readonly cornersOf: (grid: number) => readonly Corner[]
  /** Draws the corners of one grid, as a press on it does. */
  readonly show: (grid: number) => void
  readonly move: (corner: Corner, to: readonly number[]) => void
  /** Takes a corner away, in neighbours too; answers why not. */
  readonly remove: (corner: Corner) => CornerNo | null
  readonly stop: () => void
}

interface Shape {
  readonly id: string | number
  readonly grid: number
  readonly rings: number[][][]
}

type Draw = ReturnType<typeof openDrawing>

const CORNERS_MIN = 3

const shapesIn = (draw: Draw): Shape[] =>
  draw.getSnapshot().flatMap((feature) => {
    const grid = Number(feature.properties['grid'])
    const isPart = feature.geometry.type === 'Polygon' && feature.id !== undefined && grid > 0
    return isPart ? [{ id: feature.id ?? '', grid, rings: feature.geometry.coordinates as number[][][] }] : []
  })

/** The corners of a grid, with the other grids that have a corner at the same place. */
const cornersIn = (shapes: readonly Shape[], grid: number): Corner[] => {
  const sharers = new Map<string, Set<number>>()
  for (const shape of shapes) {
    for (const position of shape.rings.flat()) {
      const key = keyOf(position)
      sharers.set(key, (sharers.get(key) ?? new Set()).add(shape.grid))
    }
  }
  return shapes
    .filter((shape) => shape.grid === grid)
    .flatMap((shape) =>
      shape.rings.flatMap((positions, ring) =>
        positions.slice(0, -1).map((at, place) => ({
          shape: shape.id,
          ring,
          place,
          at,
          sharedWith: [...(sharers.get(keyOf(at)) ?? [])].filter((other) => other !== grid),
        })),
      ),
    )
}

const deselect = (draw: Draw): void => {
  for (const feature of draw.getSnapshot()) {
    if (feature.properties['selected'] === true && feature.id !== undefined) draw.deselectFeature(feature.id)
  }
}

/** Writes shapes; the corners that are drawn belong to what is selected, so nothing may be while its shape changes. */
const write = (draw: Draw, shapes: ReadonlyMap<string | number, number[][][]>, selected: string | number): void => {
  deselect(draw)
  for (const [id, coordinates] of shapes) draw.updateFeatureGeometry(id, { type: 'Polygon', coordinates })
  draw.selectFeature(selected)
}

const changedGrids = (shapes: readonly Shape[], first: ReadonlyMap<string | number, Rings>): number[] => [
  ...new Set(
    shapes.flatMap(({ id, grid, rings }) => (JSON.stringify(rings) === JSON.stringify(first.get(id)) ? [] : [grid])),
  ),
]

/** What the others become by what was done to one shape, by their ids; or why it may not be done. */
const spread = (
  shapes: readonly Shape[],
  id: string | number,
  before: Rings,
  after: Rings,
): ReadonlyMap<string | number, number[][][]> | 'junction' => {
  const change = changeOf(before, after)
  const { removed } = change
  const others = shapes.filter((shape) => shape.id !== id)
  if (removed && others.some((other) => forbidsRemoval(other.rings, removed))) return 'junction'
  return new Map(
    others.flatMap((other) => {
      const coordinates = withChange(other.rings, change)
      return coordinates ? [[other.id, coordinates] as const] : []
    }),
  )
}

/**
 * A press chooses a grid; corners it shares with neighbours move in them too, and go from them too, so that no gap or
 * overlap comes about. The same by `move` and `remove`, for a keyboard. `onNo` is told of a corner that may not go.
 */
export const startRedraw = (
  map: L.Map,
  grids: readonly DrawnGrid[],
  onChange: (changed: readonly number[]) => void,
  onNo: (no: CornerNo) => void,
): Redrawing => {
  const draw = openDrawing(map)
  draw.start()
  draw.addFeatures(grids.flatMap(({ id, boundary }) => shapesOf(boundary, { grid: id })))
  const shapes = (): Shape[] => shapesIn(draw)
  const keep = () => new Map<string | number, Rings>(shapes().map(({ id, rings }) => [id, structuredClone(rings)]))
  const first = keep()
  let before = first
  const changed = (): number[] => changedGrids(shapes(), first)
  const settle = (): void => {
    before = keep()
    onChange(changed())
  }
  draw.setMode('select')
  draw.on('finish', (id) => {
    const own = shapes().find((shape) => shape.id === id)
    if (!own) return
    const others = spread(shapes(), id, before.get(id) ?? [], own.rings)
    if (others === 'junction') {
      write(draw, new Map([[id, structuredClone(before.get(id) ?? []) as number[][][]]]), id)
      onNo('junction')
      return
    }
    for (const [other, coordinates] of others) draw.updateFeatureGeometry(other, { type: 'Polygon', coordinates })
    settle()
  })
  const change = (corner: Corner, to: readonly number[] | null): CornerNo | null => {
    const own = shapes().find((shape) => shape.id === corner.shape)
    if (!own) return null
    const ring = own.rings[corner.ring] ?? []
    if (to === null && ring.length - 1 <= CORNERS_MIN) return 'few'
    const after = own.rings.map((known, index) =>
      index === corner.ring ? withCorner(known, corner.place, to) : structuredClone(known),
    )
    const others = spread(shapes(), own.id, before.get(own.id) ?? [], after)
    if (others === 'junction') return others
    write(draw, new Map([[own.id, after], ...others]), own.id)
    settle()
    return null
  }
  return {
    read: () =>
      changed().flatMap((id) => {
        const boundary = boundaryOf(shapes().flatMap((shape) => (shape.grid === id ? [shape.rings] : [])))
        return boundary ? [{ id, boundary }] : []
      }),
    cornersOf: (grid) => cornersIn(shapes(), grid),
    show: (grid) => {
      const shape = shapes().find((known) => known.grid === grid)
      if (!shape) return
      deselect(draw)
      draw.selectFeature(shape.id)
    },
    move: (corner, to) => void change(corner, to),
    remove: (corner) => change(corner, null),
    stop: () => draw.stop(),
  }
}
