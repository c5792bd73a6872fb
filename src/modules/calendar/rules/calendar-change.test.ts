import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '#kernel/time'
import { civilDate } from '#kernel/time/testing'
import { checkDayAhead, checkRest, checkSpans } from './calendar-change.ts'

test('the calendar is changed from tomorrow on: today has begun', () => {
  const today = civilDate('2026-06-18')
  assert.deepEqual(checkDayAhead(civilDate('2026-06-17'), today), { ok: false, error: 'calendar.day_begun' })
  assert.deepEqual(checkDayAhead(today, today), { ok: false, error: 'calendar.day_begun' })
  assert.equal(checkDayAhead(civilDate('2026-06-19'), today).ok, true)
})

test('a district adds sixty days of rest to a year and not one more; setting one of them again is none', () => {
  const rests = Array.from({ length: 60 }, (_, index) => addDays(civilDate('2026-07-01'), index))
  assert.equal(checkRest(civilDate('2026-12-01'), rests.slice(1)).ok, true)
  assert.deepEqual(checkRest(civilDate('2026-12-01'), rests), { ok: false, error: 'calendar.rest_too_long' })
  assert.equal(checkRest(civilDate('2026-07-01'), rests).ok, true)
  assert.equal(checkRest(civilDate('2027-01-01'), rests).ok, true)
})

test('a day of work has an hour of work at the least', () => {
  assert.equal(
    checkSpans([
      ['09:00', '09:30'],
      ['10:00', '10:30'],
    ]).ok,
    true,
  )
  assert.deepEqual(checkSpans([['09:00', '09:59']]), { ok: false, error: 'calendar.hours_too_short' })
})
