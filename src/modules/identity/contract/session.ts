import { z } from 'zod'
import { idShape } from '#kernel/id'
import { anyoneMay, defineAct, defineRead, signedInMay } from '#kernel/operation'
import { pageInput, pageOf } from '#kernel/page'
import {
  codePurposes,
  codeShape,
  GUESSES_PER_MINUTE,
  instant,
  nameInput,
  nothing,
  openings,
  passwordShape,
  phoneShape,
  secondFactorCodeShape,
  signedInShape,
  signInRefusals,
} from './shapes.ts'

export const sendCode = defineAct({
  id: 'identity.code.send',
  summary: 'Sends a one-time code by SMS; answers the same whether the phone is known or not',
  access: anyoneMay,
  perMinute: GUESSES_PER_MINUTE,
  input: z.object({ phone: phoneShape, purpose: z.enum(codePurposes).default('signIn') }),
  output: z.object({
    /** Until when the code works, and from when another may be asked for. */
    expiresAt: instant,
    resendAt: instant,
    privacyVersion: z.string(),
  }),
  refusals: ['identity.code_too_soon', 'identity.code_too_many', 'request.district_unknown'],
})

export const signIn = defineAct({
  id: 'identity.session.signIn',
  summary: 'Sign-in with phone and one-time code; an unknown phone becomes a resident of the current district',
  access: anyoneMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: z.object({
    phone: phoneShape,
    code: codeShape,
    /** Asked for once per wording: without it a first sign-in is refused with `identity.consent_missing`. */
    privacyVersion: z.string().max(20).optional(),
    /** For a first sign-in: how the person likes to be called. The place is the one chosen in the portal. */
    name: nameInput.optional(),
  }),
  output: signedInShape,
  refusals: ['identity.code_wrong', 'identity.consent_missing', ...signInRefusals],
})

export const signInWithPassword = defineAct({
  id: 'identity.session.signInWithPassword',
  summary: 'Sign-in of staff with phone and password; posts count once the second factor is confirmed',
  access: anyoneMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: z.object({ phone: phoneShape, password: passwordShape }),
  output: signedInShape,
  refusals: ['identity.password_wrong', ...signInRefusals],
})

export const confirmSecondFactor = defineAct({
  id: 'identity.session.confirmSecondFactor',
  summary: 'Second factor of a session opened by password: a code of the authenticator app, or a recovery code',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: z.object({ code: secondFactorCodeShape }),
  output: signedInShape,
  refusals: [
    'identity.second_factor_wrong',
    'identity.second_factor_not_enrolled',
    'identity.password_needed',
    ...signInRefusals,
  ],
})

export const signOut = defineAct({
  id: 'identity.session.signOut',
  summary: 'Ends this session',
  access: anyoneMay,
  input: nothing,
  output: nothing,
})

export const sessionShape = z.object({
  id: idShape,
  device: z.string(),
  address: z.string(),
  openedBy: z.enum(openings),
  hasSecondFactor: z.boolean(),
  createdAt: instant,
  seenAt: instant,
  expiresAt: instant,
  isCurrent: z.boolean(),
})
export type Session = z.infer<typeof sessionShape>

export const listSessions = defineRead({
  id: 'identity.session.list',
  summary: 'Where I am signed in, newest first',
  access: signedInMay,
  input: z.object({ ...pageInput }),
  output: pageOf(sessionShape),
})

export const endSession = defineAct({
  id: 'identity.session.end',
  summary: 'Ends one of my sessions',
  access: signedInMay,
  input: z.object({ id: idShape }),
  output: nothing,
  refusals: ['identity.session_not_found'],
})

export const endOtherSessions = defineAct({
  id: 'identity.session.endOthers',
  summary: 'Ends all my sessions but this one',
  access: signedInMay,
  input: nothing,
  output: z.object({ endedCount: z.number().int() }),
})

export const switchDistrict = defineAct({
  id: 'identity.session.switch',
  summary: 'Goes on as the person that my account is in another district',
  access: signedInMay,
  answersOnce: true,
  input: z.object({ districtId: z.int().positive() }),
  output: signedInShape,
  refusals: ['identity.person_not_found', 'request.already_done'],
})
