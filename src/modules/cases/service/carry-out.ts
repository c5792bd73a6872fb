import type { Can } from '#kernel/flow'
import { maskText } from '#kernel/mask'
import type { ClockState } from '#kernel/time'
import { attachFiles } from '#modules/workplace'
import type { Tx } from '#platform/context'
import { advance, type Matter, openVisitsOf, type Visibility } from '#platform/thread'
import type { CaseState } from '../contract.ts'
import { type CaseAction, caseStageOf, isOpenState } from '../rules/case-flow.ts'
import * as store from '../store.ts'
import { decideRequest } from '../store/request.ts'
import { CASE_KIND, cansOf, flow, limitsOf, type LoadedCase, loadRules, standingOf } from './flow.ts'
import { type Names, namesOf } from './names.ts'

/** What ends with every stay: extensions are counted anew, what was asked for and not decided is dropped. */
const newStay: Partial<store.CaseFileRow> = {
  extension_count: 0,
  open_request_kind: null,
  open_request_by_person_id: null,
}

/** One thing done with a case: the action, what was said, and what changes beside the state. */
export interface Doing {
  readonly action: CaseAction
  readonly words?: string | null
  readonly fileIds?: readonly string[]
  readonly visibility?: Visibility
  readonly data?: Readonly<Record<string, unknown>>
  readonly chosen?: CaseState
  readonly extendBy?: number
  readonly change?: Partial<store.CaseFileRow>
}

/** As the thread knows it. */
export const matterOf = (row: store.CaseFileRow, reporters: LoadedCase['reporters']): Matter<CaseState> => ({
  kind: CASE_KIND,
  id: row.id,
  number: row.number,
  title: maskText(row.title),
  state: row.state,
  placeId: row.place_id,
  placePath: row.place_path,
  reporterPersonId: reporters[0]?.person_id ?? null,
  entryCount: row.entry_count,
})

/**
 * Carries one action out on a locked case: the flow's check, the thread, the clocks, the row. The clock of the next step
 * goes by what the case is afterwards (place, category, urgency). Refuses with the code of the flow or of a guard.
 */
export const carryOut = async (tx: Tx, loaded: LoadedCase, doing: Doing): Promise<LoadedCase> => {
  const { row, reporters, config } = loaded
  const changed: store.CaseFileRow = { ...row, ...doing.change }
  const inForce = await loadRules(tx, changed.category_path)
  const result = await advance(tx, flow, matterOf(changed, reporters), standingOf(tx, loaded), {
    action: doing.action,
    words: doing.words ?? null,
    files: doing.fileIds ?? [],
    visibility: doing.visibility ?? 'parties',
    data: doing.data ?? {},
    limitOf: limitsOf(changed, inForce, config),
    assignee: { organizationId: changed.handler_organization_id, personId: changed.handler_person_id },
    ...(doing.chosen === undefined ? {} : { chosen: doing.chosen }),
    ...(doing.extendBy === undefined ? {} : { extendBy: doing.extendBy }),
  })
  await attachFiles(tx, doing.fileIds ?? [], { kind: CASE_KIND, id: row.id })
  const isNewStay = flow.definition.actions[doing.action].to !== null
  if (isNewStay && row.open_request_kind !== null) await decideRequest(tx, row.id, 'dropped', null)
  const after = await store.updateCase(tx, row.id, {
    ...doing.change,
    state: result.state,
    stage: caseStageOf(result.state),
    is_open: isOpenState(result.state),
    entry_count: result.entryCount,
    due_at: result.dueAt,
    is_paused: result.isPaused,
    ...(isNewStay ? newStay : {}),
    ...(result.isPaused ? {} : { paused_until: null }),
  })
  if (row.parent_case_id !== null && row.is_open !== after.is_open)
    await store.addToCount(tx, row.parent_case_id, 'open_child_count', after.is_open ? 1 : -1)
  return { ...loaded, row: after }
}

/** A case after something was done with it, with everything its answer says. */
export interface Done {
  readonly row: store.CaseFileRow
  readonly names: Names
  readonly clock: ClockState | null
  readonly can: Record<string, Can>
}

export const doneWith = async (tx: Tx, loaded: LoadedCase): Promise<Done> => {
  const { row } = loaded
  const visits = await openVisitsOf(tx, CASE_KIND, [row.id])
  return { row, names: await namesOf(tx, [row]), clock: visits.get(row.id)?.clock ?? null, can: cansOf(tx, loaded) }
}
