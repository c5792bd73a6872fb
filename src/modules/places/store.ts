import { type Generated, type Selectable, type SqlBool, sql } from 'kysely'
import { areaOf, type Boundary, boxOf, vertexCountOf } from '#kernel/geo'
import type { PlaceLevel } from '#kernel/place'
import type { Tx } from '#platform/context'
import { byKeys } from '#platform/db'
import { foldText, nameSearchText, pinyinKey, searchQuery } from '#platform/search'
import type { adjustmentKinds, compoundKinds, PlaceSort, postChoices, urbanRuralCodes } from './contract.ts'

type Adjustment = {
  id: string
  district_id: number
  kind: (typeof adjustmentKinds)[number]
  happened_on: string
  reason: string
  post_choice: (typeof postChoices)[number]
  made_at: Date
  made_by_person_id: string | null
}

export type PlacesTables = {
  'places.place': {
    id: Generated<number>
    district_id: number | null
    parent_id: number | null
    path: string
    level: PlaceLevel
    name: string
    name_key: string
    search_text: string
    code: string
    compound_kind: (typeof compoundKinds)[number] | null
    urban_rural_code: (typeof urbanRuralCodes)[number] | null
    address: string | null
    boundary: unknown
    area_square_meters: number | null
    vertex_count: number | null
    longitude_min: number | null
    longitude_max: number | null
    latitude_min: number | null
    latitude_max: number | null
    center_longitude: number | null
    center_latitude: number | null
    household_count: number | null
    resident_count: number | null
    valid_from: string
    valid_to: string | null
    ended_reason: string | null
    version: Generated<number>
  }
  'places.alias_code': { place_id: number; system: string; code: string; valid_from: string; valid_to: string | null }
  'places.adjustment': Adjustment
  'places.succession': { from_place_id: number; to_place_id: number; adjustment_id: string }
}

/** A place without its boundary, which may be large and is read on its own. */
const PLACE_COLUMNS = [
  'id',
  'district_id',
  'parent_id',
  'path',
  'level',
  'name',
  'name_key',
  'code',
  'compound_kind',
  'urban_rural_code',
  'address',
  'area_square_meters',
  'longitude_min',
  'longitude_max',
  'latitude_min',
  'latitude_max',
  'center_longitude',
  'center_latitude',
  'household_count',
  'resident_count',
  'valid_from',
  'valid_to',
  'ended_reason',
  'version',
] as const
export type PlaceRow = Pick<Selectable<PlacesTables['places.place']>, (typeof PLACE_COLUMNS)[number]>

/** The id of a new place is the database's; its path and what is searched and sorted by follow from the rest. */
export type NewPlace = Pick<
  PlaceRow,
  | 'district_id'
  | 'parent_id'
  | 'level'
  | 'name'
  | 'code'
  | 'compound_kind'
  | 'urban_rural_code'
  | 'address'
  | 'center_longitude'
  | 'center_latitude'
  | 'household_count'
  | 'resident_count'
  | 'valid_from'
> & { readonly boundary: Boundary | null }

export const tables = (tx: Tx) => tx.db.withTables<PlacesTables>()

/** Valid on that day; without a day: valid now, that is not ended. */
export const isValidOn = (on?: string) =>
  on === undefined
    ? sql<SqlBool>`valid_to is null`
    : sql<SqlBool>`valid_from <= ${on}::date and (valid_to is null or valid_to > ${on}::date)`

export const findPlace = (tx: Tx, id: number): Promise<PlaceRow | undefined> =>
  tables(tx).selectFrom('places.place').select(PLACE_COLUMNS).where('id', '=', id).executeTakeFirst()

/** A place and those above it, from the top of the tree; empty when there is none of this id. */
export const findPathOfPlace = (tx: Tx, id: number): Promise<PlaceRow[]> =>
  tables(tx)
    .selectFrom('places.place')
    .modifyFront(byKeys)
    .select(PLACE_COLUMNS)
    .where(
      sql<boolean>`id = any (string_to_array(rtrim((select path from places.place where id = ${id}), '.'), '.')::int[])`,
    )
    .orderBy(sql`length(path)`)
    .execute()

/** Places by id, from the top of the tree. */
export const findPlaces = (tx: Tx, ids: readonly number[]): Promise<PlaceRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('places.place')
        .modifyFront(byKeys)
        .select(PLACE_COLUMNS)
        .where(sql<SqlBool>`id = any(${[...ids]}::int[])`)
        .orderBy(sql`length(path)`)
        .orderBy('id')
        .execute()

/** Locks places against every other change, in one order so that two changes never wait for each other. */
export const lockPlaces = (tx: Tx, ids: readonly number[]): Promise<PlaceRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('places.place')
        .select(PLACE_COLUMNS)
        .where('id', 'in', ids)
        .orderBy('id')
        .forNoKeyUpdate()
        .execute()

/** The districts, in the order of their codes. */
export const listDistricts = (tx: Tx): Promise<PlaceRow[]> =>
  tables(tx)
    .selectFrom('places.place')
    .select(PLACE_COLUMNS)
    .where('level', '=', 'district')
    .where('valid_to', 'is', null)
    .orderBy('code')
    .execute()

/** The place that a code meant on a day; with a system only as an alias there. Aliases come first: they know the day. */
export const findPlaceByCode = async (
  tx: Tx,
  code: string,
  system: string | undefined,
  on: string,
): Promise<PlaceRow | undefined> => {
  let aliases = tables(tx)
    .selectFrom('places.alias_code')
    .select('place_id')
    .where('code', '=', code)
    .where(isValidOn(on))
  if (system !== undefined) aliases = aliases.where('system', '=', system)
  const alias = await aliases.orderBy('system').orderBy('place_id').limit(1).executeTakeFirst()
  if (alias) return findPlace(tx, alias.place_id)
  if (system !== undefined) return undefined
  return tables(tx)
    .selectFrom('places.place')
    .select(PLACE_COLUMNS)
    .where('code', '=', code)
    .where(isValidOn(on))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export interface PlaceFilter {
  readonly parentId?: number | undefined
  readonly withinPath?: string | undefined
  readonly level?: PlaceLevel | undefined
  readonly words?: string | undefined
  readonly on?: string | undefined
  readonly sort: PlaceSort
  readonly order: 'up' | 'down'
  /** Sort value and id of the last row before: a pinyin key, a code, or a count. */
  readonly after: readonly [value: string | number, id: number] | null
  readonly limit: number
}

/** Words in the name, its pinyin or initials; or a whole code, of the place or an alias. */
const isNamed = (words: string, on: string | undefined) => {
  const patterns = searchQuery(words)?.like ?? []
  const isFound = patterns.length === 0 ? sql`true` : sql`search_text like all(${[...patterns]}::text[])`
  return sql<SqlBool>`(${isFound} or code = ${words} or id in
    (select place_id from places.alias_code where code = ${words} and ${isValidOn(on)}))`
}

/** Above every count there can be: unknown numbers come last when the smallest are first. */
const COUNT_UNKNOWN_UP = 2 ** 31 - 1
const COUNT_UNKNOWN_DOWN = -1

/** What a place is sorted by: the column, and what stands for a number that is not known. */
const sortedBy = (sort: PlaceSort, order: 'up' | 'down') => {
  if (sort === 'name') return sql`name_key`
  if (sort === 'code') return sql`code collate "C"`
  const column = sql.ref(sort === 'households' ? 'household_count' : 'resident_count')
  return sql`coalesce(${column}, ${sql.lit(order === 'up' ? COUNT_UNKNOWN_UP : COUNT_UNKNOWN_DOWN)})`
}

/** The same of a row that was read, for the cursor. */
export const sortValueOf = (row: PlaceRow, sort: PlaceSort, order: 'up' | 'down'): string | number => {
  if (sort === 'name') return row.name_key
  if (sort === 'code') return row.code
  const count = sort === 'households' ? row.household_count : row.resident_count
  return count ?? (order === 'up' ? COUNT_UNKNOWN_UP : COUNT_UNKNOWN_DOWN)
}

/** Places in the order asked for, one more than asked when there is a next page. */
export const listPlaces = (tx: Tx, filter: PlaceFilter): Promise<PlaceRow[]> => {
  let query = tables(tx).selectFrom('places.place').select(PLACE_COLUMNS).where(isValidOn(filter.on))
  if (filter.parentId !== undefined) query = query.where('parent_id', '=', filter.parentId)
  if (filter.withinPath !== undefined) query = query.where('path', 'like', `${filter.withinPath}_%`)
  if (filter.level) query = query.where('level', '=', filter.level)
  if (filter.words) query = query.where(isNamed(filter.words, filter.on))
  const { sort, order, after } = filter
  const value = sortedBy(sort, order)
  if (after) {
    const isAfter = sql.raw(order === 'up' ? '>' : '<')
    const last = typeof after[0] === 'number' ? sql`${after[0]}::int` : sql`${after[0]}`
    query = query.where(sql<SqlBool>`(${value}, id) ${isAfter} (${last}, ${after[1]}::int)`)
  }
  const way = order === 'up' ? 'asc' : 'desc'
  return query
    .orderBy(value, way)
    .orderBy('id', way)
    .limit(filter.limit + 1)
    .execute()
}

/** Valid places by their own codes. */
export const listValidByCodes = (tx: Tx, codes: readonly string[]): Promise<PlaceRow[]> =>
  tables(tx)
    .selectFrom('places.place')
    .select(PLACE_COLUMNS)
    .where('valid_to', 'is', null)
    .where(sql<SqlBool>`code = any(${[...codes]}::text[])`)
    .execute()

/** Valid places directly below any of these. */
export const listChildrenOf = (tx: Tx, parentIds: readonly number[]): Promise<PlaceRow[]> =>
  tables(tx)
    .selectFrom('places.place')
    .select(PLACE_COLUMNS)
    .where('valid_to', 'is', null)
    .where(sql<SqlBool>`parent_id = any(${[...parentIds]}::int[])`)
    .orderBy('id')
    .execute()

/** Valid places below a path in the order of their paths, from after one on: an export reads page by page. */
export const listBelow = (tx: Tx, path: string, afterPath: string, limit: number): Promise<PlaceRow[]> =>
  tables(tx)
    .selectFrom('places.place')
    .select(PLACE_COLUMNS)
    .where('valid_to', 'is', null)
    .where('path', 'like', `${path}_%`)
    .where('path', '>', afterPath)
    .orderBy('path')
    .limit(limit)
    .execute()

/** What is searched and sorted by, from a name. */
const naming = (name: string): { name: string; name_key: string; search_text: string } => ({
  name,
  name_key: pinyinKey(name, 'other'),
  search_text: foldText(nameSearchText(name, 'other')),
})

/** The columns that follow from a boundary. */
const drawing = (boundary: Boundary | null) => {
  const box = boundary ? boxOf(boundary) : null
  return {
    boundary: boundary ? JSON.stringify(boundary) : null,
    area_square_meters: boundary ? areaOf(boundary) : null,
    vertex_count: boundary ? vertexCountOf(boundary) : null,
    longitude_min: box?.longitudeMin ?? null,
    longitude_max: box?.longitudeMax ?? null,
    latitude_min: box?.latitudeMin ?? null,
    latitude_max: box?.latitudeMax ?? null,
  }
}

/** Ids for places that are about to be inserted. */
export const nextPlaceIds = async (tx: Tx, count: number): Promise<number[]> => {
  const { rows } = await sql<{ id: number }>`
    select nextval('places.place_id_seq')::int as id from generate_series(1, ${count})
  `.execute(tx.db)
  return rows.map((row) => row.id)
}

/** Inserts places whose ids are known; each path is the parent's with the own id. */
export const insertPlaces = (
  tx: Tx,
  places: readonly (NewPlace & { readonly id: number; readonly parentPath: string })[],
): Promise<PlaceRow[]> =>
  tables(tx)
    .insertInto('places.place')
    .values(
      places.map(({ parentPath, boundary, name, ...place }) => ({
        ...place,
        ...naming(name),
        ...drawing(boundary),
        path: `${parentPath}${place.id}.`,
        valid_to: null,
        ended_reason: null,
      })),
    )
    .returning(PLACE_COLUMNS)
    .execute()

/** Inserts one place; its path is its parent's with its own id. */
export const insertPlace = async (tx: Tx, place: NewPlace, parentPath: string): Promise<PlaceRow> => {
  const [id = 0] = await nextPlaceIds(tx, 1)
  const [row] = await insertPlaces(tx, [{ ...place, id, parentPath }])
  return row as PlaceRow // one in, one out
}

export type PlaceChange = Partial<Omit<NewPlace, 'boundary' | 'level' | 'district_id' | 'valid_from'>> & {
  readonly boundary?: Boundary | null
  readonly path?: string
  readonly valid_to?: string
  readonly ended_reason?: string
}

/** Changes a place and counts its version up. */
export const updatePlace = async (tx: Tx, id: number, change: PlaceChange): Promise<PlaceRow> => {
  const { boundary, name, ...rest } = change
  return tables(tx)
    .updateTable('places.place')
    .set((place) => ({
      ...rest,
      ...(name === undefined ? {} : naming(name)),
      ...(boundary === undefined ? {} : drawing(boundary)),
      version: place('version', '+', 1),
    }))
    .where('id', '=', id)
    .returning(PLACE_COLUMNS)
    .executeTakeFirstOrThrow()
}

/** Is the code or the name taken by another valid place? */
export const findTwin = async (
  tx: Tx,
  place: Pick<NewPlace, 'code' | 'name' | 'level' | 'parent_id'>,
  exceptId = 0,
): Promise<'code' | 'name' | null> => {
  const row = await tables(tx)
    .selectFrom('places.place')
    .select('code')
    .where('valid_to', 'is', null)
    .where('id', '<>', exceptId)
    .where((eb) =>
      eb.or([
        eb('code', '=', place.code),
        eb.and([eb('parent_id', '=', place.parent_id), eb('level', '=', place.level), eb('name', '=', place.name)]),
      ]),
    )
    .executeTakeFirst()
  if (!row) return null
  return row.code === place.code ? 'code' : 'name'
}

export const hasChildren = async (tx: Tx, id: number): Promise<boolean> => {
  const child = await tables(tx)
    .selectFrom('places.place')
    .select('id')
    .where('parent_id', '=', id)
    .where('valid_to', 'is', null)
    .executeTakeFirst()
  return child !== undefined
}
