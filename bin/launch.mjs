#!/usr/bin/env node
// The launcher behind `npm start`, `npm test` and the other commands. Plain JavaScript for any Node ≥ 18 and without
// dependencies: it makes everything ready that Gongzhi needs (runtime, packages, web build) and hands over to it.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildWeb } from './build.mjs'
import { root } from './folder.mjs'
import { ensureInstalled } from './install.mjs'
import { runStep, say, StepError } from './progress.mjs'
import { ensureRuntime } from './runtime.mjs'

const OLDEST_NODE_MAJOR = 18
const PARENT_POLL_MILLISECONDS = 250
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
// Commands that show pages; the tests build by themselves, where a failure counts, and the others need no web.
const COMMANDS_WITH_WEB = ['start', 'bench']

// How much memory Node may take before it collects: left alone it takes what the machine has. 512 MB is twice what a
// server under load holds (docs/performance.md), so that a large import has room.
const readServerFlags = () => JSON.parse(readFileSync(path.join(root, 'bin', 'server-flags.json'), 'utf8'))

const [command = 'help', ...args] = process.argv.slice(2)

const prepare = async () => {
  let node = process.execPath
  await runStep('运行时 runtime', async (report) => {
    const runtime = await ensureRuntime(report)
    node = runtime.node
    return `Node ${runtime.version}${runtime.node === process.execPath ? '' : '（.runtime）'}`
  })
  // Scripts of packages and tools find this Node first.
  process.env.PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`
  await runStep('依赖 packages', async (report) =>
    (await ensureInstalled(node, report)) ? '已安装 installed' : '已是最新 up to date',
  )
  if (!COMMANDS_WITH_WEB.includes(command)) return node
  await runStep('网页 web', async (report) => {
    const done = await buildWeb(node, report)
    return { none: '尚无 none yet', fresh: '已是最新 up to date', built: '已构建 built' }[done]
  })
  return node
}

/**
 * npm starts us as its child (`exec` in its scripts leaves no shell in between) and waits for us. When it is killed we
 * are orphans that nobody can stop with Ctrl-C any more, so we stop too. Started by hand we may well outlive a shell.
 */
const stopWithoutNpm = (stop) => {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, PARENT_POLL_MILLISECONDS)
  watch.unref()
}

/** Flags, file and first arguments of the program. The server is started as it was built: `vite.start.config.ts`. */
const programOf = () => {
  if (command === 'start') return [...readServerFlags(), path.join(root, 'dist', 'start', 'start.js')]
  if (command === 'test') return [path.join(root, 'bin', 'test.ts')]
  return [path.join(root, 'bin', 'gongzhi.ts'), command]
}

/** Runs the real command on the right Node, forwards signals to it and ends as it ends. */
const handOver = (node) => {
  const child = spawn(node, [...programOf(), ...args], {
    // Through the channel the child learns of our death, even by kill -9.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, '.cache', 'compile') },
  })
  for (const signal of FORWARDED_SIGNALS) process.on(signal, () => child.kill(signal))
  stopWithoutNpm(() => child.kill('SIGTERM'))
  child.on('error', (error) => {
    say(error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]))
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE_MAJOR) {
  say(`需要 Node ≥ ${OLDEST_NODE_MAJOR}，此机器是 ${process.versions.node} Node is too old: please install a newer one`)
  process.exit(1)
}

try {
  handOver(await prepare())
} catch (error) {
  if (!(error instanceof StepError)) throw error
  say(error.message)
  // The tests promise a last line, whatever happens.
  if (command === 'test') console.log('0 passed, 1 failed')
  process.exit(1)
}
