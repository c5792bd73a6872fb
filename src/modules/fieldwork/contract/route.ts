import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, pointShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import {
  EVERY_DAYS_MAX,
  fieldReaders,
  NAME_LENGTH_MAX,
  namedShape,
  planners,
  POINT_NAME_LENGTH_MAX,
  POINTS_MAX,
  RADIUS_MAX_M,
  RADIUS_MIN_M,
  SEARCH_LENGTH_MAX,
  versionInput,
} from './vocabulary.ts'

const WEEKDAYS = 7

export const weekdaysInput = z
  .array(z.number().int().min(1).max(WEEKDAYS))
  .min(1)
  .max(WEEKDAYS)
  .refine((days) => new Set(days).size === days.length)

/** On which days it is walked: days of the week (Monday 1), every so many days, or work days of the calendar. */
export const rhythmShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('weekdays'), weekdays: weekdaysInput }),
  z.object({ kind: z.literal('interval'), everyDays: z.number().int().min(1).max(EVERY_DAYS_MAX) }),
  z.object({ kind: z.literal('workDays') }),
])
export type Rhythm = z.infer<typeof rhythmShape>

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

const checkPointInput = z.object({
  name: z.string().trim().min(1).max(POINT_NAME_LENGTH_MAX),
  ...pointShape.shape,
  radiusM: z.number().int().min(RADIUS_MIN_M).max(RADIUS_MAX_M),
})

export const checkPointShape = z.object({
  id: z.string(),
  name: z.string(),
  longitude: z.number(),
  latitude: z.number(),
  radiusM: z.number().int(),
})
export type CheckPoint = z.infer<typeof checkPointShape>

export const routeShape = z.object({
  id: z.string(),
  name: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  /** The team that walks it; null: whoever holds a post at the place. */
  team: namedShape.nullable(),
  rhythm: rhythmShape,
  windowFrom: z.string(),
  /** Earlier than `windowFrom`: on the day after. */
  windowUntil: z.string(),
  pointCount: z.number().int(),
  startsOn: z.string(),
  endsOn: z.string().nullable(),
  version: z.number().int(),
})
export type Route = z.infer<typeof routeShape>

const planner = heldBy('place', ...planners)
const reader = heldBy('place', ...fieldReaders)

export const listRoutes = defineRead({
  id: 'fieldwork.route.list',
  summary: 'Patrol routes of the places one works for, by place, team and words',
  access: reader,
  input: z.object({
    withinId: placeIdShape.optional(),
    organizationId: idShape.optional(),
    words: z.string().trim().max(SEARCH_LENGTH_MAX).optional(),
    state: z.enum(['inForce', 'ended', 'any']).default('inForce'),
    ...pageInput,
  }),
  output: pageOf(routeShape),
  refusals: ['places.place_not_found'],
})

export const findRoute = defineRead({
  id: 'fieldwork.route.find',
  summary: 'One patrol route with its points and who would walk it today',
  access: reader,
  input: z.object({ id: idShape }),
  output: z.object({
    route: routeShape,
    points: z.array(checkPointShape),
    walkers: z.array(namedShape),
    can: z.record(z.string(), canShape),
  }),
  refusals: ['fieldwork.route_not_found'],
})

const details = {
  name: z.string().trim().min(1).max(NAME_LENGTH_MAX),
  organizationId: idShape.nullable(),
  rhythm: rhythmShape,
  windowFrom: timeOfDay,
  windowUntil: timeOfDay,
  /** In the order in which they are passed. */
  points: z.array(checkPointInput).min(1).max(POINTS_MAX),
}

const detailRefusals = [
  'organizations.organization_not_found',
  'organizations.organization_closed',
  'fieldwork.team_not_social',
  'fieldwork.window_empty',
  'fieldwork.route_name_conflict',
]

export const createRoute = defineAct({
  id: 'fieldwork.route.create',
  summary: 'A new patrol route of a grid or community; its patrols of the coming days are planned at once',
  access: planner,
  input: z.object({ ...details, placeId: placeIdShape, startsOn: civilDateShape.optional() }),
  output: routeShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'fieldwork.place_too_large',
    'fieldwork.date_not_possible',
    ...detailRefusals,
  ],
})

export const updateRoute = defineAct({
  id: 'fieldwork.route.update',
  summary: 'Changes a patrol route from tomorrow on; what is walked today stays as it was planned',
  access: planner,
  input: z.object({ id: idShape, version: versionInput, ...details }),
  output: routeShape,
  refusals: ['fieldwork.route_not_found', 'fieldwork.route_ended', 'fieldwork.changed_meanwhile', ...detailRefusals],
})

export const endRoute = defineAct({
  id: 'fieldwork.route.end',
  summary: 'Ends a patrol route from a day on; patrols planned beyond it are taken back',
  access: planner,
  input: z.object({ id: idShape, version: versionInput, on: civilDateShape.optional() }),
  output: routeShape,
  refusals: [
    'fieldwork.route_not_found',
    'fieldwork.route_ended',
    'fieldwork.changed_meanwhile',
    'fieldwork.date_not_possible',
  ],
})

// Rosters 排班 --------------------------------------------------------------------------------------------------------------

export const rosterShape = z.object({
  id: z.string(),
  organizationId: z.string(),
  personId: z.string(),
  name: z.string(),
  weekdays: z.array(z.number().int()),
  startsOn: z.string(),
  endsOn: z.string().nullable(),
})

export const listRoster = defineRead({
  id: 'fieldwork.roster.list',
  summary: 'Who of a patrol team is on duty on which days of the week',
  access: reader,
  input: z.object({ organizationId: idShape, state: z.enum(['inForce', 'any']).default('inForce'), ...pageInput }),
  output: pageOf(rosterShape),
  refusals: ['organizations.organization_not_found'],
})

export const addToRoster = defineAct({
  id: 'fieldwork.roster.add',
  summary: 'Puts somebody of a patrol team on duty on days of the week',
  access: planner,
  input: z.object({
    organizationId: idShape,
    personId: idShape,
    weekdays: weekdaysInput,
    startsOn: civilDateShape.optional(),
  }),
  output: rosterShape,
  refusals: [
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'identity.person_not_found',
    'fieldwork.team_not_social',
    'fieldwork.roster_conflict',
    'fieldwork.date_not_possible',
  ],
})

export const endRoster = defineAct({
  id: 'fieldwork.roster.end',
  summary: 'Takes somebody off the roster of a patrol team from a day on',
  access: planner,
  input: z.object({ id: idShape, on: civilDateShape.optional() }),
  output: rosterShape,
  refusals: ['fieldwork.roster_not_found', 'fieldwork.roster_ended', 'fieldwork.date_not_possible'],
})
