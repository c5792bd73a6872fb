import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { OperatorError } from '../../operator-error.ts'
import { launchAs } from './account.ts'
import { isAlive } from './alive.ts'
import { ADMIN_ROLE, type Cluster } from './cluster.ts'

const POLL_MS = 10
const CONNECT_TIMEOUT_MS = 3_000
/** Recovery after a crash reads the log since the last checkpoint, which a slow disk may take minutes for. */
const START_TIMEOUT_MS = 10 * 60_000
const RETRY_TIMEOUT_MS = 30_000
const FAST_STOP_TIMEOUT_MS = 60_000
const IMMEDIATE_STOP_TIMEOUT_MS = 10_000
const NEWS_EVERY_MS = 5_000
const LOG_FILE_BYTES_MAX = 1_000_000
// Below the ports that systems hand out for outgoing connections, so that the one chosen stays free.
const PORT_MIN = 20_000
const PORT_MAX = 32_000
const PORT_TRIES = 50

interface Postmaster {
  readonly pid: number
  /** Null until PostgreSQL says in its file that it is ready. */
  readonly port: number | null
}

/** The command line of a process, its parts ended by NUL on Linux and parted by spaces elsewhere; empty when there is none. */
const readCommandLine = (pid: number): string => {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** Whether `pid` is a PostgreSQL that runs in the folder, not a process that got the number of a dead one. */
const runsIn = (pid: number, folder: string): boolean => {
  const real = realpathSync(folder)
  try {
    // The postmaster works inside its data directory; this holds even after the folder was moved.
    return readlinkSync(`/proc/${pid}/cwd`) === real
  } catch (error) {
    // No such process, or no right to look: root in a container may not see this of another user's process.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform === 'linux') return false
  }
  const separator = process.platform === 'linux' ? '\0' : ' '
  return readCommandLine(pid).includes(`${separator}-D${separator}${real}${separator}`)
}

const readPidFile = (folder: string): string[] | null => {
  try {
    return readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
}

/** The PostgreSQL that runs in the folder, as its postmaster.pid and the process table agree. */
const findPostmaster = (folder: string): Postmaster | null => {
  const lines = readPidFile(folder)
  const pid = Number(lines?.[0])
  if (lines === null || !Number.isInteger(pid) || pid <= 1 || !runsIn(pid, folder)) return null
  return { pid, port: lines[7]?.trim() === 'ready' ? Number(lines[3]) : null }
}

export const isRunning = (folder: string): boolean => findPostmaster(folder) !== null

/**
 * A left postmaster.pid whose number another process has got by now would keep PostgreSQL from starting; a number that
 * no process has is no trouble to it, and there its own checks are better than ours.
 */
const removeMistakenPidFile = (folder: string): void => {
  const pid = Number(readPidFile(folder)?.[0])
  if (!(pid > 1) || !isAlive(pid) || runsIn(pid, folder)) return
  rmSync(path.join(folder, 'postmaster.pid'), { force: true })
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

const choosePort = async (cluster: Cluster): Promise<void> => {
  for (let tries = 0; tries < PORT_TRIES; tries += 1) {
    const port = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN))
    if (!(await isFree(port))) continue
    writeFileSync(`${cluster.portFile}.new`, String(port))
    renameSync(`${cluster.portFile}.new`, cluster.portFile)
    return
  }
  throw new OperatorError(`找不到空闲端口 no free port between ${PORT_MIN} and ${PORT_MAX}`)
}

const readPort = (cluster: Cluster): number | null => {
  try {
    return Number(readFileSync(cluster.portFile, 'utf8'))
  } catch {
    return null
  }
}

const readLog = (cluster: Cluster, from: number): string =>
  readFileSync(cluster.logFile).subarray(from).toString('utf8').trim()

const sizeOfLog = (cluster: Cluster): number => statSync(cluster.logFile, { throwIfNoEntry: false })?.size ?? 0

interface Attempt {
  readonly child: ChildProcess
  readonly logStart: number
}

const launch = async (cluster: Cluster): Promise<Attempt> => {
  removeMistakenPidFile(cluster.folder)
  if (readPort(cluster) === null) await choosePort(cluster)
  if (sizeOfLog(cluster) > LOG_FILE_BYTES_MAX) renameSync(cluster.logFile, `${cluster.logFile}.old`)
  const logStart = sizeOfLog(cluster)
  const log = openSync(cluster.logFile, 'a', 0o600)
  const { program, args, options } = launchAs(cluster.account, cluster.postgres, [
    '-D',
    realpathSync(cluster.folder),
    '-p',
    String(readPort(cluster)),
  ])
  // In a session of its own: neither Ctrl-C in our terminal nor our own death ends it.
  const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  child.on('error', () => undefined)
  child.unref()
  closeSync(log)
  return { child, logStart }
}

/** A new connection as the superuser to the maintenance database. Rejects while the server does not accept any. */
const connectAsAdmin = async (cluster: Cluster, port: number, name: string): Promise<pg.Client> => {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: ADMIN_ROLE,
    password: cluster.secrets.admin,
    database: 'postgres',
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  })
  // Without a listener a broken connection would end the process; who cares listens to `end`.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

const WRONG_PASSWORD = '28P01'

/** The connection, or null while none is accepted. */
const tryToConnect = async (cluster: Cluster, port: number, name: string): Promise<pg.Client | null> => {
  try {
    return await connectAsAdmin(cluster, port, name)
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) return null
    throw new OperatorError(
      `数据库的密码不符，secrets.json 与数据库不是一起的 the passwords in ${path.dirname(cluster.folder)} are not those of this database`,
    )
  }
}

/** What to do after PostgreSQL ended while starting. Throws OperatorError when trying again is of no use. */
const judgeFailure = async (cluster: Cluster, attempt: Attempt, startedAt: number): Promise<void> => {
  const complaint = readLog(cluster, attempt.logStart)
  const late = Date.now() - startedAt > RETRY_TIMEOUT_MS
  if (/could not bind|Address already in use/.test(complaint) && !late) return choosePort(cluster)
  // Another start was quicker, or the processes of one that was killed are still ending.
  if (/lock file .* already exists|pre-existing shared memory block/.test(complaint) && !late) return
  throw new OperatorError(`数据库无法启动 the database does not start\n${complaint}`)
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined

export interface Connection {
  /** As the superuser, to the maintenance database. */
  readonly client: pg.Client
  readonly port: number
  /** PostgreSQL was running already. */
  readonly attached: boolean
}

/** Attaches to the PostgreSQL that runs in the cluster, or starts it; resolves when it has accepted a connection of this name. */
export const connectToCluster = async (
  cluster: Cluster,
  name: string,
  log: (line: string) => void,
): Promise<Connection> => {
  const startedAt = Date.now()
  let newsAt = startedAt + NEWS_EVERY_MS
  let attempt: Attempt | null = null
  while (Date.now() - startedAt < START_TIMEOUT_MS) {
    const running = findPostmaster(cluster.folder)
    const client = running?.port ? await tryToConnect(cluster, running.port, name) : null
    if (running?.port && client) {
      return { client, port: running.port, attached: running.pid !== attempt?.child.pid }
    }
    if (running === null && (attempt === null || hasEnded(attempt.child))) {
      if (attempt !== null) await judgeFailure(cluster, attempt, startedAt)
      attempt = await launch(cluster)
    }
    if (Date.now() > newsAt) {
      newsAt += NEWS_EVERY_MS
      log('等待数据库就绪 waiting for the database')
    }
    await sleep(POLL_MS)
  }
  throw new OperatorError(`数据库迟迟不能就绪，见 the database does not get ready, see ${cluster.logFile}`)
}

const waitForEnd = async (folder: string, pid: number, timeout: number): Promise<boolean> => {
  const until = Date.now() + timeout
  while (Date.now() < until) {
    if (!runsIn(pid, folder)) return true
    await sleep(POLL_MS)
  }
  return false
}

/** Stops PostgreSQL: open transactions are rolled back, everything committed is written out. */
export const stopPostmaster = async (folder: string): Promise<void> => {
  const running = findPostmaster(folder)
  if (running === null) return
  const { pid } = running
  process.kill(pid, 'SIGINT')
  if (await waitForEnd(folder, pid, FAST_STOP_TIMEOUT_MS)) return
  process.kill(pid, 'SIGQUIT')
  if (await waitForEnd(folder, pid, IMMEDIATE_STOP_TIMEOUT_MS)) return
  throw new Error(`postgres ${pid} does not stop`)
}
