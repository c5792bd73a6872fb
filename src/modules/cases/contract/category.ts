import { z } from 'zod'
import { idShape } from '#kernel/id'
import { anyoneMay, defineAct, defineRead, defineStream, defineUpload, heldBy } from '#kernel/operation'
import { placeIdShape } from '#kernel/place'
import { staffRoles } from '#kernel/role'
import { civilDateShape, timeLimitShape } from '#kernel/time'
import { categoryIdShape, namedShape } from './shape.ts'
import { caseClocks, importReportShape, sheetRefusals } from './vocabulary.ts'

export const CATEGORY_NAME_LENGTH_MAX = 40
export const CATEGORY_CODE_LENGTH_MAX = 20
export const CATEGORY_LEVEL_MAX = 3
/** Categories of one district; the largest known set, GB/T 39666, has some thousand. */
export const CATEGORIES_MAX = 3_000
export const DISPATCH_RULES_MAX = 2_000
const CONDITION_LENGTH_MAX = 500
const PHOTOS_MAX = 9
const RADIUS_MIN = 10
const RADIUS_MAX = 5_000
const RULES_SHOWN_MAX = 100

const administrator = heldBy('place', 'administrator')
const nameInput = z.string().trim().min(1).max(CATEGORY_NAME_LENGTH_MAX)
const codeInput = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z-]{1,20}$/)

/** The kind of organisation that handles a category, or none: an organisation of that kind that serves the place. */
export const handlerKinds = ['department', 'street', 'community', 'property', 'institution'] as const
export type HandlerKind = (typeof handlerKinds)[number]

/** Limits by clock; a clock left out takes the limit of the category above, at last that of the house. */
export const limitsShape = z.partialRecord(z.enum(caseClocks), timeLimitShape)
export type Limits = z.infer<typeof limitsShape>

/** 核查: photos, how near, at which time of day (cases §5.1, §10.6). */
export const verificationShape = {
  verificationPhotoCount: z.number().int(),
  /** Metres around the case; null: anywhere. */
  verificationRadius: z.number().int().nullable(),
  /** At the time of day of the report 同时段核查. */
  verificationSamePeriod: z.boolean(),
}

export const categoryRuleShape = z.object({
  id: idShape,
  validFrom: z.string(),
  limits: limitsShape,
  /** For urgent cases. */
  urgentLimits: limitsShape,
  handlerKind: z.enum(handlerKinds).nullable(),
  handlerOrganization: namedShape.nullable(),
  /** 立案条件 */
  filingCondition: z.string().nullable(),
  /** 结案条件 */
  closingCondition: z.string().nullable(),
  requiredPhotoCount: z.number().int(),
  ...verificationShape,
  createdAt: z.date(),
})
export type CategoryRule = z.infer<typeof categoryRuleShape>

export const categoryShape = z.object({
  id: z.number().int(),
  parentId: z.number().int().nullable(),
  level: z.number().int(),
  code: z.string(),
  name: z.string(),
  /** Ids from the first level down, each with a dot. */
  path: z.string(),
  /** A case is filed under a category that has none below it. */
  isLeaf: z.boolean(),
  validFrom: z.string(),
  /** First day on which it is no longer used; null while it is. */
  validTo: z.string().nullable(),
  version: z.number().int(),
})
export type Category = z.infer<typeof categoryShape>

export const listCategories = defineRead({
  id: 'cases.category.list',
  summary: 'The whole tree of categories, in the order of their codes',
  access: anyoneMay,
  input: z.object({
    /** Part of a name. */
    words: z.string().trim().max(CATEGORY_NAME_LENGTH_MAX).optional(),
    withRetired: z.stringbool().default(false),
  }),
  output: z.object({ items: z.array(categoryShape) }),
})

export const findCategory = defineRead({
  id: 'cases.category.find',
  summary: 'One category with those above it, its rules newest first, and what holds now from all of them',
  access: heldBy('district', ...staffRoles),
  input: z.object({ id: categoryIdShape }),
  output: z.object({
    category: categoryShape,
    above: z.array(categoryShape),
    /** Its own rules, past and to come, newest first. */
    rules: z.array(categoryRuleShape).max(RULES_SHOWN_MAX),
    /** What holds today: the limit of every clock, and where it comes from (a category, or null for the house). */
    inForce: z.object({
      limits: z.array(
        z.object({
          clock: z.enum(caseClocks),
          urgency: z.enum(['normal', 'urgent']),
          limit: timeLimitShape,
          fromCategoryId: z.number().int().nullable(),
        }),
      ),
      filingCondition: z.string().nullable(),
      closingCondition: z.string().nullable(),
      requiredPhotoCount: z.number().int(),
      ...verificationShape,
      handlerKind: z.enum(handlerKinds).nullable(),
      handlerOrganization: namedShape.nullable(),
    }),
  }),
  refusals: ['cases.category_not_found'],
})

export const createCategory = defineAct({
  id: 'cases.category.create',
  summary: 'A new category, below another or at the first level',
  access: administrator,
  input: z.object({
    parentId: categoryIdShape.nullable().default(null),
    code: codeInput,
    name: nameInput,
    validFrom: civilDateShape.optional(),
  }),
  output: categoryShape,
  refusals: [
    'cases.category_not_found',
    'cases.category_too_deep',
    'cases.category_retired',
    'cases.categories_too_many',
    'cases.category_code_conflict',
    'cases.category_name_conflict',
  ],
})

export const renameCategory = defineAct({
  id: 'cases.category.rename',
  summary: 'Another name for a category; its cases go along',
  access: administrator,
  input: z.object({ id: categoryIdShape, name: nameInput, version: z.number().int().positive() }),
  output: categoryShape,
  refusals: [
    'cases.category_not_found',
    'cases.category_retired',
    'cases.category_name_conflict',
    'cases.category_changed_meanwhile',
  ],
})

export const retireCategory = defineAct({
  id: 'cases.category.retire',
  summary: 'From today on no case is filed under it or below it; its cases keep it',
  access: administrator,
  input: z.object({ id: categoryIdShape, version: z.number().int().positive() }),
  output: categoryShape,
  refusals: ['cases.category_not_found', 'cases.category_retired', 'cases.category_changed_meanwhile'],
})

export const setCategoryRule = defineAct({
  id: 'cases.category.setRule',
  summary: 'What holds for a category from a day on: limits, handler, conditions, photos. The past is never changed',
  access: administrator,
  input: z.object({
    categoryId: categoryIdShape,
    /** Today or later; today when left out. */
    validFrom: civilDateShape.optional(),
    limits: limitsShape.default({}),
    urgentLimits: limitsShape.default({}),
    handlerKind: z.enum(handlerKinds).nullable().default(null),
    handlerOrganizationId: idShape.nullable().default(null),
    filingCondition: z.string().trim().min(1).max(CONDITION_LENGTH_MAX).nullable().default(null),
    closingCondition: z.string().trim().min(1).max(CONDITION_LENGTH_MAX).nullable().default(null),
    requiredPhotoCount: z.number().int().min(0).max(PHOTOS_MAX).default(0),
    verificationPhotoCount: z.number().int().min(0).max(PHOTOS_MAX).default(0),
    verificationRadius: z.number().int().min(RADIUS_MIN).max(RADIUS_MAX).nullable().default(null),
    verificationSamePeriod: z.boolean().default(false),
  }),
  output: categoryRuleShape,
  refusals: [
    'cases.category_not_found',
    'cases.category_retired',
    'cases.date_not_possible',
    'organizations.organization_not_found',
  ],
})

export const installDefaults = defineAct({
  id: 'cases.category.installDefaults',
  summary: 'The categories the platform brings along, with their limits; those that are there already stay as they are',
  access: administrator,
  input: z.object({}),
  output: z.object({ createdCount: z.number().int(), sameCount: z.number().int() }),
  refusals: ['cases.categories_too_many'],
})

export const exportCategories = defineStream({
  id: 'cases.category.export',
  summary: 'The categories as a workbook that can be imported again',
  access: heldBy('district', ...staffRoles),
  input: z.object({}),
})

export const previewCategoryImport = defineUpload({
  id: 'cases.categoryImport.preview',
  summary:
    'What a file of categories (一级分类、二级分类、三级分类; xlsx or csv) would add, and which rows are wrong; changes nothing',
  access: administrator,
  input: z.object({}),
  output: importReportShape,
  refusals: sheetRefusals,
})

export const commitCategoryImport = defineUpload({
  id: 'cases.categoryImport.commit',
  summary: 'Takes in a file of categories, all rows or none; the same file again changes nothing',
  access: administrator,
  input: z.object({}),
  output: importReportShape,
  refusals: [...sheetRefusals, 'cases.import_has_faults', 'cases.categories_too_many'],
})

// Who is given what: category × place → organisation -----------------------------------------------------------------------

export const dispatchRuleShape = z.object({
  id: idShape,
  category: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  place: z.object({ id: z.number().int(), name: z.string() }),
  organization: namedShape,
  validFrom: z.string(),
  validTo: z.string().nullable(),
  version: z.number().int(),
})
export type DispatchRule = z.infer<typeof dispatchRuleShape>

export const listDispatchRules = defineRead({
  id: 'cases.dispatchRule.list',
  summary: 'The dispatch rules that hold today or later',
  access: heldBy('district', ...staffRoles),
  input: z.object({ withEnded: z.stringbool().default(false) }),
  output: z.object({ items: z.array(dispatchRuleShape).max(DISPATCH_RULES_MAX) }),
})

export const createDispatchRule = defineAct({
  id: 'cases.dispatchRule.create',
  summary:
    'Cases of a category (and below) at a place (and below) are suggested for this organisation; the narrowest rule wins',
  access: administrator,
  input: z.object({
    /** Every category when null. */
    categoryId: categoryIdShape.nullable().default(null),
    placeId: placeIdShape,
    organizationId: idShape,
    validFrom: civilDateShape.optional(),
  }),
  output: dispatchRuleShape,
  refusals: [
    'cases.category_not_found',
    'cases.category_retired',
    'cases.place_elsewhere',
    'places.place_not_found',
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'cases.date_not_possible',
    'cases.dispatch_rule_conflict',
    'cases.dispatch_rules_too_many',
  ],
})

export const endDispatchRule = defineAct({
  id: 'cases.dispatchRule.end',
  summary: 'From a day on the rule no longer holds',
  access: administrator,
  input: z.object({ id: idShape, on: civilDateShape.optional(), version: z.number().int().positive() }),
  output: dispatchRuleShape,
  refusals: ['cases.dispatch_rule_not_found', 'cases.dispatch_rule_changed_meanwhile', 'cases.date_not_possible'],
})
