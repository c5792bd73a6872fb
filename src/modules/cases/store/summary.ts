import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { mattersThatLeft, type Span } from '#platform/thread'
import { type CaseStage, type Channel, evaluateCase } from '../contract.ts'
import type { CaseFileRow, CaseTables } from '../store.ts'
import type { CaseFilter } from './list.ts'

const tables = (tx: Tx) => tx.db.withTables<CaseTables>()

/** Where to sum: a place, and the column of the places right below it. */
export interface SummaryScope extends Pick<CaseFilter, 'place' | 'placePaths'> {
  readonly childColumn: 'street_id' | 'community_id' | 'grid_id' | null
}

/** A span and the one it is compared with; `daysFrom` begins the row of days. */
export interface SummarySpans {
  readonly now: Span
  readonly before: Span
  readonly daysFrom: Date
}

interface NowAndBefore {
  readonly now: number
  readonly before: number
}

export interface CaseSums {
  readonly open: number
  readonly late: number
  readonly paused: number
  readonly reported: NowAndBefore
  readonly closed: NowAndBefore
  /** Open cases by place below; `childId` null: not located any better than the place itself. */
  readonly children: readonly { readonly childId: number | null; readonly open: number; readonly late: number }[]
  readonly stages: readonly { readonly stage: CaseStage; readonly count: number }[]
  /** By the second level of categories (the first where there is no second), each with all below it. */
  readonly categories: readonly ({ readonly path: string } & NowAndBefore)[]
  readonly channels: readonly ({ readonly channel: Channel } & NowAndBefore)[]
  /** Days on which something was reported or closed, `on` as YYYY-MM-DD in China. */
  readonly days: readonly { readonly on: string; readonly reported: number; readonly closed: number }[]
}

/** Closed with an answer: not refused, not withdrawn by who raised it. */
const isAnswered = sql<SqlBool>`state in ('closed', 'evaluated', 'notEvaluated')`

const inScope = (scope: Pick<CaseFilter, 'place' | 'placePaths'>) => {
  if (scope.place) return sql<SqlBool>`${sql.ref(scope.place.column)} = ${scope.place.id}`
  if (!scope.placePaths) return sql<SqlBool>`true`
  return sql<SqlBool>`place_path like any(${scope.placePaths.map((path) => `${path}%`)}::text[])`
}

const within = (column: 'reported_at' | 'closed_at', span: Span) =>
  sql<SqlBool>`(${sql.ref(column)} >= ${span.from} and ${sql.ref(column)} < ${span.before})`

const dayOf = (column: 'reported_at' | 'closed_at') =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`

/**
 * Everything that a front page counts of cases, in one pass: the open ones and those of the two spans are taken out of
 * the table once (linear in the cases of the place) and summed several ways.
 */
export const sumCases = async (tx: Tx, scope: SummaryScope, spans: SummarySpans): Promise<CaseSums> => {
  const { now, before, daysFrom } = spans
  const since = new Date(Math.min(before.from.getTime(), daysFrom.getTime()))
  const isReportedNow = within('reported_at', now)
  const isReportedBefore = within('reported_at', before)
  const isClosedNow = sql<SqlBool>`(${isAnswered} and ${within('closed_at', now)})`
  const isClosedBefore = sql<SqlBool>`(${isAnswered} and ${within('closed_at', before)})`
  const child = scope.childColumn ? sql.ref(scope.childColumn) : sql`null::int`
  const both = sql`'now', count(*) filter (where ${isReportedNow}), 'before', count(*) filter (where ${isReportedBefore})`
  const { rows } = await sql<{ sums: CaseSums }>`
    with part as materialized (
      select ${child} as child_id, state, stage, channel, category_path, is_open, is_paused, due_at, reported_at, closed_at
      from cases.case_file
      where district_id = ${tx.districtId} and ${inScope(scope)}
        and (is_open or reported_at >= ${since} or closed_at >= ${since})),
    child as (
      select jsonb_build_object('childId', child_id, 'open', count(*), 'late', count(*) filter (where due_at < ${tx.now()})) as line
      from part where is_open group by child_id),
    stage as (
      select jsonb_build_object('stage', stage, 'count', count(*)) as line from part where is_open group by stage),
    heading as (select distinct substring(category_path from '^(?:[0-9]+[.]){1,2}') as path from part where category_path is not null),
    category as (
      select jsonb_build_object('path', heading.path, ${both}) as line
      from heading join part on part.category_path like heading.path || '%'
      where ${isReportedNow} or ${isReportedBefore} group by heading.path),
    channel as (
      select jsonb_build_object('channel', channel, ${both}) as line
      from part where ${isReportedNow} or ${isReportedBefore} group by channel),
    day as (
      select "on", count(*) filter (where is_reported) as reported, count(*) filter (where not is_reported) as closed
      from (
        select ${dayOf('reported_at')} as "on", true as is_reported from part where reported_at >= ${daysFrom}
        union all
        select ${dayOf('closed_at')}, false from part where ${isAnswered} and closed_at >= ${daysFrom}) as happened
      group by "on")
    select jsonb_build_object(
      'open', count(*) filter (where is_open),
      'late', count(*) filter (where is_open and due_at < ${tx.now()}),
      'paused', count(*) filter (where is_open and is_paused),
      'reported', jsonb_build_object(${both}),
      'closed', jsonb_build_object(
        'now', count(*) filter (where ${isClosedNow}), 'before', count(*) filter (where ${isClosedBefore})),
      'children', (select coalesce(jsonb_agg(line), '[]') from child),
      'stages', (select coalesce(jsonb_agg(line), '[]') from stage),
      'categories', (select coalesce(jsonb_agg(line), '[]') from category),
      'channels', (select coalesce(jsonb_agg(line), '[]') from channel),
      'days', (select coalesce(jsonb_agg(jsonb_build_object('on', "on", 'reported', reported, 'closed', closed) order by "on"), '[]') from day)
    ) as sums
    from part`.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error('a sum without groups has one row')
  return row.sums
}

const ofDistrict = (tx: Tx, scope: Pick<CaseFilter, 'place' | 'placePaths'>) =>
  tables(tx).selectFrom('cases.case_file').where('district_id', '=', tx.districtId).where(inScope(scope))

/** Ratings from 3 基本满意 on are content. */
export const SATISFIED_RATING_MIN = 3

const isJudgedIn = (tx: Tx, span: Span) =>
  sql<SqlBool>`rating is not null and id in ${mattersThatLeft(tx, 'case', 'evaluation', evaluateCase.id, span)}`

/** Of the cases judged in the span: how many, and how many now stand at 基本满意 or better. */
export const countJudged = (
  tx: Tx,
  scope: Pick<CaseFilter, 'place' | 'placePaths'>,
  span: Span,
): Promise<{ all: number; satisfied: number }> =>
  ofDistrict(tx, scope)
    .where(isJudgedIn(tx, span))
    .select([
      sql<number>`count(*)`.as('all'),
      sql<number>`count(*) filter (where rating >= ${SATISFIED_RATING_MIN})`.as('satisfied'),
    ])
    .executeTakeFirstOrThrow()

export type CaseFigure = 'closed' | 'judged' | 'satisfied'

/** The cases behind one of these figures, the last reported first; one row more than asked tells of a next page. */
export const listBehind = (
  tx: Tx,
  scope: Pick<CaseFilter, 'place' | 'placePaths'>,
  figure: { readonly name: CaseFigure; readonly span: Span },
  page: { readonly after: readonly [reportedAt: string, id: string] | null; readonly limit: number },
): Promise<CaseFileRow[]> => {
  const { after, limit } = page
  let query = ofDistrict(tx, scope).selectAll()
  if (figure.name === 'closed') query = query.where(isAnswered).where(within('closed_at', figure.span))
  else query = query.where(isJudgedIn(tx, figure.span))
  if (figure.name === 'satisfied') query = query.where('rating', '>=', SATISFIED_RATING_MIN)
  if (after) query = query.where(sql<SqlBool>`(reported_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query
    .orderBy('reported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** Open cases past due, the longest first. */
export const listMostOverdue = (
  tx: Tx,
  scope: Pick<CaseFilter, 'place' | 'placePaths'>,
  limit: number,
): Promise<CaseFileRow[]> =>
  ofDistrict(tx, scope)
    .selectAll()
    .where('is_open', '=', true)
    .where(sql<SqlBool>`coalesce(due_at, 'infinity') < ${tx.now()}`)
    .orderBy(sql`coalesce(due_at, 'infinity')`)
    .orderBy('id')
    .limit(limit)
    .execute()

/** Cases that were answered in public, the last closed first. */
export const listLatelyClosed = (
  tx: Tx,
  scope: Pick<CaseFilter, 'place' | 'placePaths'>,
  limit: number,
): Promise<CaseFileRow[]> =>
  ofDistrict(tx, scope)
    .selectAll()
    .where('is_public', '=', true)
    .where('headline', 'is not', null)
    .where('closed_at', 'is not', null)
    .orderBy('closed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
