import { z } from 'zod'
import { anyoneMay, defineAct, defineRead, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, placeLevelShape, pointShape } from '#kernel/place'

export const compoundKinds = ['old', 'resettlement', 'commercial', 'unit', 'selfBuilt'] as const

const NAME_LENGTH_MAX = 60
const CODE_LENGTH_MAX = 32
const ADDRESS_LENGTH_MAX = 200

export const placeShape = z.object({
  id: z.number().int(),
  parentId: z.number().int().nullable(),
  districtId: z.number().int().nullable(),
  level: placeLevelShape,
  name: z.string(),
  code: z.string(),
  path: z.string(),
  compoundKind: z.enum(compoundKinds).nullable(),
  address: z.string().nullable(),
  householdCount: z.number().int().nullable(),
  residentCount: z.number().int().nullable(),
  center: pointShape.nullable(),
  hasBoundary: z.boolean(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  version: z.number().int(),
})
export type Place = z.infer<typeof placeShape>

const textInput = (lengthMax: number): z.ZodString => z.string().trim().min(1).max(lengthMax)

export const listPlaces = defineRead({
  id: 'places.place.list',
  summary: 'Places below a place, by level and words, in pinyin order',
  access: anyoneMay,
  input: z.object({
    parentId: placeIdShape.optional(),
    /** Any depth below this place, not only its children. */
    withinId: placeIdShape.optional(),
    level: placeLevelShape.optional(),
    words: z.string().max(NAME_LENGTH_MAX).optional(),
    ...pageInput,
  }),
  output: pageOf(placeShape),
})

export const findPlace = defineRead({
  id: 'places.place.find',
  summary: 'One place with the places above it, from the top',
  access: anyoneMay,
  input: z.object({ id: placeIdShape }),
  output: z.object({ place: placeShape, above: z.array(placeShape) }),
  refusals: ['places.place_not_found'],
})

export const createPlace = defineAct({
  id: 'places.place.create',
  summary: 'A new place below another',
  access: heldBy('place', 'administrator'),
  input: z.object({
    parentId: placeIdShape,
    level: placeLevelShape,
    name: textInput(NAME_LENGTH_MAX),
    code: textInput(CODE_LENGTH_MAX),
    compoundKind: z.enum(compoundKinds).nullable().default(null),
    address: textInput(ADDRESS_LENGTH_MAX).nullable().default(null),
    center: pointShape.nullable().default(null),
    validFrom: z.iso.date().optional(),
  }),
  output: placeShape,
  refusals: ['places.place_not_found', 'places.level_not_below', 'places.code_not_continued', 'places.code_conflict', 'places.name_conflict'],
})
