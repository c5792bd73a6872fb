import type pg from 'pg'
import type { Figure } from './figure.ts'
import { connectTo, districtOfCase, type Ground, openAgent, type Pace, paceOf, rateOf, request } from './ground.ts'

const CASES = 10_000
const CLIENTS = 4
const SECONDS = 4
const TARGET = 0.35
const GROWTH_TARGET = 2
const WAIT_SECONDS = 3
/** Of a large register this many copies are of cases in every state, the rest, which are older, of ended ones. */
const RECENT_COPIES = 40_000
const PERSONA = 'dispatcher'

const columnsOf = async (client: pg.Client, table: string): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `select attname::text as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** Copies rows of `table` from one number to another, in rotation, with `own` for what a copy has of its own. */
const copyRows = async (
  client: pg.Client,
  table: string,
  own: Readonly<Record<string, string>>,
  which: string,
  [from, until]: readonly [number, number],
): Promise<void> => {
  const columns = await columnsOf(client, table)
  await client.query(`insert into ${table} (${columns.join(', ')})
    select ${columns.map((name) => own[name] ?? name).join(', ')}
    from (select *, row_number() over (order by id) - 1 as nth, count(*) over () as all_count
      from ${table} where ${which}) as one
    join generate_series(${from}, ${until}) as n on n % all_count = nth`)
}

/** The id of copy `n`, made from that of its original: a UUID of version 4 to look at. */
const copyId = (original: string): string =>
  `overlay(overlay(md5(${original}::text || n) placing '4' from 13) placing '8' from 17)::uuid`

const OF_CASE = {
  id: copyId('id'),
  number: `'C-' || to_char(n, 'FM0000000')`,
  source_number: 'null',
  reported_at: `reported_at - n * interval '1 minute'`,
  closed_at: `closed_at - n * interval '1 minute'`,
  due_at: `due_at - n * interval '1 minute'`,
}
/** The step that a copy is in, for its clock in the list: of so many copies, those that a first page can show. */
const VISITED_COPIES = 1_000
const copyVisits = async (client: pg.Client): Promise<void> => {
  const columns = (await columnsOf(client, 'platform.visit')).filter((name) => name !== 'id' && name !== 'matter_id')
  await client.query(`insert into platform.visit (id, matter_id, ${columns.join(', ')})
    select gen_random_uuid(), case_file.id, ${columns.map((name) => `visit.${name}`).join(', ')}
    from platform.visit join generate_series(1, ${VISITED_COPIES}) as n on true
    join cases.case_file on case_file.id = ${copyId('visit.matter_id')}
    where visit.matter_kind = 'case' and visit.left_at is null`)
}

/**
 * Copies the cases of the demonstration until the district has so many, in all their places, states and categories, spread
 * over the minutes before them. Answers how many there are.
 */
export const fillUp = async (ground: Ground, districtId: number, cases: number): Promise<number> => {
  const client = await connectTo(ground, districtId)
  const counted = async (which: string): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from cases.case_file where ${which}`,
    )
    return rows[0]?.count ?? 0
  }
  const from = (await counted(`number like 'C-%'`)) + 1
  const until = from - 1 + cases - (await counted('true'))
  const isOriginal = `number not like 'C-%'`
  await copyRows(client, 'cases.case_file', OF_CASE, isOriginal, [from, Math.min(until, RECENT_COPIES)])
  const older = [Math.max(from, RECENT_COPIES + 1), until] as const
  await copyRows(client, 'cases.case_file', OF_CASE, `${isOriginal} and not is_open`, older)
  if (from === 1) await copyVisits(client)
  await client.query('vacuum analyze cases.case_file')
  const count = await counted('true')
  await client.end()
  return count
}

/** Signs in by a link of the demonstration. */
export const signIn = async (
  ground: Ground,
  agent: ReturnType<typeof openAgent>,
  persona = PERSONA,
): Promise<string> => {
  const answer = await request(agent, `${ground.address}/demo/${persona}`)
  const cookie = answer.headers['set-cookie']?.map((one) => one.split(';')[0]).join('; ')
  if (!cookie) throw new Error(`no session came from ${persona}: ${answer.status}`)
  return cookie
}

type Reader = (query: string) => Promise<{ items: { id: string; placeId: number; category: { id: number } | null }[] }>

const readerOf =
  (ground: Ground, agent: ReturnType<typeof openAgent>, cookie: string): Reader =>
  async (query) => {
    const answer = await request(agent, `${ground.address}/api/cases.case.list?limit=20&${query}`, { cookie })
    if (answer.status !== 200) throw new Error(`no list: ${answer.status} ${answer.text}`)
    return JSON.parse(answer.text) as Awaited<ReturnType<Reader>>
  }

/** The district whose cases this session reads. */
export const districtRead = async (
  ground: Ground,
  agent: ReturnType<typeof openAgent>,
  cookie: string,
): Promise<number> => {
  const [first] = (await readerOf(ground, agent, cookie)('')).items
  if (!first) throw new Error('the list is empty')
  return districtOfCase(ground, first.id)
}

/** 20 rows of the open cases that the reader may read, against the same rows by plain indexed SQL. */
const measureRatio = async (ground: Ground, districtId: number, cases: number, list: Reader): Promise<Figure> => {
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => connectTo(ground, districtId)))
  const free = [...clients]
  const plain = async (): Promise<void> => {
    const client = free.pop() as pg.Client
    await client.query(
      'select * from cases.case_file where district_id = $1 and is_open order by reported_at desc, id desc limit 21',
      [districtId],
    )
    free.push(client)
  }
  const listed = (): Promise<unknown> => list('isOpen=true')
  await rateOf(CLIENTS, 1, listed)
  const own = await rateOf(CLIENTS, SECONDS, listed)
  const bare = await rateOf(CLIENTS, SECONDS, plain)
  await Promise.all(clients.map((client) => client.end()))
  return {
    name: `list 20 of ${cases} cases: HTTP ${own.toFixed(0)}/s, SQL ${bare.toFixed(0)}/s`,
    value: own / bare,
    unit: 'of the rate',
    target: { is: 'atLeast', value: TARGET },
  }
}

interface Question {
  readonly name: string
  readonly list: Reader
  readonly query: string
}

/** What people ask the list at a desk. */
const questionsOf = async (ground: Ground, agent: ReturnType<typeof openAgent>): Promise<Question[]> => {
  const readerFor = async (persona: string) => readerOf(ground, agent, await signIn(ground, agent, persona))
  const [dispatcher, worker] = [await readerFor(PERSONA), await readerFor('community-worker')]
  const filed = (await dispatcher('state=evaluated')).items.find(({ category }) => category !== null)
  const now = Date.now()
  const day = (daysAgo: number): string => new Date(now - daysAgo * 86_400_000).toISOString().slice(0, 10)
  const ofDispatcher = {
    'the newest of the district, with their number': 'withTotal=true',
    'open ones by their deadline': 'isOpen=true&sort=due&withTotal=true',
    'those being handled': 'state=handling&withTotal=true',
    'of one category': `categoryId=${filed?.category?.id}&withTotal=true`,
    'of one place': `placeId=${filed?.placeId}&withTotal=true`,
    'of one week': `from=${day(14)}&until=${day(7)}&withTotal=true`,
    'with words': `words=${encodeURIComponent('路灯')}&withTotal=true`,
  }
  return [
    ...Object.entries(ofDispatcher).map(([name, query]) => ({ name, list: dispatcher, query })),
    { name: 'the newest of a community', list: worker, query: 'withTotal=true' },
  ]
}

/** How the wait for each question grows with the register. */
const measureGrowth = async (
  ground: Ground,
  questions: readonly Question[],
  grow: () => Promise<number>,
): Promise<Figure[]> => {
  const waits = async (): Promise<Pace[]> => {
    const paces: Pace[] = []
    for (const { list, query } of questions) {
      await list(query)
      paces.push(await paceOf(CLIENTS, WAIT_SECONDS, () => list(query)))
    }
    return paces
  }
  const before = await waits()
  const cases = await grow()
  const after = await waits()
  return questions.map(({ name }, index) => {
    const [small = 0, large = 0] = [before[index]?.p95Ms, after[index]?.p95Ms]
    return {
      name: `list of ${cases} cases, ${name}: p95 ${large.toFixed(0)} ms, of ${CASES} ${small.toFixed(0)} ms`,
      value: large / small,
      unit: 'times',
      target: { is: 'atMost', value: GROWTH_TARGET },
    }
  })
}

/** The list over 10,000 cases; with more asked for (`GONGZHI_BENCH_CASES`), over those too, and how the wait grows. */
export const measureCaseList = async (ground: Ground, mostCases: number): Promise<Figure[]> => {
  const agent = openAgent()
  const cookie = await signIn(ground, agent)
  const list = readerOf(ground, agent, cookie)
  const districtId = await districtRead(ground, agent, cookie)
  const cases = await fillUp(ground, districtId, CASES)
  const figures = [await measureRatio(ground, districtId, cases, list)]
  if (mostCases > cases) {
    const growth = await measureGrowth(ground, await questionsOf(ground, agent), () =>
      fillUp(ground, districtId, mostCases),
    )
    figures.push(await measureRatio(ground, districtId, mostCases, list), ...growth)
  }
  agent.destroy()
  return figures
}
