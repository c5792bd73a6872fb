import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { type ClassRow, type KindRow, type SiteKindRow, tables } from './tables.ts'

export type { ClassRow, KindRow, SiteKindRow } from './tables.ts'

export const listClasses = (tx: Tx): Promise<ClassRow[]> =>
  tables(tx)
    .selectFrom('hazards.problem_class')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .orderBy('number')
    .execute()

/** One change of the catalogue at a time in a district: numbers follow each other. */
export const lockCatalogue = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('hazards.catalogue'), ${tx.districtId}::int)`.execute(tx.db)
}

export const insertClasses = async (tx: Tx, rows: readonly ClassRow[]): Promise<void> => {
  await tables(tx).insertInto('hazards.problem_class').values(rows).execute()
}

export const renameClass = (tx: Tx, id: string, version: number, name: string): Promise<ClassRow | undefined> =>
  tables(tx)
    .updateTable('hazards.problem_class')
    .set({ name, version: version + 1 })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()

export const listKinds = (tx: Tx, withEnded: boolean): Promise<KindRow[]> => {
  let query = tables(tx).selectFrom('hazards.problem_kind').selectAll().where('district_id', '=', tx.districtId)
  if (!withEnded) query = query.where(sql<SqlBool>`valid_to is null`)
  return query.orderBy('class_id').orderBy('number').execute()
}

export const findKinds = (tx: Tx, ids: readonly string[]): Promise<KindRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('hazards.problem_kind')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('id', 'in', ids)
        .execute()

export const lockKind = (tx: Tx, id: string): Promise<KindRow | undefined> =>
  tables(tx)
    .selectFrom('hazards.problem_kind')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const insertKinds = async (tx: Tx, rows: readonly KindRow[]): Promise<void> => {
  await tables(tx).insertInto('hazards.problem_kind').values(rows).execute()
}

export const updateKind = (
  tx: Tx,
  id: string,
  change: Partial<Pick<KindRow, 'name' | 'points' | 'severity' | 'category_id' | 'valid_to'>>,
): Promise<KindRow> =>
  tables(tx)
    .updateTable('hazards.problem_kind')
    .set({ ...change, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export const listSiteKinds = (tx: Tx): Promise<SiteKindRow[]> =>
  tables(tx)
    .selectFrom('hazards.site_kind')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .orderBy('position')
    .execute()

export const insertSiteKinds = async (tx: Tx, rows: readonly SiteKindRow[]): Promise<void> => {
  await tables(tx).insertInto('hazards.site_kind').values(rows).execute()
}

export const endSiteKind = (tx: Tx, id: string, on: string): Promise<SiteKindRow | undefined> =>
  tables(tx)
    .updateTable('hazards.site_kind')
    .set({ ended_on: on })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .where('ended_on', 'is', null)
    .returningAll()
    .executeTakeFirst()
