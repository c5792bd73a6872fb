import { z } from 'zod'
import { canShape } from '#kernel/can'
import { boundaryShape } from '#kernel/geo'
import { importReportWith } from '#kernel/import-report'
import { anyoneMay, defineAct, defineRead, defineStream, defineUpload, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { divisionCodeShape, placeIdShape, placeLevelShape, pointShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'

/** 小区类型: 老旧、安置、商品房、单位、自建房. */
export const compoundKinds = ['old', 'resettlement', 'commercial', 'unit', 'selfBuilt'] as const
export const compoundKindShape = z.enum(compoundKinds)

/** 城乡分类代码 of a community: 主城区、城乡结合区、镇中心区、镇乡结合区、特殊区域、乡中心区、村庄 (国家统计局《统计用区划代码和城乡划分代码编制规则》). */
export const urbanRuralCodes = ['111', '112', '121', '122', '123', '210', '220'] as const
export const urbanRuralCodeShape = z.enum(urbanRuralCodes)

/** Grids are adjusted in three ways 拆分、合并、重划 (S2-14 动态调整). */
export const adjustmentKinds = ['split', 'merge', 'redraw'] as const
export const adjustmentKindShape = z.enum(adjustmentKinds)

/** What becomes of the posts on a grid that ends: they go along to the grids that follow, or they end with it. */
export const postChoices = ['follow', 'end'] as const
export const postChoiceShape = z.enum(postChoices)

/** Alias system under which the platform itself keeps the codes a place had before. */
export const FORMER_CODE_SYSTEM = '曾用代码'

export const PLACE_NAME_LENGTH_MAX = 60
export const PLACE_CODE_LENGTH_MAX = 32
const ADDRESS_LENGTH_MAX = 200
const SYSTEM_LENGTH_MAX = 40
const ALIAS_LENGTH_MAX = 40
const REASON_LENGTH_MIN = 2
const REASON_LENGTH_MAX = 200
export const PEOPLE_COUNT_MAX = 50_000_000
const MAP_VERSION_LENGTH_MAX = 64
/** Grids that one adjustment may end or begin. */
export const ADJUSTED_GRIDS_MAX = 20
/** Features and vertices of one map answer: about 6 MB of JSON before compression. */
export const MAP_FEATURES_MAX = 3_000
export const MAP_VERTICES_MAX = 200_000

export const placeShape = z.object({
  id: z.number().int(),
  parentId: z.number().int().nullable(),
  districtId: z.number().int().nullable(),
  level: placeLevelShape,
  name: z.string(),
  code: z.string(),
  path: z.string(),
  compoundKind: compoundKindShape.nullable(),
  urbanRuralCode: urbanRuralCodeShape.nullable(),
  address: z.string().nullable(),
  householdCount: z.number().int().nullable(),
  residentCount: z.number().int().nullable(),
  center: pointShape.nullable(),
  hasBoundary: z.boolean(),
  areaSquareMeters: z.number().nullable(),
  validFrom: z.string(),
  /** First day on which it is no longer valid; null while it is. */
  validTo: z.string().nullable(),
  endedReason: z.string().nullable(),
  version: z.number().int(),
})
export type Place = z.infer<typeof placeShape>

const textInput = (lengthMax: number): z.ZodString => z.string().trim().min(1).max(lengthMax)
const nameInput = textInput(PLACE_NAME_LENGTH_MAX)
const codeInput = textInput(PLACE_CODE_LENGTH_MAX)
const reasonInput = z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX)
const countInput = z.number().int().min(0).max(PEOPLE_COUNT_MAX).nullable()
const versionInput = z.number().int().positive()
const onInput = civilDateShape.optional()
const administrator = heldBy('place', 'administrator')

export const placeSorts = ['name', 'code', 'households', 'residents'] as const
export type PlaceSort = (typeof placeSorts)[number]

export const listPlaces = defineRead({
  id: 'places.place.list',
  summary: 'Places below a place, by level and words, in the order of their pinyin, codes or size',
  access: anyoneMay,
  input: z.object({
    parentId: placeIdShape.optional(),
    /** Any depth below this place, not only its children. */
    withinId: placeIdShape.optional(),
    level: placeLevelShape.optional(),
    /** Part of the name, its pinyin or initials, the code, or a code of another system. */
    words: z.string().max(PLACE_NAME_LENGTH_MAX).optional(),
    /** As it was on that day; today when left out. */
    on: onInput,
    /** By households or residents one sees which grid carries too much (S2-14); unknown numbers come last either way. */
    sort: z.enum(placeSorts).default('name'),
    /** Left out: names and codes from the first, numbers from the largest. */
    order: z.enum(['up', 'down']).optional(),
    ...pageInput,
  }),
  output: pageOf(placeShape),
  refusals: ['places.place_not_found'],
})

export const findPlace = defineRead({
  id: 'places.place.find',
  summary: 'One place with the places above it, from the top',
  access: anyoneMay,
  input: z.object({ id: placeIdShape }),
  output: z.object({ place: placeShape, above: z.array(placeShape), can: z.record(z.string(), canShape) }),
  refusals: ['places.place_not_found'],
})

export const resolvePlace = defineRead({
  id: 'places.place.resolve',
  summary: 'The place that a code meant on a day: its own code, a former one, or that of another system',
  access: anyoneMay,
  input: z.object({
    code: textInput(ALIAS_LENGTH_MAX),
    /** Only codes of this other system. */
    system: textInput(SYSTEM_LENGTH_MAX).optional(),
    on: onInput,
  }),
  output: placeShape,
  refusals: ['places.place_not_found'],
})

export const locatePlace = defineRead({
  id: 'places.place.locate',
  summary: 'The smallest place whose boundary contains a point, with those above it; null when none does',
  access: anyoneMay,
  input: z.object({
    longitude: z.coerce.number().min(-180).max(180),
    latitude: z.coerce.number().min(-90).max(90),
    on: onInput,
  }),
  output: z.object({ place: placeShape.nullable(), above: z.array(placeShape) }),
})

export const createPlace = defineAct({
  id: 'places.place.create',
  summary: 'A new place below another',
  access: administrator,
  input: z.object({
    parentId: placeIdShape,
    level: placeLevelShape,
    name: nameInput,
    code: codeInput,
    compoundKind: compoundKindShape.nullable().default(null),
    urbanRuralCode: urbanRuralCodeShape.nullable().default(null),
    address: textInput(ADDRESS_LENGTH_MAX).nullable().default(null),
    householdCount: countInput.default(null),
    residentCount: countInput.default(null),
    center: pointShape.nullable().default(null),
    validFrom: onInput,
  }),
  output: placeShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'places.level_not_below',
    'places.code_not_continued',
    'places.code_conflict',
    'places.name_conflict',
  ],
})

export const updatePlace = defineAct({
  id: 'places.place.update',
  summary: 'Corrects what is known of a place; a code that changes stays findable as a former one',
  access: administrator,
  input: z.object({
    id: placeIdShape,
    version: versionInput,
    name: nameInput.optional(),
    code: codeInput.optional(),
    compoundKind: compoundKindShape.nullable().optional(),
    urbanRuralCode: urbanRuralCodeShape.nullable().optional(),
    address: textInput(ADDRESS_LENGTH_MAX).nullable().optional(),
    householdCount: countInput.optional(),
    residentCount: countInput.optional(),
    center: pointShape.nullable().optional(),
  }),
  output: placeShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'places.changed_meanwhile',
    'places.code_not_continued',
    'places.code_conflict',
    'places.name_conflict',
  ],
})

export const closePlace = defineAct({
  id: 'places.place.close',
  summary: 'Ends a place that has nothing below it; what happened there keeps it',
  access: administrator,
  input: z.object({ id: placeIdShape, version: versionInput, on: onInput, reason: reasonInput }),
  output: placeShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'places.changed_meanwhile',
    'places.has_children',
    'places.date_not_possible',
  ],
})

const successionShape = z.object({
  fromPlaceId: z.number().int(),
  toPlaceId: z.number().int(),
  kind: adjustmentKindShape,
  happenedOn: z.string(),
  reason: z.string(),
})

export const tracePlace = defineRead({
  id: 'places.place.trace',
  summary: 'Which places a place came from and which followed it, all the way both ways',
  access: anyoneMay,
  input: z.object({ id: placeIdShape, on: onInput }),
  output: z.object({
    /** The place and its whole lineage, oldest first. */
    places: z.array(placeShape),
    successions: z.array(successionShape),
    /** With `on`: those of the lineage that were valid on that day. */
    validThen: z.array(placeShape),
  }),
  refusals: ['places.place_not_found'],
})

export const exportPlaces = defineStream({
  id: 'places.place.export',
  summary: 'The places within a place as a workbook or as GeoJSON',
  access: heldBy(
    'district',
    'administrator',
    'streetOfficer',
    'dispatcher',
    'communityWorker',
    'communitySecretary',
    'leader',
  ),
  input: z.object({ withinId: placeIdShape, format: z.enum(['xlsx', 'geojson']).default('xlsx') }),
  refusals: ['places.place_not_found'],
})

// Boundaries -----------------------------------------------------------------------------------------------------------

export const findBoundary = defineRead({
  id: 'places.boundary.find',
  summary: 'The boundary of one place',
  access: anyoneMay,
  input: z.object({ placeId: placeIdShape }),
  output: z.object({
    placeId: z.number().int(),
    version: z.number().int(),
    boundary: boundaryShape.nullable(),
    areaSquareMeters: z.number().nullable(),
  }),
  refusals: ['places.place_not_found'],
})

const BOUNDARY_REFUSALS = ['places.boundary_not_valid', 'places.boundary_outside', 'places.boundary_overlaps'] as const

export const setBoundary = defineAct({
  id: 'places.boundary.set',
  summary: 'Draws, corrects or removes the boundary of a place',
  access: administrator,
  input: z.object({ placeId: placeIdShape, version: versionInput, boundary: boundaryShape.nullable() }),
  output: placeShape,
  refusals: ['places.place_not_found', 'places.place_ended', 'places.changed_meanwhile', ...BOUNDARY_REFUSALS],
})

const featureShape = z.object({
  type: z.literal('Feature'),
  id: z.number().int(),
  properties: z.object({
    name: z.string(),
    code: z.string(),
    level: placeLevelShape,
    parentId: z.number().int().nullable(),
    path: z.string(),
    householdCount: z.number().int().nullable(),
    residentCount: z.number().int().nullable(),
  }),
  geometry: boundaryShape,
})

export const listBoundaries = defineRead({
  id: 'places.boundary.list',
  summary: 'The boundaries within a place at one level, for a map',
  access: anyoneMay,
  input: z.object({
    withinId: placeIdShape,
    level: placeLevelShape,
    on: onInput,
    /** The version the caller has: when it is still the same, `map` is null. */
    knownVersion: z.string().max(MAP_VERSION_LENGTH_MAX).optional(),
  }),
  output: z.object({
    version: z.string(),
    /** Places of that level that have no boundary yet. */
    undrawnCount: z.number().int(),
    map: z.object({ type: z.literal('FeatureCollection'), features: z.array(featureShape) }).nullable(),
  }),
  refusals: ['places.place_not_found', 'places.map_too_large'],
})

// Grids: split, merge, re-draw (S2-14) -----------------------------------------------------------------------------------

const adjustmentInput = {
  /** First day of the new grids; not in the future. Today when left out. */
  on: onInput,
  reason: reasonInput,
  posts: postChoiceShape,
}

const newGridInput = z.object({
  name: nameInput,
  code: codeInput,
  boundary: boundaryShape.nullable().default(null),
  householdCount: countInput.default(null),
  residentCount: countInput.default(null),
  /** What stood in the old grid (compounds, buildings) and belongs here now; what has a centre is placed by it. */
  childIds: z.array(placeIdShape).max(2_000).default([]),
})

const adjustedOutput = z.object({ ended: z.array(placeShape), begun: z.array(placeShape) })

const ADJUSTMENT_REFUSALS = [
  'places.place_not_found',
  'places.place_ended',
  'places.changed_meanwhile',
  'places.not_a_grid',
  'places.date_not_possible',
  'places.code_conflict',
  'places.name_conflict',
  'places.not_covering',
  'places.child_unassigned',
  ...BOUNDARY_REFUSALS,
] as const

export const splitGrid = defineAct({
  id: 'places.grid.split',
  summary: 'One grid becomes several; the old one keeps what happened in it',
  access: administrator,
  input: z.object({
    placeId: placeIdShape,
    version: versionInput,
    parts: z.array(newGridInput).min(2).max(ADJUSTED_GRIDS_MAX),
    ...adjustmentInput,
  }),
  output: adjustedOutput,
  refusals: ADJUSTMENT_REFUSALS,
})

const gridRefInput = { placeId: placeIdShape, version: versionInput }

export const mergeGrids = defineAct({
  id: 'places.grid.merge',
  summary: 'Several grids of one community become one; without a boundary it gets the union of theirs',
  access: administrator,
  input: z.object({
    grids: z.array(z.object(gridRefInput)).min(2).max(ADJUSTED_GRIDS_MAX),
    into: newGridInput.omit({ childIds: true }),
    ...adjustmentInput,
  }),
  output: adjustedOutput,
  refusals: [...ADJUSTMENT_REFUSALS, 'places.not_siblings'],
})

export const redrawGrids = defineAct({
  id: 'places.grid.redraw',
  summary: 'Grids of one community get new borders together; each is followed by one of the same name',
  access: administrator,
  input: z.object({
    grids: z
      .array(
        z.object({
          ...gridRefInput,
          boundary: boundaryShape,
          name: nameInput.optional(),
          code: codeInput.optional(),
          householdCount: countInput.optional(),
          residentCount: countInput.optional(),
        }),
      )
      .min(1)
      .max(ADJUSTED_GRIDS_MAX),
    ...adjustmentInput,
  }),
  output: adjustedOutput,
  refusals: [...ADJUSTMENT_REFUSALS, 'places.not_siblings'],
})

// Codes of other systems -------------------------------------------------------------------------------------------------

export const aliasShape = z.object({
  placeId: z.number().int(),
  system: z.string(),
  code: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
})

export const listAliases = defineRead({
  id: 'places.alias.list',
  summary: 'What other systems call a place, and the codes it had before',
  access: anyoneMay,
  input: z.object({ placeId: placeIdShape }),
  output: z.object({ items: z.array(aliasShape) }),
  refusals: ['places.place_not_found'],
})

const aliasInput = {
  placeId: placeIdShape,
  system: textInput(SYSTEM_LENGTH_MAX),
  code: textInput(ALIAS_LENGTH_MAX),
  on: onInput,
}

export const addAlias = defineAct({
  id: 'places.alias.add',
  summary: 'From a day on another system calls this place by that code',
  access: administrator,
  input: z.object(aliasInput),
  output: aliasShape,
  refusals: ['places.place_not_found', 'places.place_ended', 'places.alias_conflict', 'places.too_many_aliases'],
})

export const endAlias = defineAct({
  id: 'places.alias.end',
  summary: 'From a day on the other system no longer calls this place so',
  access: administrator,
  input: z.object(aliasInput),
  output: aliasShape,
  refusals: ['places.place_not_found', 'places.alias_not_found', 'places.date_not_possible'],
})

// Import -----------------------------------------------------------------------------------------------------------------

/** Rows of one imported file. */
export const IMPORT_ROWS_MAX = 20_000

export const importReportShape = importReportWith({ name: z.string(), code: z.string(), level: z.string() })
export type ImportReport = z.infer<typeof importReportShape>

export const previewImport = defineUpload({
  id: 'places.import.preview',
  summary: 'What a file of places (xlsx, csv, GeoJSON) would change, and which rows are wrong; changes nothing',
  access: administrator,
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'places.geojson_not_valid', 'places.too_many_rows'],
})

export const commitImport = defineUpload({
  id: 'places.import.commit',
  summary: 'Takes in a file of places, all rows or none; the same file again changes nothing',
  access: administrator,
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'places.geojson_not_valid', 'places.too_many_rows', 'places.import_has_faults'],
})

// A new installation -----------------------------------------------------------------------------------------------------

export const createDistrict = defineAct({
  id: 'places.district.create',
  summary: 'A new district, and its city when that is missing; only the platform itself may (scenario, command line)',
  // No role holds it: before there is a district nobody can hold a post.
  access: heldBy('district'),
  input: z.object({
    city: z.object({ name: nameInput, code: divisionCodeShape }),
    name: nameInput,
    code: divisionCodeShape,
    center: pointShape.nullable().default(null),
    validFrom: onInput,
  }),
  output: placeShape,
  refusals: ['places.code_not_continued', 'places.code_conflict', 'places.name_conflict'],
})
