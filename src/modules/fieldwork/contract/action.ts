import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, heldBy, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'
import {
  actionKindShape,
  COMPANIONS_MAX,
  COUNT_MAX,
  fieldReaders,
  fileShape,
  filesInput,
  FUNCTION_KEY_LENGTH_MAX,
  FUNCTION_NAME_LENGTH_MAX,
  instantInput,
  namedShape,
  pointInput,
  reasonInput,
  SEARCH_LENGTH_MAX,
  WORDS_LENGTH_MAX,
  wordsInput,
} from './vocabulary.ts'

const functionKeyInput = z
  .string()
  .regex(/^[a-zA-Z0-9-]+$/)
  .max(FUNCTION_KEY_LENGTH_MAX)
const functionNameInput = z.string().trim().min(1).max(FUNCTION_NAME_LENGTH_MAX)

export const functionShape = z.object({
  key: z.string(),
  name: z.string(),
  /** Put aside: shown where it was used, not offered any more. */
  isUsed: z.boolean(),
  isShipped: z.boolean(),
})
export type GridFunction = z.infer<typeof functionShape>

export const listFunctions = defineRead({
  id: 'fieldwork.function.list',
  summary: 'The functions of a grid under which actions are logged',
  access: signedInMay,
  input: z.object({}),
  output: z.object({ items: z.array(functionShape) }),
})

export const addFunction = defineAct({
  id: 'fieldwork.function.add',
  summary: 'A function of the grid that the district adds',
  access: heldBy('place', 'administrator'),
  input: z.object({ name: functionNameInput }),
  output: functionShape,
  refusals: ['fieldwork.function_name_conflict', 'fieldwork.functions_too_many'],
})

export const changeFunction = defineAct({
  id: 'fieldwork.function.change',
  summary: 'Renames a function of the grid, puts it aside or takes it up again',
  access: heldBy('place', 'administrator'),
  input: z.object({ key: functionKeyInput, name: functionNameInput.optional(), isUsed: z.boolean().optional() }),
  output: functionShape,
  refusals: ['fieldwork.function_not_found', 'fieldwork.function_name_conflict', 'fieldwork.functions_needed'],
})

export const actionShape = z.object({
  id: z.string(),
  kind: actionKindShape,
  functionKey: z.string(),
  functionName: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  count: z.number().int(),
  unit: z.enum(['places', 'persons', 'times']),
  at: z.date(),
  person: namedShape,
  companions: z.array(namedShape),
  team: namedShape.nullable(),
  patrolId: z.string().nullable(),
  words: z.string().nullable(),
  photoCount: z.number().int(),
  withdrawnAt: z.date().nullable(),
  withdrawnReason: z.string().nullable(),
})
export type GridAction = z.infer<typeof actionShape>

export const logAction = defineAct({
  id: 'fieldwork.action.log',
  summary: 'Logs something done in the grid under one of its functions, by whom, where and how many',
  access: signedInMay,
  input: z.object({
    kind: actionKindShape,
    functionKey: functionKeyInput,
    count: z.number().int().min(1).max(COUNT_MAX).default(1),
    /** The smallest place that contains it is taken; outside of every boundary, `placeId`, else where one works. */
    point: pointInput,
    placeId: placeIdShape.nullable().default(null),
    at: instantInput.nullable().default(null),
    organizationId: idShape.nullable().default(null),
    companionIds: z
      .array(idShape)
      .max(COMPANIONS_MAX)
      .refine((ids) => new Set(ids).size === ids.length)
      .default([]),
    patrolId: idShape.nullable().default(null),
    words: wordsInput(WORDS_LENGTH_MAX),
    fileIds: filesInput,
  }),
  output: actionShape,
  refusals: [
    'auth.forbidden',
    'places.place_not_found',
    'fieldwork.place_missing',
    'fieldwork.place_elsewhere',
    'fieldwork.function_not_found',
    'fieldwork.time_not_possible',
    'fieldwork.patrol_not_found',
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'identity.person_not_found',
    'files.not_found',
    'workplace.file_attached_elsewhere',
  ],
})

export const withdrawAction = defineAct({
  id: 'fieldwork.action.withdraw',
  summary: 'Takes back an action logged by mistake; it is kept and no longer counted',
  access: signedInMay,
  input: z.object({ id: idShape, reason: reasonInput }),
  output: actionShape,
  refusals: ['fieldwork.action_not_found', 'fieldwork.action_withdrawn'],
})

export const actionFilter = {
  withinId: placeIdShape.optional(),
  kind: actionKindShape.optional(),
  functionKey: functionKeyInput.optional(),
  organizationId: idShape.optional(),
  personId: idShape.optional(),
  words: z.string().trim().max(SEARCH_LENGTH_MAX).optional(),
  state: z.enum(['counted', 'withdrawn', 'any']).default('counted'),
  from: civilDateShape.optional(),
  until: civilDateShape.optional(),
}

const reader = heldBy('place', ...fieldReaders)

export const listActions = defineRead({
  id: 'fieldwork.action.list',
  summary: 'Actions at the places one works for, by kind, function, team, person, words and days; newest first',
  access: reader,
  input: z.object({ ...actionFilter, ...pageInput }),
  output: pageOf(actionShape),
  refusals: ['places.place_not_found'],
})

export const findAction = defineRead({
  id: 'fieldwork.action.find',
  summary: 'One action with its photos',
  access: signedInMay,
  input: z.object({ id: idShape }),
  output: z.object({ action: actionShape, files: z.array(fileShape), can: z.record(z.string(), canShape) }),
  refusals: ['fieldwork.action_not_found'],
})

export const actionBys = ['function', 'kind', 'place', 'team', 'person', 'month'] as const
export const actionByShape = z.enum(actionBys)
export type ActionBy = (typeof actionBys)[number]

export const actionSumShape = z.object({
  key: z.string(),
  name: z.string(),
  /** Records, and what they count. */
  actionCount: z.number().int(),
  cleanUpPlaces: z.number().int(),
  dissuasions: z.number().int(),
  times: z.number().int(),
})

export const sumActions = defineRead({
  id: 'fieldwork.action.sum',
  summary: 'How many actions there are by function, kind, grid, team, person or month',
  access: reader,
  input: z.object({ by: actionByShape.default('function'), ...actionFilter }),
  output: z.object({ items: z.array(actionSumShape), total: actionSumShape }),
  refusals: ['places.place_not_found'],
})

export const exportActions = defineStream({
  id: 'fieldwork.action.export',
  summary: 'The actions of a list as a workbook',
  access: reader,
  input: z.object(actionFilter),
  refusals: ['places.place_not_found'],
})
