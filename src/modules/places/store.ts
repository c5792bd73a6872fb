import { type Generated, type Selectable, sql } from 'kysely'
import type { PlaceLevel } from '#kernel/place'
import type { Tx } from '#platform/context'
import type { compoundKinds } from './contract.ts'

export type PlacesTables = {
  'places.place': {
    id: Generated<number>
    district_id: number | null
    parent_id: number | null
    path: string
    level: PlaceLevel
    name: string
    name_key: string
    code: string
    compound_kind: (typeof compoundKinds)[number] | null
    is_urban: boolean | null
    address: string | null
    boundary: unknown
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
    version: Generated<number>
  }
  'places.alias_code': { place_id: number; system: string; code: string; valid_from: string; valid_to: string | null }
  'places.succession': {
    from_place_id: number
    to_place_id: number
    kind: 'split' | 'merge' | 'redraw'
    happened_on: string
    reason: string
  }
}
export type PlaceRow = Selectable<PlacesTables['places.place']>

const tables = (tx: Tx) => tx.db.withTables<PlacesTables>()

export const findPlace = (tx: Tx, id: number): Promise<PlaceRow | undefined> =>
  tables(tx).selectFrom('places.place').selectAll().where('id', '=', id).executeTakeFirst()

export const findPlaces = (tx: Tx, ids: readonly number[]): Promise<PlaceRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx).selectFrom('places.place').selectAll().where('id', 'in', ids).orderBy(sql`length(path)`).execute()

/** The districts, in the order of their codes. */
export const listDistricts = (tx: Tx): Promise<PlaceRow[]> =>
  tables(tx)
    .selectFrom('places.place')
    .selectAll()
    .where('level', '=', 'district')
    .where('valid_to', 'is', null)
    .orderBy('code')
    .execute()

export interface PlaceFilter {
  readonly parentId?: number | undefined
  readonly withinPath?: string | undefined
  readonly level?: PlaceLevel | undefined
  readonly words?: string | undefined
  readonly after: readonly [nameKey: string, id: number] | null
  readonly limit: number
}

/** Valid places in pinyin order, one more than asked when there is a next page. */
export const listPlaces = (tx: Tx, filter: PlaceFilter): Promise<PlaceRow[]> => {
  let query = tables(tx).selectFrom('places.place').selectAll().where('valid_to', 'is', null)
  if (filter.parentId !== undefined) query = query.where('parent_id', '=', filter.parentId)
  if (filter.withinPath !== undefined) query = query.where('path', 'like', `${filter.withinPath}_%`)
  if (filter.level) query = query.where('level', '=', filter.level)
  if (filter.words) query = query.where(sql<boolean>`position(${filter.words} in name) > 0 or code = ${filter.words}`)
  if (filter.after) query = query.where(sql<boolean>`(name_key, id) > (${filter.after[0]}, ${filter.after[1]}::int)`)
  return query.orderBy('name_key').orderBy('id').limit(filter.limit + 1).execute()
}

export type NewPlace = Omit<PlaceRow, 'id' | 'path' | 'version'>

/** Inserts a place; its path is its parent's with its own id. */
export const insertPlace = async (tx: Tx, place: NewPlace, parentPath: string): Promise<PlaceRow> => {
  const { id } = await tables(tx)
    .selectNoFrom(sql<number>`nextval(pg_get_serial_sequence('places.place', 'id'))::int`.as('id'))
    .executeTakeFirstOrThrow()
  return tables(tx)
    .insertInto('places.place')
    .values({ ...place, boundary: place.boundary ? JSON.stringify(place.boundary) : null, id, path: `${parentPath}${id}.` })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Is the code or the name taken by a valid place? */
export const findTwin = async (tx: Tx, place: Pick<NewPlace, 'code' | 'name' | 'level' | 'parent_id'>): Promise<'code' | 'name' | null> => {
  const row = await tables(tx)
    .selectFrom('places.place')
    .select('code')
    .where('valid_to', 'is', null)
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
