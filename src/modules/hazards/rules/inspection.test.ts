import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultHazardConfig as config } from './hazard-config.ts'
import { checkInspection, inspectedAtOf, isOnSite, numberOf, seriesOf } from './inspection.ts'

const now = new Date('2026-06-18T02:32:00Z')
const after = (ms: number): Date => new Date(now.getTime() + ms)
const finding = (kindId: string, over: object = {}) => ({
  kindId,
  photos: [0],
  isOnTheSpot: false,
  rectifiedPhotos: [],
  ...over,
})
const codeOf = (answer: ReturnType<typeof checkInspection>): string => (answer.ok ? 'ok' : answer.error)

test('field work comes later: fourteen days to the instant, and a phone five minutes ahead is forgiven', () => {
  const day = 86_400_000
  assert.deepEqual(inspectedAtOf(null, now, config), { ok: true, value: now })
  assert.deepEqual(inspectedAtOf(after(-14 * day), now, config), { ok: true, value: after(-14 * day) })
  assert.equal(inspectedAtOf(after(-14 * day - 1), now, config).ok, false)
  assert.deepEqual(inspectedAtOf(after(5 * 60_000), now, config), { ok: true, value: now })
  assert.equal(inspectedAtOf(after(5 * 60_000 + 1), now, config).ok, false)
})

test('what is found is told once for each kind, and shown', () => {
  const items = [
    { kindId: 'a', result: 'hazard' },
    { kindId: 'b', result: 'pass' },
  ] as const
  assert.equal(codeOf(checkInspection(items, [finding('a')], 1)), 'ok')
  assert.equal(codeOf(checkInspection([...items, items[1]], [finding('a')], 1)), 'hazards.item_twice')
  assert.equal(codeOf(checkInspection(items, [], 1)), 'hazards.items_and_hazards_differ')
  assert.equal(codeOf(checkInspection(items, [finding('b')], 1)), 'hazards.items_and_hazards_differ')
  assert.equal(codeOf(checkInspection(items, [finding('a'), finding('a')], 1)), 'hazards.items_and_hazards_differ')
  assert.equal(codeOf(checkInspection(items, [finding('a', { photos: [] })], 1)), 'hazards.photo_missing')
  assert.equal(codeOf(checkInspection(items, [finding('a', { photos: [1] })], 1)), 'hazards.photo_missing')
  assert.equal(codeOf(checkInspection(items, [finding('a', { isOnTheSpot: true })], 1)), 'hazards.photo_missing')
  const settled = finding('a', { isOnTheSpot: true, rectifiedPhotos: [1] })
  assert.equal(codeOf(checkInspection(items, [settled], 2)), 'ok')
})

test('numbers carry their day; where a phone was is judged by the metre', () => {
  assert.equal(numberOf(seriesOf('ZG', '2026-06-18'), 7), 'ZG-260618-0007')
  assert.deepEqual(
    [200, 201, null].map((meters) => isOnSite(meters, config)),
    [true, false, null],
  )
})
