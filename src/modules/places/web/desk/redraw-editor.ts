import type L from 'leaflet'
import type { Boundary } from './cut-boundary.ts'
import { boundaryOf, openDrawing, shapesOf } from './drawing.ts'
import { changeOf, type Rings, withChange } from './shared-corners.ts'

export interface DrawnGrid {
  readonly id: number
  readonly boundary: Boundary
}

/** Grids whose borders are being moved together. */
export interface Redrawing {
  /** Those that changed, as they are now. */
  readonly read: () => DrawnGrid[]
  readonly stop: () => void
}

/** A press chooses a grid; corners it shares with neighbours move in them too, so that no gap or overlap comes about. */
export const startRedraw = (
  map: L.Map,
  grids: readonly DrawnGrid[],
  onChange: (changed: readonly number[]) => void,
): Redrawing => {
  const draw = openDrawing(map)
  draw.start()
  draw.addFeatures(grids.flatMap(({ id, boundary }) => shapesOf(boundary, { grid: id })))
  const shapes = () =>
    draw.getSnapshot().flatMap((feature) => {
      const grid = Number(feature.properties['grid'])
      const isPart = feature.geometry.type === 'Polygon' && feature.id !== undefined && grid > 0
      return isPart ? [{ id: feature.id ?? '', grid, rings: feature.geometry.coordinates as number[][][] }] : []
    })
  const keep = () => new Map<string | number, Rings>(shapes().map(({ id, rings }) => [id, structuredClone(rings)]))
  const first = keep()
  let before = first
  const changed = (): number[] => [
    ...new Set(
      shapes().flatMap(({ id, grid, rings }) =>
        JSON.stringify(rings) === JSON.stringify(first.get(id)) ? [] : [grid],
      ),
    ),
  ]
  draw.setMode('select')
  draw.on('finish', (id) => {
    const all = shapes()
    const own = all.find((shape) => shape.id === id)
    if (!own) return
    const change = changeOf(before.get(id) ?? [], own.rings)
    for (const other of all) {
      const coordinates = other.id === id ? null : withChange(other.rings, change)
      if (coordinates) draw.updateFeatureGeometry(other.id, { type: 'Polygon', coordinates })
    }
    before = keep()
    onChange(changed())
  })
  return {
    read: () =>
      changed().flatMap((id) => {
        const boundary = boundaryOf(shapes().flatMap((shape) => (shape.grid === id ? [shape.rings] : [])))
        return boundary ? [{ id, boundary }] : []
      }),
    stop: () => draw.stop(),
  }
}
