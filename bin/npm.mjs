// Runs the npm that started us, or the one on the PATH.
import path from 'node:path'
import { runQuietly } from './progress.mjs'

/** Runs npm on the Node `node` with `args`, quietly, without audit and funding notices. Throws StepError with npm's own words. */
export const runNpm = (node, args, options) => {
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error']
  const started = process.env.npm_execpath ?? ''
  if (/npm-cli\.[cm]?js$/.test(started)) return runQuietly(node, [started, ...all], options)
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` }
  return runQuietly('npm', all, { ...options, env })
}
