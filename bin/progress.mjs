// Progress of the launcher: one line per step with its time, in Chinese and short English. Written to stderr, so that
// the standard output of a command (for example the CSV of `npm run figures`) stays clean.
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

const HEARTBEAT_MILLISECONDS = 10_000
const KEPT_OUTPUT_CHARACTERS = 20_000

/** A failure whose message tells the operator what to do; printed without a stack. */
export class StepError extends Error {}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1).padStart(6)} s`

export const say = (line) => process.stderr.write(`${line}\n`)

/**
 * Runs one step and prints its line when it ends; a step that takes long says every ten seconds that it is alive.
 * `work` returns a short note, or null when there was nothing to do and nothing to say.
 */
export const runStep = async (title, work) => {
  const startedAt = Date.now()
  const heartbeat = setInterval(() => say(`[${seconds(startedAt)}] ${title} …`), HEARTBEAT_MILLISECONDS)
  try {
    const note = await work(() => say(`[${seconds(startedAt)}] ${title} …`))
    if (note !== null) say(`[${seconds(startedAt)}] ${title} · ${note}`)
  } finally {
    clearInterval(heartbeat)
  }
}

/** Runs a program quietly and resolves when it succeeds; a failure carries the end of what the program printed. */
export const runQuietly = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT_CHARACTERS)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const name = [program, ...args].join(' ')
    child.on('error', (error) => reject(new StepError(`无法运行 cannot run: ${name}\n${error.message}`)))
    child.on('close', (code, signal) =>
      code === 0
        ? resolve(output)
        : reject(new StepError(`失败 failed (${signal ?? code}): ${name}\n${stripVTControlCharacters(output).trim()}`)),
    )
  })
