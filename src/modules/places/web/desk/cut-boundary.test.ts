import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Boundary, cutBoundary } from './cut-boundary.ts'

const square: Boundary = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [4, 0],
      [4, 2],
      [0, 2],
      [0, 0],
    ],
  ],
}

/** Twice the area of the only ring (shoelace). */
const areaTwice = (boundary: Boundary): number => {
  const ring = (boundary.type === 'Polygon' ? boundary.coordinates[0] : undefined) ?? []
  return Math.abs(
    ring.slice(0, -1).reduce((sum, [x = 0, y = 0], index) => {
      const [nextX = 0, nextY = 0] = ring[index + 1] ?? []
      return sum + x * nextY - nextX * y
    }, 0),
  )
}

test('a grid is cut into two halves that make up the whole, west and east or south and north', () => {
  for (const axis of [0, 1] as const) {
    const areas: number[] = (cutBoundary(square, axis) ?? []).map(areaTwice)
    assert.deepEqual(areas, [8, 8])
  }
})

test('a slanting edge is cut where it meets the line', () => {
  const triangle: Boundary = {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [4, 0],
        [0, 4],
        [0, 0],
      ],
    ],
  }
  const [west] = cutBoundary(triangle, 0) ?? []
  assert.deepEqual(west, {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 4],
        [0, 0],
      ],
    ],
  })
})

test('what has holes or several pieces is left to a hand', () => {
  const [ring] = square.coordinates as number[][][]
  assert.equal(cutBoundary({ type: 'Polygon', coordinates: [ring ?? [], ring ?? []] }, 0), null)
  assert.equal(cutBoundary({ type: 'MultiPolygon', coordinates: [[ring ?? []]] }, 0), null)
})
