import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepOf, stepped, wayBetween } from './corner-steps.ts'

const kunming = [102.7, 25.04]

test('an arrow moves a corner by a metre, with Shift by ten, and another key not at all', () => {
  assert.deepEqual(stepOf('ArrowLeft', false), { east: -1, north: 0 })
  assert.deepEqual(stepOf('ArrowUp', true), { east: 0, north: 10 })
  assert.equal(stepOf('a', false), null)
})

test('metres there and back lead to where the corner was', () => {
  const there = stepped(stepped(kunming, { east: 30, north: 0 }), { east: 0, north: -4 })
  assert.deepEqual(wayBetween(kunming, there), { east: 30, north: -4 })
  const back = stepped(stepped(there, { east: -30, north: 0 }), { east: 0, north: 4 })
  assert.deepEqual(wayBetween(kunming, back), { east: 0, north: 0 })
})
