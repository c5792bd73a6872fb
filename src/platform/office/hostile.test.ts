import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readSheet } from '#platform/office'
import { zipOf } from '../zip.testing.ts'
import { createRowCollector } from './raw-row.ts'
import { bombOf, textRow, workbookOf } from './workbook.testing.ts'
import { openPackage, readWorkbook } from './xlsx-parts.ts'
import { readSheetPart } from './xlsx-sheet.ts'

/** Milliseconds within which every hostile file must be answered on a busy machine; the limit of one file is 10 s. */
const SOON_MS = 12_000

const assertRefused = async (
  bytes: Uint8Array,
  code: string | RegExp,
  options: Parameters<typeof readSheet>[1] = {},
): Promise<void> => {
  const startedAt = performance.now()
  await assert.rejects(readSheet(bytes, options), (fault: { code?: string }) => {
    assert.match(fault.code ?? String(fault), typeof code === 'string' ? new RegExp(`^${code}$`) : code)
    return true
  })
  assert.ok(performance.now() - startedAt < SOON_MS)
}

const ignoring = { wanted: [], rowsMax: 10, whenTooLong: 'refuse', emitHeading: () => {}, emit: () => {} } as const
const OPEN = '<worksheet><sheetData>'
const CLOSE = '</sheetData></worksheet>'
const sheet = (content: string | Buffer, over: object = {}) => ({ name: 'xl/worksheets/sheet1.xml', content, ...over })
const good = workbookOf({ rows: textRow('a', 'b') + textRow('1', '2'), strings: ['<t>x</t>'], formats: [0, 14] })

test('files of another kind are refused by name', async () => {
  await assertRefused(Buffer.alloc(0), 'office.empty')
  await assertRefused(Buffer.from('%PDF-1.7'), 'office.kind_not_allowed')
  await assertRefused(Buffer.from('89504e470d0a1a0a', 'hex'), 'office.kind_not_allowed')
  await assertRefused(zipOf([{ name: 'a.txt', content: 'a' }]), 'office.kind_not_allowed')
  await assertRefused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'office.kind_not_allowed')
  const types = { name: '[Content_Types].xml', content: '' }
  await assertRefused(
    zipOf([types, { name: 'xl/workbook.xml', content: '' }, { name: 'xl/vbaProject.bin', content: '' }]),
    'office.kind_not_allowed',
  )
  await assertRefused(good, 'office.too_large', { bytesMax: good.length - 1 })
})

test('encrypted workbooks are named so', async () => {
  const compound = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ])
  await assertRefused(compound, 'office.encrypted')
  await assertRefused(workbookOf({ rows: '', parts: [sheet('x', { isEncrypted: true })] }), 'office.encrypted')
})

test('truncated and mixed-up workbooks are damaged', async () => {
  for (const part of [0.3, 0.9]) await assertRefused(good.subarray(0, good.length * part), 'office.damaged')
  await assertRefused(workbookOf({ rows: '', parts: [sheet('not xml')] }), 'office.damaged')
  await assertRefused(workbookOf({ rows: '', parts: [sheet(`${OPEN}<row>`)] }), 'office.damaged')
  await assertRefused(workbookOf({ rows: '', parts: [sheet(Buffer.from('fffe3c00', 'hex'))] }), 'office.damaged')
  await assertRefused(workbookOf({ rows: '<row><c t="s"><v>99</v></c></row>' }), 'office.damaged')
  for (const rows of ['<row r="1048577"/>', '<row r="0"/>', '<row r="2"/><row r="2"/>']) {
    await assertRefused(workbookOf({ rows }), 'office.damaged')
  }
  await assertRefused(
    workbookOf({ rows: '', parts: [{ name: 'xl/workbook.xml', content: '<workbook/>' }] }),
    'office.damaged',
  )
  await assertRefused(workbookOf({ rows: '' }), 'office.no_heading')
})

test('entities, deep nesting and paths out of the archive are unsafe', async () => {
  const laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
  await assertRefused(
    workbookOf({ rows: '', parts: [sheet(`${laughs}${OPEN}${textRow('&b;')}${CLOSE}`)] }),
    'office.unsafe',
  )
  const outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
  await assertRefused(
    workbookOf({ rows: '', parts: [sheet(`${outside}${OPEN}${textRow('&a;')}${CLOSE}`)] }),
    'office.unsafe',
  )
  await assertRefused(workbookOf({ rows: '<a>'.repeat(100_000) }), 'office.unsafe')
  await assertRefused(workbookOf({ rows: '', parts: [{ name: '../../etc/cron.d/x', content: '' }] }), 'office.unsafe')
})

test('a zip bomb is refused by what it claims, and by what it does when it lies', async () => {
  const claims = sheet('x', { claimedBytes: 600 * 1024 * 1024 })
  await assertRefused(workbookOf({ rows: '', parts: [claims] }), 'office.unpacks_too_large')
  const spaces = sheet(bombOf(OPEN, ' '.repeat(1_000), 1_000_000, CLOSE), { isPacked: true, claimedBytes: 10 })
  await assertRefused(workbookOf({ rows: '', parts: [spaces] }), 'office.unsafe')
  const rows = sheet(bombOf(OPEN, '<x/>'.repeat(100), 1_200_000, CLOSE), { isPacked: true, claimedBytes: 10 })
  await assertRefused(workbookOf({ rows: '', parts: [rows] }), 'office.too_slow', { msMax: 1_000 })
})

test('a million rows are refused after the first ones, or cut there', async () => {
  const content = bombOf(OPEN, textRow('1', '2'), 1_000_000, CLOSE)
  const bytes = workbookOf({ rows: '', parts: [sheet(content, { isPacked: true, claimedBytes: 100_000_000 })] })
  await assertRefused(bytes, 'office.too_many_rows', { rowsMax: 1_000 })
  const table = await readSheet(bytes, { rowsMax: 1_000, whenTooLong: 'truncate' })
  assert.deepEqual([table.rows.length, table.truncated], [1_000, true])
})

test('cells far to the right do not make every row wide', async () => {
  const far = '<row><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="XFD1" s="1"/></row>'
  assert.deepEqual((await readSheet(workbookOf({ rows: far }))).columns, ['a'], 'an empty one is no column')
  await assertRefused(workbookOf({ rows: far.replace('s="1"/>', '><v>1</v></c>') }), 'office.too_many_columns')
  await assertRefused(Buffer.from(`${'a,'.repeat(300)}a`), 'office.too_many_columns')
})

test('a small file whose cells all show one long text is refused before the text is copied', async () => {
  const rows = textRow('a', 'b') + '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'.repeat(3_000)
  const bytes = workbookOf({ rows, strings: [`<t>${'长'.repeat(30_000)}</t>`] })
  assert.ok(bytes.length < 100_000)
  await assertRefused(bytes, 'office.unpacks_too_large')
})

test('more cells than a server should hold are refused, however small they are', async () => {
  const row = `<row>${'<c><v>1</v></c>'.repeat(250)}</row>`
  const content = bombOf(OPEN, row, 8_000, CLOSE)
  const bytes = workbookOf({ rows: '', parts: [sheet(content, { isPacked: true, claimedBytes: 40_000_000 })] })
  assert.ok(bytes.length < 1_000_000)
  await assertRefused(bytes, 'office.unpacks_too_large')
})

test('thousands of sheets and of cell formats are unsafe', async () => {
  const sheets = `<workbook><sheets>${'<sheet/>'.repeat(1_001)}</sheets></workbook>`
  await assertRefused(workbookOf({ rows: '', parts: [{ name: 'xl/workbook.xml', content: sheets }] }), 'office.unsafe')
  const formats = `<styleSheet><cellXfs>${'<xf/>'.repeat(65_537)}</cellXfs></styleSheet>`
  await assertRefused(workbookOf({ rows: '', parts: [{ name: 'xl/styles.xml', content: formats }] }), 'office.unsafe')
})

test('a file that fills the memory of its reader ends the reader only', async () => {
  const content = bombOf('<sst>', '<si><t>一</t></si>', 1_500_000, '</sst>')
  const parts = [{ name: 'xl/sharedStrings.xml', content, isPacked: true, claimedBytes: 30_000_000 }]
  await assertRefused(workbookOf({ rows: '', parts }), 'office.too_heavy', { heapMb: 12 })
  assert.equal((await readSheet(good)).rows.length, 1, 'the next file is read as ever')
})

test('while a hostile file is read the server answers others', async () => {
  const rows = sheet(bombOf(OPEN, '<x/>'.repeat(100), 1_200_000, CLOSE), { isPacked: true, claimedBytes: 10 })
  let longestMs = 0
  let lastAt = performance.now()
  const pulse = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastAt)
    lastAt = performance.now()
  }, 10)
  await assertRefused(workbookOf({ rows: '', parts: [rows] }), 'office.too_slow', { msMax: 1_500 }).finally(() =>
    clearInterval(pulse),
  )
  assert.ok(longestMs < 1_400, `silent for ${Math.round(longestMs)} ms`)
})

test('too many files at once are told to come back, and the places are given back', async () => {
  const reads = await Promise.allSettled(Array.from({ length: 24 }, () => readSheet(good)))
  const codes = reads.map((read) => (read.status === 'fulfilled' ? 'read' : (read.reason as { code: string }).code))
  assert.equal(codes.filter((code) => code === 'request.busy').length, 6)
  assert.equal(codes.filter((code) => code === 'read').length, 18)
  assert.equal((await readSheet(good)).rows.length, 1)
})

test('a workbook with any bytes changed ends in a table or in a refusal', async () => {
  const change = fc.record({ at: fc.nat(good.length - 1), value: fc.nat(255) })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const bytes = Buffer.from(good)
      for (const { at, value } of changes) bytes[at] = value
      const collector = createRowCollector(ignoring)
      try {
        const read = openPackage(bytes)
        await readSheetPart(read, await readWorkbook(read), collector)
        collector.end()
      } catch (fault) {
        assert.match((fault as { code?: string }).code ?? String((fault as Error).stack), /^office\./)
      }
    }),
    { numRuns: 1_000 },
  )
})

const parts = [
  '<row>',
  '</row>',
  '<c>',
  '<c r="A1"',
  ' t="s"',
  ' s="9"',
  '>',
  '</c>',
  '<v>',
  '</v>',
  '1',
  '<is>',
  '</is>',
  '<t>',
  '</t>',
  '<f/>',
  '/>',
]

test('a sheet of any tags in any order ends in a table or in a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), async (tags) => {
      const collector = createRowCollector(ignoring)
      try {
        const read = openPackage(workbookOf({ rows: tags.join('') }))
        await readSheetPart(read, await readWorkbook(read), collector)
        collector.end()
      } catch (fault) {
        assert.match((fault as { code?: string }).code ?? String((fault as Error).stack), /^office\./)
      }
    }),
    { numRuns: 500 },
  )
})
