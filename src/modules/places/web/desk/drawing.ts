import L from 'leaflet'
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import { TerraDrawLeafletAdapter } from 'terra-draw-leaflet-adapter'
import type { Boundary } from './cut-boundary.ts'

/** Where a vertex is kept: 7 decimals of a degree are a centimetre. */
const DECIMALS = 7
const FILL_OPACITY = 0.15
const LINE_WIDTH_PX = 2

/** The outer ring of a polygon and its holes, each closed. */
type Polygon = number[][][]

const hexOf = (token: string): `#${string}` => {
  const probe = document.createElement('i')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const parts = getComputedStyle(probe).color.match(/\d+/g) ?? []
  probe.remove()
  return `#${parts
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`
}

/** A hand on a map that draws polygons and drags their corners, in the colours of the house. */
export const openDrawing = (map: L.Map): TerraDraw => {
  const brand = hexOf('--brand')
  const surface = hexOf('--surface')
  return new TerraDraw({
    adapter: new TerraDrawLeafletAdapter({ lib: L, map, coordinatePrecision: DECIMALS }),
    modes: [
      new TerraDrawPolygonMode({
        styles: {
          fillColor: brand,
          fillOpacity: FILL_OPACITY,
          outlineColor: brand,
          outlineWidth: LINE_WIDTH_PX,
          closingPointColor: brand,
          closingPointOutlineColor: surface,
        },
      }),
      new TerraDrawSelectMode({
        // Delete would take the whole polygon that is selected; nothing here is turned or stretched by keys.
        keyEvents: { deselect: 'Escape', delete: null, rotate: null, scale: null },
        flags: { polygon: { feature: { coordinates: { midpoints: true, draggable: true, deletable: true } } } },
        styles: {
          selectionPointColor: brand,
          selectionPointOutlineColor: surface,
          midPointColor: brand,
          midPointOutlineColor: surface,
          selectedPolygonColor: brand,
          selectedPolygonFillOpacity: 2 * FILL_OPACITY,
          selectedPolygonOutlineColor: brand,
          selectedPolygonOutlineWidth: 2 * LINE_WIDTH_PX,
        },
      }),
    ],
  })
}

/** The polygons of a boundary as shapes that can be drawn on. */
export const shapesOf = (boundary: Boundary, properties: Readonly<Record<string, number>> = {}) => {
  const polygons: Polygon[] = boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates
  return polygons.map((rings) => ({
    type: 'Feature' as const,
    properties: { mode: 'polygon', ...properties },
    geometry: {
      type: 'Polygon' as const,
      coordinates: rings.map((ring) =>
        ring.map(([x = 0, y = 0]) => [Number(x.toFixed(DECIMALS)), Number(y.toFixed(DECIMALS))]),
      ),
    },
  }))
}

/** One polygon, or several as one boundary; null when there is none. */
export const boundaryOf = (polygons: readonly Polygon[]): Boundary | null => {
  const [only] = polygons
  if (!only) return null
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: [...polygons] }
}
