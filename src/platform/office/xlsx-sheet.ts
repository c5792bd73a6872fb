import { type CellRead, cleanText, readIsoDate, readNumber, readSerial, unescapeCharacters } from './cell-value.ts'
import { SHEET_COLUMNS_MAX } from './limits.ts'
import type { RowCollector } from './raw-row.ts'
import { refusal } from './refusals.ts'
import type { ReadPart, Workbook } from './xlsx-parts.ts'
import { attributesOf, decodeText } from './xml.ts'

/** Excel's last row. */
const LINE_MAX = 1_048_576

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
  value: string | undefined
  inline: string
  hasFormula: boolean
}

/** `BC12` → 54, counted from 0; undefined when a writer leaves the reference out. */
const columnOf = (reference: string): number | undefined => {
  let column = 0
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column === 0 ? undefined : column - 1
}

const readCell = (cell: OpenCell, book: Workbook): CellRead | undefined => {
  if (cell.type === 'inlineStr') return { text: cleanText(unescapeCharacters(cell.inline)) }
  // formulas are never computed here: what counts is the value that the last program stored
  if (cell.value === undefined) {
    return cell.hasFormula ? { text: '', fault: 'office.cell_formula_not_computed' } : undefined
  }
  if (cell.value === '') return undefined
  switch (cell.type) {
    case 's': {
      const text = book.sharedStrings[Number(cell.value)]
      if (text === undefined) throw refusal('office.damaged')
      return { text: cleanText(text) }
    }
    case 'str':
      return { text: cleanText(unescapeCharacters(cell.value)) }
    case 'b':
      return { text: cell.value === '1' ? 'TRUE' : 'FALSE' }
    case 'e':
      return { text: cleanText(cell.value), fault: 'office.cell_error' }
    case 'd':
      return readIsoDate(cell.value)
    default:
      return book.isDateStyle[cell.style] && Number.isFinite(Number(cell.value))
        ? readSerial(Number(cell.value), book.isEpoch1904)
        : readNumber(cell.value)
  }
}

/**
 * Reads the rows of a sheet into the collector and stops when it has enough. Merged cells have their value in the first
 * one only, as in the file. Throws Refusal `office.damaged`, `office.too_many_columns` and those of the collector.
 */
export const readSheetPart = async (read: ReadPart, book: Workbook, collector: RowCollector): Promise<void> => {
  let isInSheet = false
  let line = 0
  let cells: Array<CellRead | undefined> = []
  let nextColumn = 0
  let cell: OpenCell | undefined
  let target: 'value' | 'inline' | undefined
  let isPhonetic = false
  let goOn = true

  const openRow = (tag: string): void => {
    const given = Number(attributesOf(tag)['r'] ?? line + 1)
    if (!Number.isInteger(given) || given <= line || given > LINE_MAX) throw refusal('office.damaged')
    line = given
    cells = []
    nextColumn = 0
  }

  const openCell = (tag: string): void => {
    const { r = '', t = 'n', s = '0' } = attributesOf(tag)
    const column = columnOf(r) ?? nextColumn
    nextColumn = column + 1
    cell = { column, type: t, style: Number(s), value: undefined, inline: '', hasFormula: false }
  }

  const closeCell = (): void => {
    const value = cell && readCell(cell, book)
    // an empty cell far to the right is only formatted, and must not cost a wide row
    if (cell && value && (value.text !== '' || value.fault)) {
      if (cell.column >= SHEET_COLUMNS_MAX) throw refusal('office.too_many_columns', { columnsMax: SHEET_COLUMNS_MAX })
      cells[cell.column] = value
    }
    cell = undefined
  }

  await read(
    book.sheetPath,
    {
      open: (name, tag) => {
        if (name === 'sheetData') isInSheet = true
        else if (!isInSheet || !goOn) return
        else if (name === 'row') openRow(tag)
        else if (name === 'c') openCell(tag)
        else if (!cell) return
        else if (name === 'v') {
          target = 'value'
          cell.value = ''
        } else if (name === 't' && !isPhonetic) target = 'inline'
        else if (name === 'rPh') isPhonetic = true
        else if (name === 'f') cell.hasFormula = true
      },
      text: (raw) => {
        if (!cell || !target) return
        if (target === 'value') cell.value += decodeText(raw)
        else cell.inline += decodeText(raw)
      },
      close: (name) => {
        if (!isInSheet || !goOn) return
        if (name === 'v' || name === 't') target = undefined
        else if (name === 'rPh') isPhonetic = false
        else if (name === 'c') closeCell()
        else if (name === 'row') goOn = collector.add(line, cells)
        else if (name === 'sheetData') isInSheet = false
      },
    },
    () => goOn,
  )
}
