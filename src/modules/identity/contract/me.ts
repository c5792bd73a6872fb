import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, defineRead, defineStream, signedInMay } from '#kernel/operation'
import { placeIdShape } from '#kernel/place'
import { roleShape } from '#kernel/role'
import {
  addressInput,
  codeShape,
  GUESSES_PER_MINUTE,
  instant,
  nameInput,
  nothing,
  personLanguages,
  phoneShape,
  signedInShape,
  staffSteps,
} from './shapes.ts'

const EXPORTS_PER_MINUTE = 6

export const meShape = z.object({
  personId: idShape,
  name: z.string(),
  /** Masked; the own address is shown in full. */
  phone: z.string().nullable(),
  address: z.string().nullable(),
  placeId: z.number().int(),
  placeName: z.string(),
  language: z.enum(personLanguages),
  version: z.number().int(),
  privacy: z.object({ version: z.string(), givenAt: instant }).nullable(),
  /** The posts that count in this session. */
  posts: z.array(z.object({ role: roleShape, placeId: z.number().int(), organizationId: idShape.nullable() })),
  /** Ids of all operations that this session holds anywhere in the district: what the workbench offers. */
  operations: z.array(z.string()),
  staffStep: z.enum(staffSteps),
  secondFactors: signedInShape.shape.secondFactors,
  hasPassword: z.boolean(),
  recoveryCodeCount: z.number().int(),
  /** The districts in which my account is somebody. */
  districts: z.array(z.object({ districtId: z.number().int(), name: z.string(), isCurrent: z.boolean() })),
})
export type Me = z.infer<typeof meShape>

export const findMe = defineRead({
  id: 'identity.me.find',
  summary: 'Who I am here, and what my session still needs',
  access: signedInMay,
  input: nothing,
  output: meShape,
})

export const updateMe = defineAct({
  id: 'identity.me.update',
  summary: 'My name, language, place and address',
  access: signedInMay,
  input: z.object({
    version: z.int().positive(),
    name: nameInput.optional(),
    language: z.enum(personLanguages).optional(),
    placeId: placeIdShape.optional(),
    address: addressInput.nullable().optional(),
  }),
  /** Not all of me: an answer to an act is kept, and the address rests encrypted only. */
  output: z.object({ version: z.number().int() }),
  refusals: [
    'identity.person_changed_meanwhile',
    'identity.place_elsewhere',
    'identity.name_by_staff',
    'places.place_not_found',
  ],
})

export const changeMyPhone = defineAct({
  id: 'identity.me.changePhone',
  summary: 'Another phone for my account, proved by a code sent to it, after a fresh sign-in',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  input: z.object({ phone: phoneShape, code: codeShape }),
  output: nothing,
  refusals: [
    'identity.code_wrong',
    'identity.too_many_tries',
    'identity.phone_taken_conflict',
    'identity.sign_in_again',
    'identity.second_factor_missing',
  ],
})

export const exportMe = defineStream({
  id: 'identity.me.export',
  summary: 'Everything that identity knows of me, as JSON (PIPL Art. 45)',
  access: signedInMay,
  perMinute: EXPORTS_PER_MINUTE,
  input: nothing,
})

export const eraseMe = defineAct({
  id: 'identity.me.erase',
  summary: 'Erases my personal data in this district and ends my sessions (PIPL Art. 47); threads keep a masked name',
  access: signedInMay,
  answersOnce: true,
  /** The own name, typed: what is about to go cannot come back. */
  input: z.object({ name: nameInput }),
  output: nothing,
  refusals: ['identity.name_differs', 'identity.sign_in_again', 'identity.still_in_office', 'request.already_done'],
})
