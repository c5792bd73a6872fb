import { err, ok, type Result } from '#kernel/result'

/** ASVS 2.1.1 wants 12; with a second factor for everybody who has a password, 10 is enough (NIST SP 800-63B: 8). */
const PASSWORD_LENGTH_MIN = 10
const DISTINCT_CHARACTERS_MIN = 5
/** What people type when they are asked for ten characters. Compared without case; any of them inside counts. */
const COMMON = [
  '1234567890',
  '0123456789',
  '0987654321',
  '123456789a',
  'password',
  'qwertyuiop',
  '1qaz2wsx',
  'asdfghjkl',
  'woaini1314',
  'a123456789',
  'gongzhi',
  'admin123',
  '5201314',
  '147258369',
]

export type PasswordRefusal =
  | 'identity.password_too_short'
  | 'identity.password_too_simple'
  | 'identity.password_has_phone'

/**
 * Is this a password we take? Two kinds of characters are asked for (等保 2.0 8.1.4.1 a: 复杂度要求), common ones are
 * refused, and so is the own phone number, which everybody knows. No forced change by date: it makes people number them.
 */
export const checkPassword = (password: string, phone: string): Result<true, PasswordRefusal> => {
  const characters = [...password]
  if (characters.length < PASSWORD_LENGTH_MIN) return err('identity.password_too_short')
  if (password.includes(phone)) return err('identity.password_has_phone')
  const kinds = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length
  const lower = password.toLowerCase()
  const isCommon = COMMON.some(
    (common) => lower.includes(common) && lower.length < common.length + DISTINCT_CHARACTERS_MIN,
  )
  const isFlat = new Set(characters).size < DISTINCT_CHARACTERS_MIN
  return kinds < 2 || isCommon || isFlat ? err('identity.password_too_simple') : ok(true)
}
