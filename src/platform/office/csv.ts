import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { cleanText } from './cell-value.ts'
import type { RowCollector } from './raw-row.ts'
import { refusal } from './refusals.ts'

/** Between cells: comma, tab (what Excel copies), semicolon (Excel of some countries) and its full width form. */
const DELIMITERS = [',', '\t', ';', '；'] as const
/** Characters of one record; an open quote would otherwise swallow the file. */
const RECORD_CHARS_MAX = 2_000_000
/** Characters that are looked at to guess the delimiter. */
const SAMPLE_CHARS = 20_000
/** Characters handed to the parser at a time. */
const PIECE_CHARS = 65_536

const decodeAs = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Text in the encodings that Chinese offices produce: UTF-16 with its mark (Excel's "Unicode text"), UTF-8 with or
 * without, and GB 18030, which holds GBK and GB 2312. Throws Refusal `office.encoding_unknown`; text with a zero or
 * many control characters is no text and `office.kind_not_allowed`.
 */
export const decodeCsv = (bytes: Uint8Array): string => {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : ''
  const text = mark ? decodeAs(mark, bytes) : (decodeAs('utf-8', bytes) ?? decodeAs('gb18030', bytes))
  if (text === undefined) throw refusal('office.encoding_unknown')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell text from other things
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/u.test(text.slice(0, SAMPLE_CHARS))) {
    throw refusal('office.kind_not_allowed', { kind: null })
  }
  // what old web systems call .xls is often a page
  if (/^\s*<(?:!doctype|html|table|\?xml)/iu.test(text)) throw refusal('office.kind_not_allowed', { kind: 'html' })
  return text
}

/** The delimiter that is most frequent outside of quotes in the first line with text. */
const delimiterOf = (text: string): string => {
  const sample = text.slice(0, SAMPLE_CHARS).replace(/"[^"]*"/gu, '')
  const line = sample.split(/\r?\n/u).find((candidate) => candidate.trim() !== '') ?? ''
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE_CHARS) yield text.slice(at, at + PIECE_CHARS)
}

/** Beginnings of what a spreadsheet computes (OWASP, CSV injection), and of what bears the mark `'` against that. */
export const NEEDS_GUARD = /^'?[=+\-@\t\r\n＝＋－＠]/u

/** Takes off the mark that our own export puts before such a text. */
const withoutGuard = (text: string): string =>
  text.startsWith("'") && NEEDS_GUARD.test(text.slice(1)) ? text.slice(1) : text

/**
 * Reads CSV into the collector. `line` counts records, as Excel does when it opens the file: people find the row so.
 * Throws Refusal `office.damaged` for quotes that never close, and those of `decodeCsv` and the collector.
 */
export const readCsv = async (bytes: Uint8Array, collector: RowCollector): Promise<void> => {
  const text = decodeCsv(bytes)
  const parser = parse({
    delimiter: delimiterOf(text),
    max_record_size: RECORD_CHARS_MAX,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
  })
  Readable.from(piecesOf(text)).pipe(parser)
  let line = 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line += 1
      const cells = record.map((cell) => ({ text: cleanText(withoutGuard(cell)) }))
      if (!collector.add(line, cells)) return
    }
  } catch (fault) {
    throw fault instanceof CsvError ? refusal('office.damaged', { line: line + 1 }) : fault
  }
}
