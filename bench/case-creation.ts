import { execFile } from 'node:child_process'
import { existsSync, globSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Figure } from './figure.ts'
import { connectTo, districtOfCase, type Ground, openAgent, rateOf, request } from './ground.ts'

const CLIENTS = 16
const SECONDS = 5
const TARGET = 0.35
const BODY = { body: '3 号楼门口的路灯坏了三天，晚上老人出门看不见' }

const report = async (agent: ReturnType<typeof openAgent>, ground: Ground): Promise<string> => {
  const answer = await request(agent, `${ground.address}/api/cases.case.report`, { body: BODY })
  if (answer.status !== 200) throw new Error(`a case was refused: ${answer.status} ${answer.text}`)
  return answer.text
}

/** The inserts of all rows that the transaction of this case left, with `:r` where a row must differ from the last. */
const writeScript = async (client: pg.Client, districtId: number, reported: string): Promise<string> => {
  const { case: made, queryCode } = JSON.parse(reported) as { case: { id: string; number: string }; queryCode: string }
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    group by 1 having format('%I.%I', min(n.nspname), min(c.relname)) <> 'platform.counter'`)
  const { rows: found } = await client.query<{ xmin: string }>('select xmin::text from cases.case_file where id = $1', [
    made.id,
  ])
  const inserts: string[] = []
  for (const { name, columns } of tables) {
    const values = columns.map((column) => `quote_nullable(${pg.escapeIdentifier(column)}::text)`).join(` || ',' || `)
    const { rows } = await client.query<{ line: string }>(
      `select ${values} as line from ${name} where xmin::text = $1`,
      [found[0]?.xmin],
    )
    for (const { line } of rows)
      inserts.push(`insert into ${name} (${columns.map(pg.escapeIdentifier).join(', ')}) values (${line});`)
  }
  if (inserts.length < 4) throw new Error(`only ${inserts.length} rows were found of a case`)
  let script = inserts
    .join('\n')
    .replaceAll(made.number, 'B-:r')
    .replaceAll(`'${queryCode}'`, "translate(':r', '01', 'BC')")
  const ids = new Set(script.match(/[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g))
  for (const [index, id] of [...ids].entries())
    script = script.replaceAll(id, `00000000-0000-4000-8000-:r`.replace(/^0{8}/, String(index).padStart(8, '0')))
  return `begin;\nset local gongzhi.district_id = '${districtId}';\n${script}\ncommit;\n`
}

const pgbench = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'pgbench'))
    .concat(globSync('/usr/lib/postgresql/*/bin/pgbench'))
    .find((file) => existsSync(file))

const randomTwelve = (): string => String(100_000_000_000 + Math.floor(Math.random() * 899_999_999_999))

/** The same statements by pgbench, or by our own client on a machine without it. */
const rateOfScript = async (ground: Ground, script: string): Promise<number> => {
  const program = pgbench()
  if (program) {
    const file = path.join(ground.dataFolder, 'insert.sql')
    writeFileSync(file, `\\set r random(100000000000, 999999999999)\n${script}`)
    const args = ['-n', '-f', file, '-c', String(CLIENTS), '-j', '2', '-T', String(SECONDS), ground.databaseUrl]
    const { stdout } = await promisify(execFile)(program, args)
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  }
  const pool = new pg.Pool({ connectionString: ground.databaseUrl, max: CLIENTS })
  const rate = await rateOf(CLIENTS, SECONDS, () => pool.query(script.replaceAll(':r', randomTwelve())))
  await pool.end()
  return rate
}

/** Cases taken in through HTTP, against their bare rows inserted on the same server. */
export const measureCaseCreation = async (ground: Ground): Promise<Figure> => {
  const agent = openAgent()
  const first = await report(agent, ground)
  const districtId = await districtOfCase(ground, (JSON.parse(first) as { case: { id: string } }).case.id)
  const client = await connectTo(ground, districtId)
  const script = await writeScript(client, districtId, first)
  await client.end()
  await rateOf(CLIENTS, 2, () => report(agent, ground))
  const own = await rateOf(CLIENTS, SECONDS, () => report(agent, ground))
  const bare = await rateOfScript(ground, script)
  agent.destroy()
  return {
    name: `create a case: HTTP ${own.toFixed(0)}/s, bare rows ${bare.toFixed(0)}/s`,
    value: own / bare,
    unit: 'of the rate',
    target: { is: 'atLeast', value: TARGET },
  }
}
