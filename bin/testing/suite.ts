import path from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'
import { seconds, type Tally } from './tally.ts'

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
  readonly file?: string
  readonly skip?: string | boolean
  readonly todo?: string | boolean
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
  fileRun.names.length = outcome.nesting
  fileRun.names[outcome.nesting] = outcome.name
  const isFile = outcome.name === file
  if (isFile && passed) {
    // Node reports a file in which no test ran as one passed test; but it proves nothing.
    fileRun.tally.failed += 1
    fileRun.failures.push('    ✗ 没有测试 there is no test in this file')
    return
  }
  if (outcome.details.type === 'suite' && (passed || failureTypeOf(outcome) === 'subtestsFailed')) return
  if (outcome.skip || outcome.todo) fileRun.tally.skipped += 1
  else if (passed) fileRun.tally.passed += 1
  else {
    fileRun.tally.failed += 1
    if (failureTypeOf(outcome) === 'subtestsFailed') return
    fileRun.failures.push(describeFailure(isFile ? ['文件 the file'] : fileRun.names.slice(), outcome.details.error))
  }
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
  const runs = new Map<string, FileRun>()
  let done = 0
  const find = (file: string): FileRun => {
    const known = runs.get(file)
    if (known !== undefined) return known
    const fresh: FileRun = {
      startedAt: Date.now(),
      tally: { passed: 0, failed: 0, skipped: 0 },
      failures: [],
      output: [],
      names: [],
      printed: false,
    }
    runs.set(file, fresh)
    return fresh
  }
  const print = (file: string, milliseconds = Date.now() - find(file).startedAt): void => {
    const fileRun = find(file)
    if (fileRun.printed) return
    fileRun.printed = true
    done += 1
    const { passed, failed, skipped } = fileRun.tally
    tally.passed += passed
    tally.failed += failed
    tally.skipped += skipped
    const counts = [
      `${passed} ✓`,
      ...(failed > 0 ? [`${failed} ✗`] : []),
      ...(skipped > 0 ? [`${skipped} –`] : []),
    ].join(' ')
    const mark = failed > 0 ? '✗' : '✓'
    console.log(`${mark} [${done}/${files.length}] ${path.relative(root, file)}  ${counts}  ${seconds(milliseconds)}`)
    if (failed === 0) return
    for (const failure of fileRun.failures) console.log(failure)
    const lines = fileRun.output.join('').trimEnd().split('\n').slice(-OUTPUT_LINES_MAX)
    if (lines.join('') !== '') console.log(`    输出 output:\n${lines.join('\n').replaceAll(/^/gm, '      ')}`)
  }
  const finish = (outcome: Outcome, passed: boolean): void => {
    const file = outcome.file ?? outcome.name
    count(find(file), outcome, passed, file)
    if (outcome.name === file) print(file)
  }
  const stream = run({
    files: files.map((file) => path.join(root, file)),
    concurrency: Math.min(CONCURRENCY, files.length),
    timeout: TEST_TIMEOUT_MS,
    // A server left open by a test must not hold up the whole run.
    forceExit: true,
    signal,
  })
  for await (const event of stream) {
    if (event.type === 'test:pass') finish(event.data, true)
    else if (event.type === 'test:fail') finish(event.data, false)
    else if (event.type === 'test:start' && event.data.file !== undefined) find(event.data.file)
    else if (event.type === 'test:stdout' || event.type === 'test:stderr')
      find(event.data.file).output.push(event.data.message)
    else if (event.type === 'test:summary' && event.data.file !== undefined)
      print(event.data.file, event.data.duration_ms)
  }
}
