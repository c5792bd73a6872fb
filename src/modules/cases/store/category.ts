import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { byKeys } from '#platform/db'
import { CATEGORIES_MAX, DISPATCH_RULES_MAX, type HandlerKind, type Limits } from '../contract.ts'

type Json<T> = ColumnType<T, string, string>

export type CategoryTables = {
  'cases.category': {
    district_id: number
    id: Generated<number>
    parent_id: number | null
    path: string
    level: number
    code: string
    name: string
    name_key: string
    valid_from: string
    valid_to: string | null
    version: Generated<number>
  }
  'cases.category_rule': {
    district_id: number
    id: string
    category_id: number
    valid_from: string
    limits: Json<Limits>
    urgent_limits: Json<Limits>
    handler_kind: HandlerKind | null
    handler_organization_id: string | null
    filing_condition: string | null
    closing_condition: string | null
    required_photo_count: number
    verification_photo_count: Generated<number>
    verification_radius: number | null
    verification_same_period: Generated<boolean>
    created_at: Date
    created_by_person_id: string | null
  }
  'cases.dispatch_rule': {
    district_id: number
    id: string
    category_id: number | null
    category_path: string | null
    place_id: number
    place_path: string
    organization_id: string
    valid_from: string
    valid_to: string | null
    created_at: Date
    version: Generated<number>
  }
}
export type CategoryRow = Selectable<CategoryTables['cases.category']>
export type CategoryRuleRow = Selectable<CategoryTables['cases.category_rule']>
export type DispatchRuleRow = Selectable<CategoryTables['cases.dispatch_rule']>

const tables = (tx: Tx) => tx.db.withTables<CategoryTables>()

// Categories ------------------------------------------------------------------------------------------------------------

export const findCategory = (tx: Tx, id: number): Promise<CategoryRow | undefined> =>
  tables(tx)
    .selectFrom('cases.category')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

export const findCategories = (tx: Tx, ids: readonly number[]): Promise<CategoryRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('cases.category')
        .modifyFront(byKeys)
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where(sql<boolean>`id = any(${[...ids]}::bigint[])`)
        .orderBy('level')
        .execute()

/** All categories in the order of their codes, parents before their children. */
export const listCategories = (
  tx: Tx,
  filter: { readonly words?: string | undefined; readonly withRetired: boolean },
): Promise<CategoryRow[]> => {
  let query = tables(tx).selectFrom('cases.category').selectAll().where('district_id', '=', tx.districtId)
  if (!filter.withRetired) query = query.where('valid_to', 'is', null)
  if (filter.words) query = query.where(sql<boolean>`position(${filter.words} in name) > 0`)
  return query.orderBy('level').orderBy('code').orderBy('id').limit(CATEGORIES_MAX).execute()
}

export const countCategories = async (tx: Tx): Promise<number> => {
  const row = await tables(tx)
    .selectFrom('cases.category')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('district_id', '=', tx.districtId)
    .executeTakeFirstOrThrow()
  return row.count
}

export const hasChildren = async (tx: Tx, id: number): Promise<boolean> => {
  const row = await tables(tx)
    .selectFrom('cases.category')
    .select('id')
    .where('district_id', '=', tx.districtId)
    .where('parent_id', '=', id)
    .where('valid_to', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The categories that have others in use below them. */
export const findParents = async (tx: Tx): Promise<ReadonlySet<number>> => {
  const rows = await tables(tx)
    .selectFrom('cases.category')
    .select('parent_id')
    .distinct()
    .where('district_id', '=', tx.districtId)
    .where('valid_to', 'is', null)
    .where('parent_id', 'is not', null)
    .execute()
  return new Set(rows.flatMap((row) => row.parent_id ?? []))
}

/** Is the code or the name taken by a category that is in use? */
export const findTwin = async (
  tx: Tx,
  category: Pick<CategoryRow, 'code' | 'name' | 'parent_id'>,
  exceptId?: number,
): Promise<'code' | 'name' | null> => {
  let query = tables(tx)
    .selectFrom('cases.category')
    .select('code')
    .where('district_id', '=', tx.districtId)
    .where('valid_to', 'is', null)
    .where((eb) =>
      eb.or([
        eb('code', '=', category.code),
        eb.and([eb('name', '=', category.name), sql<boolean>`parent_id is not distinct from ${category.parent_id}`]),
      ]),
    )
  if (exceptId !== undefined) query = query.where('id', '<>', exceptId)
  const row = await query.executeTakeFirst()
  if (!row) return null
  return row.code === category.code ? 'code' : 'name'
}

export type NewCategory = Omit<CategoryRow, 'id' | 'path' | 'version'>

/** Inserts a category; its path is its parent's with its own id. Undefined when its code or its name is taken. */
export const insertCategory = async (
  tx: Tx,
  category: NewCategory,
  parentPath: string,
): Promise<CategoryRow | undefined> => {
  const { id } = await tables(tx)
    .selectNoFrom(sql<number>`nextval('cases.category_id_seq')`.as('id'))
    .executeTakeFirstOrThrow()
  return tables(tx)
    .insertInto('cases.category')
    .values({ ...category, id, path: `${parentPath}${id}.` })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Renames a category of this version; undefined when it has changed meanwhile. */
export const renameCategory = (
  tx: Tx,
  category: { readonly id: number; readonly version: number; readonly name: string; readonly nameKey: string },
): Promise<CategoryRow | undefined> =>
  tables(tx)
    .updateTable('cases.category')
    .set({ name: category.name, name_key: category.nameKey, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', category.id)
    .where('version', '=', category.version)
    .returningAll()
    .executeTakeFirst()

/** Ends a category and all below it. */
export const retireCategories = async (tx: Tx, path: string, on: string): Promise<void> => {
  await tables(tx)
    .updateTable('cases.category')
    .set({ valid_to: on, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('path', 'like', `${path}%`)
    .where('valid_to', 'is', null)
    .execute()
}

// Rules -----------------------------------------------------------------------------------------------------------------

export const insertCategoryRules = async (
  tx: Tx,
  rules: readonly (Omit<CategoryRuleRow, 'limits' | 'urgent_limits'> & { limits: Limits; urgent_limits: Limits })[],
): Promise<void> => {
  if (rules.length === 0) return
  const rows = rules.map((rule) => ({
    ...rule,
    limits: JSON.stringify(rule.limits),
    urgent_limits: JSON.stringify(rule.urgent_limits),
  }))
  await tables(tx).insertInto('cases.category_rule').values(rows).execute()
}

/** The rules of these categories, newest first. */
export const listCategoryRules = (
  tx: Tx,
  categoryIds: readonly number[],
  limit = DISPATCH_RULES_MAX,
): Promise<CategoryRuleRow[]> =>
  categoryIds.length === 0
    ? Promise.resolve([])
    : tables(tx)
        .selectFrom('cases.category_rule')
        .selectAll()
        .where('district_id', '=', tx.districtId)
        .where('category_id', 'in', categoryIds)
        .orderBy('valid_from', 'desc')
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute()

// Dispatch rules ----------------------------------------------------------------------------------------------------------

export const listDispatchRules = (tx: Tx, filter: { readonly validOn: string | null }): Promise<DispatchRuleRow[]> => {
  let query = tables(tx).selectFrom('cases.dispatch_rule').selectAll().where('district_id', '=', tx.districtId)
  const { validOn } = filter
  if (validOn) query = query.where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', validOn)]))
  return query.orderBy('category_path').orderBy('place_path').orderBy('id').limit(DISPATCH_RULES_MAX).execute()
}

export const findDispatchRule = (tx: Tx, id: string): Promise<DispatchRuleRow | undefined> =>
  tables(tx)
    .selectFrom('cases.dispatch_rule')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** Inserts a rule; undefined when one for the same category and place holds without end. */
export const insertDispatchRule = (
  tx: Tx,
  rule: Omit<DispatchRuleRow, 'version'>,
): Promise<DispatchRuleRow | undefined> =>
  tables(tx)
    .insertInto('cases.dispatch_rule')
    .values(rule)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()

export const endDispatchRule = (tx: Tx, id: string, on: string): Promise<DispatchRuleRow> =>
  tables(tx)
    .updateTable('cases.dispatch_rule')
    .set({ valid_to: on, version: sql`version + 1` })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
