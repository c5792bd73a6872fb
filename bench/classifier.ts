import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { classifierFromBytes, classifierToBytes, crossValidate, predict, trainClassifier } from '#kernel/text'
import type { Figure } from './figure.ts'

const F1_TARGET = 0.91
const TRAIN_SECONDS_TARGET = 60
const GUESS_MS_TARGET = 2
const BYTES_TARGET = 4 * 1024 * 1024
const CALIBRATION_TARGET = 0.05
const GUESSES = 1_000

interface Row {
  readonly text: string
  readonly category: string
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000

/**
 * How well categories are guessed from a file of labelled texts (columns `text` and `category`), how long it takes to
 * learn and to guess. Every text is guessed by a model that has not seen its like.
 */
export const measureClassifier = (file: string): Figure[] => {
  const rows = parse<Row>(readFileSync(file), { columns: true, bom: true })
  const examples = rows.map(({ text, category }) => ({ text, label: category }))
  const { macroF1, calibrationError } = crossValidate(examples)
  const trainedFrom = performance.now()
  const bytes = classifierToBytes(trainClassifier(examples))
  const trainSeconds = secondsSince(trainedFrom)
  const model = classifierFromBytes(bytes)
  if (!model.ok) throw new Error('a model does not come back from its bytes')
  const asked = examples.slice(0, GUESSES)
  const askedFrom = performance.now()
  for (const { text } of asked) predict(model.value, text)
  const guessMs = (secondsSince(askedFrom) * 1_000) / Math.max(asked.length, 1)
  const figure = (name: string, value: number, unit: string, is: 'atMost' | 'atLeast', target: number): Figure => ({
    name: `classifier: ${name}`,
    value,
    unit,
    target: { is, value: target },
  })
  return [
    figure('macro-F1 of 5 folds', macroF1 * 100, '%', 'atLeast', F1_TARGET * 100),
    figure('calibration error', calibrationError * 100, '%', 'atMost', CALIBRATION_TARGET * 100),
    figure('training, calibrated', trainSeconds, 's', 'atMost', TRAIN_SECONDS_TARGET),
    figure('one prediction', guessMs, 'ms', 'atMost', GUESS_MS_TARGET),
    figure('size of the model', bytes.length / 1024, 'KB', 'atMost', BYTES_TARGET / 1024),
  ]
}
