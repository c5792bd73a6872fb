import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lineOf, progressLines, sumProgress } from './progress.ts'

const at = (place_path: string, site_count = 1) =>
  lineOf({
    place_path,
    site_count,
    inspected_count: 0,
    inspection_count: 0,
    found_count: site_count,
    solved_count: 0,
    spot_count: 0,
    late_count: 0,
  })

test('one place is divided into those right below it, several stand for themselves', () => {
  const lines = [at('1.2.'), at('1.2.3.'), at('1.2.3.4.', 2), at('1.2.5.')]
  const one = progressLines(['1.2.'], lines).map(({ placeId, progress }) => [placeId, progress.siteCount])
  assert.deepEqual(one, [
    [2, 1],
    [3, 3],
    [5, 1],
  ])
  const two = progressLines(['1.2.3.', '1.2.5.'], lines.slice(1)).map(({ placeId, progress }) => [
    placeId,
    progress.siteCount,
  ])
  assert.deepEqual(two, [
    [3, 3],
    [5, 1],
  ])
})

test('the lines add up to the whole, whatever the places', () => {
  const path = fc
    .array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
    .map((ids) => `1.${ids.join('.')}.`.replace('..', '.'))
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 3 }), fc.array(path), (places, paths) => {
      const lines = paths.map((one) => at(one))
      const sum = progressLines(places, lines).reduce((total, line) => total + line.progress.foundCount, 0)
      assert.equal(sum, sumProgress(lines).foundCount)
    }),
  )
})
