import { canOf, type Can, type Standing } from '#kernel/flow'
import { maskText } from '#kernel/mask'
import { holds, type Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { type ClockState, civilDateAt } from '#kernel/time'
import { attachFiles } from '#modules/workplace'
import type { Tx } from '#platform/context'
import { takeNumbers } from '#platform/counter'
import { advance, type Matter, openVisitsOf } from '#platform/thread'
import * as contract from '../contract.ts'
import { defaultHazardConfig } from '../rules/hazard-config.ts'
import {
  type HazardAction,
  type HazardFacts,
  hazardActions,
  hazardFlow,
  hazardStageOf,
  isOpenState,
  limitsOf,
} from '../rules/hazard-flow.ts'
import { numberOf, seriesOf } from '../rules/inspection.ts'
import * as store from '../store/hazard.ts'
import { mayReadAt } from './where.ts'

/** One configuration for all districts as yet; everything asks here. */
export const config = defaultHazardConfig

const operationById = new Map<string, Operation>(contract.hazardActs.map((operation) => [operation.id, operation]))

/** At its place or above, of the organisation that has to put it right, or who follows it up. */
export const mayRead = (tx: Tx, row: store.HazardRow): boolean => {
  const { personId, posts } = tx.actor
  const isOfOrganization = posts.some(
    (post) => post.role !== 'resident' && post.organizationId !== null && post.organizationId === row.organization_id,
  )
  const isOwn = personId !== null && (personId === row.responsible_person_id || personId === row.found_by_person_id)
  return mayReadAt(tx, row.place_path) || isOfOrganization || isOwn
}

const readable = (tx: Tx, row: store.HazardRow | undefined, id: string): store.HazardRow => {
  if (!row || !mayRead(tx, row)) throw new Refusal('hazards.hazard_not_found', { id })
  return row
}

/** A hazard as far as the actor may read it; one that is not for the actor and one that is not there are refused alike. */
export const loadHazard = async (tx: Tx, id: string): Promise<store.HazardRow> =>
  readable(tx, await store.findHazard(tx, id), id)

/** The same under the lock of its row, to act on it. */
export const lockHazard = async (tx: Tx, id: string): Promise<store.HazardRow> =>
  readable(tx, await store.lockHazard(tx, id), id)

const factsOf = (row: store.HazardRow): HazardFacts => ({
  rectifiedByPersonId: row.rectified_by_person_id,
  extensionDays: row.extension_days,
  extensionByPersonId: row.extension_by_person_id,
  extensionCount: row.extension_count,
})

export const standingOf = (
  tx: Tx,
  row: store.HazardRow,
): Standing<contract.HazardState, HazardAction, HazardFacts> => ({
  state: row.state,
  facts: factsOf(row),
  actorPersonId: tx.actor.personId,
  isSystem: tx.actor.kind === 'system',
  isReporter: false,
  holds: (action) => {
    const operation = operationById.get(action)
    if (!operation) return false
    const isAssigned = tx.actor.personId !== null && tx.actor.personId === row.responsible_person_id
    if (hazardFlow.definition.actions[action].by === 'assignee' && isAssigned) return true
    return holds(tx.actor, operation.access, { placePath: row.place_path, organizationId: row.organization_id })
  },
})

/** What people may do with it now; what only the platform does is not told. */
export const cansOf = (tx: Tx, row: store.HazardRow): Record<string, Can> => {
  const all = canOf(hazardFlow, standingOf(tx, row))
  const told = hazardActions.filter((action) => hazardFlow.definition.actions[action].by !== 'system')
  return Object.fromEntries(told.map((action) => [action, all[action]]))
}

/** 消防通道堵塞 · 好邻居超市: what lists and the inbox call it. */
export const titleOf = (kindName: string, siteName: string): string => `${kindName} · ${siteName}`

export const matterOf = (row: store.HazardRow, siteName: string): Matter<contract.HazardState> => ({
  kind: store.HAZARD_KIND,
  id: row.id,
  number: row.number,
  title: maskText(titleOf(row.kind_name, siteName)),
  state: row.state,
  placeId: row.place_id,
  placePath: row.place_path,
  reporterPersonId: null,
  entryCount: row.entry_count,
})

/** The next number of the day. */
export const nextNumber = async (tx: Tx, letters: 'PC' | 'YH' | 'ZG'): Promise<string> => {
  const series = seriesOf(letters, civilDateAt(tx.now()))
  return numberOf(series, await takeNumbers(tx, `hazards:${series}`))
}

/** One thing done with a hazard: the action, what was said, and what changes beside the state. */
export interface Doing {
  readonly action: HazardAction
  readonly words?: string | null
  readonly fileIds?: readonly string[]
  readonly data?: Readonly<Record<string, unknown>>
  readonly extendBy?: number
  readonly change?: Partial<store.HazardRow>
}

/** Carries one action out on a locked hazard: the flow's check, the thread, the clocks, the row. */
export const carryOut = async (
  tx: Tx,
  row: store.HazardRow,
  siteName: string,
  doing: Doing,
): Promise<store.HazardRow> => {
  const changed: store.HazardRow = { ...row, ...doing.change }
  const result = await advance(tx, hazardFlow, matterOf(changed, siteName), standingOf(tx, row), {
    action: doing.action,
    words: doing.words ?? null,
    files: doing.fileIds ?? [],
    visibility: 'parties',
    data: doing.data ?? {},
    limitOf: limitsOf(changed.limit_days, config),
    assignee: { organizationId: changed.organization_id, personId: changed.responsible_person_id },
    ...(doing.extendBy === undefined ? {} : { extendBy: doing.extendBy }),
  })
  await attachFiles(tx, doing.fileIds ?? [], { kind: store.HAZARD_KIND, id: row.id })
  const isEnded = !isOpenState(result.state)
  return store.updateHazard(tx, row.id, {
    ...doing.change,
    state: result.state,
    stage: hazardStageOf(result.state),
    is_open: !isEnded,
    closed_at: isEnded ? tx.now() : null,
    entry_count: result.entryCount,
    due_at: result.dueAt,
    is_paused: result.isPaused,
  })
}

export const clocksOf = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ClockState | null>> => {
  const visits = await openVisitsOf(tx, store.HAZARD_KIND, ids)
  return new Map([...visits].map(([id, visit]) => [id, visit.clock]))
}
