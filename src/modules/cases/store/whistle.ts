import { type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import type { Tx } from '#platform/context'
import type { WhistleReason, WhistleState } from '../contract.ts'
import type { CaseTables } from '../store.ts'

export type WhistleTables = CaseTables & {
  'cases.whistle': {
    district_id: number
    id: string
    case_id: string
    place_id: number
    place_path: string
    street_id: number | null
    reason: WhistleReason
    state: WhistleState
    words: string
    blown_at: Date
    blown_by_person_id: string | null
    called_at: Date | null
    called_by_person_id: string | null
    ended_at: Date | null
    ended_by_person_id: string | null
    end_words: string | null
  }
  'cases.participation': {
    district_id: number
    whistle_id: string
    organization_id: string
    called_at: Date
    due_at: Date
    taken_at: Date | null
    taken_by_person_id: string | null
    arrived_at: Date | null
    arrived_by_person_id: string | null
    longitude: number | null
    latitude: number | null
    file_ids: string[]
    did: string | null
    left_at: Date | null
    left_by_person_id: string | null
    excused_at: Date | null
    excused_by_person_id: string | null
    excuse: string | null
    late_told_at: Date | null
    street_score: number | null
    street_scored_at: Date | null
    street_scored_by_person_id: string | null
    whistle_score: number | null
    whistle_scored_at: Date | null
    whistle_scored_by_person_id: string | null
  }
}
export type WhistleRow = Selectable<WhistleTables['cases.whistle']>
export type ParticipationRow = Selectable<WhistleTables['cases.participation']>

const tables = (tx: Tx) => tx.db.withTables<WhistleTables>()

export const insertWhistle = async (tx: Tx, row: WhistleRow): Promise<void> => {
  await tables(tx).insertInto('cases.whistle').values(row).execute()
}

export const findWhistle = (tx: Tx, id: string): Promise<WhistleRow | undefined> =>
  tables(tx)
    .selectFrom('cases.whistle')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

/** The whistles of a case, newest first; the row of the case is locked by whoever changes one. */
export const listOfCase = (tx: Tx, caseId: string, limit: number): Promise<WhistleRow[]> =>
  tables(tx)
    .selectFrom('cases.whistle')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .orderBy('blown_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const updateWhistle = (
  tx: Tx,
  id: string,
  change: Updateable<WhistleTables['cases.whistle']>,
): Promise<WhistleRow> =>
  tables(tx)
    .updateTable('cases.whistle')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export const insertParticipations = async (tx: Tx, rows: readonly ParticipationRow[]): Promise<void> => {
  await tables(tx).insertInto('cases.participation').values(rows).execute()
}

/** Everybody called by these whistles, in the order of the calls. */
export const listParticipations = (tx: Tx, whistleIds: readonly string[]): Promise<ParticipationRow[]> =>
  whistleIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('cases.participation')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where(sql<SqlBool>`whistle_id = any(${[...whistleIds]}::uuid[])`)
        .orderBy('called_at')
        .orderBy('organization_id')
        .execute()

export const updateParticipation = async (
  tx: Tx,
  whistleId: string,
  organizationId: string,
  change: Updateable<WhistleTables['cases.participation']>,
): Promise<void> => {
  await tables(tx)
    .updateTable('cases.participation')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('whistle_id', '=', whistleId)
    .where('organization_id', '=', organizationId)
    .execute()
}

/** Called, not there, not excused, past its moment, and nobody has been told. */
export const listAbsent = (tx: Tx, limit: number): Promise<ParticipationRow[]> =>
  tables(tx)
    .selectFrom('cases.participation')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('arrived_at', 'is', null)
    .where('excused_at', 'is', null)
    .where('late_told_at', 'is', null)
    .where('due_at', '<', tx.now())
    .orderBy('due_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

// Lists -----------------------------------------------------------------------------------------------------------------

export interface WhistleFilter {
  /** At one of these, when not null. */
  readonly placePaths: readonly string[] | null
  /** Called one of these, when not null. */
  readonly organizationIds: readonly string[] | null
  readonly reason: WhistleReason | null
  readonly state: WhistleState | null
  readonly isLate: boolean
  readonly from: Date | null
  readonly before: Date | null
}

const lateAt = (now: Date) =>
  sql`(p.arrived_at > p.due_at or (p.arrived_at is null and p.excused_at is null and p.due_at < ${now}))`

const calls = (tx: Tx, filter: WhistleFilter): ReturnType<typeof sql<SqlBool>> | null => {
  const { organizationIds, isLate } = filter
  if (!organizationIds && !isLate) return null
  const ours = organizationIds ? sql`p.organization_id = any(${[...organizationIds]}::uuid[])` : sql`true`
  return sql<SqlBool>`exists (select from cases.participation p
    where p.district_id = w.district_id and p.whistle_id = w.id and ${ours} and ${isLate ? lateAt(tx.now()) : sql`true`})`
}

const filtered = (tx: Tx, filter: WhistleFilter) => {
  let query = tables(tx).selectFrom('cases.whistle as w').where('w.district_id', '=', tx.districtId)
  const { placePaths, reason, state, from, before } = filter
  if (placePaths)
    query = query.where(sql<SqlBool>`w.place_path like any(${placePaths.map((path) => `${path}%`)}::text[])`)
  if (reason) query = query.where('w.reason', '=', reason)
  if (state) query = query.where('w.state', '=', state)
  if (from) query = query.where('w.blown_at', '>=', from)
  if (before) query = query.where('w.blown_at', '<', before)
  const called = calls(tx, filter)
  return called ? query.where(called) : query
}

/** Where a list goes on: the moment and id of the last row. */
export type WhistleAfter = readonly [at: string, id: string]

/** Newest first, one row more than asked for. */
export const listWhistles = (
  tx: Tx,
  filter: WhistleFilter,
  page: { readonly after: WhistleAfter | null; readonly limit: number },
): Promise<WhistleRow[]> => {
  let query = filtered(tx, filter).selectAll('w').orderBy('w.blown_at', 'desc').orderBy('w.id', 'desc')
  if (page.after)
    query = query.where(sql<SqlBool>`(w.blown_at, w.id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`)
  return query.limit(page.limit + 1).execute()
}

export interface WhistleSums {
  readonly whistles: number
  readonly open: number
  readonly called: number
  readonly arrived: number
  readonly inTime: number
  readonly meanMinutes: number | null
  readonly streetScore: number | null
  readonly whistleScore: number | null
}

/** Excused organisations do not count as called. */
export const sumWhistles = async (tx: Tx, filter: WhistleFilter): Promise<WhistleSums> => {
  const whistles = await filtered(tx, filter)
    .select([
      sql<number>`count(*)::int`.as('whistles'),
      sql<number>`(count(*) filter (where w.state in ('blown', 'called')))::int`.as('open'),
    ])
    .executeTakeFirstOrThrow()
  const ours = filter.organizationIds
    ? sql<SqlBool>`p.organization_id = any(${[...filter.organizationIds]}::uuid[])`
    : sql<SqlBool>`true`
  const called = await filtered(tx, filter)
    .innerJoin('cases.participation as p', (join) =>
      join.onRef('p.district_id', '=', 'w.district_id').onRef('p.whistle_id', '=', 'w.id'),
    )
    .where(ours)
    .where(sql<SqlBool>`(p.arrived_at is not null or p.excused_at is null)`)
    .select([
      sql<number>`count(*)::int`.as('called'),
      sql<number>`count(p.arrived_at)::int`.as('arrived'),
      sql<number>`(count(*) filter (where p.arrived_at <= p.due_at))::int`.as('inTime'),
      sql<number | null>`round(avg(extract(epoch from p.arrived_at - p.called_at) / 60), 1)::float8`.as('meanMinutes'),
      sql<number | null>`round(avg(p.street_score), 2)::float8`.as('streetScore'),
      sql<number | null>`round(avg(p.whistle_score), 2)::float8`.as('whistleScore'),
    ])
    .executeTakeFirstOrThrow()
  return { ...whistles, ...called }
}

/** How many whistles per street and month of the place (Asia/Shanghai). */
export const countByMonth = async (
  tx: Tx,
  filter: WhistleFilter,
): Promise<{ month: string; streetId: number; count: number }[]> =>
  filtered(tx, filter)
    .where('w.street_id', 'is not', null)
    .select([
      sql<string>`to_char(w.blown_at at time zone 'Asia/Shanghai', 'YYYY-MM')`.as('month'),
      sql<number>`w.street_id`.as('streetId'),
      sql<number>`count(*)::int`.as('count'),
    ])
    .groupBy(sql`1, 2`)
    .execute()

/** Which of the acts the records of the district show at all: of whistles, of supervision, of judging by residents. */
export const countLinks = async (tx: Tx): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select (exists (select from cases.whistle where district_id = ${tx.districtId}))::int
      + (exists (select from cases.whistle where district_id = ${tx.districtId} and called_at is not null))::int
      + (exists (select from cases.participation where district_id = ${tx.districtId}
          and (taken_at is not null or arrived_at is not null)))::int
      + (exists (select from cases.supervision s where s.district_id = ${tx.districtId}
          and exists (select from cases.whistle w where w.district_id = s.district_id and w.case_id = s.case_id)))::int
      + (exists (select from cases.case_file c where c.district_id = ${tx.districtId} and c.rating is not null
          and exists (select from cases.whistle w where w.district_id = c.district_id and w.case_id = c.id)))::int as count
  `.execute(tx.db)
  return rows[0]?.count ?? 0
}
