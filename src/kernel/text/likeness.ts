import { pairsOf } from './features.ts'

const BANDS = 32
const ROWS = 4

/** How much two texts have in common, 0 to 1: pairs of characters in both among those in either (Jaccard). */
export const textLikeness = (one: string, other: string): number => {
  const [left, right] = [pairsOf(one), pairsOf(other)]
  if (left.size === 0 || right.size === 0) return 0
  let common = 0
  for (const pair of left) if (right.has(pair)) common += 1
  return common / (left.size + right.size - common)
}

const mix = (value: number, seed: number): number => {
  let hash = Math.imul(value ^ (seed * 0x9e3779b1), 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * 32 numbers of a text: two texts that share one of them at the same position are worth comparing. With 32 bands of 4
 * (MinHash), texts that have half their pairs in common are found in nine cases of ten, equal ones always.
 */
export const signatureOf = (text: string): readonly number[] => {
  const pairs = pairsOf(text)
  if (pairs.size === 0) return []
  const least = new Uint32Array(BANDS * ROWS).fill(0xffffffff)
  for (const pair of pairs) {
    for (let seed = 0; seed < least.length; seed++) {
      const hash = mix(pair, seed + 1)
      if (hash < (least[seed] as number)) least[seed] = hash // within its length
    }
  }
  return Array.from({ length: BANDS }, (_, band) =>
    least.subarray(band * ROWS, (band + 1) * ROWS).reduce((hash, value) => mix(hash ^ value, 7), 0),
  )
}

/** Which texts are nearly the same: for each the index of the first of its group. */
export const nearDuplicateGroups = (texts: readonly string[], atLeast = 0.8): readonly number[] => {
  const first = texts.map((_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (first[root] !== root) root = first[root] as number // every index has one
    first[index] = root
    return root
  }
  const seen = new Map<string, number[]>()
  for (const [index, text] of texts.entries()) {
    for (const [band, hash] of signatureOf(text).entries()) {
      const key = `${band}:${hash}`
      const others = seen.get(key) ?? []
      for (const other of others) {
        if (rootOf(other) !== rootOf(index) && textLikeness(texts[other] ?? '', text) >= atLeast) {
          const [low, high] = [rootOf(other), rootOf(index)].sort((a, b) => a - b) as [number, number]
          first[high] = low
        }
      }
      seen.set(key, [...others, index])
    }
  }
  return texts.map((_, index) => rootOf(index))
}
