import { CHINA_OFFSET_MINUTES } from '#kernel/time'

/**
 * What the values of an exported column are: `text` anything that is shown as it is; `number` a number; `money` whole
 * fen; `date` a civil date `YYYY-MM-DD`; `datetime` an instant (Date), shown in China's time; `note` a text that stands
 * out. A value that is none of its kind is written as text.
 */
export type ColumnKind = 'text' | 'number' | 'money' | 'date' | 'datetime' | 'note'

/** `width` in characters of half width. */
export interface ExportColumn {
  readonly key: string
  readonly heading: string
  readonly width?: number
  readonly kind: ColumnKind
}

/** A row to export, by the keys of the columns; `null` and a missing key are an empty cell. */
export type ExportRow = Readonly<Record<string, unknown>>

/** Characters of one cell; Excel calls a file with longer ones damaged. */
const CELL_CHARS_MAX = 32_767
const FEN_IN_YUAN = 100
const MINUTE_MS = 60_000

/** `A` … `Z`, `AA` …: what Excel calls the column at `index`, counted from 0. */
export const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

/** The text of a cell without what XML, Excel and CSV readers stumble over. */
export const toCellText = (value: unknown): string => {
  const text = value instanceof Date ? value.toISOString() : String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
  return clean.length <= CELL_CHARS_MAX ? clean : `${clean.slice(0, CELL_CHARS_MAX - 1).toWellFormed()}…`
}

/** Whole fen as yuan, exact as far as a number goes. */
export const toYuan = (value: unknown): number | undefined =>
  (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'bigint'
    ? Number(value) / FEN_IN_YUAN
    : undefined

export const toNumber = (value: unknown): number | undefined =>
  (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'bigint' ? Number(value) : undefined

/** A civil date or, in China's time, an instant, as milliseconds from 1970 on a clock without zones. */
export const toCivilMs = (value: unknown): number | undefined => {
  const ms =
    value instanceof Date
      ? value.getTime() + CHINA_OFFSET_MINUTES * MINUTE_MS
      : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value)
        ? Date.parse(value)
        : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}
