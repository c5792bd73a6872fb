import { Kysely, PostgresDialect, type PostgresDialectConfig, PostgresDriver } from 'kysely'
import pg from 'pg'

/** Tables are typed per module: a store widens `Db` to its own with `db.withTables<OwnTables>()`. */
// biome-ignore lint/complexity/noBannedTypes: no table is known here
export type Db = Kysely<{}>

export interface Database {
  readonly db: Db
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

/** Leaves `begin` to `inTransaction`, the only place that opens one: there it goes with the first statement. */
class DriverWithoutBegin extends PostgresDriver {
  override beginTransaction(): Promise<void> {
    return Promise.resolve()
  }
}

class Dialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig
  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }
  override createDriver(): PostgresDriver {
    return new DriverWithoutBegin(this.#config)
  }
}

/** Long or rare texts (an import of some hundred rows) are not worth a place in the memory of every connection. */
const PREPARED = { textsMax: 300, lengthMax: 12_000 }
/** Writes: their plan does not depend on the values. Reads are planned for their values each time. */
const WRITE = /^(?:insert|update|delete|with w0 as)\b/
const nameByText = new Map<string, string>()

const nameOf = (text: string): string | undefined => {
  const known = nameByText.get(text)
  if (known !== undefined || nameByText.size >= PREPARED.textsMax) return known
  if (text.length > PREPARED.lengthMax || !WRITE.test(text)) return undefined
  const name = `gongzhi_${nameByText.size}`
  nameByText.set(text, name)
  return name
}

/** Has this connection parse and plan each write only once. */
const prepareWrites = (client: pg.PoolClient): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const prepared = (text: unknown, values?: unknown, ...rest: unknown[]): unknown => {
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest)
  }
  client.query = prepared as typeof client.query
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
  })
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same for one that dies in a transaction, between two statements: the next statement is refused, and that is told.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  pool.on('connect', prepareWrites)
  const db: Db = new Kysely({ dialect: new Dialect({ pool }) })
  const connectAlone = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, types, application_name: 'gongzhi-alone' })
    await client.connect()
    return client
  }
  return { db, pool, connectAlone, close: () => db.destroy() }
}
