import { foldText } from './fold.ts'

/** Characters of a query that are looked at. */
const QUERY_CHARS_MAX = 200
/** Lexemes in one query; more would only slow the index down. */
const QUERY_TERMS_MAX = 64
/** Characters of one Latin word or number that are indexed; PostgreSQL refuses lexemes over 2046 bytes. */
const WORD_CHARS_MAX = 64

/** A run of characters of one class in folded text; `dense` scripts are written without spaces between words. */
interface Run {
  readonly text: string
  readonly dense: boolean
  readonly startsAt: number
  readonly endsAt: number
}

const DENSE = '[\\p{Script=Han}\\p{Script=Hangul}\\p{Script=Hiragana}\\p{Script=Katakana}]'
const RUN = new RegExp(`(?<dense>${DENSE}+)|\\p{Nd}+|(?:(?!${DENSE})[\\p{L}\\p{M}])+`, 'gu')

const runsOf = (folded: string): Run[] =>
  [...folded.matchAll(RUN)].map((match) => ({
    text: match[0],
    dense: match.groups?.['dense'] !== undefined,
    startsAt: match.index,
    endsAt: match.index + match[0].length,
  }))

const bigramsOf = (characters: readonly string[]): string[] =>
  characters.slice(1).map((character, index) => `${characters[index]}${character}`)

/**
 * The lexemes of a text, for `array_to_tsvector($1::text[])`: overlapping pairs of Han (and kana, Hangul) characters,
 * the last character of each such run alone, Latin words and numbers whole. Distinct, in no particular order; at most
 * one per character of `foldText(text)`.
 *
 * Why the last one: a query of one character asks for pairs that begin with it (`'梯':*`), which finds it everywhere
 * but at the end of a run. This costs a fraction of indexing every single character.
 */
export const searchTokens = (text: string): string[] => {
  const tokens = new Set<string>()
  for (const run of runsOf(foldText(text))) {
    if (!run.dense) {
      tokens.add(run.text.slice(0, WORD_CHARS_MAX).toWellFormed())
      continue
    }
    const characters = [...run.text]
    for (const bigram of bigramsOf(characters)) tokens.add(bigram)
    tokens.add(characters.at(-1) ?? '')
  }
  return [...tokens]
}

/** `tsquery` for `search @@ $1::tsquery`, and patterns that must all hold for the folded text: `folded LIKE $2`. */
export interface SearchQuery {
  readonly tsquery: string
  readonly like: readonly string[]
}

const quoteLexeme = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

const termsOf = (run: Run, isFollowed: boolean): string[] => {
  const characters = [...run.text]
  if (!run.dense) {
    const lexeme = quoteLexeme(run.text.slice(0, WORD_CHARS_MAX).toWellFormed())
    // 12栋 means the number 12; a word that ends the query may still be half typed
    return isFollowed && run.text.length <= WORD_CHARS_MAX ? [lexeme] : [`${lexeme}:*`]
  }
  return characters.length === 1 ? [`${quoteLexeme(run.text)}:*`] : bigramsOf(characters).map(quoteLexeme)
}

/**
 * What a person typed, as a query on `searchTokens` and its re-check on `foldText`. Everything typed must occur; words
 * are separated by anything that is neither letter nor digit. Han characters are found anywhere; Latin words and
 * numbers from their beginning (`138` finds 13812345678, `2栋` does not find 12栋). `undefined` when nothing that can
 * be searched was typed: the caller shows no result or no filter, as fits.
 *
 * The query is built from letters and digits only and each lexeme is quoted, so no operator of tsquery and no wildcard
 * of LIKE can come from the user.
 */
export const searchQuery = (words: string): SearchQuery | undefined => {
  const runs = runsOf(foldText(words.slice(0, QUERY_CHARS_MAX)))
  if (runs.length === 0) return undefined
  const terms = new Set<string>()
  const phrases: string[] = []
  let phraseEndsAt = -1
  runs.forEach((run, index) => {
    for (const term of termsOf(run, runs[index + 1]?.startsAt === run.endsAt)) terms.add(term)
    if (run.startsAt === phraseEndsAt) phrases.push(`${phrases.pop() ?? ''}${run.text}`)
    else phrases.push(run.text)
    phraseEndsAt = run.endsAt
  })
  return {
    tsquery: [...terms].slice(0, QUERY_TERMS_MAX).join(' & '),
    like: [...new Set(phrases)].map((phrase) => `%${phrase}%`),
  }
}
