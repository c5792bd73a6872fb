import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CivilDate } from '#kernel/time'
import { queryCodeShape } from '../contract.ts'
import { bareName, caseNumber, queryCodeOf, seriesOf, showQueryCode, titleFrom } from './case-number.ts'

test('a number tells the place, the day with its year, and which one of the day', () => {
  const series = seriesOf('hs', '2026-06-18' as CivilDate)
  assert.equal(caseNumber(series, 27), 'HS-260618-0027')
  assert.equal(caseNumber(series, 12345), 'HS-260618-12345')
})

test('the name of a place loses what kind of place it is, and nothing else', () => {
  assert.deepEqual(['虹山社区', '和平街道', '金鼎村', '西山区', '市', '张家营'].map(bareName), [
    '虹山',
    '和平',
    '金鼎',
    '西山',
    '市',
    '张家营',
  ])
})

test('a query code has 12 letters that cannot be mistaken, and is read back however it is typed', () => {
  const code = queryCodeOf(Uint8Array.from({ length: 36 }, (_, index) => index * 7))
  assert.match(code, /^[2-9BCDFGHJKMNPQRSTVWXZ]{12}$/)
  assert.equal(queryCodeShape.parse(showQueryCode(code).toLowerCase()), code)
  assert.equal(queryCodeShape.safeParse('0000-0000-0000').success, false)
})

test('bytes that would favour some letters are thrown away', () => {
  const fair = queryCodeOf(Uint8Array.from([255, 254, 253, ...Array.from({ length: 12 }, () => 0)]))
  assert.equal(fair, '222222222222')
  assert.throws(() => queryCodeOf(Uint8Array.from([255, 255, 1])))
})

test('a title is made of the first sentence, cut when it is long', () => {
  assert.equal(titleFrom('路灯坏了三天。晚上看不见'), '路灯坏了三天')
  assert.equal(titleFrom('。。。'), '。。。')
  const cut = titleFrom('很'.repeat(80))
  assert.equal(cut, `${'很'.repeat(30)}…`)
})
