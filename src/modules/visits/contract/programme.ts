import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import {
  DAYS_MAX,
  DUTIES_MAX,
  DUTY_LENGTH_MAX,
  GRACE_DAYS_DEFAULT,
  GRACE_DAYS_MAX,
  NAME_LENGTH_MAX,
  planners,
  rhythmShape,
  staff,
  versionInput,
  visitKindShape,
} from './vocabulary.ts'

export const programmeShape = z.object({
  id: z.string(),
  kind: visitKindShape,
  name: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  rhythm: rhythmShape,
  /** Days of a round, weekday (1 Monday) or day of the month; 0 without a rhythm. */
  rhythmNumber: z.number().int(),
  duties: z.array(z.string()),
  graceDays: z.number().int(),
  startsOn: z.string(),
  /** First day on which it no longer holds. */
  endsOn: z.string().nullable(),
  isActive: z.boolean(),
  /** The day by which everything of the present round is to be visited. */
  dueOn: z.string().nullable(),
  version: z.number().int(),
})
export type Programme = z.infer<typeof programmeShape>

const nameInput = z.string().trim().min(1).max(NAME_LENGTH_MAX)
const dutiesInput = z.array(z.string().trim().min(1).max(DUTY_LENGTH_MAX)).max(DUTIES_MAX)
const graceInput = z.number().int().min(0).max(GRACE_DAYS_MAX)

export const listProgrammes = defineRead({
  id: 'visits.programme.list',
  summary: 'Rules of visiting at a place, above and below it, the newest first',
  access: staff,
  input: z.object({
    withinId: placeIdShape.optional(),
    kind: visitKindShape.optional(),
    state: z.enum(['active', 'ended', 'any']).default('active'),
    ...pageInput,
  }),
  output: pageOf(programmeShape),
  refusals: ['places.place_not_found'],
})

export const findProgramme = defineRead({
  id: 'visits.programme.find',
  summary: 'One rule of visiting with what may be done with it',
  access: staff,
  input: z.object({ id: idShape }),
  output: z.object({ programme: programmeShape, can: z.record(z.string(), canShape) }),
  refusals: ['visits.programme_not_found'],
})

export const createProgramme = defineAct({
  id: 'visits.programme.create',
  summary: '走访制度: whom, where, how often, with which duties; the visits of the present round are planned at once',
  access: heldBy('place', ...planners),
  input: z.object({
    kind: visitKindShape,
    name: nameInput,
    placeId: placeIdShape,
    rhythm: rhythmShape,
    rhythmNumber: z.number().int().min(0).max(DAYS_MAX).default(0),
    duties: dutiesInput.default([]),
    graceDays: graceInput.default(GRACE_DAYS_DEFAULT),
    /** Today when left out. */
    startsOn: civilDateShape.optional(),
    endsOn: civilDateShape.nullable().default(null),
  }),
  output: programmeShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'visits.rhythm_not_possible',
    'visits.date_not_possible',
    'visits.duty_twice',
  ],
})

export const updateProgramme = defineAct({
  id: 'visits.programme.update',
  summary: 'Changes name, duties or grace of a rule; another rhythm is another rule',
  access: heldBy('place', ...planners),
  input: z.object({
    id: idShape,
    version: versionInput,
    name: nameInput.optional(),
    duties: dutiesInput.optional(),
    graceDays: graceInput.optional(),
  }),
  output: programmeShape,
  refusals: ['visits.programme_not_found', 'visits.programme_ended', 'visits.changed_meanwhile', 'visits.duty_twice'],
})

export const endProgramme = defineAct({
  id: 'visits.programme.end',
  summary: 'Ends a rule from a day on: visits that would be due later are no longer planned, those made stay',
  access: heldBy('place', ...planners),
  input: z.object({ id: idShape, version: versionInput, on: civilDateShape.optional() }),
  output: programmeShape,
  refusals: [
    'visits.programme_not_found',
    'visits.programme_ended',
    'visits.changed_meanwhile',
    'visits.date_not_possible',
  ],
})
