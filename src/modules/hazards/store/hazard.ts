import { type SqlBool, sql, type Updateable } from 'kysely'
import type { Tx } from '#platform/context'
import { idsWithWords } from '#platform/search'
import type { HazardSort, HazardStage, HazardState, Severity } from '../contract.ts'
import { type HazardRow, type HazardTables, tables } from './tables.ts'

export type { HazardRow } from './tables.ts'

export const HAZARD_KIND = 'hazard'

const ofDistrict = (tx: Tx) =>
  tables(tx).selectFrom('hazards.hazard').selectAll().where('district_id', '=', tx.districtId)

export const findHazard = (tx: Tx, id: string): Promise<HazardRow | undefined> =>
  ofDistrict(tx).where('id', '=', id).executeTakeFirst()

export const lockHazard = (tx: Tx, id: string): Promise<HazardRow | undefined> =>
  ofDistrict(tx).where('id', '=', id).forUpdate().executeTakeFirst()

export const findHazardOfCase = (tx: Tx, caseId: string): Promise<HazardRow | undefined> =>
  ofDistrict(tx).where('case_id', '=', caseId).executeTakeFirst()

export const insertHazard = async (tx: Tx, row: HazardRow): Promise<void> => {
  await tables(tx).insertInto('hazards.hazard').values(row).execute()
}

export const updateHazard = (
  tx: Tx,
  id: string,
  change: Updateable<HazardTables['hazards.hazard']>,
): Promise<HazardRow> =>
  tables(tx)
    .updateTable('hazards.hazard')
    .set({ ...change, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Another due instant, because the calendar has changed: nothing was done with the hazard. */
export const setDue = async (tx: Tx, id: string, dueAt: Date | null): Promise<void> => {
  await tables(tx)
    .updateTable('hazards.hazard')
    .set({ due_at: dueAt })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

/** How often each kind was found at a site since then; what was recorded by mistake does not count. */
export const countOffences = async (tx: Tx, siteId: string, since: Date): Promise<ReadonlyMap<string, number>> => {
  const rows = await tables(tx)
    .selectFrom('hazards.hazard')
    .select((eb) => ['kind_id', eb.fn.countAll<number>().as('count')])
    .where('district_id', '=', tx.districtId)
    .where('site_id', '=', siteId)
    .where('found_at', '>=', since)
    .where('state', '<>', 'voided')
    .groupBy('kind_id')
    .execute()
  return new Map(rows.map((row) => [row.kind_id, row.count]))
}

export interface Offence {
  readonly kind_id: string
  readonly kind_name: string
  readonly count: number
  readonly last_at: Date
  readonly open_count: number
}

/** What was found at a site more than once: 屡查屡犯. */
export const listOffences = async (tx: Tx, siteId: string): Promise<Offence[]> => {
  const { rows } = await sql<Offence>`
    select kind_id, max(kind_name) as kind_name, count(*)::int as count, max(found_at) as last_at,
      (count(*) filter (where is_open))::int as open_count
    from hazards.hazard where district_id = ${tx.districtId} and site_id = ${siteId}::uuid and state <> 'voided'
    group by kind_id having count(*) > 1 order by count(*) desc, max(found_at) desc limit 50
  `.execute(tx.db)
  return rows
}

/** Others of its kind at the site, the newest first. */
export const listOthers = (tx: Tx, row: HazardRow, limit: number): Promise<HazardRow[]> =>
  ofDistrict(tx)
    .where('site_id', '=', row.site_id)
    .where('kind_id', '=', row.kind_id)
    .where('id', '<>', row.id)
    .where('state', '<>', 'voided')
    .orderBy('found_at', 'desc')
    .limit(limit)
    .execute()

/** Open hazards past their due instant whose holders have not been told of this deadline. */
export const listUntoldLate = (tx: Tx, limit: number): Promise<HazardRow[]> =>
  ofDistrict(tx)
    .where('is_open', '=', true)
    .where(sql<SqlBool>`coalesce(due_at, 'infinity') < ${tx.now()}`)
    .where(sql<SqlBool>`late_told_at is null or late_told_at < due_at`)
    .orderBy(sql`coalesce(due_at, 'infinity')`)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const markLateTold = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await tables(tx)
    .updateTable('hazards.hazard')
    .set({ late_told_at: tx.now() })
    .where('district_id', '=', tx.districtId)
    .where('id', 'in', ids)
    .execute()
}

export interface HazardFilter {
  /** At one of these, when not null. */
  readonly placePaths: readonly string[] | null
  /** Of these organisations or this person, when not null. */
  readonly assignedTo: { readonly organizationIds: readonly string[]; readonly personId: string } | null
  readonly words: string | null
  readonly number: string | null
  readonly stage: HazardStage | null
  readonly state: HazardState | null
  readonly isOpen: boolean | null
  readonly clock: 'soon' | 'late' | null
  readonly severity: Severity | null
  readonly siteId: string | null
  readonly campaignId: string | null
  readonly classId: string | null
  readonly kindId: string | null
  readonly isRepeat: boolean | null
  readonly from: Date | null
  readonly before: Date | null
}

const SOON_MS = 24 * 60 * 60_000

type Query = ReturnType<typeof inDistrict>
const inDistrict = (tx: Tx) => tables(tx).selectFrom('hazards.hazard').where('district_id', '=', tx.districtId)

const whose = (query: Query, { placePaths, assignedTo }: HazardFilter): Query => {
  let narrowed = query
  if (placePaths)
    narrowed = narrowed.where(sql<SqlBool>`place_path like any(${placePaths.map((path) => `${path}%`)}::text[])`)
  if (assignedTo)
    narrowed = narrowed.where(
      sql<SqlBool>`(organization_id = any(${[...assignedTo.organizationIds]}::uuid[]) or responsible_person_id = ${assignedTo.personId}::uuid)`,
    )
  return narrowed
}

const withClock = (tx: Tx, query: Query, clock: HazardFilter['clock']): Query => {
  if (!clock) return query
  const due = sql<Date>`coalesce(due_at, 'infinity')`
  const open = query.where('is_open', '=', true)
  if (clock === 'late') return open.where(due, '<', tx.now())
  return open.where(due, '>=', tx.now()).where(due, '<', new Date(tx.now().getTime() + SOON_MS))
}

const withWords = (tx: Tx, query: Query, { words, number }: HazardFilter): Query => {
  if (number) return query.where(sql<SqlBool>`(number = ${number} or notice_number = ${number})`)
  if (!words) return query
  const ids = idsWithWords(tx, HAZARD_KIND, words)
  return query.where(ids ? sql<SqlBool>`id in ${ids}` : sql<SqlBool>`false`)
}

const filtered = (tx: Tx, filter: HazardFilter): Query => {
  let query = withWords(tx, withClock(tx, whose(inDistrict(tx), filter), filter.clock), filter)
  if (filter.stage) query = query.where('stage', '=', filter.stage)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.isOpen !== null) query = query.where('is_open', '=', filter.isOpen)
  if (filter.severity) query = query.where('severity', '=', filter.severity)
  if (filter.siteId) query = query.where('site_id', '=', filter.siteId)
  if (filter.campaignId) query = query.where('campaign_id', '=', filter.campaignId)
  if (filter.classId) query = query.where('class_id', '=', filter.classId)
  if (filter.kindId) query = query.where('kind_id', '=', filter.kindId)
  if (filter.isRepeat !== null) query = query.where('offence_number', filter.isRepeat ? '>' : '=', 1)
  if (filter.from) query = query.where('found_at', '>=', filter.from)
  if (filter.before) query = query.where('found_at', '<', filter.before)
  return query
}

/** Where a list goes on: the sort values of the last row. */
export type HazardAfter = readonly [value: string, id: string]

export const listHazards = (
  tx: Tx,
  filter: HazardFilter,
  page: { readonly sort: HazardSort; readonly after: HazardAfter | null; readonly limit: number },
): Promise<HazardRow[]> => {
  const { sort, after } = page
  let query = filtered(tx, filter).selectAll()
  if (sort === 'due') {
    query = query.where('is_open', '=', true).orderBy(sql`coalesce(due_at, 'infinity')`).orderBy('id')
    if (after)
      query = query.where(
        sql<SqlBool>`(coalesce(due_at, 'infinity'), id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      )
  } else {
    query = query.orderBy('found_at', 'desc').orderBy('id', 'desc')
    if (after) query = query.where(sql<SqlBool>`(found_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  }
  return query.limit(page.limit + 1).execute()
}

export interface HazardCounts {
  readonly found: number
  readonly open: number
  readonly soon: number
  readonly late: number
  readonly solved: number
  readonly onTheSpot: number
  readonly repeated: number
  readonly escalated: number
}

/** Counted from the records of the filter; what was recorded by mistake counts nowhere. */
export const countHazards = async (tx: Tx, filter: HazardFilter): Promise<HazardCounts> => {
  const now = tx.now()
  const soonUntil = new Date(now.getTime() + SOON_MS)
  const row = await filtered(tx, filter)
    .where('state', '<>', 'voided')
    .select([
      sql<number>`count(*)::int`.as('found'),
      sql<number>`(count(*) filter (where is_open))::int`.as('open'),
      sql<number>`(count(*) filter (where is_open and due_at >= ${now} and due_at < ${soonUntil}))::int`.as('soon'),
      sql<number>`(count(*) filter (where is_open and due_at < ${now}))::int`.as('late'),
      sql<number>`(count(*) filter (where state = 'closed'))::int`.as('solved'),
      sql<number>`(count(*) filter (where is_on_the_spot))::int`.as('onTheSpot'),
      sql<number>`(count(*) filter (where offence_number > 1))::int`.as('repeated'),
      sql<number>`(count(*) filter (where case_id is not null))::int`.as('escalated'),
    ])
    .executeTakeFirstOrThrow()
  return row
}
