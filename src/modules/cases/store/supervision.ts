import { type Selectable, type SqlBool, sql, type Updateable } from 'kysely'
import type { Tx } from '#platform/context'
import type { SupervisionKind, SupervisionState } from '../contract.ts'

export type SupervisionTables = {
  'cases.supervision': {
    district_id: number
    id: string
    case_id: string
    place_id: number
    place_path: string
    kind: SupervisionKind
    points: number
    organization_id: string | null
    person_id: string | null
    words: string
    issued_at: Date
    issued_by_person_id: string | null
    reply_due_at: Date
    replied_at: Date | null
    replied_by_person_id: string | null
    reply: string | null
    lifted_at: Date | null
    lifted_by_person_id: string | null
    lift_reason: string | null
    late_told_at: Date | null
  }
}
export type SupervisionRow = Selectable<SupervisionTables['cases.supervision']>

const tables = (tx: Tx) => tx.db.withTables<SupervisionTables>()

export const insertSupervision = async (tx: Tx, row: SupervisionRow): Promise<void> => {
  await tables(tx).insertInto('cases.supervision').values(row).execute()
}

export const findSupervision = (tx: Tx, id: string): Promise<SupervisionRow | undefined> =>
  tables(tx)
    .selectFrom('cases.supervision')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .executeTakeFirst()

/** The supervision of a case, newest first; the row of the case is locked by whoever changes one. */
export const listOfCase = (tx: Tx, caseId: string, limit: number): Promise<SupervisionRow[]> =>
  tables(tx)
    .selectFrom('cases.supervision')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Of this case and this handler: the cards it has got. */
export const listOfHandler = (
  tx: Tx,
  caseId: string,
  handler: { readonly organizationId: string | null; readonly personId: string | null },
): Promise<SupervisionRow[]> =>
  tables(tx)
    .selectFrom('cases.supervision')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('case_id', '=', caseId)
    .where(sql<SqlBool>`organization_id is not distinct from ${handler.organizationId}::uuid`)
    .where(sql<SqlBool>`(organization_id is not null or person_id is not distinct from ${handler.personId}::uuid)`)
    .execute()

export const updateSupervision = (
  tx: Tx,
  id: string,
  change: Updateable<SupervisionTables['cases.supervision']>,
): Promise<SupervisionRow> =>
  tables(tx)
    .updateTable('cases.supervision')
    .set(change)
    .where('district_id', '=', tx.districtId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Not answered in time, not lifted, and nobody has been told. */
export const listUnanswered = (tx: Tx, limit: number): Promise<SupervisionRow[]> =>
  tables(tx)
    .selectFrom('cases.supervision')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('replied_at', 'is', null)
    .where('lifted_at', 'is', null)
    .where('late_told_at', 'is', null)
    .where('reply_due_at', '<', tx.now())
    .orderBy('reply_due_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export interface SupervisionFilter {
  /** At one of these, when not null. */
  readonly placePaths: readonly string[] | null
  /** Of these organisations or this person, when not null. */
  readonly of: { readonly organizationIds: readonly string[]; readonly personId: string | null } | null
  readonly kind: SupervisionKind | null
  readonly state: SupervisionState | null
  readonly from: Date | null
  readonly before: Date | null
}

const inState = (tx: Tx, state: SupervisionState) => {
  if (state === 'lifted') return sql<SqlBool>`lifted_at is not null`
  if (state === 'answered') return sql<SqlBool>`lifted_at is null and replied_at is not null`
  const open = sql`lifted_at is null and replied_at is null`
  return state === 'late'
    ? sql<SqlBool>`${open} and reply_due_at < ${tx.now()}`
    : sql<SqlBool>`${open} and reply_due_at >= ${tx.now()}`
}

const filtered = (tx: Tx, filter: SupervisionFilter) => {
  let query = tables(tx).selectFrom('cases.supervision').where('district_id', '=', tx.districtId)
  const { placePaths, of, kind, state, from, before } = filter
  if (placePaths)
    query = query.where(sql<SqlBool>`place_path like any(${placePaths.map((path) => `${path}%`)}::text[])`)
  if (of)
    query = query.where(
      sql<SqlBool>`(organization_id = any(${[...of.organizationIds]}::uuid[]) or person_id = ${of.personId}::uuid)`,
    )
  if (kind) query = query.where('kind', '=', kind)
  if (state) query = query.where(inState(tx, state))
  if (from) query = query.where('issued_at', '>=', from)
  if (before) query = query.where('issued_at', '<', before)
  return query
}

/** Where a list goes on: the moment and id of the last row. */
export type SupervisionAfter = readonly [at: string, id: string]

/** Newest first, one row more than asked for. */
export const listSupervisions = (
  tx: Tx,
  filter: SupervisionFilter,
  page: { readonly after: SupervisionAfter | null; readonly limit: number },
): Promise<SupervisionRow[]> => {
  let query = filtered(tx, filter).selectAll().orderBy('issued_at', 'desc').orderBy('id', 'desc')
  if (page.after)
    query = query.where(sql<SqlBool>`(issued_at, id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`)
  return query.limit(page.limit + 1).execute()
}

export interface SupervisionSums {
  readonly notice: number
  readonly yellow: number
  readonly red: number
  readonly waiting: number
  readonly late: number
}

/** What was lifted is counted nowhere. */
export const sumSupervisions = (tx: Tx, filter: SupervisionFilter): Promise<SupervisionSums> => {
  const now = tx.now()
  return filtered(tx, filter)
    .where('lifted_at', 'is', null)
    .select([
      sql<number>`(count(*) filter (where kind = 'notice'))::int`.as('notice'),
      sql<number>`(count(*) filter (where kind = 'yellow'))::int`.as('yellow'),
      sql<number>`(count(*) filter (where kind = 'red'))::int`.as('red'),
      sql<number>`(count(*) filter (where replied_at is null and reply_due_at >= ${now}))::int`.as('waiting'),
      sql<number>`(count(*) filter (where replied_at is null and reply_due_at < ${now}))::int`.as('late'),
    ])
    .executeTakeFirstOrThrow()
}

export interface OrganizationPoints {
  readonly organizationId: string
  readonly count: number
  readonly points: number
}

/** The points of each organisation, most first. */
export const sumPoints = (tx: Tx, filter: SupervisionFilter, limit: number): Promise<OrganizationPoints[]> =>
  filtered(tx, filter)
    .where('lifted_at', 'is', null)
    .where('organization_id', 'is not', null)
    .select([
      sql<string>`organization_id`.as('organizationId'),
      sql<number>`count(*)::int`.as('count'),
      sql<number>`sum(points)::int`.as('points'),
    ])
    .groupBy('organization_id')
    .orderBy('points', 'desc')
    .orderBy('organization_id')
    .limit(limit)
    .execute()
