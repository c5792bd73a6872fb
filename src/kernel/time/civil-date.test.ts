import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  civilDateAt,
  daysBetween,
  formatCivilDateChinese,
  instantOf,
  parseCivilDate,
  weekdayOf,
} from '#kernel/time'
import { chinaTime, civilDate } from './testing.ts'

const dates = fc.integer({ min: -25_567, max: 84_005 }).map((days) => addDays(civilDate('1970-01-01'), days))

test('a date is read only when the calendar has it', () => {
  for (const text of ['2026-06-18', '2024-02-29', '2000-02-29', '1900-01-01', '2199-12-31']) {
    assert.deepEqual(parseCivilDate(text), { ok: true, value: text })
  }
  const bad = ['2026-02-29', '1900-02-29', '2026-06-31', '2026-13-01', '2026-6-18', '2026/06/18', '20260618', '']
  for (const text of [...bad, ' 2026-06-18', '2026-06-18\n', '1899-12-31', '2200-01-01', '0000-01-01', '二〇二六年']) {
    assert.deepEqual(parseCivilDate(text), { ok: false, error: 'time.date_not_valid' }, text)
  }
})

test('the date at an instant is the one on a wall in China, in whatever zone the process runs', () => {
  const zone = process.env.TZ
  try {
    for (const name of ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      process.env.TZ = name
      assert.equal(civilDateAt(new Date('2026-06-17T15:59:59.999Z')), '2026-06-17')
      assert.equal(civilDateAt(new Date('2026-06-17T16:00:00Z')), '2026-06-18')
      assert.equal(weekdayOf(civilDate('2026-06-18')), 4)
      assert.equal(formatCivilDateChinese(civilDate('2026-06-18')), '6月18日 周四')
      assert.equal(addDays(civilDate('2026-02-28'), 1), '2026-03-01')
      assert.equal(instantOf(civilDate('2026-06-18'), 632).toISOString(), '2026-06-18T02:32:00.000Z')
    }
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})

test('another offset has its own midnight', () => {
  assert.equal(civilDateAt(new Date('2026-06-17T17:59:00Z'), 360), '2026-06-17')
  assert.equal(civilDateAt(new Date('2026-06-17T18:00:00Z'), 360), '2026-06-18')
  assert.equal(instantOf(civilDate('2026-06-18'), 0, 360).toISOString(), '2026-06-17T18:00:00.000Z')
})

test('days are added over leap days and year ends', () => {
  assert.equal(addDays(civilDate('2024-02-28'), 1), '2024-02-29')
  assert.equal(addDays(civilDate('2024-12-31'), 1), '2025-01-01')
  assert.equal(addDays(civilDate('2024-03-01'), -1), '2024-02-29')
  assert.equal(daysBetween(civilDate('2024-01-01'), civilDate('2025-01-01')), 366)
  assert.equal(daysBetween(civilDate('2026-06-22'), civilDate('2026-06-18')), -4)
  assert.throws(() => addDays(civilDate('2199-12-31'), 1), RangeError)
})

test('a date is written as it is said, Monday to Sunday', () => {
  const week = [22, 23, 24, 25, 26, 27, 28].map((day) => formatCivilDateChinese(civilDate(`2026-06-${day}`)))
  assert.deepEqual(week.map((text) => text.at(-1)).join(''), '一二三四五六日')
  assert.equal(formatCivilDateChinese(civilDate('2026-01-04')), '1月4日 周日')
})

test('adding days and counting them undo each other, and weekdays go round', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -3000, max: 3000 }), (date, days) => {
      fc.pre(Math.abs(daysBetween(civilDate('2050-01-01'), date)) < 50_000)
      const other = addDays(date, days)
      assert.equal(daysBetween(date, other), days)
      assert.equal(addDays(other, -days), date)
      assert.equal((weekdayOf(other) - weekdayOf(date) - days) % 7 === 0, true)
      assert.equal(civilDateAt(instantOf(date)), date)
      assert.equal(civilDateAt(new Date(instantOf(date).getTime() - 1)), addDays(date, -1))
    }),
  )
})

test('the hand-made times of the tests are times in China', () => {
  assert.equal(chinaTime('2026-06-18 10:32').toISOString(), '2026-06-18T02:32:00.000Z')
})
