import type { Grams } from './features.ts'
import type { SparseVector } from './linear.ts'

/** The features that a model knows: ascending hashes, and in how many of the examples each stands. */
export interface Vocabulary {
  readonly hashes: Uint32Array
  readonly documents: Uint32Array
  readonly exampleCount: number
  /** Inverse document frequency, smoothed. */
  readonly rarity: Float32Array
}

export const vocabularyWith = (hashes: Uint32Array, documents: Uint32Array, exampleCount: number): Vocabulary => ({
  hashes,
  documents,
  exampleCount,
  rarity: Float32Array.from(documents, (count) => Math.log((1 + exampleCount) / (1 + count)) + 1),
})

/** In fewer examples a run of characters says nothing. */
const DOCUMENTS_MIN = 2

/** What stands in at least two examples; of more than `sizeMax` features, the most frequent. */
export const vocabularyOf = (examples: readonly Grams[], sizeMax: number): Vocabulary => {
  const all = new Uint32Array(examples.reduce((sum, { hashes }) => sum + hashes.length, 0))
  let end = 0
  for (const { hashes } of examples) {
    all.set(hashes, end)
    end += hashes.length
  }
  all.sort()
  const runs: { hash: number; documents: number }[] = []
  for (let from = 0, to = 0; from < all.length; from = to) {
    while (to < all.length && all[to] === all[from]) to += 1
    if (to - from >= DOCUMENTS_MIN) runs.push({ hash: all[from] as number, documents: to - from })
  }
  const kept =
    runs.length <= sizeMax
      ? runs
      : runs
          .sort((one, other) => other.documents - one.documents || one.hash - other.hash)
          .slice(0, sizeMax)
          .sort((one, other) => one.hash - other.hash)
  return vocabularyWith(
    Uint32Array.from(kept, ({ hash }) => hash),
    Uint32Array.from(kept, ({ documents }) => documents),
    examples.length,
  )
}

/** The known features of a text: logarithm of how often, times how rare (TF-IDF), of length 1. */
export const vectorOf = ({ hashes, counts }: Grams, known: Vocabulary): SparseVector => {
  const ids = new Uint32Array(hashes.length)
  const values = new Float32Array(hashes.length)
  let [size, squares, low] = [0, 0, 0]
  for (let index = 0; index < hashes.length; index++) {
    const hash = hashes[index] as number // both lists ascend: what was passed is never sought again
    let high = known.hashes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((known.hashes[middle] as number) < hash) low = middle + 1
      else high = middle
    }
    if (known.hashes[low] !== hash) continue
    const value = (1 + Math.log(counts[index] as number)) * (known.rarity[low] as number)
    ids[size] = low
    values[size++] = value
    squares += value * value
  }
  const length = Math.sqrt(squares) || 1
  return { ids: ids.slice(0, size), values: values.slice(0, size).map((value) => value / length) }
}
