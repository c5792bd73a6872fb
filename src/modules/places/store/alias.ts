import type { Selectable } from 'kysely'
import type { Tx } from '#platform/context'
import { type PlacesTables, tables } from '../store.ts'

export type AliasRow = Selectable<PlacesTables['places.alias_code']>

export const listAliases = (tx: Tx, placeId: number): Promise<AliasRow[]> =>
  tables(tx)
    .selectFrom('places.alias_code')
    .selectAll()
    .where('place_id', '=', placeId)
    .orderBy('system')
    .orderBy('valid_from', 'desc')
    .orderBy('code')
    .execute()

export const insertAlias = (tx: Tx, alias: AliasRow): Promise<AliasRow> =>
  tables(tx).insertInto('places.alias_code').values(alias).returningAll().executeTakeFirstOrThrow()

export const lockOpenAlias = (
  tx: Tx,
  alias: { readonly placeId: number; readonly system: string; readonly code: string },
): Promise<AliasRow | undefined> =>
  tables(tx)
    .selectFrom('places.alias_code')
    .selectAll()
    .where('place_id', '=', alias.placeId)
    .where('system', '=', alias.system)
    .where('code', '=', alias.code)
    .where('valid_to', 'is', null)
    .forUpdate()
    .executeTakeFirst()

export const endAlias = (tx: Tx, alias: AliasRow, on: string): Promise<AliasRow> =>
  tables(tx)
    .updateTable('places.alias_code')
    .set({ valid_to: on })
    .where('place_id', '=', alias.place_id)
    .where('system', '=', alias.system)
    .where('code', '=', alias.code)
    .where('valid_from', '=', alias.valid_from)
    .returningAll()
    .executeTakeFirstOrThrow()
