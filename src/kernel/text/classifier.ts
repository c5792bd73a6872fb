import { gramCounts } from './features.ts'
import { nearDuplicateGroups } from './likeness.ts'
import { dot, type LinearOptions, randomFrom, type SparseVector, trainLinear } from './linear.ts'

export interface LabelledText {
  readonly text: string
  readonly label: string
  /** A correction made at work counts more than an example that was imported; 1 when left out. */
  readonly weight?: number
}

export interface Classifier {
  /** Features are buckets of a hash of so many bits. */
  readonly bits: number
  readonly labels: readonly string[]
  /** How rare each feature is; 0: never seen, or too rare. */
  readonly rarity: Float32Array
  /** One row a label, the bias last. */
  readonly weights: readonly Float32Array[]
  /** Turns margins into how sure it is; found on examples that were kept apart. */
  readonly temperature: number
}

export interface TrainOptions extends LinearOptions {
  readonly bits: number
  /** In fewer examples a feature says nothing. */
  readonly documentsMin: number
}

export const defaultTrainOptions: TrainOptions = { bits: 19, documentsMin: 2, cost: 2, epochs: 12, seed: 20_260_618 }

/** Surer than this, a suggestion is made; below it people are asked (cases §3, Signalen asks below 41 %). */
export const ASK_BELOW = 0.41

const FOLDS = 5
const TEMPERATURES = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1, 1.5]

const rarityOf = (counted: ReadonlyArray<ReadonlyMap<number, number>>, options: TrainOptions): Float32Array => {
  const documents = new Uint32Array(2 ** options.bits)
  for (const counts of counted) for (const id of counts.keys()) documents[id] = (documents[id] as number) + 1
  return Float32Array.from(documents, (count) =>
    count < options.documentsMin ? 0 : Math.log((1 + counted.length) / (1 + count)) + 1,
  )
}

/** TF-IDF with logarithmic frequency, of length 1. */
const vectorOf = (counts: ReadonlyMap<number, number>, rarity: Float32Array): SparseVector => {
  const known = [...counts].filter(([id]) => (rarity[id] as number) > 0)
  const ids = Uint32Array.from(known, ([id]) => id)
  const values = Float32Array.from(known, ([id, count]) => (1 + Math.log(count)) * (rarity[id] as number))
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1
  return { ids, values: values.map((value) => value / length) }
}

const fit = (examples: readonly LabelledText[], options: TrainOptions, temperature: number): Classifier => {
  const labels = [...new Set(examples.map(({ label }) => label))].sort()
  const counted = examples.map(({ text }) => gramCounts(text, options.bits))
  const rarity = rarityOf(counted, options)
  const vectors = counted.map((counts) => vectorOf(counts, rarity))
  const weightOf = examples.map(({ weight }) => weight ?? 1)
  const weights = labels.map((label) =>
    trainLinear(
      vectors,
      examples.map((example) => example.label === label),
      weightOf,
      2 ** options.bits,
      options,
    ),
  )
  return { bits: options.bits, labels, rarity, weights, temperature }
}

const marginsOf = (model: Classifier, text: string): number[] => {
  const vector = vectorOf(gramCounts(text, model.bits), model.rarity)
  return model.weights.map((row) => dot(row, vector) + (row[row.length - 1] as number))
}

const softmax = (margins: readonly number[], temperature: number): number[] => {
  const most = Math.max(...margins)
  const powers = margins.map((margin) => Math.exp((margin - most) / temperature))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

export interface Ranked {
  readonly label: string
  readonly confidence: number
}

/** What a text is probably about, the likeliest first; the confidences sum to 1. Empty for a model without labels. */
export const classify = (model: Classifier, text: string): readonly Ranked[] => {
  const shares = softmax(marginsOf(model, text), model.temperature)
  return model.labels
    .map((label, index) => ({ label, confidence: shares[index] ?? 0 }))
    .sort((one, other) => other.confidence - one.confidence || (one.label < other.label ? -1 : 1))
}

/** A fold for each example, near-duplicates together, about equally large; the same seed gives the same folds. */
export const foldsOf = (texts: readonly string[], folds: number, seed: number): readonly number[] => {
  const groups = nearDuplicateGroups(texts)
  const random = randomFrom(seed)
  const roots = [...new Set(groups)].map((root) => ({ root, order: random() })).sort((a, b) => a.order - b.order)
  const foldByRoot = new Map(roots.map(({ root }, index) => [root, index % folds]))
  return groups.map((root) => foldByRoot.get(root) ?? 0)
}

const lossAt = (temperature: number, judged: ReadonlyArray<{ margins: number[]; right: number }>): number =>
  judged.reduce(
    (sum, { margins, right }) => sum - Math.log(Math.max(softmax(margins, temperature)[right] ?? 0, 1e-9)),
    0,
  )

/** Trains on all examples, after one part kept apart has told how sure its margins are. Deterministic. */
export const trainClassifier = (
  examples: readonly LabelledText[],
  options: TrainOptions = defaultTrainOptions,
): Classifier => {
  const folds = foldsOf(
    examples.map(({ text }) => text),
    FOLDS,
    options.seed,
  )
  const part = fit(
    examples.filter((_, index) => folds[index] !== 0),
    options,
    1,
  )
  const judged = examples
    .filter((_, index) => folds[index] === 0)
    .map(({ text, label }) => ({ margins: marginsOf(part, text), right: part.labels.indexOf(label) }))
    .filter(({ right }) => right >= 0)
  const [best] = TEMPERATURES.map((temperature) => ({ temperature, loss: lossAt(temperature, judged) })).sort(
    (one, other) => one.loss - other.loss,
  )
  return fit(examples, options, best?.temperature ?? 1)
}

export interface Judgement {
  /** Mean over the labels of the harmonic mean of precision and recall. */
  readonly macroF1: number
  readonly accuracy: number
  readonly byLabel: ReadonlyArray<{ readonly label: string; readonly f1: number; readonly count: number }>
}

/** How good guesses were. */
export const judge = (pairs: ReadonlyArray<{ readonly right: string; readonly guess: string }>): Judgement => {
  const labels = [...new Set(pairs.map(({ right }) => right))].sort()
  const byLabel = labels.map((label) => {
    const hits = pairs.filter(({ right, guess }) => right === label && guess === label).length
    const said = pairs.filter(({ guess }) => guess === label).length
    const count = pairs.filter(({ right }) => right === label).length
    return { label, count, f1: said + count === 0 ? 0 : (2 * hits) / (said + count) }
  })
  return {
    byLabel,
    macroF1: byLabel.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(byLabel.length, 1),
    accuracy: pairs.filter(({ right, guess }) => right === guess).length / Math.max(pairs.length, 1),
  }
}

/** Cross-validation with near-duplicates in one fold: every text is guessed by a model that has not seen its like. */
export const crossValidate = (
  examples: readonly LabelledText[],
  folds = FOLDS,
  options: TrainOptions = defaultTrainOptions,
): Judgement => {
  const foldOf = foldsOf(
    examples.map(({ text }) => text),
    folds,
    options.seed,
  )
  const pairs = Array.from({ length: folds }, (_, fold) => {
    const model = fit(
      examples.filter((__, index) => foldOf[index] !== fold),
      options,
      1,
    )
    return examples
      .filter((__, index) => foldOf[index] === fold)
      .map(({ text, label }) => ({ right: label, guess: classify(model, text)[0]?.label ?? '' }))
  })
  return judge(pairs.flat())
}
