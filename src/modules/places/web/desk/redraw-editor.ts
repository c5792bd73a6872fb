import L from 'leaflet'
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import { TerraDrawLeafletAdapter } from 'terra-draw-leaflet-adapter'
import type { Boundary } from './cut-boundary.ts'
import { changeOf, type Rings, withChange } from './shared-corners.ts'

const DECIMALS = 7

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

const polygonsOf = (boundary: Boundary): number[][][][] =>
  boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates

const roundedOf = (rings: number[][][]): number[][][] =>
  rings.map((ring) => ring.map(([x = 0, y = 0]) => [Number(x.toFixed(DECIMALS)), Number(y.toFixed(DECIMALS))]))

const openEditor = (map: L.Map): TerraDraw =>
  new TerraDraw({
    adapter: new TerraDrawLeafletAdapter({ lib: L, map, coordinatePrecision: DECIMALS }),
    modes: [
      new TerraDrawPolygonMode(),
      new TerraDrawSelectMode({
        flags: { polygon: { feature: { coordinates: { midpoints: true, draggable: true, deletable: true } } } },
      }),
    ],
  })

/** A press chooses a grid; corners it shares with neighbours move in them too, so that no gap or overlap comes about. */
export const startRedraw = (
  map: L.Map,
  grids: readonly DrawnGrid[],
  onChange: (changed: readonly number[]) => void,
): Redrawing => {
  const draw = openEditor(map)
  draw.start()
  draw.addFeatures(
    grids.flatMap(({ id, boundary }) =>
      polygonsOf(boundary).map((rings) => ({
        type: 'Feature' as const,
        properties: { mode: 'polygon', grid: id },
        geometry: { type: 'Polygon' as const, coordinates: roundedOf(rings) },
      })),
    ),
  )
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
      changed().map((grid) => {
        const parts = shapes().flatMap((shape) => (shape.grid === grid ? [shape.rings] : []))
        const [only = []] = parts
        const isOne = parts.length === 1
        return {
          id: grid,
          boundary: isOne ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: parts },
        }
      }),
    stop: () => draw.stop(),
  }
}
