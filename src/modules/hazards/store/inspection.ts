import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { type HazardRow, type InspectionRow, type ItemRow, tables } from './tables.ts'

export type { InspectionRow, ItemRow } from './tables.ts'

export const insertInspection = async (tx: Tx, row: InspectionRow, items: readonly ItemRow[]): Promise<void> => {
  await tables(tx).insertInto('hazards.inspection').values(row).execute()
  await tables(tx)
    .insertInto('hazards.inspection_item')
    .values([...items])
    .execute()
}

export const findInspection = (tx: Tx, id: string): Promise<InspectionRow | undefined> =>
  tables(tx)
    .selectFrom('hazards.inspection')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

export const listItems = (tx: Tx, inspectionId: string): Promise<ItemRow[]> =>
  tables(tx)
    .selectFrom('hazards.inspection_item')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('inspection_id', '=', inspectionId)
    .orderBy('kind_name')
    .execute()

export interface InspectionFilter {
  readonly placePaths: readonly string[]
  readonly siteId: string | null
  readonly campaignId: string | null
  readonly from: Date | null
  readonly before: Date | null
}

/** The newest first; one row more than asked tells of a next page. */
export const listInspections = (
  tx: Tx,
  filter: InspectionFilter,
  page: { readonly after: readonly [at: string, id: string] | null; readonly limit: number },
): Promise<InspectionRow[]> => {
  let query = tables(tx)
    .selectFrom('hazards.inspection')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where(sql<SqlBool>`place_path like any(${filter.placePaths.map((path) => `${path}%`)}::text[])`)
  if (filter.siteId) query = query.where('site_id', '=', filter.siteId)
  if (filter.campaignId) query = query.where('campaign_id', '=', filter.campaignId)
  if (filter.from) query = query.where('inspected_at', '>=', filter.from)
  if (filter.before) query = query.where('inspected_at', '<', filter.before)
  const { after } = page
  if (after) query = query.where(sql<SqlBool>`(inspected_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query
    .orderBy('inspected_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

export const countInspectionsOf = async (tx: Tx, siteId: string): Promise<number> => {
  const row = await tables(tx)
    .selectFrom('hazards.inspection')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('district_id', '=', tx.districtId)
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow()
  return row.count
}

/** What was found with an inspection. */
export const listHazardsOf = (tx: Tx, inspectionId: string): Promise<HazardRow[]> =>
  tables(tx)
    .selectFrom('hazards.hazard')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('inspection_id', '=', inspectionId)
    .orderBy('number')
    .execute()
