/** A text as numbered features with their weights, of length 1. */
export interface SparseVector {
  readonly ids: Uint32Array
  readonly values: Float32Array
}

export interface LinearOptions {
  /** Cost of a mistake: the larger, the closer to the examples. */
  readonly cost: number
  readonly epochs: number
  readonly seed: number
}

/** A small generator of pseudo-random numbers (mulberry32): the same seed gives the same model. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const dot = (weights: Float32Array, { ids, values }: SparseVector): number => {
  let sum = 0
  for (let index = 0; index < ids.length; index++) {
    sum += (weights[ids[index] as number] as number) * (values[index] as number) // ids are within the weights
  }
  return sum
}

const shuffle = (order: Uint32Array, random: () => number): void => {
  for (let index = order.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    const kept = order[index] as number
    order[index] = order[other] as number
    order[other] = kept
  }
}

/**
 * A linear support vector machine with squared hinge loss for one class against the rest, by coordinate descent on the
 * dual (Hsieh and others, ICML 2008). `weightOf` says how much an example counts. The last weight is the bias.
 */
export const trainLinear = (
  vectors: readonly SparseVector[],
  isPositive: readonly boolean[],
  weightOf: readonly number[],
  size: number,
  { cost, epochs, seed }: LinearOptions,
): Float32Array => {
  const weights = new Float32Array(size + 1)
  const alpha = new Float64Array(vectors.length)
  const order = Uint32Array.from(vectors, (_, index) => index)
  const random = randomFrom(seed)
  const squares = vectors.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1))
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const at of order) {
      const vector = vectors[at] as SparseVector // order holds indices of vectors
      const sign = isPositive[at] ? 1 : -1
      const ridge = 1 / (2 * cost * (weightOf[at] ?? 1))
      const old = alpha[at] as number
      const gradient = sign * (dot(weights, vector) + (weights[size] as number)) - 1 + ridge * old
      const next = Math.max(old - gradient / ((squares[at] as number) + ridge), 0)
      if (next === old) continue
      const step = (next - old) * sign
      for (let index = 0; index < vector.ids.length; index++) {
        const id = vector.ids[index] as number
        weights[id] = (weights[id] as number) + step * (vector.values[index] as number)
      }
      weights[size] = (weights[size] as number) + step
      alpha[at] = next
    }
  }
  return weights
}
