import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { Breakdown, Part } from '../contract.ts'
import type { Tally } from '../rules/definitions.ts'

export interface Days {
  readonly from: string
  readonly until: string
}

/** What is counted: where, whose, which way it came. `placePath` '' is the whole district. */
export interface Scope {
  readonly placePath: string
  readonly organizationId?: string | undefined
  readonly personId?: string | undefined
  readonly role?: string | undefined
  readonly channel?: string | undefined
}

/** Persons and posts are not in the sums: they are counted from the marks. */
const needsMarks = ({ personId, role }: Scope, by?: Breakdown): boolean =>
  personId !== undefined || role !== undefined || by === 'person' || by === 'role'

const within = (tx: Tx, days: Days, scope: Scope) => {
  const conditions = [
    sql<SqlBool>`mark.district_id = ${tx.districtId} and mark.on_day between ${days.from} and ${days.until}`,
    ...(scope.placePath === '' ? [] : [sql<SqlBool>`mark.place_path like ${`${scope.placePath}%`}`]),
    ...(scope.organizationId === undefined ? [] : [sql<SqlBool>`mark.organization_id = ${scope.organizationId}`]),
    ...(scope.personId === undefined ? [] : [sql<SqlBool>`mark.person_id = ${scope.personId}`]),
    ...(scope.role === undefined ? [] : [sql<SqlBool>`mark.role = ${scope.role}`]),
    ...(scope.channel === undefined ? [] : [sql<SqlBool>`mark.channel = ${scope.channel}`]),
  ]
  return sql.join(conditions, sql` and `)
}

export interface CountedLine extends Tally {
  readonly measure: string
  readonly channel: string
}

/** Counts by measure and channel, of everything in the scope. */
export const countMeasures = async (tx: Tx, days: Days, scope: Scope): Promise<readonly CountedLine[]> => {
  const { rows } = await (needsMarks(scope)
    ? sql<CountedLine>`select measure, channel, count(*)::int as count, sum(minutes)::float8 as minutes
          from indicators.mark as mark where ${within(tx, days, scope)} group by measure, channel`
    : sql<CountedLine>`select measure, channel, sum(count)::int as count, sum(minutes)::float8 as minutes
          from indicators.case_rollup as mark where ${within(tx, days, scope)} group by measure, channel`
  ).execute(tx.db)
  return rows
}

export interface LeftOutLine extends Tally {
  readonly indicatorId: string
  readonly measure: string
  readonly channel: string
}

const LEFT_OUT = sql`indicators.exclusion as exclusion join indicators.mark as mark
  on mark.district_id = exclusion.district_id and mark.case_id = exclusion.case_id`

/** What was granted to be left out: few, so they are counted one by one. */
export const countLeftOut = async (tx: Tx, days: Days, scope: Scope): Promise<readonly LeftOutLine[]> => {
  const { rows } = await sql<LeftOutLine>`
    select exclusion.indicator_id as "indicatorId", measure, channel, count(*)::int as count, sum(minutes)::float8 as minutes
    from ${LEFT_OUT}
    where exclusion.district_id = ${tx.districtId} and exclusion.decision = 'granted' and ${within(tx, days, scope)}
    group by 1, 2, 3`.execute(tx.db)
  return rows
}

/** Half and nine of ten of the times, without what was left out. */
export const spreadOf = async (
  tx: Tx,
  days: Days,
  scope: Scope,
  what: { readonly indicatorId: string; readonly measures: readonly string[] },
): Promise<{ readonly median: number | null; readonly p90: number | null }> => {
  const { rows } = await sql<{ median: number | null; p90: number | null }>`
    select percentile_disc(0.5) within group (order by minutes) as median,
      percentile_disc(0.9) within group (order by minutes) as p90
    from indicators.mark as mark
    where ${within(tx, days, scope)} and measure = any(${[...what.measures]}::text[]) and ${isCounted(what.indicatorId)}`.execute(
    tx.db,
  )
  return rows[0] ?? { median: null, p90: null }
}

const isCounted = (indicatorId: string) => sql<SqlBool>`not exists (
  select 1 from indicators.exclusion as exclusion
  where exclusion.district_id = mark.district_id and exclusion.case_id = mark.case_id
    and exclusion.indicator_id = ${indicatorId} and exclusion.decision = 'granted')`

/** The key of a line; places below by their position in the path. */
const keyOf = (by: Breakdown, depth: number) =>
  ({
    place: sql<string>`split_part(mark.place_path, '.', ${depth})`,
    organization: sql<string>`mark.organization_id::text`,
    person: sql<string>`coalesce(mark.person_id::text, '')`,
    role: sql<string>`coalesce(mark.role, '')`,
    channel: sql<string>`mark.channel`,
    day: sql<string>`mark.on_day::text`,
  })[by]

export interface KeyedLine extends Tally {
  readonly key: string
  readonly measure: string
}

interface Asked {
  readonly indicatorId: string
  readonly measures: readonly string[]
  readonly by: Breakdown
  /** Position of the places below in a path, 1 is the first. */
  readonly depth: number
}

export const countBy = async (
  tx: Tx,
  days: Days,
  scope: Scope,
  asked: Asked,
): Promise<{ readonly counted: readonly KeyedLine[]; readonly left: readonly KeyedLine[] }> => {
  const isMark = needsMarks(scope, asked.by)
  const from = isMark ? sql`indicators.mark as mark` : sql`indicators.case_rollup as mark`
  const amount = isMark ? sql`count(*)::int` : sql`sum(count)::int`
  const key = isMark && asked.by === 'role' ? sql<string>`coalesce(mark.role, '')` : keyOf(asked.by, asked.depth)
  const where = sql`${within(tx, days, scope)} and measure = any(${[...asked.measures]}::text[])`
  const counted = await sql<KeyedLine>`
    select ${key} as key, measure, ${amount} as count, sum(minutes)::float8 as minutes
    from ${from} where ${where} group by 1, 2`.execute(tx.db)
  const left = await sql<KeyedLine>`
    select ${key} as key, measure, count(*)::int as count, sum(minutes)::float8 as minutes
    from ${LEFT_OUT}
    where exclusion.district_id = ${tx.districtId} and exclusion.decision = 'granted'
      and exclusion.indicator_id = ${asked.indicatorId} and ${where} group by 1, 2`.execute(tx.db)
  return { counted: counted.rows, left: left.rows }
}

export interface BehindRow {
  readonly caseId: string
  readonly on: string
  readonly number: number
  readonly placeId: number
  readonly organizationId: string
  readonly minutes: number
  readonly isReached: boolean
  readonly exclusion: 'open' | 'granted' | 'denied' | null
  readonly reason: string | null
}

const PARTS: Readonly<Record<Part, ReturnType<typeof sql<SqlBool>>>> = {
  counted: sql<SqlBool>`exclusion is distinct from 'granted'`,
  reached: sql<SqlBool>`"isReached" and exclusion is distinct from 'granted'`,
  missed: sql<SqlBool>`not "isReached" and exclusion is distinct from 'granted'`,
  excluded: sql<SqlBool>`exclusion = 'granted'`,
  applied: sql<SqlBool>`exclusion is not null`,
}

/**
 * The marks behind an indicator, the last day first, one row more than asked. What reaches it is a mark of the numerator
 * of the same case and number.
 */
export const listBehind = async (
  tx: Tx,
  days: Days,
  scope: Scope,
  asked: {
    readonly indicatorId: string
    readonly base: readonly string[]
    readonly reached: readonly string[]
    readonly part: Part
    readonly after: readonly [on: string, caseId: string, number: number] | null
    readonly limit: number
  },
): Promise<readonly BehindRow[]> => {
  const after = asked.after
    ? sql<SqlBool>`("on", "caseId", number) < (${asked.after[0]}, ${asked.after[1]}::uuid, ${asked.after[2]}::int)`
    : sql<SqlBool>`true`
  const { rows } = await sql<BehindRow>`
    with behind as (
      select mark.case_id as "caseId", mark.on_day::text as "on", mark.number, mark.place_id as "placeId",
        mark.organization_id as "organizationId", mark.minutes,
        exists (select 1 from indicators.mark as reached
          where reached.district_id = mark.district_id and reached.case_id = mark.case_id
            and reached.measure = any(${[...asked.reached]}::text[])
            and (reached.number = mark.number or mark.number = 0 or reached.number = 0)) as "isReached",
        coalesce(applied.decision, case when applied.id is not null then 'open' end) as exclusion, applied.reason
      from indicators.mark as mark
      left join lateral (
        select id, decision, reason from indicators.exclusion as exclusion
        where exclusion.district_id = mark.district_id and exclusion.case_id = mark.case_id
          and exclusion.indicator_id = ${asked.indicatorId}
        order by applied_at desc limit 1) as applied on true
      where ${within(tx, days, scope)} and mark.measure = any(${[...asked.base]}::text[]))
    select * from behind where ${PARTS[asked.part]} and ${after}
    order by "on" desc, "caseId" desc, number desc limit ${asked.limit + 1}`.execute(tx.db)
  return rows
}

/** Does the case count for one of these measures at all? */
export const hasMark = async (tx: Tx, caseId: string, measures: readonly string[]): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from indicators.mark where district_id = ${tx.districtId} and case_id = ${caseId}
      and measure = any(${[...measures]}::text[]) limit 1`.execute(tx.db)
  return rows.length > 0
}
