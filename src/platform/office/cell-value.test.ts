import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanText, isDateFormat, readIsoDate, readNumber, readSerial, unescapeCharacters } from './cell-value.ts'

test('an Excel day becomes the civil date that Excel shows, whatever the zone of the machine', () => {
  const examples: ReadonlyArray<readonly [serial: number, text: string]> = [
    [45_292, '2024-01-01'],
    [45_292.5, '2024-01-01 12:00:00'],
    [45_292 + 1 / 3, '2024-01-01 08:00:00'],
    [45_292.999_999_9, '2024-01-02'],
    [61, '1900-03-01'],
    [59, '1900-02-28'],
    [1, '1900-01-01'],
    [0.354_166_666_666_667, '08:30:00'],
    [2_958_465, '9999-12-31'],
  ]
  for (const [serial, text] of examples) assert.deepEqual(readSerial(serial, false), { text }, String(serial))
})

test('the epoch of old Macs is four years and a day later', () => {
  assert.deepEqual(readSerial(45_292 - 1_462, true), { text: '2024-01-01' })
})

test('a day that never was is a fault and shows its number', () => {
  for (const serial of [-1, 60, 2_958_466, 1e20, Number.NaN]) {
    assert.deepEqual(readSerial(serial, false), { text: String(serial), fault: 'office.cell_date_impossible' })
  }
})

test('a number is text as Excel shows it', () => {
  const examples = {
    '3': '3',
    '0.30000000000000004': '0.3',
    '1.1000000000000001': '1.1',
    '-5': '-5',
    '1E3': '1000',
    '123456789012': '123456789012',
    '1.5E-7': '1.5e-7',
  }
  for (const [raw, text] of Object.entries(examples)) assert.deepEqual(readNumber(raw), { text })
})

test('a number that lost its last digits in Excel is a fault: an ID number typed as a number', () => {
  assert.deepEqual(readNumber('530102199003071234'), { text: '530102199003071000', fault: 'office.cell_digits_lost' })
  assert.deepEqual(readNumber('5.30102199003071E+17').fault, 'office.cell_digits_lost')
})

test('what is no number is a fault', () => {
  for (const raw of ['', 'abc', 'Infinity', '1e999']) assert.equal(readNumber(raw).fault, 'office.cell_error', raw)
})

test('ISO dates are read and impossible ones are faults', () => {
  assert.deepEqual(readIsoDate('2024-01-01T00:00:00Z'), { text: '2024-01-01' })
  assert.deepEqual(readIsoDate('2024-01-01T08:30:00'), { text: '2024-01-01 08:30:00' })
  assert.deepEqual(readIsoDate('2024-13-01').fault, 'office.cell_date_impossible')
  assert.deepEqual(readIsoDate('soon').fault, 'office.cell_date_impossible')
})

test('date formats are told from number formats', () => {
  for (const code of [
    'yyyy-mm-dd',
    'yyyy/m/d;@',
    'yyyy"年"m"月"d"日"',
    '[$-804]yyyy/m/d',
    'h:mm AM/PM',
    'mm:ss.0',
    'm月d日',
    '上午/下午h"时"',
  ]) {
    assert.ok(isDateFormat(200, code), code)
  }
  for (const code of [
    'General',
    '0.00',
    '#,##0.00_ ',
    '0.00"元/m"',
    '[Red]0;[Red]-0',
    '0.00E+00',
    '@',
    '"第"0"届"',
    'G/通用格式',
    '0\\d',
  ]) {
    assert.ok(!isDateFormat(200, code), code)
  }
  for (const id of [14, 22, 31, 57]) assert.ok(isDateFormat(id, undefined), String(id))
  for (const id of [0, 1, 2, 9, 37, 49, 200]) assert.ok(!isDateFormat(id, undefined), String(id))
})

test('text loses what neither people nor the database want', () => {
  assert.equal(cleanText(' a\r\nb\rc\u0000\u0007\ufeff '), 'a\nb\nc')
  assert.equal(cleanText('a\uD800'), 'a\ufffd')
  assert.equal(unescapeCharacters('a_x000D_b_x005F_x0041_'), 'a\rb_x0041_')
})
