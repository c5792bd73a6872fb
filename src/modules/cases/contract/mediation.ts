import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { civilDateShape } from '#kernel/time'
import { cansShape, namedShape, reasonInput, wordsInput } from './shape.ts'
import { channelShape, checkers, NAME_LENGTH_MAX, REASON_LENGTH_MAX, REASON_LENGTH_MIN } from './vocabulary.ts'

export const mediationStates = ['open', 'concluded'] as const
export const mediationStateShape = z.enum(mediationStates)
export type MediationState = (typeof mediationStates)[number]

/** 达成协议, 部分达成, 未达成, 引导诉讼或司法途径. */
export const mediationResults = ['agreed', 'partly', 'failed', 'referred'] as const
export const mediationResultShape = z.enum(mediationResults)
export type MediationResult = (typeof mediationResults)[number]

export const fulfilments = ['fulfilled', 'partly', 'broken'] as const
export const fulfilmentShape = z.enum(fulfilments)
export type Fulfilment = (typeof fulfilments)[number]

const PARTIES_MAX = 20
const MEDIATORS_MAX = 10
export const SESSIONS_MAX = 50
const MEDIATIONS_SHOWN_MAX = 20
const MEDIATORS_SHOWN_MAX = 200
const WHERE_LENGTH_MAX = 200
export const AGREEMENT_LENGTH_MAX = 5_000

const partyInput = z.object({
  name: z.string().trim().min(1).max(NAME_LENGTH_MAX),
  phone: z
    .string()
    .trim()
    .regex(/^(1\d{10}|0\d{2,3}-?\d{7,8})$/)
    .nullable()
    .default(null),
})
const mediatorInput = z
  .object({ organizationId: idShape.optional(), personId: idShape.optional() })
  .refine(({ organizationId, personId }) => (organizationId === undefined) !== (personId === undefined))

/** What a mediation is opened with; also in the act of a check 核实 (S0-38). */
export const mediationDraft = {
  /** What the dispute is about. */
  subject: reasonInput,
  parties: z.array(partyInput).min(1).max(PARTIES_MAX),
  mediators: z.array(mediatorInput).min(1).max(MEDIATORS_MAX),
}
export const mediationRefusals = [
  'cases.mediation_open',
  'cases.mediator_twice',
  'identity.person_not_found',
  'organizations.organization_not_found',
  'organizations.organization_closed',
] as const

const mediatorShape = z.object({ organization: namedShape.nullable(), person: namedShape.nullable() })

export const mediationRowShape = z.object({
  id: idShape,
  caseId: idShape,
  caseNumber: z.string(),
  caseTitle: z.string(),
  placeName: z.string(),
  state: mediationStateShape,
  subject: z.string(),
  mediators: z.array(mediatorShape),
  sessionCount: z.number().int(),
  openedAt: z.date(),
  /** Minutes from the report of the case to this. */
  minutesFromReport: z.number(),
  result: mediationResultShape.nullable(),
  concludedAt: z.date().nullable(),
  followUpOn: z.string().nullable(),
  fulfilment: fulfilmentShape.nullable(),
})

export const mediationShape = mediationRowShape.extend({
  openedByName: z.string(),
  /** Masked. */
  parties: z.array(z.object({ number: z.number().int(), name: z.string(), phone: z.string().nullable() })),
  sessions: z.array(z.object({ number: z.number().int(), heldAt: z.date(), heldWhere: z.string(), words: z.string() })),
  resultWords: z.string().nullable(),
  agreement: z.string().nullable(),
  followedUpAt: z.date().nullable(),
  followUpWords: z.string().nullable(),
  can: cansShape,
})
export type Mediation = z.infer<typeof mediationShape>

const actRefusals = ['cases.case_not_found', 'cases.mediation_not_found'] as const

export const openMediation = defineAct({
  id: 'cases.mediation.open',
  summary: '介入调解: a dispute that is a case is mediated; who is in it and who mediates',
  access: heldBy('place', ...checkers),
  input: z.object({ caseId: idShape, ...mediationDraft }),
  output: mediationShape,
  refusals: ['cases.case_not_found', ...mediationRefusals],
})

export const holdSession = defineAct({
  id: 'cases.mediation.hold',
  summary: '调解记录: a session, when and where it was held and what was said',
  access: heldBy('place', ...checkers),
  input: z.object({
    id: idShape,
    heldAt: z.iso.datetime({ offset: true }),
    heldWhere: z.string().trim().min(1).max(WHERE_LENGTH_MAX),
    words: wordsInput,
  }),
  output: mediationShape,
  refusals: [
    ...actRefusals,
    'cases.mediation_over',
    'cases.sessions_too_many',
    'cases.session_in_future',
    'cases.session_before_opening',
  ],
})

/** Then there is a text, and a day on which it is looked at again. */
const isAgreement = (result: MediationResult): boolean => result === 'agreed' || result === 'partly'

export const concludeMediation = defineAct({
  id: 'cases.mediation.conclude',
  summary: '调解结果: agreed, partly, failed or referred to court; an agreement has its text and a day to look again',
  access: heldBy('place', ...checkers),
  input: z
    .object({
      id: idShape,
      result: mediationResultShape,
      words: wordsInput.nullable().default(null),
      agreement: z.string().trim().min(2).max(AGREEMENT_LENGTH_MAX).nullable().default(null),
      followUpOn: civilDateShape.nullable().default(null),
    })
    .refine(({ result, agreement }) => isAgreement(result) === (agreement !== null), { path: ['agreement'] })
    .refine(({ result, followUpOn }) => isAgreement(result) === (followUpOn !== null), { path: ['followUpOn'] }),
  output: mediationShape,
  refusals: [...actRefusals, 'cases.mediation_over', 'cases.no_session', 'cases.follow_up_in_past'],
})

export const followUpMediation = defineAct({
  id: 'cases.mediation.followUp',
  summary: '履行回访: whether what was agreed is kept, once',
  access: heldBy('place', ...checkers),
  input: z.object({ id: idShape, fulfilment: fulfilmentShape, words: wordsInput.nullable().default(null) }),
  output: mediationShape,
  refusals: [...actRefusals, 'cases.no_agreement', 'cases.followed_up'],
})

export const revealParties = defineAct({
  id: 'cases.mediation.reveal',
  summary: 'The parties of a mediation unmasked, as for its printed agreement, for a reason that is written down',
  access: heldBy('place', ...checkers),
  input: z.object({ id: idShape, reason: z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX) }),
  output: z.object({
    parties: z.array(z.object({ number: z.number().int(), name: z.string(), phone: z.string().nullable() })),
  }),
  refusals: actRefusals,
})

export const findMediation = defineRead({
  id: 'cases.mediation.find',
  summary: 'One mediation',
  access: heldBy('district', ...staffRoles),
  input: z.object({ id: idShape }),
  output: mediationShape,
  refusals: actRefusals,
})

export const findMediations = defineRead({
  id: 'cases.mediation.findOfCase',
  summary: 'The mediations of a case, newest first, and whether one may be opened now',
  access: heldBy('district', ...staffRoles),
  input: z.object({ caseId: idShape }),
  output: z.object({ items: z.array(mediationShape).max(MEDIATIONS_SHOWN_MAX), can: cansShape }),
  refusals: ['cases.case_not_found'],
})

const mediationFilter = {
  placeId: placeIdShape.optional(),
  state: mediationStateShape.optional(),
  result: mediationResultShape.optional(),
  fulfilment: fulfilmentShape.optional(),
  /** Those whose day to look again has come. */
  isDue: z.stringbool().optional(),
  /** By which channel the dispute was reported: 矛盾纠纷 by riders is `correspondent` (S0-37). */
  channel: channelShape.optional(),
  personId: idShape.optional(),
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listMediations = defineRead({
  id: 'cases.mediation.list',
  summary: 'Mediations by place, result, fulfilment, mediator and days, newest first',
  access: signedInMay,
  input: z.object({ ...mediationFilter, ...pageInput }),
  output: pageOf(mediationRowShape),
  refusals: ['places.place_not_found'],
})

export const sumMediations = defineRead({
  id: 'cases.mediation.sum',
  summary: 'Mediations counted by result and fulfilment, the minutes from report to action, and what each mediator did',
  access: signedInMay,
  input: z.object(mediationFilter),
  output: z.object({
    mediations: z.number().int(),
    open: z.number().int(),
    agreed: z.number().int(),
    partly: z.number().int(),
    failed: z.number().int(),
    referred: z.number().int(),
    due: z.number().int(),
    fulfilled: z.number().int(),
    broken: z.number().int(),
    meanMinutes: z.number().nullable(),
    mediators: z
      .array(mediatorShape.extend({ count: z.number().int(), agreed: z.number().int() }))
      .max(MEDIATORS_SHOWN_MAX),
  }),
  refusals: ['places.place_not_found'],
})

export const exportMediations = defineStream({
  id: 'cases.mediation.export',
  summary: 'Mediations of a list, without the parties, as a workbook',
  access: heldBy('district', ...staffRoles),
  input: z.object(mediationFilter),
  refusals: ['places.place_not_found'],
})

export const mediationActs = [openMediation, holdSession, concludeMediation, followUpMediation] as const
