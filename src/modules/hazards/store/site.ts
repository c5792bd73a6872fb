import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { idsWithWords } from '#platform/search'
import type { Risk } from '../contract.ts'
import { type SiteRow, tables } from './tables.ts'

export type { SiteRow } from './tables.ts'

export const SITE_KIND = 'site'

const ofDistrict = (tx: Tx) =>
  tables(tx).selectFrom('hazards.site').selectAll().where('district_id', '=', tx.districtId)

export const findSites = (tx: Tx, ids: readonly string[]): Promise<SiteRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .where('id', 'in', [...ids])
        .execute()

export const findSite = (tx: Tx, id: string): Promise<SiteRow | undefined> =>
  ofDistrict(tx).where('id', '=', id).executeTakeFirst()

export const lockSite = (tx: Tx, id: string): Promise<SiteRow | undefined> =>
  ofDistrict(tx).where('id', '=', id).forUpdate().executeTakeFirst()

/** Locks sites against every other change, in one order so that two changes never wait for each other. */
export const lockSites = (tx: Tx, ids: readonly string[]): Promise<SiteRow[]> =>
  ofDistrict(tx)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()

export const insertSites = async (tx: Tx, rows: readonly SiteRow[]): Promise<void> => {
  await tables(tx).insertInto('hazards.site').values(rows).execute()
}

export type SiteChange = Partial<Omit<SiteRow, 'district_id' | 'id' | 'created_at' | 'version'>>

export const updateSite = (tx: Tx, id: string, change: SiteChange): Promise<SiteRow> =>
  tables(tx)
    .updateTable('hazards.site')
    .set({ ...change, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** An inspection is no change of what is known of a site: whoever edits it meanwhile is not disturbed. */
export const markChecked = async (tx: Tx, id: string, at: Date): Promise<void> => {
  await sql`update hazards.site set checked_at = greatest(coalesce(checked_at, ${at}), ${at})
    where district_id = ${tx.districtId} and id = ${id}::uuid`.execute(tx.db)
}

/** Open sites with one of these names at one of these places: how a file knows them again. */
export const listByNames = (tx: Tx, names: readonly string[]): Promise<SiteRow[]> =>
  names.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .where('closed_on', 'is', null)
        .where('name', 'in', [...names])
        .execute()

/** One import of sites at a time in a district. */
export const lockImport = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('hazards.import'), ${tx.districtId}::int)`.execute(tx.db)
}

export interface SiteFilter {
  /** Any of these. */
  readonly placePaths: readonly string[]
  readonly kindIds: readonly string[] | null
  readonly risk: Risk | null
  readonly words: string | null
  readonly has: 'open' | 'repeat' | 'never' | null
  readonly isClosed: boolean
}

const OPEN_COUNT = sql<number>`(select count(*)::int from hazards.hazard h
  where h.district_id = site.district_id and h.site_id = site.id and h.is_open)`
const REPEAT_COUNT = sql<number>`(select count(*)::int from hazards.hazard h
  where h.district_id = site.district_id and h.site_id = site.id and h.offence_number > 1 and h.state <> 'voided')`

export type ListedSite = SiteRow & { readonly open_count: number; readonly repeat_count: number }

const inPlaces = (paths: readonly string[]) =>
  sql<SqlBool>`site.place_path like any(${paths.map((path) => `${path}%`)}::text[])`

const withCounts = (tx: Tx) =>
  tables(tx)
    .selectFrom('hazards.site as site')
    .selectAll('site')
    .select([OPEN_COUNT.as('open_count'), REPEAT_COUNT.as('repeat_count')])
    .where('site.district_id', '=', tx.districtId)

export const findListedSites = (tx: Tx, ids: readonly string[]): Promise<ListedSite[]> =>
  withCounts(tx)
    .where('site.id', 'in', [...ids])
    .execute()

/** Where a list goes on: the sort values of the last row. */
export type SiteAfter = readonly [value: string | number, id: string]

/** Sites of a filter; one row more than asked tells of a next page. */
export const listSites = (
  tx: Tx,
  filter: SiteFilter,
  page: { readonly sort: 'name' | 'checked' | 'hazards'; readonly after: SiteAfter | null; readonly limit: number },
): Promise<ListedSite[]> => {
  let query = withCounts(tx).where(inPlaces(filter.placePaths))
  query = query.where('site.closed_on', filter.isClosed ? 'is not' : 'is', null)
  if (filter.kindIds) query = query.where(sql<SqlBool>`site.kind_id = any(${[...filter.kindIds]}::uuid[])`)
  if (filter.risk) query = query.where('site.risk', '=', filter.risk)
  if (filter.words) {
    const ids = idsWithWords(tx, SITE_KIND, filter.words)
    query = query.where(ids ? sql<SqlBool>`site.id in ${ids}` : sql<SqlBool>`false`)
  }
  if (filter.has === 'open') query = query.where(sql<SqlBool>`${OPEN_COUNT} > 0`)
  if (filter.has === 'repeat') query = query.where(sql<SqlBool>`${REPEAT_COUNT} > 0`)
  if (filter.has === 'never') query = query.where('site.checked_at', 'is', null)
  const { sort, after } = page
  if (sort === 'checked') {
    const at = sql`coalesce(site.checked_at, '-infinity')`
    if (after) query = query.where(sql<SqlBool>`(${at}, site.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`)
    query = query.orderBy(at).orderBy('site.id')
  } else if (sort === 'hazards') {
    if (after) query = query.where(sql<SqlBool>`(${OPEN_COUNT}, site.id) < (${after[0]}::int, ${after[1]}::uuid)`)
    query = query.orderBy(OPEN_COUNT, 'desc').orderBy('site.id', 'desc')
  } else {
    if (after) query = query.where(sql<SqlBool>`(site.name_key, site.id) > (${after[0]}, ${after[1]}::uuid)`)
    query = query.orderBy('site.name_key').orderBy('site.id')
  }
  return query.limit(page.limit + 1).execute()
}
