import L from 'leaflet'
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import { TerraDrawLeafletAdapter } from 'terra-draw-leaflet-adapter'
import type { Boundary } from './cut-boundary.ts'

/** Where a vertex is kept: 7 decimals of a degree are a centimetre. */
const DECIMALS = 7
const EDITING_CLASS = 'editing'

/** A boundary being drawn or corrected on a map. */
export interface Drawing {
  readonly read: () => Boundary | null
  readonly stop: () => void
}

const rounded = (value: number): number => Number(value.toFixed(DECIMALS))

const polygonsOf = (boundary: Boundary): number[][][][] =>
  boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates

/**
 * Lets a hand draw: a press sets a corner, a press on the first one ends it; then corners can be dragged. The canvas of
 * the other boundaries takes no presses meanwhile, or it would swallow those of the drawing.
 */
export const startDrawing = (map: L.Map, boundary: Boundary | null, onCount: (count: number) => void): Drawing => {
  const draw = new TerraDraw({
    adapter: new TerraDrawLeafletAdapter({ lib: L, map, coordinatePrecision: DECIMALS }),
    modes: [
      new TerraDrawPolygonMode(),
      new TerraDrawSelectMode({
        flags: { polygon: { feature: { coordinates: { midpoints: true, draggable: true, deletable: true } } } },
      }),
    ],
  })
  const container = map.getContainer()
  container.classList.add(EDITING_CLASS)
  draw.start()
  const polygons = boundary ? polygonsOf(boundary) : []
  const added = draw.addFeatures(
    polygons.map((coordinates) => ({
      type: 'Feature' as const,
      properties: { mode: 'polygon' },
      geometry: {
        type: 'Polygon' as const,
        coordinates: coordinates.map((ring) => ring.map(([x = 0, y = 0]) => [rounded(x), rounded(y)])),
      },
    })),
  )
  const shapes = () =>
    draw.getSnapshot().flatMap((feature) => {
      const isPart = feature.properties['mode'] === 'polygon' && feature.geometry.type === 'Polygon'
      return isPart ? [feature.geometry.coordinates as number[][][]] : []
    })
  const [first] = added
  if (polygons.length > 0) {
    draw.setMode('select')
    if (first?.id !== undefined && first.valid) draw.selectFeature(first.id)
  } else {
    draw.setMode('polygon')
  }
  onCount(polygons.length)
  draw.on('finish', (id, context) => {
    onCount(shapes().length)
    if (context.action !== 'draw') return
    draw.setMode('select')
    draw.selectFeature(id)
  })
  return {
    read: () => {
      const drawn = shapes()
      const [only] = drawn
      if (!only) return null
      return drawn.length === 1 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: drawn }
    },
    stop: () => {
      draw.stop()
      container.classList.remove(EDITING_CLASS)
    },
  }
}
