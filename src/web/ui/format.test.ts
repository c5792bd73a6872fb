import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withLanguage } from '../i18n.ts'
import {
  formatAmount,
  formatCount,
  formatDay,
  formatDayRange,
  formatDuration,
  formatFullDay,
  formatMoment,
  formatMoney,
  formatMonth,
  formatShare,
  formatSize,
  formatTime,
  formatTimeRange,
  formatWeekday,
  machineTime,
} from './format.ts'
import { readWords } from './words.testing.ts'

readWords('ui')

/** 2026-06-18 16:20 in China, a Thursday. */
const NOW = '2026-06-18T08:20:00Z'

test('an instant is written in the time of China, wherever the browser is', () => {
  const lastSecond = '2026-06-18T15:59:59Z'
  const firstSecond = '2026-06-18T16:00:00Z'
  assert.equal(formatTime(lastSecond), '23:59')
  assert.equal(formatDay(lastSecond), '6月18日')
  assert.equal(formatTime(firstSecond), '0:00')
  assert.equal(formatDay(firstSecond), '6月19日')
  for (const zone of ['America/New_York', 'Pacific/Kiritimati', 'UTC']) {
    const before = process.env['TZ']
    process.env['TZ'] = zone
    assert.equal(formatMoment(firstSecond, NOW), '明天 0:00', zone)
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
})

test('a civil date stays the day it is', () => {
  assert.equal(formatDay('2026-01-01'), '1月1日')
  assert.equal(formatMoment('2026-06-18', NOW), '今天')
  assert.equal(machineTime('2026-06-18'), '2026-06-18')
  assert.equal(machineTime('2026-06-18T16:20:00+08:00'), '2026-06-18T08:20:00.000Z')
})

test('near days are named, others dated, and the year only when it is another', () => {
  assert.equal(formatMoment('2026-06-18T08:00:00Z', NOW), '今天 16:00')
  assert.equal(formatMoment('2026-06-19T01:40:00Z', NOW), '明天 9:40')
  assert.equal(formatMoment('2026-06-17T01:00:00Z', NOW), '昨天 9:00')
  assert.equal(formatMoment('2026-06-10T01:00:00Z', NOW), '6月10日 9:00')
  assert.equal(formatMoment('2025-12-31T01:00:00Z', NOW), '2025年12月31日 9:00')
  assert.equal(formatDay('2025-12-31'), '12月31日')
  assert.equal(formatFullDay(NOW), '2026年6月18日')
  assert.equal(formatMonth(NOW), '2026年6月')
})

test('weekdays and ranges read as on a notice board', () => {
  assert.equal(formatWeekday(NOW), '星期四')
  assert.equal(formatWeekday(NOW, 'list'), '周四')
  assert.equal(formatTimeRange('2026-06-18T01:00:00Z', '2026-06-18T09:30:00Z'), '9:00–17:30')
  assert.equal(formatDayRange('2026-06-01', '2026-06-18'), '6月1日至6月18日')
})

test('English is written day first', () => {
  withLanguage('en', () => {
    assert.equal(formatMoment('2026-06-10T01:00:00Z', NOW), '10 Jun 9:00')
    assert.equal(formatMoment('2025-06-10T01:00:00Z', NOW), '10 Jun 2025 9:00')
    assert.equal(formatDuration(3130), '2 days 4 hours')
    assert.equal(formatDuration(200, 'list'), '3 h 20 min')
    assert.equal(formatMoney(1_824_000), '18,240.00 yuan')
  })
})

test('a duration has two units at most and is rounded down', () => {
  assert.equal(formatDuration(2 * 1440 + 4 * 60 + 59), '2 天 4 小时')
  assert.equal(formatDuration(200), '3 小时 20 分')
  assert.equal(formatDuration(50.9), '50 分')
  assert.equal(formatDuration(1440), '1 天')
  assert.equal(formatDuration(1440 + 20), '1 天')
  assert.equal(formatDuration(18, 'alone'), '18 分钟')
  assert.equal(formatDuration(65, 'alone'), '1 小时 5 分')
  assert.equal(formatDuration(0.9), '不到 1 分')
  assert.equal(formatDuration(-5), '不到 1 分')
})

test('a duration never has more than two numbers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600_000 }), (minutes) => {
      const numbers = formatDuration(minutes).match(/\d+/g) ?? []
      assert.ok(numbers.length >= 1 && numbers.length <= 2)
    }),
  )
})

test('counts are grouped in thousands, money in accounts has two decimals', () => {
  assert.equal(formatCount(999), '999')
  assert.equal(formatCount(1000), '1,000')
  assert.equal(formatCount(1_071_561.5, 2), '1,071,561.50')
  assert.equal(formatCount(-1234), '-1,234')
  assert.equal(formatCount(-0.4), '0')
  assert.equal(formatAmount(1_824_000), '18,240.00')
  assert.equal(formatAmount(1_824_000, 'talk'), '18,240')
  assert.equal(formatAmount(1_824_050, 'talk'), '18,240.50')
  assert.equal(formatMoney(186_000, 'talk'), '1,860 元')
  assert.equal(formatShare(0.942), '94.2%')
  assert.equal(formatSize(340 * 1024), '340 KB')
  assert.equal(formatSize(20 * 1024 * 1024), '20.0 MB')
})

test('every amount of fen is written without losing any', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (fen) => {
      assert.equal(Math.round(Number(formatAmount(fen).replaceAll(',', '')) * 100), fen === 0 ? 0 : fen)
    }),
  )
})

test('what is no date is a bug and is thrown', () => {
  assert.throws(() => formatDay('yesterday'), RangeError)
})
