// `npm test`, on the right Node: everything, or the test files whose path contains one of the words given.
import { globSync } from 'node:fs'
import path from 'node:path'
import { startEmbedded } from '#platform/db/embedded'
import { OperatorError } from '#platform/operator-error'
import { runBuild, runChecks } from './testing/checks.ts'
import { ensureChromium } from './testing/chromium.ts'
import { runSuite } from './testing/suite.ts'
import { isGood, newTally, seconds, summarise } from './testing/tally.ts'
import { openWorkshop } from './testing/workshop.ts'

// The tests that look at pages.
const PAGES_NEEDED = /\.(?:e2e|api\.test)\.ts$/
const EXIT_INTERRUPTED = 130

const root = path.resolve(import.meta.dirname, '..')
const words = process.argv.slice(2)
const tally = newTally()
const interruption = new AbortController()

/** Pure rules first: they are quick, and what they find explains what fails later. */
const kinds = [/(?<!\.(?:db|api))\.test\.ts$/, /\.db\.test\.ts$/, /\.api\.test\.ts$/, /^test\/.*\.test\.ts$/]

const rankOf = (file: string): number => kinds.findLastIndex((kind) => kind.test(file))

const listFiles = (pattern: string): string[] =>
  globSync(pattern, { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort((one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1))

const startDatabase = async (folder: string): Promise<() => Promise<void>> => {
  if (process.env['GONGZHI_TEST_DATABASE_URL']) return () => Promise.resolve()
  const startedAt = Date.now()
  const dataFolder = path.join(folder, 'database')
  const database = await startEmbedded({ dataFolder, log: () => undefined, throwaway: true })
  process.env['GONGZHI_TEST_DATABASE_URL'] = database.url
  console.log(`✓ 测试数据库 test database  ${seconds(Date.now() - startedAt)}`)
  return database.stop
}

const runEverything = async (): Promise<void> => {
  const tests = listFiles('{src,test,bin,scenarios,bench,tools}/**/*.test.ts')
  const journeys = listFiles('test/e2e/**/*.e2e.ts')
  if (words.length > 0 && tests.length + journeys.length === 0) {
    throw new OperatorError(`没有路径含 ${words.join(' ')} 的测试 no test file has this in its path`)
  }
  const workshop = await openWorkshop()
  try {
    if (words.length === 0) runChecks(root, tally)
    if (words.length === 0 || [...tests, ...journeys].some((file) => PAGES_NEEDED.test(file))) runBuild(root, tally)
    const stopDatabase = await startDatabase(workshop.folder)
    try {
      if (tests.length > 0) await runSuite(root, tests, tally, interruption.signal)
      if (journeys.length > 0 && !interruption.signal.aborted) {
        process.env['GONGZHI_CHROMIUM'] = ensureChromium(root, console.log)
        console.log(`✓ Chromium  ${process.env['GONGZHI_CHROMIUM']}`)
        await runSuite(root, journeys, tally, interruption.signal)
      }
    } finally {
      await stopDatabase()
    }
  } finally {
    await workshop.close()
  }
}

// `disconnect`: the launcher is gone.
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, () => interruption.abort())

try {
  await runEverything()
} catch (error) {
  if (!interruption.signal.aborted) {
    tally.failed += 1
    console.log(error instanceof OperatorError ? error.message : error)
  }
}
console.log(summarise(tally))
process.exit(interruption.signal.aborted ? EXIT_INTERRUPTED : isGood(tally) ? 0 : 1)
