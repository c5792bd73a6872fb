import { bareText, hashOf, pairsOf } from './features.ts'
import { mix } from './random.ts'

/** 32 bands of 4: pairs of texts that have half their pairs of characters in common are found in nine cases of ten. */
const BANDS = 32
const ROWS = 4
/** From here on two texts are the same one written twice. */
const DUPLICATE_FROM = 0.8

const likenessOfPairs = (left: Uint32Array, right: Uint32Array): number => {
  let [common, at, other] = [0, 0, 0]
  while (at < left.length && other < right.length) {
    const [one, two] = [left[at] as number, right[other] as number] // both within their lengths
    if (one === two) common += 1
    if (one <= two) at += 1
    if (two <= one) other += 1
  }
  const either = left.length + right.length - common
  return either === 0 ? 0 : common / either
}

/** How much two texts have in common, 0 to 1: pairs of neighbouring characters in both, among those in either (Jaccard). */
export const textLikeness = (one: string, other: string): number => likenessOfPairs(pairsOf(one), pairsOf(other))

const signatureOfPairs = (pairs: Uint32Array): readonly number[] => {
  if (pairs.length === 0) return []
  const least = new Uint32Array(BANDS * ROWS).fill(0xffffffff)
  for (const pair of pairs) {
    for (let seed = 0; seed < least.length; seed++) {
      const hash = mix(pair, seed + 1)
      if (hash < (least[seed] as number)) least[seed] = hash // seed is within its length
    }
  }
  return Array.from({ length: BANDS }, (_, band) =>
    least.subarray(band * ROWS, (band + 1) * ROWS).reduce((hash, value) => mix(hash ^ value, 7), band),
  )
}

/**
 * 32 numbers of a text (MinHash). Texts that share one are worth comparing by `textLikeness`: with 0.8 in common they
 * practically always share one, with 0.5 in nine cases of ten, with 0.2 in one of twenty. A text without any letter
 * has none. Each number belongs to its position, so that they can be kept and sought as one set.
 */
export const signatureOf = (text: string): readonly number[] => signatureOfPairs(pairsOf(text))

/** Sets that grow together; the least index speaks for its set. */
const unions = (size: number) => {
  const above = Uint32Array.from({ length: size }, (_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (above[root] !== root) {
      above[root] = above[above[root] as number] as number // indices are within the size
      root = above[root] as number
    }
    return root
  }
  const unite = (one: number, other: number): void => {
    const [left, right] = [rootOf(one), rootOf(other)]
    above[Math.max(left, right)] = Math.min(left, right)
  }
  return { rootOf, unite }
}

/** Which texts are nearly the same: for each the index of the first of its group. A text without any letter is alone. */
export const nearDuplicateGroups = (texts: readonly string[], atLeast = DUPLICATE_FROM): readonly number[] => {
  const { rootOf, unite } = unions(texts.length)
  const firstOf = new Map<string, number>()
  const pairsAt = new Map<number, Uint32Array>()
  const sharing = new Map<number, number[]>()
  texts.forEach((text, index) => {
    const bare = bareText(text)
    const first = firstOf.get(bare)
    if (bare === '' || first !== undefined) return first === undefined ? undefined : unite(first, index)
    firstOf.set(bare, index)
    const pairs = pairsOf(bare)
    pairsAt.set(index, pairs)
    for (const part of signatureOfPairs(pairs)) {
      const others = sharing.get(part) ?? []
      for (const other of others) {
        if (rootOf(other) === rootOf(index)) continue
        if (likenessOfPairs(pairsAt.get(other) ?? new Uint32Array(), pairs) >= atLeast) unite(other, index)
      }
      others.push(index)
      sharing.set(part, others)
    }
  })
  return texts.map((_, index) => rootOf(index))
}

/**
 * A fold for each text, near-duplicates together, about equally large. The same seed puts the same texts into the same
 * folds, in whatever order they come.
 */
export const foldsOf = (texts: readonly string[], folds: number, seed: number): readonly number[] => {
  const groups = nearDuplicateGroups(texts)
  const members = new Map<number, { size: number; order: number }>()
  groups.forEach((root, index) => {
    const bare = bareText(texts[index] ?? '')
    const order = mix(hashOf(bare, 0, bare.length), seed)
    const known = members.get(root)
    members.set(root, { size: (known?.size ?? 0) + 1, order: Math.min(known?.order ?? order, order) })
  })
  const sizes = new Uint32Array(folds)
  const foldOf = new Map<number, number>()
  for (const [root, { size }] of [...members].sort(([, one], [, other]) => one.order - other.order)) {
    const fold = sizes.indexOf(Math.min(...sizes))
    foldOf.set(root, fold)
    sizes[fold] = (sizes[fold] as number) + size
  }
  return groups.map((root) => foldOf.get(root) ?? 0)
}
