import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, heldBy } from '#kernel/operation'
import { staffRoles } from '#kernel/role'
import {
  CLASS_NAME_LENGTH_MAX,
  KIND_NAME_LENGTH_MAX,
  namedShape,
  POINTS_LENGTH_MAX,
  severityShape,
  versionInput,
} from './vocabulary.ts'

const administrator = heldBy('district', 'administrator')
const categoryId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable()

export const problemKindShape = z.object({
  id: idShape,
  classId: idShape,
  number: z.number().int(),
  /** Where it stands in the catalogue: 3-02. */
  code: z.string(),
  /** Null: a marked blank 待命名. */
  name: z.string().nullable(),
  points: z.string().nullable(),
  severity: severityShape,
  category: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  version: z.number().int(),
})
export type ProblemKind = z.infer<typeof problemKindShape>

export const problemClassShape = z.object({
  id: idShape,
  number: z.number().int(),
  name: z.string().nullable(),
  version: z.number().int(),
  kinds: z.array(problemKindShape),
})
export type ProblemClass = z.infer<typeof problemClassShape>

export const siteKindShape = namedShape.extend({
  /** One of the nine small ones 九小场所. */
  isSmall: z.boolean(),
  endedOn: z.string().nullable(),
})
export type SiteKind = z.infer<typeof siteKindShape>

export const findCatalogue = defineRead({
  id: 'hazards.catalogue.find',
  summary: 'What is looked for, in its classes, and the kinds of sites',
  access: heldBy('district', ...staffRoles),
  input: z.object({ withEnded: z.stringbool().default(false) }),
  output: z.object({
    classes: z.array(problemClassShape),
    siteKinds: z.array(siteKindShape),
    /** Classes and kinds in force. */
    classCount: z.number().int(),
    kindCount: z.number().int(),
    /** Of the kinds in force, those without a name. */
    unnamedCount: z.number().int(),
  }),
})

export const installCatalogue = defineAct({
  id: 'hazards.catalogue.install',
  summary:
    'The nine classes and 29 kinds of S4-60, two classes named and the rest marked blanks, and the kinds of sites',
  access: administrator,
  input: z.object({}),
  output: z.object({ classCount: z.number().int(), kindCount: z.number().int(), siteKindCount: z.number().int() }),
  refusals: ['hazards.catalogue_there'],
})

export const createClass = defineAct({
  id: 'hazards.problemClass.create',
  summary: 'One more class at the end of the catalogue',
  access: administrator,
  input: z.object({ name: z.string().trim().min(1).max(CLASS_NAME_LENGTH_MAX) }),
  output: problemClassShape,
  refusals: ['hazards.name_conflict'],
})

export const renameClass = defineAct({
  id: 'hazards.problemClass.rename',
  summary: 'Names a class',
  access: administrator,
  input: z.object({ id: idShape, version: versionInput, name: z.string().trim().min(1).max(CLASS_NAME_LENGTH_MAX) }),
  output: problemClassShape,
  refusals: ['hazards.class_not_found', 'hazards.changed_meanwhile', 'hazards.name_conflict'],
})

const kindDetails = {
  name: z.string().trim().min(1).max(KIND_NAME_LENGTH_MAX),
  points: z.string().trim().min(1).max(POINTS_LENGTH_MAX).nullable().default(null),
  severity: severityShape.default('general'),
  /** The category of a case made of it. */
  categoryId: categoryId.default(null),
}

export const createKind = defineAct({
  id: 'hazards.problemKind.create',
  summary: 'One more kind of problem in a class, from today on',
  access: administrator,
  input: z.object({ classId: idShape, ...kindDetails }),
  output: problemKindShape,
  refusals: ['hazards.class_not_found', 'hazards.name_conflict', 'cases.category_not_found'],
})

export const changeKind = defineAct({
  id: 'hazards.problemKind.change',
  summary: 'Names a kind of problem, or says anew what to look at; findings keep the name of their day',
  access: administrator,
  input: z.object({ id: idShape, version: versionInput, ...kindDetails }),
  output: problemKindShape,
  refusals: [
    'hazards.kind_not_found',
    'hazards.kind_ended',
    'hazards.changed_meanwhile',
    'hazards.name_conflict',
    'cases.category_not_found',
  ],
})

export const retireKind = defineAct({
  id: 'hazards.problemKind.retire',
  summary: 'From today on it is no longer looked for; what was found keeps it',
  access: administrator,
  input: z.object({ id: idShape, version: versionInput }),
  output: problemKindShape,
  refusals: ['hazards.kind_not_found', 'hazards.kind_ended', 'hazards.changed_meanwhile'],
})

export const createSiteKind = defineAct({
  id: 'hazards.siteKind.create',
  summary: 'One more kind of site',
  access: administrator,
  input: z.object({ name: z.string().trim().min(1).max(CLASS_NAME_LENGTH_MAX), isSmall: z.boolean().default(false) }),
  output: siteKindShape,
  refusals: ['hazards.name_conflict'],
})

export const retireSiteKind = defineAct({
  id: 'hazards.siteKind.retire',
  summary: 'No new site is of this kind; those that are stay',
  access: administrator,
  input: z.object({ id: idShape }),
  output: siteKindShape,
  refusals: ['hazards.site_kind_not_found'],
})
