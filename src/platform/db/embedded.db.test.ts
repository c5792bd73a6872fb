import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { after, afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { canEnter } from './embedded/account.ts'

const base = mkdtempSync(path.join(os.tmpdir(), '共治 trial '))
chmodSync(base, 0o711)
const isRoot = process.getuid?.() === 0
const children = new Set<ChildProcess>()
let folderCount = 0

const newDataFolder = (): string => path.join(base, `数据 ${(folderCount += 1)}`)

const clusterOf = (dataFolder: string): string => path.join(dataFolder, 'postgres', 'cluster')

/** What a trial process says once: that it is up, or why not. */
interface Report {
  url: string
  attached: boolean
  refusal?: string
}

interface Trial {
  child: ChildProcess
  report: Promise<Report>
}

const program = `
  const { startEmbedded } = await import(process.env.EMBEDDED)
  const options = { dataFolder: process.env.FOLDER, purpose: process.env.PURPOSE, address: 'http://127.0.0.1:8480',
    throwaway: true, log: (line) => process.stderr.write(line + '\\n') }
  try {
    const { url, attached, stop } = await startEmbedded(options)
    process.on('SIGTERM', () => stop().then(() => process.exit(0)))
    console.log(JSON.stringify({ url, attached }))
    setInterval(() => undefined, 1000)
  } catch (error) {
    console.log(JSON.stringify({ refusal: error.message }))
  }`

/** A process of its own that starts the database of the folder, as the server does. */
const startTrial = (dataFolder: string, { purpose = 'server', programs = '' } = {}): Trial => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: {
      PATH: `${programs}${path.delimiter}${process.env['PATH']}`,
      EMBEDDED: pathToFileURL(path.join(import.meta.dirname, 'embedded.ts')).href,
      FOLDER: dataFolder,
      PURPOSE: purpose,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk)
  })
  const report = new Promise<Report>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(JSON.parse(String(chunk)) as Report))
    child.once('exit', () => reject(new Error(`the trial ended early: ${complaint}`)))
  })
  // A trial that is killed on purpose says nothing.
  report.catch(() => undefined)
  return { child, report }
}

const end = async (trial: Trial, signal: NodeJS.Signals): Promise<void> => {
  if (trial.child.exitCode !== null || trial.child.signalCode !== null) return
  trial.child.kill(signal)
  await once(trial.child, 'exit')
}

const query = async (url: string, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows.map((row) => Object.values(row)[0])
  } finally {
    await client.end()
  }
}

/** Numbers of the processes that work inside the cluster folder, or were started for it. */
const processesIn = (folder: string): number[] => {
  const real = existsSync(folder) ? realpathSync(folder) : folder
  const belongs = (pid: string): boolean => {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`\0${real}\0`)) return true
      return readlinkSync(`/proc/${pid}/cwd`) === real
    } catch {
      return false
    }
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && belongs(name))
    .map(Number)
}

const postmasterPid = (dataFolder: string): number =>
  Number(readFileSync(path.join(clusterOf(dataFolder), 'postmaster.pid'), 'utf8').split('\n')[0])

const waitUntil = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return
    await sleep(25)
  }
  assert.fail(`never happened: ${what}`)
}

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  for (const cluster of globSync('{*,*/*}/postgres/cluster', { cwd: base })) {
    for (const pid of processesIn(path.join(base, cluster))) process.kill(pid, 'SIGKILL')
  }
})

after(() => rmSync(base, { recursive: true, force: true }))

/** Making a database takes the longest; the tests that do not look at that use one after the other. */
const usedFolder = newDataFolder()

test('a first start makes a database that only its owner can open, and stopping ends every process', async () => {
  const folder = newDataFolder()
  const trial = startTrial(folder)
  const { url, attached } = await trial.report
  assert.equal(attached, false)
  assert.deepEqual(await query(url, 'select rolsuper from pg_roles where rolname = current_user'), [false])
  await assert.rejects(query(url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1'), { code: '28P01' })
  const secrets = readFileSync(path.join(folder, 'postgres', 'secrets.json'), 'utf8')
  assert.equal(statSync(path.join(folder, 'postgres', 'secrets.json')).mode & 0o777, 0o600)
  assert.ok(secrets.includes(new URL(url).password))
  await end(trial, 'SIGTERM')
  assert.deepEqual(processesIn(clusterOf(folder)), [])
  assert.deepEqual(readdirSync(folder), ['postgres'])
})

test('letters, order and time behave the same everywhere: UTF-8, code point order, UTC', async () => {
  const folder = usedFolder
  const trial = startTrial(folder)
  const { url } = await trial.report
  assert.deepEqual(await query(url, `select lower('ÉB') || ('议事' ~ '^\\w+$')`), ['ébtrue'])
  assert.deepEqual(await query(url, `select x from unnest(array['a', '中', 'B']) x order by x`), ['B', 'a', '中'])
  assert.deepEqual(await query(url, 'show timezone'), ['UTC'])
  for (const extension of ['ltree', 'pg_trgm', 'btree_gist', 'pgcrypto']) {
    await query(url, `create extension if not exists ${extension}`)
  }
  await end(trial, 'SIGTERM')
})

test('a server killed with -9 leaves the database running, and the next start attaches to it and loses nothing', async () => {
  const folder = usedFolder
  const first = startTrial(folder)
  const { url } = await first.report
  await query(url, 'create table kept (id int)')
  await query(url, 'insert into kept values (7)')
  const pid = postmasterPid(folder)
  await end(first, 'SIGKILL')
  const second = startTrial(folder)
  const again = await second.report
  assert.deepEqual(again, { url, attached: true })
  assert.equal(postmasterPid(folder), pid)
  assert.deepEqual(await query(url, 'select id from kept'), [7])
  await end(second, 'SIGTERM')
  assert.deepEqual(processesIn(clusterOf(folder)), [])
  const third = startTrial(folder)
  assert.deepEqual(await third.report, { url, attached: false })
  assert.deepEqual(await query(url, 'select id from kept'), [7])
  await end(third, 'SIGTERM')
})

test('a second server on the same data folder is refused with the process and the address of the first', async () => {
  const folder = usedFolder
  const first = startTrial(folder)
  const { url } = await first.report
  const { refusal } = await startTrial(folder).report
  assert.ok(refusal?.includes(String(first.child.pid)) && refusal.includes('http://127.0.0.1:8480'), refusal)
  assert.deepEqual(await query(url, 'select 1'), [1])
  await end(first, 'SIGTERM')
})

test('of two servers started at once on an empty folder one runs and the other is refused', async () => {
  const folder = newDataFolder()
  const trials = [startTrial(folder), startTrial(folder)]
  const reports = await Promise.all(trials.map((trial) => trial.report))
  assert.equal(reports.filter((report) => report.refusal === undefined).length, 1, JSON.stringify(reports))
  for (const trial of trials) await end(trial, 'SIGTERM')
  assert.deepEqual(processesIn(clusterOf(folder)), [])
  assert.deepEqual(readdirSync(folder), ['postgres'])
})

test('a command works beside the server, and the last of the two stops the database', async () => {
  const folder = usedFolder
  const server = startTrial(folder)
  const { url } = await server.report
  const command = startTrial(folder, { purpose: 'command' })
  assert.deepEqual(await command.report, { url, attached: true })
  await end(server, 'SIGTERM')
  assert.deepEqual(await query(url, 'select 1'), [1])
  await end(command, 'SIGTERM')
  assert.deepEqual(processesIn(clusterOf(folder)), [])
})

test('a database killed with -9 comes back by itself at the same address with everything committed', async () => {
  const folder = usedFolder
  const trial = startTrial(folder)
  const { url } = await trial.report
  await query(url, 'create table saved (id int)')
  await query(url, 'insert into saved values (7)')
  const pid = postmasterPid(folder)
  process.kill(pid, 'SIGKILL')
  await waitUntil('another PostgreSQL answers', async () => {
    const rows = await query(url, 'select id from saved').catch(() => [])
    return rows.length === 1 && postmasterPid(folder) !== pid
  })
  const { refusal } = await startTrial(folder).report
  assert.ok(refusal?.includes(String(trial.child.pid)), 'the server holds its place again')
  await end(trial, 'SIGTERM')
  assert.deepEqual(processesIn(clusterOf(folder)), [])
})

test('a start interrupted while it makes the database leaves nothing that blocks the next, and no password', async () => {
  const folder = newDataFolder()
  const first = startTrial(folder)
  const isAtWork = (): boolean => globSync('.postgres-init-*/cluster/PG_VERSION', { cwd: folder }).length > 0
  await waitUntil('initdb is at work', isAtWork)
  await end(first, 'SIGKILL')
  assert.deepEqual(globSync('.postgres-init-*/secrets.json', { cwd: folder }), [])
  const second = startTrial(folder)
  assert.deepEqual(await query((await second.report).url, 'select 1'), [1])
  await end(second, 'SIGTERM')
  assert.deepEqual(readdirSync(folder), ['postgres'])
})

test('a port that another program has taken is given up for a free one', async () => {
  const folder = usedFolder
  const first = startTrial(folder)
  const { url } = await first.report
  await end(first, 'SIGTERM')
  const squatter = createServer().listen(Number(new URL(url).port), '127.0.0.1')
  await once(squatter, 'listening')
  try {
    const second = startTrial(folder)
    const report = await second.report
    assert.notEqual(new URL(report.url).port, new URL(url).port)
    assert.deepEqual(await query(report.url, 'select 1'), [1])
    await end(second, 'SIGTERM')
  } finally {
    squatter.close()
  }
})

test('a postmaster.pid whose number now belongs to another program does not keep the database from starting', async () => {
  const folder = usedFolder
  const first = startTrial(folder)
  const { url } = await first.report
  await end(first, 'SIGTERM')
  const sleeper = spawn('sleep', ['60'], { stdio: 'ignore' })
  children.add(sleeper)
  const lines = [sleeper.pid, clusterOf(folder), 1_700_000_000, new URL(url).port, '', '127.0.0.1', '', 'ready']
  writeFileSync(path.join(clusterOf(folder), 'postmaster.pid'), `${lines.join('\n')}\n`)
  const second = startTrial(folder)
  assert.deepEqual(await second.report, { url, attached: false })
  await end(second, 'SIGTERM')
})

/** A folder with programs that always fail, to be found before the real ones. */
const withoutPrograms = (...names: string[]): string => {
  const folder = mkdtempSync(path.join(base, 'programs-'))
  for (const name of names) writeFileSync(path.join(folder, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  return folder
}

/** A data folder below one that only root may enter, as a clone in /root is. */
const newClosedFolder = (): string => {
  const folder = newDataFolder()
  mkdirSync(folder, { mode: 0o700 })
  return path.join(folder, 'data')
}

const isOpen = (folder: string): boolean => canEnter({ uid: -1, gid: -1 }, folder)

const hasNamespaces = spawnSync('unshare', ['--user', 'true']).status === 0
const forRoot = { skip: !isRoot }
const forRootInOpenFolder = { skip: !isRoot || !isOpen(import.meta.dirname) }
const forRootWithNamespaces = { skip: !isRoot || !hasNamespaces }

const ownerOf = (dataFolder: string): number => statSync(clusterOf(dataFolder)).uid

test('root has another user run the database where that user can enter', forRootInOpenFolder, async () => {
  const folder = newDataFolder()
  const trial = startTrial(folder)
  assert.deepEqual(await query((await trial.report).url, 'select 1'), [1])
  assert.notEqual(ownerOf(folder), 0)
  await end(trial, 'SIGTERM')
})

test(
  'in a folder closed to others root runs the database in a user namespace, and it stays root’s',
  forRootWithNamespaces,
  async () => {
    const folder = newClosedFolder()
    const trial = startTrial(folder)
    assert.deepEqual(await query((await trial.report).url, 'select 1'), [1])
    assert.equal(ownerOf(folder), 0)
    await end(trial, 'SIGKILL')
    const again = startTrial(folder)
    assert.equal((await again.report).attached, true)
    await end(again, 'SIGTERM')
    assert.deepEqual(processesIn(clusterOf(folder)), [])
  },
)

test('without user namespaces root lets another user pass, also to a database made with one', forRoot, async () => {
  const folder = newClosedFolder()
  const first = startTrial(folder)
  await query((await first.report).url, 'create table kept (id int)')
  await end(first, 'SIGTERM')
  const programs = withoutPrograms('unshare')
  const second = startTrial(folder, { programs })
  assert.deepEqual(await query((await second.report).url, 'select count(*)::int from kept'), [0])
  assert.notEqual(ownerOf(folder), 0)
  await end(second, 'SIGKILL')
  const third = startTrial(folder, { programs })
  assert.equal((await third.report).attached, true)
  await end(third, 'SIGTERM')
  assert.deepEqual(processesIn(clusterOf(folder)), [])
})

test('where root finds nobody to run the database the start says what to do and leaves nothing', forRoot, async () => {
  const folder = newClosedFolder()
  const { refusal } = await startTrial(folder, { programs: withoutPrograms('unshare', 'setpriv') }).report
  assert.match(refusal ?? '', /does not run as root.*\n.*GONGZHI_DATA/)
  assert.deepEqual(readdirSync(folder), [])
})
