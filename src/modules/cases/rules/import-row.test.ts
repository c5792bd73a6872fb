import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ImportedCells, readImportedCase } from './import-row.ts'

const now = new Date('2026-06-18T02:32:00Z')
const cells: ImportedCells = {
  sourceNumber: '188006',
  occurredAt: new Date('2019-02-28T03:25:05Z'),
  body: '路灯坏了。请修',
}

test('a row becomes a case; without a title the first sentence is one', () => {
  const read = readImportedCase(cells, now)
  assert.ok(read.ok)
  assert.equal(read.value.title, '路灯坏了')
  assert.equal(read.value.reporterPhone, null)
})

test('a title longer than a title may be is cut, blanks in it are one', () => {
  const read = readImportedCase({ ...cells, title: `路灯\n  坏了${'很'.repeat(200)}` }, now)
  assert.ok(read.ok)
  assert.equal([...read.value.title].length, 100)
  assert.match(read.value.title, /^路灯 坏了/)
})

test('what happened after now or before 1990 is a fault of its cell', () => {
  const codeAt = (occurredAt: Date): string | undefined => {
    const read = readImportedCase({ ...cells, occurredAt }, now)
    return read.ok ? undefined : read.error[0]?.code
  }
  assert.equal(codeAt(now), undefined)
  assert.equal(codeAt(new Date(now.getTime() + 1)), 'cases.occurs_in_future')
  assert.equal(codeAt(new Date('1989-12-31T15:59:59Z')), 'cases.occurs_too_early')
  assert.equal(codeAt(new Date('1989-12-31T16:00:00Z')), undefined)
})
