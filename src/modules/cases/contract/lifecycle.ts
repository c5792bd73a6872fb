import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, heldBy } from '#kernel/operation'
import { placeIdShape, pointShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { civilDateShape } from '#kernel/time'
import { mediationDraft, mediationRefusals } from './mediation.ts'
import { noticeDraft } from './notice.ts'
import { caseShape, caseWithCanShape, categoryIdShape, filesInput, reasonInput, said, wordsInput } from './shape.ts'
import {
  BODY_LENGTH_MAX,
  checkers,
  checkResults,
  chiefs,
  CHILDREN_MAX,
  MERGED_MAX,
  outsideSystemShape,
  RATING_MAX,
  RATING_MIN,
  requestKindShape,
  revisitWays,
  solvers,
  SOURCE_NUMBER_LENGTH_MAX,
  takers,
  tierShape,
  TITLE_LENGTH_MAX,
} from './vocabulary.ts'

const EXTENSION_AMOUNT_MAX = 365
const actRefusals = ['cases.case_not_found', 'files.not_found', 'workplace.file_attached_elsewhere'] as const
const caseInput = { id: idShape }
const withReason = { ...caseInput, words: reasonInput, fileIds: filesInput }

// 核实 -------------------------------------------------------------------------------------------------------------------

export const askCheck = defineAct({
  id: 'cases.case.askCheck',
  summary: '发起核实: somebody near is to see whether it is so, before it is filed',
  access: heldBy('place', ...takers),
  input: z.object({ ...caseInput, ...said }),
  output: caseWithCanShape,
  refusals: actRefusals,
})

export const checkCase = defineAct({
  id: 'cases.case.check',
  summary: '核实: it is so and is taken in, it is not and ends here, or it could not be seen',
  access: heldBy('place', ...checkers),
  input: z
    .object({
      ...withReason,
      result: z.enum(checkResults),
      point: pointShape.nullable().default(null),
      /** What is so is told to the residents, and mediated, in the same act (S0-38). */
      notice: z.object(noticeDraft).optional(),
      mediation: z.object(mediationDraft).optional(),
    })
    .refine(({ result, notice }) => result === 'exists' || notice === undefined, { path: ['notice'] })
    .refine(({ result, mediation }) => result === 'exists' || mediation === undefined, { path: ['mediation'] }),
  output: caseWithCanShape,
  refusals: [...actRefusals, ...mediationRefusals],
})

// 分级化解 ---------------------------------------------------------------------------------------------------------------

/** Who could solve a case at a tier. */
export const candidateShape = z.object({
  organizationId: z.string().nullable(),
  personId: z.string().nullable(),
  name: z.string(),
})

export const findTiers = defineRead({
  id: 'cases.case.findTiers',
  summary: 'The chain of tiers for a case: which it is at, who stands at each, and which may be asked next',
  access: heldBy('district', ...staffRoles),
  input: z.object({ id: idShape }),
  output: z.object({
    tiers: z.array(
      z.object({
        tier: tierShape,
        place: z.enum(['past', 'here', 'ahead']),
        /** May it be asked now, by going on or past others. */
        mayAsk: z.boolean(),
        candidates: z.array(candidateShape),
      }),
    ),
  }),
  refusals: ['cases.case_not_found'],
})

export const escalateCase = defineAct({
  id: 'cases.case.escalate',
  summary: '上交: it cannot be solved here; with the reason it goes to the next tier of the chain',
  access: heldBy('organization', ...solvers),
  input: z.object({
    ...withReason,
    /** The next tier at which somebody stands, when left out. */
    tier: tierShape.optional(),
    /** Needed when several stand there. */
    organizationId: idShape.optional(),
    personId: idShape.optional(),
  }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'cases.chain_ends',
    'cases.tier_not_above',
    'cases.tier_skipped',
    'cases.tier_vacant',
    'cases.tier_choice_missing',
  ],
})

// 延期、挂账、派单异议 ---------------------------------------------------------------------------------------------------

export const askForCase = defineAct({
  id: 'cases.case.ask',
  summary: '申请: the handler asks for more time, to stand still, or not to have it; somebody else decides',
  access: heldBy('organization', ...solvers),
  input: z
    .object({
      ...withReason,
      kind: requestKindShape,
      /** 延期: in the unit of the running limit. */
      extendBy: z.number().positive().max(EXTENSION_AMOUNT_MAX).multipleOf(0.01).optional(),
      /** 挂账: the day on which it goes on. */
      until: civilDateShape.optional(),
    })
    .refine((input) => (input.kind === 'extension') === (input.extendBy !== undefined), { path: ['extendBy'] })
    .refine((input) => (input.kind === 'suspension') === (input.until !== undefined), { path: ['until'] }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'cases.request_open',
    'cases.extension_used',
    'cases.extension_too_long',
    'cases.no_clock',
    'cases.suspension_too_long',
    'cases.clock_stands',
  ],
})

export const denyRequest = defineAct({
  id: 'cases.case.deny',
  summary: '不同意: what was asked for is not given, with the reason; the case goes on as before',
  access: heldBy('place', ...chiefs),
  input: z.object(withReason),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.nothing_asked', 'cases.decider_asked'],
})

export const recallCase = defineAct({
  id: 'cases.case.recall',
  summary: '改派: it is taken back from its handler to be dispatched anew; upholds a dispute',
  access: heldBy('place', ...takers),
  input: z.object(withReason),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.decider_asked'],
})

// 并案 -------------------------------------------------------------------------------------------------------------------

export const mergeCase = defineAct({
  id: 'cases.case.merge',
  summary:
    '并案: it is about the same as another, which from then on answers for it; its reporter is told and judges too',
  access: heldBy('place', ...takers),
  input: z.object({ ...caseInput, ...said, leadId: idShape }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'cases.lead_not_open',
    'cases.lead_is_merged',
    'cases.lead_is_itself',
    'cases.has_merged',
    'cases.merged_too_many',
    'cases.children_open',
  ],
})

export const unmergeCase = defineAct({
  id: 'cases.case.unmerge',
  summary: '拆分: it is a matter of its own after all and goes on from where it is taken in',
  access: heldBy('place', ...takers),
  input: z.object(withReason),
  output: caseWithCanShape,
  refusals: actRefusals,
})

// 子件 -------------------------------------------------------------------------------------------------------------------

export const splitCase = defineAct({
  id: 'cases.case.split',
  summary:
    '分办: a part of it goes to a co-handler as a case of its own; the whole is not handled before its parts are',
  access: heldBy('place', ...takers),
  input: z.object({
    ...withReason,
    title: z.string().trim().min(2).max(TITLE_LENGTH_MAX),
    body: z.string().trim().min(2).max(BODY_LENGTH_MAX),
    categoryId: categoryIdShape,
    organizationId: idShape,
    personId: idShape.nullable().default(null),
    placeId: placeIdShape.optional(),
  }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'places.place_not_found',
    'cases.place_elsewhere',
    'cases.category_not_found',
    'cases.category_retired',
    'cases.category_not_leaf',
    'cases.children_too_many',
    'cases.child_has_none',
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'cases.person_not_in_organization',
  ],
})

/** Cases that belong to one: those merged into it, its parts, what it belongs to itself. */
export const findRelated = defineRead({
  id: 'cases.case.findRelated',
  summary: 'What belongs to a case: the one it was merged into, those merged into it, its whole and its parts',
  access: heldBy('district', ...staffRoles),
  input: z.object({ id: idShape }),
  output: z.object({
    lead: caseShape.nullable(),
    merged: z.array(caseShape).max(MERGED_MAX),
    parent: caseShape.nullable(),
    children: z.array(caseShape).max(CHILDREN_MAX),
  }),
  refusals: ['cases.case_not_found'],
})

// 转出 -------------------------------------------------------------------------------------------------------------------

export const transferCase = defineAct({
  id: 'cases.case.transfer',
  summary: '转出: another system has to handle it; here it waits for the answer',
  access: heldBy('place', ...takers),
  input: z.object({
    ...withReason,
    system: outsideSystemShape,
    outsideNumber: z.string().trim().min(1).max(SOURCE_NUMBER_LENGTH_MAX).nullable().default(null),
  }),
  output: caseWithCanShape,
  refusals: actRefusals,
})

export const takeBackCase = defineAct({
  id: 'cases.case.takeBack',
  summary: '转回: the other system has handled it, and it can be closed; or it did not, and it is dispatched here',
  access: heldBy('place', ...takers),
  input: z.object({ ...caseInput, words: wordsInput, fileIds: filesInput, result: z.enum(['done', 'returned']) }),
  output: caseWithCanShape,
  refusals: actRefusals,
})

// 回访 -------------------------------------------------------------------------------------------------------------------

export const revisitCase = defineAct({
  id: 'cases.case.revisit',
  summary: '回访: the reporter was asked and judged; not content, it is taken up again',
  access: heldBy('place', ...takers),
  input: z.object({
    ...withReason,
    way: z.enum(revisitWays),
    rating: z.number().int().min(RATING_MIN).max(RATING_MAX),
  }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.revisitor_is_handler'],
})

export const missRevisit = defineAct({
  id: 'cases.case.missRevisit',
  summary: '回访未果: the reporter could not be reached, and how it was tried',
  access: heldBy('place', ...takers),
  input: z.object({ ...withReason, way: z.enum(revisitWays) }),
  output: caseWithCanShape,
  refusals: actRefusals,
})

export const lifecycleActs = [
  askCheck,
  checkCase,
  escalateCase,
  askForCase,
  denyRequest,
  recallCase,
  mergeCase,
  unmergeCase,
  splitCase,
  transferCase,
  takeBackCase,
  revisitCase,
  missRevisit,
] as const
