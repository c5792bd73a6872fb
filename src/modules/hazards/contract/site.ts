import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { importReportWith } from '#kernel/import-report'
import { defineAct, defineRead, defineStream, defineUpload, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape, pointShape } from '#kernel/place'
import {
  ADDRESS_LENGTH_MAX,
  inspectors,
  namedShape,
  PERSON_NAME_LENGTH_MAX,
  placeReaders,
  placeRefShape,
  planners,
  REASON_LENGTH_MAX,
  REASON_LENGTH_MIN,
  riskShape,
  SEARCH_LENGTH_MAX,
  SITE_NAME_LENGTH_MAX,
  versionInput,
} from './vocabulary.ts'

const keepers = heldBy('place', ...new Set([...inspectors, ...planners]))
const readers = heldBy('district', ...placeReaders)

export const siteShape = z.object({
  id: idShape,
  name: z.string(),
  kind: namedShape.extend({ isSmall: z.boolean() }),
  place: placeRefShape,
  address: z.string().nullable(),
  point: pointShape.nullable(),
  /** Masked. */
  responsibleName: z.string().nullable(),
  responsiblePhone: z.string().nullable(),
  organization: namedShape.nullable(),
  risk: riskShape,
  checkedAt: z.date().nullable(),
  openHazardCount: z.number().int(),
  /** Hazards that were found there again within a year. */
  repeatCount: z.number().int(),
  closedOn: z.string().nullable(),
  version: z.number().int(),
})
export type Site = z.infer<typeof siteShape>

export const siteSorts = ['name', 'checked', 'hazards'] as const

export const siteFilter = {
  placeId: placeIdShape.optional(),
  kindId: idShape.optional(),
  isSmall: z.stringbool().optional(),
  risk: riskShape.optional(),
  words: z.string().trim().max(SEARCH_LENGTH_MAX).optional(),
  /** With something open, or with repeated offences. */
  has: z.enum(['open', 'repeat', 'never']).optional(),
  isClosed: z.stringbool().default(false),
}

export const listSites = defineRead({
  id: 'hazards.site.list',
  summary: 'Sites by place, kind, risk and words; by name, longest not inspected, or most open hazards',
  access: readers,
  input: z.object({ ...siteFilter, sort: z.enum(siteSorts).default('name'), ...pageInput }),
  output: pageOf(siteShape),
  refusals: ['places.place_not_found'],
})

/** How often the same was found at a site: 屡查屡犯. */
const offenceShape = z.object({
  kindId: idShape,
  kindName: z.string(),
  count: z.number().int(),
  lastAt: z.date(),
  openCount: z.number().int(),
})

export const findSite = defineRead({
  id: 'hazards.site.find',
  summary: 'One site with what was found there more than once',
  access: readers,
  input: z.object({ id: idShape }),
  output: z.object({
    site: siteShape,
    offences: z.array(offenceShape),
    inspectionCount: z.number().int(),
    hazardCount: z.number().int(),
    can: z.record(z.string(), canShape),
  }),
  refusals: ['hazards.site_not_found'],
})

const phone = z
  .string()
  .trim()
  .regex(/^(1\d{10}|0\d{2,3}-?\d{7,8})$/)
const details = {
  name: z.string().trim().min(1).max(SITE_NAME_LENGTH_MAX),
  kindId: idShape,
  placeId: placeIdShape,
  address: z.string().trim().min(1).max(ADDRESS_LENGTH_MAX).nullable().default(null),
  point: pointShape.nullable().default(null),
  organizationId: idShape.nullable().default(null),
  risk: riskShape.default('low'),
}
/** Left out when a site is changed, what is known stays: it is shown masked, so it cannot be sent back. */
const responsible = {
  responsibleName: z.string().trim().min(1).max(PERSON_NAME_LENGTH_MAX).nullable().optional(),
  responsiblePhone: phone.nullable().optional(),
}
const siteRefusals = [
  'places.place_not_found',
  'places.place_ended',
  'hazards.place_elsewhere',
  'hazards.site_kind_not_found',
  'hazards.site_kind_ended',
  'hazards.site_name_conflict',
  'organizations.organization_not_found',
  'organizations.organization_closed',
] as const

export const createSite = defineAct({
  id: 'hazards.site.create',
  summary: 'A site to be inspected',
  access: keepers,
  input: z.object({ ...details, ...responsible }),
  output: siteShape,
  refusals: siteRefusals,
})

export const changeSite = defineAct({
  id: 'hazards.site.change',
  summary: 'Puts right what is known of a site',
  access: keepers,
  input: z.object({ id: idShape, version: versionInput, ...details, ...responsible }),
  output: siteShape,
  refusals: [...siteRefusals, 'hazards.site_not_found', 'hazards.site_closed', 'hazards.changed_meanwhile'],
})

export const closeSite = defineAct({
  id: 'hazards.site.close',
  summary: 'It is no more; what was found there stays',
  access: keepers,
  input: z.object({ id: idShape, version: versionInput }),
  output: siteShape,
  refusals: ['hazards.site_not_found', 'hazards.site_closed', 'hazards.changed_meanwhile', 'hazards.site_has_open'],
})

export const revealSite = defineAct({
  id: 'hazards.site.reveal',
  summary: 'Who answers for a site, in full; the look and its reason are written down',
  access: keepers,
  input: z.object({ id: idShape, reason: z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX) }),
  output: z.object({ responsibleName: z.string().nullable(), responsiblePhone: z.string().nullable() }),
  refusals: ['hazards.site_not_found'],
})

export const exportSites = defineStream({
  id: 'hazards.site.export',
  summary: 'Sites as a workbook that can be imported again; who answers for them is masked',
  access: readers,
  input: z.object(siteFilter),
  refusals: ['places.place_not_found'],
})

/** Rows of one imported file. */
export const IMPORT_ROWS_MAX = 5_000
export const siteImportReportShape = importReportWith({ name: z.string() })
export type SiteImportReport = z.infer<typeof siteImportReportShape>

const importAccess = heldBy('place', ...planners)

export const previewSiteImport = defineUpload({
  id: 'hazards.import.preview',
  summary: 'What a file of sites (xlsx, csv) would change, and which rows are wrong; changes nothing',
  access: importAccess,
  input: z.object({ withinId: placeIdShape }),
  output: siteImportReportShape,
  refusals: ['places.place_not_found'],
})

export const commitSiteImport = defineUpload({
  id: 'hazards.import.commit',
  summary: 'Takes in a file of sites, all rows or none; the same file again changes nothing',
  access: importAccess,
  input: z.object({ withinId: placeIdShape }),
  output: siteImportReportShape,
  refusals: ['places.place_not_found', 'hazards.import_has_faults'],
})
