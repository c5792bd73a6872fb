import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rampLegend, rampStepOf } from './ramp.ts'

test('none is the lightest, the most is the darkest, and no count is without a step', () => {
  for (const largest of [1, 3, 4, 5, 9, 37, 400]) {
    assert.equal(rampStepOf(0, largest), 0)
    let last = 0
    for (let count = 1; count <= largest; count += 1) {
      const step = rampStepOf(count, largest)
      assert.ok(step >= last && step >= 1 && step <= 4, `${count} of ${largest}`)
      last = step
    }
    if (largest >= 4) assert.ok(last >= 3, `the largest of ${largest} is dark`)
  }
})

test('the legend says of every step what it covers, and covers every count once', () => {
  assert.deepEqual(rampLegend(0), [{ step: 0, from: 0, until: 0 }])
  assert.deepEqual(rampLegend(9), [
    { step: 0, from: 0, until: 0 },
    { step: 1, from: 1, until: 3 },
    { step: 2, from: 4, until: 6 },
    { step: 3, from: 7, until: 9 },
  ])
  for (const largest of [2, 4, 9, 13]) {
    for (let count = 0; count <= largest; count += 1) {
      const lines = rampLegend(largest).filter((line) => line.from <= count && count <= line.until)
      assert.deepEqual(
        lines.map((line) => line.step),
        [rampStepOf(count, largest)],
      )
    }
  }
})
