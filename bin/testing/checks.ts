import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { secondsSince, type Tally } from './tally.ts'

const OUTPUT_BYTES_MAX = 50_000_000

const checks = [
  { name: '类型 types', program: 'tsc', args: ['--noEmit', '--pretty', 'false', '--project', 'tsconfig.json'] },
  { name: '规范 lint', program: 'oxlint', args: ['--deny-warnings'] },
  { name: '格式 format', program: 'biome', args: ['format', '--colors=off', '.'] },
] as const

/** Runs type check, lint and format check in the folder; each counts as one test. A failure shows what was found. */
export const runChecks = (root: string, tally: Tally): void => {
  for (const check of checks) {
    const startedAt = Date.now()
    const program = realpathSync(path.join(root, 'node_modules', '.bin', check.program))
    const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...check.args], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: OUTPUT_BYTES_MAX,
    })
    const good = status === 0
    tally[good ? 'passed' : 'failed'] += 1
    console.log(`${good ? '✓' : '✗'} ${check.name}  ${secondsSince(startedAt)}`)
    if (!good) console.log(`${stdout}${stderr}${error?.message ?? ''}`.trimEnd())
  }
}
