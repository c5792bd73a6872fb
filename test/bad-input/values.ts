import { zipOf } from '../../src/platform/zip.testing.ts'

const nested = (depth: number): unknown => {
  let value: unknown = 'x'
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** Texts that have broken programs before: control characters, halves of surrogates, languages of databases, ways out of folders. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'ab\u0000cd',
  'ab\u0007\u001b[31m\u007fcd',
  '\ud800',
  'ab\udfff\ud800cd',
  '\u202eabc\u2066',
  '\ufeff\ufffe\uffff',
  'e\u0301'.repeat(2_000),
  '👩‍👩‍👧‍👦'.repeat(500),
  'x'.repeat(50_000),
  '字'.repeat(20_001),
  "' or 1=1 --",
  "'; drop table places.place; --",
  '" or ""="',
  '$1 $2 :name ?',
  'a & | ! ( :* <->',
  "'a' <-> !!",
  '%_%\\',
  '\\',
  '\\x00',
  '../../../../etc/passwd',
  '..\\..\\windows\\system32',
  '/etc/passwd\u0000.png',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  '{{constructor.constructor("return 1")()}}',
  '$t(cases:state.reported) {{body}}',
  '=cmd|" /C calc"!A0',
  '(a+)+$',
  '[[[[',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e400',
  '0x10',
  '１２３',
  '99999999999999999999999999',
  '-1',
  '1.5',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '0001-01-01',
  '+275760-09-13',
  '2026-06-18T25:61:61Z',
  '9999-12-31T23:59:59.999999999+23:59',
  '0000-01-01T00:00:00Z',
  '2026-06-18T00:00:00+99:99',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '01890000-0000-7000-8000-00000000000g',
  '000000000000',
  '999999999999',
]

/** Cursors that nobody was given: broken, and well made of wrong things. */
export const hostileCursors: readonly string[] = [
  '',
  'x',
  '====',
  ...[[], [null], {}, 'x', 1, ['x', 'y'], ['2026-02-30T00:00:00Z', 'x'], [1e308, -1], [{}, []], ['\u0000', '\ud800']]
    .concat([['9999-12-31T23:59:59.999Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff']], [[null, null, null]])
    .concat([['-271821-04-20T00:00:00.000Z', '01890000-0000-7000-8000-000000000001']])
    .flatMap((cursor) => {
      const bytes = Buffer.from(JSON.stringify(cursor))
      return [bytes.toString('base64url'), bytes.toString('base64')]
    }),
]

export const hostileNumbers: readonly number[] = [
  0,
  -1,
  -0,
  0.5,
  -0.000001,
  255,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 63),
  1e100,
  1.7e308,
  5e-324,
]

export const hostileThings: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { length: 3 },
  { toString: 'x', valueOf: 1 },
  { constructor: { prototype: { isAdministrator: true } } },
  nested(40),
  nested(400),
  Array.from({ length: 5_000 }, (_, index) => index),
  Array.from({ length: 300 }, () => 'x'.repeat(100)),
]

/** Bodies that are no JSON object at all. */
export const brokenBodies: readonly (string | Buffer)[] = [
  '',
  '{',
  '{"a":',
  '{"a":1,}',
  "{'a':1}",
  'null',
  '[]',
  '1',
  '"text"',
  '\u0000',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '{"a":1}{"b":2}',
  '['.repeat(20_000),
  '{"a":'.repeat(20_000),
  `{"a":"${'x'.repeat(1_100_000)}"}`,
  '{"a":1e999999}',
  Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
]

export const wrongTypes: readonly string[] = [
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'application/octet-stream',
  'application/json; charset=utf-7',
  'image/png',
  'not a type',
  ';;;',
]

export const hostileKeys: readonly (string | undefined)[] = [
  undefined,
  '',
  'x',
  '00000000-0000-0000-0000-000000000000',
  "' or 1=1 --",
  '01890000-0000-7000-8000-00000000000g',
  '1'.repeat(5_000),
  '../../x',
]

export const hostileCookies: readonly string[] = [
  'gz_session=x',
  `gz_session=${'A'.repeat(4_000)}`,
  'gz_session=%00',
  'gz_session=%E0%A4%A',
  "gz_session=' or 1=1 --",
  'gz_session=; gz_session=; gz_session',
  'gz_place=99999999999; gz_language=xx',
  'gz_place=-1',
  'gz_place=2147483647',
  'gz_place=1e9',
  'gz_language=__proto__',
  '=;=;=;;;',
]

const sheet = (rows: string): Buffer =>
  zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'xl/workbook.xml',
      content: '<workbook><sheets><sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>',
    },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet><sheetData>${rows}</sheetData></worksheet>` },
  ])

const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Files that are not what their name says, or are broken, or mean harm. */
export const hostileFiles: readonly { readonly name: string; readonly bytes: Buffer }[] = [
  { name: 'a.csv', bytes: Buffer.alloc(0) },
  { name: 'a.csv', bytes: Buffer.from('a,b\n"unclosed') },
  { name: 'a.csv', bytes: Buffer.from('\u0000,\u0001\n\u0000,\ud800') },
  { name: 'a.csv', bytes: Buffer.from(`${'名称,'.repeat(5_000)}\n`) },
  { name: 'a.csv', bytes: Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x0a, 0x00]) },
  { name: 'a.csv', bytes: Buffer.from(`名称\n${"' or 1=1 --\n".repeat(200)}`) },
  { name: '../../a.xlsx', bytes: Buffer.from('PK\u0003\u0004 not a zip') },
  { name: 'a.xlsx', bytes: sheet('<row><c t="s"><v>99999999</v></c></row>') },
  { name: 'a.xlsx', bytes: sheet('<row r="99999999999"><c r="ZZZZZZ9"><v>NaN</v></c></row>') },
  { name: 'a.xlsx', bytes: sheet('<row><c><v>1</v>'.repeat(2_000)) },
  { name: 'a.xlsx', bytes: zipOf([{ name: '../../evil', content: 'x' }]) },
  { name: 'a.xls', bytes: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
  {
    name: 'a.json',
    bytes: Buffer.from('{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[[[1e999]]]}}]}'),
  },
  { name: 'a.geojson', bytes: Buffer.from('['.repeat(20_000)) },
  { name: 'a\u0000.png', bytes: PNG_HEAD },
  { name: 'a.png', bytes: Buffer.concat([PNG_HEAD, Buffer.alloc(64, 0xff)]) },
  { name: 'a.jpg', bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 0xff)]) },
  { name: 'a.svg', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') },
  { name: 'x'.repeat(5_000), bytes: Buffer.from('%PDF-1.4\n') },
  { name: '', bytes: Buffer.from('MZ') },
]
