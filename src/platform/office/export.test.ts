import assert from 'node:assert/strict'
import { setFlagsFromString } from 'node:v8'
import { PassThrough, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import exceljs from 'exceljs'
import fc from 'fast-check'
import readExcelFile from 'read-excel-file/node'
import {
  annotatedWorkbook,
  type Export,
  type ExportColumn,
  readSheet,
  streamCsv,
  streamWorkbook,
} from '#platform/office'

const columns: readonly ExportColumn[] = [
  { key: 'title', heading: '标题', width: 30, kind: 'text' },
  { key: 'count', heading: '数量', kind: 'number' },
  { key: 'amountFen', heading: '金额', kind: 'money' },
  { key: 'startsOn', heading: '日期', kind: 'date' },
  { key: 'reportedAt', heading: '时间', kind: 'datetime' },
]
const row = {
  title: '电梯 <故障> & "停运"\n三天',
  count: -5,
  amountFen: 123_456,
  startsOn: '2026-03-01',
  reportedAt: new Date('2026-03-01T00:05:00Z'),
}

const collect = async (write: (stream: Writable) => Promise<void>): Promise<Buffer> => {
  const stream = new PassThrough()
  const [bytes] = await Promise.all([buffer(stream), write(stream)])
  return bytes
}
const workbook = (...sheets: Export['sheets']): Promise<Buffer> =>
  collect((stream) => streamWorkbook(stream, { sheets }))
const csv = async (rows: Iterable<Record<string, unknown>>, of = columns): Promise<string> =>
  (await collect((stream) => streamCsv(stream, { columns: of, rows }))).toString()
const textColumn = [{ key: 'a', heading: 'a', kind: 'text' }] as const
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://127.0.0.1/?"&A1)', '＝1+1']

test('our own reader gets back what was written', async () => {
  const table = await readSheet(await workbook({ name: '事项', columns, rows: [row, {}, { title: null, count: 0 }] }))
  assert.deepEqual(table.columns, ['标题', '数量', '金额', '日期', '时间'])
  assert.deepEqual(
    table.rows.map(({ line, cells }) => [line, { ...cells }]),
    [
      [2, { 标题: row.title, 数量: '-5', 金额: '1234.56', 日期: '2026-03-01', 时间: '2026-03-01 08:05:00' }],
      [4, { 数量: '0' }],
    ],
  )
})

test('two readers of others understand the workbook: values, formats, the frozen bold heading, the sheets', async () => {
  const bytes = await workbook(
    { name: '事项', columns, rows: [row] },
    { name: '说明', columns: textColumn, rows: [{ a: 'x' }] },
  )
  const sheets = await readExcelFile(bytes)
  assert.deepEqual(
    sheets.map(({ sheet, data }) => [sheet, data.length]),
    [
      ['事项', 2],
      ['说明', 2],
    ],
  )
  assert.deepEqual(sheets[0]?.data[1]?.slice(0, 3), [row.title, -5, 1234.56])
  const book = new exceljs.Workbook()
  await book.xlsx.load(Uint8Array.from(bytes).buffer)
  const sheet = book.getWorksheet('事项')
  assert.equal(sheet?.views[0]?.state, 'frozen')
  assert.equal(sheet?.getCell('A1').font.bold, true)
  assert.equal(sheet?.getColumn(1).width, 30)
  assert.deepEqual(
    ['A2', 'C2', 'D2', 'E2'].map((at) => sheet?.getCell(at).numFmt),
    ['@', '#,##0.00', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm'],
  )
  assert.deepEqual(sheet?.getCell('E2').value, new Date('2026-03-01T08:05:00Z'), 'the time on the wall in China')
})

test('nothing that somebody wrote becomes a formula in a workbook', async () => {
  const rows = [...FORMULAS, { formula: '1+1', result: 2 }, { toString: () => '=1' }].map((a) => ({ a }))
  const book = new exceljs.Workbook()
  await book.xlsx.load(Uint8Array.from(await workbook({ name: 'a', columns: textColumn, rows })).buffer)
  const cells = rows.map((_, index) => book.worksheets[0]?.getCell(index + 2, 1))
  for (const cell of cells) {
    assert.equal(typeof cell?.value, 'string')
    assert.equal(cell?.formula, undefined)
    assert.equal(cell?.numFmt, '@')
  }
  assert.equal(cells[0]?.value, '=1+1', 'and it is kept as it was written')
})

test('a CSV says what it is, quotes what must be quoted and guards what a spreadsheet would compute', async () => {
  assert.equal(
    await csv([row]),
    '\ufeff标题,数量,金额,日期,时间\r\n"电梯 <故障> & ""停运""\n三天",-5,1234.56,2026-03-01,2026-03-01 08:05\r\n',
  )
  const text = await csv(
    FORMULAS.map((a) => ({ a })),
    textColumn,
  )
  for (const line of text.split('\r\n').slice(1, -1)) assert.match(line, /^"?'/u)
})

test('text comes back through a workbook and through a CSV as it was, but for blanks at its ends', async () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom(...'a中=+-@\'",;\t\n<>&_x0041_ 😀') }), {
    minLength: 1,
    maxLength: 20,
  })
  await fc.assert(
    fc.asyncProperty(texts, async (values) => {
      const expected = values.map((value) => value.trim()).filter((value) => value !== '')
      fc.pre(expected.length > 0)
      const rows = values.map((a) => ({ a, b: 'x' }))
      const two = [...textColumn, { key: 'b', heading: 'b', kind: 'text' }] as const
      for (const bytes of [await workbook({ name: 'a', columns: two, rows }), Buffer.from(await csv(rows, two))]) {
        const read = (await readSheet(bytes)).rows.flatMap(({ cells }) => cells['a'] ?? [])
        assert.deepEqual(read, expected)
      }
    }),
    { numRuns: 10 },
  )
})

test('a cell ends where Excel ends, and characters that XML forbids are left out', async () => {
  const rows = [{ a: '长'.repeat(40_000) }, { a: 'a\u0000\u0008\uFFFFb\uD800' }]
  const table = await readSheet(await workbook({ name: 'a', columns: textColumn, rows }))
  assert.equal(table.rows[0]?.cells['a']?.length, 32_767)
  assert.equal(table.rows[1]?.cells['a'], 'ab\ufffd')
})

test('a value that is none of its kind is written as text', async () => {
  const odd = { count: 'many', amountFen: Number.NaN, startsOn: 'soon', reportedAt: 'never', title: 12n }
  const [read] = (await readSheet(await workbook({ name: 'a', columns, rows: [odd] }))).rows
  assert.deepEqual({ ...read?.cells }, { 标题: '12', 数量: 'many', 金额: 'NaN', 日期: 'soon', 时间: 'never' })
})

test('names of sheets are made such that Excel takes them', async () => {
  const names = ['a/b:c', "'x'", '', '很长的名字'.repeat(20), 'A b C', 'a b c']
  const [first = '', ...others] = names
  const sheet = (name: string) => ({ name, columns: textColumn, rows: [] })
  const book = new exceljs.Workbook()
  await book.xlsx.load(Uint8Array.from(await workbook(sheet(first), ...others.map(sheet))).buffer)
  const written = book.worksheets.map(({ name }) => name)
  assert.deepEqual(written.slice(0, 3), ['a b c', 'x', '3'])
  assert.equal(new Set(written.map((name) => name.toLowerCase())).size, names.length)
  assert.ok(written.every((name) => name.length <= 31))
})

test('rows are asked for only as fast as they are taken', async () => {
  let asked = 0
  const rows = (function* () {
    for (; asked < 200_000; asked += 1) yield { a: `${asked}${Math.random()}`.repeat(5) }
  })()
  const stuck = new Writable({ highWaterMark: 1, write: () => {} })
  const writing = streamWorkbook(stuck, { sheets: [{ name: 'a', columns: textColumn, rows }] })
  await setTimeout(500)
  const askedEarly = asked
  await setTimeout(300)
  assert.ok(asked < 30_000 && asked === askedEarly, `asked for ${asked} rows that nobody takes`)
  stuck.destroy(new Error('the reader went away'))
  await assert.rejects(writing, /the reader went away/)
})

test('when the rows fail or the reader goes away, both sides are told and the rows are closed', async () => {
  for (const write of [
    (stream: Writable, rows: AsyncIterable<{ a: string }>) =>
      streamWorkbook(stream, { sheets: [{ name: 'a', columns: textColumn, rows }] }),
    (stream: Writable, rows: AsyncIterable<{ a: string }>) => streamCsv(stream, { columns: textColumn, rows }),
  ]) {
    const failing = (async function* () {
      yield { a: '1' }
      throw new Error('the database is gone')
    })()
    const told = new PassThrough()
    told.resume()
    told.on('error', () => {})
    await assert.rejects(write(told, failing), /the database is gone/)
    assert.ok(told.destroyed)

    const closed = Promise.withResolvers<string>()
    const endless = (async function* () {
      try {
        for (;;) yield { a: `${Math.random()}`.repeat(20) }
      } finally {
        closed.resolve('closed')
      }
    })()
    const leaving = new PassThrough()
    let byteCount = 0
    leaving.on('data', (piece: Buffer) => {
      byteCount += piece.length
      if (byteCount > 20_000) leaving.destroy()
    })
    await assert.rejects(write(leaving, endless))
    assert.equal(await Promise.race([closed.promise, setTimeout(5_000, 'still open', { ref: false })]), 'closed')
  }
})

test('memory does not grow with the rows', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const usedAt = new Map<number, number>()
  const rows = (function* () {
    for (let index = 0; index <= 80_000; index += 1) {
      if (index === 10_000 || index === 80_000) {
        collectGarbage()
        usedAt.set(index, process.memoryUsage().heapUsed + process.memoryUsage().external)
      }
      yield { a: `小区电梯故障，请尽快维修 ${index}`.repeat(10) } // 70,000 of these are more than 20 MB
    }
  })()
  const drain = new PassThrough()
  drain.resume()
  await streamWorkbook(drain, { sheets: [{ name: 'a', columns: textColumn, rows }] })
  const grown = (usedAt.get(80_000) ?? Number.NaN) - (usedAt.get(10_000) ?? Number.NaN)
  assert.ok(grown < 10_000_000, `${Math.round(grown / 1e6)} MB more`)
})

test('the annotated workbook has the uploaded rows and what to change in a last column, and can come back', async () => {
  const table = await readSheet(Buffer.from('标题,日期\n路灯,昨天\n电梯,2026-03-01\n'))
  const badRows = [
    {
      ...(table.rows[0] ?? { line: 0, cells: {} }),
      faults: [
        { column: '日期', code: 'office.cell_not_a_date', data: {} },
        { column: '标题', code: 'x.y', data: {} },
      ],
    },
  ]
  const bytes = await collect((stream) =>
    annotatedWorkbook(stream, {
      table,
      badRows,
      sheetName: '导入',
      noteHeading: '要改什么',
      say: ({ code }) => `（${code}）`,
    }),
  )
  const again = await readSheet(bytes)
  assert.deepEqual(again.columns, ['标题', '日期', '要改什么'])
  assert.deepEqual(
    again.rows.map(({ cells }) => ({ ...cells })),
    [
      { 标题: '路灯', 日期: '昨天', 要改什么: '日期：（office.cell_not_a_date）\n标题：（x.y）' },
      { 标题: '电梯', 日期: '2026-03-01' },
    ],
  )
})
