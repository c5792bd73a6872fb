import { type Selectable, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { type PlaceRow, type PlacesTables, tables } from '../store.ts'

export type AdjustmentRow = Selectable<PlacesTables['places.adjustment']>

export interface SuccessionRow {
  readonly from_place_id: number
  readonly to_place_id: number
  readonly kind: AdjustmentRow['kind']
  readonly happened_on: string
  readonly reason: string
}

export const insertAdjustment = (tx: Tx, adjustment: AdjustmentRow): Promise<AdjustmentRow> =>
  tables(tx).insertInto('places.adjustment').values(adjustment).returningAll().executeTakeFirstOrThrow()

export const insertSuccessions = async (
  tx: Tx,
  adjustmentId: string,
  pairs: readonly { readonly fromId: number; readonly toId: number }[],
): Promise<void> => {
  const rows = pairs.map(({ fromId, toId }) => ({
    from_place_id: fromId,
    to_place_id: toId,
    adjustment_id: adjustmentId,
  }))
  await tables(tx).insertInto('places.succession').values(rows).execute()
}

export const findAdjustment = (tx: Tx, id: string): Promise<AdjustmentRow | undefined> =>
  tables(tx).selectFrom('places.adjustment').selectAll().where('id', '=', id).executeTakeFirst()

export const listPairs = (tx: Tx, adjustmentId: string): Promise<{ from_place_id: number; to_place_id: number }[]> =>
  tables(tx)
    .selectFrom('places.succession')
    .select(['from_place_id', 'to_place_id'])
    .where('adjustment_id', '=', adjustmentId)
    .orderBy('from_place_id')
    .orderBy('to_place_id')
    .execute()

/** One step of a lineage: what came from these places, or what they came from. */
export const listSuccessions = (
  tx: Tx,
  side: 'from_place_id' | 'to_place_id',
  ids: readonly number[],
): Promise<SuccessionRow[]> =>
  tables(tx)
    .selectFrom('places.succession as succession')
    .innerJoin('places.adjustment as adjustment', 'adjustment.id', 'succession.adjustment_id')
    .select([
      'succession.from_place_id',
      'succession.to_place_id',
      'adjustment.kind',
      'adjustment.happened_on',
      'adjustment.reason',
    ])
    .where(`succession.${side}`, 'in', ids)
    .orderBy('adjustment.happened_on')
    .orderBy('succession.from_place_id')
    .orderBy('succession.to_place_id')
    .execute()

/** What stands in these places today. */
export const listChildren = (
  tx: Tx,
  parentIds: readonly number[],
): Promise<Pick<PlaceRow, 'id' | 'name' | 'path' | 'parent_id' | 'center_longitude' | 'center_latitude'>[]> =>
  tables(tx)
    .selectFrom('places.place')
    .select(['id', 'name', 'path', 'parent_id', 'center_longitude', 'center_latitude'])
    .where('parent_id', 'in', parentIds)
    .where('valid_to', 'is', null)
    .orderBy('id')
    .execute()

/** Puts a place with all that is valid below it under another parent: the beginning of every path changes. */
export const movePlace = async (
  tx: Tx,
  id: number,
  path: string,
  parent: { readonly id: number; readonly path: string },
): Promise<void> => {
  await tables(tx)
    .updateTable('places.place')
    .set((place) => ({
      parent_id: sql<number>`case when id = ${id}::int then ${parent.id}::int else parent_id end`,
      path: sql<string>`${`${parent.path}${id}.`} || substr(path, ${path.length + 1}::int)`,
      version: place('version', '+', 1),
    }))
    .where('path', 'like', `${path}%`)
    .where('valid_to', 'is', null)
    .execute()
}
