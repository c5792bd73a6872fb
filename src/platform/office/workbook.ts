import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { zipPieces } from '#platform/zip-write'
import {
  type ColumnKind,
  type ExportColumn,
  type ExportRow,
  letterOf,
  toCellText,
  toCivilMs,
  toNumber,
  toYuan,
} from './column.ts'
import { refusal } from './refusals.ts'

export interface ExportSheet {
  readonly name: string
  readonly columns: readonly ExportColumn[]
  readonly rows: AsyncIterable<ExportRow> | Iterable<ExportRow>
}

export interface Export {
  readonly sheets: readonly [ExportSheet, ...ExportSheet[]]
}

/** Excel's last row, and its longest sheet name. */
const LINE_MAX = 1_048_576
const SHEET_NAME_CHARS_MAX = 31
/** Width of a column that does not say one, and where wide ones end, in characters. */
const WIDTH = 16
const WIDTH_MAX = 80
/** Characters of XML that go on together. */
const PIECE_CHARS = 32_768
const DAY_MS = 86_400_000
/** Day number of 1970-01-01 in Excel. */
const SERIAL_1970 = 25_569

/**
 * The styles of cells, in the order of their numbers. Format 49 is `@`: text for good. What somebody wrote as `=1+1`
 * stays that, also after the cell has been edited, so no formula can come from the data (OWASP, CSV injection).
 */
const HEAD_STYLE = 6
const styleOf: Readonly<Record<ColumnKind, number>> = { text: 1, number: 2, money: 3, date: 4, datetime: 5, note: 7 }
const font = (inner: string): string => `<font>${inner}<name val="Microsoft YaHei"/></font>`
const format = (numFmtId: number, rest = ''): string =>
  `<xf numFmtId="${numFmtId}" borderId="0" xfId="0" applyNumberFormat="1"${rest || ' fontId="0" fillId="0"/>'}`
const STYLES = [
  '<numFmts count="3"><numFmt numFmtId="164" formatCode="#,##0.00"/>',
  '<numFmt numFmtId="165" formatCode="yyyy-mm-dd"/>',
  '<numFmt numFmtId="166" formatCode="yyyy-mm-dd hh:mm"/></numFmts>',
  `<fonts count="3">${font('<sz val="11"/>')}${font('<b/><sz val="11"/>')}`,
  `${font('<sz val="11"/><color rgb="FFA82A1B"/>')}</fonts>`,
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
  '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  `<cellXfs count="8">${[0, 49, 0, 164, 165, 166].map((id) => format(id)).join('')}`,
  format(49, ' fontId="1" fillId="2" applyFont="1" applyFill="1"/>'),
  format(49, ' fontId="2" fillId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'),
  '</cellXfs>',
].join('')

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE_RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE_RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const CONTENT_TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const DEFAULT_TYPES = [
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  `<Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/>`,
  `<Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>`,
].join('')
const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="${OFFICE_RELATIONS}/${type}" Target="${target}"/>`

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeXml = (text: string): string => text.replace(/[&<>"]/gu, (character) => ESCAPES[character] ?? '')

/** Text as Excel stores it: it would read `_x0041_` as one character, and a bare carriage return gets lost in XML. */
const toSheetText = (value: unknown): string =>
  escapeXml(toCellText(value).replace(/_x(?=[0-9A-Fa-f]{4}_)/gu, '_x005F_x')).replaceAll('\r', '_x000D_')

const numberOf = (value: unknown, kind: ColumnKind): number | undefined => {
  if (kind === 'number') return toNumber(value)
  if (kind === 'money') return toYuan(value)
  if (kind !== 'date' && kind !== 'datetime') return undefined
  const civilMs = toCivilMs(value)
  return civilMs === undefined ? undefined : civilMs / DAY_MS + SERIAL_1970
}

const textXml = (at: string, style: number, value: unknown): string =>
  `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${toSheetText(value)}</t></is></c>`

const cellXml = (at: string, kind: ColumnKind, value: unknown): string => {
  if (value === null || value === undefined || value === '') return `<c r="${at}" s="${styleOf[kind]}"/>`
  const number = numberOf(value, kind)
  if (number !== undefined) return `<c r="${at}" s="${styleOf[kind]}"><v>${number}</v></c>`
  return textXml(at, kind === 'note' ? styleOf.note : styleOf.text, value)
}

/** The heading, bold, and frozen while the rows move under it; then row after row. */
async function* sheetXml({ columns, rows }: ExportSheet): AsyncGenerator<string> {
  const widths = columns.map(
    ({ width = WIDTH, kind }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${Math.min(width, WIDTH_MAX)}" ` +
      `style="${styleOf[kind]}" customWidth="1"/>`,
  )
  const letters = columns.map((_, index) => letterOf(index))
  const head = columns.map(({ heading }, index) => textXml(`${letters[index]}1`, HEAD_STYLE, heading))
  let piece =
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ` +
    `activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/>` +
    `${widths.length > 0 ? `<cols>${widths.join('')}</cols>` : ''}<sheetData><row r="1">${head.join('')}</row>`
  let line = 1
  for await (const row of rows) {
    line += 1
    if (line > LINE_MAX) throw refusal('office.too_many_rows', { rowsMax: LINE_MAX - 1 })
    const cells = columns.map(({ key, kind }, index) => cellXml(`${letters[index]}${line}`, kind, row[key]))
    piece += `<row r="${line}">${cells.join('')}</row>`
    if (piece.length < PIECE_CHARS) continue
    yield piece
    piece = ''
    await setImmediate() // rows that are all in memory would otherwise keep the server from everything else
  }
  yield `${piece}</sheetData></worksheet>`
}

/** Names that Excel accepts: without seven characters, not too long, each once whatever the letter case. */
const sheetNames = (sheets: readonly ExportSheet[]): string[] => {
  const names: string[] = []
  for (const sheet of sheets) {
    const clean = toCellText(sheet.name)
      .replace(/[\\/?*[\]:]/gu, ' ')
      .replace(/^'+|'+$/gu, '')
      .trim()
    let name = clean.slice(0, SHEET_NAME_CHARS_MAX).toWellFormed() || `${names.length + 1}`
    for (let count = 2; names.some((other) => other.toLowerCase() === name.toLowerCase()); count += 1) {
      name = `${clean.slice(0, SHEET_NAME_CHARS_MAX - 5).toWellFormed()} (${count})`
    }
    names.push(name)
  }
  return names
}

const partsOf = ({ sheets }: Export): Array<{ name: string; pieces: Iterable<string> | AsyncIterable<string> }> => {
  const numbers = sheets.map((_, index) => index + 1)
  const overrides = numbers.map(
    (number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
  )
  const entries = sheetNames(sheets).map(
    (name, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  const relations = [
    ...numbers.map((number) => relation(number, 'worksheet', `worksheets/sheet${number}.xml`)),
    relation(sheets.length + 1, 'styles', 'styles.xml'),
  ]
  const small: ReadonlyArray<readonly [name: string, content: string]> = [
    ['[Content_Types].xml', `<Types xmlns="${CONTENT_TYPES}">${DEFAULT_TYPES}${overrides.join('')}</Types>`],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE_RELATIONS}">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE_RELATIONS}"><bookViews><workbookView/></bookViews>` +
        `<sheets>${entries.join('')}</sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE_RELATIONS}">${relations.join('')}</Relationships>`],
    ['xl/styles.xml', `<styleSheet xmlns="${MAIN}">${STYLES}</styleSheet>`],
  ]
  return [
    ...small.map(([name, content]) => ({ name, pieces: [XML + content] })),
    ...sheets.map((sheet, index) => ({ name: `xl/worksheets/sheet${index + 1}.xml`, pieces: sheetXml(sheet) })),
  ]
}

/**
 * Writes an .xlsx workbook into `writable` and ends it. Rows are asked for as fast as they are taken and never kept, so
 * memory does not grow with them. When the reader goes away or `rows` throws, the other side is told and the promise
 * rejects with the reason; Refusal `office.too_many_rows` past Excel's last row.
 */
export const streamWorkbook = (writable: Writable, workbook: Export): Promise<void> =>
  pipeline(Readable.from(zipPieces(partsOf(workbook)), { highWaterMark: 1 }), writable)
