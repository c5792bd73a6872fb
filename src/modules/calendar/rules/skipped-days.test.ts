import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCalendar, chinaTime } from '#kernel/time/testing'
import { skippedDays } from './skipped-days.ts'

const calendar = buildCalendar()
const skipped = (unit: 'work_day' | 'work_hour' | 'natural_day' | 'urgent_hour', from: string, to: string): string[] =>
  skippedDays(unit, chinaTime(from), chinaTime(to), calendar).map((day) => `${day.date} ${day.festival ?? day.reason}`)

test('days off between start and due are named, with the festival or the weekend they are', () => {
  assert.deepEqual(skipped('work_day', '2026-06-18 10:32', '2026-06-23 10:32'), [
    '2026-06-19 dragon_boat',
    '2026-06-20 dragon_boat',
    '2026-06-21 dragon_boat',
  ])
  assert.deepEqual(skipped('work_hour', '2026-06-12 17:00', '2026-06-15 09:30'), [
    '2026-06-13 weekend',
    '2026-06-14 weekend',
  ])
})

test('a weekend that is worked is not skipped, and a start on a day off is', () => {
  assert.deepEqual(skipped('work_day', '2026-10-09 10:00', '2026-10-12 10:00'), ['2026-10-11 weekend'])
  assert.deepEqual(skipped('work_day', '2026-06-21 10:00', '2026-06-23 09:00'), ['2026-06-21 dragon_boat'])
})

test('a limit that runs day and night skips nothing', () => {
  assert.deepEqual(skipped('natural_day', '2026-06-18 10:32', '2026-06-23 10:32'), [])
  assert.deepEqual(skipped('urgent_hour', '2026-06-18 10:32', '2026-06-23 10:32'), [])
})
