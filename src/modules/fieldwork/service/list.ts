import { z } from 'zod'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { addDays, civilDateShape } from '#kernel/time'
import { type FileRow, findFiles } from '#modules/workplace'
import { requirePerson, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { HORIZON_DAYS } from '../rules/plan.ts'
import { checkFinish, checkHandOver, checkStart } from '../rules/patrol.ts'
import type * as store from '../store.ts'
import * as patrols from '../store/patrol.ts'
import { factsOf, mayPlan, scopeOf, today } from './guard.ts'
import { loadPatrol } from './patrol.ts'

/** Patrols that a phone is given: those of a week, several a day. */
const MINE_MAX = 60

export interface Walks {
  readonly rows: store.PatrolRow[]
  readonly checkIns: store.CheckInRow[]
}

/** From yesterday on: a night patrol goes over midnight, and what a phone kept may still arrive. */
export const myPatrols = async (tx: Tx): Promise<Walks> => {
  const day = today(tx)
  const personId = requirePerson(tx)
  const rows = await patrols.listOfPerson(tx, personId, addDays(day, -1), addDays(day, HORIZON_DAYS), MINE_MAX)
  const checkIns = await patrols.listCheckIns(
    tx,
    rows.map((row) => row.id),
  )
  return { rows, checkIns }
}

const cursor = z.tuple([civilDateShape, cursorInstant, idShape])

type Filter = InputOf<typeof contract.exportPatrols>

/** What was asked for, as the store needs it. Refuses places that the actor does not read. */
export const filterOf = async (tx: Tx, input: Filter): Promise<patrols.PatrolFilter> => ({
  placePaths: await scopeOf(tx, contract.listPatrols, input.withinId),
  routeId: input.routeId,
  personId: input.personId,
  organizationId: input.organizationId,
  caseId: input.caseId,
  state: input.state,
  attention: input.attention,
  from: input.from,
  until: input.until,
})

export const listPatrols = async (
  tx: Tx,
  input: InputOf<typeof contract.listPatrols>,
): Promise<Page<store.PatrolRow>> => {
  const rows = await patrols.listPatrols(tx, await filterOf(tx, input), {
    sort: input.sort,
    after: readCursorAs(input.cursor, cursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.on_day, row.window_from.toISOString(), row.id])
}

export interface PatrolView {
  readonly patrol: store.PatrolRow
  readonly checkIns: readonly store.CheckInRow[]
  readonly findings: readonly store.FindingRow[]
  readonly events: readonly store.PatrolEventRow[]
  readonly files: readonly FileRow[]
  readonly can: Record<string, Can>
}

const canOf = (tx: Tx, patrol: store.PatrolRow): Record<string, Can> => {
  const facts = factsOf(patrol)
  const isMine = patrol.person_id !== null && patrol.person_id === tx.actor.personId
  const isPlanned = mayPlan(tx, patrol.place_path)
  const can = (isAllowed: boolean, obstacle: string | null): Can => {
    const reason = isAllowed ? obstacle : 'fieldwork.not_your_patrol'
    return { allowed: reason === null, reason, data: { name: patrol.route_name } }
  }
  const errorOf = (result: { readonly ok: boolean; readonly error?: string }): string | null =>
    result.ok ? null : (result.error ?? null)
  return {
    [contract.startPatrol.id]: can(isMine, errorOf(checkStart(facts, tx.now()))),
    [contract.finishPatrol.id]: can(isMine, errorOf(checkFinish(facts, tx.now()))),
    [contract.handOver.id]: can(
      isMine || isPlanned || patrol.person_id === null,
      errorOf(checkHandOver(facts, tx.now())),
    ),
    [contract.explainPatrol.id]: can(
      isMine || isPlanned,
      patrol.state === 'missed' ? null : 'fieldwork.patrol_not_missed',
    ),
  }
}

export const viewPatrol = async (tx: Tx, id: string): Promise<PatrolView> => {
  const patrol = await loadPatrol(tx, id)
  const checkIns = await patrols.listCheckIns(tx, [id])
  return {
    patrol,
    checkIns,
    findings: await patrols.listFindings(tx, [id]),
    events: await patrols.listEvents(tx, id),
    files: await findFiles(
      tx,
      checkIns.flatMap((one) => one.files),
    ),
    can: canOf(tx, patrol),
  }
}
