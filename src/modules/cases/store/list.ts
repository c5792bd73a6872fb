import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { idsWithWords } from '#platform/search'
import { type CaseSort, type CaseStage, type CaseState, type Channel, TOTAL_MAX, type Urgency } from '../contract.ts'
import type { CaseFileRow, CaseTables } from '../store.ts'

const tables = (tx: Tx) => tx.db.withTables<CaseTables>()

/** Which cases: a place level that has its own index is named by its id, any other place by its path. */
export interface CaseFilter {
  readonly place: { readonly column: 'street_id' | 'community_id' | 'grid_id'; readonly id: number } | null
  /** Any of these; null: the whole district. */
  readonly placePaths: readonly string[] | null
  readonly organizationIds: readonly string[] | null
  readonly handlerPersonId: string | null
  readonly reporterPersonId: string | null
  readonly words: string | null
  readonly number: string | null
  readonly stage: CaseStage | null
  readonly state: CaseState | null
  readonly isOpen: boolean | null
  readonly clock: 'soon' | 'late' | 'paused' | null
  readonly channel: Channel | null
  readonly urgency: Urgency | null
  /** A category with those below it. */
  readonly category: { readonly id: number; readonly level: number } | null
  readonly rating: number | null
  readonly reportedFrom: Date | null
  readonly reportedBefore: Date | null
}

/** Due within a day: as in the inbox. */
const SOON_MS = 24 * 60 * 60_000

const dueInstant = sql<Date>`coalesce(due_at, 'infinity')`

const inPlaces = (paths: readonly string[]) =>
  sql<SqlBool>`place_path like any(${paths.map((path) => `${path}%`)}::text[])`

/** By the column of its level, so that the list is read in its order; the third level has none below it. */
const inCategory = ({ id, level }: NonNullable<CaseFilter['category']>) =>
  level === 1
    ? sql<SqlBool>`category_first_id = ${id}::bigint`
    : level === 2
      ? sql<SqlBool>`category_second_id = ${id}::bigint`
      : sql<SqlBool>`category_id = ${id}::bigint`

/** Given to one of these organisations or to this person. */
const assignedTo = (filter: CaseFilter) => {
  const { organizationIds, handlerPersonId } = filter
  if (organizationIds && organizationIds.length > 0 && handlerPersonId) {
    return sql<SqlBool>`(handler_organization_id = any(${[...organizationIds]}::uuid[]) or handler_person_id = ${handlerPersonId}::uuid)`
  }
  if (handlerPersonId) return sql<SqlBool>`handler_person_id = ${handlerPersonId}::uuid`
  if (organizationIds) return sql<SqlBool>`handler_organization_id = any(${[...organizationIds]}::uuid[])`
  return null
}

const filtered = (tx: Tx, filter: CaseFilter) => {
  let query = tables(tx).selectFrom('cases.case_file').where('district_id', '=', tx.districtId)
  if (filter.place) query = query.where(filter.place.column, '=', filter.place.id)
  if (filter.placePaths) query = query.where(inPlaces(filter.placePaths))
  const assigned = assignedTo(filter)
  if (assigned) query = query.where(assigned)
  if (filter.reporterPersonId) {
    query = query.where(sql<SqlBool>`id in (select case_id from cases.reporter where district_id = ${tx.districtId}
      and person_id = ${filter.reporterPersonId}::uuid)`)
  }
  if (filter.stage) query = query.where('stage', '=', filter.stage)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.isOpen !== null) query = query.where('is_open', '=', filter.isOpen)
  if (filter.channel) query = query.where('channel', '=', filter.channel)
  if (filter.urgency) query = query.where('urgency', '=', filter.urgency)
  if (filter.category) query = query.where(inCategory(filter.category))
  if (filter.rating !== null) query = query.where('rating', '=', filter.rating)
  if (filter.reportedFrom) query = query.where('reported_at', '>=', filter.reportedFrom)
  if (filter.reportedBefore) query = query.where('reported_at', '<', filter.reportedBefore)
  return withWords(tx, withClock(tx, query, filter), filter)
}

type Query = ReturnType<typeof filteredByDistrict>
const filteredByDistrict = (tx: Tx) => tables(tx).selectFrom('cases.case_file').where('district_id', '=', tx.districtId)

/** Late, soon and paused are said of open cases only: a closed one waits for its reporter, and nobody is late with that. */
const withClock = (tx: Tx, query: Query, filter: CaseFilter): Query => {
  const now = tx.now()
  const open = filter.clock ? query.where('is_open', '=', true) : query
  if (filter.clock === 'late') return open.where(dueInstant, '<', now)
  if (filter.clock === 'paused') return open.where('is_paused', '=', true)
  if (filter.clock !== 'soon') return query
  return open.where(dueInstant, '>=', now).where(dueInstant, '<', new Date(now.getTime() + SOON_MS))
}

const withWords = (tx: Tx, query: Query, filter: CaseFilter): Query => {
  if (filter.number) return query.where('number', '=', filter.number)
  if (!filter.words) return query
  const ids = idsWithWords(tx, 'case', filter.words)
  return ids ? query.where(sql<SqlBool>`id in ${ids}`) : query.where(sql<SqlBool>`false`)
}

/** Where a list goes on: the sort values of the last row. */
export type After = readonly [value: string, id: string]

export const listCases = (
  tx: Tx,
  filter: CaseFilter,
  page: { readonly sort: CaseSort; readonly after: After | null; readonly limit: number },
): Promise<CaseFileRow[]> => {
  const { sort, after } = page
  let query = filtered(tx, filter).selectAll()
  if (sort === 'due') {
    query = query.where('is_open', '=', true).orderBy(dueInstant).orderBy('id')
    if (after)
      query = query.where(
        sql<SqlBool>`(coalesce(due_at, 'infinity'), id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      )
  } else if (sort === 'number') {
    query = query.orderBy('number').orderBy('id')
    if (after) query = query.where(sql<SqlBool>`(number, id) > (${after[0]}, ${after[1]}::uuid)`)
  } else if (sort === 'oldest') {
    query = query.orderBy('reported_at').orderBy('id')
    if (after) query = query.where(sql<SqlBool>`(reported_at, id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  } else {
    query = query.orderBy('reported_at', 'desc').orderBy('id', 'desc')
    if (after) query = query.where(sql<SqlBool>`(reported_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  }
  return query.limit(page.limit + 1).execute()
}

/** How many, counted up to one more than TOTAL_MAX. */
export const countUpTo = async (tx: Tx, filter: CaseFilter): Promise<number> => {
  const some = filtered(tx, filter)
    .select('id')
    .limit(TOTAL_MAX + 1)
  const row = await tx.db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export interface StateCount {
  readonly state: CaseState
  readonly stage: CaseStage
  readonly count: number
  readonly soon: number
  readonly late: number
  readonly paused: number
}

const countStates = (query: Query, now: Date): Promise<StateCount[]> => {
  const soonUntil = new Date(now.getTime() + SOON_MS)
  return query
    .select(['state', 'stage'])
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      sql<number>`count(*) filter (where is_open and due_at < ${now})`.as('late'),
      sql<number>`count(*) filter (where is_open and due_at >= ${now} and due_at < ${soonUntil})`.as('soon'),
      sql<number>`count(*) filter (where is_open and is_paused)`.as('paused'),
    ])
    .groupBy(['state', 'stage'])
    .execute()
}

/** Open cases, and those that ended since then, by state: two passes, each over an index of its own. */
export const countByState = async (tx: Tx, filter: CaseFilter, endedFrom: Date): Promise<StateCount[]> => {
  const open = await countStates(filtered(tx, filter).where('is_open', '=', true), tx.now())
  const ended = await countStates(filtered(tx, filter).where('closed_at', '>=', endedFrom), tx.now())
  return [...open, ...ended]
}

/** Published cases, the last closed first. */
export const listPublic = (
  tx: Tx,
  filter: Pick<CaseFilter, 'place' | 'placePaths'>,
  page: { readonly after: After | null; readonly limit: number },
): Promise<CaseFileRow[]> => {
  let query = filteredByDistrict(tx).selectAll().where('is_public', '=', true).where('closed_at', 'is not', null)
  if (filter.place) query = query.where(filter.place.column, '=', filter.place.id)
  if (filter.placePaths) query = query.where(inPlaces(filter.placePaths))
  const { after } = page
  if (after) query = query.where(sql<SqlBool>`(closed_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query
    .orderBy('closed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}
