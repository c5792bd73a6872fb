import { z } from 'zod'
import { idShape } from '#kernel/id'

/** Version of the privacy notice (隐私说明) that people agree to; a new wording gets a new one, and is asked for again. */
export const privacyVersion = '2026-06'

export const codePurposes = ['signIn', 'changePhone'] as const
export type CodePurpose = (typeof codePurposes)[number]
export const openings = ['code', 'password', 'passkey', 'demo'] as const
export type Opening = (typeof openings)[number]
export const personLanguages = ['zh-CN', 'en', 'ko'] as const
export const genders = ['female', 'male'] as const
/** What lies behind a mask. */
export const maskedFields = ['phone', 'address', 'bornOn'] as const
export type MaskedField = (typeof maskedFields)[number]

export const NAME_LENGTH_MAX = 60
export const ADDRESS_LENGTH_MAX = 200
const PASSWORD_LENGTH_MAX = 128
const REASON_LENGTH_MAX = 200
const REASON_LENGTH_MIN = 2
const PHONE_TYPED_LENGTH_MAX = 24
/**
 * Calls a minute from one address. Many phones share one address of a mobile network, so it is generous: what protects
 * an account are the limits per phone and per code.
 */
export const GUESSES_PER_MINUTE = 30

/** A mainland mobile number, as people type it: with +86, spaces, dashes, full-width digits. Comes out as 11 digits. */
export const phoneShape = z
  .string()
  .max(PHONE_TYPED_LENGTH_MAX)
  .transform((typed) =>
    typed
      .normalize('NFKC')
      .replace(/[\s\-–—()]/g, '')
      .replace(/^(\+|00)86/, ''),
  )
  .pipe(z.string().regex(/^1\d{10}$/))
export const codeShape = z
  .string()
  .trim()
  .regex(/^\d{6}$/)
export const secondFactorCodeShape = z.string().trim().min(6).max(20)
export const passwordShape = z.string().min(1).max(PASSWORD_LENGTH_MAX)
export const nameInput = z.string().trim().min(1).max(NAME_LENGTH_MAX)
export const addressInput = z.string().trim().min(1).max(ADDRESS_LENGTH_MAX)
export const reasonInput = z.string().trim().min(REASON_LENGTH_MIN).max(REASON_LENGTH_MAX)
export const instant = z.iso.datetime()
export const nothing = z.object({})

/**
 * What somebody who holds posts still has to do before the posts count in this session.
 * Residents always get `none`.
 */
export const staffSteps = [
  'none',
  'setPassword',
  'signInWithPassword',
  'enrolSecondFactor',
  'confirmSecondFactor',
] as const
export type StaffStep = (typeof staffSteps)[number]

/** The answer of every sign-in. The session itself travels in the cookie only. */
export const signedInShape = z.object({
  personId: idShape,
  name: z.string(),
  staffStep: z.enum(staffSteps),
  /** Which second factors can be asked for now. */
  secondFactors: z.object({ totp: z.boolean(), passkey: z.boolean(), recoveryCode: z.boolean() }),
  expiresAt: instant,
})
export type SignedIn = z.infer<typeof signedInShape>

export const signInRefusals = ['identity.too_many_tries', 'request.already_done', 'request.district_unknown'] as const
