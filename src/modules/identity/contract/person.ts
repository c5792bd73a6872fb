import { z } from 'zod'
import { canShape } from '#kernel/can'
import { idShape } from '#kernel/id'
import { importReportWith } from '#kernel/import-report'
import { defineAct, defineRead, defineUpload, heldBy } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import { placeIdShape } from '#kernel/place'
import {
  addressInput,
  genders,
  instant,
  maskedFields,
  NAME_LENGTH_MAX,
  nameInput,
  personLanguages,
  phoneShape,
  reasonInput,
} from './shapes.ts'

const REVEALS_PER_MINUTE = 30

export const personViewers = [
  'gridWorker',
  'gridLeader',
  'stationLeader',
  'gridInstructor',
  'communityWorker',
  'communitySecretary',
  'streetOfficer',
  'administrator',
] as const
export const personEditors = ['communityWorker', 'communitySecretary', 'streetOfficer', 'administrator'] as const

export const personShape = z.object({
  id: idShape,
  name: z.string(),
  /** Masked: 138****1234, 翠湖路3号阳光小区***, 1968-**-**. */
  phone: z.string().nullable(),
  address: z.string().nullable(),
  bornOn: z.string().nullable(),
  gender: z.enum(genders).nullable(),
  isPartyMember: z.boolean(),
  placeId: z.number().int(),
  placeName: z.string(),
  language: z.enum(personLanguages),
  hasAccount: z.boolean(),
  createdAt: instant,
  erasedAt: instant.nullable(),
  version: z.number().int(),
  can: z.record(z.string(), canShape),
})
export type Person = z.infer<typeof personShape>

export const listPersons = defineRead({
  id: 'identity.person.list',
  summary:
    'Persons of my places, by name, pinyin initials or whole phone number, in pinyin order; personal data masked',
  access: heldBy('place', ...personViewers),
  input: z.object({
    words: z.string().max(NAME_LENGTH_MAX).optional(),
    /** This place and everything below it; without it, all places I work for. */
    withinId: placeIdShape.optional(),
    ...pageInput,
  }),
  output: pageOf(personShape),
  refusals: ['places.place_not_found'],
})

export const findPerson = defineRead({
  id: 'identity.person.find',
  summary: 'One person, personal data masked',
  access: heldBy('place', ...personViewers),
  input: z.object({ id: idShape }),
  output: personShape,
  refusals: ['identity.person_not_found'],
})

export const revealField = defineAct({
  id: 'identity.person.reveal',
  summary: 'What is behind a mask, with the reason, which is written down; answered once',
  access: heldBy('place', ...personViewers),
  perMinute: REVEALS_PER_MINUTE,
  answersOnce: true,
  input: z.object({ id: idShape, field: z.enum(maskedFields), reason: reasonInput }),
  output: z.object({ value: z.string().nullable() }),
  refusals: ['identity.person_not_found', 'request.already_done'],
})

const personFacts = {
  name: nameInput,
  phone: phoneShape.nullable(),
  placeId: placeIdShape,
  address: addressInput.nullable(),
  gender: z.enum(genders).nullable(),
  bornOn: z.iso.date().nullable(),
  isPartyMember: z.boolean(),
}

export const createPerson = defineAct({
  id: 'identity.person.create',
  summary: 'A new person; signs in later with the phone given here',
  access: heldBy('place', ...personEditors),
  input: z.object({
    name: personFacts.name,
    placeId: personFacts.placeId,
    phone: personFacts.phone.default(null),
    address: personFacts.address.default(null),
    gender: personFacts.gender.default(null),
    bornOn: personFacts.bornOn.default(null),
    isPartyMember: personFacts.isPartyMember.default(false),
  }),
  output: personShape,
  refusals: [
    'identity.phone_taken_conflict',
    'identity.born_later',
    'identity.place_elsewhere',
    'places.place_not_found',
  ],
})

export const updatePerson = defineAct({
  id: 'identity.person.update',
  summary: 'Changes what is known of a person; the phone of somebody with an account only that somebody changes',
  access: heldBy('place', ...personEditors),
  input: z.object({
    id: idShape,
    version: z.int().positive(),
    name: personFacts.name.optional(),
    phone: personFacts.phone.optional(),
    placeId: personFacts.placeId.optional(),
    address: personFacts.address.optional(),
    gender: personFacts.gender.optional(),
    bornOn: personFacts.bornOn.optional(),
    isPartyMember: personFacts.isPartyMember.optional(),
  }),
  output: personShape,
  refusals: [
    'identity.person_not_found',
    'identity.person_changed_meanwhile',
    'identity.person_erased',
    'identity.phone_taken_conflict',
    'identity.phone_of_account',
    'identity.born_later',
    'identity.place_elsewhere',
    'places.place_not_found',
  ],
})

export const resetCredentials = defineAct({
  id: 'identity.person.resetCredentials',
  summary: 'Takes password and second factors from somebody who lost them and ends the sessions; written down',
  access: heldBy('place', 'administrator'),
  input: z.object({ id: idShape, reason: reasonInput }),
  output: personShape,
  refusals: ['identity.person_not_found', 'identity.no_account', 'identity.not_oneself'],
})

// Import -----------------------------------------------------------------------------------------------------------------

/** Rows of one imported file. */
export const IMPORT_ROWS_MAX = 5_000

/** Phones masked. */
export const importReportShape = importReportWith({ name: z.string(), phone: z.string() })
export type ImportReport = z.infer<typeof importReportShape>

export const previewImport = defineUpload({
  id: 'identity.import.preview',
  summary: 'Whom a file of persons (xlsx, csv) would bring, and which rows are wrong; changes nothing',
  access: heldBy('place', ...personEditors),
  input: z.object({ placeId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'identity.place_elsewhere'],
})

export const commitImport = defineUpload({
  id: 'identity.import.commit',
  summary: 'Takes in a file of persons of a place, all rows or none; the same file again changes nothing',
  access: heldBy('place', ...personEditors),
  input: z.object({ placeId: placeIdShape }),
  output: importReportShape,
  refusals: ['places.place_not_found', 'identity.place_elsewhere', 'identity.import_has_faults'],
})
