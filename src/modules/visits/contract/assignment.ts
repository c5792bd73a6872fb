import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { roleShape } from '#kernel/role'
import { civilDateShape } from '#kernel/time'
import { DAY_MINUTES, planners, reasonInput, staff, visitKindShape } from './vocabulary.ts'

export const assignmentShape = z.object({
  id: z.string(),
  kind: visitKindShape,
  personId: z.string(),
  name: z.string(),
  /** The role of the post by which the person is fixed. */
  role: roleShape.nullable(),
  householdId: z.string().nullable(),
  door: z.string().nullable(),
  programmeId: z.string().nullable(),
  programmeName: z.string().nullable(),
  placeId: z.number().int(),
  placeName: z.string(),
  fixedDay: z.number().int().nullable(),
  fromMinute: z.number().int().nullable(),
  untilMinute: z.number().int().nullable(),
  startsOn: z.string(),
  /** First day on which it no longer holds. */
  endsOn: z.string().nullable(),
  endedReason: z.string().nullable(),
})
export type Assignment = z.infer<typeof assignmentShape>

export const listAssignments = defineRead({
  id: 'visits.assignment.list',
  summary: 'Who is and was responsible: of a household, of a person, of a rule; the newest first',
  access: staff,
  input: z.object({
    view: z.enum(['all', 'mine']).default('all'),
    householdId: idShape.optional(),
    personId: idShape.optional(),
    programmeId: idShape.optional(),
    /** Only of communities, grids and points, not of households. */
    ofPlaces: z.stringbool().default(false),
    /** Only those that hold on that day. */
    on: civilDateShape.optional(),
    ...pageInput,
  }),
  output: pageOf(assignmentShape),
  refusals: ['auth.forbidden'],
})

const minuteInput = z.number().int().min(0).max(DAY_MINUTES)

export const assignPlace = defineAct({
  id: 'visits.assignment.create',
  summary: '人员、时间、地点固化: fixes a person to a community, grid or point of a rule, with the day or the hours',
  access: heldBy('place', ...planners),
  input: z.object({
    programmeId: idShape,
    placeId: placeIdShape,
    personId: idShape,
    /** Another weekday or day of the month than the rule says. */
    fixedDay: z.number().int().min(1).max(31).nullable().default(null),
    /** Hours of stationed service, minutes of the day. */
    fromMinute: minuteInput.nullable().default(null),
    untilMinute: minuteInput.nullable().default(null),
    reason: reasonInput.nullable().default(null),
  }),
  output: assignmentShape,
  refusals: [
    'visits.programme_not_found',
    'visits.programme_ended',
    'visits.not_for_places',
    'visits.place_outside',
    'visits.hours_not_possible',
    'visits.rhythm_not_possible',
    'visits.not_staff',
    'visits.assignment_conflict',
    'places.place_not_found',
    'places.place_ended',
    'identity.person_not_found',
  ],
})

export const endAssignment = defineAct({
  id: 'visits.assignment.end',
  summary: 'Ends a responsibility today; a household then stands among those nobody is responsible for',
  access: heldBy('place', ...planners, 'stationLeader'),
  input: z.object({ id: idShape, reason: reasonInput }),
  output: assignmentShape,
  refusals: ['visits.assignment_not_found', 'visits.assignment_ended'],
})

// The table of contacts 联系表 --------------------------------------------------------------------------------------------------

const contactFilter = {
  programmeId: idShape,
  filled: z.enum(['any', 'vacant', 'filled']).default('any'),
}

export const contactShape = z.object({
  placeId: z.number().int(),
  placeName: z.string(),
  streetName: z.string(),
  holders: z.array(
    z.object({
      assignmentId: z.string(),
      personId: z.string(),
      name: z.string(),
      role: roleShape.nullable(),
      fixedDay: z.number().int().nullable(),
      since: z.string(),
    }),
  ),
  lastVisitedAt: z.date().nullable(),
  dueOn: z.string().nullable(),
  isLate: z.boolean(),
  visitCount: z.number().int(),
  findingCount: z.number().int(),
})
export type Contact = z.infer<typeof contactShape>

export const listContacts = defineRead({
  id: 'visits.contact.list',
  summary: 'Every community of a rule with the leader who keeps contact, the last visit and the next day (S4-14)',
  access: staff,
  input: z.object({ ...contactFilter, ...pageInput }),
  output: pageOf(contactShape).extend({
    placeCount: z.number().int(),
    vacantCount: z.number().int(),
    /** Leaders by the role of their post: 29 名区领导、162 名局级干部. */
    holders: z.array(z.object({ role: roleShape.nullable(), personCount: z.number().int() })),
  }),
  refusals: ['visits.programme_not_found', 'visits.not_for_places'],
})

export const exportContacts = defineStream({
  id: 'visits.contact.export',
  summary: 'The table of contacts as a workbook',
  access: staff,
  input: z.object(contactFilter),
  refusals: ['visits.programme_not_found', 'visits.not_for_places'],
})
