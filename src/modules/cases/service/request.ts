import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import { addDays, civilDateAt, instantOf } from '#kernel/time'
import { newId, type Tx } from '#platform/context'
import type * as contract from '../contract.ts'
import { checkExtension } from '../rules/case-flow.ts'
import type { CaseFileRow } from '../store.ts'
import * as requests from '../store/request.ts'
import { act, type Decision } from './act.ts'
import type { Done } from './carry-out.ts'
import { type LoadedCase, runningLimit } from './flow.ts'

const REQUESTS_SHOWN_MAX = 50

/** 延期 is bounded by the limit that runs. */
export const requireExtension = async (tx: Tx, { row, config }: LoadedCase, extendBy: number): Promise<string> => {
  if (row.extension_count >= config.extension.countMax) throw new Refusal('cases.extension_used')
  const limit = await runningLimit(tx, row)
  orRefuse(checkExtension(extendBy, limit, config), {
    amountMax: limit.amount * config.extension.shareMax,
    unit: limit.unit,
  })
  return limit.unit
}

/** 挂账 ends on a day to come, within its bound; the case goes on at the beginning of that day. */
export const suspensionEnd = (tx: Tx, { config }: LoadedCase, until: string): Date => {
  const today = civilDateAt(tx.now())
  const latest = addDays(today, config.suspensionDaysMax)
  if (until <= today || until > latest) throw new Refusal('cases.suspension_too_long', { latest })
  return instantOf(until as typeof latest)
}

const noRequest: Partial<CaseFileRow> = { open_request_kind: null, open_request_by_person_id: null }

/** What was asked for is decided; the row forgets it. Nothing happens when nothing of this kind was asked. */
export const settleRequest = async (
  tx: Tx,
  { row }: LoadedCase,
  kind: contract.RequestKind | 'any',
  decision: 'granted' | 'denied',
  words: string | null,
): Promise<Partial<CaseFileRow>> => {
  if (row.open_request_kind === null || (kind !== 'any' && row.open_request_kind !== kind)) return {}
  await requests.decideRequest(tx, row.id, decision, words)
  return noRequest
}

export const askForCase = (tx: Tx, input: InputOf<typeof contract.askForCase>): Promise<Done> =>
  act(tx, 'cases.case.ask', input, async (loaded): Promise<Decision> => {
    const { row } = loaded
    if (input.kind === 'suspension' && row.is_paused) throw new Refusal('cases.clock_stands')
    const unit = input.extendBy === undefined ? null : await requireExtension(tx, loaded, input.extendBy)
    const until = input.until === undefined ? null : suspensionEnd(tx, loaded, input.until)
    await requests.insertRequest(tx, {
      district_id: tx.districtId,
      id: newId(tx),
      case_id: row.id,
      kind: input.kind,
      organization_id: row.handler_organization_id,
      person_id: tx.actor.personId,
      words: input.words,
      extend_by: input.extendBy ?? null,
      until,
      asked_at: tx.now(),
      decision: null,
      decided_at: null,
      decided_by_person_id: null,
      decision_words: null,
    })
    return {
      visibility: 'staff',
      data: {
        kind: input.kind,
        ...(unit === null ? {} : { extendBy: input.extendBy, unit }),
        ...(input.until === undefined ? {} : { until: input.until }),
      },
      change: { open_request_kind: input.kind, open_request_by_person_id: tx.actor.personId },
    }
  })

export const denyRequest = (tx: Tx, input: InputOf<typeof contract.denyRequest>): Promise<Done> =>
  act(tx, 'cases.case.deny', input, async (loaded) => ({
    visibility: 'staff',
    data: { kind: loaded.row.open_request_kind },
    change: await settleRequest(tx, loaded, 'any', 'denied', input.words),
  }))

export const listRequests = (tx: Tx, caseId: string): Promise<requests.RequestRow[]> =>
  requests.listRequests(tx, caseId, REQUESTS_SHOWN_MAX)
