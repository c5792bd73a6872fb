import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, pointShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import {
  DECISION_LENGTH_MAX,
  DUTIES_MAX,
  DUTY_LENGTH_MAX,
  FILES_MAX,
  findingKindShape,
  managers,
  outcomeShape,
  planners,
  reasonInput,
  staff,
  visitKindShape,
  visitStateShape,
  wordsFilter,
  WORDS_LENGTH_MAX,
} from './vocabulary.ts'

export const findingShape = z.object({
  visitId: z.string(),
  number: z.number().int(),
  kind: findingKindShape,
  /** Phone and ID numbers in it are masked. */
  words: z.string(),
  /** What was decided on the spot. */
  decision: z.string().nullable(),
  createdAt: z.date(),
  caseId: z.string(),
  caseNumber: z.string(),
  caseState: z.string(),
  /** Who has it. */
  ownerName: z.string().nullable(),
  /** What changed, when it was closed and said for everybody. */
  result: z.string().nullable(),
  isSolved: z.boolean(),
})
export type Finding = z.infer<typeof findingShape>

const fileShape = z.object({
  id: idShape,
  kind: z.string(),
  name: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  hasThumbnail: z.boolean(),
})

export const visitShape = z.object({
  id: z.string(),
  number: z.string().nullable(),
  kind: visitKindShape,
  state: visitStateShape,
  programmeId: z.string().nullable(),
  programmeName: z.string().nullable(),
  /** What the rule asks to be ticked. */
  programmeDuties: z.array(z.string()),
  householdId: z.string().nullable(),
  door: z.string().nullable(),
  /** Masked. */
  label: z.string().nullable(),
  placeId: z.number().int(),
  placeName: z.string(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  dueOn: z.string().nullable(),
  isLate: z.boolean(),
  outcome: outcomeShape.nullable(),
  visitedAt: z.date().nullable(),
  visitedByName: z.string().nullable(),
  leftAt: z.date().nullable(),
  duties: z.array(z.string()),
  words: z.string().nullable(),
  attemptCount: z.number().int(),
  findingCount: z.number().int(),
  reason: z.string().nullable(),
})
export type Visit = z.infer<typeof visitShape>

export const visitFilter = {
  /** `mine`: my own, wherever they are. */
  view: z.enum(['all', 'mine']).default('all'),
  withinId: placeIdShape.optional(),
  programmeId: idShape.optional(),
  personId: idShape.optional(),
  householdId: idShape.optional(),
  kind: visitKindShape.optional(),
  /** `open` still to be made, `omitted` of these the day is over 遗漏; `unassigned` open and nobody responsible. */
  show: z.enum(['any', 'open', 'omitted', 'unassigned', 'done', 'missed', 'excused']).default('any'),
  outcome: outcomeShape.optional(),
  /** A number, part of the door, or the name of a place. */
  words: wordsFilter,
  /** Visited or due on these days, both included. */
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listVisits = defineRead({
  id: 'visits.visit.list',
  summary: 'Visits: those to be made by the day they are due, those made the newest first',
  access: staff,
  input: z.object({ ...visitFilter, ...pageInput }),
  output: pageOf(visitShape),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const countVisits = defineRead({
  id: 'visits.visit.count',
  summary: 'How many visits I still have to make, and of how many the day is over',
  access: staff,
  input: z.object({}),
  output: z.object({ open: z.number().int(), late: z.number().int() }),
})

export const findVisit = defineRead({
  id: 'visits.visit.find',
  summary: 'One visit with photos, what was found, and what may be done now',
  access: staff,
  input: z.object({ id: idShape }),
  output: z.object({
    visit: visitShape,
    point: pointShape.nullable(),
    files: z.array(fileShape),
    findings: z.array(findingShape),
    can: z.record(z.string(), canShape),
  }),
  refusals: ['visits.visit_not_found'],
})

export const exportVisits = defineStream({
  id: 'visits.visit.export',
  summary: 'The visits of a list as a workbook: a record of visiting, or the list of omissions',
  access: staff,
  input: z.object(visitFilter),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

const instantInput = z.iso.datetime({ offset: true })
const dutiesInput = z.array(z.string().trim().min(1).max(DUTY_LENGTH_MAX)).max(DUTIES_MAX).default([])
const filesInput = z.array(idShape).max(FILES_MAX).default([])

export const recordVisit = defineAct({
  id: 'visits.visit.record',
  summary: 'Says that a visit was made and what came of it; the planned visit it fulfils is found by itself',
  access: staff,
  input: z.object({
    /** Made by the client, so that a finding can be kept with it before either is sent. */
    id: idShape.optional(),
    /** A planned one. Else the household, or the place with the kind. */
    visitId: idShape.nullable().default(null),
    householdId: idShape.nullable().default(null),
    placeId: placeIdShape.nullable().default(null),
    kind: visitKindShape.nullable().default(null),
    programmeId: idShape.nullable().default(null),
    outcome: outcomeShape.default('met'),
    duties: dutiesInput,
    words: z.string().trim().min(1).max(WORDS_LENGTH_MAX).nullable().default(null),
    /** Now when left out. */
    visitedAt: instantInput.nullable().default(null),
    /** Stationed service: when it ended. */
    leftAt: instantInput.nullable().default(null),
    point: pointShape.nullable().default(null),
    fileIds: filesInput,
  }),
  output: visitShape,
  refusals: [
    'visits.visit_not_found',
    'visits.household_not_found',
    'visits.household_closed',
    'visits.programme_not_found',
    'visits.recorded_conflict',
    'visits.excused_already',
    'visits.whom_missing',
    'visits.not_home_is_for_households',
    'visits.time_not_possible',
    'visits.duty_unknown',
    'places.place_not_found',
    'files.not_found',
    'workplace.file_attached_elsewhere',
    'auth.forbidden',
  ],
})

export const planVisit = defineAct({
  id: 'visits.visit.plan',
  summary: 'Plans one visit to a place for a day: 一线走访 and what no rhythm plans',
  access: heldBy('place', ...planners),
  input: z.object({
    programmeId: idShape,
    placeId: placeIdShape,
    personId: idShape,
    dueOn: civilDateShape,
  }),
  output: visitShape,
  refusals: [
    'visits.programme_not_found',
    'visits.programme_ended',
    'visits.not_for_places',
    'visits.place_outside',
    'visits.date_not_possible',
    'visits.not_staff',
    'places.place_not_found',
    'identity.person_not_found',
  ],
})

export const excuseVisit = defineAct({
  id: 'visits.visit.excuse',
  summary: 'Somebody who answers for the visiting lets one be left out, with the reason; never the own',
  access: heldBy('place', ...managers, 'leader'),
  input: z.object({ id: idShape, reason: reasonInput }),
  output: visitShape,
  refusals: ['visits.visit_not_found', 'visits.recorded_conflict', 'visits.excused_already', 'visits.own_excuse'],
})

// Findings ------------------------------------------------------------------------------------------------------------------

export const addFinding = defineAct({
  id: 'visits.finding.add',
  summary: 'What was found at a visit becomes a case of channel visit, linked both ways',
  access: staff,
  input: z.object({
    visitId: idShape,
    kind: findingKindShape,
    words: z.string().trim().min(2).max(WORDS_LENGTH_MAX),
    decision: z.string().trim().min(2).max(DECISION_LENGTH_MAX).nullable().default(null),
    isUrgent: z.boolean().default(false),
    point: pointShape.nullable().default(null),
    fileIds: filesInput,
  }),
  output: findingShape,
  refusals: [
    'visits.visit_not_found',
    'visits.not_made_yet',
    'visits.too_many_findings',
    'files.not_found',
    'workplace.file_attached_elsewhere',
    'auth.forbidden',
  ],
})

const findingFilter = {
  withinId: placeIdShape.optional(),
  kind: findingKindShape.optional(),
  visitKind: visitKindShape.optional(),
  programmeId: idShape.optional(),
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

export const listFindings = defineRead({
  id: 'visits.finding.list',
  summary: 'What visits found, each with decision, owner and result (S2-10), the newest first',
  access: staff,
  input: z.object({ ...findingFilter, ...pageInput }),
  output: pageOf(findingShape.extend({ placeName: z.string(), visitKind: visitKindShape, visitNumber: z.string() })),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const countFindings = defineRead({
  id: 'visits.finding.count',
  summary: 'How many findings of each kind there are and how many are solved',
  access: staff,
  input: z.object(findingFilter),
  output: z.object({
    items: z.array(z.object({ kind: findingKindShape, count: z.number().int(), solvedCount: z.number().int() })),
  }),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const exportFindings = defineStream({
  id: 'visits.finding.export',
  summary: 'What visits found as a workbook',
  access: staff,
  input: z.object(findingFilter),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})
