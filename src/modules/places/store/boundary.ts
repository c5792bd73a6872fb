import { type SqlBool, sql } from 'kysely'
import type { Boundary, Box } from '#kernel/geo'
import type { PlaceLevel, Point } from '#kernel/place'
import type { Tx } from '#platform/context'
import { isValidOn, type PlaceRow, tables } from '../store.ts'

export const findBoundary = async (tx: Tx, id: number): Promise<Boundary | null> => {
  const row = await tables(tx).selectFrom('places.place').select('boundary').where('id', '=', id).executeTakeFirst()
  return (row?.boundary as Boundary | null | undefined) ?? null
}

export interface DrawnRow {
  readonly id: number
  readonly name: string
  readonly code: string
  readonly boundary: Boundary
}

/** Boundaries by id; those without one are left out. */
export const findBoundaries = async (tx: Tx, ids: readonly number[]): Promise<DrawnRow[]> => {
  if (ids.length === 0) return []
  const rows = await tables(tx)
    .selectFrom('places.place')
    .select(['id', 'name', 'code', 'boundary'])
    .where('id', 'in', ids)
    .where('boundary', 'is not', null)
    .execute()
  return rows.map((row) => ({ ...row, boundary: row.boundary as Boundary }))
}

const BOX = sql.raw('box(point(longitude_min, latitude_min), point(longitude_max, latitude_max))')

/** Valid places of one level below one parent whose box meets this one. */
export const listNeighbours = async (
  tx: Tx,
  siblings: { readonly parentId: number | null; readonly level: PlaceLevel; readonly exceptIds: readonly number[] },
  box: Box,
): Promise<DrawnRow[]> => {
  const rows = await tables(tx)
    .selectFrom('places.place')
    .select(['id', 'name', 'code', 'boundary'])
    .where('boundary', 'is not', null)
    .where('valid_to', 'is', null)
    .where('parent_id', '=', siblings.parentId)
    .where('level', '=', siblings.level)
    .where(sql<SqlBool>`id <> all(${[...siblings.exceptIds]}::int[])`)
    .where(
      sql<SqlBool>`${BOX} && box(point(${box.longitudeMin}, ${box.latitudeMin}), point(${box.longitudeMax}, ${box.latitudeMax}))`,
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, boundary: row.boundary as Boundary }))
}

/** Boundaries of more vertices are read only when no smaller place holds the point. */
const READ_AT_ONCE_VERTICES_MAX = 500

export interface AroundRow {
  readonly id: number
  readonly path: string
  /** Null when it is large and has to be read by itself. */
  readonly boundary: Boundary | null
}

/** Places of a district whose box holds the point, the smallest first; of two the same size the deeper one. */
export const listAround = async (
  tx: Tx,
  districtId: number,
  point: Point,
  on: string | undefined,
): Promise<AroundRow[]> => {
  const rows = await tables(tx)
    .selectFrom('places.place')
    .select([
      'id',
      'path',
      sql<Boundary | null>`case when vertex_count <= ${READ_AT_ONCE_VERTICES_MAX} then boundary end`.as('boundary'),
    ])
    .where('boundary', 'is not', null)
    .where('district_id', '=', districtId)
    .where(isValidOn(on))
    .where(sql<SqlBool>`${BOX} @> point(${point.longitude}, ${point.latitude})`)
    .orderBy('area_square_meters')
    .orderBy(sql`length(path)`, 'desc')
    .orderBy('id')
    .execute()
  return rows
}

export interface MapExtent {
  readonly version: string
  readonly drawnCount: number
  readonly undrawnCount: number
  readonly vertexCount: number
}

const onMap = (tx: Tx, path: string, level: PlaceLevel, on: string | undefined) =>
  tables(tx)
    .selectFrom('places.place')
    .where('path', 'like', `${path}%`)
    .where('level', '=', level)
    .where(isValidOn(on))

/** How large a map would be, and a version that changes with any place on it. */
export const measureMap = (tx: Tx, path: string, level: PlaceLevel, on: string | undefined): Promise<MapExtent> =>
  onMap(tx, path, level, on)
    .select([
      sql<string>`coalesce(md5(string_agg(id || ':' || version, ',' order by id)), 'empty')`.as('version'),
      sql<number>`count(vertex_count)`.as('drawnCount'),
      sql<number>`count(*) - count(vertex_count)`.as('undrawnCount'),
      sql<number>`coalesce(sum(vertex_count), 0)::int`.as('vertexCount'),
    ])
    .executeTakeFirstOrThrow()

export type MapRow = Pick<
  PlaceRow,
  'id' | 'name' | 'code' | 'level' | 'parent_id' | 'path' | 'household_count' | 'resident_count'
> & {
  readonly boundary: Boundary
}

export const listMap = async (tx: Tx, path: string, level: PlaceLevel, on: string | undefined): Promise<MapRow[]> => {
  const rows = await onMap(tx, path, level, on)
    .select(['id', 'name', 'code', 'level', 'parent_id', 'path', 'household_count', 'resident_count', 'boundary'])
    .where('boundary', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, boundary: row.boundary as Boundary }))
}
