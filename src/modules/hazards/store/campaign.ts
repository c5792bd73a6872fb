import { type Insertable, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { type CampaignRow, type DrawRow, type HazardTables, tables, type TaskRow } from './tables.ts'

export type { CampaignRow, DrawRow, TaskRow } from './tables.ts'

const ofDistrict = (tx: Tx) =>
  tables(tx).selectFrom('hazards.campaign').selectAll().where('district_id', '=', tx.districtId)

export const findCampaign = (tx: Tx, id: string): Promise<CampaignRow | undefined> =>
  ofDistrict(tx).where('id', '=', id).executeTakeFirst()

export const findCampaigns = (tx: Tx, ids: readonly string[]): Promise<CampaignRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .where('id', 'in', [...ids])
        .execute()

export const lockCampaign = (tx: Tx, id: string): Promise<CampaignRow | undefined> =>
  ofDistrict(tx).where('id', '=', id).forUpdate().executeTakeFirst()

export const insertCampaign = async (tx: Tx, row: CampaignRow): Promise<void> => {
  await tables(tx).insertInto('hazards.campaign').values(row).execute()
}

export const updateCampaign = (
  tx: Tx,
  id: string,
  change: Partial<Omit<CampaignRow, 'district_id' | 'id' | 'created_at' | 'version'>>,
): Promise<CampaignRow> =>
  tables(tx)
    .updateTable('hazards.campaign')
    .set({ ...change, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export interface CampaignFilter {
  /** Campaigns that have a place within or above one of these. */
  readonly placePaths: readonly string[]
  readonly state: 'running' | 'over' | null
  readonly today: string
}

/** The last begun first; one row more than asked tells of a next page. */
export const listCampaigns = (
  tx: Tx,
  filter: CampaignFilter,
  page: { readonly after: readonly [startsOn: string, id: string] | null; readonly limit: number },
): Promise<CampaignRow[]> => {
  const over = sql<SqlBool>`(ended_at is not null or ends_on < ${filter.today}::date)`
  const touches = sql<SqlBool>`exists (select 1 from unnest(place_paths) own(path), unnest(${[...filter.placePaths]}::text[]) asked(path)
    where own.path like asked.path || '%' or asked.path like own.path || '%')`
  let query = ofDistrict(tx).where(touches)
  if (filter.state === 'over') query = query.where(over)
  if (filter.state === 'running') query = query.where(sql<SqlBool>`not ${over} and starts_on <= ${filter.today}::date`)
  const { after } = page
  if (after) query = query.where(sql<SqlBool>`(starts_on, id) < (${after[0]}::date, ${after[1]}::uuid)`)
  return query
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** Sites that a campaign means: open, at its places, of its kinds. */
const meant = (tx: Tx, campaign: CampaignRow) => sql`hazards.site site where site.district_id = ${tx.districtId}
  and site.closed_on is null and site.place_path like any(${campaign.place_paths.map((path) => `${path}%`)}::text[])
  and (${campaign.site_kind_ids.length === 0} or site.kind_id = any(${campaign.site_kind_ids}::uuid[]))`

const inspectedBy = (campaign: CampaignRow) => sql`exists (select 1 from hazards.inspection i
  where i.district_id = site.district_id and i.campaign_id = ${campaign.id}::uuid and i.site_id = site.id)`

/** Sites of a campaign that were not inspected in it and wait for no inspection. */
export const listUninspected = async (tx: Tx, campaign: CampaignRow, limit: number): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select site.id from ${meant(tx, campaign)} and not ${inspectedBy(campaign)}
      and not exists (select 1 from hazards.task t where t.district_id = site.district_id and t.site_id = site.id
        and t.campaign_id = ${campaign.id}::uuid and t.state = 'waiting')
    order by site.id limit ${limit}
  `.execute(tx.db)
  return rows.map((row) => row.id)
}

export interface PlaceProgress {
  /** The place below those of the campaign that it is counted under. */
  readonly place_path: string
  readonly site_count: number
  readonly inspected_count: number
  readonly inspection_count: number
  readonly found_count: number
  readonly solved_count: number
  readonly spot_count: number
  readonly late_count: number
}

/** Progress by place: each place counted by the path of its sites. */
export const progressByPath = async (tx: Tx, campaign: CampaignRow): Promise<PlaceProgress[]> => {
  const { rows } = await sql<PlaceProgress>`
    with sites as (
      select site.place_path, count(*)::int as site_count, (count(*) filter (where ${inspectedBy(campaign)}))::int as inspected_count
      from ${meant(tx, campaign)} group by site.place_path
    ), inspections as (
      select place_path, count(*)::int as inspection_count from hazards.inspection
      where district_id = ${tx.districtId} and campaign_id = ${campaign.id}::uuid group by place_path
    ), found as (
      select place_path, count(*)::int as found_count, (count(*) filter (where state = 'closed'))::int as solved_count,
        (count(*) filter (where is_on_the_spot))::int as spot_count,
        (count(*) filter (where is_open and due_at < ${tx.now()}))::int as late_count
      from hazards.hazard where district_id = ${tx.districtId} and campaign_id = ${campaign.id}::uuid and state <> 'voided'
      group by place_path
    )
    select place_path, coalesce(site_count, 0) as site_count, coalesce(inspected_count, 0) as inspected_count,
      coalesce(inspection_count, 0) as inspection_count, coalesce(found_count, 0) as found_count,
      coalesce(solved_count, 0) as solved_count, coalesce(spot_count, 0) as spot_count, coalesce(late_count, 0) as late_count
    from sites full join inspections using (place_path) full join found using (place_path) order by place_path
  `.execute(tx.db)
  return rows
}

export interface ClassProgress {
  readonly class_id: string
  readonly found_count: number
  readonly solved_count: number
  readonly late_count: number
}

export const progressByClass = async (tx: Tx, campaignId: string): Promise<ClassProgress[]> => {
  const { rows } = await sql<ClassProgress>`
    select class_id, count(*)::int as found_count, (count(*) filter (where state = 'closed'))::int as solved_count,
      (count(*) filter (where is_open and due_at < ${tx.now()}))::int as late_count
    from hazards.hazard where district_id = ${tx.districtId} and campaign_id = ${campaignId}::uuid and state <> 'voided'
    group by class_id
  `.execute(tx.db)
  return rows
}

// Draws and tasks -----------------------------------------------------------------------------------------------------------

export const insertDraw = async (tx: Tx, row: Insertable<HazardTables['hazards.draw']>): Promise<void> => {
  await tables(tx).insertInto('hazards.draw').values(row).execute()
}

export const listDraws = (
  tx: Tx,
  campaignId: string,
  page: { readonly after: readonly [at: string, id: string] | null; readonly limit: number },
): Promise<DrawRow[]> => {
  let query = tables(tx)
    .selectFrom('hazards.draw')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('campaign_id', '=', campaignId)
  const { after } = page
  if (after) query = query.where(sql<SqlBool>`(drawn_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query
    .orderBy('drawn_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** Gives tasks out; a site that waits for an inspection of the same campaign already is left alone. How many were given. */
export const insertTasks = async (tx: Tx, rows: readonly TaskRow[]): Promise<number> => {
  if (rows.length === 0) return 0
  const inserted = await tables(tx)
    .insertInto('hazards.task')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return inserted.length
}

export const lockTask = (tx: Tx, id: string): Promise<TaskRow | undefined> =>
  tables(tx)
    .selectFrom('hazards.task')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const updateTask = (
  tx: Tx,
  id: string,
  change: Pick<TaskRow, 'state'> & Partial<Pick<TaskRow, 'inspection_id'>>,
): Promise<TaskRow> =>
  tables(tx)
    .updateTable('hazards.task')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export const cancelTasksOf = async (tx: Tx, campaignId: string): Promise<void> => {
  await tables(tx)
    .updateTable('hazards.task')
    .set({ state: 'cancelled' })
    .where('district_id', '=', tx.districtId)
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'waiting')
    .execute()
}

export const countWaitingTasks = async (tx: Tx, campaignId: string): Promise<number> => {
  const row = await tables(tx)
    .selectFrom('hazards.task')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('district_id', '=', tx.districtId)
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return row.count
}

export interface TaskFilter {
  readonly placePaths: readonly string[] | null
  readonly inspectorId: string | null
  readonly campaignId: string | null
  readonly state: TaskRow['state']
}

/** The first due first; one row more than asked tells of a next page. */
export const listTasks = (
  tx: Tx,
  filter: TaskFilter,
  page: { readonly after: readonly [dueOn: string, id: string] | null; readonly limit: number },
): Promise<TaskRow[]> => {
  let query = tables(tx)
    .selectFrom('hazards.task')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('state', '=', filter.state)
  if (filter.placePaths)
    query = query.where(sql<SqlBool>`place_path like any(${filter.placePaths.map((path) => `${path}%`)}::text[])`)
  if (filter.inspectorId) query = query.where(sql<SqlBool>`${filter.inspectorId}::uuid = any(inspector_ids)`)
  if (filter.campaignId) query = query.where('campaign_id', '=', filter.campaignId)
  const { after } = page
  if (after) query = query.where(sql<SqlBool>`(due_on, id) > (${after[0]}::date, ${after[1]}::uuid)`)
  return query
    .orderBy('due_on')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute()
}
