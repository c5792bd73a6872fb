// Deadlines worked out by hand on a wall calendar, around every holiday of 2024–2026 and at every boundary instant.
// Work time is 9:00–12:00 and 13:30–17:30. Never correct a row to what the code says: count again on paper first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimeLimitUnit } from '#kernel/time'
import { dueAt } from '#kernel/time'
import { buildCalendar, chinaTime } from './testing.ts'

type Row = readonly [unit: TimeLimitUnit, amount: number, startAt: string, dueAt: string]

const holidayRows: readonly Row[] = [
  // 春节 2024: free 2/10–2/17, worked on Sundays 2/4 and 2/18. 除夕 2/9 was a work day.
  ['work_day', 1, '2024-02-09 10:00', '2024-02-18 10:00'],
  ['work_day', 3, '2024-02-08 16:00', '2024-02-19 16:00'],
  ['work_day', 1, '2024-02-03 10:00', '2024-02-05 09:00'],
  ['work_hour', 4, '2024-02-09 15:30', '2024-02-18 11:00'],
  ['work_hour', 7, '2024-02-03 10:00', '2024-02-04 17:30'],
  ['natural_day', 15, '2024-02-09 10:00', '2024-02-24 10:00'],
  // 29 February 2024, a Thursday
  ['natural_day', 1, '2024-02-28 10:00', '2024-02-29 10:00'],
  ['natural_day', 365, '2024-02-29 12:00', '2025-02-28 12:00'],
  ['work_day', 1, '2024-02-28 09:00', '2024-02-29 09:00'],
  ['work_day', 1, '2024-02-29 17:29', '2024-03-01 17:29'],
  ['work_hour', 7, '2024-02-28 13:30', '2024-02-29 12:00'],
  ['urgent_hour', 24, '2024-02-28 23:30', '2024-02-29 23:30'],
  // 清明 2024: free 4/4–4/6, worked on Sunday 4/7
  ['work_day', 1, '2024-04-03 17:00', '2024-04-07 17:00'],
  ['work_day', 2, '2024-04-03 11:00', '2024-04-08 11:00'],
  ['work_hour', 1, '2024-04-03 17:00', '2024-04-07 09:30'],
  // 劳动节 2024: free 5/1–5/5, worked on Sunday 4/28 and Saturday 5/11
  ['work_day', 3, '2024-04-26 09:00', '2024-04-30 09:00'],
  ['work_day', 1, '2024-04-30 17:00', '2024-05-06 17:00'],
  ['work_day', 6, '2024-04-30 14:00', '2024-05-11 14:00'],
  // 端午 2024: free Monday 6/10
  ['work_day', 1, '2024-06-07 10:32', '2024-06-11 10:32'],
  ['urgent_hour', 72, '2024-06-07 18:00', '2024-06-10 18:00'],
  // 中秋 2024: free 9/15–9/17, worked on Saturday 9/14
  ['work_day', 1, '2024-09-13 09:30', '2024-09-14 09:30'],
  ['work_day', 2, '2024-09-13 09:30', '2024-09-18 09:30'],
  ['work_hour', 2, '2024-09-14 17:00', '2024-09-18 10:30'],
  // 国庆 2024: free 10/1–10/7, worked on Sunday 9/29 and Saturday 10/12
  ['work_day', 2, '2024-09-30 16:20', '2024-10-09 16:20'],
  ['work_day', 5, '2024-09-30 16:20', '2024-10-12 16:20'],
  ['work_hour', 14, '2024-09-29 09:00', '2024-09-30 17:30'],
  ['work_hour', 14.5, '2024-09-29 09:00', '2024-10-08 09:30'],
  // 元旦 2025: free Wednesday 1/1
  ['work_day', 1, '2024-12-31 15:00', '2025-01-02 15:00'],
  ['work_hour', 1, '2024-12-31 16:30', '2024-12-31 17:30'],
  ['work_hour', 2, '2024-12-31 16:30', '2025-01-02 10:00'],
  // 春节 2025: free 1/28–2/4, worked on Sunday 1/26 and Saturday 2/8
  ['work_day', 2, '2025-01-26 10:00', '2025-02-05 10:00'],
  ['work_day', 15, '2025-01-24 09:00', '2025-02-20 09:00'],
  ['work_hour', 4, '2025-01-27 16:30', '2025-02-05 12:00'],
  // 清明 2025: free 4/4–4/6
  ['work_day', 1, '2025-04-03 14:00', '2025-04-07 14:00'],
  // 劳动节 2025: free 5/1–5/5, worked on Sunday 4/27
  ['work_day', 1, '2025-04-30 11:59', '2025-05-06 11:59'],
  ['work_day', 3, '2025-04-25 13:30', '2025-04-29 13:30'],
  // 端午 2025: free 5/31–6/2
  ['work_day', 1, '2025-05-30 16:00', '2025-06-03 16:00'],
  ['work_hour', 3, '2025-05-30 17:00', '2025-06-03 11:30'],
  // 国庆、中秋 2025: free 10/1–10/8, worked on Sunday 9/28 and Saturday 10/11
  ['work_day', 3, '2025-09-29 10:00', '2025-10-10 10:00'],
  ['work_day', 4, '2025-09-29 10:00', '2025-10-11 10:00'],
  ['natural_day', 7, '2025-10-01 08:00', '2025-10-08 08:00'],
  // 元旦 2026: free 1/1–1/3, worked on Sunday 1/4
  ['work_day', 1, '2025-12-31 10:00', '2026-01-04 10:00'],
  // 春节 2026: free 2/15–2/23, worked on Saturdays 2/14 and 2/28
  ['work_day', 2, '2026-02-13 09:00', '2026-02-24 09:00'],
  ['work_day', 4, '2026-02-24 10:00', '2026-02-28 10:00'],
  ['work_day', 5, '2026-02-24 10:00', '2026-03-02 10:00'],
  ['work_hour', 8, '2026-02-14 13:30', '2026-02-24 14:30'],
  // 清明 2026: free 4/4–4/6
  ['work_day', 1, '2026-04-03 10:00', '2026-04-07 10:00'],
  // 劳动节 2026: free 5/1–5/5, worked on Saturday 5/9
  ['work_day', 4, '2026-04-30 15:15', '2026-05-09 15:15'],
  // 端午 2026: free 6/19–6/21
  ['work_day', 1, '2026-06-18 10:32', '2026-06-22 10:32'],
  ['work_hour', 1, '2026-06-18 17:00', '2026-06-22 09:30'],
  ['natural_day', 3, '2026-06-18 16:00', '2026-06-21 16:00'],
  // 中秋 and 国庆 2026: free 9/25–9/27 and 10/1–10/7, worked on Sunday 9/20 and Saturday 10/10
  ['work_day', 2, '2026-09-18 09:00', '2026-09-21 09:00'],
  ['work_day', 1, '2026-09-24 17:29', '2026-09-28 17:29'],
  ['work_day', 3, '2026-09-30 09:00', '2026-10-10 09:00'],
]

// Tuesday 2026-03-10, an ordinary week.
const boundaryRows: readonly Row[] = [
  ['work_day', 1, '2026-03-10 00:00', '2026-03-11 09:00'],
  ['work_day', 1, '2026-03-10 08:59', '2026-03-11 09:00'],
  ['work_day', 1, '2026-03-10 09:00', '2026-03-11 09:00'],
  ['work_day', 1, '2026-03-10 11:59', '2026-03-11 11:59'],
  ['work_day', 1, '2026-03-10 12:00', '2026-03-11 13:30'],
  ['work_day', 1, '2026-03-10 13:29', '2026-03-11 13:30'],
  ['work_day', 1, '2026-03-10 13:30', '2026-03-11 13:30'],
  ['work_day', 1, '2026-03-10 17:29', '2026-03-11 17:29'],
  ['work_day', 1, '2026-03-10 17:30', '2026-03-12 09:00'],
  ['work_day', 1, '2026-03-10 23:59', '2026-03-12 09:00'],
  ['work_day', 1, '2026-03-13 17:30', '2026-03-17 09:00'],
  ['work_day', 1, '2026-03-14 10:00', '2026-03-17 09:00'],
  ['work_hour', 3, '2026-03-10 09:00', '2026-03-10 12:00'],
  ['work_hour', 3, '2026-03-10 00:00', '2026-03-10 12:00'],
  ['work_hour', 7, '2026-03-10 09:00', '2026-03-10 17:30'],
  ['work_hour', 7, '2026-03-10 12:00', '2026-03-11 12:00'],
  ['work_hour', 1, '2026-03-10 12:00', '2026-03-10 14:30'],
  ['work_hour', 1, '2026-03-10 11:30', '2026-03-10 14:00'],
  ['work_hour', 1, '2026-03-10 17:30', '2026-03-11 10:00'],
  ['work_hour', 0.5, '2026-03-10 11:45', '2026-03-10 13:45'],
  ['work_hour', 0.33, '2026-03-13 17:20', '2026-03-16 09:10'],
  ['urgent_hour', 0.5, '2026-03-10 23:45', '2026-03-11 00:15'],
  ['urgent_hour', 2, '2026-03-14 22:00', '2026-03-15 00:00'],
  ['natural_day', 1, '2026-03-10 00:00', '2026-03-11 00:00'],
]

const calendar = buildCalendar()

for (const [title, rows] of [
  ['around the holidays of three years', holidayRows],
  ['at the boundary instants of a week', boundaryRows],
] as const) {
  test(`deadlines ${title} are the ones counted by hand`, () => {
    for (const [unit, amount, startAt, expected] of rows) {
      const due = dueAt({ unit, amount }, chinaTime(startAt), [], calendar)
      assert.deepEqual(due.dueAt, chinaTime(expected), `${amount} ${unit} from ${startAt}`)
      assert.equal(due.provisional, false)
    }
  })
}

test('seconds and milliseconds of the start are kept', () => {
  const due = dueAt({ unit: 'work_day', amount: 1 }, new Date('2026-06-18T10:32:17.123+08:00'), [], calendar)
  assert.deepEqual(due.dueAt, new Date('2026-06-22T10:32:17.123+08:00'))
})
