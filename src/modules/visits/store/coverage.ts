import { sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { Coverage, VisitKind } from '../contract.ts'
import { within } from './tables.ts'

export interface CoverageFilter {
  readonly paths: readonly string[] | null
  readonly programmeId: string | null
  readonly kind: VisitKind | null
  readonly personId: string | null
  readonly from: string
  readonly until: string
  readonly today: string
}

const planned = (tx: Tx, filter: CoverageFilter) => sql`
  visits.visit where district_id = ${tx.districtId} and due_on between ${filter.from}::date and ${filter.until}::date
    and ${within(filter.paths)}
    and ${filter.programmeId === null ? sql`true` : sql`programme_id = ${filter.programmeId}::uuid`}
    and ${filter.kind === null ? sql`true` : sql`kind = ${filter.kind}`}
    and ${filter.personId === null ? sql`true` : sql`person_id = ${filter.personId}::uuid`}`

const IN_TIME = sql`state = 'done' and (visited_at at time zone 'Asia/Shanghai')::date <= due_on`

const sums = (today: string) => sql`
  (count(*) filter (where state <> 'excused'))::int as "toVisitCount",
  (count(*) filter (where state = 'done'))::int as "visitedCount",
  (count(*) filter (where ${IN_TIME}))::int as "inTimeCount",
  (count(*) filter (where state = 'done' and not (${IN_TIME})))::int as "madeUpCount",
  (count(*) filter (where state in ('planned', 'missed') and due_on < ${today}::date))::int as "omittedCount",
  (count(*) filter (where state = 'excused'))::int as "excusedCount",
  (count(*) filter (where state in ('planned', 'missed') and person_id is null))::int as "unassignedCount"`

export const sumCoverage = async (tx: Tx, filter: CoverageFilter): Promise<Coverage & { personCount: number }> => {
  const { rows } = await sql<Coverage & { personCount: number }>`
    select ${sums(filter.today)}, count(distinct person_id)::int as "personCount" from ${planned(tx, filter)}
  `.execute(tx.db)
  return rows[0] as Coverage & { personCount: number } // an aggregate is one row
}

/** `place`: the place right below the one of so many ids, that one itself for what is directly there. */
export type Grouping = { readonly by: 'person' | 'programme' } | { readonly by: 'place'; readonly depth: number }

const keyOf = (grouping: Grouping) => {
  if (grouping.by !== 'place') return sql`coalesce(${sql.ref(`${grouping.by}_id`)}::text, '')`
  const at = (index: number) => sql`split_part(place_path, '.', ${index}::int)`
  return sql`coalesce(nullif(${at(grouping.depth + 1)}, ''), ${at(grouping.depth)})`
}

/** The most omissions first, one more than asked when there is a next page. */
export const listCoverage = async (
  tx: Tx,
  filter: CoverageFilter,
  grouping: Grouping,
  page: { readonly after: readonly [omittedCount: number, key: string] | null; readonly limit: number },
): Promise<(Coverage & { key: string })[]> => {
  const { after } = page
  const { rows } = await sql<Coverage & { key: string }>`
    select * from (select ${keyOf(grouping)} as key, ${sums(filter.today)} from ${planned(tx, filter)} group by 1) as grouped
    where ${after ? sql`(-"omittedCount", key) > (${-after[0]}::int, ${after[1]}::text)` : sql`true`}
    order by -"omittedCount", key limit ${page.limit + 1}
  `.execute(tx.db)
  return rows
}

const made = (tx: Tx, filter: CoverageFilter) => sql`
  visits.visit where district_id = ${tx.districtId} and state = 'done' and ${within(filter.paths)}
    and (visited_at at time zone 'Asia/Shanghai')::date between ${filter.from}::date and ${filter.until}::date
    and ${filter.programmeId === null ? sql`true` : sql`programme_id = ${filter.programmeId}::uuid`}
    and ${filter.kind === null ? sql`true` : sql`kind = ${filter.kind}`}
    and ${filter.personId === null ? sql`true` : sql`visited_by_person_id = ${filter.personId}::uuid`}`

/** How often each duty was done in the visits made in that time (S4-14, S0-05). */
export const countDuties = async (tx: Tx, filter: CoverageFilter): Promise<{ duty: string; count: number }[]> => {
  const { rows } = await sql<{ duty: string; count: number }>`
    select duty, count(*)::int as count
    from (select duties from ${made(tx, filter)}) as visit, unnest(visit.duties) as duty group by 1 order by 2 desc, 1
  `.execute(tx.db)
  return rows
}

/** Minutes of attendance of stationed service in that time (S0-40). */
export const sumStationedMinutes = async (tx: Tx, filter: CoverageFilter): Promise<number> => {
  const { rows } = await sql<{ minutes: number }>`
    select coalesce(sum(extract(epoch from left_at - visited_at) / 60), 0)::int as minutes
    from ${made(tx, filter)} and left_at is not null
  `.execute(tx.db)
  return rows[0]?.minutes ?? 0
}

export interface PlaceStanding {
  readonly place_id: number
  readonly last_visited_at: Date | null
  readonly due_on: string | null
  readonly visit_count: number
  readonly finding_count: number
}

/** How visiting stands at each place of a rule. */
export const listStandings = async (tx: Tx, programmeId: string): Promise<PlaceStanding[]> => {
  const { rows } = await sql<PlaceStanding>`
    select place_id, max(visited_at) as last_visited_at, min(due_on) filter (where state in ('planned', 'missed')) as due_on,
      (count(*) filter (where state = 'done'))::int as visit_count,
      coalesce(sum((select count(*) from visits.finding where finding.district_id = visit.district_id and finding.visit_id = visit.id)), 0)::int as finding_count
    from visits.visit where district_id = ${tx.districtId} and programme_id = ${programmeId}::uuid group by 1
  `.execute(tx.db)
  return rows
}
