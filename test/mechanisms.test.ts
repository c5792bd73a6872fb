// `docs/mechanisms.csv` says which mechanism works and which test shows it. Here is whether that is true.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { moduleNames, modules } from '#modules'
import { readText, root } from './repo.ts'

interface Row {
  readonly id: string
  readonly module: string
  readonly operation: string
  /** `path of the test file > title of the test`. */
  readonly test: string
}

const file = 'docs/mechanisms.csv'
const operationIds = new Set(modules.flatMap((module) => module.operations.map(({ operation }) => operation.id)))

/** Source document and number of the mechanism in it: S2-15. */
const ID = /^S\d{1,2}-\d{1,3}$/

const titlesOf = (source: string): Set<string> =>
  new Set(
    [...source.matchAll(/\btest\(\s*(['"`])((?:\\.|(?!\1)[^\\])+)\1/g)].map((match) =>
      (match[2] ?? '').replace(/\\(.)/g, '$1'),
    ),
  )

const faultsOf = (row: Row): string[] => {
  const faults: string[] = []
  if (!ID.test(row.id)) faults.push(`${row.id} is no mechanism`)
  if (!moduleNames.includes(row.module)) faults.push(`${row.id}: there is no module ${row.module}`)
  for (const id of row.operation.split(' ').filter(Boolean))
    if (!operationIds.has(id)) faults.push(`${row.id}: there is no operation ${id}`)
  const [path = '', title = ''] = row.test.split(' > ', 2)
  if (!/\.(?:test|e2e)\.ts$/.test(path) || !existsSync(join(root, path)))
    return [...faults, `${row.id}: there is no test file ${path}`]
  return titlesOf(readText(path)).has(title) ? faults : [...faults, `${row.id}: ${path} has no test “${title}”`]
}

const rows = existsSync(join(root, file))
  ? (parse(readText(file), { columns: true, skip_empty_lines: true, trim: true }) as Row[])
  : []

test('every row of docs/mechanisms.csv names a mechanism, an operation and a test that exist', () => {
  assert.ok(rows.length > 0, `${file} has no row`)
  assert.deepEqual(Object.keys(rows[0] ?? {}), ['id', 'module', 'operation', 'test'])
  assert.deepEqual(rows.flatMap(faultsOf), [])
})

test('no row is there twice', () => {
  const keys = rows.map((row) => `${row.id} ${row.operation} ${row.test}`)
  assert.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    [],
  )
})

test('a row that is not true is found', () => {
  const [operation = ''] = operationIds
  const good: Row = {
    id: 'S2-15',
    module: 'places',
    operation,
    test: 'test/mechanisms.test.ts > no row is there twice',
  }
  assert.deepEqual(faultsOf(good), [])
  const bad: Partial<Row>[] = [
    { id: 'X1' },
    { module: 'nowhere' },
    { operation: 'places.place.explode' },
    { test: 'test/nothing.test.ts > x' },
    { test: 'test/mechanisms.test.ts > a title that is not there' },
    { test: '' },
  ]
  for (const change of bad) assert.equal(faultsOf({ ...good, ...change }).length, 1, JSON.stringify(change))
})
