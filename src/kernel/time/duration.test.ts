import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeDuration } from '#kernel/time'

test('a duration is said in two units at most', () => {
  const table: ReadonlyArray<readonly [number, number, number, number]> = [
    [0, 0, 0, 0],
    [0.99, 0, 0, 0],
    [18, 0, 0, 18],
    [50.9, 0, 0, 50],
    [60, 0, 1, 0],
    [200, 0, 3, 20],
    [1439, 0, 23, 59],
    [1440, 1, 0, 0],
    [1620, 1, 3, 0],
    [3130, 2, 4, 0],
    [5819, 4, 0, 0],
  ]
  for (const [given, days, hours, minutes] of table) {
    assert.deepEqual(describeDuration(given), { days, hours, minutes }, String(given))
  }
})

test('less than nothing is not a duration', () => {
  for (const minutes of [-1, Number.NaN]) assert.throws(() => describeDuration(minutes), RangeError)
})
