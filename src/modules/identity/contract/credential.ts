import { z } from 'zod'
import { idShape } from '#kernel/id'
import { anyoneMay, defineAct, defineRead, signedInMay } from '#kernel/operation'
import {
  codeShape,
  GUESSES_PER_MINUTE,
  instant,
  nothing,
  passwordShape,
  secondFactorCodeShape,
  signedInShape,
  signInRefusals,
} from './shapes.ts'

const PASSKEY_NAME_LENGTH_MAX = 60
/** Largest part of a WebAuthn answer that is taken; a real one is some hundred bytes. */
const WEBAUTHN_TEXT_LENGTH_MAX = 8_000
const CREDENTIAL_ID_LENGTH_MAX = 1_400

export const setPassword = defineAct({
  id: 'identity.password.set',
  summary:
    'Sets my password, after a fresh sign-in; with a second factor enrolled, only with it. Ends my other sessions',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: z.object({ password: passwordShape, secondFactorCode: secondFactorCodeShape.optional() }),
  output: signedInShape,
  refusals: [
    'identity.password_too_short',
    'identity.password_too_simple',
    'identity.password_has_phone',
    'identity.sign_in_again',
    'identity.second_factor_missing',
    'identity.second_factor_wrong',
    ...signInRefusals,
  ],
})

export const enrolTotp = defineAct({
  id: 'identity.totp.enrol',
  summary: 'A new secret for the authenticator app; it counts once a code of it was confirmed',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: nothing,
  output: z.object({
    /** For the app that cannot scan. */
    secret: z.string(),
    address: z.string(),
    /** PNG as a data URL. */
    qrCode: z.string(),
  }),
  refusals: ['identity.password_needed', 'identity.second_factor_missing', 'request.already_done'],
})

export const confirmTotp = defineAct({
  id: 'identity.totp.confirm',
  summary: 'Confirms the authenticator app by a code of it; answers new recovery codes, shown once',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: z.object({ code: codeShape }),
  output: z.object({ ...signedInShape.shape, recoveryCodes: z.array(z.string()) }),
  refusals: [
    'identity.second_factor_wrong',
    'identity.second_factor_not_enrolled',
    'identity.second_factor_missing',
    'identity.password_needed',
    ...signInRefusals,
  ],
})

export const renewRecoveryCodes = defineAct({
  id: 'identity.recoveryCode.renew',
  summary: 'New recovery codes in place of the old, shown once',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: nothing,
  output: z.object({ recoveryCodes: z.array(z.string()) }),
  refusals: ['identity.second_factor_missing', 'identity.second_factor_not_enrolled', 'request.already_done'],
})

// Passkeys: the JSON is that of @simplewebauthn/browser ------------------------------------------------------------------

const webauthnText = z.string().min(1).max(WEBAUTHN_TEXT_LENGTH_MAX)
const credentialId = z.string().min(1).max(CREDENTIAL_ID_LENGTH_MAX)
const transports = z.array(z.string().max(20)).max(10)
const credentialDescriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: transports.optional(),
})

export const registrationOptionsShape = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
  timeout: z.number().int(),
  attestation: z.literal('none'),
  excludeCredentials: z.array(credentialDescriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
})
export const requestOptionsShape = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number().int(),
  userVerification: z.literal('required'),
  allowCredentials: z.array(credentialDescriptor),
})
const registrationInput = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: webauthnText,
    attestationObject: webauthnText,
    transports: transports.optional(),
  }),
})
const authenticationInput = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: webauthnText,
    authenticatorData: webauthnText,
    signature: webauthnText,
    userHandle: z.string().max(200).optional(),
  }),
})
export type RegistrationAnswer = z.infer<typeof registrationInput>
export type AuthenticationAnswer = z.infer<typeof authenticationInput>

export const passkeyShape = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  usedAt: instant.nullable(),
})
export type Passkey = z.infer<typeof passkeyShape>

const passkeyRefusals = ['identity.passkey_wrong', 'identity.passkey_needs_domain'] as const
const enrolRefusals = ['identity.password_needed', 'identity.second_factor_missing'] as const

export const preparePasskey = defineAct({
  id: 'identity.passkey.prepare',
  summary: 'What the browser needs to make a passkey: `startRegistration({ optionsJSON: options })`',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: nothing,
  output: z.object({ challengeId: idShape, options: registrationOptionsShape }),
  refusals: ['identity.passkey_needs_domain', 'identity.passkey_too_many', 'request.already_done', ...enrolRefusals],
})

export const addPasskey = defineAct({
  id: 'identity.passkey.add',
  summary: 'Adds the passkey that the browser made; the session then has its second factor',
  access: signedInMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: z.object({
    challengeId: idShape,
    name: z.string().trim().min(1).max(PASSKEY_NAME_LENGTH_MAX),
    answer: registrationInput,
  }),
  output: z.object({ ...signedInShape.shape, passkey: passkeyShape }),
  refusals: [
    'identity.passkey_known',
    'identity.passkey_too_many',
    'request.already_done',
    ...passkeyRefusals,
    ...enrolRefusals,
  ],
})

export const listPasskeys = defineRead({
  id: 'identity.passkey.list',
  summary: 'My passkeys (ten at most)',
  access: signedInMay,
  input: nothing,
  output: z.object({ items: z.array(passkeyShape) }),
})

export const removePasskey = defineAct({
  id: 'identity.passkey.remove',
  summary: 'Removes one of my passkeys, in a session with second factor',
  access: signedInMay,
  input: z.object({ id: credentialId }),
  output: nothing,
  refusals: ['identity.passkey_not_found', 'identity.second_factor_missing', 'identity.last_second_factor'],
})

export const challengePasskey = defineAct({
  id: 'identity.passkey.challenge',
  summary: 'What the browser needs to use a passkey: `startAuthentication({ optionsJSON: options })`',
  access: anyoneMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: nothing,
  output: z.object({ challengeId: idShape, options: requestOptionsShape }),
  refusals: ['identity.passkey_needs_domain', 'request.already_done'],
})

export const signInWithPasskey = defineAct({
  id: 'identity.session.signInWithPasskey',
  summary: 'Sign-in with a passkey, which is both factors at once; also the second factor of an open session',
  access: anyoneMay,
  perMinute: GUESSES_PER_MINUTE,
  answersOnce: true,
  input: z.object({ challengeId: idShape, answer: authenticationInput }),
  output: signedInShape,
  refusals: [...passkeyRefusals, ...signInRefusals],
})
