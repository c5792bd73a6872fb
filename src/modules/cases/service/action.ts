import { mayAct } from '#kernel/flow'
import type { InputOf } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import { membersOf } from '#modules/posts'
import { requirePermission, type Tx } from '#platform/context'
import { isFileShown } from '#platform/thread'
import * as contract from '../contract.ts'
import { type CaseAction, checkExtension, stateAfterRating } from '../rules/case-flow.ts'
import { conditionsInForce } from '../rules/category-rule.ts'
import type * as store from '../store.ts'
import { carryOut, type Doing, type Done, doneWith } from './carry-out.ts'
import { leafCategory, usableCategory } from './category.ts'
import { CASE_KIND, config, flow, type LoadedCase, loadRules, runningLimit, standingOf } from './flow.ts'
import { type CaseKey, lockCase } from './load.ts'
import { reindexCase } from './open.ts'
import { placeColumns, placementAt } from './place.ts'

type Decision = Omit<Doing, 'action' | 'words' | 'fileIds'>

/** What an action is told: which case, and usually words and files. */
type Told = CaseKey & { readonly words?: string | null; readonly fileIds?: readonly string[] }

/**
 * Locks a case, asks the flow whether this may happen at all, then `decide` what it changes, carries it out, and
 * answers how the case stands then. Refuses with the code of the flow, of a guard, or of `decide`.
 */
const act = async (
  tx: Tx,
  action: CaseAction,
  told: Told,
  decide: (loaded: LoadedCase) => Decision | Promise<Decision> = () => ({}),
): Promise<Done> => {
  const loaded = await lockCase(tx, told)
  const verdict = mayAct(flow, action, standingOf(tx, loaded))
  if (!verdict.ok) throw new Refusal(verdict.error.code, verdict.error.data)
  const decision = await decide(loaded)
  const { words = null, fileIds = [] } = told
  const after = await carryOut(tx, loaded, { action, words, fileIds, ...decision })
  if (after.row.place_path !== loaded.row.place_path) await reindexCase(tx, after.row)
  return doneWith(tx, after)
}

/** 受理、立案: place and urgency put right. To another place only by those who hold the permission there too. */
const corrections = async (
  tx: Tx,
  operation: typeof contract.acceptCase | typeof contract.fileCase,
  input: { readonly placeId?: number | undefined; readonly urgency?: contract.Urgency | undefined },
  row: store.CaseFileRow,
): Promise<Partial<store.CaseFileRow>> => {
  const urgency = input.urgency === undefined ? {} : { urgency: input.urgency }
  if (input.placeId === undefined || input.placeId === row.place_id) return urgency
  const placement = await placementAt(tx, input.placeId)
  requirePermission(tx, operation, { placePath: placement.place.path })
  return { ...urgency, ...placeColumns(placement) }
}

const categoryColumns = (category: { readonly id: number; readonly path: string }): Partial<store.CaseFileRow> => ({
  category_id: category.id,
  category_path: category.path,
})

export const acceptCase = (tx: Tx, input: InputOf<typeof contract.acceptCase>): Promise<Done> =>
  act(tx, 'cases.case.accept', input, async ({ row }) => ({
    change: {
      ...(await corrections(tx, contract.acceptCase, input, row)),
      ...(input.categoryId === undefined ? {} : categoryColumns(await usableCategory(tx, input.categoryId))),
    },
  }))

export const refuseCase = (tx: Tx, input: InputOf<typeof contract.refuseCase>): Promise<Done> =>
  act(tx, 'cases.case.refuse', input, () => ({ change: { closed_at: tx.now() } }))

export const fileCase = (tx: Tx, input: InputOf<typeof contract.fileCase>): Promise<Done> =>
  act(tx, 'cases.case.file', input, async ({ row }) => {
    const category = await leafCategory(tx, input.categoryId)
    const change = { ...(await corrections(tx, contract.fileCase, input, row)), ...categoryColumns(category) }
    return { data: { categoryName: category.name }, change }
  })

/** 派遣: the organisation must be there today, the person must hold a post in it. */
export const dispatchCase = (tx: Tx, input: InputOf<typeof contract.dispatchCase>): Promise<Done> =>
  act(tx, 'cases.case.dispatch', input, async () => {
    const organization = await loadOrganization(tx, input.organizationId)
    const name = organization.short_name
    refuseClosed(tx, organization)
    const members = input.personId === null ? [] : await membersOf(tx, organization.id)
    if (input.personId !== null && !members.some(({ personId }) => personId === input.personId)) {
      throw new Refusal('cases.person_not_in_organization', { name })
    }
    return {
      data: { organizationName: name },
      change: { handler_organization_id: organization.id, handler_person_id: input.personId },
    }
  })

export const returnCase = (tx: Tx, input: InputOf<typeof contract.returnCase>): Promise<Done> =>
  act(tx, 'cases.case.return', input, () => ({
    visibility: 'staff',
    change: { handler_organization_id: null, handler_person_id: null },
  }))

export const resolveCase = (tx: Tx, input: InputOf<typeof contract.resolveCase>): Promise<Done> =>
  act(tx, 'cases.case.resolve', input, async ({ row }) => {
    const { requiredPhotoCount } = conditionsInForce(await loadRules(tx, row.category_path))
    if (input.fileIds.length < requiredPhotoCount)
      throw new Refusal('cases.photos_missing', { count: requiredPhotoCount })
    return { change: { resolved_by_person_id: tx.actor.personId } }
  })

export const verifyCase = (tx: Tx, input: InputOf<typeof contract.verifyCase>): Promise<Done> =>
  act(tx, 'cases.case.verify', input)

export const reworkCase = (tx: Tx, input: InputOf<typeof contract.reworkCase>): Promise<Done> =>
  act(tx, 'cases.case.rework', input)

/** 结案: with a headline it is shown to everybody, with photos that are in its thread. */
export const closeCase = (tx: Tx, input: InputOf<typeof contract.closeCase>): Promise<Done> =>
  act(tx, 'cases.case.close', input, async ({ row }) => {
    for (const id of input.publicFileIds) {
      const isOfCase = input.fileIds.includes(id) || (await isFileShown(tx, CASE_KIND, row.id, id, 'staff'))
      if (!isOfCase) throw new Refusal('cases.file_not_of_case', { id })
    }
    return {
      change: {
        closed_at: tx.now(),
        is_public: input.headline !== null,
        headline: input.headline,
        public_files: input.publicFileIds,
      },
    }
  })

/** What an ended case loses when it is taken up again: it is neither closed nor published any more. */
const openAgain: Partial<store.CaseFileRow> = { closed_at: null, is_public: false, headline: null, public_files: [] }
/** And nobody has it. */
const unassigned: Partial<store.CaseFileRow> = {
  handler_organization_id: null,
  handler_person_id: null,
  resolved_by_person_id: null,
}

export const reopenCase = (tx: Tx, input: InputOf<typeof contract.reopenCase>): Promise<Done> =>
  act(tx, 'cases.case.reopen', input, ({ row }) => ({
    chosen: config.reopensTo[row.state] ?? 'accepted',
    change: { ...openAgain, ...unassigned },
  }))

export const pauseCase = (tx: Tx, input: InputOf<typeof contract.pauseCase>): Promise<Done> =>
  act(tx, 'cases.case.pause', input)

export const resumeCase = (tx: Tx, input: InputOf<typeof contract.resumeCase>): Promise<Done> =>
  act(tx, 'cases.case.resume', input)

/** 延期, in the unit of the running limit and bounded by it. */
export const extendCase = (tx: Tx, input: InputOf<typeof contract.extendCase>): Promise<Done> =>
  act(tx, 'cases.case.extend', input, async ({ row }) => {
    const limit = await runningLimit(tx, row)
    orRefuse(checkExtension(input.extendBy, limit, config), {
      amountMax: limit.amount * config.extension.shareMax,
      unit: limit.unit,
    })
    return {
      extendBy: input.extendBy,
      data: { extendBy: input.extendBy, unit: limit.unit },
      change: { extension_count: row.extension_count + 1 },
    }
  })

export const noteCase = (tx: Tx, input: InputOf<typeof contract.noteCase>): Promise<Done> =>
  act(tx, 'cases.case.note', input, () => ({ visibility: input.isForStaffOnly ? 'staff' : 'parties' }))

// The reporter, by account or query code ----------------------------------------------------------------------------------

/** 评价: 差评 takes the case up again, with the same handler (差评整改, cases §5.5). */
export const evaluateCase = (tx: Tx, input: InputOf<typeof contract.evaluateCase>): Promise<Done> =>
  act(tx, 'cases.case.evaluate', input, ({ row }) => {
    const chosen = stateAfterRating(input.rating, row.correction_count, config)
    const correction = chosen === 'correcting' ? { ...openAgain, correction_count: row.correction_count + 1 } : {}
    return { chosen, data: { rating: input.rating }, change: { rating: input.rating, ...correction } }
  })

export const withdrawCase = (tx: Tx, input: InputOf<typeof contract.withdrawCase>): Promise<Done> =>
  act(tx, 'cases.case.withdraw', input, () => ({ change: { closed_at: tx.now() } }))

export const supplementCase = (tx: Tx, input: InputOf<typeof contract.supplementCase>): Promise<Done> =>
  act(tx, 'cases.case.supplement', input)

export const reraiseCase = (tx: Tx, input: InputOf<typeof contract.reraiseCase>): Promise<Done> =>
  act(tx, 'cases.case.reraise', input, () => ({ change: { ...openAgain, ...unassigned } }))

/** Nobody judged in time: the case ends as it is. Done by the platform; refused when somebody judged meanwhile. */
export const lapseCase = (tx: Tx, id: string): Promise<Done> => act(tx, contract.LAPSE_ACTION, { id })
