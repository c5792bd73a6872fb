import { z } from 'zod'
import { canShape } from '#kernel/can'
import { clockShape } from '#kernel/clock'
import { idShape } from '#kernel/id'
import { placeLevelShape, pointShape } from '#kernel/place'
import {
  caseStageShape,
  caseStateShape,
  channelShape,
  FILES_MAX,
  locationPrecisionShape,
  outcomeShape,
  outsideSystemShape,
  REASON_LENGTH_MIN,
  requestKindShape,
  resolvedLevelShape,
  tierShape,
  urgencyShape,
  WORDS_LENGTH_MAX,
} from './vocabulary.ts'

export const wordsInput = z.string().trim().min(1).max(WORDS_LENGTH_MAX)
export const reasonInput = z.string().trim().min(REASON_LENGTH_MIN).max(WORDS_LENGTH_MAX)
export const filesInput = z.array(idShape).max(FILES_MAX).default([])
export const categoryIdShape = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
export const said = { words: wordsInput.nullable().default(null), fileIds: filesInput }

export const namedShape = z.object({ id: z.string(), name: z.string() })
const categoryRefShape = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Names from the first level down, with itself. */
  names: z.array(z.string()),
})

/** A line of a list; also the head of a case. */
export const caseShape = z.object({
  id: idShape,
  number: z.string(),
  title: z.string(),
  state: caseStateShape,
  stage: caseStageShape,
  urgency: urgencyShape,
  channel: channelShape,
  sourceNumber: z.string().nullable(),
  category: categoryRefShape.nullable(),
  placeId: z.number().int(),
  placeName: z.string(),
  locationPrecision: locationPrecisionShape,
  address: z.string().nullable(),
  handler: z.object({ organization: namedShape.nullable(), person: namedShape.nullable() }).nullable(),
  occurredAt: z.date().nullable(),
  reportedAt: z.date(),
  /** When it was closed, refused or withdrawn; null while it is open. */
  closedAt: z.date().nullable(),
  rating: z.number().int().nullable(),
  isPublic: z.boolean(),
  isPaused: z.boolean(),
  dueAt: z.date().nullable(),
  /** The clock of the step it is in; null when nothing is timed. */
  clock: clockShape.nullable(),
  version: z.number().int(),
})
export type Case = z.infer<typeof caseShape>

/** Keyed by operation id: may I do this now, and if not, why not. */
export const cansShape = z.record(z.string(), canShape)
export const caseWithCanShape = caseShape.extend({ can: cansShape })
/** In lists only what is allowed, as operation ids. */
export const caseRowShape = caseShape.extend({ allowed: z.array(z.string()) })
export type CaseRow = z.infer<typeof caseRowShape>

/** A file, as the workplace shows it; its bytes: `workplace.file.open` and `workplace.file.thumbnail`. */
export const caseFileShape = z.object({
  id: idShape,
  kind: z.string(),
  name: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  hasThumbnail: z.boolean(),
})

export const visitShape = z.object({
  number: z.number().int(),
  state: caseStateShape,
  stage: caseStageShape,
  clockName: z.string().nullable(),
  enteredAt: z.date(),
  leftAt: z.date().nullable(),
  /** Operation id of the action that ended it. */
  leftBy: z.string().nullable(),
  limit: z.object({ unit: z.string(), amount: z.number(), extended: z.number() }).nullable(),
  clock: clockShape.nullable(),
})

export const entryShape = z.object({
  id: idShape,
  number: z.number().int(),
  /** Operation id. */
  action: z.string(),
  at: z.date(),
  actor: z.object({
    kind: z.enum(['anyone', 'person', 'system']),
    /** Masked. */
    name: z.string(),
    role: z.string().nullable(),
    organizationName: z.string().nullable(),
  }),
  fromState: caseStateShape.nullable(),
  toState: caseStateShape.nullable(),
  words: z.string().nullable(),
  /** Facts of the action: rating, organizationName, extendBy … */
  data: z.record(z.string(), z.unknown()),
  files: z.array(caseFileShape),
})

export const reporterShape = z.object({
  number: z.number().int(),
  /** Masked; null when not given. */
  name: z.string().nullable(),
  phone: z.string().nullable(),
  hasAccount: z.boolean(),
  reportedAt: z.date(),
})

export const requestShape = z.object({
  id: idShape,
  kind: requestKindShape,
  organization: namedShape.nullable(),
  words: z.string(),
  /** In the unit of the limit that ran. */
  extendBy: z.number().nullable(),
  until: z.date().nullable(),
  askedAt: z.date(),
  decision: z.enum(['granted', 'denied', 'dropped']).nullable(),
  decidedAt: z.date().nullable(),
  decisionWords: z.string().nullable(),
})

export const caseDetailShape = caseShape.extend({
  /** As whom you read: `staff` everything, `parties` the reporter, `public` what was published. */
  reader: z.enum(['staff', 'parties', 'public']),
  /** Null for the public. Phone and ID numbers in it are masked. */
  body: z.string().nullable(),
  /** What changed, said for everybody; set at closing. */
  headline: z.string().nullable(),
  point: pointShape.nullable(),
  /** The places above it, from the district down to itself. */
  places: z.array(z.object({ id: z.number().int(), level: placeLevelShape, name: z.string() })),
  reporters: z.array(reporterShape),
  visits: z.array(visitShape),
  thread: z.array(entryShape),
  /** Of the report itself; those of later entries are in the thread. */
  files: z.array(caseFileShape),
  publicFiles: z.array(caseFileShape),
  /** 立案条件、结案条件, photos needed: of the category, as they hold now. Staff only. */
  rule: z
    .object({
      filingCondition: z.string().nullable(),
      closingCondition: z.string().nullable(),
      requiredPhotoCount: z.number().int(),
      verificationPhotoCount: z.number().int(),
      verificationRadius: z.number().int().nullable(),
      verificationSamePeriod: z.boolean(),
    })
    .nullable(),
  /** To whom the dispatch rules would give it. Staff only. */
  suggestedOrganization: namedShape.nullable(),
  /** Who is asked to solve it, of the chain; null without one. */
  tier: tierShape.nullable(),
  /** At which level it was solved last. */
  resolvedLevel: resolvedLevelShape.nullable(),
  outcome: outcomeShape.nullable(),
  isChecked: z.boolean(),
  /** When the first notice was published or the first mediation opened (S0-38). Staff only. */
  actedAt: z.date().nullable(),
  /** When a suspension 挂账 ends by itself. */
  pausedUntil: z.date().nullable(),
  outside: z.object({ system: outsideSystemShape, number: z.string().nullable() }).nullable(),
  /** Others merged into it; it is merged into another; it has parts; it is a part: `cases.case.findRelated`. */
  mergedCount: z.number().int(),
  isMerged: z.boolean(),
  partCount: z.number().int(),
  isPart: z.boolean(),
  /** What its handlers asked for, the oldest first. Staff only. */
  requests: z.array(requestShape),
  can: cansShape,
})
export type CaseDetail = z.infer<typeof caseDetailShape>
