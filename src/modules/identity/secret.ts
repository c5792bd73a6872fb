import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Ctx } from '#platform/context'
import { seal, unseal } from '#platform/secret'
import { CODE_DIGITS } from './rules/one-time-code.ts'

type Keyed = Pick<Ctx, 'services'>

/** Hash with the key of the installation: what has few possible values (a phone, a code) cannot be guessed from it. */
const keyedHash = (ctx: Keyed, purpose: string, value: string): Buffer =>
  createHmac('sha256', ctx.services.secretKey).update(`identity.${purpose}\n${value}`).digest()

export const hashPhone = (ctx: Keyed, phone: string): Buffer => keyedHash(ctx, 'phone', phone)
export const hashCode = (ctx: Keyed, id: string, code: string): Buffer => keyedHash(ctx, 'code', `${id} ${code}`)
export const hashRecoveryCode = (ctx: Keyed, accountId: string, code: string): Buffer =>
  keyedHash(ctx, 'recovery', `${accountId} ${code}`)

export const sealText = (ctx: Keyed, text: string): Buffer => seal(ctx.services.secretKey, Buffer.from(text))
export const unsealText = (ctx: Keyed, sealed: Buffer): string => unseal(ctx.services.secretKey, sealed).toString()

/** In a time that does not tell where they differ. */
export const isSame = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other)

const TOKEN_BYTES = 32
/** Characters of a session token: 32 bytes as base64url. */
export const TOKEN_LENGTH = 43
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')
/** A token has 256 random bits, so a plain hash of it cannot be guessed. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

export const newCode = (): string => String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')

/** Without I, L, O and U, which are misread (Crockford's base 32). */
const RECOVERY_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RECOVERY_LENGTH = 10
const RECOVERY_COUNT = 10

/** Ten codes of 50 random bits, as `ABCDE-FGHJK`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_COUNT }, () => {
    const code = Array.from(
      { length: RECOVERY_LENGTH },
      () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)],
    ).join('')
    return `${code.slice(0, RECOVERY_LENGTH / 2)}-${code.slice(RECOVERY_LENGTH / 2)}`
  })

/** A recovery code as it was meant: without dash and spaces, upper case, misread letters put right. */
export const plainRecoveryCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')

/** argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2025): some 20 ms. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), ARGON2)

let decoy: Promise<string> | undefined

/**
 * Is it the password? Without a hash (no such account, no password yet) a decoy is compared all the same, so that the
 * time of the answer does not tell whether the phone is known.
 */
export const isPassword = async (passwordHash: string | null, password: string): Promise<boolean> => {
  decoy ??= hashPassword(randomBytes(TOKEN_BYTES).toString('base64'))
  const isRight = await verify(passwordHash ?? (await decoy), password.normalize('NFKC'))
  return passwordHash !== null && isRight
}
