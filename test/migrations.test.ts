// A fresh database equals an upgraded one, migrating twice is nothing, and what has landed is never edited.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { migrate, openDatabase, readMigrations } from '#platform/db'
import { listFiles, readText } from './repo.ts'

const clusterUrl = process.env['GONGZHI_TEST_DATABASE_URL']
if (!clusterUrl) throw new Error('GONGZHI_TEST_DATABASE_URL is not set: run the tests with npm test')

const migrations = readMigrations()
const names: string[] = []

const onCluster = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: clusterUrl })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** An empty database of its own; dropped at the end. */
const createEmpty = async (): Promise<string> => {
  const name = `gongzhi_migrations_${randomBytes(6).toString('hex')}`
  await onCluster(`create database ${name} encoding 'UTF8' template template0`)
  names.push(name)
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}
after(async () => {
  for (const name of names) await onCluster(`drop database if exists ${name} with (force)`)
})

const withDatabase = async <R>(
  url: string,
  work: (database: ReturnType<typeof openDatabase>) => Promise<R>,
): Promise<R> => {
  const database = openDatabase(url, 6)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const OURS = "n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'"

/** Everything the catalogs know of our schemas, as lines in order. */
const PORTRAIT = [
  `select concat_ws(' ', 'schema', n.nspname, n.nspacl::text, obj_description(n.oid, 'pg_namespace')) from pg_namespace n where ${OURS}`,
  `select concat_ws(' ', 'relation', n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl::text, obj_description(c.oid, 'pg_class'))
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS}`,
  `select concat_ws(' ', 'column', n.nspname, c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
       pg_get_expr(d.adbin, d.adrelid), l.collname, col_description(c.oid, a.attnum))
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum left join pg_collation l on l.oid = a.attcollation
     where ${OURS} and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm')`,
  `select concat_ws(' ', 'constraint', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS}`,
  `select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS}`,
  `select concat_ws(' ', 'policy', n.nspname, c.relname, p.polname, p.polpermissive, p.polcmd, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
     from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS}`,
  `select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS} and not t.tgisinternal`,
  `select concat_ws(' ', pg_get_functiondef(p.oid), p.proacl::text, obj_description(p.oid, 'pg_proc')) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where ${OURS} and p.prokind in ('f', 'p') and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
]

const portraitOf = (url: string): Promise<string[]> =>
  withDatabase(url, async ({ pool }) => {
    const lines: string[] = []
    for (const sql of PORTRAIT) {
      const { rows } = await pool.query<{ line: string }>(`select * from (${sql}) as portrait (line) order by 1`)
      lines.push(...rows.map((row) => row.line))
    }
    return lines
  })

const freshUrl = await createEmpty()
const applied = await withDatabase(freshUrl, (database) => migrate(database))
const fresh = await portraitOf(freshUrl)

test('a fresh database gets every migration in order', () => {
  assert.deepEqual(
    applied,
    migrations.map((migration) => migration.name),
  )
  assert.ok(fresh.length > 300, `the portrait has only ${fresh.length} lines`)
})

test('a number that was taken beforehand may be missing as yet; one that is there twice, or none, is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongzhi-migrations-'))
  const numbersWith = (...files: readonly string[]): number[] => {
    for (const file of files) writeFileSync(join(folder, file), 'select 1;')
    return readMigrations(folder).map(({ number }) => number)
  }
  assert.deepEqual(numbersWith('0001_one.sql', '0012_twelve.sql'), [1, 12])
  assert.throws(() => numbersWith('0012_again.sql'), /not numbered in one order: 0012_twelve/)
  rmSync(join(folder, '0012_again.sql'))
  assert.throws(() => numbersWith('next.sql'), /not numbered in one order: next/)
  rmSync(folder, { recursive: true })
})

test('a database of any earlier version becomes the same as a fresh one', async () => {
  for (let count = 1; count < migrations.length; count += 1) {
    const url = await createEmpty()
    await withDatabase(url, (database) => migrate(database, migrations.slice(0, count)))
    const rest = await withDatabase(url, (database) => migrate(database))
    assert.equal(rest.length, migrations.length - count)
    assert.deepEqual(await portraitOf(url), fresh, `from ${migrations[count - 1]?.name}`)
  }
})

test('migrating again changes nothing', async () => {
  assert.deepEqual(await withDatabase(freshUrl, (database) => migrate(database)), [])
  assert.deepEqual(await portraitOf(freshUrl), fresh)
})

test('five servers that start at once migrate once', async () => {
  const url = await createEmpty()
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => withDatabase(url, (database) => migrate(database))),
  )
  assert.deepEqual(
    outcomes.map((files) => files.length).sort((a, b) => a - b),
    [0, 0, 0, 0, migrations.length],
  )
  assert.deepEqual(await portraitOf(url), fresh)
})

test('a migration that was edited after it had landed is refused, and nothing is applied', async () => {
  const [first, ...rest] = migrations
  assert.ok(first)
  const edited = [{ ...first, checksum: 'another' }, ...rest]
  await assert.rejects(
    withDatabase(freshUrl, (database) => migrate(database, edited)),
    { message: `migration ${first.name} was changed after it was applied` },
  )
  assert.deepEqual(await portraitOf(freshUrl), fresh)
})

test('a migration that fails leaves nothing behind and is told by name', async () => {
  const number = (migrations.at(-1)?.number ?? 0) + 1
  const broken = {
    number,
    name: '9999_broken.sql',
    sql: 'create schema half_done; create table half_done.x (y nonsense)',
    checksum: 'x',
  }
  await assert.rejects(
    withDatabase(freshUrl, (database) => migrate(database, [...migrations, broken])),
    /migration 9999_broken\.sql failed: type "nonsense" does not exist/,
  )
  assert.deepEqual(await portraitOf(freshUrl), fresh)
})

test('the portrait sees what differs: a comment, a default, a policy, a grant', async () => {
  const changes = [
    "comment on table platform.notice is 'something else'",
    'alter table platform.notice alter column is_urgent set default true',
    'alter policy district on platform.notice using (true)',
    'grant truncate on platform.notice to gongzhi_app',
    'alter table platform.notice add constraint odd check (true)',
  ]
  for (const change of changes) {
    const url = await createEmpty()
    await withDatabase(url, async (database) => {
      await migrate(database)
      await database.pool.query(change)
    })
    assert.notDeepEqual(await portraitOf(url), fresh, change)
  }
})

const LANDED = 'migrations/landed.txt'

test('what was released is as it was released: a landed migration is never edited, moved or taken away', () => {
  const lines = listFiles('migrations').includes(LANDED) ? readText(LANDED).split('\n').filter(Boolean) : []
  const now = migrations.slice(0, lines.length).map(({ name, checksum }) => `${checksum}  ${name}`)
  assert.deepEqual(now, lines)
})
