import type { Duplex } from 'node:stream'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  sql,
} from 'kysely'
import pg from 'pg'

/** Tables are typed per module: a store widens `Db` to its own with `db.withTables<OwnTables>()`. */
// biome-ignore lint/complexity/noBannedTypes: no table is known here
export type Db = Kysely<{}>

export interface Database {
  readonly db: OpenDb
  readonly pool: pg.Pool
  /** A connection of its own, outside the pool, for LISTEN and session locks. The caller ends it. */
  connectAlone(): Promise<pg.Client>
  close(): Promise<void>
}

const POOL_CONNECTIONS_MAX = 16
const STATEMENT_TIMEOUT_MS = 30_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000

const INT8 = 20
const DATE = 1082

/** Counts come as numbers (they stay far below 2^53) and civil dates as text: a date has no time zone. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) => {
    if (oid === INT8) return Number
    if (oid === DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

class Dialect extends PostgresDialect {
  readonly driver: Driver
  constructor(config: PostgresDialectConfig) {
    super(config)
    this.driver = new PostgresDriver(config)
  }
  override createDriver(): Driver {
    return this.driver
  }
}

const ignore = (): void => undefined

/**
 * The database with transactions that wait for the server only where an answer is needed: `begin` goes with the first
 * statement, statements made side by side go together, and `commit` goes with the writes that `trail` was given.
 */
// biome-ignore lint/complexity/noBannedTypes: no table is known here
export class OpenDb extends Kysely<{}> {
  readonly #dialect: Dialect
  constructor(config: PostgresDialectConfig) {
    const dialect = new Dialect(config)
    super({ dialect })
    this.#dialect = dialect
  }

  /**
   * Runs `work` between `begin` and a commit, or undoes it as a whole. A statement whose result nobody needs is given to
   * `trail` instead of being waited for; when it fails, so does the transaction, with its fault.
   */
  transact<R>(begin: string, work: (db: Db, trail: (statement: Promise<unknown>) => void) => Promise<R>): Promise<R> {
    const driver = this.#dialect.driver
    return this.getExecutor().provideConnection(async (connection) => {
      const inside = this.#inside(connection)
      const begun = connection.executeQuery(CompiledQuery.raw(begin))
      const sent: Promise<unknown>[] = [begun]
      const trail = (statement: Promise<unknown>): void => {
        statement.catch(ignore)
        sent.push(statement)
      }
      begun.catch(ignore)
      try {
        const result = await work(inside.db, trail)
        inside.end()
        const committed = driver.commitTransaction(connection)
        committed.catch(ignore)
        // Of several faults the first is told: the rest, the commit too, fail because of it.
        for (const statement of sent) await statement
        await committed
        return result
      } catch (fault) {
        inside.end()
        await driver.rollbackTransaction(connection)
        // What was sent behind a statement that failed only failed because of it.
        for (const statement of sent) await statement
        throw fault
      }
    })
  }

  /** The queries of one transaction; after its end none can slip into the next one of the same connection. */
  #inside(connection: DatabaseConnection): { readonly db: Db; end(): void } {
    let isOver = false
    const executor = this.getExecutor().withConnectionProvider({
      provideConnection: async (query) => {
        if (isOver) throw new Error('the transaction of this query has ended')
        return query(connection)
      },
    })
    const dialect = this.#dialect
    const db: Db = new Kysely({ config: { dialect }, dialect, driver: dialect.driver, executor })
    return {
      db,
      end: () => {
        isOver = true
      },
    }
  }
}

/** Long or rare texts (an import of some hundred rows) are not worth a place in the memory of every connection. */
const PREPARED = { textsMax: 300, lengthMax: 12_000 }
/** Goes first in a read that finds rows by their keys: whatever the values, it is planned the same. */
export const byKeys = sql`/* by keys */`
/** Writes, and reads by keys: their plan does not depend on the values. Other reads are planned for their values each time. */
const PLANNED_ONCE = /^(?:insert|update|delete|with w0 as|select \/\* by keys \*\/)(?!\w)/
const nameByText = new Map<string, string>()

const nameOf = (text: string): string | undefined => {
  const known = nameByText.get(text)
  if (known !== undefined || nameByText.size >= PREPARED.textsMax) return known
  if (text.length > PREPARED.lengthMax || !PLANNED_ONCE.test(text)) return undefined
  const name = `gongzhi_${nameByText.size}`
  nameByText.set(text, name)
  return name
}

/** A connection with its socket, which `pg` has but does not name in its types. */
type Wired = pg.PoolClient & { readonly connection: { readonly stream: Duplex } }

/** What is sent in one turn of the event loop leaves in one write: a write costs more than what is in it. */
const sendTogether = (stream: Duplex): (() => void) => {
  let isHeld = false
  return () => {
    if (isHeld) return
    isHeld = true
    stream.cork()
    process.nextTick(() => {
      isHeld = false
      stream.uncork()
    })
  }
}

/** Has this connection parse and plan what is always planned the same only once, and send together what is asked together. */
const tune = (client: pg.PoolClient): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const hold = sendTogether((client as Wired).connection.stream)
  const tuned = (text: unknown, values?: unknown, ...rest: unknown[]): unknown => {
    hold()
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest)
  }
  client.query = tuned as typeof client.query
}

/** Opens a pool on a PostgreSQL of version 15 or newer. */
export const openDatabase = (url: string, connectionsMax = POOL_CONNECTIONS_MAX): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    types,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: 'gongzhi',
    // A statement is sent without waiting for the answer to the one before it.
    pipeline: true,
  })
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same for one that dies in a transaction, between two statements: the next statement is refused, and that is told.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  pool.on('connect', tune)
  const db = new OpenDb({ pool })
  const connectAlone = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, types, application_name: 'gongzhi-alone' })
    await client.connect()
    return client
  }
  return { db, pool, connectAlone, close: () => db.destroy() }
}
