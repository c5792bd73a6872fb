import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, withChange } from './shared-corners.ts'

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
