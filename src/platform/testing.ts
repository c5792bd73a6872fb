import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import type { Actor } from '#kernel/role'
import { type BlobStore, createFileStore, noScanner } from '#platform/files'
import { createChannels } from '#platform/notify'
import { type Ctx, inTransaction, newId, type Services, systemCtx } from './context.ts'
import { type Database, openDatabase } from './db/connect.ts'
import { migrate, readMigrations } from './db/migrate.ts'
import { createLive } from './http/live.ts'
import { createInlineJobs } from './jobs/inline.ts'
import type { Module } from './module.ts'
import { collectOperations } from './perform.ts'
import { createRegistry } from './registry.ts'

/** A whole platform on a database of its own, with jobs run by hand and a clock that stands until it is moved. */
export interface TestPlatform {
  readonly services: Services
  readonly database: Database
  readonly url: string
  /** A context of this actor at the test's instant, with a fresh request id. */
  as(actor: Actor, districtId: number, over?: Partial<Ctx>): Ctx
  /** What a statement finds in the rows of a district. Row-level security binds the owner of the tables too, so not by the pool. */
  rows<Row extends object>(districtId: number, sql: string, values?: readonly unknown[]): Promise<Row[]>
  drainJobs(): Promise<number>
  setNow(at: Date): void
  now(): Date
}

const TEMPLATE_LOCK = 7_141_002
/** Two files at a time stay below the hundred connections that PostgreSQL takes by default. */
const TEST_CONNECTIONS_MAX = 44

const clusterUrl = (): string => {
  const url = process.env.GONGZHI_TEST_DATABASE_URL
  if (!url) throw new Error('GONGZHI_TEST_DATABASE_URL is not set: run the tests with npm test')
  return url
}

const urlOf = (name: string): string => {
  const url = new URL(clusterUrl())
  url.pathname = `/${name}`
  return url.href
}

const withCluster = async <R>(work: (client: pg.Client) => Promise<R>): Promise<R> => {
  const client = new pg.Client({ connectionString: clusterUrl() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The migrated template, made once per state of the migrations; every test database is a copy of it. */
const templateName = async (): Promise<string> => {
  const state = createHash('sha256')
    .update(
      readMigrations()
        .map((migration) => migration.checksum)
        .join(),
    )
    .digest('hex')
  const name = `gongzhi_template_${state.slice(0, 12)}`
  await withCluster(async (client) => {
    await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`)
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount) return
    await client.query(`drop database if exists ${name}_making`)
    await client.query(`create database ${name}_making encoding 'UTF8' template template0`)
    const making = openDatabase(urlOf(`${name}_making`), 2)
    await migrate(making)
    await making.close()
    await client.query(`alter database ${name}_making rename to ${name}`)
  })
  return name
}

/** A migrated database of its own; dropped when the test file ends. */
export const createTestDatabase = async (): Promise<{ url: string; drop: () => Promise<void> }> => {
  const template = await templateName()
  const name = `gongzhi_test_${randomBytes(6).toString('hex')}`
  await withCluster(async (client) => {
    await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`)
    await client.query(`create database ${name} template ${template}`)
  })
  return {
    url: urlOf(name),
    drop: () =>
      withCluster(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  }
}

const blobStore = (): BlobStore => createFileStore(mkdtempSync(join(tmpdir(), 'gongzhi-test-blobs-')))

/** Opens a platform for a test file and closes it after the last test. */
export const openTestPlatform = async (
  modules: readonly Module[],
  startsAt = new Date('2026-06-18T02:32:00Z'),
): Promise<TestPlatform> => {
  const { url, drop } = await createTestDatabase()
  const database = openDatabase(url, TEST_CONNECTIONS_MAX)
  const jobs = createInlineJobs()
  const services: Services = {
    db: database.db,
    blobs: blobStore(),
    scanner: noScanner,
    channels: createChannels(),
    registry: createRegistry(modules),
    operations: collectOperations(modules),
    live: createLive(),
    enqueue: jobs.enqueue,
    secretKey: randomBytes(32),
  }
  let at = startsAt
  const now = (): Date => at
  after(async () => {
    await database.close()
    await drop()
  })
  return {
    services,
    database,
    url,
    as: (actor, districtId, over = {}) => {
      const ctx = { ...systemCtx(services, districtId, now), actor, ...over }
      return { ...ctx, requestId: over.requestId ?? newId(ctx) }
    },
    rows: <Row extends object>(districtId: number, text: string, values: readonly unknown[] = []) =>
      inTransaction(systemCtx(services, districtId, now), async (tx) => {
        const { rows } = await tx.db.executeQuery(CompiledQuery.raw(text, [...values]))
        return rows as Row[]
      }),
    drainJobs: () => jobs.drain(services),
    setNow: (next) => {
      at = next
    },
    now,
  }
}
