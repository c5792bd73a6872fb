import type { InputOf, OutputOf } from '#kernel/operation'
import { pathIds } from '#kernel/place'
import { type Classifier, classifierFromBytes, type LabelledText, predict } from '#kernel/text'
import { type Ctx, inTransaction, newId, type Services, type Tx } from '#platform/context'
import { foldText } from '#platform/search'
import { trainInThread } from '#platform/text'
import * as contract from '../contract.ts'
import * as categories from '../store/category.ts'
import * as store from '../store/text-model.ts'

/** A correction made at work counts as so many examples. */
const CORRECTION_WEIGHT = 2
/** A category with fewer examples is not suggested. */
const LABEL_EXAMPLES_MIN = 3

interface Kept {
  readonly row: Omit<store.TextModelRow, 'bytes'>
  readonly model: Classifier
}
const kept = new WeakMap<Services, Map<string, Kept>>()

/** The newest model of the district, read from its bytes once. */
const newestModel = async (tx: Tx): Promise<Kept | null> => {
  const id = await store.findNewestModelId(tx)
  if (id === null) return null
  const byId = kept.get(tx.services) ?? new Map<string, Kept>()
  kept.set(tx.services, byId)
  const known = byId.get(id)
  if (known) return known
  const row = await store.findModel(tx, id)
  if (!row) return null
  const read = classifierFromBytes(row.bytes)
  if (!read.ok) return null // written by another version: the next training replaces it
  const model = read.value
  const { bytes: _, ...rest } = row
  for (const [other, { row: old }] of byId) if (old.district_id === tx.districtId) byId.delete(other)
  byId.set(id, { row: rest, model })
  return { row: rest, model }
}

type Suggested = OutputOf<typeof contract.suggestCategory>

/** What words are probably about. Categories that have ended meanwhile are left out. */
export const suggestCategory = async (
  tx: Tx,
  { words }: InputOf<typeof contract.suggestCategory>,
): Promise<Suggested> => {
  const newest = await newestModel(tx)
  if (!newest) return { suggestions: [], isSure: false, model: null }
  const { ranking, asks } = predict(newest.model, foldText(words))
  const ranked = ranking.slice(0, contract.SUGGESTIONS_MAX)
  const rows = await categories.findCategories(
    tx,
    ranked.map(({ label }) => Number(label)),
  )
  const above = await categories.findCategories(tx, [...new Set(rows.flatMap((row) => pathIds(row.path)))])
  const nameOf = new Map(above.map((row) => [row.id, row.name]))
  const suggestions = ranked.flatMap(({ label, confidence }) => {
    const row = rows.find(({ id, valid_to: end }) => id === Number(label) && end === null)
    if (!row) return []
    return [{ id: row.id, name: row.name, names: pathIds(row.path).map((id) => nameOf.get(id) ?? ''), confidence }]
  })
  const { trained_at: trainedAt, example_count: exampleCount, macro_f1: macroF1 } = newest.row
  return {
    suggestions,
    isSure: !asks && suggestions[0]?.id === Number(ranked[0]?.label),
    model: { trainedAt, exampleCount, macroF1 },
  }
}

const examplesFrom = (rows: readonly store.ExampleRow[]): LabelledText[] => {
  const counts = new Map<number, number>()
  for (const { category_id: id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1)
  return rows
    .filter(({ category_id: id }) => (counts.get(id) ?? 0) >= LABEL_EXAMPLES_MIN)
    .map((row) => ({
      text: foldText(row.text),
      label: String(row.category_id),
      weight: row.is_correction ? CORRECTION_WEIGHT : 1,
    }))
}

export interface Learnt {
  readonly exampleCount: number
  readonly labelCount: number
  readonly macroF1: number
}

/** Learns from what was filed here, and from labelled texts that are handed in; null when that is too little. */
export const learnCategories = async (ctx: Ctx, more: readonly LabelledText[] = []): Promise<Learnt | null> => {
  const own = examplesFrom(await inTransaction(ctx, (tx) => store.listExamples(tx, contract.EXAMPLES_MAX)))
  const examples = [...own, ...more.map((example) => ({ ...example, text: foldText(example.text) }))]
  const labelCount = new Set(examples.map(({ label }) => label)).size
  if (examples.length < contract.EXAMPLES_MIN || labelCount < 2) return null
  const { bytes, macroF1 } = await trainInThread(examples)
  await inTransaction(ctx, (tx) =>
    store.replaceModel(tx, {
      district_id: tx.districtId,
      id: newId(tx),
      bytes: Buffer.from(bytes),
      example_count: examples.length,
      correction_count: own.filter(({ weight }) => weight === CORRECTION_WEIGHT).length,
      label_count: labelCount,
      macro_f1: macroF1,
      trained_at: tx.now(),
    }),
  )
  return { exampleCount: examples.length, labelCount, macroF1 }
}
