import {
  ASK_BELOW,
  type Classifier,
  defaultTrainOptions,
  fit,
  type LabelledText,
  type Lesson,
  lessonsOf,
  type Margins,
  marginsOf,
  predictionOf,
  softmax,
  type TrainOptions,
} from './classifier.ts'
import { type Guess, type Judgement, judge } from './judgement.ts'
import { foldsOf } from './likeness.ts'

/** A lesson as a model saw it that had learnt neither it nor its like. */
interface HeldOut {
  readonly fold: number
  readonly right: string
  readonly labels: readonly string[]
  readonly margins: Margins
}

/** How sharp margins are read: between certainty and indifference, halved so many times. */
const SHARPNESS = { least: 0.2, most: 40, steps: 30 }
/** So many lessons tell how sure margins are. */
const CALIBRATED_MAX = 2_000
const GOLDEN = (Math.sqrt(5) - 1) / 2

const crossFit = (lessons: readonly Lesson[], options: TrainOptions): readonly HeldOut[] => {
  const foldOf = foldsOf(
    lessons.map(({ text }) => text),
    options.folds,
    options.seed,
  )
  return Array.from({ length: options.folds }, (_, fold) => {
    const [held, others] = [true, false].map((isHeld) => lessons.filter((__, at) => (foldOf[at] === fold) === isHeld))
    if (!held?.length || !others?.length) return []
    const model = fit(others, options, 1)
    return held.map(({ label, grams }) => ({
      fold,
      right: label,
      labels: model.labels,
      margins: marginsOf(model, grams),
    }))
  }).flat()
}

/** The temperature at which what happened was likeliest (Guo and others, ICML 2017), by golden section. */
const temperatureOf = (heldOut: readonly HeldOut[]): number => {
  const step = Math.max(heldOut.length / CALIBRATED_MAX, 1)
  const judged = Array.from({ length: Math.floor(heldOut.length / step) }, (_, at) => heldOut[Math.floor(at * step)])
    .map((one) => ({ margins: one?.margins.margins ?? [], right: one?.labels.indexOf(one.right) ?? -1 }))
    .filter(({ right }) => right >= 0)
  if (judged.length === 0) return 1
  const lossAt = (sharpness: number): number =>
    judged.reduce(
      (sum, { margins, right }) => sum - Math.log(Math.max(softmax(margins, 1 / sharpness)[right] ?? 0, 1e-9)),
      0,
    )
  let { least: low, most: high } = SHARPNESS
  for (let count = 0; count < SHARPNESS.steps; count++) {
    const width = (high - low) * GOLDEN
    if (lossAt(high - width) <= lossAt(low + width)) high = low + width
    else low = high - width
  }
  return 2 / (low + high)
}

/** Each fold with the temperature of the others, so that no text helps to judge itself. */
const guessesOf = (heldOut: readonly HeldOut[], folds: number): readonly Guess[] =>
  Array.from({ length: folds }, (_, fold) => {
    const temperature = temperatureOf(heldOut.filter((one) => one.fold !== fold))
    return heldOut
      .filter((one) => one.fold === fold)
      .map(({ right, labels, margins }) => {
        const { label, confidence, asks } = predictionOf(labels, margins, temperature, ASK_BELOW)
        return { right, guess: label ?? '', confidence, asks }
      })
  }).flat()

/**
 * Cross-validation: every text is guessed by a model that has seen neither it nor a near-duplicate of it; features,
 * weights and temperature come from the other folds.
 */
export const crossValidate = (
  examples: readonly LabelledText[],
  options: TrainOptions = defaultTrainOptions,
): Judgement => judge(guessesOf(crossFit(lessonsOf(examples), options), options.folds))

/** Learns from all examples; parts kept apart have told how sure its margins are, and how good it is. */
export const trainAndJudge = (
  examples: readonly LabelledText[],
  options: TrainOptions = defaultTrainOptions,
): { readonly model: Classifier; readonly judgement: Judgement } => {
  const lessons = lessonsOf(examples)
  const heldOut = crossFit(lessons, options)
  return {
    model: fit(lessons, options, temperatureOf(heldOut)),
    judgement: judge(guessesOf(heldOut, options.folds)),
  }
}

/**
 * The model of `trainAndJudge`. The same examples and seed give the same model, in whatever order they come. To learn
 * from corrections, train again on all examples with the corrections among them.
 */
export const trainClassifier = (
  examples: readonly LabelledText[],
  options: TrainOptions = defaultTrainOptions,
): Classifier => trainAndJudge(examples, options).model
