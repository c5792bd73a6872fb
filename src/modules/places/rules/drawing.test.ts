import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Boundary } from '#kernel/geo'
import { err, ok } from '#kernel/result'
import { checkCover, checkDrawing, type Drawn } from './drawing.ts'

const box = (west: number, south: number, east: number, north: number): Boundary => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

const above = { longitudeMin: 102, longitudeMax: 102.1, latitudeMin: 25, latitudeMax: 25.1 }
const neighbour: Drawn = { id: 7, name: '第 7 网格', boundary: box(102.01, 25, 102.02, 25.01) }

test('a sound boundary inside the place above may be drawn', () => {
  assert.deepEqual(checkDrawing(box(102, 25, 102.01, 25.01), above, []), ok(undefined))
  assert.deepEqual(checkDrawing(box(102, 25, 102.01, 25.01), null, []), ok(undefined), 'nothing above is drawn')
})

test('a shared border and a sliver are no overlap; more is, and it names the neighbour', () => {
  assert.deepEqual(checkDrawing(box(102, 25, 102.01, 25.01), above, [neighbour]), ok(undefined))
  assert.deepEqual(checkDrawing(box(102, 25, 102.010005, 25.01), above, [neighbour]), ok(undefined), 'half a metre')
  const wide = checkDrawing(box(102, 25, 102.0101, 25.01), above, [neighbour])
  assert.ok(!wide.ok && wide.error.code === 'places.boundary_overlaps')
  assert.equal(wide.error.neighbourId, 7)
  assert.ok(wide.error.squareMeters > 10_000 && wide.error.squareMeters < 12_000, String(wide.error.squareMeters))
})

test('a boundary may reach a hundred metres over the box of the place above, and not two hundred', () => {
  assert.deepEqual(checkDrawing(box(101.9991, 25, 102.01, 25.01), above, []), ok(undefined))
  assert.deepEqual(checkDrawing(box(101.998, 25, 102.01, 25.01), above, []), err({ code: 'places.boundary_outside' }))
})

test('what is wrong with the line itself is told first', () => {
  const crossed: Boundary = {
    type: 'Polygon',
    coordinates: [
      [
        [102, 25],
        [102.01, 25.01],
        [102.01, 25],
        [102, 25.01],
        [102, 25],
      ],
    ],
  }
  assert.deepEqual(checkDrawing(crossed, above, []), err({ code: 'places.boundary_not_valid', fault: 'edges_cross' }))
})

test('the parts of a split cover the whole: nothing is lost, nothing is added', () => {
  const whole = [box(102, 25, 102.02, 25.01)]
  const left = box(102, 25, 102.01, 25.01)
  const right = box(102.01, 25, 102.02, 25.01)
  assert.deepEqual(checkCover(whole, [left, right]), ok(undefined))
  assert.deepEqual(checkCover([left, right], whole), ok(undefined), 'and a merge the other way')
  assert.deepEqual(checkCover(whole, [left]), err('places.not_covering'))
  assert.deepEqual(checkCover(whole, [left, box(102.01, 25, 102.019, 25.01)]), err('places.not_covering'))
  assert.deepEqual(checkCover(whole, [left, box(102.01, 25, 102.021, 25.01)]), err('places.not_covering'))
  assert.deepEqual(checkCover(whole, [left, box(102.01, 25, 102.0201, 25.01)]), ok(undefined), 'within one per cent')
})
