import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import {
  CAMPAIGN_NAME_LENGTH_MAX,
  DRAW_SITES_MAX,
  inspectors,
  INSPECTORS_EACH_MAX,
  namedShape,
  placeReaders,
  placeRefShape,
  planners,
  PLACES_OF_CAMPAIGN_MAX,
  PURPOSE_LENGTH_MAX,
  versionInput,
} from './vocabulary.ts'

const readers = heldBy('district', ...placeReaders)
const plannersThere = heldBy('place', ...planners)
const KINDS_OF_CAMPAIGN_MAX = 100

/** Sites and hazards of a campaign, counted from their records. */
export const progressShape = z.object({
  siteCount: z.number().int(),
  inspectedCount: z.number().int(),
  inspectionCount: z.number().int(),
  foundCount: z.number().int(),
  /** Closed, on the spot or after a recheck, or by a case. */
  solvedCount: z.number().int(),
  onTheSpotCount: z.number().int(),
  lateCount: z.number().int(),
})
export type Progress = z.infer<typeof progressShape>

export const campaignShape = z.object({
  id: idShape,
  name: z.string(),
  purpose: z.string().nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
  state: z.enum(['ahead', 'running', 'over']),
  places: z.array(placeRefShape),
  kindIds: z.array(idShape),
  siteKinds: z.array(namedShape),
  /** Null: every site of its places and kinds. */
  targetCount: z.number().int().nullable(),
  progress: progressShape,
  version: z.number().int(),
})
export type Campaign = z.infer<typeof campaignShape>

export const listCampaigns = defineRead({
  id: 'hazards.campaign.list',
  summary: 'Campaigns, the last begun first, with their progress',
  access: readers,
  input: z.object({ placeId: placeIdShape.optional(), state: z.enum(['running', 'over']).optional(), ...pageInput }),
  output: pageOf(campaignShape),
  refusals: ['places.place_not_found'],
})

const progressLineShape = progressShape.extend({ id: z.string(), name: z.string() })

export const findCampaign = defineRead({
  id: 'hazards.campaign.find',
  summary: 'One campaign with its progress by place and by class of problems',
  access: readers,
  input: z.object({ id: idShape }),
  output: z.object({
    campaign: campaignShape,
    byPlace: z.array(progressLineShape),
    byClass: z.array(
      z.object({
        id: idShape,
        /** Null: the class has no name yet. */
        name: z.string().nullable(),
        number: z.number().int(),
        foundCount: z.number().int(),
        solvedCount: z.number().int(),
        lateCount: z.number().int(),
      }),
    ),
    waitingTaskCount: z.number().int(),
    can: z.record(z.string(), canShape),
  }),
  refusals: ['hazards.campaign_not_found'],
})

const details = {
  name: z.string().trim().min(2).max(CAMPAIGN_NAME_LENGTH_MAX),
  purpose: z.string().trim().min(1).max(PURPOSE_LENGTH_MAX).nullable().default(null),
  startsOn: civilDateShape,
  endsOn: civilDateShape,
  placeIds: z.array(placeIdShape).min(1).max(PLACES_OF_CAMPAIGN_MAX),
  kindIds: z.array(idShape).max(KINDS_OF_CAMPAIGN_MAX).default([]),
  siteKindIds: z.array(idShape).max(KINDS_OF_CAMPAIGN_MAX).default([]),
  targetCount: z.number().int().positive().max(1_000_000).nullable().default(null),
}
const campaignRefusals = [
  'places.place_not_found',
  'places.place_ended',
  'hazards.place_elsewhere',
  'hazards.kind_not_found',
  'hazards.site_kind_not_found',
  'hazards.period_not_possible',
  'hazards.campaign_name_conflict',
] as const

export const createCampaign = defineAct({
  id: 'hazards.campaign.create',
  summary: 'A period in which sites of some places and kinds are inspected for some kinds of problems',
  access: plannersThere,
  input: z.object(details),
  output: campaignShape,
  refusals: campaignRefusals,
})

export const changeCampaign = defineAct({
  id: 'hazards.campaign.change',
  summary: 'Puts right a campaign that is not over',
  access: plannersThere,
  input: z.object({ id: idShape, version: versionInput, ...details }),
  output: campaignShape,
  refusals: [...campaignRefusals, 'hazards.campaign_not_found', 'hazards.campaign_over', 'hazards.changed_meanwhile'],
})

export const endCampaign = defineAct({
  id: 'hazards.campaign.end',
  summary: 'Ends a campaign; inspections that wait are called off, hazards go on',
  access: plannersThere,
  input: z.object({ id: idShape, version: versionInput }),
  output: campaignShape,
  refusals: ['hazards.campaign_not_found', 'hazards.campaign_over', 'hazards.changed_meanwhile'],
})

export const exportCampaign = defineStream({
  id: 'hazards.campaign.export',
  summary: 'The progress of a campaign by place and class, and its hazards, as a workbook',
  access: readers,
  input: z.object({ id: idShape }),
  refusals: ['hazards.campaign_not_found'],
})

// Random draws and tasks ------------------------------------------------------------------------------------------------

export const drawShape = z.object({
  id: idShape,
  campaignId: idShape,
  seed: z.string(),
  sitePoolCount: z.number().int(),
  inspectorPoolCount: z.number().int(),
  siteCount: z.number().int(),
  inspectorsEach: z.number().int(),
  drawnAt: z.date(),
  drawnBy: z.string(),
  pairs: z.array(z.object({ site: namedShape, inspectors: z.array(namedShape) })),
  /** Computed again just now from its seed and its pools: is it what was drawn? */
  isReproduced: z.boolean(),
})
export type Draw = z.infer<typeof drawShape>

export const makeDraw = defineAct({
  id: 'hazards.draw.make',
  summary:
    '双随机: draws, by a seed that is kept, sites that the campaign has not inspected and inspectors, and gives the tasks out',
  access: plannersThere,
  input: z.object({
    campaignId: idShape,
    siteCount: z.number().int().min(1).max(DRAW_SITES_MAX),
    inspectorsEach: z.number().int().min(1).max(INSPECTORS_EACH_MAX).default(2),
    dueOn: civilDateShape,
  }),
  output: drawShape,
  refusals: [
    'hazards.campaign_not_found',
    'hazards.campaign_over',
    'hazards.period_not_possible',
    'hazards.no_sites_to_draw',
    'hazards.no_inspectors_to_draw',
  ],
})

export const listDraws = defineRead({
  id: 'hazards.draw.list',
  summary: 'The draws of a campaign, each computed again',
  access: readers,
  input: z.object({ campaignId: idShape, ...pageInput }),
  output: pageOf(drawShape),
  refusals: ['hazards.campaign_not_found'],
})

export const taskShape = z.object({
  id: idShape,
  campaign: namedShape.nullable(),
  isDrawn: z.boolean(),
  site: namedShape.extend({ kindName: z.string(), address: z.string().nullable(), placeName: z.string() }),
  inspectors: z.array(namedShape),
  dueOn: z.string(),
  isLate: z.boolean(),
  state: z.enum(['waiting', 'done', 'cancelled']),
  inspectionId: idShape.nullable(),
})
export type Task = z.infer<typeof taskShape>

export const listTasks = defineRead({
  id: 'hazards.task.list',
  summary: 'Inspections that wait or were done: mine, or of a campaign; the first due first',
  access: readers,
  input: z.object({
    view: z.enum(['mine', 'all']).default('mine'),
    campaignId: idShape.optional(),
    state: z.enum(['waiting', 'done', 'cancelled']).default('waiting'),
    ...pageInput,
  }),
  output: pageOf(taskShape),
})

export const assignTasks = defineAct({
  id: 'hazards.task.assign',
  summary:
    'Sites to be inspected by these people until a day; a site that waits for an inspection already stays as it is',
  access: heldBy('place', ...new Set([...planners, ...inspectors])),
  input: z.object({
    siteIds: z.array(idShape).min(1).max(DRAW_SITES_MAX),
    inspectorIds: z.array(idShape).min(1).max(INSPECTORS_EACH_MAX),
    campaignId: idShape.nullable().default(null),
    dueOn: civilDateShape,
  }),
  output: z.object({ assignedCount: z.number().int(), waitingAlreadyCount: z.number().int() }),
  refusals: [
    'hazards.site_not_found',
    'hazards.site_closed',
    'hazards.not_an_inspector',
    'hazards.campaign_not_found',
    'hazards.campaign_over',
    'hazards.period_not_possible',
  ],
})

export const cancelTask = defineAct({
  id: 'hazards.task.cancel',
  summary: 'Calls an inspection off that waits',
  access: plannersThere,
  input: z.object({ id: idShape }),
  output: taskShape,
  refusals: ['hazards.task_not_found', 'hazards.task_not_waiting'],
})

export const listInspectors = defineRead({
  id: 'hazards.inspector.list',
  summary: 'Who may inspect at a place: those with a post there, above it or below it',
  access: readers,
  input: z.object({ placeId: placeIdShape }),
  output: z.object({ items: z.array(namedShape.extend({ role: z.string(), placeName: z.string() })).max(500) }),
  refusals: ['places.place_not_found'],
})
