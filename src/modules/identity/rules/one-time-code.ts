import { err, ok, type Result } from '#kernel/result'

export const CODE_DIGITS = 6
/** Minutes for which a code works. */
export const CODE_MINUTES = 5
/** Wrong tries after which a code is spent: with 10 codes a day, 50 guesses at a million numbers. */
export const CODE_TRIES_MAX = 5
/** Seconds between two codes to one phone. */
const SEND_GAP_SECONDS = 60
/** Codes to one phone within 24 hours; more would only bother its owner. */
const SENDS_PER_DAY_MAX = 10
/**
 * Codes asked for from one address within an hour, to whatever phones. Mobile networks put many people behind one
 * address, so it stops floods of SMS and not neighbours.
 */
const SENDS_PER_ADDRESS_HOUR_MAX = 60

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** What was sent before: to the phone within 24 hours (when the last one, how many), from the address within an hour. */
export interface SendFacts {
  readonly lastSentAt: Date | null
  readonly phoneCount: number
  readonly addressCount: number
}

export const resendAt = (sentAt: Date): Date => new Date(sentAt.getTime() + SEND_GAP_SECONDS * SECOND_MS)

export const codeExpiresAt = (sentAt: Date): Date => new Date(sentAt.getTime() + CODE_MINUTES * MINUTE_MS)

/** May another code go out? The gap is over at the instant that `resendAt` names. */
export const checkSend = (
  facts: SendFacts,
  now: Date,
): Result<true, 'identity.code_too_soon' | 'identity.code_too_many'> => {
  if (facts.lastSentAt && now < resendAt(facts.lastSentAt)) return err('identity.code_too_soon')
  const isTooMany = facts.phoneCount >= SENDS_PER_DAY_MAX || facts.addressCount >= SENDS_PER_ADDRESS_HOUR_MAX
  return isTooMany ? err('identity.code_too_many') : ok(true)
}

export interface CodeFacts {
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly failedCount: number
}

/** Can this code still open anything? At the instant of its end it no longer can. */
export const checkCode = (
  code: CodeFacts | null,
  now: Date,
): Result<true, 'identity.code_wrong' | 'identity.too_many_tries'> => {
  if (!code || code.usedAt || now >= code.expiresAt) return err('identity.code_wrong')
  return code.failedCount >= CODE_TRIES_MAX ? err('identity.too_many_tries') : ok(true)
}
