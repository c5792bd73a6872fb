import { pathIds } from '#kernel/place'
import { type CountedCase, countedCases, listCaseIds, lockCounted } from '#modules/cases'
import { calendarOf } from '#platform/calendar'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import { type Counted, type CountedFacts, countCase } from '../rules/measures.ts'
import * as store from '../store/rollup.ts'
import { type MarkRow, NO_UNIT } from '../store/tables.ts'

/** Cases counted in one transaction. */
const BATCH = 200
/** Looked at again behind the last sweep: what was committed late is not missed. */
const OVERLAP_MS = 15 * 60_000

const factsOf = ({ row, visits, deeds }: CountedCase): CountedFacts => ({
  reportedAt: row.reported_at,
  rating: row.rating,
  resolvedLevel: row.resolved_level,
  organizationId: row.handler_organization_id,
  visits: visits.map((visit) => ({
    number: visit.number,
    state: visit.state,
    clock: visit.clock,
    hasLimit: visit.limit_unit !== null,
    enteredAt: visit.entered_at,
    leftAt: visit.left_at,
    leftBy: visit.left_by,
    leftByPersonId: visit.left_by_person_id,
    dueAt: visit.due_at,
    isLate: visit.is_late,
    usedMinutes: visit.used_minutes,
    organizationId: visit.assignee_organization_id,
    personId: visit.assignee_person_id,
  })),
  deeds,
})

/** The path down to the community: compounds and grids are summed in it. */
const pathDownTo = (path: string, placeId: number): string => {
  const ids = pathIds(path)
  const end = ids.indexOf(placeId)
  return end < 0
    ? path
    : ids
        .slice(0, end + 1)
        .map((id) => `${id}.`)
        .join('')
}

const markOf = (tx: Tx, { row }: CountedCase, counted: Counted): MarkRow => {
  const placeId = row.community_id ?? row.place_id
  return {
    district_id: tx.districtId,
    case_id: row.id,
    measure: counted.measure,
    number: counted.number,
    on_day: counted.on,
    place_id: placeId,
    place_path: pathDownTo(row.place_path, placeId),
    category_id: row.category_path === null ? 0 : (pathIds(row.category_path)[0] ?? 0),
    organization_id: counted.organizationId ?? NO_UNIT,
    channel: row.channel,
    person_id: counted.personId,
    role: counted.role,
    minutes: counted.minutes,
  }
}

/** Counts these cases anew, whatever was counted of them before. */
export const countAnew = async (tx: Tx, ids: readonly string[], now: Date = tx.now()): Promise<void> => {
  if (ids.length === 0) return
  await lockCounted(tx, ids)
  const calendar = await calendarOf(tx)
  const marks = (await countedCases(tx, ids)).flatMap((one) =>
    countCase(factsOf(one), calendar, now).map((counted) => markOf(tx, one, counted)),
  )
  await store.replaceMarks(tx, ids, marks)
}

/** After something happened in a case: as of that instant, or of the last sweep when that was later. */
export const countMoved = async (tx: Tx, id: string): Promise<void> => {
  const swept = await store.sweptUntil(tx)
  await countAnew(tx, [id], swept !== null && swept > tx.now() ? swept : tx.now())
}

type Span = Parameters<typeof listCaseIds>[1]

const countAll = async (ctx: Ctx, span: Span): Promise<void> => {
  for (let after: string | null = null, isMore = true; isMore; ) {
    const ids: string[] = await inTransaction(ctx, async (tx) => {
      const batch = await listCaseIds(tx, span, { after, limit: BATCH })
      await countAnew(tx, batch)
      return batch
    })
    after = ids.at(-1) ?? null
    isMore = ids.length === BATCH
  }
}

/** Counts what has moved or fallen due since the last time; the first time everything. */
export const sweep = async (ctx: Ctx): Promise<void> => {
  const now = ctx.now()
  const since = await inTransaction(ctx, store.sweptUntil)
  await countAll(ctx, since && { from: new Date(since.getTime() - OVERLAP_MS), before: now })
  await inTransaction(ctx, (tx) => store.markSwept(tx, now))
}

/** Repair: every case is counted anew from its facts, and the sums are taken from that. */
export const rebuild = async (ctx: Ctx): Promise<void> => {
  await countAll(ctx, null)
  await inTransaction(ctx, store.sumAgain)
}
