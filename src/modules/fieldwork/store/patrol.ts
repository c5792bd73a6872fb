import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { CheckPoint, PatrolState } from '../contract.ts'
import { type CheckInRow, type FindingRow, inPlaces, type PatrolEventRow, type PatrolRow, tables } from '../store.ts'

const patrols = (tx: Tx) =>
  tables(tx).selectFrom('fieldwork.patrol').selectAll().where('district_id', '=', tx.districtId)

export const findPatrol = (tx: Tx, id: string): Promise<PatrolRow | undefined> =>
  patrols(tx).where('id', '=', id).executeTakeFirst()

export const lockPatrol = (tx: Tx, id: string): Promise<PatrolRow | undefined> =>
  patrols(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export interface PatrolFilter {
  readonly placePaths: readonly string[]
  readonly routeId?: string | undefined
  readonly personId?: string | undefined
  readonly organizationId?: string | undefined
  readonly caseId?: string | undefined
  readonly state?: PatrolState | undefined
  readonly attention?: 'late' | 'unassigned' | 'unexplained' | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

const filtered = (tx: Tx, filter: PatrolFilter) => {
  let query = patrols(tx).where(inPlaces(filter.placePaths))
  if (filter.routeId) query = query.where('route_id', '=', filter.routeId)
  if (filter.personId) query = query.where('person_id', '=', filter.personId)
  if (filter.organizationId) query = query.where('organization_id', '=', filter.organizationId)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.from) query = query.where('on_day', '>=', filter.from)
  if (filter.until) query = query.where('on_day', '<=', filter.until)
  if (filter.caseId) {
    query = query.where(sql<SqlBool>`id in (select patrol_id from fieldwork.finding
      where district_id = ${tx.districtId} and case_id = ${filter.caseId}::uuid)`)
  }
  if (filter.attention === 'unassigned') query = query.where('person_id', 'is', null).where('state', '=', 'planned')
  if (filter.attention === 'unexplained') query = query.where('state', '=', 'missed').where('reason', 'is', null)
  if (filter.attention === 'late') {
    query = query.where(
      sql<SqlBool>`(is_on_time = false or (state in ('planned', 'underWay') and window_until < ${tx.now()}))`,
    )
  }
  return query
}

/** Where a list goes on: day, beginning and id of the last row. */
export type AfterPatrol = readonly [onDay: string, windowFrom: string, id: string]

export const listPatrols = (
  tx: Tx,
  filter: PatrolFilter,
  page: { readonly sort: 'newest' | 'oldest'; readonly after: AfterPatrol | null; readonly limit: number },
): Promise<PatrolRow[]> => {
  const { sort, after } = page
  const direction = sort === 'newest' ? 'desc' : 'asc'
  let query = filtered(tx, filter)
    .orderBy('on_day', direction)
    .orderBy('window_from', direction)
    .orderBy('id', direction)
  if (after) {
    const key = sql`(${after[0]}::date, ${after[1]}::timestamptz, ${after[2]}::uuid)`
    const isNext =
      sort === 'newest'
        ? sql<SqlBool>`(on_day, window_from, id) < ${key}`
        : sql<SqlBool>`(on_day, window_from, id) > ${key}`
    query = query.where(isNext)
  }
  return query.limit(page.limit + 1).execute()
}

/** What somebody has to walk from a day on, the next first. */
export const listOfPerson = (
  tx: Tx,
  personId: string,
  from: string,
  until: string,
  limit: number,
): Promise<PatrolRow[]> =>
  patrols(tx)
    .where('person_id', '=', personId)
    .where('on_day', '>=', from)
    .where('on_day', '<=', until)
    .orderBy('window_from')
    .orderBy('id')
    .limit(limit)
    .execute()

// Planning ------------------------------------------------------------------------------------------------------------------

/** The patrols of a route from a day on, locked. */
export const lockOfRoute = (tx: Tx, routeId: string, from: string): Promise<PatrolRow[]> =>
  patrols(tx).where('route_id', '=', routeId).where('on_day', '>=', from).orderBy('on_day').forNoKeyUpdate().execute()

export const insertPatrols = async (tx: Tx, rows: readonly PatrolRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tables(tx)
    .insertInto('fieldwork.patrol')
    .values(rows.map((row) => ({ ...row, points: JSON.stringify(row.points) })))
    .onConflict((conflict) => conflict.constraint('patrol_once').doNothing())
    .execute()
}

/** Takes back patrols that were planned and never begun. */
export const removePatrols = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  await tables(tx)
    .deleteFrom('fieldwork.patrol')
    .where('district_id', '=', tx.districtId)
    .where('id', 'in', ids)
    .where('state', '=', 'planned')
    .execute()
}

export type PatrolChange = Partial<Omit<PatrolRow, 'district_id' | 'id' | 'points' | 'version'>> & {
  readonly points?: readonly CheckPoint[]
}

export const updatePatrol = async (tx: Tx, id: string, change: PatrolChange): Promise<PatrolRow> => {
  const { points, ...rest } = change
  return tables(tx)
    .updateTable('fieldwork.patrol')
    .set((row) => ({ ...rest, ...(points ? { points: JSON.stringify(points) } : {}), version: row('version', '+', 1) }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Open patrols whose window is over, locked; those that another run has in hand are left to it. */
export const lockOverdue = (tx: Tx, limit: number, closedBefore: Date): Promise<PatrolRow[]> =>
  patrols(tx)
    .where('state', 'in', ['planned', 'underWay'])
    .where('window_until', '<=', tx.now())
    .where(sql<SqlBool>`(state = 'planned' or window_until <= ${closedBefore})`)
    .orderBy('window_until')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

// What happened on a patrol -----------------------------------------------------------------------------------------------

export const insertEvent = async (tx: Tx, row: PatrolEventRow): Promise<void> => {
  await tables(tx).insertInto('fieldwork.patrol_event').values(row).execute()
}

export const listEvents = (tx: Tx, patrolId: string): Promise<PatrolEventRow[]> =>
  tables(tx)
    .selectFrom('fieldwork.patrol_event')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('patrol_id', '=', patrolId)
    .orderBy('number')
    .execute()

export const insertCheckIn = async (tx: Tx, row: CheckInRow): Promise<void> => {
  await tables(tx).insertInto('fieldwork.check_in').values(row).execute()
}

export const countCheckIns = async (tx: Tx, patrolId: string): Promise<number> => {
  const { count } = await tables(tx)
    .selectFrom('fieldwork.check_in')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('district_id', '=', tx.districtId)
    .where('patrol_id', '=', patrolId)
    .executeTakeFirstOrThrow()
  return count
}

/** The check-ins of these patrols, in the order in which they were made. */
export const listCheckIns = (tx: Tx, patrolIds: readonly string[]): Promise<CheckInRow[]> =>
  patrolIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('fieldwork.check_in')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('patrol_id', 'in', patrolIds)
        .orderBy('at')
        .orderBy('id')
        .execute()

export const insertFinding = async (tx: Tx, row: FindingRow): Promise<void> => {
  await tables(tx).insertInto('fieldwork.finding').values(row).execute()
}

export const listFindings = (tx: Tx, patrolIds: readonly string[]): Promise<FindingRow[]> =>
  patrolIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('fieldwork.finding')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('patrol_id', 'in', patrolIds)
        .orderBy('found_at')
        .orderBy('case_id')
        .execute()

// Coverage ----------------------------------------------------------------------------------------------------------------

export interface CoverageRow {
  readonly key: string | null
  readonly due_count: number
  readonly done_count: number
  readonly missed_count: number
  readonly on_time_count: number
  readonly point_count: number
  readonly valid_count: number
  readonly finding_count: number
}

const GROUPS = {
  place: sql<string | null>`place_id::text`,
  person: sql<string | null>`person_id::text`,
  team: sql<string | null>`organization_id::text`,
  route: sql<string | null>`route_id::text`,
  day: sql<string | null>`on_day::text`,
  total: sql<string | null>`null::text`,
} as const

/** Patrols that have ended, added up by a group: of each how many, on time, with how many points. */
export const sumCoverage = (
  tx: Tx,
  by: keyof typeof GROUPS,
  filter: { readonly placePaths: readonly string[]; readonly from: string; readonly until: string },
  limit: number,
): Promise<CoverageRow[]> => {
  const key = GROUPS[by]
  return tables(tx)
    .selectFrom('fieldwork.patrol')
    .select([
      key.as('key'),
      sql<number>`count(*)::int`.as('due_count'),
      sql<number>`count(*) filter (where state = 'done')::int`.as('done_count'),
      sql<number>`count(*) filter (where state = 'missed')::int`.as('missed_count'),
      sql<number>`count(*) filter (where is_on_time)::int`.as('on_time_count'),
      sql<number>`coalesce(sum(point_count), 0)::int`.as('point_count'),
      sql<number>`coalesce(sum(valid_count), 0)::int`.as('valid_count'),
      sql<number>`coalesce(sum((select count(*) from fieldwork.finding where finding.district_id = patrol.district_id
        and finding.patrol_id = patrol.id)), 0)::int`.as('finding_count'),
    ])
    .where('district_id', '=', tx.districtId)
    .where('state', 'in', ['done', 'missed'])
    .where(inPlaces(filter.placePaths))
    .where('on_day', '>=', filter.from)
    .where('on_day', '<=', filter.until)
    .groupBy(key)
    .orderBy(by === 'day' ? key : sql`count(*)`, 'desc')
    .orderBy(key)
    .limit(limit)
    .execute()
}
