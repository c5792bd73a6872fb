import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { degreesAround, metersBetween } from '../geo.ts'

const point = fc.record({
  longitude: fc.double({ min: 73, max: 135, noNaN: true }),
  latitude: fc.double({ min: 18, max: 53, noNaN: true }),
})

test('a degree of latitude is about 111.2 km, a degree of longitude shrinks towards the pole', () => {
  const kunming = { longitude: 102.7, latitude: 25 }
  assert.ok(Math.abs(metersBetween(kunming, { ...kunming, latitude: 26 }) - 111_195) < 10)
  assert.ok(Math.abs(metersBetween(kunming, { ...kunming, longitude: 103.7 }) - 100_777) < 50)
  assert.equal(metersBetween(kunming, kunming), 0)
})

test('the way back is as long, and whatever is within the metres is within the box', () => {
  fc.assert(
    fc.property(
      point,
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (one, x, y) => {
        const box = degreesAround(one, 1_000)
        const other = {
          longitude: one.longitude + x * 2 * box.longitude,
          latitude: one.latitude + y * 2 * box.latitude,
        }
        assert.ok(Math.abs(metersBetween(one, other) - metersBetween(other, one)) < 1e-6)
        const inBox = Math.abs(x) <= 0.5001 && Math.abs(y) <= 0.5001
        if (metersBetween(one, other) <= 999) assert.ok(inBox)
      },
    ),
  )
})
