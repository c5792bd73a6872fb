import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { civilDateShape } from '#kernel/time'
import { cansShape, filesInput, namedShape, reasonInput, wordsInput } from './shape.ts'
import { solvers, supervisors } from './vocabulary.ts'

/** 普通督办, 黄牌, 红牌 (cases §5.2). */
export const supervisionKinds = ['notice', 'yellow', 'red'] as const
export const supervisionKindShape = z.enum(supervisionKinds)
export type SupervisionKind = (typeof supervisionKinds)[number]

export const supervisionStates = ['waiting', 'late', 'answered', 'lifted'] as const
export const supervisionStateShape = z.enum(supervisionStates)
export type SupervisionState = (typeof supervisionStates)[number]

const REPLY_HOURS_MAX = 30 * 24
const SUPERVISIONS_SHOWN_MAX = 50
const ORGANIZATIONS_SHOWN_MAX = 200

export const supervisionShape = z.object({
  id: idShape,
  caseId: idShape,
  caseNumber: z.string(),
  caseTitle: z.string(),
  placeName: z.string(),
  kind: supervisionKindShape,
  points: z.number().int(),
  state: supervisionStateShape,
  organization: namedShape.nullable(),
  /** Masked. */
  person: namedShape.nullable(),
  words: z.string(),
  issuedAt: z.date(),
  issuedByName: z.string(),
  replyDueAt: z.date(),
  repliedAt: z.date().nullable(),
  reply: z.string().nullable(),
  liftedAt: z.date().nullable(),
  liftReason: z.string().nullable(),
  can: cansShape,
})
export type Supervision = z.infer<typeof supervisionShape>

const actRefusals = ['cases.case_not_found'] as const

export const issueSupervision = defineAct({
  id: 'cases.supervision.issue',
  summary: '督办: whoever has the case is pressed, with a notice, a yellow or a red card, and has to answer in time',
  access: heldBy('place', ...supervisors),
  input: z.object({
    caseId: idShape,
    kind: supervisionKindShape,
    words: reasonInput,
    replyHours: z.number().int().min(1).max(REPLY_HOURS_MAX),
  }),
  output: supervisionShape,
  refusals: [...actRefusals, 'cases.nobody_has_it', 'cases.yellow_card_missing'],
})

export const answerSupervision = defineAct({
  id: 'cases.supervision.answer',
  summary: '督办反馈: whoever has the case answers what is being done',
  access: heldBy('organization', ...solvers),
  input: z.object({ id: idShape, words: wordsInput, fileIds: filesInput }),
  output: supervisionShape,
  refusals: [
    ...actRefusals,
    'cases.supervision_not_found',
    'cases.supervision_answered',
    'cases.supervision_lifted',
    'cases.supervision_of_another',
    'files.not_found',
    'workplace.file_attached_elsewhere',
  ],
})

export const liftSupervision = defineAct({
  id: 'cases.supervision.lift',
  summary: '取消督办: it was not right or no longer is, with the reason; its points count no more',
  access: heldBy('place', ...supervisors),
  input: z.object({ id: idShape, words: reasonInput }),
  output: supervisionShape,
  refusals: [...actRefusals, 'cases.supervision_not_found', 'cases.supervision_lifted'],
})

export const findSupervisions = defineRead({
  id: 'cases.supervision.findOfCase',
  summary: 'The supervision of a case, newest first, and whether it may be supervised now',
  access: heldBy('district', ...staffRoles),
  input: z.object({ caseId: idShape }),
  output: z.object({ items: z.array(supervisionShape).max(SUPERVISIONS_SHOWN_MAX), can: cansShape }),
  refusals: ['cases.case_not_found'],
})

const supervisionFilter = {
  /** `all` at the places of my posts, `mine` of my organisations or me. */
  view: z.enum(['all', 'mine']).default('all'),
  placeId: placeIdShape.optional(),
  kind: supervisionKindShape.optional(),
  state: supervisionStateShape.optional(),
  organizationId: idShape.optional(),
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listSupervisions = defineRead({
  id: 'cases.supervision.list',
  summary: 'Supervision by place, kind, state, organisation and days, newest first',
  access: signedInMay,
  input: z.object({ ...supervisionFilter, ...pageInput }),
  output: pageOf(supervisionShape),
  refusals: ['places.place_not_found'],
})

export const sumSupervisions = defineRead({
  id: 'cases.supervision.sum',
  summary: 'Supervision counted, and its points by organisation, most first; what was lifted counts no points',
  access: signedInMay,
  input: z.object(supervisionFilter),
  output: z.object({
    notice: z.number().int(),
    yellow: z.number().int(),
    red: z.number().int(),
    waiting: z.number().int(),
    late: z.number().int(),
    organizations: z
      .array(z.object({ organization: namedShape, count: z.number().int(), points: z.number().int() }))
      .max(ORGANIZATIONS_SHOWN_MAX),
  }),
  refusals: ['places.place_not_found'],
})

export const exportSupervisions = defineStream({
  id: 'cases.supervision.export',
  summary: 'Supervision of a list and its points by organisation, as a workbook',
  access: heldBy('district', ...staffRoles),
  input: z.object(supervisionFilter),
  refusals: ['places.place_not_found'],
})

export const supervisionActs = [issueSupervision, answerSupervision, liftSupervision] as const
