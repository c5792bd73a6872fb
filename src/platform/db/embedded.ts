import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { OperatorError } from '../operator-error.ts'
import { type Cluster, openCluster } from './embedded/cluster.ts'
import { type Connection, connectToCluster, isRunning, stopPostmaster } from './embedded/postmaster.ts'

export interface EmbeddedOptions {
  /** Absolute path; made when missing. */
  readonly dataFolder: string
  /** Told what is done and what takes long. */
  readonly log: (line: string) => void
  /** `server`: the one web server of this data folder, a second is refused. `command`: work beside it. */
  readonly purpose?: 'server' | 'command'
  /** Where the server will be reached, for the message to a second one. */
  readonly address?: string
  /** For tests: faster, and not safe against a loss of power. */
  readonly throwaway?: boolean
  /** The database is lost for good, after attempts to bring it back. Without it the process ends with the error. */
  readonly onLost?: (reason: unknown) => void
}

export interface Embedded {
  /** Connects as the owner of the database: no superuser, so row-level security holds as on any other server. */
  readonly url: string
  /** True when PostgreSQL was running already: left by a killed server, or used by a command. */
  readonly attached: boolean
  /** Stops PostgreSQL, unless another command still uses it; then the last one does. */
  stop(): Promise<void>
}

const OWNER_ROLE = 'gongzhi'
const DATABASE = 'gongzhi'
// Session locks in the maintenance database: the kernel closes the connection of a killed process, which frees them.
const SERVER_LOCK = '7141, 1'
const USERS_LOCK = '7141, 2'
/** A server that is just stopping, or that was just killed, needs a moment until its place is free. */
const CLAIM_TIMEOUT_MS = 3_000
const CLAIM_POLL_MS = 50
const CONNECT_TRIES = 5
const CONNECT_PAUSE_MS = 500
const ALREADY_THERE = ['42710', '42P04', '23505']

const lockedBySelect = `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
  where l.locktype = 'advisory' and l.granted and (l.classid, l.objid) = (${SERVER_LOCK})`

/** Takes the place of the one server of this data folder. Throws OperatorError naming the process that has it. */
const claimServer = async (client: pg.Client, dataFolder: string): Promise<void> => {
  const until = Date.now() + CLAIM_TIMEOUT_MS
  for (;;) {
    const claim = await client.query<{ done: boolean }>(`select pg_try_advisory_lock(${SERVER_LOCK}) as done`)
    if (claim.rows[0]?.done) return
    const holder = await client.query<{ name: string }>(lockedBySelect)
    const [, pid = '?', address = ''] = holder.rows[0]?.name.split(' ') ?? []
    if (Date.now() > until) {
      throw new OperatorError(
        `数据文件夹正由另一个共治服务使用：进程 ${pid}，${address}\nthe data folder ${dataFolder} is in use by another Gongzhi server: process ${pid}, ${address}`,
      )
    }
    await sleep(CLAIM_POLL_MS)
  }
}

const runUnlessThere = async (client: pg.Client, statement: string): Promise<void> => {
  try {
    await client.query(statement)
  } catch (error) {
    if (!ALREADY_THERE.includes((error as { code?: string }).code ?? '')) throw error
  }
}

/** The database of the application and its owner, who may make roles and databases but is no superuser. */
const ensureDatabase = async (client: pg.Client, cluster: Cluster): Promise<void> => {
  const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (found.rowCount === 1) return
  await runUnlessThere(
    client,
    `create role ${OWNER_ROLE} login createdb createrole password '${cluster.secrets.owner}'`,
  )
  await runUnlessThere(client, `create database ${DATABASE} owner ${OWNER_ROLE}`)
}

const connectOnce = async (cluster: Cluster, options: EmbeddedOptions): Promise<Connection> => {
  const connection = await connectToCluster(cluster, `gongzhi ${process.pid} ${options.address ?? ''}`, options.log)
  const { client } = connection
  try {
    if (options.purpose !== 'command') await claimServer(client, options.dataFolder)
    await client.query(`select pg_advisory_lock_shared(${USERS_LOCK})`)
    await ensureDatabase(client, cluster)
    return connection
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

/** As `connectOnce`, again when PostgreSQL was just being stopped by its last user or has crashed in between. */
const connect = async (cluster: Cluster, options: EmbeddedOptions): Promise<Connection> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await connectOnce(cluster, options)
    } catch (error) {
      if (error instanceof OperatorError || tries === CONNECT_TRIES) throw error
      await sleep(CONNECT_PAUSE_MS)
    }
  }
}

/** True when no other server or command uses this PostgreSQL; from then on none can begin to. */
const isLastUser = async (client: pg.Client): Promise<boolean> => {
  try {
    const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${USERS_LOCK}) as alone`)
    return rows[0]?.alone ?? false
  } catch {
    // The connection is broken, and with it the count of users; then stopping is what was asked for.
    return true
  }
}

const endProcess = (reason: unknown): void => {
  queueMicrotask(() => {
    throw reason
  })
}

/**
 * Starts the built-in PostgreSQL of a data folder, or attaches to it when it still runs after a kill of the process
 * that started it. When PostgreSQL dies it is started again; its address stays the same.
 * Throws OperatorError saying what to do when another server uses the data folder, or PostgreSQL cannot run here.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const { dataFolder, log, throwaway = false } = options
  const cluster = await openCluster({ dataFolder, log, throwaway }, isRunning)
  const first = await connect(cluster, options)
  let { client } = first
  let stopping = false
  let recovery: Promise<void> = Promise.resolve()
  const recover = async (): Promise<void> => {
    log('数据库中断，正在恢复 the database was interrupted, bringing it back')
    const again = await connect(cluster, options)
    client = again.client
    if (again.port !== first.port) throw new Error('another program has taken the port of the database')
    log('数据库已恢复 the database is back')
    watch()
  }
  const watch = (): void => {
    client.once('end', () => {
      if (!stopping) recovery = recover().catch(options.onLost ?? endProcess)
    })
  }
  watch()
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await recovery
    if (await isLastUser(client)) await stopPostmaster(cluster.folder)
    await client.end().catch(() => undefined)
  }
  const url = `postgres://${OWNER_ROLE}:${cluster.secrets.owner}@127.0.0.1:${first.port}/${DATABASE}`
  return { url, attached: first.attached, stop }
}
