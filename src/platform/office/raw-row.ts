import type { CellRead } from './cell-value.ts'
import {
  CELL_CHARS_MAX,
  HEADING_CHARS_MAX,
  HEADING_ROWS_MAX,
  SHEET_CELLS_MAX,
  SHEET_CHARS_MAX,
  SHEET_COLUMNS_MAX,
} from './limits.ts'
import type { OfficeCellFault } from './refusals.ts'
import { refusal } from './refusals.ts'

/** A row as read: `texts` by column, and what is wrong with some of them. `line` counts from 1 as Excel does. */
export interface RawRow {
  readonly line: number
  readonly texts: readonly string[]
  readonly faults: ReadonlyArray<{ readonly index: number; readonly code: OfficeCellFault }>
}

export interface RawHeading {
  readonly line: number
  readonly texts: readonly string[]
}

/** `wanted`: for each column that the caller knows, its normalised headings. */
export interface CollectorOptions {
  readonly wanted: ReadonlyArray<readonly string[]>
  readonly rowsMax: number
  readonly whenTooLong: 'refuse' | 'truncate'
  /** Called once, before the first row. */
  readonly emitHeading: (heading: RawHeading) => void
  readonly emit: (row: RawRow) => void
}

export interface RowCollector {
  /** Takes the cells of one row; empty ones may be missing. False when no more rows are wanted. */
  readonly add: (line: number, cells: ReadonlyArray<CellRead | undefined>) => boolean
  /** Whether there were more rows than wanted. Throws Refusal `office.no_heading` when there was none at all. */
  readonly end: () => { readonly truncated: boolean }
}

/** Headings are compared without blanks, letter case, and marks of what must be filled in. */
export const normalizeHeading = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/\((?:必填|选填|可不填|required|optional)\)|[\s*:]/giu, '')
    .toLowerCase()

const matchCount = (row: RawRow, wanted: CollectorOptions['wanted']): number => {
  const headings = new Set(row.texts.map(normalizeHeading))
  return wanted.filter((names) => names.some((name) => headings.has(name))).length
}

/**
 * The heading among the first rows: the one that has most of the wanted columns; when nothing is wanted, the first one
 * with two filled cells, since titles above a table stand alone in their row.
 */
const findHeading = (rows: readonly RawRow[], wanted: CollectorOptions['wanted']): number => {
  const counts = rows.map((row) => matchCount(row, wanted))
  const most = Math.max(0, ...counts)
  if (most > 0) return counts.indexOf(most)
  return Math.max(
    0,
    rows.findIndex((row) => row.texts.filter((text) => text !== '').length >= 2),
  )
}

const toRawRow = (line: number, cells: ReadonlyArray<CellRead | undefined>): RawRow | undefined => {
  const faults: Array<{ index: number; code: OfficeCellFault }> = []
  const texts = Array.from(cells, (cell, index) => {
    const text = cell?.text ?? ''
    const isLong = text.length > CELL_CHARS_MAX
    if (isLong) faults.push({ index, code: 'office.cell_too_long' })
    else if (cell?.fault) faults.push({ index, code: cell.fault })
    return isLong ? text.slice(0, CELL_CHARS_MAX).toWellFormed() : text
  })
  const last = Math.max(
    texts.findLastIndex((text) => text !== ''),
    faults.at(-1)?.index ?? -1,
  )
  if (last === -1) return undefined
  if (last >= SHEET_COLUMNS_MAX) throw refusal('office.too_many_columns', { columnsMax: SHEET_COLUMNS_MAX })
  return { line, texts: texts.slice(0, last + 1), faults }
}

/** Finds the heading, drops what stands above it and empty rows, and hands on the rest until a limit is reached. */
export const createRowCollector = (options: CollectorOptions): RowCollector => {
  const { wanted, rowsMax, whenTooLong, emitHeading, emit } = options
  let waiting: RawRow[] = []
  let hasHeading = false
  let rowCount = 0
  let cellCount = 0
  let charCount = 0
  let truncated = false

  const take = (row: RawRow): boolean => {
    if (rowCount === rowsMax) {
      if (whenTooLong === 'refuse') throw refusal('office.too_many_rows', { rowsMax })
      truncated = true
      return false
    }
    rowCount += 1
    for (const text of row.texts) {
      if (text !== '') cellCount += 1
      charCount += text.length
    }
    if (cellCount > SHEET_CELLS_MAX || charCount > SHEET_CHARS_MAX) throw refusal('office.unpacks_too_large')
    emit(row)
    return true
  }

  const settle = (): boolean => {
    const at = findHeading(waiting, wanted)
    const row = waiting[at]
    if (!row) throw refusal('office.no_heading')
    hasHeading = true
    emitHeading({ line: row.line, texts: row.texts.map((text) => text.slice(0, HEADING_CHARS_MAX).toWellFormed()) })
    const rest = waiting.slice(at + 1)
    waiting = []
    return rest.every(take)
  }

  return {
    add: (line, cells) => {
      const row = toRawRow(line, cells)
      if (!row) return true
      if (hasHeading) return take(row)
      waiting.push(row)
      return waiting.length < HEADING_ROWS_MAX || settle()
    },
    end: () => {
      if (!hasHeading) settle()
      return { truncated }
    },
  }
}
