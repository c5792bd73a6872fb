import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CivilDate } from '#kernel/time'
import { monthSoFar, passedSpanOf, spanOf } from './period.ts'

const on = (text: string): CivilDate => text as CivilDate

test('the month so far stands beside the same days of the month before', () => {
  assert.deepEqual(monthSoFar(on('2026-06-18')), {
    now: { from: '2026-06-01', until: '2026-06-18' },
    before: { from: '2026-05-01', until: '2026-05-18' },
  })
})

test('the last days of a long month are compared with all of a short one, across the year too', () => {
  assert.deepEqual(monthSoFar(on('2026-03-31')).before, { from: '2026-02-01', until: '2026-02-28' })
  assert.deepEqual(monthSoFar(on('2026-01-05')).before, { from: '2025-12-01', until: '2025-12-05' })
})

test('days become instants of China, and the rest of today has not passed', () => {
  const days = { from: on('2026-06-01'), until: on('2026-06-18') }
  const now = new Date('2026-06-18T02:32:00.000Z')
  assert.equal(spanOf(days).from.toISOString(), '2026-05-31T16:00:00.000Z')
  assert.equal(spanOf(days).before.toISOString(), '2026-06-18T16:00:00.000Z')
  assert.equal(passedSpanOf(days, now).before.toISOString(), '2026-06-18T02:32:00.001Z')
  assert.deepEqual(passedSpanOf(days, new Date('2026-07-01T00:00:00Z')), spanOf(days))
})
