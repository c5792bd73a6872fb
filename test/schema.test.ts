// The rules of the schema, read from the catalogs of a migrated database: a table that breaks one can not come in.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { createTestDatabase } from '#platform/testing'
import { listFiles, readText } from './repo.ts'

/** Tables that belong to no district, each with the reason. Everything else is a district's and is isolated. */
const globalTables: Readonly<Record<string, string>> = {
  'public.gongzhi_migration': 'which migrations were applied',
  'places.place': 'public facts, one tree for all districts',
  'places.alias_code': 'public facts about places',
  'places.adjustment': 'public facts about places: when and why grids changed',
  'places.succession': 'public facts about places',
  'identity.account': 'a phone belongs to one human in all districts',
  'identity.membership': 'in which districts an account is known: read before a district is chosen',
  'identity.session': 'a session is looked up by its token before its district is known',
  'identity.one_time_code': 'belongs to an account',
  'identity.lockout': 'belongs to a phone number',
  'identity.passkey': 'belongs to an account',
  'identity.challenge': 'belongs to an account',
}

const database = await createTestDatabase()
const client = new pg.Client({ connectionString: database.url })
await client.connect()
after(async () => {
  await client.end()
  await database.drop()
})

const rowsOf = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await client.query<Row>(sql, values)).rows

const OURS = "n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'pgboss')"

interface Table {
  readonly name: string
  readonly oid: number
  readonly hasComment: boolean
  readonly isIsolated: boolean
  readonly isForced: boolean
  readonly ownedByApp: boolean
}

const listTables = (): Promise<Table[]> =>
  rowsOf<Table>(`
    select n.nspname || '.' || c.relname as name, c.oid::int as oid, obj_description(c.oid, 'pg_class') is not null as "hasComment",
      c.relrowsecurity as "isIsolated", c.relforcerowsecurity as "isForced", c.relowner = 'gongzhi_app'::regrole as "ownedByApp"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${OURS} order by 1`)

const isDistrictTable = (table: Table): boolean => !(table.name in globalTables)

const POLICY = "(district_id = (NULLIF(current_setting('gongzhi.district_id'::text, true), ''::text))::integer)"

/** What is wrong with the tables, one line a fault; empty when all hold. */
const faultsOfTables = async (): Promise<string[]> => {
  const faults: string[] = []
  for (const table of await listTables()) {
    if (!table.hasComment && table.name !== 'public.gongzhi_migration') faults.push(`${table.name} has no comment`)
    if (table.ownedByApp) faults.push(`${table.name} belongs to the role of the application`)
    if (isDistrictTable(table)) faults.push(...(await faultsOfDistrictTable(table)))
  }
  return faults
}

interface Column {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly isGenerated: boolean
  readonly isIdentity: boolean
  readonly default: string | null
}

const listColumns = (oid: number): Promise<Column[]> =>
  rowsOf<Column>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "isRequired",
       a.attgenerated <> '' as "isGenerated", a.attidentity <> '' as "isIdentity", pg_get_expr(d.adbin, d.adrelid) as default
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [oid],
  )

const faultsOfDistrictTable = async (table: Table): Promise<string[]> => {
  const faults: string[] = []
  const columns = await listColumns(table.oid)
  const [first] = columns
  if (first?.name !== 'district_id' || first.type !== 'integer' || !first.isRequired) {
    return [`${table.name}: district_id int not null is not its first column, and it is not listed as global`]
  }
  for (const column of columns) {
    const isSmallIdentity = column.isIdentity && column.type !== 'bigint'
    if (isSmallIdentity || column.default?.includes('nextval(')) {
      faults.push(`${table.name}.${column.name} is numbered by the database, but not as a bigint identity`)
    }
  }
  if (!table.isIsolated || !table.isForced) faults.push(`${table.name}: row-level security is not enabled and forced`)
  return [...faults, ...(await faultsOfPolicies(table)), ...(await faultsOfKeys(table))]
}

const faultsOfPolicies = async (table: Table): Promise<string[]> => {
  const policies = await rowsOf<{ name: string; permissive: boolean; cmd: string; using: string; check: string }>(
    `select polname as name, polpermissive as permissive, polcmd as cmd, pg_get_expr(polqual, polrelid) as using,
       pg_get_expr(polwithcheck, polrelid) as check from pg_policy where polrelid = $1`,
    [table.oid],
  )
  const [policy] = policies
  const isRight =
    policies.length === 1 &&
    policy?.name === 'district' &&
    policy.permissive &&
    policy.cmd === '*' &&
    policy.using === POLICY &&
    policy.check === POLICY
  return isRight
    ? []
    : [`${table.name}: its policies are ${JSON.stringify(policies)}, not the one permissive policy of platform.isolate`]
}

const faultsOfKeys = async (table: Table): Promise<string[]> => {
  const keys = await rowsOf<{ name: string; isPrimary: boolean; columns: string[] }>(
    `select i.indexrelid::regclass::text as name, i.indisprimary as "isPrimary",
       array(select pg_get_indexdef(i.indexrelid, k, true) from generate_series(1, i.indnkeyatts) k) as columns
     from pg_index i where i.indrelid = $1 and (i.indisunique or i.indisexclusion)`,
    [table.oid],
  )
  const faults = keys
    .filter((key) => key.columns[0] !== 'district_id')
    .map((key) => `${table.name}: key ${key.name} does not begin with district_id`)
  if (!keys.some((key) => key.isPrimary)) faults.push(`${table.name} has no primary key`)
  const references = await rowsOf<{ name: string; target: string; columns: string[]; targets: string[] }>(
    `select conname as name, n.nspname || '.' || c.relname as target,
       array(select attname::text from unnest(conkey) with ordinality k(n, o) join pg_attribute on attrelid = conrelid and attnum = k.n order by o) as columns,
       array(select attname::text from unnest(confkey) with ordinality k(n, o) join pg_attribute on attrelid = confrelid and attnum = k.n order by o) as targets
     from pg_constraint join pg_class c on c.oid = confrelid join pg_namespace n on n.oid = c.relnamespace where contype = 'f' and conrelid = $1`,
    [table.oid],
  )
  for (const reference of references) {
    const isInDistrict = reference.columns[0] === 'district_id' && reference.targets[0] === 'district_id'
    if (!(reference.target in globalTables) && !isInDistrict)
      faults.push(`${table.name}: foreign key ${reference.name} leaves the district`)
  }
  return faults
}

test('every table of a district has the district first in its keys, one permissive policy, and a comment', async () => {
  assert.ok((await listTables()).length > 15)
  assert.deepEqual(await faultsOfTables(), [])
})

test('the tables that belong to no district are listed, each with a reason, and carry no policy', async () => {
  const policies = await rowsOf<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_policy join pg_class c on c.oid = polrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS}`,
  )
  assert.deepEqual(
    policies.filter((policy) => policy.name in globalTables),
    [],
  )
})

test('the rules can say no: each planted fault is found', async () => {
  const planted: ReadonlyArray<readonly [sql: string, fault: RegExp]> = [
    ['create table planted.loose (id uuid primary key)', /not its first column/],
    ['create table planted.t (district_id int not null, id uuid, primary key (district_id, id))', /no comment/],
    [
      'create table planted.t (district_id int not null, id uuid, primary key (district_id, id))',
      /not enabled and forced/,
    ],
    [
      'create table planted.t (district_id int not null, id uuid unique, primary key (district_id, id))',
      /key planted\.t_id_key does not begin/,
    ],
    ['create table planted.t (district_id int not null, id uuid)', /no primary key/],
    [
      'create table planted.t (district_id int not null, id serial, primary key (district_id, id))',
      /numbered by the database/,
    ],
    [
      'create table planted.t (district_id int not null, id int generated always as identity, primary key (district_id, id))',
      /numbered by the database/,
    ],
    [
      "create table planted.t (district_id int not null, id uuid, primary key (district_id, id)); select platform.isolate('planted.t'); create policy more on planted.t as restrictive using (true)",
      /not the one permissive policy/,
    ],
    [
      'create table planted.t (district_id int not null, id uuid, primary key (district_id, id)); alter table planted.t enable row level security; alter table planted.t force row level security; create policy district on planted.t using (true) with check (true)',
      /not the one permissive policy/,
    ],
    [
      'create table planted.a (district_id int not null, id uuid, a uuid unique, primary key (district_id, id)); create table planted.t (district_id int not null, id uuid, a uuid references planted.a (a), primary key (district_id, id))',
      /leaves the district/,
    ],
  ]
  for (const [sql, fault] of planted) {
    await client.query('begin')
    await client.query(`create schema planted; ${sql}`)
    const found = await faultsOfTables()
    await client.query('rollback')
    assert.ok(
      found.some((line) => fault.test(line) && line.startsWith('planted.')),
      `${sql}: ${found.join('; ')}`,
    )
  }
})

test('the application acts as a role that owns nothing, sees through no policy and cannot sign in', async () => {
  const [role] = await rowsOf(
    "select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = 'gongzhi_app'",
  )
  assert.deepEqual(role, {
    rolsuper: false,
    rolbypassrls: false,
    rolcanlogin: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
  })
  const owned = await rowsOf(
    "select 1 from pg_shdepend where refobjid = 'gongzhi_app'::regrole and deptype = 'o' and dbid = (select oid from pg_database where datname = current_database())",
  )
  assert.equal(owned.length, 0)
  const dangerous = await rowsOf<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and ${OURS} and has_table_privilege('gongzhi_app', c.oid, 'truncate, references, trigger')`,
  )
  assert.deepEqual(dangerous, [])
  const definers = await rowsOf(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${OURS}`,
  )
  assert.deepEqual(definers, [])
})

test('what is append-only cannot be changed by the application, nor by its owner without taking the trigger away', async () => {
  for (const table of ['platform.entry', 'platform.access_log']) {
    const [may] = await rowsOf(
      `select has_table_privilege('gongzhi_app', $1, 'update') as update, has_table_privilege('gongzhi_app', $1, 'delete') as delete`,
      [table],
    )
    assert.deepEqual(may, { update: false, delete: false })
    await assert.rejects(client.query(`delete from ${table}`), { message: `${table.split('.')[1]} is append-only` })
    await assert.rejects(client.query(`truncate ${table}`), { message: `${table.split('.')[1]} is append-only` })
  }
})

/** A value of a type, whatever it means: row-level security looks at district_id only. */
const VALUES: Readonly<Record<string, string>> = {
  integer: '1',
  bigint: '1',
  smallint: '1',
  numeric: '1',
  'double precision': '1',
  real: '1',
  text: "'x'",
  uuid: 'gen_random_uuid()',
  boolean: 'true',
  'timestamp with time zone': 'now()',
  date: 'current_date',
  jsonb: "'{}'",
  bytea: "'\\x00'",
  tsvector: "''",
}

const valueOf = (column: Column): string => {
  const value = column.type.endsWith('[]') ? "'{}'" : VALUES[column.type.replace(/\(.*\)$/, '')]
  assert.ok(value, `a value of type ${column.type} is missing in this test`)
  return value
}

const insertInto = async (table: Table, districtId: number): Promise<string> => {
  const columns = (await listColumns(table.oid)).filter((column) => !column.isGenerated && !column.isIdentity)
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const values = columns
    .map((column) => (column.name === 'district_id' ? String(districtId) : valueOf(column)))
    .join(', ')
  return `insert into ${table.name} (${names}) values (${values})`
}

/** Runs one statement as the application does, in this district; answers how many rows, or the code of the fault. */
const asApp = async (districtId: number | null, sql: string): Promise<number | string> => {
  await client.query('begin')
  try {
    await client.query('set local role gongzhi_app')
    if (districtId !== null) await client.query(`set local gongzhi.district_id = '${districtId}'`)
    return (await client.query(sql)).rowCount ?? 0
  } catch (fault) {
    return (fault as { code: string }).code
  } finally {
    await client.query('rollback')
  }
}

const DENIED = '42501'
const [HERE, ELSEWHERE] = [1, 2]

/** What a district can do with the rows of another in this table. */
const leaksOf = async (table: Table): Promise<string[]> => {
  const { name } = table
  const seen = await asApp(HERE, `select 1 from ${name}`)
  const seenByNobody = await asApp(null, `select 1 from ${name}`)
  const foreign = `where district_id = ${ELSEWHERE}`
  const outcomes: ReadonlyArray<
    readonly [what: string, outcome: number | string, expected: readonly (number | string)[]]
  > = [
    ['sees', seen, [1]],
    ['sees without a district', seenByNobody, [0]],
    ['sees elsewhere', await asApp(HERE, `select 1 from ${name} ${foreign}`), [0]],
    ['changes elsewhere', await asApp(HERE, `update ${name} set district_id = district_id ${foreign}`), [0, DENIED]],
    ['moves away', await asApp(HERE, `update ${name} set district_id = ${ELSEWHERE + 1}`), [DENIED]],
    ['deletes elsewhere', await asApp(HERE, `delete from ${name} ${foreign}`), [0, DENIED]],
    ['writes elsewhere', await asApp(HERE, await insertInto(table, ELSEWHERE + 1)), [DENIED]],
  ]
  return outcomes
    .filter(([, outcome, expected]) => !expected.includes(outcome))
    .map(([what, outcome]) => `${name} ${what}: ${outcome}`)
}

test('a district sees, changes and writes its own rows only, in every table', async () => {
  const tables = (await listTables()).filter(isDistrictTable)
  // Rows of every table are made of any values, so what judges the values is taken out of this copy first.
  const judges = await rowsOf<{ table: string; name: string }>(
    `select conrelid::regclass::text as table, conname as name from pg_constraint join pg_class c on c.oid = conrelid
       join pg_namespace n on n.oid = c.relnamespace where contype in ('f', 'c') and ${OURS}`,
  )
  for (const judge of judges) await client.query(`alter table ${judge.table} drop constraint "${judge.name}"`)
  for (const table of tables) {
    for (const districtId of [HERE, ELSEWHERE]) {
      await client.query(`set gongzhi.district_id = '${districtId}'`)
      await client.query(await insertInto(table, districtId))
    }
  }
  await client.query('reset gongzhi.district_id')
  const leaks: string[] = []
  for (const table of tables) leaks.push(...(await leaksOf(table)))
  assert.deepEqual(leaks, [])
})

test('the test of isolation can fail: a table that lets go of its policy leaks', async () => {
  const tables = (await listTables()).filter(isDistrictTable)
  const notice = tables.find((table) => table.name === 'platform.notice')
  assert.ok(notice)
  await client.query('alter table platform.notice disable row level security')
  const leaks = await leaksOf(notice)
  await client.query('alter table platform.notice enable row level security')
  assert.deepEqual(
    leaks.map((leak) => leak.replace(/:.*/, '')),
    [
      'sees',
      'sees without a district',
      'sees elsewhere',
      'changes elsewhere',
      'moves away',
      'deletes elsewhere',
      'writes elsewhere',
    ].map((what) => `platform.notice ${what}`),
  )
})

/** What a sharded PostgreSQL cannot do with rows of a district, or what only newer versions have. */
const UNSHARDABLE =
  /\bwith\s+recursive\b|\bgrouping\s+sets\b|\b(?:cube|rollup)\s*\(|\bmerge\s+into\b|\buuidv7\s*\(|\bas\s+restrictive\b|\bset\s+session\s+authorization\b/i

test('no SQL holds what cannot be spread over several machines', () => {
  const files = listFiles().filter(
    (path) => /^(?:src|migrations|scenarios|bench)\//.test(path) && /\.(?:ts|sql)$/.test(path),
  )
  const withoutComments = (text: string): string => text.replace(/^\s*(?:--|\/\/|\/?\*).*$/gm, '')
  assert.deepEqual(
    files.filter((path) => UNSHARDABLE.test(withoutComments(readText(path)))),
    [],
  )
  for (const sql of ['with recursive above as (', 'group by grouping sets ((a), (b))', 'MERGE INTO t'])
    assert.match(sql, UNSHARDABLE)
})
