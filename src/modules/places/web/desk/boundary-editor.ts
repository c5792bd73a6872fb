import type L from 'leaflet'
import type { Boundary } from './cut-boundary.ts'
import { boundaryOf, openDrawing, shapesOf } from './drawing.ts'

const EDITING_CLASS = 'editing'

/** A boundary being drawn or corrected on a map. */
export interface Drawing {
  readonly read: () => Boundary | null
  readonly stop: () => void
}

/**
 * Lets a hand draw: a press sets a corner, a press on the first one ends it; then corners can be dragged. The canvas of
 * the other boundaries takes no presses meanwhile, or it would swallow those of the drawing.
 */
export const startDrawing = (map: L.Map, boundary: Boundary | null, onCount: (count: number) => void): Drawing => {
  const draw = openDrawing(map)
  const container = map.getContainer()
  container.classList.add(EDITING_CLASS)
  draw.start()
  const added = draw.addFeatures(boundary ? shapesOf(boundary) : [])
  const shapes = () =>
    draw.getSnapshot().flatMap((feature) => {
      const isPart = feature.properties['mode'] === 'polygon' && feature.geometry.type === 'Polygon'
      return isPart ? [feature.geometry.coordinates as number[][][]] : []
    })
  const [first] = added
  if (added.length > 0) {
    draw.setMode('select')
    if (first?.id !== undefined && first.valid) draw.selectFeature(first.id)
  } else {
    draw.setMode('polygon')
  }
  onCount(added.length)
  draw.on('finish', (id, context) => {
    onCount(shapes().length)
    if (context.action !== 'draw') return
    draw.setMode('select')
    draw.selectFeature(id)
  })
  return {
    read: () => boundaryOf(shapes()),
    stop: () => {
      draw.stop()
      container.classList.remove(EDITING_CLASS)
    },
  }
}
