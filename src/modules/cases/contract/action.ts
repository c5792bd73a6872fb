import { z } from 'zod'
import { idShape } from '#kernel/id'
import { anyoneMay, defineAct, heldBy } from '#kernel/operation'
import { placeIdShape, pointShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { civilDateShape } from '#kernel/time'
import { lifecycleActs } from './lifecycle.ts'
import { mediationActs } from './mediation.ts'
import { noticeActs } from './notice.ts'
import { caseWithCanShape, categoryIdShape, filesInput, reasonInput, said, wordsInput } from './shape.ts'
import {
  chiefs,
  CODE_TRIES_PER_MINUTE,
  HEADLINE_LENGTH_MAX,
  outcomeShape,
  PUBLIC_FILES_MAX,
  queryCodeShape,
  RATING_MAX,
  RATING_MIN,
  solvers,
  takers,
  urgencyShape,
  verifiers,
} from './vocabulary.ts'
import { supervisionActs } from './supervision.ts'
import { whistleActs } from './whistle.ts'

const EXTENSION_AMOUNT_MAX = 365

// What may be done with a case: each is a permission, an action of the flow and a line of the thread ----------------------------

const actRefusals = ['cases.case_not_found', 'files.not_found', 'workplace.file_attached_elsewhere'] as const
const caseInput = { id: idShape }

export const acceptCase = defineAct({
  id: 'cases.case.accept',
  summary: '受理: take it in; place, category and urgency may be put right',
  access: heldBy('place', ...takers),
  input: z.object({
    ...caseInput,
    ...said,
    placeId: placeIdShape.optional(),
    categoryId: categoryIdShape.optional(),
    urgency: urgencyShape.optional(),
  }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'places.place_not_found', 'cases.place_elsewhere', 'cases.category_not_found'],
})

export const refuseCase = defineAct({
  id: 'cases.case.refuse',
  summary: '不受理: decline it; the words are the answer to the reporter',
  access: heldBy('place', ...takers),
  input: z.object({ ...caseInput, words: reasonInput, fileIds: filesInput }),
  output: caseWithCanShape,
  refusals: actRefusals,
})

export const fileCase = defineAct({
  id: 'cases.case.file',
  summary: '立案: it meets the condition of its category and becomes a case to be handled',
  access: heldBy('place', ...takers),
  input: z.object({
    ...caseInput,
    ...said,
    categoryId: categoryIdShape,
    placeId: placeIdShape.optional(),
    urgency: urgencyShape.optional(),
  }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'places.place_not_found',
    'cases.place_elsewhere',
    'cases.category_not_found',
    'cases.category_not_leaf',
    'cases.not_checked',
  ],
})

export const dispatchCase = defineAct({
  id: 'cases.case.dispatch',
  summary:
    '派遣: give it to the organisation, and there to a person, who must handle it; past a tier of the chain only with a reason',
  access: heldBy('place', ...takers),
  input: z.object({ ...caseInput, ...said, organizationId: idShape, personId: idShape.nullable().default(null) }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'cases.person_not_in_organization',
    'cases.tier_skipped',
  ],
})

export const returnCase = defineAct({
  id: 'cases.case.return',
  summary: '退回: the organisation it was given to sends it back with the reason',
  access: heldBy('organization', ...solvers),
  input: z.object({ ...caseInput, words: reasonInput, fileIds: filesInput }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.must_be_asked'],
})

export const resolveCase = defineAct({
  id: 'cases.case.resolve',
  summary: '处置: it was dealt with, and how',
  access: heldBy('organization', ...solvers),
  input: z.object({ ...caseInput, words: wordsInput, fileIds: filesInput }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.photos_missing', 'cases.children_open'],
})

export const verifyCase = defineAct({
  id: 'cases.case.verify',
  summary: '核查: somebody other than the handler has looked, and it is done',
  access: heldBy('place', ...verifiers),
  input: z.object({
    ...caseInput,
    ...said,
    /** Where the verifier stands, where the category asks for it. */
    point: pointShape.nullable().default(null),
  }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'cases.verifier_is_handler',
    'cases.verifier_of_handling_organization',
    'cases.photos_missing',
    'cases.verifier_position_missing',
    'cases.verifier_too_far',
    'cases.verified_at_other_time',
  ],
})

export const reworkCase = defineAct({
  id: 'cases.case.rework',
  summary: '返工: somebody other than the handler has looked, and it is not done; the same handler goes on',
  access: heldBy('place', ...verifiers),
  input: z.object({ ...caseInput, words: reasonInput, fileIds: filesInput }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.verifier_is_handler', 'cases.verifier_of_handling_organization'],
})

export const closeCase = defineAct({
  id: 'cases.case.close',
  summary: '结案: the words are the answer to the reporter; with a headline it is shown to everybody',
  access: heldBy('place', ...takers),
  input: z.object({
    ...caseInput,
    words: wordsInput,
    fileIds: filesInput,
    /** What changed, for everybody: 螳川花园后门那条路，灯亮了. Left out, nothing is published. */
    headline: z.string().trim().min(2).max(HEADLINE_LENGTH_MAX).nullable().default(null),
    /** As what it ends (S2-46). */
    outcome: outcomeShape.default('relieved'),
    /** Photos of the case shown with it. */
    publicFileIds: z.array(idShape).max(PUBLIC_FILES_MAX).default([]),
  }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.file_not_of_case'],
})

export const reopenCase = defineAct({
  id: 'cases.case.reopen',
  summary: '重新办理: staff take an ended case up again; a refused one goes to filing, another one to dispatch',
  access: heldBy('place', ...takers),
  input: z.object({ ...caseInput, words: reasonInput, fileIds: filesInput }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.reopening_too_late'],
})

export const pauseCase = defineAct({
  id: 'cases.case.pause',
  summary:
    '停表、挂账: the clock stands still, for a reason, until it is resumed or until a day; grants what was asked for',
  access: heldBy('place', ...chiefs),
  input: z.object({ ...caseInput, words: reasonInput, fileIds: filesInput, until: civilDateShape.optional() }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.clock_stands', 'cases.suspension_too_long', 'cases.decider_asked'],
})

export const resumeCase = defineAct({
  id: 'cases.case.resume',
  summary: '恢复: the clock goes on',
  access: heldBy('place', ...chiefs),
  input: z.object({ ...caseInput, ...said }),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.clock_runs'],
})

export const extendCase = defineAct({
  id: 'cases.case.extend',
  summary: '延期: more time, in the unit of the running limit, within its bound; grants what was asked for',
  access: heldBy('place', ...chiefs),
  input: z.object({
    ...caseInput,
    words: reasonInput,
    fileIds: filesInput,
    extendBy: z.number().positive().max(EXTENSION_AMOUNT_MAX).multipleOf(0.01),
  }),
  output: caseWithCanShape,
  refusals: [
    ...actRefusals,
    'cases.extension_used',
    'cases.extension_too_long',
    'cases.no_clock',
    'cases.decider_asked',
  ],
})

export const noteCase = defineAct({
  id: 'cases.case.note',
  summary: '补充说明: something to add, seen by all parties or by staff only',
  access: heldBy('either', ...staffRoles),
  input: z.object({ ...caseInput, words: wordsInput, fileIds: filesInput, isForStaffOnly: z.boolean().default(false) }),
  output: caseWithCanShape,
  refusals: actRefusals,
})

// What its reporter may do, signed in (`id`) or with the query code ----------------------------------------------------------------

const ownInput = { id: idShape.optional(), queryCode: queryCodeShape.optional() }
const isNamed = (input: { id?: string | undefined; queryCode?: string | undefined }): boolean =>
  (input.id === undefined) !== (input.queryCode === undefined)
const named = { path: ['queryCode'] }

export const evaluateCase = defineAct({
  id: 'cases.case.evaluate',
  summary: '评价: how the reporter judges it; not content, it is taken up again',
  access: anyoneMay,
  perMinute: CODE_TRIES_PER_MINUTE,
  input: z
    .object({ ...ownInput, ...said, rating: z.number().int().min(RATING_MIN).max(RATING_MAX) })
    .refine(isNamed, named),
  output: caseWithCanShape,
  refusals: actRefusals,
})

export const withdrawCase = defineAct({
  id: 'cases.case.withdraw',
  summary: '撤回: the reporter takes it back before it is dispatched',
  access: anyoneMay,
  perMinute: CODE_TRIES_PER_MINUTE,
  input: z.object({ ...ownInput, ...said }).refine(isNamed, named),
  output: caseWithCanShape,
  refusals: actRefusals,
})

export const supplementCase = defineAct({
  id: 'cases.case.supplement',
  summary: '补充: the reporter adds something',
  access: anyoneMay,
  perMinute: CODE_TRIES_PER_MINUTE,
  input: z.object({ ...ownInput, words: wordsInput, fileIds: filesInput }).refine(isNamed, named),
  output: caseWithCanShape,
  refusals: actRefusals,
})

export const reraiseCase = defineAct({
  id: 'cases.case.reraise',
  summary: '再次反映: the reporter takes up a refused or ended case again; it is looked at anew',
  access: anyoneMay,
  perMinute: CODE_TRIES_PER_MINUTE,
  input: z.object({ ...ownInput, words: reasonInput, fileIds: filesInput }).refine(isNamed, named),
  output: caseWithCanShape,
  refusals: [...actRefusals, 'cases.reopening_too_late'],
})

/** Everything that may be done with a case that is there. */
export const caseActs = [
  acceptCase,
  refuseCase,
  fileCase,
  dispatchCase,
  returnCase,
  resolveCase,
  verifyCase,
  reworkCase,
  closeCase,
  reopenCase,
  pauseCase,
  resumeCase,
  extendCase,
  noteCase,
  evaluateCase,
  withdrawCase,
  supplementCase,
  reraiseCase,
  ...lifecycleActs,
  ...whistleActs,
  ...supervisionActs,
  ...mediationActs,
  ...noticeActs,
] as const

/** Done by the platform, no operations, nobody may call them: nobody judged in time; the case it was merged into is closed. */
export const LAPSE_ACTION = 'cases.case.lapse'
export const CLOSE_MERGED_ACTION = 'cases.case.closeMerged'
