import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { importReportWith } from '#kernel/import-report'
import { anyoneMay, defineAct, defineRead, defineStream, defineUpload, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import { civilDateShape } from '#kernel/time'

/** 党组织、部门、街道办事处、居（村）委会、事业单位、驻区单位、企业、物业公司、社会组织. */
export const organizationKinds = [
  'party',
  'department',
  'street',
  'community',
  'institution',
  'unit',
  'enterprise',
  'property',
  'social',
] as const
export const organizationKindShape = z.enum(organizationKinds)
export type OrganizationKind = (typeof organizationKinds)[number]

export const ORGANIZATION_NAME_LENGTH_MAX = 80
export const SHORT_NAME_LENGTH_MAX = 30
export const ORGANIZATION_DEPTH_MAX = 12
export const PHONE_LENGTH_MAX = 30
export const DUTY_LENGTH_MAX = 500

export const organizationShape = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  /** Ids from the root, each with a dot. */
  path: z.string(),
  kind: organizationKindShape,
  name: z.string(),
  shortName: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  phone: z.string().nullable(),
  /** What it answers for (权责). */
  duty: z.string().nullable(),
  childCount: z.number().int(),
  /** First day on which it no longer exists; null while it does. */
  closedOn: z.string().nullable(),
  version: z.number().int(),
})
export type Organization = z.infer<typeof organizationShape>

const textInput = (lengthMax: number): z.ZodString => z.string().trim().min(1).max(lengthMax)
const versionInput = z.number().int().positive()
const administrator = heldBy('place', 'administrator')

const details = {
  kind: organizationKindShape,
  name: textInput(ORGANIZATION_NAME_LENGTH_MAX),
  shortName: textInput(SHORT_NAME_LENGTH_MAX),
  placeId: placeIdShape,
  phone: textInput(PHONE_LENGTH_MAX).nullable(),
  duty: textInput(DUTY_LENGTH_MAX).nullable(),
}

export const listOrganizations = defineRead({
  id: 'organizations.organization.list',
  summary: 'Organisations by kind, place, parent and words, in pinyin order',
  access: anyoneMay,
  input: z.object({
    kind: organizationKindShape.optional(),
    /** Serving this place or one below it. */
    withinId: placeIdShape.optional(),
    parentId: idShape.optional(),
    /** `top`: only those without a parent, the beginning of the tree. */
    depth: z.enum(['any', 'top']).default('any'),
    /** Part of the name, its pinyin or initials. */
    words: z.string().max(ORGANIZATION_NAME_LENGTH_MAX).optional(),
    state: z.enum(['open', 'closed', 'any']).default('open'),
    ...pageInput,
  }),
  output: pageOf(organizationShape),
  refusals: ['places.place_not_found'],
})

export const findOrganization = defineRead({
  id: 'organizations.organization.find',
  summary: 'One organisation with those above it, from the top',
  access: anyoneMay,
  input: z.object({ id: idShape }),
  output: z.object({
    organization: organizationShape,
    above: z.array(organizationShape),
    can: z.record(z.string(), canShape),
  }),
  refusals: ['organizations.organization_not_found'],
})

export const createOrganization = defineAct({
  id: 'organizations.organization.create',
  summary: 'A new organisation, below another or at the top',
  access: administrator,
  input: z.object({
    ...details,
    /** The name itself when it is short enough. */
    shortName: details.shortName.optional(),
    parentId: idShape.nullable().default(null),
    phone: details.phone.default(null),
    duty: details.duty.default(null),
  }),
  output: organizationShape,
  refusals: [
    'places.place_not_found',
    'places.place_ended',
    'organizations.parent_not_found',
    'organizations.parent_closed',
    'organizations.too_deep',
    'organizations.name_conflict',
    'organizations.short_name_missing',
  ],
})

export const updateOrganization = defineAct({
  id: 'organizations.organization.update',
  summary: 'Corrects what is known of an organisation',
  access: administrator,
  input: z.object({ id: idShape, version: versionInput, ...z.object(details).partial().shape }),
  output: organizationShape,
  refusals: [
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'organizations.changed_meanwhile',
    'organizations.name_conflict',
    'places.place_not_found',
    'places.place_ended',
  ],
})

export const moveOrganization = defineAct({
  id: 'organizations.organization.move',
  summary: 'Puts an organisation with all below it under another parent, or at the top',
  access: administrator,
  input: z.object({ id: idShape, version: versionInput, parentId: idShape.nullable() }),
  output: organizationShape,
  refusals: [
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'organizations.changed_meanwhile',
    'organizations.parent_not_found',
    'organizations.parent_closed',
    'organizations.parent_below_itself',
    'organizations.too_deep',
  ],
})

export const closeOrganization = defineAct({
  id: 'organizations.organization.close',
  summary: 'Ends an organisation that has none below it; what it did keeps its name',
  access: administrator,
  input: z.object({ id: idShape, version: versionInput, on: civilDateShape.optional() }),
  output: organizationShape,
  refusals: [
    'organizations.organization_not_found',
    'organizations.organization_closed',
    'organizations.changed_meanwhile',
    'organizations.has_children',
    'organizations.date_not_possible',
  ],
})

export const exportOrganizations = defineStream({
  id: 'organizations.organization.export',
  summary: 'The organisations of a place and below as a workbook that can be imported again',
  access: heldBy(
    'district',
    'administrator',
    'streetOfficer',
    'dispatcher',
    'communityWorker',
    'communitySecretary',
    'leader',
  ),
  input: z.object({ withinId: placeIdShape }),
  refusals: ['places.place_not_found'],
})

/** Rows of one imported file. */
export const IMPORT_ROWS_MAX = 5_000

export const importReportShape = importReportWith({ name: z.string() })
export type ImportReport = z.infer<typeof importReportShape>

export const previewImport = defineUpload({
  id: 'organizations.import.preview',
  summary: 'What a file of organisations (xlsx, csv) would change, and which rows are wrong; changes nothing',
  access: administrator,
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found'],
})

export const commitImport = defineUpload({
  id: 'organizations.import.commit',
  summary: 'Takes in a file of organisations, all rows or none; the same file again changes nothing',
  access: administrator,
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'organizations.import_has_faults'],
})
