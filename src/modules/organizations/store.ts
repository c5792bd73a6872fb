import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { byKeys } from '#platform/db'
import { foldText, nameSearchText, pinyinKey, searchQuery } from '#platform/search'
import type { OrganizationKind } from './contract.ts'

export type OrganizationsTables = {
  'organizations.organization': {
    district_id: number
    id: string
    parent_id: string | null
    path: string
    kind: OrganizationKind
    name: string
    short_name: string
    name_key: string
    search_text: string
    place_id: number
    phone: string | null
    duty: string | null
    created_at: Date
    closed_on: string | null
    version: number
  }
}
export type OrganizationRow = Omit<Selectable<OrganizationsTables['organizations.organization']>, 'search_text'>
/** What sorts and searches follows from the names. */
export type NewOrganization = Omit<OrganizationRow, 'name_key' | 'version' | 'closed_on'>

const COLUMNS = [
  'district_id',
  'id',
  'parent_id',
  'path',
  'kind',
  'name',
  'short_name',
  'name_key',
  'place_id',
  'phone',
  'duty',
  'created_at',
  'closed_on',
  'version',
] as const

const tables = (tx: Tx) => tx.db.withTables<OrganizationsTables>()

const ofDistrict = (tx: Tx) =>
  tables(tx).selectFrom('organizations.organization').select(COLUMNS).where('district_id', '=', tx.districtId)

/** Exists on that day. */
const existsOn = (on: string) => sql<SqlBool>`(closed_on is null or closed_on > ${on}::date)`

export const findOrganization = (tx: Tx, id: string): Promise<OrganizationRow | undefined> =>
  ofDistrict(tx).where('id', '=', id).executeTakeFirst()

/** Organisations by id, from the top of the tree. */
export const findOrganizations = (tx: Tx, ids: readonly string[]): Promise<OrganizationRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx)
        .modifyFront(byKeys)
        .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`)
        .orderBy(sql`length(path)`)
        .orderBy('id')
        .execute()

/** Locks organisations against every other change, in one order so that two changes never wait for each other. */
export const lockOrganizations = (tx: Tx, ids: readonly string[]): Promise<OrganizationRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ofDistrict(tx).where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()

/** One move at a time in a district, so that two moves cannot make a ring of two organisations. */
export const lockTree = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('organizations.tree'), ${tx.districtId}::int)`.execute(tx.db)
}

export interface OrganizationFilter {
  readonly kind?: OrganizationKind | undefined
  readonly placeIds?: readonly number[] | undefined
  readonly parentId?: string | undefined
  readonly isTop: boolean
  readonly words?: string | undefined
  readonly state: 'open' | 'closed' | 'any'
  readonly on: string
  readonly after: readonly [nameKey: string, id: string] | null
  readonly limit: number
}

/** Organisations in pinyin order, one more than asked when there is a next page. */
export const listOrganizations = (tx: Tx, filter: OrganizationFilter): Promise<OrganizationRow[]> => {
  let query = ofDistrict(tx)
  if (filter.state === 'open') query = query.where(existsOn(filter.on))
  if (filter.state === 'closed') query = query.where('closed_on', '<=', filter.on)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.placeIds) query = query.where(sql<SqlBool>`place_id = any(${[...filter.placeIds]}::int[])`)
  if (filter.parentId) query = query.where('parent_id', '=', filter.parentId)
  if (filter.isTop) query = query.where('parent_id', 'is', null)
  const patterns = filter.words ? (searchQuery(filter.words)?.like ?? []) : []
  if (patterns.length > 0) query = query.where(sql<SqlBool>`search_text like all(${[...patterns]}::text[])`)
  if (filter.after) query = query.where(sql<SqlBool>`(name_key, id) > (${filter.after[0]}, ${filter.after[1]}::uuid)`)
  return query
    .orderBy('name_key')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
}

/** Every place that an organisation of the district serves or served. */
export const listPlaceIds = async (tx: Tx): Promise<number[]> => {
  const rows = await tables(tx)
    .selectFrom('organizations.organization')
    .select('place_id')
    .distinct()
    .where('district_id', '=', tx.districtId)
    .execute()
  return rows.map((row) => row.place_id)
}

/** Open organisations that serve one of these places. */
export const listServing = (
  tx: Tx,
  placeIds: readonly number[],
  kind: OrganizationKind | undefined,
  on: string,
): Promise<OrganizationRow[]> => {
  const query = ofDistrict(tx)
    .where(existsOn(on))
    .where(sql<SqlBool>`place_id = any(${[...placeIds]}::int[])`)
  return (kind ? query.where('kind', '=', kind) : query).orderBy('name_key').orderBy('id').execute()
}

/** Open organisations of the district by their full names: what a file calls them by. */
export const listByNames = (tx: Tx, names: readonly string[], on: string): Promise<OrganizationRow[]> =>
  ofDistrict(tx)
    .where(existsOn(on))
    .where(sql<SqlBool>`name = any(${[...names]}::text[])`)
    .orderBy('id')
    .execute()

/** How many open organisations stand directly below each of these. */
export const countChildren = async (tx: Tx, ids: readonly string[], on: string): Promise<Map<string, number>> => {
  if (ids.length === 0) return new Map()
  const rows = await tables(tx)
    .selectFrom('organizations.organization')
    .select(['parent_id', sql<number>`count(*)::int`.as('count')])
    .where('district_id', '=', tx.districtId)
    .where('parent_id', 'in', ids)
    .where(existsOn(on))
    .groupBy('parent_id')
    .execute()
  return new Map(rows.map((row) => [row.parent_id ?? '', row.count]))
}

/** The longest path at or below a path: how deep the tree goes there. */
export const findDeepest = async (tx: Tx, path: string): Promise<string> => {
  const row = await ofDistrict(tx)
    .where('path', 'like', `${path}%`)
    .orderBy(sql`length(path)`, 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.path ?? path
}

const naming = (name: string, shortName: string) => ({
  name,
  short_name: shortName,
  name_key: pinyinKey(name, 'other'),
  search_text: foldText(`${nameSearchText(name, 'other')} ${nameSearchText(shortName, 'other')}`),
})

export const insertOrganizations = async (tx: Tx, organizations: readonly NewOrganization[]): Promise<void> => {
  const rows = organizations.map(({ name, short_name, ...rest }) => ({
    ...rest,
    ...naming(name, short_name),
    closed_on: null,
    version: 1,
  }))
  await tables(tx).insertInto('organizations.organization').values(rows).execute()
}

export type OrganizationChange = Partial<
  Pick<OrganizationRow, 'kind' | 'place_id' | 'phone' | 'duty' | 'closed_on' | 'parent_id' | 'path'>
> & {
  readonly names?: { readonly name: string; readonly shortName: string }
}

/** Changes an organisation and counts its version up. */
export const updateOrganization = async (tx: Tx, id: string, change: OrganizationChange): Promise<void> => {
  const { names, ...rest } = change
  await tables(tx)
    .updateTable('organizations.organization')
    .set((row) => ({ ...rest, ...(names ? naming(names.name, names.shortName) : {}), version: row('version', '+', 1) }))
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .execute()
}

/** Gives everything at or below a path another beginning of its path. */
export const movePaths = async (tx: Tx, from: string, to: string): Promise<void> => {
  await tables(tx)
    .updateTable('organizations.organization')
    .set((row) => ({
      path: sql<string>`${to} || substr(path, ${from.length + 1}::int)`,
      version: row('version', '+', 1),
    }))
    .where('district_id', '=', tx.districtId)
    .where('path', 'like', `${from}%`)
    .execute()
}
