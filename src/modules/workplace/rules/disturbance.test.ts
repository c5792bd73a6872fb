import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NoticeSetting } from '../contract.ts'
import { DEFAULT_NOTICE_SETTING, digestMinuteOf, isQuiet, lastDigestAt, mayGoOut } from './disturbance.ts'

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const setting = (quietFrom: string, quietUntil: string, digest = '09:00'): NoticeSetting => ({
  quietFromMinute: minuteOf(quietFrom),
  quietUntilMinute: minuteOf(quietUntil),
  digestMinute: minuteOf(digest),
  bySms: true,
})
const china = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`)

test('quiet hours across midnight hold their first minute and not their last', () => {
  const night = setting('22:00', '08:00')
  const quiet = ['21:59', '22:00', '23:59', '00:00', '07:59', '08:00'].map((time) => isQuiet(night, minuteOf(time)))
  assert.deepEqual(quiet, [false, true, true, true, true, false])
})

test('quiet hours within a day hold their first minute and not their last', () => {
  const noon = setting('12:00', '14:00')
  const quiet = ['11:59', '12:00', '13:59', '14:00', '00:00'].map((time) => isQuiet(noon, minuteOf(time)))
  assert.deepEqual(quiet, [false, true, true, false, false])
})

test('quiet hours that begin when they end are none', () => {
  assert.equal(isQuiet(setting('08:00', '08:00'), minuteOf('08:00')), false)
})

test('a digest inside the quiet hours moves to their end', () => {
  assert.equal(digestMinuteOf(setting('22:00', '08:00', '07:59')), minuteOf('08:00'))
  assert.equal(digestMinuteOf(setting('22:00', '08:00', '22:00')), minuteOf('08:00'))
  assert.equal(digestMinuteOf(setting('22:00', '08:00', '08:00')), minuteOf('08:00'))
  assert.equal(digestMinuteOf(setting('22:00', '08:00', '21:59')), minuteOf('21:59'))
})

test('the day of the digest is that of the place, not of Greenwich', () => {
  // 18 June 08:59 in China is 00:59 in Greenwich, one minute later the digest of the 18th is there.
  assert.deepEqual(lastDigestAt(DEFAULT_NOTICE_SETTING, china('2026-06-18 08:59')), china('2026-06-17 09:00'))
  assert.deepEqual(lastDigestAt(DEFAULT_NOTICE_SETTING, china('2026-06-18 09:00')), china('2026-06-18 09:00'))
  assert.deepEqual(lastDigestAt(DEFAULT_NOTICE_SETTING, china('2026-06-18 00:10')), china('2026-06-17 09:00'))
})

test('a notice waits for the first digest after it, one made in its very minute for the next', () => {
  const goesOut = (createdAt: string, now: string): boolean =>
    mayGoOut({ createdAt: china(createdAt), isUrgent: false }, DEFAULT_NOTICE_SETTING, china(now))
  assert.equal(goesOut('2026-06-18 08:30', '2026-06-18 08:59'), false)
  assert.equal(goesOut('2026-06-18 08:30', '2026-06-18 09:00'), true)
  assert.equal(goesOut('2026-06-18 09:00', '2026-06-18 09:00'), false)
  assert.equal(goesOut('2026-06-18 09:00', '2026-06-18 21:59'), false)
  assert.equal(goesOut('2026-06-18 09:00', '2026-06-19 09:00'), true)
})

test('a digest that was missed by day does not come at night', () => {
  const missed = { createdAt: china('2026-06-18 08:00'), isUrgent: false }
  assert.equal(mayGoOut(missed, DEFAULT_NOTICE_SETTING, china('2026-06-18 21:59')), true)
  assert.equal(mayGoOut(missed, DEFAULT_NOTICE_SETTING, china('2026-06-18 22:00')), false)
  assert.equal(mayGoOut(missed, DEFAULT_NOTICE_SETTING, china('2026-06-19 07:59')), false)
  assert.equal(mayGoOut(missed, DEFAULT_NOTICE_SETTING, china('2026-06-19 08:00')), true)
})

test('an urgent notice goes at once, in the quiet hours at their end', () => {
  const urgent = { createdAt: china('2026-06-18 22:30'), isUrgent: true }
  assert.equal(
    mayGoOut({ ...urgent, createdAt: china('2026-06-18 21:59') }, DEFAULT_NOTICE_SETTING, china('2026-06-18 21:59')),
    true,
  )
  assert.equal(mayGoOut(urgent, DEFAULT_NOTICE_SETTING, china('2026-06-18 22:30')), false)
  assert.equal(mayGoOut(urgent, DEFAULT_NOTICE_SETTING, china('2026-06-19 07:59')), false)
  assert.equal(mayGoOut(urgent, DEFAULT_NOTICE_SETTING, china('2026-06-19 08:00')), true)
})

test('whatever the setting, a notice goes out within two days of quarter-hourly looks, and never in the quiet hours', () => {
  const minute = fc.integer({ min: 0, max: 1439 })
  const settings = fc
    .record({ quietFromMinute: minute, quietUntilMinute: minute, digestMinute: minute, bySms: fc.boolean() })
    // Somebody who is to be disturbed for less than a quarter of an hour a day may be missed by every look.
    .filter((one) => ((one.quietFromMinute - one.quietUntilMinute + 1440) % 1440 || 1440) >= 15)
  const createdAt = fc
    .integer({ min: 0, max: 1439 })
    .map((after) => new Date(china('2026-06-18 00:00').getTime() + after * 60_000))
  fc.assert(
    fc.property(settings, createdAt, fc.boolean(), (one, at, isUrgent) => {
      const looks = Array.from(
        { length: 4 * 24 * 4 },
        (_, index) => new Date(china('2026-06-18 00:00').getTime() + index * 900_000),
      )
      const after = looks.filter((look) => look > at)
      const sentAt = after.find((look) => mayGoOut({ createdAt: at, isUrgent }, one, look))
      assert.ok(sentAt && sentAt.getTime() - at.getTime() <= 2 * 86_400_000 + 900_000)
      const minuteOfDay = ((sentAt.getTime() + 8 * 3_600_000) % 86_400_000) / 60_000
      assert.equal(isQuiet(one, minuteOfDay), false)
    }),
  )
})
