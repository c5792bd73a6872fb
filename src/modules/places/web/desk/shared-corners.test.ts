import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, forbidsRemoval, withChange, withCorner } from './shared-corners.ts'

const boxAt = (west: number, east: number): number[][][] => [
  [
    [west, 0],
    [east, 0],
    [east, 1],
    [west, 1],
    [west, 0],
  ],
]

test('a corner that two grids share moves in both, also where it closes the ring', () => {
  const moved = boxAt(0, 1).map((ring) => ring.map(([x, y]) => (x === 1 && y === 0 ? [1.2, 0] : [x ?? 0, y ?? 0])))
  assert.deepEqual(withChange(boxAt(1, 2), changeOf(boxAt(0, 1), moved)), [
    [
      [1.2, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1.2, 0],
    ],
  ])
})

test('a corner set on a common border is set in the neighbour too', () => {
  const [ring = []] = boxAt(0, 1)
  const bent = [[...ring.slice(0, 2), [1.3, 0.5], ...ring.slice(2)]]
  const [next] = withChange(boxAt(1, 2), changeOf(boxAt(0, 1), bent)) ?? []
  assert.deepEqual(next?.slice(3), [
    [1, 1],
    [1.3, 0.5],
    [1, 0],
  ])
})

test('a grid that shares neither corner nor edge stays as it is', () => {
  const moved = boxAt(0, 1).map((ring) => ring.map(([x, y]) => (x === 1 && y === 0 ? [1.2, 0] : [x ?? 0, y ?? 0])))
  assert.equal(withChange(boxAt(3, 4), changeOf(boxAt(0, 1), moved)), null)
  assert.equal(withChange(boxAt(1, 2), changeOf(boxAt(0, 1), boxAt(0, 1))), null)
})

/** Two grids side by side with a bend in the middle of their common border. */
const west = [
  [
    [0, 0],
    [1, 0],
    [1.2, 0.5],
    [1, 1],
    [0, 1],
    [0, 0],
  ],
]
const east = [
  [
    [1.2, 0.5],
    [1, 0],
    [2, 0],
    [2, 1],
    [1, 1],
    [1.2, 0.5],
  ],
]

test('a corner taken from a common border is taken from the neighbour too, also where it closes the ring', () => {
  const without = west.map((ring) => withCorner(ring, 2, null))
  const change = changeOf(west, without)
  assert.deepEqual(change.removed, { at: '1.2,0.5', between: ['1,0', '1,1'] })
  assert.deepEqual(withChange(east, change), [
    [
      [1, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 0],
    ],
  ])
  assert.equal(withChange(boxAt(3, 4), change), null)
  const closing = changeOf(
    east,
    east.map((ring) => withCorner(ring, 0, null)),
  )
  assert.deepEqual(withChange(west, closing), without)
})

test('a corner where borders meet, and one of a triangle, may not be taken away', () => {
  const bend = changeOf(
    west,
    west.map((ring) => withCorner(ring, 2, null)),
  ).removed
  const junction = changeOf(
    west,
    west.map((ring) => withCorner(ring, 1, null)),
  ).removed
  assert.ok(bend && junction)
  assert.equal(forbidsRemoval(east, bend), false)
  assert.equal(forbidsRemoval(east, junction), true)
  assert.equal(forbidsRemoval(boxAt(3, 4), junction), false)
  const triangle = [
    [
      [1, 0],
      [1.2, 0.5],
      [1, 1],
      [1, 0],
    ],
  ]
  assert.equal(forbidsRemoval(triangle, bend), true)
})
