import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, pointShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { civilDateShape } from '#kernel/time'
import { caseFileShape, cansShape, filesInput, namedShape, reasonInput, wordsInput } from './shape.ts'
import { blowers, callers, RATING_MAX, RATING_MIN, solvers } from './vocabulary.ts'

/** The three legal cases of a whistle: complaint the street cannot solve, joint enforcement, emergency (cases §5.4). */
export const whistleReasons = ['unsolvable', 'jointEnforcement', 'emergency'] as const
export const whistleReasonShape = z.enum(whistleReasons)
export type WhistleReason = (typeof whistleReasons)[number]

export const whistleStates = ['blown', 'called', 'declined', 'ended'] as const
export const whistleStateShape = z.enum(whistleStates)
export type WhistleState = (typeof whistleStates)[number]

/** 社区吹哨子、街道喊号子、部门接单子、区里压担子、居民批卷子 (S1-31). */
export const responsibilityLinks = ['community', 'street', 'department', 'district', 'resident'] as const
export type ResponsibilityLink = (typeof responsibilityLinks)[number]

/** Organisations of one whistle; Pinggu called sixteen at once (cases §5.4). */
export const CALLED_MAX = 50
const CALLED_AT_ONCE_MAX = 20
/** Whistles of one case that are shown. */
const WHISTLES_SHOWN_MAX = 20
const MONTHS_SHOWN_MAX = 1_200

const scoreShape = z.number().int().min(RATING_MIN).max(RATING_MAX)

export const participationShape = z.object({
  organization: namedShape,
  calledAt: z.date(),
  dueAt: z.date(),
  takenAt: z.date().nullable(),
  arrivedAt: z.date().nullable(),
  /** Minutes from the call to the arrival. */
  minutes: z.number().nullable(),
  isLate: z.boolean(),
  /** Where it was when it arrived. */
  point: pointShape.nullable(),
  files: z.array(caseFileShape),
  did: z.string().nullable(),
  leftAt: z.date().nullable(),
  excuse: z.string().nullable(),
  streetScore: z.number().int().nullable(),
  whistleScore: z.number().int().nullable(),
  can: cansShape,
})

/** The head of a whistle: a line of the list. */
export const whistleRowShape = z.object({
  id: idShape,
  caseId: idShape,
  caseNumber: z.string(),
  caseTitle: z.string(),
  placeName: z.string(),
  streetName: z.string().nullable(),
  reason: whistleReasonShape,
  state: whistleStateShape,
  words: z.string(),
  blownAt: z.date(),
  calledAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  calledCount: z.number().int(),
  arrivedCount: z.number().int(),
  lateCount: z.number().int(),
  /** The mean marks, null while nobody gave one. */
  streetScore: z.number().nullable(),
  whistleScore: z.number().nullable(),
})

export const whistleShape = whistleRowShape.extend({
  blownByName: z.string(),
  endWords: z.string().nullable(),
  participations: z.array(participationShape).max(CALLED_MAX),
  can: cansShape,
})
export type Whistle = z.infer<typeof whistleShape>

const linkShape = z.object({
  link: z.enum(responsibilityLinks),
  /** When it was done first and by whom, masked; null while nobody has. */
  at: z.date().nullable(),
  who: z.string().nullable(),
})

const actRefusals = ['cases.case_not_found', 'cases.whistle_not_found'] as const
const fileRefusals = ['files.not_found', 'workplace.file_attached_elsewhere'] as const
const ofWhistle = { id: idShape }
const ofOrganization = { ...ofWhistle, organizationId: idShape }

export const blowWhistle = defineAct({
  id: 'cases.whistle.blow',
  summary: '吹哨: a community needs others on the spot, for one of the three legal reasons',
  access: heldBy('place', ...blowers),
  input: z.object({ caseId: idShape, reason: whistleReasonShape, words: reasonInput, fileIds: filesInput }),
  output: whistleShape,
  refusals: ['cases.case_not_found', 'cases.whistle_open', ...fileRefusals],
})

export const callWhistle = defineAct({
  id: 'cases.whistle.call',
  summary: '街道召集: the street calls organisations to the spot, each with a moment by which it has to be there',
  access: heldBy('place', ...callers),
  input: z.object({
    ...ofWhistle,
    organizationIds: z.array(idShape).min(1).max(CALLED_AT_ONCE_MAX),
    words: wordsInput.nullable().default(null),
  }),
  output: whistleShape,
  refusals: [
    ...actRefusals,
    'cases.whistle_over',
    'cases.called_already',
    'cases.called_too_many',
    'organizations.organization_not_found',
    'organizations.organization_closed',
  ],
})

export const declineWhistle = defineAct({
  id: 'cases.whistle.decline',
  summary: '不予召集: the street solves it itself or sees no legal reason, and says so to the community',
  access: heldBy('place', ...callers),
  input: z.object({ ...ofWhistle, words: reasonInput }),
  output: whistleShape,
  refusals: [...actRefusals, 'cases.whistle_over', 'cases.whistle_called'],
})

export const takeOrder = defineAct({
  id: 'cases.whistle.take',
  summary: '接单: a called organisation takes the order and is on its way',
  access: heldBy('organization', ...solvers),
  input: z.object(ofOrganization),
  output: whistleShape,
  refusals: [...actRefusals, 'cases.whistle_over', 'cases.not_called', 'cases.order_taken', 'cases.called_excused'],
})

export const arriveAtWhistle = defineAct({
  id: 'cases.whistle.arrive',
  summary: '报到: a called organisation is there; a photo or the position shows it',
  access: heldBy('organization', ...solvers),
  input: z
    .object({ ...ofOrganization, point: pointShape.nullable().default(null), fileIds: filesInput })
    .refine(({ point, fileIds }) => point !== null || fileIds.length > 0, { path: ['fileIds'] }),
  output: whistleShape,
  refusals: [
    ...actRefusals,
    ...fileRefusals,
    'cases.whistle_over',
    'cases.not_called',
    'cases.arrived_already',
    'cases.called_excused',
  ],
})

export const leaveWhistle = defineAct({
  id: 'cases.whistle.leave',
  summary: '离场: an organisation says what it did there and leaves',
  access: heldBy('organization', ...solvers),
  input: z.object({ ...ofOrganization, words: reasonInput, fileIds: filesInput }),
  output: whistleShape,
  refusals: [
    ...actRefusals,
    ...fileRefusals,
    'cases.whistle_over',
    'cases.not_called',
    'cases.not_arrived',
    'cases.left_already',
  ],
})

export const excuseFromWhistle = defineAct({
  id: 'cases.whistle.excuse',
  summary: '准予不到或先行离场: the street excuses an organisation, with the reason',
  access: heldBy('place', ...callers),
  input: z.object({ ...ofOrganization, words: reasonInput }),
  output: whistleShape,
  refusals: [...actRefusals, 'cases.whistle_over', 'cases.not_called', 'cases.left_already', 'cases.called_excused'],
})

export const endWhistle = defineAct({
  id: 'cases.whistle.end',
  summary: '事不完人不走: the street ends it when everybody called has reported what was done or is excused',
  access: heldBy('place', ...callers),
  input: z.object({ ...ofWhistle, words: reasonInput }),
  output: whistleShape,
  refusals: [...actRefusals, 'cases.whistle_over', 'cases.whistle_not_called', 'cases.some_have_not_reported'],
})

export const scoreOrganization = defineAct({
  id: 'cases.whistle.score',
  summary: '街道评部门: the street marks an organisation that was called, once',
  access: heldBy('place', ...callers),
  input: z.object({ ...ofOrganization, score: scoreShape }),
  output: whistleShape,
  refusals: [
    ...actRefusals,
    'cases.whistle_not_ended',
    'cases.not_called',
    'cases.called_excused',
    'cases.scored_already',
  ],
})

export const rateWhistle = defineAct({
  id: 'cases.whistle.rate',
  summary: '部门评哨: an organisation that was there marks whether the whistle was well blown, once',
  access: heldBy('organization', ...solvers),
  input: z.object({ ...ofOrganization, score: scoreShape }),
  output: whistleShape,
  refusals: [
    ...actRefusals,
    'cases.whistle_not_ended',
    'cases.not_called',
    'cases.not_arrived',
    'cases.scored_already',
  ],
})

export const findWhistles = defineRead({
  id: 'cases.whistle.findOfCase',
  summary:
    'The whistles of a case with everybody called, and the five links of responsibility as far as they were done',
  access: heldBy('district', ...staffRoles),
  input: z.object({ caseId: idShape }),
  output: z.object({
    items: z.array(whistleShape).max(WHISTLES_SHOWN_MAX),
    links: z.array(linkShape).length(responsibilityLinks.length),
    /** May one be blown now, and why not. */
    can: cansShape,
  }),
  refusals: ['cases.case_not_found'],
})

const whistleFilter = {
  /** `all` at the places of my posts, `called` those that called one of my organisations. */
  view: z.enum(['all', 'called']).default('all'),
  placeId: placeIdShape.optional(),
  reason: whistleReasonShape.optional(),
  state: whistleStateShape.optional(),
  organizationId: idShape.optional(),
  /** Somebody called came late or is missing. */
  isLate: z.stringbool().optional(),
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listWhistles = defineRead({
  id: 'cases.whistle.list',
  summary: 'Whistles by place, reason, state, organisation and days, newest first',
  access: signedInMay,
  input: z.object({ ...whistleFilter, ...pageInput }),
  output: pageOf(whistleRowShape),
  refusals: ['places.place_not_found'],
})

export const sumWhistles = defineRead({
  id: 'cases.whistle.sum',
  summary: 'Whistles counted: arrival rate, minutes, marks; and per street and month against the bounds',
  access: signedInMay,
  input: z.object(whistleFilter),
  output: z.object({
    whistles: z.number().int(),
    open: z.number().int(),
    called: z.number().int(),
    arrived: z.number().int(),
    inTime: z.number().int(),
    meanMinutes: z.number().nullable(),
    streetScore: z.number().nullable(),
    whistleScore: z.number().nullable(),
    /** How many of the five links of responsibility the records of the district show. */
    linkCount: z.number().int(),
    bounds: z.object({ min: z.number().int(), max: z.number().int() }),
    months: z
      .array(
        z.object({
          month: z.string(),
          streetId: z.number().int(),
          streetName: z.string(),
          count: z.number().int(),
          bound: z.enum(['low', 'fits', 'high']),
        }),
      )
      .max(MONTHS_SHOWN_MAX),
  }),
  refusals: ['places.place_not_found'],
})

export const exportWhistles = defineStream({
  id: 'cases.whistle.export',
  summary: 'Whistles of a list and everybody called by them, as a workbook',
  access: heldBy('district', ...staffRoles),
  input: z.object(whistleFilter),
  refusals: ['places.place_not_found'],
})

export const whistleActs = [
  blowWhistle,
  callWhistle,
  declineWhistle,
  takeOrder,
  arriveAtWhistle,
  leaveWhistle,
  excuseFromWhistle,
  endWhistle,
  scoreOrganization,
  rateWhistle,
] as const
/** Done in the name of an organisation that was called, wherever the case is. */
export const calledActs: readonly string[] = [takeOrder.id, arriveAtWhistle.id, leaveWhistle.id, rateWhistle.id]
