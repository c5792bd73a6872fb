import { type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/context'
import { idsWithWords } from '#platform/search'
import type { ActionBy, ActionKind } from '../contract.ts'
import { type ActionRow, type FunctionRow, inPlaces, tables } from '../store.ts'

/** The kind under which actions are found by words and own their photos. */
export const ACTION_KIND = 'gridAction'

export const listFunctionRows = (tx: Tx): Promise<FunctionRow[]> =>
  tables(tx)
    .selectFrom('fieldwork.grid_function')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .orderBy('changed_at')
    .orderBy('key')
    .execute()

/** One change of the list of functions at a time in a district. */
export const lockFunctions = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('fieldwork.functions'), ${tx.districtId}::int)`.execute(tx.db)
}

export const keepFunction = async (tx: Tx, row: FunctionRow): Promise<void> => {
  await tables(tx)
    .insertInto('fieldwork.grid_function')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'key']).doUpdateSet({ name: row.name, is_used: row.is_used }),
    )
    .execute()
}

const actions = (tx: Tx) =>
  tables(tx).selectFrom('fieldwork.action').selectAll().where('district_id', '=', tx.districtId)

export const insertAction = async (tx: Tx, row: ActionRow): Promise<void> => {
  await tables(tx).insertInto('fieldwork.action').values(row).execute()
}

export const findAction = (tx: Tx, id: string): Promise<ActionRow | undefined> =>
  actions(tx).where('id', '=', id).executeTakeFirst()

export const lockAction = (tx: Tx, id: string): Promise<ActionRow | undefined> =>
  actions(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export const withdrawAction = (tx: Tx, id: string, reason: string): Promise<ActionRow> =>
  tables(tx)
    .updateTable('fieldwork.action')
    .set({ withdrawn_at: tx.now(), withdrawn_reason: reason })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export interface ActionFilter {
  readonly placePaths: readonly string[]
  readonly kind?: ActionKind | undefined
  readonly functionKey?: string | undefined
  readonly organizationId?: string | undefined
  readonly personId?: string | undefined
  readonly words?: string | undefined
  readonly state: 'counted' | 'withdrawn' | 'any'
  readonly from?: Date | undefined
  readonly before?: Date | undefined
}

const filtered = (tx: Tx, filter: ActionFilter) => {
  let query = tables(tx)
    .selectFrom('fieldwork.action')
    .where('district_id', '=', tx.districtId)
    .where(inPlaces(filter.placePaths))
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.functionKey) query = query.where('function_key', '=', filter.functionKey)
  if (filter.organizationId) query = query.where('organization_id', '=', filter.organizationId)
  if (filter.personId) query = query.where('person_id', '=', filter.personId)
  if (filter.state === 'counted') query = query.where('withdrawn_at', 'is', null)
  if (filter.state === 'withdrawn') query = query.where('withdrawn_at', 'is not', null)
  if (filter.from) query = query.where('at', '>=', filter.from)
  if (filter.before) query = query.where('at', '<', filter.before)
  if (filter.words) {
    const ids = idsWithWords(tx, ACTION_KIND, filter.words)
    query = ids ? query.where(sql<SqlBool>`id in ${ids}`) : query.where(sql<SqlBool>`false`)
  }
  return query
}

/** Newest first. */
export const listActions = (
  tx: Tx,
  filter: ActionFilter,
  page: { readonly after: readonly [at: string, id: string] | null; readonly limit: number },
): Promise<ActionRow[]> => {
  let query = filtered(tx, filter).selectAll().orderBy('at', 'desc').orderBy('id', 'desc')
  if (page.after) query = query.where(sql<SqlBool>`(at, id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`)
  return query.limit(page.limit + 1).execute()
}

export interface ActionSumRow {
  readonly key: string | null
  readonly action_count: number
  readonly clean_ups: number
  readonly dissuasions: number
  readonly times: number
}

const GROUPS = {
  function: sql<string | null>`function_key`,
  kind: sql<string | null>`kind`,
  place: sql<string | null>`place_id::text`,
  team: sql<string | null>`organization_id::text`,
  person: sql<string | null>`person_id::text`,
  month: sql<string | null>`to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
  total: sql<string | null>`null::text`,
} as const

/** How many records, and what they count, by a group. */
export const sumActions = (
  tx: Tx,
  by: ActionBy | 'total',
  filter: ActionFilter,
  limit: number,
): Promise<ActionSumRow[]> => {
  const key = GROUPS[by]
  return filtered(tx, filter)
    .select([
      key.as('key'),
      sql<number>`count(*)::int`.as('action_count'),
      sql<number>`coalesce(sum(count) filter (where kind = 'cleanUp'), 0)::int`.as('clean_ups'),
      sql<number>`coalesce(sum(count) filter (where kind = 'dissuasion'), 0)::int`.as('dissuasions'),
      sql<number>`coalesce(sum(count) filter (where kind not in ('cleanUp', 'dissuasion')), 0)::int`.as('times'),
    ])
    .groupBy(key)
    .orderBy(by === 'month' ? key : sql`count(*)`, 'desc')
    .orderBy(key)
    .limit(limit)
    .execute()
}
