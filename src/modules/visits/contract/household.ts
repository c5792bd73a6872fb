import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { importReportWith } from '#kernel/import-report'
import { defineAct, defineRead, defineStream, defineUpload, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import {
  ASSIGNED_AT_ONCE_MAX,
  DOOR_LENGTH_MAX,
  insiders,
  keepers,
  LABEL_LENGTH_MAX,
  managers,
  MARK_LENGTH_MAX,
  MARKS_MAX,
  NAME_LENGTH_MAX,
  reasonInput,
  staff,
  versionInput,
  wordsFilter,
} from './vocabulary.ts'

export const markShape = z.object({ id: z.string(), name: z.string() })

export const householdShape = z.object({
  id: z.string(),
  placeId: z.number().int(),
  placeName: z.string(),
  /** The community it belongs to, when its place is below one. */
  communityName: z.string().nullable(),
  door: z.string(),
  /** Masked. */
  label: z.string().nullable(),
  /** Masked. */
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  /** Only for those who may see it there; else empty. */
  marks: z.array(markShape),
  responsible: z
    .object({ assignmentId: z.string(), personId: z.string(), name: z.string(), since: z.string() })
    .nullable(),
  lastVisitedAt: z.date().nullable(),
  /** Of the visits that are still to be made, the day of the first. */
  dueOn: z.string().nullable(),
  isLate: z.boolean(),
  closedOn: z.string().nullable(),
  version: z.number().int(),
})
export type Household = z.infer<typeof householdShape>

const doorInput = z.string().trim().min(1).max(DOOR_LENGTH_MAX)
const labelInput = z.string().trim().min(1).max(LABEL_LENGTH_MAX).nullable()
const contactNameInput = z.string().trim().min(1).max(NAME_LENGTH_MAX).nullable()
const contactPhoneInput = z
  .string()
  .trim()
  .regex(/^(1\d{10}|0\d{2,3}-?\d{7,8})$/)
  .nullable()
const marksInput = z.array(idShape).max(MARKS_MAX)

export const householdFilter = {
  /** `mine`: those I am responsible for, wherever they are. */
  view: z.enum(['all', 'mine']).default('all'),
  withinId: placeIdShape.optional(),
  /** Part of the door, or the name of a place. */
  words: wordsFilter,
  assigned: z.enum(['any', 'assigned', 'unassigned']).default('any'),
  personId: idShape.optional(),
  /** For those who may see marks. */
  markId: idShape.optional(),
  /** Never visited, or a visit is late. */
  visited: z.enum(['any', 'never', 'late']).default('any'),
}

export const listHouseholds = defineRead({
  id: 'visits.household.list',
  summary: 'Households in the order of places and doors, with who is responsible and when the next visit is due',
  access: staff,
  input: z.object({ ...householdFilter, ...pageInput }),
  output: pageOf(householdShape),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const findHousehold = defineRead({
  id: 'visits.household.find',
  summary: 'One household, masked, with what may be done with it',
  access: staff,
  input: z.object({ id: idShape }),
  output: z.object({ household: householdShape, can: z.record(z.string(), canShape) }),
  refusals: ['visits.household_not_found'],
})

const householdRefusals = [
  'visits.door_conflict',
  'visits.mark_not_found',
  'places.place_not_found',
  'places.place_ended',
]

export const createHousehold = defineAct({
  id: 'visits.household.create',
  summary: 'A new household at a building, compound, grid or community',
  access: heldBy('place', ...keepers),
  input: z.object({
    placeId: placeIdShape,
    door: doorInput,
    label: labelInput.default(null),
    contactName: contactNameInput.default(null),
    contactPhone: contactPhoneInput.default(null),
    markIds: marksInput.default([]),
  }),
  output: householdShape,
  refusals: [...householdRefusals, 'visits.place_too_large'],
})

export const updateHousehold = defineAct({
  id: 'visits.household.update',
  summary: 'Corrects what is known of a household; what is left out stays',
  access: heldBy('place', ...keepers),
  input: z.object({
    id: idShape,
    version: versionInput,
    door: doorInput.optional(),
    label: labelInput.optional(),
    contactName: contactNameInput.optional(),
    contactPhone: contactPhoneInput.optional(),
    markIds: marksInput.optional(),
  }),
  output: householdShape,
  refusals: [
    'visits.household_not_found',
    'visits.household_closed',
    'visits.changed_meanwhile',
    'visits.door_conflict',
    'visits.mark_not_found',
  ],
})

export const closeHousehold = defineAct({
  id: 'visits.household.close',
  summary: 'Nobody lives there any more: it is not visited from today on, its history stays',
  access: heldBy('place', ...managers),
  input: z.object({ id: idShape, version: versionInput, reason: reasonInput }),
  output: householdShape,
  refusals: ['visits.household_not_found', 'visits.household_closed', 'visits.changed_meanwhile'],
})

export const revealHousehold = defineAct({
  id: 'visits.household.reveal',
  summary: 'Label, contact and phone of a household unmasked, for a reason that is written down',
  access: heldBy('district', ...insiders, 'departmentOfficer', 'leader'),
  input: z.object({ id: idShape, reason: reasonInput }),
  output: z.object({
    label: z.string().nullable(),
    contactName: z.string().nullable(),
    contactPhone: z.string().nullable(),
  }),
  refusals: ['visits.household_not_found', 'auth.forbidden'],
})

export const exportHouseholds = defineStream({
  id: 'visits.household.export',
  summary: 'The households of a list as a workbook, masked',
  access: staff,
  input: z.object(householdFilter),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const assignHouseholds = defineAct({
  id: 'visits.household.assign',
  summary: '包联: makes one person responsible for households from today on; those of somebody else are handed over',
  access: heldBy('place', ...managers),
  input: z.object({
    ids: z.array(idShape).min(1).max(ASSIGNED_AT_ONCE_MAX),
    personId: idShape,
    reason: reasonInput.nullable().default(null),
  }),
  output: z.object({
    /** New ones, hand-overs, and those that were this person's already. */
    begunCount: z.number().int(),
    handedOverCount: z.number().int(),
    sameCount: z.number().int(),
  }),
  refusals: ['visits.household_not_found', 'visits.household_closed', 'visits.not_staff', 'identity.person_not_found'],
})

// Marks ------------------------------------------------------------------------------------------------------------------

export const listMarks = defineRead({
  id: 'visits.mark.list',
  summary: 'What households may be marked with, each with how many are, within a place',
  access: heldBy('district', ...insiders, 'administrator', 'leader'),
  input: z.object({ withinId: placeIdShape.optional() }),
  output: z.object({ items: z.array(markShape.extend({ householdCount: z.number().int() })) }),
  refusals: ['places.place_not_found', 'auth.forbidden'],
})

export const setMarks = defineAct({
  id: 'visits.mark.set',
  summary: 'The whole list of marks: those with an id stay or are renamed, those left out end',
  access: heldBy('place', 'administrator'),
  input: z.object({
    marks: z
      .array(z.object({ id: idShape.nullable(), name: z.string().trim().min(1).max(MARK_LENGTH_MAX) }))
      .max(MARKS_MAX),
  }),
  output: z.object({ items: z.array(markShape) }),
  refusals: ['visits.mark_not_found', 'visits.mark_conflict'],
})

// Import -----------------------------------------------------------------------------------------------------------------

export const importReportShape = importReportWith({ door: z.string(), placeName: z.string() })
export type ImportReport = z.infer<typeof importReportShape>

export const previewImport = defineUpload({
  id: 'visits.import.preview',
  summary: 'What a file of households (xlsx, csv) would change, and which rows are wrong; changes nothing',
  access: heldBy('place', ...managers),
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'places.place_ended'],
})

export const commitImport = defineUpload({
  id: 'visits.import.commit',
  summary: 'Takes in a file of households, all rows or none; the same file again changes nothing',
  access: heldBy('place', ...managers),
  input: z.object({ withinId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'places.place_ended', 'visits.import_has_faults'],
})
