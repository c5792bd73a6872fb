import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellChoice, cellDate, cellInstant, cellInteger, type CellParser, cellText } from '#platform/office'

const valueOf = <T>(parse: CellParser<T>, text: string): T => {
  const parsed = parse(text)
  assert.ok(parsed.ok, `${text} was refused`)
  return parsed.value
}
const faultOf = <T>(parse: CellParser<T>, text: string): string | undefined => {
  const parsed = parse(text)
  return parsed.ok ? undefined : parsed.error.code
}

test('a day is read as Chinese offices write it', () => {
  const day = '2026-03-01'
  for (const text of [
    '2026-03-01',
    '2026/3/1',
    '2026.3.1',
    '2026年3月1日',
    '20260301',
    '２０２６年３月１日',
    '2026-03-01 08:30:00',
    '46082',
  ]) {
    assert.equal(valueOf(cellDate, text), day, text)
  }
})

test('a day that does not exist, or is not whole, is refused', () => {
  for (const text of [
    '2026-02-29',
    '2026-13-01',
    '3月1日',
    '2026年3月',
    '26-3-1',
    '01/03/2026',
    '昨天',
    '1',
    '99999',
    '2026-3-1-1',
    '1899-12-31',
  ]) {
    assert.equal(faultOf(cellDate, text), 'office.cell_not_a_date', text)
  }
})

test('an instant is in China’s time unless the text names a zone', () => {
  const examples = {
    '2019/2/28 11:25:05': '2019-02-28T03:25:05.000Z',
    '2017-06-08T17:31:20.000Z': '2017-06-08T17:31:20.000Z',
    '2017-06-08T17:31:20+09:00': '2017-06-08T08:31:20.000Z',
    '2026-03-01T00:05': '2026-02-28T16:05:00.000Z',
    '2026年3月1日 下午3时05分': '2026-03-01T07:05:00.000Z',
    '2026年3月1日15时05分09秒': '2026-03-01T07:05:09.000Z',
    '2026-3-1 上午12:30': '2026-02-28T16:30:00.000Z',
    '2026-3-1 12:30 PM': '2026-03-01T04:30:00.000Z',
    '2026-03-01': '2026-02-28T16:00:00.000Z',
    '46082.5': '2026-03-01T04:00:00.000Z',
  }
  for (const [text, instant] of Object.entries(examples))
    assert.equal(valueOf(cellInstant, text).toISOString(), instant, text)
  for (const text of ['2026-03-01 24:00', '2026-03-01 12:60', '12:30', '2026-02-30 10:00']) {
    assert.equal(faultOf(cellInstant, text), 'office.cell_not_a_date', text)
  }
})

test('a whole number is read with its thousands, and only inside its range', () => {
  const parse = cellInteger(-10, 2_000_000)
  const examples = { '0': 0, '-10': -10, '1,234,567': 1_234_567, '１２': 12 }
  for (const [text, value] of Object.entries(examples)) assert.equal(valueOf(parse, text), value, text)
  for (const text of ['1.5', '1,23', 'abc', '', '1e3', '0x10', '9'.repeat(30)]) {
    assert.equal(faultOf(parse, text), 'office.cell_not_a_number', text)
  }
  for (const text of ['-11', '2000001']) assert.equal(faultOf(parse, text), 'office.cell_out_of_range', text)
})

test('a choice is one of its words', () => {
  const parse = cellChoice({ 是: true, 否: false, Yes: true })
  assert.equal(valueOf(parse, ' 否 '), false)
  assert.equal(valueOf(parse, 'yes'), true)
  const no = parse('也许')
  assert.deepEqual(no, { ok: false, error: { code: 'office.cell_not_a_choice', data: { choices: '是、否、Yes' } } })
})

test('text has a longest length', () => {
  assert.equal(valueOf(cellText(3), '三个字'), '三个字')
  assert.equal(faultOf(cellText(2), '三个字'), 'office.cell_too_long')
})
