// Runs the npm that started us, or the one on the PATH.
import { runQuietly } from './progress.mjs'

/** Runs npm with `args`, quietly, without audit and funding notices. Throws StepError with npm's own words. */
export const runNpm = (args, options) => {
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error']
  const started = process.env.npm_execpath ?? ''
  if (/npm-cli\.[cm]?js$/.test(started)) return runQuietly(process.execPath, [started, ...all], options)
  const isWindows = process.platform === 'win32'
  return runQuietly(isWindows ? 'npm.cmd' : 'npm', all, { ...options, shell: isWindows })
}
