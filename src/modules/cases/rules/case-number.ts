import type { CivilDate } from '#kernel/time'
import { QUERY_CODE_ALPHABET, QUERY_CODE_LENGTH } from '../contract.ts'

/** The series a number is taken from: initials of the place and the day, as `HS-260618`. */
export const seriesOf = (initials: string, on: CivilDate): string =>
  `${initials.toUpperCase().slice(0, SERIES_INITIALS_MAX)}-${on.slice(2).replaceAll('-', '')}`

const SERIES_INITIALS_MAX = 6
const NUMBER_DIGITS = 4

/** The name of a place without what kind of place it is: 虹山社区 → 虹山. A name that is nothing else stays. */
export const bareName = (name: string): string => {
  const bare = name.replace(/(?:街道|社区|居委会|村委会|[市区县镇乡村])$/u, '')
  return bare.length > 0 ? bare : name
}

/** What people call a case by: HS-260618-0027. The year is in it, so that no number comes twice. */
export const caseNumber = (series: string, running: number): string =>
  `${series}-${String(running).padStart(NUMBER_DIGITS, '0')}`

/** Random bytes that a query code needs; those that would favour some letters are thrown away. */
export const QUERY_CODE_RANDOM_BYTES = QUERY_CODE_LENGTH * 3

/**
 * A query code of random bytes: 12 of 27 letters, 57 bits. Throws when too many bytes had to be thrown away (never in
 * practice: fewer than 12 of 36 usable).
 */
export const queryCodeOf = (random: Uint8Array): string => {
  const fair = Math.floor(256 / QUERY_CODE_ALPHABET.length) * QUERY_CODE_ALPHABET.length
  const letters = Array.from(random)
    .filter((byte) => byte < fair)
    .map((byte) => QUERY_CODE_ALPHABET[byte % QUERY_CODE_ALPHABET.length] ?? '')
    .slice(0, QUERY_CODE_LENGTH)
  if (letters.length < QUERY_CODE_LENGTH) throw new Error('too few random bytes')
  return letters.join('')
}

/** How a query code is shown: in groups of four. */
export const showQueryCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

const TITLE_FROM_BODY_LENGTH = 30

/** A title for who only said what it is about: the first sentence, cut. */
export const titleFrom = (body: string): string => {
  const first =
    body
      .trim()
      .split(/[。！？；\n!?;]/u)[0]
      ?.trim() || body.trim()
  const characters = [...first]
  return characters.length <= TITLE_FROM_BODY_LENGTH
    ? first
    : `${characters.slice(0, TITLE_FROM_BODY_LENGTH).join('')}…`
}
