import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import exceljs from 'exceljs'
import { readSheet, type SheetTable } from '#platform/office'
import { textRow, workbookOf } from './workbook.testing.ts'

const cellsOf = (table: SheetTable): unknown[] => table.rows.map(({ line, cells }) => [line, { ...cells }])

/** A workbook as another program writes it. */
const foreign = async (fill: (sheet: exceljs.Worksheet) => void, hasSharedStrings: boolean): Promise<Buffer> => {
  const stream = new PassThrough()
  const bytes = buffer(stream)
  const writer = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: hasSharedStrings })
  fill(writer.addWorksheet('台账'))
  await writer.commit()
  return bytes
}

test('a workbook of another program is read: texts, numbers, dates, times, formulas, rich text', async () => {
  for (const hasSharedStrings of [true, false]) {
    const bytes = await foreign((sheet) => {
      sheet.addRow(['标题', '数量', '日期', '时刻', '合计', '备注'])
      const row = sheet.addRow([
        ' 电梯\r\n故障 ',
        1.1,
        new Date(Date.UTC(2026, 2, 1)),
        new Date(Date.UTC(2026, 2, 1, 8, 5)),
        1,
        '<&>',
      ])
      row.getCell(3).numFmt = 'yyyy"年"m"月"d"日"'
      row.getCell(4).numFmt = 'yyyy-mm-dd hh:mm'
      row.getCell(5).value = { formula: 'B2*2', result: 2.2 }
      row.getCell(6).value = { richText: [{ text: '红' }, { text: '字', font: { bold: true } }] }
    }, hasSharedStrings)
    const table = await readSheet(bytes)
    assert.deepEqual([table.kind, table.headingLine, table.truncated], ['xlsx', 1, false])
    assert.deepEqual(table.columns, ['标题', '数量', '日期', '时刻', '合计', '备注'])
    assert.deepEqual(cellsOf(table), [
      [
        2,
        { 标题: '电梯\n故障', 数量: '1.1', 日期: '2026-03-01', 时刻: '2026-03-01 08:05:00', 合计: '2.2', 备注: '红字' },
      ],
    ])
  }
})

test('empty rows are left out, empty cells too, and lines are those of Excel', async () => {
  const rows = `${textRow('甲', '乙')}<row r="5"><c r="B5" t="inlineStr"><is><t>五</t></is></c></row><row r="9"/>${textRow('十', '')}`
  assert.deepEqual(cellsOf(await readSheet(workbookOf({ rows }))), [
    [5, { 乙: '五' }],
    [10, { 甲: '十' }],
  ])
})

test('the heading is found below titles: by the columns that are expected, or as the first row with two cells', async () => {
  const rows =
    textRow('2026年问题台账') +
    textRow('填表人', '张三') +
    textRow('序号', '问题描述*', '上报 时间（必填）') +
    textRow('1', '路灯', '昨天')
  const blind = await readSheet(workbookOf({ rows }))
  assert.equal(blind.headingLine, 2)
  const columns = [{ headings: ['描述', '问题描述'] }, { headings: ['上报时间'] }]
  const table = await readSheet(workbookOf({ rows }), { columns })
  assert.equal(table.headingLine, 3)
  assert.deepEqual(table.columns, ['序号', '问题描述*', '上报 时间（必填）'])
  assert.equal(table.rows.length, 1)
})

test('every column has a name of its own: without a heading its letter, twice the same with a number', async () => {
  const rows = textRow('姓名', '', '姓名', '__proto__') + textRow('a', 'b', 'c', 'd', 'e')
  const table = await readSheet(workbookOf({ rows }))
  assert.deepEqual(table.columns, ['姓名', 'B', '姓名 (2)', '__proto__', 'E'])
  assert.deepEqual(Object.entries(table.rows[0]?.cells ?? {}), [
    ['姓名', 'a'],
    ['B', 'b'],
    ['姓名 (2)', 'c'],
    ['__proto__', 'd'],
    ['E', 'e'],
  ])
})

test('cells that cannot be trusted are marked and the others are read', async () => {
  const cells = [
    '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c><f>NOW()</f></c>',
    '<c s="1"><v>-1</v></c>',
    '<c><v>530102199003071234</v></c>',
    `<c t="inlineStr"><is><t>${'长'.repeat(40_000)}</t></is></c>`,
    '<c t="b"><v>1</v></c>',
  ]
  const rows = `${textRow('a', 'b', 'c', 'd', 'e', 'f')}<row>${cells.join('')}</row>`
  const [row] = (await readSheet(workbookOf({ rows, formats: [0, 14] }))).rows
  assert.deepEqual(
    row?.faults.map(({ column, code }) => [column, code]),
    [
      ['a', 'office.cell_error'],
      ['b', 'office.cell_formula_not_computed'],
      ['c', 'office.cell_date_impossible'],
      ['d', 'office.cell_digits_lost'],
      ['e', 'office.cell_too_long'],
    ],
  )
  assert.equal(row?.cells['a'], '#DIV/0!')
  assert.equal(row?.cells['e']?.length, 32_767)
  assert.equal(row?.cells['f'], 'TRUE')
})

test('a formula is never computed: what the last program stored counts', async () => {
  const rows = `${textRow('a', 'b')}<row><c t="str"><f>WEBSERVICE("http://127.0.0.1/")</f><v>stored</v></c><c><f>1+1</f><v>3</v></c></row>`
  assert.deepEqual(cellsOf(await readSheet(workbookOf({ rows }))), [[2, { a: 'stored', b: '3' }]])
})

test('the epoch of 1904, shared strings with a phonetic guide, and prefixes of namespaces are understood', async () => {
  const rows = `${textRow('a', 'b')}<row><c s="1"><v>43830</v></c><c t="s"><v>0</v></c></row>`
  const strings = ['<r><t>东</t></r><r><t>京</t></r><rPh><t>とうきょう</t></rPh>']
  const book = { rows, strings, formats: [0, 14], isEpoch1904: true }
  assert.deepEqual(cellsOf(await readSheet(workbookOf(book))), [[2, { a: '2024-01-01', b: '东京' }]])
  const content =
    '<x:worksheet><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
  const prefixed = await readSheet(workbookOf({ rows, parts: [{ name: 'xl/worksheets/sheet1.xml', content }] }))
  assert.deepEqual(prefixed.columns, ['a'])
})

test('the first visible sheet is read', async () => {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`
  const parts = [
    {
      name: 'xl/workbook.xml',
      content:
        '<workbook><sheets><sheet name="d" state="hidden" r:id="r1"/><sheet name="e" r:id="r2"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<R>${relation('r1', 'worksheet', 'worksheets/sheet1.xml')}${relation('r2', 'worksheet', '/xl/worksheets/sheet2.xml')}</R>`,
    },
    {
      name: 'xl/worksheets/sheet2.xml',
      content: `<worksheet><sheetData>${textRow('visible', 'b')}</sheetData></worksheet>`,
    },
  ]
  assert.deepEqual((await readSheet(workbookOf({ rows: textRow('hidden', 'b'), parts }))).columns, ['visible', 'b'])
})

test('more rows than asked for are refused, or cut when the caller says so', async () => {
  const rows = textRow('a', 'b') + textRow('1', '2').repeat(30)
  const bytes = workbookOf({ rows })
  await assert.rejects(readSheet(bytes, { rowsMax: 29 }), { code: 'office.too_many_rows', data: { rowsMax: 29 } })
  assert.equal((await readSheet(bytes, { rowsMax: 30 })).truncated, false)
  const cut = await readSheet(bytes, { rowsMax: 29, whenTooLong: 'truncate' })
  assert.deepEqual([cut.rows.length, cut.truncated], [29, true])
})

test('the bytes stay the caller’s', async () => {
  const bytes = workbookOf({ rows: textRow('a', 'b') })
  const copy = Buffer.from(bytes)
  await readSheet(bytes)
  assert.deepEqual(bytes, copy)
})
