import { type ColumnType, type Selectable, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { ActionKind, CheckPoint, PatrolEventKind, PatrolState, Rhythm, Verdict } from './contract.ts'

type Json<T> = ColumnType<T, string, string>

export type FieldworkTables = {
  'fieldwork.route': {
    district_id: number
    id: string
    name: string
    place_id: number
    place_path: string
    organization_id: string | null
    rhythm: Rhythm['kind']
    weekdays: number[]
    every_days: number | null
    window_from: number
    window_until: number
    starts_on: string
    ends_on: string | null
    created_at: Date
    created_by_person_id: string | null
    version: number
  }
  'fieldwork.check_point': {
    district_id: number
    id: string
    route_id: string
    number: number
    name: string
    longitude: number
    latitude: number
    radius_m: number
  }
  'fieldwork.roster': {
    district_id: number
    id: string
    organization_id: string
    person_id: string
    weekdays: number[]
    starts_on: string
    ends_on: string | null
    created_at: Date
  }
  'fieldwork.patrol': {
    district_id: number
    id: string
    route_id: string
    route_name: string
    on_day: string
    place_id: number
    place_path: string
    organization_id: string | null
    person_id: string | null
    is_handed_over: boolean
    window_from: Date
    window_until: Date
    points: Json<CheckPoint[]>
    point_count: number
    valid_count: number
    state: PatrolState
    started_at: Date | null
    finished_at: Date | null
    is_on_time: boolean | null
    words: string | null
    reason: string | null
    event_count: number
    version: number
  }
  'fieldwork.patrol_event': {
    district_id: number
    patrol_id: string
    number: number
    kind: PatrolEventKind
    at: Date
    received_at: Date
    person_id: string | null
    to_person_id: string | null
    words: string | null
  }
  'fieldwork.check_in': {
    district_id: number
    id: string
    patrol_id: string
    point_id: string
    person_id: string
    at: Date
    received_at: Date
    longitude: number | null
    latitude: number | null
    accuracy_m: number | null
    distance_m: number | null
    verdict: Verdict
    words: string | null
    files: string[]
  }
  'fieldwork.finding': { district_id: number; case_id: string; patrol_id: string; found_at: Date }
  'fieldwork.grid_function': {
    district_id: number
    key: string
    name: string | null
    is_used: boolean
    changed_at: Date
  }
  'fieldwork.action': {
    district_id: number
    id: string
    kind: ActionKind
    function_key: string
    place_id: number
    place_path: string
    longitude: number | null
    latitude: number | null
    count: number
    at: Date
    received_at: Date
    person_id: string
    organization_id: string | null
    companions: string[]
    patrol_id: string | null
    words: string | null
    files: string[]
    withdrawn_at: Date | null
    withdrawn_reason: string | null
  }
}

export type RouteRow = Selectable<FieldworkTables['fieldwork.route']>
export type CheckPointRow = Selectable<FieldworkTables['fieldwork.check_point']>
export type RosterRow = Selectable<FieldworkTables['fieldwork.roster']>
export type PatrolRow = Selectable<FieldworkTables['fieldwork.patrol']>
export type PatrolEventRow = Selectable<FieldworkTables['fieldwork.patrol_event']>
export type CheckInRow = Selectable<FieldworkTables['fieldwork.check_in']>
export type FindingRow = Selectable<FieldworkTables['fieldwork.finding']>
export type FunctionRow = Selectable<FieldworkTables['fieldwork.grid_function']>
export type ActionRow = Selectable<FieldworkTables['fieldwork.action']>

export const tables = (tx: Tx) => tx.db.withTables<FieldworkTables>()

/** At one of these places or below it. */
export const inPlaces = (paths: readonly string[]) =>
  sql<SqlBool>`place_path like any(${paths.map((path) => `${path}%`)}::text[])`

/** Holds on that day. */
const existsOn = (on: string) => sql<SqlBool>`(ends_on is null or ends_on > ${on}::date)`

// Routes ------------------------------------------------------------------------------------------------------------------

const routes = (tx: Tx) => tables(tx).selectFrom('fieldwork.route').selectAll().where('district_id', '=', tx.districtId)

export const findRoute = (tx: Tx, id: string): Promise<RouteRow | undefined> =>
  routes(tx).where('id', '=', id).executeTakeFirst()

export const findRoutes = (tx: Tx, ids: readonly string[]): Promise<RouteRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : routes(tx).where('id', 'in', ids).execute()

/** Locks a route against every other change of it and every other planning of its patrols. */
export const lockRoute = (tx: Tx, id: string): Promise<RouteRow | undefined> =>
  routes(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export interface RouteFilter {
  readonly placePaths: readonly string[]
  readonly organizationId?: string | undefined
  readonly words?: string | undefined
  readonly state: 'inForce' | 'ended' | 'any'
  readonly on: string
  readonly after: readonly [name: string, id: string] | null
  readonly limit: number
}

export const listRoutes = (tx: Tx, filter: RouteFilter): Promise<RouteRow[]> => {
  let query = routes(tx).where(inPlaces(filter.placePaths))
  if (filter.state === 'inForce') query = query.where(existsOn(filter.on))
  if (filter.state === 'ended') query = query.where('ends_on', '<=', filter.on)
  if (filter.organizationId) query = query.where('organization_id', '=', filter.organizationId)
  if (filter.words) query = query.where(sql<SqlBool>`position(${filter.words} in name) > 0`)
  if (filter.after) query = query.where(sql<SqlBool>`(name, id) > (${filter.after[0]}, ${filter.after[1]}::uuid)`)
  return query
    .orderBy('name')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
}

/** Routes that are walked on or after a day, some hundred at a time: what the planning job goes through. */
export const listRouteIds = async (tx: Tx, on: string, afterId: string | null, limit: number): Promise<string[]> => {
  let query = tables(tx)
    .selectFrom('fieldwork.route')
    .select('id')
    .where('district_id', '=', tx.districtId)
    .where(existsOn(on))
  if (afterId) query = query.where('id', '>', afterId)
  return (await query.orderBy('id').limit(limit).execute()).map((row) => row.id)
}

export const listRouteIdsOfTeam = async (tx: Tx, organizationId: string, on: string): Promise<string[]> => {
  const rows = await tables(tx)
    .selectFrom('fieldwork.route')
    .select('id')
    .where('district_id', '=', tx.districtId)
    .where('organization_id', '=', organizationId)
    .where(existsOn(on))
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

export const insertRoute = async (tx: Tx, row: RouteRow): Promise<void> => {
  await tables(tx).insertInto('fieldwork.route').values(row).execute()
}

export const updateRoute = async (tx: Tx, id: string, change: Partial<RouteRow>): Promise<void> => {
  await tables(tx)
    .updateTable('fieldwork.route')
    .set((row) => ({ ...change, version: row('version', '+', 1) }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

/** The points of these routes, in order. */
export const listPoints = (tx: Tx, routeIds: readonly string[]): Promise<CheckPointRow[]> =>
  routeIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('fieldwork.check_point')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('route_id', 'in', routeIds)
        .orderBy('route_id')
        .orderBy('number')
        .execute()

export const replacePoints = async (tx: Tx, routeId: string, rows: readonly CheckPointRow[]): Promise<void> => {
  await tables(tx)
    .deleteFrom('fieldwork.check_point')
    .where('district_id', '=', tx.districtId)
    .where('route_id', '=', routeId)
    .execute()
  await tables(tx)
    .insertInto('fieldwork.check_point')
    .values([...rows])
    .execute()
}

// Rosters -----------------------------------------------------------------------------------------------------------------

const rosters = (tx: Tx) =>
  tables(tx).selectFrom('fieldwork.roster').selectAll().where('district_id', '=', tx.districtId)

export const listRoster = (
  tx: Tx,
  organizationId: string,
  filter: { readonly on: string | null; readonly afterId: string | null; readonly limit: number },
): Promise<RosterRow[]> => {
  let query = rosters(tx).where('organization_id', '=', organizationId)
  if (filter.on) query = query.where(existsOn(filter.on))
  if (filter.afterId) query = query.where('id', '>', filter.afterId)
  return query
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
}

/** Everybody who is on the roster of a team on or after a day; a team is some dozen people. */
export const listWholeRoster = (tx: Tx, organizationId: string, on: string): Promise<RosterRow[]> =>
  rosters(tx).where('organization_id', '=', organizationId).where(existsOn(on)).orderBy('id').execute()

/** Is somebody on the roster of a team (of this one, when it is said) on a day? */
export const isOnRoster = async (tx: Tx, personId: string, on: string, organizationId?: string): Promise<boolean> => {
  let query = rosters(tx).where('person_id', '=', personId).where('starts_on', '<=', on).where(existsOn(on))
  if (organizationId) query = query.where('organization_id', '=', organizationId)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

export const lockRosterLine = (tx: Tx, id: string): Promise<RosterRow | undefined> =>
  rosters(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export const insertRosterLine = async (tx: Tx, row: RosterRow): Promise<void> => {
  await tables(tx).insertInto('fieldwork.roster').values(row).execute()
}

export const endRosterLine = async (tx: Tx, id: string, on: string): Promise<void> => {
  await tables(tx)
    .updateTable('fieldwork.roster')
    .set({ ends_on: on })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}
