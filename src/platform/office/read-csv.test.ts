import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readSheet } from '#platform/office'
import { readCsv } from './csv.ts'
import { createRowCollector, type RawRow } from './raw-row.ts'

/** Reads without a worker: the same code, a hundred times faster. */
const read = async (bytes: Uint8Array): Promise<string[][]> => {
  const rows: Array<Pick<RawRow, 'texts'>> = []
  const emit = (row: Pick<RawRow, 'texts'>): unknown => rows.push(row)
  const collector = createRowCollector({ wanted: [], rowsMax: 1_000, whenTooLong: 'refuse', emitHeading: emit, emit })
  await readCsv(bytes, collector)
  collector.end()
  return rows.map(({ texts }) => [...texts])
}
const readText = (text: string): Promise<string[][]> => read(Buffer.from(text))

const TABLE = [
  ['标题', '内容'],
  ['电梯', '坏了'],
]

test('every encoding that an office produces is read', async () => {
  const text = '标题,内容\r\n电梯,坏了\r\n'
  const gb18030 = Buffer.from('b1eacce22cc4dac8dd0d0ab5e7ccdd2cbbb5c1cb0d0a', 'hex')
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), gb18030, utf16, Buffer.from(utf16).swap16()]) {
    assert.deepEqual(await read(bytes), TABLE)
  }
})

test('comma, tab, semicolon and the full width one stand between cells', async () => {
  for (const delimiter of [',', '\t', ';', '；']) {
    assert.deepEqual(await readText(`标题${delimiter}内容\n电梯${delimiter}坏了`), TABLE, delimiter)
  }
  assert.deepEqual(
    await readText('"a;b;c",d\n1,2'),
    [
      ['a;b;c', 'd'],
      ['1', '2'],
    ],
    'what is in quotes does not count',
  )
})

test('quotes hold delimiters, line ends and quotes', async () => {
  assert.deepEqual(await readText('a,b\n"1,\n""2""",3\n'), [
    ['a', 'b'],
    ['1,\n"2"', '3'],
  ])
  assert.deepEqual(
    await readText('a,b\n5"灯,坏了\n'),
    [
      ['a', 'b'],
      ['5"灯', '坏了'],
    ],
    'a quote inside a cell is a quote',
  )
})

test('lines are counted as Excel counts them', async () => {
  const table = await readSheet(Buffer.from('a,b\n"1\n1",2\n\n3,4,5\n6\n'))
  assert.equal(table.kind, 'csv')
  assert.deepEqual(table.columns, ['a', 'b', 'C'])
  assert.deepEqual(
    table.rows.map(({ line, cells }) => [line, { ...cells }]),
    [
      [2, { a: '1\n1', b: '2' }],
      [4, { a: '3', b: '4', C: '5' }],
      [5, { a: '6' }],
    ],
  )
})

test('the guard that our export puts before formulas comes off again, other quotes stay', async () => {
  assert.deepEqual(await readText("a,b\n'=1+1,'tis"), [
    ['a', 'b'],
    ['=1+1', "'tis"],
  ])
})

test('what is no text is refused', async () => {
  const notAllowed = { code: 'office.kind_not_allowed' }
  await assert.rejects(read(Buffer.from('a,b\0c\n')), notAllowed)
  await assert.rejects(read(Buffer.from([1, 2, 3, 4])), notAllowed)
  await assert.rejects(readText('<html><table><tr><td>1</td></tr></table></html>'), {
    ...notAllowed,
    data: { kind: 'html' },
  })
  await assert.rejects(read(Buffer.from('ff80ff80', 'hex')), { code: 'office.encoding_unknown' })
  await assert.rejects(readText(' \n\n'), { code: 'office.no_heading' })
})

test('a quote that never closes is damage and does not swallow the memory', async () => {
  await assert.rejects(readText(`a,b\n"${'x'.repeat(3_000_000)}`), { code: 'office.damaged' })
  await assert.rejects(readText('a,b\n1,"2\n'), { code: 'office.damaged' })
})

test('any bytes end in a table or in a refusal', async () => {
  const noise = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: fc.constantFrom(...'a,";\n\r\t=中') }).map((text) => Buffer.from(text)),
  )
  await fc.assert(
    fc.asyncProperty(noise, (bytes) =>
      read(bytes).then(
        (rows) => assert.ok(rows.length > 0),
        (fault: { code?: string }) => assert.match(fault.code ?? String(fault), /^office\./),
      ),
    ),
    { numRuns: 1_000 },
  )
})
