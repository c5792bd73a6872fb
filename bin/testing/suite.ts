import path from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'
import { newTally, seconds, type Tally } from './tally.ts'

const CONCURRENCY = 2
const TEST_TIMEOUT_MS = 300_000
const OUTPUT_LINES_MAX = 200

/** What is known of a test file while it runs. */
interface FileRun {
  readonly startedAt: number
  readonly tally: Tally
  readonly failures: string[]
  readonly output: string[]
  readonly names: string[]
  printed: boolean
}

interface Outcome {
  readonly name: string
  readonly nesting: number
  readonly skip?: string | boolean | undefined
  readonly todo?: string | boolean | undefined
  readonly details: { readonly type?: string; readonly error?: Error }
}

const describeFailure = (names: readonly string[], error: Error | undefined): string => {
  const cause = error?.cause ?? error
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  // An assertion carries both values; its stack shows only the difference.
  const shown = cause instanceof Error && !text.includes(cause.message) ? inspect(cause) : text
  return `    ✗ ${names.join(' › ')}\n${shown.replaceAll(/^/gm, '      ')}`
}

/** A suite only holds tests, and a test whose subtests failed says nothing new. */
const failureTypeOf = (outcome: Outcome): string | undefined =>
  (outcome.details.error as { failureType?: string } | undefined)?.failureType

const count = (fileRun: FileRun, outcome: Outcome, passed: boolean, file: string): void => {
  const isFile = outcome.name === file
  if (isFile && passed) return
  if (outcome.details.type === 'suite' && (passed || failureTypeOf(outcome) === 'subtestsFailed')) return
  if (outcome.skip || outcome.todo) fileRun.tally.skipped += 1
  else if (passed) fileRun.tally.passed += 1
  else {
    fileRun.tally.failed += 1
    if (failureTypeOf(outcome) === 'subtestsFailed') return
    const names = isFile ? ['文件 the file'] : [...fileRun.names.slice(0, outcome.nesting), outcome.name]
    fileRun.failures.push(describeFailure(names, outcome.details.error))
  }
}

const newFileRun = (): FileRun => ({
  startedAt: Date.now(),
  tally: newTally(),
  failures: [],
  output: [],
  names: [],
  printed: false,
})

/** The line of a finished file; under it, when it failed, every error in full and what the file printed. */
const describeFile = (title: string, fileRun: FileRun, milliseconds: number): string => {
  const { passed, failed, skipped } = fileRun.tally
  const counts = [`${passed} ✓`, failed > 0 ? `${failed} ✗` : '', skipped > 0 ? `${skipped} –` : '']
  const line = `${failed > 0 ? '✗' : '✓'} ${title}  ${counts.filter(Boolean).join(' ')}  ${seconds(milliseconds)}`
  if (failed === 0) return line
  const printed = fileRun.output.join('').trimEnd().split('\n').slice(-OUTPUT_LINES_MAX).join('\n')
  const output = printed === '' ? [] : ['    输出 output:', printed.replaceAll(/^/gm, '      ')]
  return [line, ...fileRun.failures, ...output].join('\n')
}

/**
 * Runs test files, each in a process of its own, two at a time, and adds what they did to the tally. Prints one line per
 * file; under a file that failed, every error in full and what the file printed. `signal` ends the run early.
 */
export const runSuite = async (
  root: string,
  files: readonly string[],
  tally: Tally,
  signal: AbortSignal,
): Promise<void> => {
  const fullPaths = files.map((file) => path.join(root, file))
  const runs = new Map(fullPaths.map((file) => [file, newFileRun()]))
  let done = 0
  const finish = (file: string, fileRun: FileRun, milliseconds = Date.now() - fileRun.startedAt): void => {
    if (fileRun.printed) return
    fileRun.printed = true
    done += 1
    if (fileRun.tally.passed + fileRun.tally.failed + fileRun.tally.skipped === 0) {
      // Node takes a file in which no test ran for passed; but it proves nothing.
      fileRun.tally.failed += 1
      fileRun.failures.push('    ✗ 没有测试 there is no test in this file')
    }
    tally.passed += fileRun.tally.passed
    tally.failed += fileRun.tally.failed
    tally.skipped += fileRun.tally.skipped
    console.log(describeFile(`[${done}/${files.length}] ${path.relative(root, file)}`, fileRun, milliseconds))
  }
  const concurrency = Math.min(CONCURRENCY, files.length)
  // A server left open by a test must not hold up the whole run: forceExit.
  for await (const event of run({ files: fullPaths, concurrency, timeout: TEST_TIMEOUT_MS, forceExit: true, signal })) {
    const file = 'file' in event.data ? event.data.file : undefined
    const fileRun = file === undefined ? undefined : runs.get(file)
    if (file === undefined || fileRun === undefined) continue
    if (event.type === 'test:start') fileRun.names[event.data.nesting] = event.data.name
    if (event.type === 'test:stdout' || event.type === 'test:stderr') fileRun.output.push(event.data.message)
    if (event.type === 'test:pass' || event.type === 'test:fail') {
      count(fileRun, event.data, event.type === 'test:pass', file)
      // Its own name stands for the file as a whole, and only when there is no summary of it.
      if (event.data.name === file) finish(file, fileRun)
    }
    if (event.type === 'test:summary') finish(file, fileRun, event.data.duration_ms)
  }
  // A file of which nothing was heard.
  for (const [file, fileRun] of runs) if (!signal.aborted) finish(file, fileRun)
}
