import { z } from 'zod'
import { canShape } from '#kernel/can'
import { clockShape } from '#kernel/clock'
import { idShape } from '#kernel/id'
import { defineRead, defineStream, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, placeLevelShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import {
  hazardStageShape,
  hazardStateShape,
  namedShape,
  placeReaders,
  placeRefShape,
  SEARCH_LENGTH_MAX,
  severityShape,
} from './vocabulary.ts'

export const hazardShape = z.object({
  id: idShape,
  number: z.string(),
  title: z.string(),
  state: hazardStateShape,
  stage: hazardStageShape,
  severity: severityShape,
  kindId: idShape,
  kindName: z.string(),
  className: z.string().nullable(),
  site: namedShape,
  place: placeRefShape,
  campaign: namedShape.nullable(),
  /** Who has to put it right: the organisation, or the inspector who follows the site up. */
  responsible: z.object({ organization: namedShape.nullable(), person: namedShape.nullable() }),
  foundAt: z.date(),
  /** 整改通知书号 */
  noticeNumber: z.string().nullable(),
  noticeCount: z.number().int(),
  isOnTheSpot: z.boolean(),
  failedCount: z.number().int(),
  /** The how manyth of its kind at the site within a year. */
  offenceNumber: z.number().int(),
  /** Days asked for and not yet decided. */
  extensionDays: z.number().int().nullable(),
  caseId: idShape.nullable(),
  closedAt: z.date().nullable(),
  dueAt: z.date().nullable(),
  clock: clockShape.nullable(),
  version: z.number().int(),
})
export type Hazard = z.infer<typeof hazardShape>

export const cansShape = z.record(z.string(), canShape)
export const hazardWithCanShape = hazardShape.extend({ can: cansShape })
export const hazardRowShape = hazardShape.extend({ allowed: z.array(z.string()) })
export type HazardRow = z.infer<typeof hazardRowShape>

export const hazardFileShape = z.object({
  id: idShape,
  kind: z.string(),
  name: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  hasThumbnail: z.boolean(),
})

const entryShape = z.object({
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
  fromState: hazardStateShape.nullable(),
  toState: hazardStateShape.nullable(),
  words: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  files: z.array(hazardFileShape),
})

const visitShape = z.object({
  number: z.number().int(),
  state: hazardStateShape,
  stage: hazardStageShape,
  enteredAt: z.date(),
  leftAt: z.date().nullable(),
  leftBy: z.string().nullable(),
  limit: z.object({ unit: z.string(), amount: z.number(), extended: z.number() }).nullable(),
  clock: clockShape.nullable(),
})

export const hazardDetailShape = hazardShape.extend({
  words: z.string(),
  points: z.string().nullable(),
  inspection: z.object({ id: idShape, number: z.string(), inspectedAt: z.date(), inspectors: z.array(z.string()) }),
  siteKindName: z.string(),
  siteAddress: z.string().nullable(),
  places: z.array(z.object({ id: z.number().int(), level: placeLevelShape, name: z.string() })),
  noticedAt: z.date().nullable(),
  measures: z.string().nullable(),
  limitDays: z.number().int().nullable(),
  /** The last day of the notice, as it is printed. */
  deadline: z.string().nullable(),
  rectifiedAt: z.date().nullable(),
  caseNumber: z.string().nullable(),
  /** Others of its kind at the site, the newest first. */
  others: z.array(z.object({ id: idShape, number: z.string(), foundAt: z.date(), state: hazardStateShape })),
  visits: z.array(visitShape),
  thread: z.array(entryShape),
  can: cansShape,
})
export type HazardDetail = z.infer<typeof hazardDetailShape>

export const hazardSorts = ['newest', 'due'] as const
export type HazardSort = (typeof hazardSorts)[number]

export const hazardFilter = {
  /** `all` at the places of my posts, `assigned` to my organisations or me. */
  view: z.enum(['all', 'assigned']).default('all'),
  placeId: placeIdShape.optional(),
  words: z.string().trim().max(SEARCH_LENGTH_MAX).optional(),
  stage: hazardStageShape.optional(),
  state: hazardStateShape.optional(),
  isOpen: z.stringbool().optional(),
  clock: z.enum(['soon', 'late']).optional(),
  severity: severityShape.optional(),
  siteId: idShape.optional(),
  campaignId: idShape.optional(),
  classId: idShape.optional(),
  kindId: idShape.optional(),
  /** Found there again within a year. */
  isRepeat: z.stringbool().optional(),
  /** Found on these days, both included. */
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

const readers = heldBy('district', ...placeReaders)

export const listHazards = defineRead({
  id: 'hazards.hazard.list',
  summary: 'Hazards by place, step, clock, severity, kind, site, campaign, words and days; newest or first due first',
  access: readers,
  input: z.object({ ...hazardFilter, sort: z.enum(hazardSorts).default('newest'), ...pageInput }),
  output: pageOf(hazardRowShape),
  refusals: ['places.place_not_found'],
})

export const countHazards = defineRead({
  id: 'hazards.hazard.count',
  summary: 'How many hazards: found, open, late, solved, put right on the spot, found again, become cases',
  access: readers,
  input: z.object(hazardFilter),
  output: z.object({
    found: z.number().int(),
    open: z.number().int(),
    soon: z.number().int(),
    late: z.number().int(),
    solved: z.number().int(),
    onTheSpot: z.number().int(),
    repeated: z.number().int(),
    escalated: z.number().int(),
  }),
  refusals: ['places.place_not_found'],
})

export const findHazard = defineRead({
  id: 'hazards.hazard.find',
  summary: 'One hazard with its steps, thread and what may be done now',
  access: readers,
  input: z.object({ id: idShape }),
  output: hazardDetailShape,
  refusals: ['hazards.hazard_not_found'],
})

export const exportHazards = defineStream({
  id: 'hazards.hazard.export',
  summary: 'The hazards of a list as a workbook, the newest first',
  access: readers,
  input: z.object(hazardFilter),
  refusals: ['places.place_not_found'],
})
