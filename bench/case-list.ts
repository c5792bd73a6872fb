import type pg from 'pg'
import type { Figure } from './figure.ts'
import { connectTo, districtOfCase, type Ground, openAgent, rateOf, request } from './ground.ts'

const CASES = 10_000
const CLIENTS = 4
const SECONDS = 4
const TARGET = 0.35
const PERSONA = '/demo/dispatcher'

/** Cases are copied from those that were reported, spread over the minutes before them. */
const fillUp = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(`select attname::text as name from pg_attribute
    where attrelid = 'cases.case_file'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`)
  const own: Readonly<Record<string, string>> = {
    id: 'gen_random_uuid()',
    number: `'C-' || to_char(n, 'FM000000') || right(number, 4)`,
    source_number: 'null',
    reported_at: `reported_at - n * interval '1 minute'`,
  }
  await client.query(`insert into cases.case_file (${rows.map(({ name }) => name).join(', ')})
    select ${rows.map(({ name }) => own[name] ?? name).join(', ')}
    from (select * from cases.case_file where closed_at is null order by reported_at desc limit 1) as one
    cross join generate_series(1, greatest(0, ${CASES} - (select count(*)::int from cases.case_file))) as n`)
  await client.query('analyze cases.case_file')
}

/** Signs in by a link of the demonstration. */
export const signIn = async (ground: Ground, agent: ReturnType<typeof openAgent>): Promise<string> => {
  const answer = await request(agent, `${ground.address}${PERSONA}`)
  const cookie = answer.headers['set-cookie']?.map((one) => one.split(';')[0]).join('; ')
  if (!cookie) throw new Error(`no session came from ${PERSONA}: ${answer.status}`)
  return cookie
}

/** 20 rows of the open cases that the reader may read, against the same rows by plain indexed SQL. */
export const measureCaseList = async (ground: Ground): Promise<Figure> => {
  const agent = openAgent()
  const cookie = await signIn(ground, agent)
  const url = `${ground.address}/api/cases.case.list?limit=20&isOpen=true`
  const listed = async (): Promise<{ items: { id: string }[] }> => {
    const answer = await request(agent, url, { cookie })
    if (answer.status !== 200) throw new Error(`no list: ${answer.status} ${answer.text}`)
    return JSON.parse(answer.text) as { items: { id: string }[] }
  }
  const [first] = (await listed()).items
  if (!first) throw new Error('the list is empty')
  const districtId = await districtOfCase(ground, first.id)
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => connectTo(ground, districtId)))
  await fillUp(clients[0] as pg.Client)
  const free = [...clients]
  const plain = async (): Promise<void> => {
    const client = free.pop() as pg.Client
    await client.query(
      'select * from cases.case_file where district_id = $1 and is_open order by reported_at desc, id desc limit 21',
      [districtId],
    )
    free.push(client)
  }
  await rateOf(CLIENTS, 1, listed)
  const own = await rateOf(CLIENTS, SECONDS, listed)
  const bare = await rateOf(CLIENTS, SECONDS, plain)
  await Promise.all(clients.map((client) => client.end()))
  agent.destroy()
  return {
    name: `list 20 of ${CASES} cases: HTTP ${own.toFixed(0)}/s, SQL ${bare.toFixed(0)}/s`,
    value: own / bare,
    unit: 'of the rate',
    target: { is: 'atLeast', value: TARGET },
  }
}
