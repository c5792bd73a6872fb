import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { type ColumnKind, type ExportColumn, toCellText, toCivilMs, toNumber, toYuan } from './column.ts'
import { NEEDS_GUARD } from './csv.ts'
import type { ExportSheet } from './workbook.ts'

const BYTE_ORDER_MARK = '\ufeff'
const PIECE_CHARS = 32_768

/** Text that a spreadsheet would take for a formula, and text that looks marked already, gets the mark `'`. */
const guard = (text: string): string => (NEEDS_GUARD.test(text) ? `'${text}` : text)

const quote = (text: string): string => (/[",;\t\r\n；]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const plainOf = (value: unknown, kind: ColumnKind): string | undefined => {
  if (kind === 'number') return toNumber(value)?.toString()
  if (kind === 'money') return toYuan(value)?.toFixed(2)
  if (kind !== 'date' && kind !== 'datetime') return undefined
  const civilMs = toCivilMs(value)
  if (civilMs === undefined) return undefined
  const civil = new Date(civilMs).toISOString()
  return kind === 'date' ? civil.slice(0, 10) : civil.slice(0, 16).replace('T', ' ')
}

const cellOf = (value: unknown, kind: ColumnKind): string =>
  value === null || value === undefined ? '' : quote(plainOf(value, kind) ?? guard(toCellText(value)))

async function* csvPieces(columns: readonly ExportColumn[], rows: ExportSheet['rows']): AsyncGenerator<string> {
  let piece = `${BYTE_ORDER_MARK}${columns.map(({ heading }) => cellOf(heading, 'text')).join(',')}\r\n`
  for await (const row of rows) {
    piece += `${columns.map(({ key, kind }) => cellOf(row[key], kind)).join(',')}\r\n`
    if (piece.length < PIECE_CHARS) continue
    yield piece
    piece = ''
    await setImmediate() // rows that are all in memory would otherwise keep the server from everything else
  }
  yield piece
}

/** Writes a CSV file that Excel opens as it is meant: UTF-8 with its mark, CRLF. Otherwise as `streamWorkbook`. */
export const streamCsv = (writable: Writable, { columns, rows }: Omit<ExportSheet, 'name'>): Promise<void> =>
  pipeline(Readable.from(csvPieces(columns, rows), { highWaterMark: 1 }), writable)
