import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, pointShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import {
  CO_INSPECTORS_MAX,
  FILES_MAX,
  filesInput,
  inspectors,
  itemResultShape,
  ITEMS_MAX,
  LIMIT_DAYS_MAX,
  namedShape,
  placeReaders,
  placeRefShape,
  severityShape,
  WORDS_LENGTH_MAX,
  wordsInput,
} from './vocabulary.ts'

export const inspectionShape = z.object({
  id: idShape,
  /** 排查编号 */
  number: z.string(),
  site: namedShape,
  place: placeRefShape,
  campaign: namedShape.nullable(),
  /** Names are masked. */
  inspectors: z.array(z.string()),
  inspectedAt: z.date(),
  recordedAt: z.date(),
  metersFromSite: z.number().int().nullable(),
  /** Null when the phone or the site does not know where it is. */
  isOnSite: z.boolean().nullable(),
  words: z.string().nullable(),
  hazardCount: z.number().int(),
})
export type Inspection = z.infer<typeof inspectionShape>

const photo = z
  .number()
  .int()
  .min(0)
  .max(FILES_MAX - 1)

export const findingInput = z.object({
  kindId: idShape,
  words: wordsInput,
  severity: severityShape,
  /** Which of the files show it. */
  photos: z.array(photo).max(FILES_MAX).default([]),
  /** 当场整改: put right while the inspector was there; these files show it. */
  isOnTheSpot: z.boolean().default(false),
  rectifiedPhotos: z.array(photo).max(FILES_MAX).default([]),
  /** With measures the notice is given at once; without, it waits to be written. */
  measures: wordsInput.nullable().default(null),
  /** At most what the severity gives; left out, as much. */
  limitDays: z.number().int().min(1).max(LIMIT_DAYS_MAX).nullable().default(null),
})

export const recordInspection = defineAct({
  id: 'hazards.inspection.record',
  summary: 'An inspection as it was carried out: each kind passed, found or not there; every hazard becomes a matter',
  access: heldBy('place', ...inspectors),
  input: z.object({
    siteId: idShape,
    taskId: idShape.nullable().default(null),
    campaignId: idShape.nullable().default(null),
    inspectedAt: z.iso.datetime({ offset: true }).nullable().default(null),
    point: pointShape.nullable().default(null),
    coInspectorIds: z.array(idShape).max(CO_INSPECTORS_MAX).default([]),
    words: z.string().trim().min(1).max(WORDS_LENGTH_MAX).nullable().default(null),
    items: z
      .array(z.object({ kindId: idShape, result: itemResultShape }))
      .min(1)
      .max(ITEMS_MAX),
    hazards: z.array(findingInput).max(ITEMS_MAX).default([]),
    fileIds: filesInput,
  }),
  output: z.object({
    inspection: inspectionShape,
    hazards: z.array(z.object({ id: idShape, number: z.string(), noticeNumber: z.string().nullable() })),
  }),
  refusals: [
    'hazards.site_not_found',
    'hazards.site_closed',
    'hazards.kind_not_found',
    'hazards.kind_ended',
    'hazards.kind_unnamed',
    'hazards.item_twice',
    'hazards.items_and_hazards_differ',
    'hazards.photo_missing',
    'hazards.time_not_possible',
    'hazards.limit_too_long',
    'hazards.task_not_found',
    'hazards.task_not_waiting',
    'hazards.not_your_task',
    'hazards.campaign_not_found',
    'hazards.campaign_over',
    'hazards.not_an_inspector',
    'files.not_found',
    'workplace.file_attached_elsewhere',
  ],
})

const readers = heldBy('district', ...placeReaders)

export const listInspections = defineRead({
  id: 'hazards.inspection.list',
  summary: 'Inspections of a place, a site or a campaign, the newest first',
  access: readers,
  input: z.object({
    placeId: placeIdShape.optional(),
    siteId: idShape.optional(),
    campaignId: idShape.optional(),
    from: civilDateShape.optional(),
    until: civilDateShape.optional(),
    ...pageInput,
  }),
  output: pageOf(inspectionShape),
  refusals: ['places.place_not_found', 'hazards.site_not_found', 'hazards.campaign_not_found'],
})

export const findInspection = defineRead({
  id: 'hazards.inspection.find',
  summary: 'One inspection with what it looked for',
  access: readers,
  input: z.object({ id: idShape }),
  output: z.object({
    inspection: inspectionShape,
    items: z.array(z.object({ kindId: idShape, kindName: z.string(), result: itemResultShape })),
    hazards: z.array(z.object({ id: idShape, number: z.string(), kindName: z.string(), state: z.string() })),
  }),
  refusals: ['hazards.inspection_not_found'],
})
