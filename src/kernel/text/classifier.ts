import { type Grams, gramsOf } from './features.ts'
import { trainLinear } from './linear.ts'
import { type Vocabulary, vectorOf, vocabularyOf } from './vocabulary.ts'

export interface LabelledText {
  readonly text: string
  readonly label: string
  /** A correction made at work counts more than an example that was imported; 1 when left out. */
  readonly weight?: number
}

/** What was learnt. Numbers are kept as coarsely as they are written to bytes, so that nothing is lost on the way. */
export interface Classifier {
  readonly labels: readonly string[]
  readonly vocabulary: Vocabulary
  /** Of each feature a byte for each label, see `weightOfByte`. */
  readonly weights: Int8Array
  /** The greatest weight of each label. */
  readonly scales: Float32Array
  readonly biases: Float32Array
  /** Turns margins into how sure it is; found on examples that were kept apart. */
  readonly temperature: number
}

export interface TrainOptions {
  /** Cost of a mistake: the larger, the closer to the examples. */
  readonly cost: number
  readonly epochsMax: number
  /** Parts of the examples, each judged by what was learnt from the others. */
  readonly folds: number
  readonly seed: number
}

export const defaultTrainOptions: TrainOptions = { cost: 3, epochsMax: 10, folds: 5, seed: 20_260_618 }

/** Surer than this, a suggestion is made; below it people are asked (cases §3, Signalen asks below 41 %). */
export const ASK_BELOW = 0.41
/** A text of which fewer features are known says too little. */
const KNOWN_FEATURES_MIN = 4

/** More labels are refused. */
export const LABELS_MAX = 2_000
/** Characters of a label. */
export const LABEL_CHARS_MAX = 100
/** Weights of one model, a byte each: with many labels fewer features are looked at. */
export const WEIGHTS_MAX = 4_000_000
const WEIGHT_MIN = 0.01
const WEIGHT_MAX = 100
const INT8_MAX = 127

/** The root of a weight is rounded to a byte, for most weights are small. */
const byteOf = (weight: number, scale: number): number =>
  Math.round(Math.sign(weight) * Math.sqrt(Math.abs(weight) / scale) * INT8_MAX)
const weightOfByte = Float32Array.from({ length: 256 }, (_, index) => {
  const root = (index - 128) / INT8_MAX
  return root * Math.abs(root)
})

/** Examples as they are learnt from: cut into features, in one order however they came. */
export interface Lesson {
  readonly text: string
  readonly label: string
  readonly weight: number
  readonly grams: Grams
}

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other))

/** Ready to learn from: bounded and in an order of their own. */
export const lessonsOf = (examples: readonly LabelledText[]): readonly Lesson[] =>
  examples
    .map(({ text, label, weight = 1 }) => ({
      text,
      label: label.slice(0, LABEL_CHARS_MAX).toWellFormed(),
      weight: Math.min(Math.max(weight, WEIGHT_MIN), WEIGHT_MAX),
      grams: gramsOf(text),
    }))
    .sort((one, other) => byText(one.label, other.label) || byText(one.text, other.text) || one.weight - other.weight)

const rounded = (
  labels: readonly string[],
  vocabulary: Vocabulary,
  exact: Float32Array,
  temperature: number,
): Classifier => {
  const size = vocabulary.hashes.length * labels.length
  const scales = new Float32Array(labels.length)
  for (let index = 0; index < size; index++) {
    const label = index % labels.length
    scales[label] = Math.max(scales[label] as number, Math.abs(exact[index] as number)) // both within their lengths
  }
  const weights = new Int8Array(size)
  for (let index = 0; index < size; index++) {
    weights[index] = byteOf(exact[index] as number, (scales[index % labels.length] as number) || 1)
  }
  return { labels, vocabulary, weights, scales, biases: exact.slice(size), temperature }
}

/** Learns from all lessons. */
export const fit = (lessons: readonly Lesson[], options: TrainOptions, temperature: number): Classifier => {
  const labels = [...new Set(lessons.map(({ label }) => label))].sort(byText)
  if (labels.length > LABELS_MAX) throw new RangeError(`more than ${LABELS_MAX} labels`)
  const numberOf = new Map(labels.map((label, index) => [label, index]))
  const vocabulary = vocabularyOf(
    lessons.map(({ grams }) => grams),
    Math.floor(WEIGHTS_MAX / Math.max(labels.length, 1)),
  )
  const exact = trainLinear(
    {
      vectors: lessons.map(({ grams }) => vectorOf(grams, vocabulary)),
      labelOf: lessons.map(({ label }) => numberOf.get(label) ?? 0),
      weightOf: lessons.map(({ weight }) => weight),
      labelCount: labels.length,
      featureCount: vocabulary.hashes.length,
    },
    options,
  )
  return rounded(labels, vocabulary, exact, temperature)
}

/** How far a text lies on the side of each label, and how many of its features are known. */
export interface Margins {
  readonly margins: readonly number[]
  readonly known: number
}

export const marginsOf = (model: Classifier, grams: Grams): Margins => {
  const { ids, values } = vectorOf(grams, model.vocabulary)
  const count = model.labels.length
  const sums = new Float64Array(count)
  for (let index = 0; index < ids.length; index++) {
    const [row, value] = [(ids[index] as number) * count, values[index] as number]
    for (let label = 0; label < count; label++) {
      const weight = weightOfByte[(model.weights[row + label] as number) + 128] as number // a byte has 256 values
      sums[label] = (sums[label] as number) + weight * value
    }
  }
  const margins = Array.from(sums, (sum, label) => sum * (model.scales[label] ?? 0) + (model.biases[label] ?? 0))
  return { margins, known: ids.length }
}

export const softmax = (margins: readonly number[], temperature: number): number[] => {
  const most = margins.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
  const powers = margins.map((margin) => Math.exp((margin - most) / temperature))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

export interface Ranked {
  readonly label: string
  readonly confidence: number
}

export interface Prediction {
  /** The likeliest label; null for a model that has none. */
  readonly label: string | null
  readonly confidence: number
  /** All labels, the likeliest first; their confidences sum to 1. */
  readonly ranking: readonly Ranked[]
  /** Not sure enough to be taken: a person is asked. */
  readonly asks: boolean
}

export const predictionOf = (
  labels: readonly string[],
  { margins, known }: Margins,
  temperature: number,
  askBelow: number,
): Prediction => {
  const saysEnough = known >= KNOWN_FEATURES_MIN
  const shares = saysEnough ? softmax(margins, temperature) : labels.map(() => 1 / labels.length)
  const ranking = labels
    .map((label, index) => ({ label, confidence: shares[index] ?? 0 }))
    .sort((one, other) => other.confidence - one.confidence || byText(one.label, other.label))
  const { label = null, confidence = 0 } = ranking[0] ?? {}
  return { label, confidence, ranking, asks: !saysEnough || labels.length < 2 || confidence < askBelow }
}

/** What a text is probably about, how sure that is, and whether a person should be asked instead. */
export const predict = (model: Classifier, text: string, askBelow = ASK_BELOW): Prediction =>
  predictionOf(model.labels, marginsOf(model, gramsOf(text)), model.temperature, askBelow)

/** The ranking of `predict`: the likeliest label first. Empty for a model without labels. */
export const classify = (model: Classifier, text: string): readonly Ranked[] => predict(model, text).ranking
