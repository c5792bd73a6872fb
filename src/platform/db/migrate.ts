import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { projectFolder } from '../folder.ts'
import type { Database } from './connect.ts'

export const migrationFolder = join(projectFolder, 'migrations')

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** Any number will do, as long as everybody who migrates uses the same. */
const MIGRATION_LOCK = 7_141_001
const FILE_NAME = /^(\d{4})_([a-z_]+)\.sql$/

/**
 * The numbered files in order. Throws when a number is doubled or no number: the order must be one. A number may be
 * missing, because branches take theirs beforehand; it is applied when it comes.
 */
export const readMigrations = (folder = migrationFolder): Migration[] => {
  const numbers = new Set<number>()
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const number = Number(FILE_NAME.exec(file)?.[1])
      if (!number || numbers.has(number)) throw new Error(`migrations are not numbered in one order: ${file}`)
      numbers.add(number)
      const sql = readFileSync(join(folder, file), 'utf8')
      return { number, name: file, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings the database to the newest version, one transaction a file, under a lock so that several servers may
 * start at once. A file that was applied and has changed since is refused: a landed migration is never edited.
 * Answers the names of the files applied now.
 */
export const migrate = async (database: Database, migrations = readMigrations()): Promise<string[]> => {
  // Mostly there is nothing to do, which one question tells.
  if (listMissing(migrations, await readApplied(database.pool)).length === 0) return []
  const client = await database.connectAlone()
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await client.query(
      'create table if not exists public.gongzhi_migration (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default clock_timestamp())',
    )
    const missing = listMissing(migrations, await readApplied(client))
    for (const migration of missing) await applyOne(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

type Applied = ReadonlyMap<number, string>

const UNDEFINED_TABLE = '42P01'

/** Checksums of the files applied so far, by number. */
const readApplied = async (client: pg.Pool | pg.Client): Promise<Applied> => {
  try {
    const { rows } = await client.query<{ number: number; checksum: string }>(
      'select number, checksum from public.gongzhi_migration',
    )
    return new Map(rows.map((row) => [row.number, row.checksum]))
  } catch (fault) {
    if ((fault as { code?: string }).code === UNDEFINED_TABLE) return new Map()
    throw fault
  }
}

const listMissing = (migrations: readonly Migration[], applied: Applied): Migration[] =>
  migrations.filter((migration) => {
    const known = applied.get(migration.number)
    if (known !== undefined && known !== migration.checksum) {
      throw new Error(`migration ${migration.name} was changed after it was applied`)
    }
    return known === undefined
  })

const applyOne = async (client: pg.Client, migration: Migration): Promise<void> => {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into public.gongzhi_migration (number, name, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (fault) {
    await client.query('rollback')
    throw new Error(`migration ${migration.name} failed: ${fault instanceof Error ? fault.message : String(fault)}`, {
      cause: fault,
    })
  }
}
