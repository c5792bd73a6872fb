import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../context.ts'
import type { Span } from './statistics.ts'
import type { ThreadTables, VisitRow } from './tables.ts'

/** What a thread says was done; without the words. */
export interface Deed {
  readonly matterId: string
  readonly number: number
  readonly action: string
  readonly at: Date
  readonly personId: string | null
  readonly role: string | null
  readonly fromState: string | null
  readonly toState: string | null
}

const tables = (tx: Tx) => tx.db.withTables<ThreadTables>()

const isAmong = (ids: readonly string[]) => sql<SqlBool>`matter_id = any(${[...ids]}::uuid[])`

/** Every stay of these matters, in their order. */
export const allVisitsOf = (tx: Tx, kind: string, ids: readonly string[]): Promise<VisitRow[]> =>
  tables(tx)
    .selectFrom('platform.visit')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where(isAmong(ids))
    .orderBy('matter_id')
    .orderBy('number')
    .execute()

/** Everything done in these matters, in its order. */
export const deedsOf = (tx: Tx, kind: string, ids: readonly string[]): Promise<Deed[]> =>
  tables(tx)
    .selectFrom('platform.entry')
    .select([
      'matter_id as matterId',
      'number',
      'action',
      'at',
      'person_id as personId',
      'actor_role as role',
      'from_state as fromState',
      'to_state as toState',
    ])
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where(isAmong(ids))
    .orderBy('matter_id')
    .orderBy('number')
    .execute()

/** Matters in which something was done, or whose open stay fell due, in the span; by id, beginning after one. */
export const mattersMoved = async (
  tx: Tx,
  kind: string,
  span: Span,
  page: { readonly after: string | null; readonly limit: number },
): Promise<string[]> => {
  const after = page.after ?? '00000000-0000-0000-0000-000000000000'
  const { rows } = await sql<{ id: string }>`
    select matter_id as id from platform.entry
    where district_id = ${tx.districtId} and matter_kind = ${kind} and at >= ${span.from} and at < ${span.before}
      and matter_id > ${after}::uuid
    union
    select matter_id from platform.visit
    where district_id = ${tx.districtId} and matter_kind = ${kind} and left_at is null
      and due_at >= ${span.from} and due_at < ${span.before} and matter_id > ${after}::uuid
    order by 1 limit ${page.limit}`.execute(tx.db)
  return rows.map(({ id }) => id)
}
