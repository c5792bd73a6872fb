/** Characters of a text that are looked at; what follows says little about what it is about. */
export const TEXT_CHARS_MAX = 4_000
/** Longest run of characters that counts as one feature. */
const GRAM_MAX = 3
/** Of so many characters at the beginning each occurrence counts as several. */
const SUBJECT_CHARS = 30
const SUBJECT_WEIGHT = 4
/** With fewer blanks a text was not cut into words. */
const WORDS_MIN = 4
const WORD_MARK = '_'
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * The characters that carry meaning: Han, letters, one 0 for every number; blanks and signs are gone, so that a text
 * that was cut into words and one that was not look alike. Traditional characters are folded by the caller.
 */
export const bareText = (text: string): string =>
  text
    .slice(0, TEXT_CHARS_MAX)
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{N}+/gu, '0')
    .replace(/[^\p{L}0]+/gu, '')

/** A 32-bit hash of a few characters (FNV-1a over UTF-16 units, then mixed). */
const hashOf = (text: string, from: number, to: number): number => {
  let hash = FNV_OFFSET
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}

/**
 * How much each run of one to three characters occurs, by its bucket among `2 ** bits`. What stands first is the subject
 * and counts more; a text that comes cut into words counts its words beside.
 */
export const gramCounts = (text: string, bits: number): ReadonlyMap<number, number> => {
  const bare = bareText(text)
  const counts = new Map<number, number>()
  const add = (bucket: number, amount: number): void => void counts.set(bucket, (counts.get(bucket) ?? 0) + amount)
  for (let from = 0; from < bare.length; from++) {
    for (let length = 1; length <= GRAM_MAX && from + length <= bare.length; length++) {
      add(hashOf(bare, from, from + length) >>> (32 - bits), from < SUBJECT_CHARS ? SUBJECT_WEIGHT : 1)
    }
  }
  for (const word of wordsOf(text)) add(hashOf(word, 0, word.length) >>> (32 - bits), 1)
  return counts
}

/** The words of a text that was cut into words, each with a mark that no bare text holds. */
const wordsOf = (text: string): readonly string[] => {
  const words = text
    .slice(0, TEXT_CHARS_MAX)
    .split(/\s+/)
    .flatMap((word) => bareText(word) || [])
  return words.length < WORDS_MIN ? [] : words.map((word) => `w${WORD_MARK}${word}`)
}

/** The different pairs of neighbouring characters, as hashes; of one character, that one. */
export const pairsOf = (text: string): ReadonlySet<number> => {
  const bare = bareText(text)
  const pairs = new Set<number>()
  for (let from = 0; from + 1 < bare.length; from++) pairs.add(hashOf(bare, from, from + 2))
  if (bare.length === 1) pairs.add(hashOf(bare, 0, 1))
  return pairs
}
