import { randomFrom, shuffle } from './random.ts'

/** A text as numbered features in ascending order with their values, of length 1. */
export interface SparseVector {
  readonly ids: Uint32Array
  readonly values: Float32Array
}

export interface Lessons {
  readonly vectors: readonly SparseVector[]
  /** The number of the right label of each vector. */
  readonly labelOf: readonly number[]
  /** How much each vector counts. */
  readonly weightOf: readonly number[]
  readonly labelCount: number
  readonly featureCount: number
}

export interface LinearOptions {
  /** Cost of a mistake: the larger, the closer to the examples. */
  readonly cost: number
  readonly epochsMax: number
  readonly seed: number
}

/** An epoch that changes no dual variable by more has found the answer. */
const TOLERANCE = 0.01

/** Margins of all labels: their weights at the features of the vector, and the last row, the bias. */
const marginsInto = (margins: Float64Array, weights: Float32Array, { ids, values }: SparseVector): void => {
  const labels = margins.length
  const bias = weights.length - labels
  for (let label = 0; label < labels; label++) margins[label] = weights[bias + label] as number
  for (let index = 0; index < ids.length; index++) {
    const [row, value] = [(ids[index] as number) * labels, values[index] as number]
    for (let label = 0; label < labels; label++) {
      margins[label] = (margins[label] as number) + (weights[row + label] as number) * value
    }
  }
}

const addSteps = (weights: Float32Array, { ids, values }: SparseVector, steps: Float64Array): void => {
  const labels = steps.length
  const bias = weights.length - labels
  for (let label = 0; label < labels; label++) {
    weights[bias + label] = (weights[bias + label] as number) + (steps[label] as number)
  }
  for (let index = 0; index < ids.length; index++) {
    const [row, value] = [(ids[index] as number) * labels, values[index] as number]
    for (let label = 0; label < labels; label++) {
      weights[row + label] = (weights[row + label] as number) + (steps[label] as number) * value
    }
  }
}

/**
 * Linear support vector machines with squared hinge loss, each label against the rest, by coordinate descent on the
 * dual (Hsieh and others, ICML 2008). All labels are taken at each visit of an example: what their weights have in one
 * row lies side by side in memory. A row a feature, the last row the bias. Every index below is within its array.
 */
export const trainLinear = (
  { vectors, labelOf, weightOf, labelCount, featureCount }: Lessons,
  { cost, epochsMax, seed }: LinearOptions,
): Float32Array => {
  const weights = new Float32Array((featureCount + 1) * labelCount)
  const alphas = new Float32Array(vectors.length * labelCount)
  const order = Uint32Array.from(vectors, (_, index) => index)
  const squares = vectors.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1))
  const random = randomFrom(seed)
  const margins = new Float64Array(labelCount)
  const steps = new Float64Array(labelCount)
  for (let epoch = 0, most = 1; epoch < epochsMax && most > TOLERANCE; epoch++) {
    most = 0
    shuffle(order, random)
    for (const at of order) {
      const vector = vectors[at] as SparseVector
      const ridge = 1 / (2 * cost * (weightOf[at] as number))
      let change = 0
      marginsInto(margins, weights, vector)
      for (let label = 0; label < labelCount; label++) {
        const sign = label === labelOf[at] ? 1 : -1
        const old = alphas[at * labelCount + label] as number
        const gradient = sign * (margins[label] as number) - 1 + ridge * old
        const next = Math.fround(Math.max(old - gradient / ((squares[at] as number) + ridge), 0))
        alphas[at * labelCount + label] = next
        steps[label] = (next - old) * sign
        change = Math.max(change, Math.abs(next - old))
      }
      if (change > 0) addSteps(weights, vector, steps)
      most = Math.max(most, change)
    }
  }
  return weights
}
