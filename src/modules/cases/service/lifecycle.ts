import type { InputOf } from '#kernel/operation'
import type { Tx } from '#platform/context'
import type * as contract from '../contract.ts'
import { stateAfterRating } from '../rules/case-flow.ts'
import { act, openAgain, unassigned } from './act.ts'
import { type Done, doneWith } from './carry-out.ts'
import { loadCase } from './load.ts'
import { openMediation } from './mediation.ts'
import { publishNotice } from './notice.ts'
import { settleRequest } from './request.ts'

// 核实 -------------------------------------------------------------------------------------------------------------------

export const askCheck = (tx: Tx, input: InputOf<typeof contract.askCheck>): Promise<Done> =>
  act(tx, 'cases.case.askCheck', input, () => ({ visibility: 'staff' }))

/**
 * 核实 by a liaison: what is so is taken in and may be acted on, what is not ends with the answer. What is so may be told
 * to the residents and mediated in the same act (S0-38).
 */
export const checkCase = async (tx: Tx, input: InputOf<typeof contract.checkCase>): Promise<Done> => {
  const done = await act(tx, 'cases.case.check', input, () => ({
    chosen: input.result === 'absent' ? 'refused' : 'accepted',
    data: { result: input.result },
    change: {
      ...(input.result === 'exists' ? { checked_at: tx.now() } : {}),
      ...(input.result === 'absent' ? { closed_at: tx.now() } : {}),
    },
  }))
  const caseId = done.row.id
  if (input.notice) await publishNotice(tx, { caseId, ...input.notice })
  if (input.mediation) await openMediation(tx, { caseId, ...input.mediation })
  return input.notice || input.mediation ? doneWith(tx, await loadCase(tx, { id: caseId })) : done
}

// 改派 -------------------------------------------------------------------------------------------------------------------

/** 改派: taken back, and with it a dispute is upheld. */
export const recallCase = (tx: Tx, input: InputOf<typeof contract.recallCase>): Promise<Done> =>
  act(tx, 'cases.case.recall', input, async (loaded) => ({
    visibility: 'staff',
    change: { ...unassigned, ...(await settleRequest(tx, loaded, 'dispute', 'granted', input.words)) },
  }))

// 转出 -------------------------------------------------------------------------------------------------------------------

export const transferCase = (tx: Tx, input: InputOf<typeof contract.transferCase>): Promise<Done> =>
  act(tx, 'cases.case.transfer', input, () => ({
    data: { system: input.system, outsideNumber: input.outsideNumber },
    change: { outside_system: input.system, outside_number: input.outsideNumber },
  }))

/** 转回: with an answer it can be closed, without one it is dispatched here. */
export const takeBackCase = (tx: Tx, input: InputOf<typeof contract.takeBackCase>): Promise<Done> =>
  act(tx, 'cases.case.takeBack', input, ({ row }) => ({
    chosen: input.result === 'done' ? 'verified' : 'filed',
    data: { result: input.result, system: row.outside_system },
  }))

// 回访 -------------------------------------------------------------------------------------------------------------------

/** 回访: the answer counts as the reporter's own judgement; what was rated badly is put right (cases §5.5). */
export const revisitCase = (tx: Tx, input: InputOf<typeof contract.revisitCase>): Promise<Done> =>
  act(tx, 'cases.case.revisit', input, ({ row, config }) => {
    const chosen = stateAfterRating(input.rating, row.correction_count, config)
    const correction = chosen === 'correcting' ? { ...openAgain, correction_count: row.correction_count + 1 } : {}
    return {
      chosen,
      data: { rating: input.rating, way: input.way },
      change: { rating: input.rating, revisited_at: tx.now(), ...correction },
    }
  })

export const missRevisit = (tx: Tx, input: InputOf<typeof contract.missRevisit>): Promise<Done> =>
  act(tx, 'cases.case.missRevisit', input, () => ({ visibility: 'staff', data: { way: input.way } }))
