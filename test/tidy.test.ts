// Sizes, words and suppressions: what a reader should not have to look for.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { listFiles, listTexts, readText, root } from './repo.ts'

const LINES_MAX = 500
const FILE_BYTES_MAX = 1_000_000

const linesOf = (text: string): string[] => text.split('\n')
const lineCountOf = (text: string): number => linesOf(text.replace(/\n$/, '')).length

test('no file that people write has more than 500 lines', () => {
  const written = listTexts().filter((path) => /\.(?:ts|tsx|mjs|css|sql|html|md)$/.test(path))
  assert.ok(written.length > 200)
  const long = written
    .map((path) => [path, lineCountOf(readText(path))] as const)
    .filter(([, count]) => count > LINES_MAX)
  assert.deepEqual(long, [])
})

/** Says what oxlint finds in a file of this source, by the rules of the house. */
const lint = (source: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'gongzhi-lint-'))
  try {
    writeFileSync(join(folder, 'planted.ts'), source)
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
    const args = [oxlint, '--config', join(root, '.oxlintrc.json'), '--format', 'unix', folder]
    return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A function that is so many lines long from its first to its last. */
const functionOf = (lineCount: number): string =>
  [
    'export const sum = (values: number[]): number => {',
    ...Array.from({ length: lineCount - 3 }, (_, index) => `  values.push(${index})`),
    '  return values.length',
    '}',
    '',
  ].join('\n')

test('lint measures what the house promises: 70 lines a function, 500 a file, no any, no unexplained !', () => {
  assert.equal(lint(functionOf(70)).includes('max-lines-per-function'), false)
  assert.match(lint(functionOf(71)), /max-lines-per-function/)
  assert.match(lint(`export const x = 1\n${'// \n'.repeat(LINES_MAX)}`), /max-lines\)/)
  assert.match(lint('export const first = (value: any): unknown => value\n'), /no-explicit-any/)
  assert.match(lint('export const first = (values: string[]): string => values[0]!\n'), /no-non-null-assertion/)
  assert.match(lint('// @ts-ignore\nexport const x = 1\n'), /ban-ts-comment/)
})

/** Written in two halves, so that this list does not find itself. */
const banned: ReadonlyArray<{ readonly why: string; readonly pattern: RegExp }> = [
  {
    why: 'a path of one machine',
    pattern: new RegExp(`(?<![\\w.*-])/${'wor'}${'k'}/|/${'tmp'}/${'wor'}${'k'}|\\.\\./${'shar'}${'ed'}\\b`),
  },
  {
    why: 'a path of one machine',
    pattern: new RegExp(`/${'ho'}${'me'}/[a-z]|/${'Us'}${'ers'}/(?!a\\b)[a-z]|/${'ro'}${'ot'}/`),
  },
  {
    why: 'the host of a package registry',
    pattern: new RegExp(`${'npm'}${'mirror'}|registry\\.${'npm'}js|registry\\.${'yarn'}pkg|${'tao'}${'bao'}\\.org`),
  },
  {
    why: 'a word about how this was written',
    pattern: new RegExp(
      `\\bsub-?${'agen'}ts?\\b|\\b${'Clau'}de\\b|\\b${'Anthro'}pic\\b|\\b${'Open'}AI\\b|\\b${'Chat'}GPT\\b|\\b${'L'}LMs?\\b|\\bCo-?${'pil'}ot\\b`,
      'i',
    ),
  },
  {
    why: 'work left for later belongs in an issue',
    pattern: new RegExp(`\\b(?:${'TO'}DO|${'FIX'}ME|${'X'}XX|${'HA'}CK)\\b`),
  },
  {
    why: 'a test that does not run',
    pattern: new RegExp(`^\\s*(?:test|describe|it)\\.(?:${'on'}ly|${'sk'}ip|${'to'}do)\\(`),
  },
  { why: 'a conflict that was not resolved', pattern: new RegExp(`^(?:${'<'.repeat(7)}|${'>'.repeat(7)}) `, 'm') },
]

const hitsIn = (path: string, text: string): string[] =>
  linesOf(text).flatMap((line, index) =>
    banned
      .filter(({ pattern }) => pattern.test(line))
      .map(({ why }) => `${path}:${index + 1} ${why}: ${line.trim().slice(0, 100)}`),
  )

test('nothing in the project tells of the machine it was made on, of how it was written, or of work left undone', () => {
  assert.deepEqual(
    listTexts().flatMap((path) => hitsIn(path, readText(path))),
    [],
  )
})

test('the banned words are found where they are, also in names of files', () => {
  const halves = [
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['npm', 'mirror'],
    ['tao', 'bao.org'],
    ['Clau', 'de'],
    ['sub-', 'agents'],
  ]
  const lines = [...halves, ['cd ../shar', 'ed'], ['cat "/wor', 'k/main'], ['/ho', 'me/zhang']]
  for (const [first, second] of lines)
    assert.equal(hitsIn('planted', `x ${first}${second} y`).length, 1, `${first}|${second}`)
  assert.equal(hitsIn('planted', `  test.${'on'}ly('one', () => {})`).length, 1)
  assert.deepEqual(hitsIn('planted', 'tx.services.registry.jobs, src/network/work/x.ts, attachments are shared'), [])
  assert.deepEqual(
    listFiles().filter((path) => banned.some(({ pattern }) => pattern.test(`/${path}`))),
    [],
  )
})

const SUPPRESSION = /oxlint-disable|eslint-disable|biome-ignore|@ts-(?:expect-error|ignore|nocheck)/
/** A reason: after `--` (oxlint), after `:` (biome), after the directive (TypeScript); at least three words. */
const REASON = /(?:oxlint-disable\S*[^\n]*?--|biome-ignore[^:\n]*:|@ts-expect-error)\s*\S+\s+\S+\s+\S+/

test('whoever silences a check says why', () => {
  const sources = listTexts().filter((path) => /\.(?:ts|tsx|mjs|css)$/.test(path) && path !== 'test/tidy.test.ts')
  const silenced = sources.flatMap((path) =>
    linesOf(readText(path))
      .filter((line) => SUPPRESSION.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )
  assert.deepEqual(
    silenced.filter((line) => !REASON.test(line)),
    [],
  )
  assert.doesNotMatch('// oxlint-disable-next-line no-console', REASON)
  assert.match('// oxlint-disable-next-line no-console -- the command line prints its answer', REASON)
})

/** Rejected terms of the glossary that have another meaning too, in which they may be used. */
const ORDINARY = new Set(
  'issue assign check survey reject suspend area region county neighbourhood cell position role cadre'.split(' '),
)

test('the glossary’s rejected terms are used nowhere in code and English words', () => {
  const rows = linesOf(readText('GLOSSARY.md'))
    .filter((line) => line.startsWith('| '))
    .slice(1)
  const rejected = rows
    .flatMap((row) => (row.split('|')[6] ?? '').split(',').map((term) => term.trim()))
    .filter((term) => /^\w+$/.test(term) && !ORDINARY.has(term))
  assert.ok(rejected.includes('ticket') && rejected.includes('SLA'))
  const pattern = new RegExp(`(?<![\\w-])(?:${rejected.join('|')})s?(?![\\w-])`, 'i')
  const texts = listTexts().filter(
    (path) => /^(?:src|migrations|locales\/en)\//.test(path) && !path.endsWith('.test.ts'),
  )
  const hits = texts.flatMap((path) =>
    linesOf(readText(path))
      .filter((line) => pattern.test(line))
      .map((line) => `${path}: ${line.trim().slice(0, 100)}`),
  )
  assert.deepEqual(hits, [])
})

test('no large or binary file is in the project but pictures of the documentation', () => {
  const allowed = /^docs\/.*\.(?:png|jpg|webp)$|^package-lock\.json$/
  const texts = new Set(listTexts())
  assert.deepEqual(
    listFiles().filter((path) => !texts.has(path) && !allowed.test(path)),
    [],
  )
  assert.deepEqual(
    [...texts].filter((path) => path !== 'openapi.json' && Buffer.byteLength(readText(path)) > FILE_BYTES_MAX),
    [],
  )
})
