import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'

const folder = mkdtempSync(path.join(os.tmpdir(), '测试 suite '))
after(() => rmSync(folder, { recursive: true, force: true }))

const moduleHref = (name: string): string => JSON.stringify(pathToFileURL(path.join(import.meta.dirname, name)).href)

const program = `
  const { runSuite } = await import(${moduleHref('suite.ts')})
  const { newTally, summarise, isGood } = await import(${moduleHref('tally.ts')})
  const tally = newTally()
  await runSuite(import.meta.dirname, process.argv.slice(2), tally, new AbortController().signal)
  console.log(summarise(tally))
  process.exit(isGood(tally) ? 0 : 1)`

writeFileSync(path.join(folder, 'run.mjs'), program)

/** Runs test files with these contents the way `npm test` does, in a process of its own. */
const runFiles = (files: Record<string, string>): { status: number | null; output: string } => {
  const head = `import { test, describe, it, before } from 'node:test'; import assert from 'node:assert/strict';\n`
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), head + text)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const args = [path.join(folder, 'run.mjs'), ...Object.keys(files)]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  return { status, output: stdout }
}

const lastLine = (output: string): string | undefined => output.trimEnd().split('\n').at(-1)

test('passed tests are counted, suites are not, and each file has one line', () => {
  const { status, output } = runFiles({
    'a.test.ts': `test('one', () => {}); describe('group', () => { it('two', () => {}) })`,
    'b.test.ts': `test('three', () => {}); console.log('chatter')`,
  })
  assert.equal(lastLine(output), '3 passed, 0 failed')
  assert.equal(status, 0)
  assert.equal(output.trimEnd().split('\n').length, 3, output)
})

test('a failure is counted and shown in full with its titles, the error and what the file printed', () => {
  const { status, output } = runFiles({
    'c.test.ts': `console.log('chatter'); describe('group', () => { it('holds', () => assert.equal(1, 2)); it('other', () => {}) })`,
  })
  assert.equal(lastLine(output), '1 passed, 1 failed')
  assert.equal(status, 1)
  assert.match(output, /✗ group › holds\n.*AssertionError.*strictly equal/)
  assert.match(output, /1 !== 2/)
  assert.match(output, /chatter/)
})

test('skipped and unfinished tests are told apart from passed ones', () => {
  const { status, output } = runFiles({
    'd.test.ts': `test('one', () => {}); test('two', { skip: true }); test('three', { todo: true })`,
  })
  assert.equal(lastLine(output), '1 passed, 0 failed, 2 skipped')
  assert.equal(status, 0)
})

test('a file that cannot be loaded, that ends early or that has no test in it has failed', () => {
  const { status, output } = runFiles({
    'e.test.ts': `throw new Error('broken at load')`,
    'f.test.ts': `test('fine', () => {}); test('ends', () => process.exit(3))`,
    'g.test.ts': ``,
  })
  // Whether the passed test is still reported before its process ends is chance.
  assert.match(lastLine(output) ?? '', /^[01] passed, 3 failed$/)
  assert.equal(status, 1)
  assert.match(output, /broken at load/)
  assert.match(output, /there is no test in this file/)
})

test('a failing hook fails its suite', () => {
  const { output } = runFiles({
    'h.test.ts': `describe('group', () => { before(() => { throw new Error('no water') }); it('swims', () => {}) })`,
  })
  assert.match(lastLine(output) ?? '', /^0 passed, [12] failed$/)
  assert.match(output, /no water/)
})

test('a run in which nothing passed is not good', () => {
  assert.equal(runFiles({ 'i.test.ts': `test('one', { skip: true })` }).status, 1)
})
