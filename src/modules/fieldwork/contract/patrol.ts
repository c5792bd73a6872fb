import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import { checkPointShape } from './route.ts'
import {
  ACCURACY_MAX_M,
  fieldReaders,
  fileShape,
  filesInput,
  instantInput,
  namedShape,
  NOTE_LENGTH_MAX,
  patrolEventKinds,
  patrolStateShape,
  pointInput,
  reasonInput,
  verdictShape,
  WORDS_LENGTH_MAX,
  wordsInput,
} from './vocabulary.ts'

const BODY_LENGTH_MAX = 5_000
const ADDRESS_LENGTH_MAX = 200

/** How a patrol stands to its window: `onTime` and `late` when walked, `overdue` while it should be over and is not. */
export const timings = ['ahead', 'open', 'overdue', 'onTime', 'late', 'missed'] as const
export const timingShape = z.enum(timings)
export type Timing = (typeof timings)[number]

export const patrolShape = z.object({
  id: z.string(),
  routeId: z.string(),
  routeName: z.string(),
  on: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  team: namedShape.nullable(),
  /** Null: nobody held a post or was on duty. */
  person: namedShape.nullable(),
  windowFrom: z.date(),
  windowUntil: z.date(),
  state: patrolStateShape,
  timing: timingShape,
  pointCount: z.number().int(),
  validCount: z.number().int(),
  findingCount: z.number().int(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  reason: z.string().nullable(),
  version: z.number().int(),
})
export type Patrol = z.infer<typeof patrolShape>

export const checkInShape = z.object({
  id: z.string(),
  pointId: z.string(),
  personName: z.string(),
  at: z.date(),
  /** Later than `at` when there was no network. */
  receivedAt: z.date(),
  verdict: verdictShape,
  distanceM: z.number().int().nullable(),
  accuracyM: z.number().int().nullable(),
  words: z.string().nullable(),
  files: z.array(fileShape),
})

/** A patrol for the phone of who walks it: with its points and which of them are done. */
export const walkShape = patrolShape.extend({
  points: z.array(checkPointShape.extend({ verdict: verdictShape.nullable() })),
})
export type Walk = z.infer<typeof walkShape>

export const myPatrols = defineRead({
  id: 'fieldwork.patrol.mine',
  summary: 'My patrols of today, those not yet over, and those of the coming days, with their points',
  access: signedInMay,
  input: z.object({}),
  output: z.object({ items: z.array(walkShape) }),
})

export const patrolFilter = {
  withinId: placeIdShape.optional(),
  routeId: idShape.optional(),
  personId: idShape.optional(),
  organizationId: idShape.optional(),
  /** The patrol on which this case was found. */
  caseId: idShape.optional(),
  state: patrolStateShape.optional(),
  /** `late`: walked after its window or not finished in it; `unassigned`: nobody walks it. */
  attention: z.enum(['late', 'unassigned', 'unexplained']).optional(),
  /** On these days, both included. */
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listPatrols = defineRead({
  id: 'fieldwork.patrol.list',
  summary: 'Patrols of the places one works for, by day, state, person, team and route; the latest day first',
  access: heldBy('place', ...fieldReaders),
  input: z.object({ ...patrolFilter, sort: z.enum(['newest', 'oldest']).default('newest'), ...pageInput }),
  output: pageOf(patrolShape),
  refusals: ['places.place_not_found'],
})

export const findPatrol = defineRead({
  id: 'fieldwork.patrol.find',
  summary: 'One patrol with its points, check-ins, findings and what happened; for its walker and who reads the place',
  access: signedInMay,
  input: z.object({ id: idShape }),
  output: z.object({
    patrol: patrolShape,
    words: z.string().nullable(),
    points: z.array(checkPointShape.extend({ verdict: verdictShape.nullable() })),
    checkIns: z.array(checkInShape),
    findings: z.array(z.object({ caseId: z.string(), foundAt: z.date() })),
    events: z.array(
      z.object({
        number: z.number().int(),
        kind: z.enum(patrolEventKinds),
        at: z.date(),
        receivedAt: z.date(),
        personName: z.string().nullable(),
        toPersonName: z.string().nullable(),
        words: z.string().nullable(),
      }),
    ),
    can: z.record(z.string(), canShape),
  }),
  refusals: ['fieldwork.patrol_not_found'],
})

export const exportPatrols = defineStream({
  id: 'fieldwork.patrol.export',
  summary: 'The patrols of a list as a workbook',
  access: heldBy('place', ...fieldReaders),
  input: z.object(patrolFilter),
  refusals: ['places.place_not_found'],
})

const walking = ['fieldwork.patrol_not_found', 'fieldwork.not_your_patrol', 'fieldwork.time_not_possible']

export const startPatrol = defineAct({
  id: 'fieldwork.patrol.start',
  summary: 'Begins a patrol; a time before now is that of a phone without a network',
  access: signedInMay,
  input: z.object({ id: idShape, at: instantInput.nullable().default(null) }),
  output: patrolShape,
  refusals: [...walking, 'fieldwork.patrol_begun', 'fieldwork.too_early', 'fieldwork.too_late'],
})

export const checkIn = defineAct({
  id: 'fieldwork.patrol.checkIn',
  summary: 'Checks in at a point of a patrol; too far off it is kept with the distance and does not count',
  access: signedInMay,
  input: z.object({
    id: idShape,
    pointId: idShape,
    at: instantInput.nullable().default(null),
    point: pointInput,
    /** Metres within which the phone believes to be. */
    accuracyM: z.number().int().min(0).max(ACCURACY_MAX_M).nullable().default(null),
    words: wordsInput(NOTE_LENGTH_MAX),
    fileIds: filesInput,
  }),
  output: z.object({ checkIn: checkInShape, patrol: patrolShape }),
  refusals: [
    ...walking,
    'fieldwork.point_not_found',
    'fieldwork.patrol_over',
    'fieldwork.too_early',
    'fieldwork.too_late',
    'files.not_found',
    'workplace.file_attached_elsewhere',
  ],
})

export const reportFinding = defineAct({
  id: 'fieldwork.finding.report',
  summary: 'Something found on a patrol becomes a case of the channel patrol, linked to it',
  access: signedInMay,
  input: z.object({
    patrolId: idShape,
    body: z.string().trim().min(2).max(BODY_LENGTH_MAX),
    point: pointInput,
    address: wordsInput(ADDRESS_LENGTH_MAX),
    occurredAt: instantInput.nullable().default(null),
    urgency: z.enum(['normal', 'urgent']).default('normal'),
    fileIds: filesInput,
  }),
  output: z.object({ caseId: z.string(), number: z.string(), patrolId: z.string() }),
  refusals: [
    'fieldwork.patrol_not_found',
    'fieldwork.not_your_patrol',
    'cases.occurs_in_future',
    'places.place_not_found',
    'files.not_found',
    'workplace.file_attached_elsewhere',
  ],
})

export const finishPatrol = defineAct({
  id: 'fieldwork.patrol.finish',
  summary: 'Ends a patrol that was begun',
  access: signedInMay,
  input: z.object({
    id: idShape,
    at: instantInput.nullable().default(null),
    words: wordsInput(WORDS_LENGTH_MAX),
  }),
  output: patrolShape,
  refusals: [...walking, 'fieldwork.patrol_not_begun'],
})

export const listTakers = defineRead({
  id: 'fieldwork.patrol.listTakers',
  summary: 'Whom a patrol may be handed over to: who holds a post at the place, or is on the roster of the team',
  access: signedInMay,
  input: z.object({ id: idShape }),
  output: z.object({ items: z.array(namedShape) }),
  refusals: ['fieldwork.patrol_not_found'],
})

export const handOver = defineAct({
  id: 'fieldwork.patrol.handOver',
  summary: 'Gives a patrol that was not begun to another holder, by who has it or who plans there',
  access: signedInMay,
  input: z.object({ id: idShape, personId: idShape, reason: reasonInput }),
  output: patrolShape,
  refusals: [
    'fieldwork.patrol_not_found',
    'fieldwork.not_your_patrol',
    'fieldwork.patrol_begun',
    'fieldwork.patrol_over',
    'fieldwork.not_a_taker',
  ],
})

export const explainPatrol = defineAct({
  id: 'fieldwork.patrol.explain',
  summary: 'Says afterwards why a patrol was missed; it stays missed',
  access: signedInMay,
  input: z.object({ id: idShape, reason: reasonInput }),
  output: patrolShape,
  refusals: ['fieldwork.patrol_not_found', 'fieldwork.not_your_patrol', 'fieldwork.patrol_not_missed'],
})
