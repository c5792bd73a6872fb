import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { holds } from '#kernel/operation'
import type { ClockState, WorkCalendar } from '#kernel/time'
import { calendarOf } from '#platform/calendar'
import type { Ctx, Tx } from '../context.ts'
import { byKeys } from '../db/connect.ts'
import { clockOfVisit } from './clock.ts'
import type { ThreadTables, VisitRow } from './tables.ts'

/** One stay of a matter in a state, with its clock as it stands now. */
export interface VisitView {
  readonly number: number
  readonly state: string
  readonly stage: string
  readonly clockName: string | null
  readonly enteredAt: Date
  readonly leftAt: Date | null
  readonly leftBy: string | null
  readonly limit: { readonly unit: string; readonly amount: number; readonly extended: number } | null
  readonly clock: ClockState | null
}

const viewOf = (row: VisitRow, now: Date, calendar: WorkCalendar): VisitView => ({
  number: row.number,
  state: row.state,
  stage: row.stage,
  clockName: row.clock,
  enteredAt: row.entered_at,
  leftAt: row.left_at,
  leftBy: row.left_by,
  limit: row.limit_unit
    ? { unit: row.limit_unit, amount: Number(row.limit_amount), extended: Number(row.extended_amount) }
    : null,
  clock: row.limit_unit ? clockOfVisit(row, now, calendar) : null,
})

/** Every stay of a matter, oldest first. */
export const visitsOf = async (tx: Tx, kind: string, matterId: string): Promise<VisitView[]> => {
  const rows: VisitRow[] = await tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.visit')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where('matter_id', '=', matterId)
    .orderBy('number')
    .execute()
  const calendar = await calendarOf(tx)
  return rows.map((row) => viewOf(row, tx.now(), calendar))
}

/** Where each of some matters of a kind stands now, by its id: for the clocks of a list. */
export const openVisitsOf = async (
  tx: Tx,
  kind: string,
  matterIds: readonly string[],
): Promise<ReadonlyMap<string, VisitView>> => {
  if (matterIds.length === 0) return new Map()
  const rows: VisitRow[] = await tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.visit')
    .modifyFront(byKeys)
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', kind)
    .where(sql<boolean>`matter_id = any(${[...matterIds]}::uuid[])`)
    .where('left_at', 'is', null)
    .execute()
  const calendar = await calendarOf(tx)
  return new Map(rows.map((row) => [row.matter_id, viewOf(row, tx.now(), calendar)]))
}

/** A line of the inbox: what waits for me, at which step, until when. */
export interface InboxRow {
  readonly matterKind: string
  readonly matterId: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly stage: string
  readonly enteredAt: Date
  readonly dueAt: Date | null
  readonly placeId: number
  readonly clock: ClockState | null
}

export interface InboxFilter {
  readonly kind?: string | undefined
  readonly stage?: string | undefined
  readonly placePath?: string | undefined
  /** `soon` due within a day and not late; `late` past due; `paused` standing still. */
  readonly clock?: 'soon' | 'late' | 'paused' | undefined
  readonly after?: { readonly dueAt: string | null; readonly id: string } | undefined
  readonly limit: number
}

const SOON_MS = 24 * 60 * 60_000
type Builder = ExpressionBuilder<ThreadTables, 'platform.visit'>

/**
 * What waits for the actor: an open visit whose turn is at a place where a post of the actor holds the operation, or
 * of an organisation or a person that the actor is, or of the one who reported the matter. A visit that leaves out who
 * did an earlier step waits neither for that person nor by a post in that organisation.
 */
const waitsFor = (ctx: Ctx) => (visit: Builder) => {
  const mine = ctx.actor.posts.flatMap((post) => {
    const held = ctx.services.registry.turnOperations.filter((operation) =>
      holds({ ...ctx.actor, posts: [post] }, operation.access),
    )
    if (held.length === 0) return []
    const operations = held.map((operation) => operation.id)
    const atPlace = visit.and([
      visit('turn_of', '=', 'place'),
      visit('turn_operation', 'in', operations),
      sql<SqlBool>`place_path like ${`${post.placePath}%`}`,
      visit('excluded_person_id', 'is distinct from', ctx.actor.personId),
      visit.or([
        visit('excluded_organization_id', 'is', null),
        visit('excluded_organization_id', 'is distinct from', post.organizationId),
      ]),
    ])
    if (!post.organizationId) return [atPlace]
    const inOrganization = visit.and([
      visit('turn_of', '=', 'assignee'),
      visit('turn_operation', 'in', operations),
      visit('assignee_organization_id', '=', post.organizationId),
    ])
    return [atPlace, inOrganization]
  })
  const asPerson = visit.and([visit('turn_of', '=', 'assignee'), visit('assignee_person_id', '=', ctx.actor.personId)])
  const asReporter = visit.and([
    visit('turn_of', '=', 'reporter'),
    visit('reporter_person_id', '=', ctx.actor.personId),
  ])
  return visit.or([...mine, asPerson, asReporter])
}

const inboxQuery = (tx: Tx, filter: Omit<InboxFilter, 'after' | 'limit'>) => {
  const now = tx.now()
  let query = tx.db
    .withTables<ThreadTables>()
    .selectFrom('platform.visit')
    .where('district_id', '=', tx.districtId)
    .where('left_at', 'is', null)
    .where(waitsFor(tx))
  if (filter.kind) query = query.where('matter_kind', '=', filter.kind)
  if (filter.stage) query = query.where('stage', '=', filter.stage)
  if (filter.placePath) query = query.where('place_path', 'like', `${filter.placePath}%`)
  if (filter.clock === 'late') query = query.where('due_at', '<', now)
  if (filter.clock === 'paused') query = query.where('paused_at', 'is not', null)
  if (filter.clock === 'soon')
    query = query.where('due_at', '>=', now).where('due_at', '<', new Date(now.getTime() + SOON_MS))
  return query
}

/** The inbox, most urgent first: by due instant, those without one last. One row more than asked tells of a next page. */
export const listInbox = async (tx: Tx, filter: InboxFilter): Promise<InboxRow[]> => {
  let query = inboxQuery(tx, filter).selectAll()
  const { after } = filter
  if (after) {
    const dueAt = after.dueAt ?? 'infinity'
    query = query.where(
      sql<SqlBool>`(coalesce(due_at, 'infinity'), matter_id) > (${dueAt}::timestamptz, ${after.id}::uuid)`,
    )
  }
  const rows: VisitRow[] = await query
    .orderBy(sql`coalesce(due_at, 'infinity')`)
    .orderBy('matter_id')
    .limit(filter.limit + 1)
    .execute()
  const calendar = await calendarOf(tx)
  return rows.map((row) => ({
    matterKind: row.matter_kind,
    matterId: row.matter_id,
    number: row.matter_number,
    title: row.title,
    state: row.state,
    stage: row.stage,
    enteredAt: row.entered_at,
    dueAt: row.due_at,
    placeId: row.place_id,
    clock: row.limit_unit ? clockOfVisit(row, tx.now(), calendar) : null,
  }))
}

export interface InboxCounts {
  readonly all: number
  readonly soon: number
  readonly late: number
  readonly paused: number
}

/** How much waits, and how much of it is soon due, late, standing still. */
export const countInbox = async (
  tx: Tx,
  filter: Pick<InboxFilter, 'kind' | 'stage' | 'placePath'>,
): Promise<InboxCounts> => {
  const now = tx.now()
  const soonUntil = new Date(now.getTime() + SOON_MS)
  const row = await inboxQuery(tx, filter)
    .select((visit) => [
      visit.fn.countAll<number>().as('all'),
      visit.fn.countAll<number>().filterWhere('due_at', '<', now).as('late'),
      visit.fn
        .countAll<number>()
        .filterWhere((open) => open.and([open('due_at', '>=', now), open('due_at', '<', soonUntil)]))
        .as('soon'),
      visit.fn.countAll<number>().filterWhere('paused_at', 'is not', null).as('paused'),
    ])
    .executeTakeFirstOrThrow()
  return row
}
