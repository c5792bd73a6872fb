/** Characters of a text that are looked at; what follows says little about what it is about. */
export const TEXT_CHARS_MAX = 4_000
/** Longest run of characters that counts as one feature. */
const GRAM_MAX = 3
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

/** How often each run of one to three characters occurs, by its bucket among `2 ** bits`. */
export const gramCounts = (text: string, bits: number): ReadonlyMap<number, number> => {
  const bare = bareText(text)
  const counts = new Map<number, number>()
  for (let from = 0; from < bare.length; from++) {
    for (let length = 1; length <= GRAM_MAX && from + length <= bare.length; length++) {
      const bucket = hashOf(bare, from, from + length) >>> (32 - bits)
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
    }
  }
  return counts
}

/** The different pairs of neighbouring characters, as hashes; of one character, that one. */
export const pairsOf = (text: string): ReadonlySet<number> => {
  const bare = bareText(text)
  const pairs = new Set<number>()
  for (let from = 0; from + 1 < bare.length; from++) pairs.add(hashOf(bare, from, from + 2))
  if (bare.length === 1) pairs.add(hashOf(bare, 0, 1))
  return pairs
}
