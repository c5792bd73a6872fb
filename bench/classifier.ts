import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { classifierFromBytes, classifierToBytes, classify, crossValidate, trainClassifier } from '#kernel/text'
import type { Figure } from './figure.ts'

const F1_TARGET = 0.91
const TRAIN_SECONDS_TARGET = 60
const GUESS_MS_TARGET = 2
const GUESSES = 500

interface Row {
  readonly text: string
  readonly category: string
}

/** How well categories are guessed from a file of labelled texts (`text,category`), how long it takes to learn and to guess. */
export const measureClassifier = (file: string): Figure[] => {
  const rows = parse<Row>(readFileSync(file), { columns: true, bom: true })
  const examples = rows.map(({ text, category }) => ({ text, label: category }))
  const { macroF1 } = crossValidate(examples)
  const startedAt = performance.now()
  const trained = trainClassifier(examples)
  const seconds = (performance.now() - startedAt) / 1_000
  const model = classifierFromBytes(classifierToBytes(trained))
  if (!model) throw new Error('a model does not come back from its bytes')
  const asked = examples.slice(0, GUESSES)
  const askedAt = performance.now()
  for (const { text } of asked) classify(model, text)
  const milliseconds = (performance.now() - askedAt) / Math.max(asked.length, 1)
  return [
    { name: 'classifier: macro-F1, 5 folds', value: macroF1, unit: '', target: { is: 'atLeast', value: F1_TARGET } },
    { name: 'classifier: training', value: seconds, unit: 's', target: { is: 'atMost', value: TRAIN_SECONDS_TARGET } },
    {
      name: 'classifier: one guess',
      value: milliseconds,
      unit: 'ms',
      target: { is: 'atMost', value: GUESS_MS_TARGET },
    },
  ]
}
