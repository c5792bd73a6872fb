import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withLanguage } from '../i18n.ts'
import { type ClockView, clockWords, limitWords } from './clock-words.ts'
import { readWords } from './words.testing.ts'

readWords('ui')

const cases: ReadonlyArray<readonly [ClockView, list: string, page: string]> = [
  [{ state: 'ok', leftMinutes: 3130 }, '剩 2 天 4 小时', '还剩 2 天 4 小时'],
  [{ state: 'soon', leftMinutes: 50 }, '剩 50 分', '还剩 50 分'],
  [{ state: 'late', lateMinutes: 200 }, '超 3 小时 20 分', '超时 3 小时 20 分'],
  [{ state: 'late', lateMinutes: 0 }, '超 不到 1 分', '超时 不到 1 分'],
  [{ state: 'paused' }, '停表', '停表'],
  [{ state: 'paused', reason: '等业主大会' }, '停表：等业主大会', '停表：等业主大会'],
  [{ state: 'done', usedMinutes: 18, limit: '30 分钟' }, '用 18 分，限 30 分钟', '用 18 分钟，限 30 分钟'],
  [{ state: 'done', usedMinutes: 24 }, '用 24 分', '用 24 分钟'],
  [{ state: 'done', usedMinutes: null }, '办好了', '办好了'],
]

test('a clock says 剩 and 超 in a list, 还剩 and 超时 in a page', () => {
  for (const [clock, list, page] of cases) {
    assert.equal(clockWords(clock, 'list'), list)
    assert.equal(clockWords(clock, 'page'), page)
  }
})

test('the same in English', () => {
  withLanguage('en', () => {
    assert.equal(clockWords({ state: 'late', lateMinutes: 200 }, 'list'), '3 h 20 min over')
    assert.equal(clockWords({ state: 'ok', leftMinutes: 1500 }, 'page'), '1 day 1 hour left')
  })
})

test('a limit is said in its own unit, parts of an hour in minutes', () => {
  assert.equal(limitWords({ unit: 'work_day', amount: 3 }), '3 个工作日')
  assert.equal(limitWords({ unit: 'work_hour', amount: 4 }), '4 工作小时')
  assert.equal(limitWords({ unit: 'natural_day', amount: 3 }), '3 天')
  assert.equal(limitWords({ unit: 'urgent_hour', amount: 1 }), '1 小时')
  assert.equal(limitWords({ unit: 'urgent_hour', amount: 0.5 }), '30 分钟')
  assert.equal(limitWords({ unit: 'work_hour', amount: 0.33 }), '20 分钟')
})
