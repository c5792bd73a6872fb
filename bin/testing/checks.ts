import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { seconds, type Tally } from './tally.ts'

const OUTPUT_BYTES_MAX = 50_000_000

interface Check {
  readonly name: string
  /** A file of the project, or the name of a program of node_modules. */
  readonly program: string
  readonly args: readonly string[]
}

const checks: readonly Check[] = [
  { name: '类型 types', program: 'tsc', args: ['--noEmit', '--pretty', 'false', '--project', 'tsconfig.json'] },
  { name: '规范 lint', program: 'oxlint', args: ['--deny-warnings'] },
  { name: '格式 format', program: 'biome', args: ['format', '--colors=off', '.'] },
]

const runCheck = (root: string, { name, program, args }: Check, tally: Tally): void => {
  const startedAt = Date.now()
  const file = program.endsWith('.mjs') ? program : path.join('node_modules', '.bin', program)
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [realpathSync(path.join(root, file)), ...args],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: OUTPUT_BYTES_MAX,
    },
  )
  const good = status === 0
  tally[good ? 'passed' : 'failed'] += 1
  console.log(`${good ? '✓' : '✗'} ${name}  ${seconds(Date.now() - startedAt)}`)
  if (!good) console.log(`${stdout}${stderr}${error?.message ?? ''}`.trimEnd())
}

/** Builds the web where it is stale; counts as one test. */
export const runBuild = (root: string, tally: Tally): void =>
  runCheck(root, { name: '网页 web build', program: 'bin/build.mjs', args: [] }, tally)

/** Runs type check, lint and format check in the folder; each counts as one test. A failure shows what was found. */
export const runChecks = (root: string, tally: Tally): void => {
  for (const check of checks) runCheck(root, check, tally)
}
