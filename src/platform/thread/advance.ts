import type { CompiledQuery, Insertable } from 'kysely'
import {
  type Flow,
  type FlowAction,
  type FlowState,
  type LimitOf,
  mayAct,
  nextState,
  type Standing,
} from '#kernel/flow'
import { orRefuse, Refusal } from '#kernel/refusal'
import type { WorkCalendar } from '#kernel/time'
import { calendarOf } from '#platform/calendar'
import { newId, type Tx } from '../context.ts'
import { refuseTaken } from '../db/violation.ts'
import { writeTogether } from '../write-together.ts'
import { clockOfVisit, dueOfVisit } from './clock.ts'
import type { StoredPause, ThreadTables, VisitRow } from './tables.ts'

/** What the thread needs to know of a matter; its module keeps the row and holds its lock. */
export interface Matter<State extends string = string> {
  readonly kind: string
  readonly id: string
  /** What people call it by: HS-0618-0027. */
  readonly number: string
  readonly title: string
  readonly state: State
  readonly placeId: number
  readonly placePath: string
  readonly reporterPersonId: string | null
  /** How many entries its thread has. */
  readonly entryCount: number
}

/** One thing that happens to a matter. */
export interface Step<State extends string = string, Action extends string = string> {
  readonly action: Action
  /** The chosen next state, when the action leads to several. */
  readonly chosen?: State
  readonly words?: string | null
  readonly data?: Readonly<Record<string, unknown>>
  readonly files?: readonly string[]
  readonly visibility: 'public' | 'parties' | 'staff'
  /** Length of the clock of the next state. */
  readonly limitOf: LimitOf
  /** Who has it in the next state, when that is the turn of an assignee. */
  readonly assignee?: { readonly organizationId: string | null; readonly personId: string | null } | null
  /** With the flow action's `extend`: how much longer, in the unit of the running limit. */
  readonly extendBy?: number
}

/** What the module writes back to its own row. */
export interface StepResult<State extends string> {
  readonly state: State
  readonly entryCount: number
  readonly entryId: string
  readonly dueAt: Date | null
  readonly isPaused: boolean
}

const threadDb = (tx: Tx) => tx.db.withTables<ThreadTables>()

/** A new matter and the step that opens it. */
export interface Opening<State extends string> {
  readonly matter: Matter<State>
  readonly step: Omit<Step<State, string>, 'chosen'>
}

/**
 * The first entries and the first visits of new matters, and whatever the module inserts for them (`beside`: its rows, the
 * search), all in one statement that is sent and not waited for. Permission is the caller's: nothing stands yet to ask
 * about. At most some hundred at once. The transaction is refused with `refusals[constraint]` when that one is broken.
 */
export const openMatters = async <State extends string, Action extends string, Facts>(
  tx: Tx,
  flow: Flow<State, Action, Facts>,
  openings: readonly Opening<State>[],
  beside: (results: readonly StepResult<State>[]) => readonly CompiledQuery[] = () => [],
  refusals: Readonly<Record<string, string>> = {},
): Promise<StepResult<State>[]> => {
  if (openings.length === 0) return []
  const { states } = flow.definition
  const calendar = await calendarOf(tx)
  const entries = openings.map(({ matter, step }) => entryRow(tx, matter, step, null, matter.state))
  const visits = openings.map(({ matter, step }) =>
    visitRow(tx, matter, states[matter.state], matter.state, 1, step, calendar, NOBODY),
  )
  const results = openings.map(({ matter }, index) => ({
    state: matter.state,
    entryCount: matter.entryCount + 1,
    entryId: entries[index]?.id ?? '',
    dueAt: visits[index]?.due_at ?? null,
    isPaused: false,
  }))
  const inserts = [
    threadDb(tx).insertInto('platform.entry').values(entries).compile(),
    threadDb(tx).insertInto('platform.visit').values(visits).compile(),
    ...beside(results),
  ]
  tx.trail(refuseTaken(refusals, {}, () => writeTogether(tx, inserts)))
  for (const [index, { matter, step }] of openings.entries()) {
    await announce(tx, matter, step.action, entries[index]?.id ?? '')
  }
  return results
}

/** As `openMatters`, for one. */
export const openMatter = async <State extends string, Action extends string, Facts>(
  tx: Tx,
  flow: Flow<State, Action, Facts>,
  matter: Matter<State>,
  step: Omit<Step<State, string>, 'chosen'>,
): Promise<StepResult<State>> => {
  const [opened] = await openMatters(tx, flow, [{ matter, step }])
  if (!opened) throw new Error('one opening gives one result')
  return opened
}

/**
 * Carries one action out: the flow's check (state, permission, guards), the entry, the clocks. The caller holds the
 * lock of the matter's row and writes the result to it in the same transaction.
 * Refuses with the flow's or the guard's code.
 */
export const advance = async <State extends string, Action extends string, Facts>(
  tx: Tx,
  flow: Flow<State, Action, Facts>,
  matter: Matter<State>,
  standing: Standing<State, Action, Facts>,
  step: Step<State, Action>,
): Promise<StepResult<State>> => {
  const verdict = mayAct(flow, step.action, standing)
  if (!verdict.ok) throw new Refusal(verdict.error.code, verdict.error.data)
  const rule = verdict.value
  const to = orRefuse(nextState(rule, matter.state, step.chosen))
  const entryId = await writeEntry(tx, matter, step, matter.state, to)
  const visit = await lockOpenVisit(tx, matter)
  const after =
    rule.to === null
      ? await turnClock(tx, visit, rule, step)
      : await changeState(tx, flow.definition.states[to], matter, visit, to, step)
  await announce(tx, matter, rule.emits, entryId)
  return { state: to, entryCount: matter.entryCount + 1, entryId, ...after }
}

type After = Pick<StepResult<string>, 'dueAt' | 'isPaused'>

const changeState = async <State extends string>(
  tx: Tx,
  next: FlowState,
  matter: Matter<State>,
  visit: VisitRow | null,
  to: State,
  step: Step<State>,
): Promise<After> => {
  if (visit) await closeVisit(tx, visit, step.action)
  const excluded = next.turn?.notWhoDid === undefined ? NOBODY : await whoDid(tx, matter, next.turn.notWhoDid)
  const dueAt = await openVisit(tx, matter, next, to, (visit?.number ?? 0) + 1, step, excluded)
  return { dueAt, isPaused: false }
}

type Excluded = Pick<VisitRow, 'excluded_person_id' | 'excluded_organization_id'>
const NOBODY: Excluded = { excluded_person_id: null, excluded_organization_id: null }

/** Who last left a stay of this matter by the action, and the organisation that had the matter then. */
const whoDid = async (tx: Tx, matter: Pick<Matter, 'kind' | 'id'>, action: string): Promise<Excluded> => {
  const stay = await threadDb(tx)
    .selectFrom('platform.visit')
    .select(['left_by_person_id as excluded_person_id', 'assignee_organization_id as excluded_organization_id'])
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', matter.kind)
    .where('matter_id', '=', matter.id)
    .where('left_by', '=', action)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return stay ?? NOBODY
}

/** The visit a matter is in, locked; null when its flow has ended. Lock the matter's own row first. */
export const lockOpenVisit = async (tx: Tx, matter: Pick<Matter, 'kind' | 'id'>): Promise<VisitRow | null> => {
  const row = await threadDb(tx)
    .selectFrom('platform.visit')
    .selectAll()
    .where('district_id', '=', tx.districtId)
    .where('matter_kind', '=', matter.kind)
    .where('matter_id', '=', matter.id)
    .where('left_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

const entryRow = (
  tx: Tx,
  matter: Matter,
  step: Omit<Step<string, string>, 'limitOf'>,
  from: string | null,
  to: string,
): Insertable<ThreadTables['platform.entry']> => {
  const post = postFor(tx, matter)
  return {
    district_id: tx.districtId,
    id: newId(tx),
    matter_kind: matter.kind,
    matter_id: matter.id,
    number: matter.entryCount + 1,
    action: step.action,
    at: tx.now(),
    actor_kind: tx.actor.kind,
    person_id: tx.actor.personId,
    actor_name: tx.actor.name,
    actor_role: post?.role ?? null,
    actor_place_id: post?.placeId ?? null,
    actor_organization_id: post?.organizationId ?? null,
    from_state: from,
    to_state: to,
    words: step.words ?? null,
    data: JSON.stringify(step.data ?? {}),
    visibility: step.visibility,
    files: [...(step.files ?? [])],
  }
}

const writeEntry = async (
  tx: Tx,
  matter: Matter,
  step: Omit<Step<string, string>, 'limitOf'>,
  from: string | null,
  to: string,
): Promise<string> => {
  const row = entryRow(tx, matter, step, from, to)
  await threadDb(tx).insertInto('platform.entry').values(row).execute()
  return row.id
}

/** The post in which somebody acts here: the nearest one above the matter, else the first. */
const postFor = (tx: Tx, matter: Matter): Tx['actor']['posts'][number] | undefined => {
  const near = tx.actor.posts
    .filter((post) => post.role !== 'resident' && matter.placePath.startsWith(post.placePath))
    .sort((a, b) => b.placePath.length - a.placePath.length)
  return near[0] ?? tx.actor.posts[0]
}

const visitRow = (
  tx: Tx,
  matter: Matter,
  next: FlowState,
  state: string,
  number: number,
  step: Pick<Step, 'limitOf' | 'assignee'>,
  calendar: WorkCalendar,
  excluded: Excluded,
): Insertable<ThreadTables['platform.visit']> => {
  const limit = next.clock ? step.limitOf(next.clock) : null
  const enteredAt = tx.now()
  return {
    district_id: tx.districtId,
    id: newId(tx),
    matter_kind: matter.kind,
    matter_id: matter.id,
    number,
    matter_number: matter.number,
    title: matter.title,
    state,
    stage: next.stage,
    clock: next.clock,
    entered_at: enteredAt,
    left_at: null,
    left_by: null,
    left_by_person_id: null,
    limit_unit: limit?.unit ?? null,
    limit_amount: limit?.amount ?? null,
    extended_amount: 0,
    due_at: limit ? dueOfVisit({ limit, enteredAt, pauses: [], pausedAt: null }, calendar) : null,
    paused_at: null,
    pauses: '[]',
    used_minutes: null,
    is_late: null,
    turn_of: next.turn?.of ?? null,
    turn_operation: next.turn?.operation ?? null,
    assignee_organization_id: step.assignee?.organizationId ?? null,
    assignee_person_id: step.assignee?.personId ?? null,
    reporter_person_id: matter.reporterPersonId,
    ...excluded,
    place_id: matter.placeId,
    place_path: matter.placePath,
  }
}

const openVisit = async (
  tx: Tx,
  matter: Matter,
  next: FlowState,
  state: string,
  number: number,
  step: Pick<Step, 'limitOf' | 'assignee'>,
  excluded: Excluded,
): Promise<Date | null> => {
  const row = visitRow(tx, matter, next, state, number, step, await calendarOf(tx), excluded)
  await threadDb(tx).insertInto('platform.visit').values(row).execute()
  return row.due_at ?? null
}

const closeVisit = async (tx: Tx, visit: VisitRow, action: string): Promise<void> => {
  const leftAt = tx.now()
  const pauses = closedPauses(visit, leftAt)
  const clock = visit.limit_unit
    ? clockOfVisit({ ...visit, pauses, paused_at: null, left_at: leftAt }, leftAt, await calendarOf(tx))
    : null
  await threadDb(tx)
    .updateTable('platform.visit')
    .set({
      left_at: leftAt,
      left_by: action,
      left_by_person_id: tx.actor.personId,
      pauses: JSON.stringify(pauses),
      paused_at: null,
      due_at: clock?.dueAt ?? null,
      used_minutes: clock?.usedMinutes ?? null,
      is_late: clock ? clock.lateMinutes > 0 || (clock.dueAt !== null && leftAt > clock.dueAt) : null,
    })
    .where('district_id', '=', tx.districtId)
    .where('id', '=', visit.id)
    .execute()
}

const closedPauses = (visit: VisitRow, at: Date): StoredPause[] =>
  visit.paused_at
    ? [...visit.pauses, { from: visit.paused_at.toISOString(), to: at.toISOString(), reason: '', approvedBy: null }]
    : visit.pauses

/** 停表、恢复、延期: the visit stays open and its due instant is computed again from the stored facts. */
const turnClock = async (tx: Tx, visit: VisitRow | null, rule: FlowAction<string>, step: Step): Promise<After> => {
  if (!visit) return { dueAt: null, isPaused: false }
  const now = tx.now()
  const pausedAt = rule.clock === 'pause' ? now : rule.clock === 'resume' ? null : visit.paused_at
  const pauses = rule.clock === 'resume' ? closedPauses(visit, now) : visit.pauses
  const extended = Number(visit.extended_amount) + (rule.clock === 'extend' ? (step.extendBy ?? 0) : 0)
  const changed: VisitRow = { ...visit, pauses, paused_at: pausedAt, extended_amount: extended }
  const dueAt = visit.limit_unit ? clockOfVisit(changed, now, await calendarOf(tx)).dueAt : null
  if (rule.clock) {
    await threadDb(tx)
      .updateTable('platform.visit')
      .set({ paused_at: pausedAt, pauses: JSON.stringify(pauses), extended_amount: extended, due_at: dueAt })
      .where('district_id', '=', tx.districtId)
      .where('id', '=', visit.id)
      .execute()
  }
  return { dueAt, isPaused: pausedAt !== null }
}

/** Tells whoever listens, after the commit: one job for the reactions, one hint for open pages. */
const announce = async (tx: Tx, matter: Matter, event: string, entryId: string): Promise<void> => {
  if (tx.services.registry.hasReaction(event)) {
    await tx.services.enqueue(tx, 'platform.react', { event, entryId, matterKind: matter.kind, matterId: matter.id })
  }
  tx.afterCommit(() => tx.services.live.publish(tx.districtId, matter.kind))
}
