import assert from 'node:assert/strict'
import { test } from 'node:test'
import { degreesAround, metersBetween } from '#kernel/geo'
import { bestVerdict, judgeCheckIn } from './check-in.ts'

const gate = { longitude: 102.7, latitude: 25.05, radiusM: 50 }
const northBy = (meters: number) => ({
  longitude: gate.longitude,
  latitude: gate.latitude + degreesAround(gate, meters).latitude,
})

test('a check-in counts up to the radius of its point and not a metre beyond', () => {
  assert.deepEqual(judgeCheckIn(gate, northBy(50), 10), { verdict: 'valid', distanceM: 50 })
  assert.deepEqual(judgeCheckIn(gate, northBy(51), 10), { verdict: 'off', distanceM: 51 })
})

test('without a position, or with one too rough to tell, it is kept and does not count', () => {
  assert.deepEqual(judgeCheckIn(gate, null, null), { verdict: 'unknown', distanceM: null })
  assert.equal(judgeCheckIn(gate, northBy(0), 100).verdict, 'valid')
  assert.equal(judgeCheckIn(gate, northBy(0), 101).verdict, 'rough')
  assert.equal(judgeCheckIn({ ...gate, radiusM: 300 }, northBy(0), 250).verdict, 'valid')
  assert.equal(judgeCheckIn(gate, northBy(0), null).verdict, 'valid')
})

test('whatever the position, what counts lies within the radius, and the distance is always said', () => {
  for (let step = 0; step < 400; step += 1) {
    const point = {
      longitude: gate.longitude + Math.sin(step) / 500,
      latitude: gate.latitude + Math.cos(step * 7) / 500,
    }
    const { verdict, distanceM } = judgeCheckIn(gate, point, step)
    assert.equal(distanceM, Math.round(metersBetween(gate, point)))
    if (verdict === 'valid') assert.ok((distanceM ?? Infinity) <= gate.radiusM)
  }
})

test('of several check-ins at a point the best one stands', () => {
  assert.equal(bestVerdict(['off', 'valid', 'unknown']), 'valid')
  assert.equal(bestVerdict(['unknown', 'off']), 'off')
  assert.equal(bestVerdict([]), null)
})
