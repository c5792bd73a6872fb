import type { InputOf } from '#kernel/operation'
import { type Ctx, inTransaction } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ColumnKind, type ExportRow, type ExportSheet, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { breakDown, listIndicators } from './indicator.ts'

type Columns = ReadonlyArray<readonly [key: string, width: number, kind: ColumnKind]>

async function* each(rows: readonly ExportRow[]): AsyncGenerator<ExportRow> {
  for (const row of rows) yield await Promise.resolve(row)
}

const sheetOf = (ctx: Ctx, name: string, columns: Columns, rows: readonly ExportRow[]): ExportSheet => ({
  name: say(ctx.language, `indicators:export.${name}`),
  columns: columns.map(([key, width, kind]) => ({
    key,
    width,
    kind,
    heading: say(ctx.language, `indicators:column.${key}`),
  })),
  rows: each(rows),
})

const VALUES: Columns = [
  ['indicator', 20, 'text'],
  ['value', 12, 'number'],
  ['unit', 8, 'text'],
  ['part', 10, 'number'],
  ['all', 10, 'number'],
  ['excluded', 10, 'number'],
  ['before', 12, 'number'],
  ['median', 12, 'number'],
  ['p90', 12, 'number'],
  ['source', 30, 'text'],
]
const BY: Columns = [
  ['name', 24, 'text'],
  ['value', 12, 'number'],
  ['part', 10, 'number'],
  ['all', 10, 'number'],
  ['excluded', 10, 'number'],
]

/** What assessments look at first is broken down in the workbook too. */
const BROKEN_DOWN = 'onTimeHandlingRate'

/** A workbook: every indicator, and 按期处置率 by place and by unit. */
export const exportIndicators = async (
  ctx: Ctx,
  input: InputOf<typeof contract.exportIndicators>,
): Promise<FileAnswer> => {
  const word = (key: string): string => say(ctx.language, `indicators:${key}`)
  const { values, byPlace, byUnit } = await inTransaction(ctx, async (tx) => ({
    values: await listIndicators(tx, input, contract.exportIndicators),
    byPlace: await breakDown(tx, { ...input, indicatorId: BROKEN_DOWN, by: 'place' }, contract.exportIndicators),
    byUnit: await breakDown(tx, { ...input, indicatorId: BROKEN_DOWN, by: 'organization' }, contract.exportIndicators),
  }))
  const lines = values.items.map(({ id, unit, source, now, before, median, p90 }) => ({
    indicator: word(`name.${id}`),
    value: now.value,
    unit: word(`unit.${unit}`),
    part: now.part,
    all: now.all,
    excluded: now.excluded,
    before: before.value,
    median,
    p90,
    source,
  }))
  const broken = ({ items }: typeof byPlace, none: string) =>
    items.map(({ name, value, part, all, excluded }) => ({ name: name || word(none), value, part, all, excluded }))
  const sheets = [
    sheetOf(ctx, 'values', VALUES, lines),
    sheetOf(ctx, 'byPlace', BY, broken(byPlace, 'none.place')),
    sheetOf(ctx, 'byUnit', BY, broken(byUnit, 'none.organization')),
  ] as const
  return workbookFile(`${word('export.values')} ${input.from} ${input.until}`, sheets)
}
