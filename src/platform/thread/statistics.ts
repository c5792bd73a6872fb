import { sql, type SqlBool } from 'kysely'
import type { Tx } from '../context.ts'
import type { ThreadTables } from './tables.ts'

/** From the first instant up to and without the second. */
export interface Span {
  readonly from: Date
  readonly before: Date
}

/** Which timed stays a rate is about. */
export interface StayFilter {
  readonly kind: string
  readonly clocks: readonly string[]
  /** At this place or below it; '' for the whole district. */
  readonly placePath: string
}

export interface StayCount {
  /** Left in the span before they were due. */
  readonly inTime: number
  /** Left in the span, and those still open at its end that were past due by then. */
  readonly all: number
}

/** A stay that was left in the span, or stood open and past due at its end. */
const belongsTo = (span: Span) => sql<SqlBool>`(left_at >= ${span.from} and left_at < ${span.before}
  or (left_at is null or left_at >= ${span.before}) and due_at < ${span.before} and entered_at < ${span.before})`

const isLeftIn = (span: Span) => sql<SqlBool>`(left_at >= ${span.from} and left_at < ${span.before})`
const isInTime = (span: Span) => sql<SqlBool>`(${isLeftIn(span)} and is_late is false)`

const timed = (tx: Tx, { kind, clocks, placePath }: StayFilter) => {
  const query = tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.visit')
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where(sql<SqlBool>`clock = any(${[...clocks]}::text[])`)
    .where('limit_unit', 'is not', null)
  return placePath === '' ? query : query.where('place_path', 'like', `${placePath}%`)
}

/**
 * How many stays of each clock fell into each span, and how many were in time, by the name of the clock: one pass over
 * the stays of these clocks, so it grows with all of them (what is old is summed up by roll-ups, not here).
 */
export const countStays = async (
  tx: Tx,
  filter: StayFilter,
  spans: { readonly now: Span; readonly before: Span },
): Promise<ReadonlyMap<string, { readonly now: StayCount; readonly before: StayCount }>> => {
  const { now, before } = spans
  const rows = await timed(tx, filter)
    .where(sql<SqlBool>`(left_at is null or left_at >= ${before.from})`)
    .select([
      'clock',
      sql<number>`count(*) filter (where ${isInTime(now)})`.as('nowInTime'),
      sql<number>`count(*) filter (where ${belongsTo(now)})`.as('nowAll'),
      sql<number>`count(*) filter (where ${isInTime(before)})`.as('beforeInTime'),
      sql<number>`count(*) filter (where ${belongsTo(before)})`.as('beforeAll'),
    ])
    .groupBy('clock')
    .execute()
  return new Map(
    rows.map((row) => [
      row.clock ?? '',
      {
        now: { inTime: row.nowInTime, all: row.nowAll },
        before: { inTime: row.beforeInTime, all: row.beforeAll },
      },
    ]),
  )
}

/** One of the stays that `countStays` counted. */
export interface Stay {
  readonly id: string
  readonly matterId: string
  readonly number: string
  readonly title: string
  readonly stage: string
  readonly clockName: string
  readonly enteredAt: Date
  readonly leftAt: Date | null
  readonly dueAt: Date | null
  readonly isInTime: boolean
  readonly placeId: number
}

/** The stays behind a count, the last entered first; one row more than asked tells of a next page. */
export const listStays = async (
  tx: Tx,
  filter: StayFilter & { readonly span: Span; readonly outcome: 'all' | 'inTime' | 'late' },
  page: { readonly after: readonly [enteredAt: string, id: string] | null; readonly limit: number },
): Promise<Stay[]> => {
  const { span, outcome } = filter
  const { after, limit } = page
  let query = timed(tx, filter).where(belongsTo(span))
  if (outcome === 'inTime') query = query.where(isInTime(span))
  if (outcome === 'late') query = query.where(sql<SqlBool>`not coalesce(${isInTime(span)}, false)`)
  if (after) query = query.where(sql<SqlBool>`(entered_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await query
    .select(['id', 'matter_id', 'matter_number', 'title', 'stage', 'clock', 'entered_at', 'left_at', 'due_at'])
    .select(['place_id', sql<boolean>`coalesce(${isInTime(span)}, false)`.as('is_in_time')])
    .orderBy('entered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    matterId: row.matter_id,
    number: row.matter_number,
    title: row.title,
    stage: row.stage,
    clockName: row.clock ?? '',
    enteredAt: row.entered_at,
    leftAt: row.left_at,
    dueAt: row.due_at,
    isInTime: row.is_in_time,
    placeId: row.place_id,
  }))
}

/** Ids of matters that left a stay of this clock by this action in the span: a part of a query on the own table. */
export const mattersThatLeft = (tx: Tx, kind: string, clock: string, by: string, span: Span) =>
  tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.visit')
    .select('matter_id')
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where('clock', '=', clock)
    .where('left_by', '=', by)
    .where('left_at', '>=', span.from)
    .where('left_at', '<', span.before)
