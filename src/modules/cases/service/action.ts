import type { InputOf } from '#kernel/operation'
import { isWithin } from '#kernel/place'
import { orRefuse, Refusal } from '#kernel/refusal'
import { loadOrganization } from '#modules/organizations'
import { loadPlace } from '#modules/places'
import { requirePermission, type Tx } from '#platform/context'
import { isFileShown } from '#platform/thread'
import * as contract from '../contract.ts'
import { reopensTo, stateAfterRating } from '../rules/case-flow.ts'
import { conditionsInForce } from '../rules/category-rule.ts'
import { resolvedLevelOf } from '../rules/escalation.ts'
import { checkVerification } from '../rules/verification.ts'
import type * as store from '../store.ts'
import { act, handlerFor, openAgain, unassigned } from './act.ts'
import type { Done } from './carry-out.ts'
import { leafCategory, usableCategory } from './category.ts'
import { suggestOrganization } from './dispatch-rule.ts'
import { tierForDispatch } from './escalate.ts'
import { CASE_KIND, loadRules } from './flow.ts'
import { placeColumns, placementAt, pointOf } from './place.ts'
import { closeMerged, releaseMerged } from './related.ts'
import { requireExtension, settleRequest, suspensionEnd } from './request.ts'

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
  act(tx, 'cases.case.refuse', input, async (loaded) => {
    await releaseMerged(tx, loaded)
    return { change: { closed_at: tx.now() } }
  })

export const fileCase = (tx: Tx, input: InputOf<typeof contract.fileCase>): Promise<Done> =>
  act(tx, 'cases.case.file', input, async ({ row }) => {
    const category = await leafCategory(tx, input.categoryId)
    const change = { ...(await corrections(tx, contract.fileCase, input, row)), ...categoryColumns(category) }
    // Somebody had set another one: worth more than an example, for it shows what was mistaken for what.
    const isCorrection = row.category_id !== null && row.category_id !== category.id
    return {
      data: { categoryName: category.name, ...(isCorrection ? { correctedFrom: row.category_id } : {}) },
      change,
    }
  })

/** 派遣: the organisation must be there today, the person must hold a post in it; by the chain when there is one. */
export const dispatchCase = (tx: Tx, input: InputOf<typeof contract.dispatchCase>): Promise<Done> =>
  act(tx, 'cases.case.dispatch', input, async (loaded) => {
    const organization = await handlerFor(tx, input)
    const { row } = loaded
    const suggested = await suggestOrganization(tx, row, await loadRules(tx, row.category_path))
    const tier = await tierForDispatch(tx, loaded, {
      ...input,
      hasReason: input.words !== null,
      isNamed: suggested?.id === organization.id,
    })
    return {
      data: { organizationName: organization.short_name, ...(tier === null ? {} : { tier }) },
      change: { tier, handler_organization_id: organization.id, handler_person_id: input.personId },
    }
  })

export const returnCase = (tx: Tx, input: InputOf<typeof contract.returnCase>): Promise<Done> =>
  act(tx, 'cases.case.return', input, () => ({
    visibility: 'staff',
    change: { handler_organization_id: null, handler_person_id: null, tier: null },
  }))

/** The level of the place at which the actor solves: that of the organisation, else of the nearest own post. */
const levelOf = async (tx: Tx, row: store.CaseFileRow): Promise<contract.ResolvedLevel | null> => {
  const posts = tx.actor.posts
    .filter((post) => isWithin(row.place_path, post.placePath))
    .sort((one, other) => other.placePath.length - one.placePath.length)
  const placeId =
    row.handler_organization_id === null
      ? posts[0]?.placeId
      : (await loadOrganization(tx, row.handler_organization_id)).place_id
  return placeId === undefined ? null : resolvedLevelOf((await loadPlace(tx, placeId)).level)
}

export const resolveCase = (tx: Tx, input: InputOf<typeof contract.resolveCase>): Promise<Done> =>
  act(tx, 'cases.case.resolve', input, async ({ row }) => {
    const { requiredPhotoCount } = conditionsInForce(await loadRules(tx, row.category_path))
    if (input.fileIds.length < requiredPhotoCount)
      throw new Refusal('cases.photos_missing', { count: requiredPhotoCount })
    const level = await levelOf(tx, row)
    return { data: { level }, change: { resolved_by_person_id: tx.actor.personId, resolved_level: level } }
  })

/** 核查, with photos, at the place and at the time of day, as far as the category asks. */
export const verifyCase = (tx: Tx, input: InputOf<typeof contract.verifyCase>): Promise<Done> =>
  act(tx, 'cases.case.verify', input, async ({ row, config }) => {
    const asked = conditionsInForce(await loadRules(tx, row.category_path))
    const facts = {
      photoCount: input.fileIds.length,
      at: input.point,
      caseAt: pointOf(row),
      now: tx.now(),
      occurredAt: row.occurred_at ?? row.reported_at,
      samePeriodHours: config.samePeriodHours,
    }
    orRefuse(checkVerification(asked, facts), {
      count: asked.verificationPhotoCount,
      radius: asked.verificationRadius,
      hours: config.samePeriodHours,
    })
    return { data: input.point ? { hasPoint: true } : {} }
  })

export const reworkCase = (tx: Tx, input: InputOf<typeof contract.reworkCase>): Promise<Done> =>
  act(tx, 'cases.case.rework', input)

/** 结案: with a headline it is shown to everybody, with photos that are in its thread. */
export const closeCase = (tx: Tx, input: InputOf<typeof contract.closeCase>): Promise<Done> =>
  act(tx, 'cases.case.close', input, async (loaded) => {
    const { row } = loaded
    for (const id of input.publicFileIds) {
      const isOfCase = input.fileIds.includes(id) || (await isFileShown(tx, CASE_KIND, row.id, id, 'staff'))
      if (!isOfCase) throw new Refusal('cases.file_not_of_case', { id })
    }
    await closeMerged(tx, { ...loaded, row: { ...row, outcome: input.outcome } }, input.words)
    return {
      data: { outcome: input.outcome },
      change: {
        closed_at: tx.now(),
        outcome: input.outcome,
        is_public: input.headline !== null,
        headline: input.headline,
        public_files: input.publicFileIds,
      },
    }
  })

export const reopenCase = (tx: Tx, input: InputOf<typeof contract.reopenCase>): Promise<Done> =>
  act(tx, 'cases.case.reopen', input, ({ row }) => ({
    chosen: reopensTo(row.state),
    change: { ...openAgain, ...unassigned },
  }))

/** 停表, or 挂账 until a day; with it what was asked for is granted. */
export const pauseCase = (tx: Tx, input: InputOf<typeof contract.pauseCase>): Promise<Done> =>
  act(tx, 'cases.case.pause', input, async (loaded) => ({
    data: input.until === undefined ? {} : { until: input.until },
    change: {
      paused_until: input.until === undefined ? null : suspensionEnd(tx, loaded, input.until),
      ...(await settleRequest(tx, loaded, 'suspension', 'granted', input.words)),
    },
  }))

/** 恢复; the platform does it when the day of a suspension has come. */
export const resumeCase = (
  tx: Tx,
  input: Pick<InputOf<typeof contract.resumeCase>, 'id'> & Partial<InputOf<typeof contract.resumeCase>>,
): Promise<Done> => act(tx, 'cases.case.resume', input)

/** 延期, in the unit of the running limit and bounded by it; with it what was asked for is granted. */
export const extendCase = (tx: Tx, input: InputOf<typeof contract.extendCase>): Promise<Done> =>
  act(tx, 'cases.case.extend', input, async (loaded) => ({
    extendBy: input.extendBy,
    data: { extendBy: input.extendBy, unit: await requireExtension(tx, loaded, input.extendBy) },
    change: {
      extension_count: loaded.row.extension_count + 1,
      ...(await settleRequest(tx, loaded, 'extension', 'granted', input.words)),
    },
  }))

export const noteCase = (tx: Tx, input: InputOf<typeof contract.noteCase>): Promise<Done> =>
  act(tx, 'cases.case.note', input, () => ({ visibility: input.isForStaffOnly ? 'staff' : 'parties' }))

// The reporter, by account or query code ----------------------------------------------------------------------------------

/** 评价: 差评 takes the case up again, with the same handler (差评整改, cases §5.5). */
export const evaluateCase = (tx: Tx, input: InputOf<typeof contract.evaluateCase>): Promise<Done> =>
  act(tx, 'cases.case.evaluate', input, ({ row, config }) => {
    const chosen = stateAfterRating(input.rating, row.correction_count, config)
    const correction = chosen === 'correcting' ? { ...openAgain, correction_count: row.correction_count + 1 } : {}
    return { chosen, data: { rating: input.rating }, change: { rating: input.rating, ...correction } }
  })

export const withdrawCase = (tx: Tx, input: InputOf<typeof contract.withdrawCase>): Promise<Done> =>
  act(tx, 'cases.case.withdraw', input, async (loaded) => {
    await releaseMerged(tx, loaded)
    return { change: { closed_at: tx.now() } }
  })

export const supplementCase = (tx: Tx, input: InputOf<typeof contract.supplementCase>): Promise<Done> =>
  act(tx, 'cases.case.supplement', input)

export const reraiseCase = (tx: Tx, input: InputOf<typeof contract.reraiseCase>): Promise<Done> =>
  act(tx, 'cases.case.reraise', input, () => ({ change: { ...openAgain, ...unassigned } }))

/** Nobody judged in time: the case ends as it is. Done by the platform; refused when somebody judged meanwhile. */
export const lapseCase = (tx: Tx, id: string): Promise<Done> => act(tx, contract.LAPSE_ACTION, { id })
