import { createRequire } from 'node:module'
import { lazily } from '../lazily.ts'

const require = createRequire(import.meta.url)
/** Loaded at once when asked for: texts are folded where nothing may be waited for. */
const loadConverter = lazily(() => {
  const { Converter } = require('opencc-js/t2cn') as typeof import('opencc-js/t2cn')
  return Converter({ from: 't', to: 'cn' })
})

/** Characters (UTF-16 units) of one text that are indexed; what follows is kept but not found. */
export const SEARCH_TEXT_CHARS_MAX = 20_000

const simplifiedOf = new Map<string, string>()

/**
 * One character at a time, never phrases: a phrase table folds 乾 in 乾隆 otherwise than 乾 alone, and then a part of a
 * text would no longer be found in the whole. The map holds at most the Han characters of Unicode.
 */
const foldHan = (character: string): string => {
  const known = simplifiedOf.get(character)
  if (known !== undefined) return known
  const simplified = loadConverter()(character)
  simplifiedOf.set(character, simplified)
  return simplified
}

/**
 * The form in which texts and queries meet: full width and compatibility forms unified (NFKC), lower case, traditional
 * characters simplified, control characters blank, at most SEARCH_TEXT_CHARS_MAX characters. Punctuation stays.
 * Store it beside the tokens for the LIKE re-check.
 */
export const foldText = (text: string): string =>
  text
    .slice(0, SEARCH_TEXT_CHARS_MAX)
    .toWellFormed()
    .normalize('NFKC')
    .slice(0, SEARCH_TEXT_CHARS_MAX) // NFKC can make one character into eighteen
    .toWellFormed()
    .toLowerCase()
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{Script=Han}/gu, foldHan)
