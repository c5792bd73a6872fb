import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cellDate,
  cellInteger,
  cellText,
  parseTable,
  type SheetRow,
  type SheetTable,
  type TableColumn,
} from '#platform/office'

const columns = [
  { key: 'title', headings: ['标题', 'title'], required: true, parse: cellText(5) },
  { key: 'happenedOn', headings: ['发生日期'], required: true, parse: cellDate },
  { key: 'personCount', headings: ['人数'], parse: cellInteger(0, 100) },
] as const satisfies readonly TableColumn[]

const row = (line: number, cells: Record<string, string>, faults: SheetRow['faults'] = []): SheetRow => ({
  line,
  cells,
  faults,
})
const tableOf = (headings: readonly string[], rows: readonly SheetRow[]): SheetTable => ({
  kind: 'csv',
  headingLine: 1,
  columns: headings,
  rows,
  truncated: false,
})

test('good rows become values and bad rows keep every fault', () => {
  const table = tableOf(
    ['序号', '标题*', '发生日期', '人数'],
    [
      row(2, { 序号: '1', '标题*': '路灯', 发生日期: '2026/3/1', 人数: '3' }),
      row(3, { '标题*': '太长的标题', 发生日期: '2026/3/2' }),
      row(5, { '标题*': '标题太长太长', 人数: '1000' }),
    ],
  )
  const preview = parseTable(table, columns)
  assert.deepEqual(preview.columns, [
    { key: 'title', heading: '标题*' },
    { key: 'happenedOn', heading: '发生日期' },
    { key: 'personCount', heading: '人数' },
  ])
  assert.deepEqual(preview.unknownColumns, ['序号'])
  assert.deepEqual([preview.rowCount, preview.goodCount], [3, 2])
  assert.deepEqual(preview.rows, [
    { line: 2, value: { title: '路灯', happenedOn: '2026-03-01', personCount: 3 } },
    { line: 3, value: { title: '太长的标题', happenedOn: '2026-03-02' } },
  ])
  assert.deepEqual(preview.badRows, [
    {
      line: 5,
      cells: { '标题*': '标题太长太长', 人数: '1000' },
      faults: [
        { column: '标题*', code: 'office.cell_too_long', data: { charsMax: 5 } },
        { column: '发生日期', code: 'office.cell_required', data: {} },
        { column: '人数', code: 'office.cell_out_of_range', data: { min: 0, max: 100 } },
      ],
    },
  ])
})

test('the values have the types of their columns', () => {
  const [first] = parseTable(
    tableOf(['标题', '发生日期'], [row(2, { 标题: 'a', 发生日期: '2026-03-01' })]),
    columns,
  ).rows
  const title: string | undefined = first?.value.title
  const personCount: number | undefined = first?.value.personCount
  // @ts-expect-error: a required column is a value, not a number
  const wrong: number | undefined = first?.value.title
  assert.deepEqual([title, personCount, wrong], ['a', undefined, 'a'])
})

test('a cell that the file itself got wrong is bad in a column that is read, and does not matter in another', () => {
  const error = (column: string) => ({ column, code: 'office.cell_error', data: { text: '#N/A' } })
  const cells = { 标题: '#N/A', 发生日期: '2026-03-01', 备注: '#N/A' }
  const table = tableOf(
    ['标题', '发生日期', '备注'],
    [row(2, cells, [error('标题')]), row(3, { ...cells, 标题: 'a' }, [error('备注')])],
  )
  const preview = parseTable(table, columns)
  assert.deepEqual(preview.badRows, [row(2, cells, [error('标题')])])
  assert.equal(preview.goodCount, 1)
})

test('missing columns are named by their first heading, and an optional one may be missing', () => {
  assert.throws(() => parseTable(tableOf(['人数'], []), columns), {
    code: 'office.column_missing',
    data: { headings: '标题、发生日期' },
  })
  assert.equal(parseTable(tableOf(['TITLE', '发生日期'], []), columns).rowCount, 0)
})

test('a column that is there twice is refused, because nobody knows which one is meant', () => {
  for (const headings of [
    ['标题', 'title', '发生日期'],
    ['标题', '标题 (2)', '发生日期'],
  ]) {
    assert.throws(() => parseTable(tableOf(headings, []), columns), {
      code: 'office.column_twice',
      data: { heading: '标题' },
    })
  }
})
