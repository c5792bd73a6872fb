/** Characters of a text that are looked at; what follows says little about what it is about. */
export const TEXT_CHARS_MAX = 4_000
/** Longest run of characters that counts as one feature. */
const GRAM_MAX = 2
/** What stands in the first so many characters is the subject: it counts as if it were said so many times. */
const SUBJECT_CHARS = 30
const SUBJECT_TIMES = 3
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * The characters that carry meaning: letters of any script, one 0 for every number. Blanks and signs are gone, so that
 * a text that was cut into words and one that was not look alike. Traditional characters are folded by the caller.
 */
export const bareText = (text: string): string =>
  text
    .slice(0, TEXT_CHARS_MAX)
    .toWellFormed()
    .normalize('NFKC')
    .slice(0, TEXT_CHARS_MAX) // NFKC can make one character into eighteen
    .toWellFormed()
    .toLowerCase()
    .replace(/\p{N}+/gu, '0')
    .replace(/[^\p{L}0]+/gu, '')

/** A 32-bit hash of the characters from `from` to before `to` (FNV-1a over UTF-16 units, then mixed). */
export const hashOf = (text: string, from: number, to: number): number => {
  let hash = FNV_OFFSET
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}

/** What a text is made of: different hashes in ascending order, and how often each occurs. */
export interface Grams {
  readonly hashes: Uint32Array
  readonly counts: Uint16Array
}

/** The different numbers of a sorted list, with how often each stands in it. */
const countSorted = (sorted: Uint32Array): Grams => {
  const hashes = new Uint32Array(sorted.length)
  const counts = new Uint16Array(sorted.length)
  let size = 0
  for (let index = 0; index < sorted.length; index++) {
    const hash = sorted[index] as number
    if (index === 0 || hash !== sorted[index - 1]) hashes[size++] = hash
    counts[size - 1] = (counts[size - 1] as number) + 1
  }
  return { hashes: hashes.slice(0, size), counts: counts.slice(0, size) }
}

/** The single characters and the pairs of neighbouring ones of a text. */
export const gramsOf = (text: string): Grams => {
  const bare = bareText(text)
  const found = new Uint32Array(bare.length * GRAM_MAX + SUBJECT_CHARS * GRAM_MAX * (SUBJECT_TIMES - 1))
  let size = 0
  for (let from = 0; from < bare.length; from++) {
    const times = from < SUBJECT_CHARS ? SUBJECT_TIMES : 1
    for (let to = from + 1; to <= from + GRAM_MAX && to <= bare.length; to++) {
      const hash = hashOf(bare, from, to)
      for (let time = 0; time < times; time++) found[size++] = hash
    }
  }
  return countSorted(found.subarray(0, size).sort())
}

/** The different pairs of neighbouring characters, as hashes in ascending order; of one character, that one. */
export const pairsOf = (text: string): Uint32Array => {
  const bare = bareText(text)
  const size = bare.length === 1 ? 1 : Math.max(bare.length - 1, 0)
  const found = Uint32Array.from({ length: size }, (_, from) => hashOf(bare, from, Math.min(from + 2, bare.length)))
  return countSorted(found.sort()).hashes
}
