import type { WorkCalendar } from '#kernel/time'
import { freshCalendarOf } from '#platform/calendar'
import type { Tx } from '../context.ts'
import { lockOpenVisit } from './advance.ts'
import { clockOfVisit } from './clock.ts'
import type { ThreadTables, VisitRow } from './tables.ts'

/** Visits looked at in one transaction: short enough that nobody waits for a lock that is noticed. */
export const RECOMPUTE_BATCH = 200

export interface Recomputed {
  readonly seenCount: number
  readonly movedCount: number
  /** Where to go on; null when every open visit has been seen. */
  readonly nextAfter: string | null
}

const dueOf = (visit: VisitRow, now: Date, calendar: WorkCalendar): Date | null =>
  clockOfVisit(visit, now, calendar).dueAt

const isSameInstant = (a: Date | null, b: Date | null): boolean => (a?.getTime() ?? null) === (b?.getTime() ?? null)

/**
 * Works out the deadlines of open visits anew from their stored facts, after the work calendar has changed: one batch
 * in the order of ids, from `after` on. Only limits in work days and work hours can move. A matter is locked before its
 * visit, as every action does, so that this never stands in the way of one.
 */
export const recomputeDue = async (tx: Tx, after: string | null): Promise<Recomputed> => {
  const calendar = await freshCalendarOf(tx)
  let query = tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.visit')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('left_at', 'is', null)
    .where('limit_unit', 'in', ['work_day', 'work_hour'])
  if (after) query = query.where('id', '>', after)
  const visits: VisitRow[] = await query.orderBy('id').limit(RECOMPUTE_BATCH).execute()
  const stale = visits.filter((visit) => !isSameInstant(dueOf(visit, tx.now(), calendar), visit.due_at))
  for (const visit of stale) await moveDue(tx, visit.matter_kind, visit.matter_id, calendar)
  return {
    seenCount: visits.length,
    movedCount: stale.length,
    nextAfter: visits.length === RECOMPUTE_BATCH ? (visits.at(-1)?.id ?? null) : null,
  }
}

/** By now the matter may have gone on, so its open visit is read again under the lock. */
const moveDue = async (tx: Tx, kind: string, matterId: string, calendar: WorkCalendar): Promise<void> => {
  const moveVisit = async (): Promise<Date | null> => {
    const visit = await lockOpenVisit(tx, { kind, id: matterId })
    if (!visit?.limit_unit) return null
    const dueAt = dueOf(visit, tx.now(), calendar)
    await tx.db
      .withTables<ThreadTables>()
      .updateTable('platform.visit')
      .set({ due_at: dueAt })
      .where('district_id', '=', tx.districtId)
      .where('id', '=', visit.id)
      .execute()
    return dueAt
  }
  const owner = tx.services.registry.matterKind(kind)
  if (owner.moveDue) await owner.moveDue(tx, matterId, moveVisit)
  else await moveVisit()
  tx.afterCommit(() => tx.services.live.publish(tx.districtId, kind))
}
