import { normalizeHeading } from './raw-row.ts'
import type { CellNo, CellParser } from './cells.ts'
import type { CellFault, SheetRow, SheetTable } from './read-sheet.ts'
import { refusal } from './refusals.ts'

/** A column that a module imports: under which headings it may stand, and what its cells mean. */
export interface TableColumn<K extends string = string, T = unknown> {
  readonly key: K
  /** The first one is what templates and messages show. */
  readonly headings: readonly [string, ...string[]]
  /** Without it an empty cell is `undefined`, and the column may be missing. */
  readonly required?: boolean
  readonly parse: CellParser<T>
}

type ValueOf<C> = C extends { readonly parse: CellParser<infer T> }
  ? C extends { readonly required: true }
    ? T
    : T | undefined
  : never

/** The values of one row, by the keys of the columns. */
export type RowOf<C extends readonly TableColumn[]> = {
  readonly [Column in C[number] as Column['key']]: ValueOf<Column>
}

export interface GoodRow<R> {
  readonly line: number
  readonly value: R
}

/** What an import would do: shown before anything is written. Whether bad rows stop it is the caller's rule. */
export interface ImportPreview<R> {
  /** The columns that were found, with their headings in the file, in the order of the declaration. */
  readonly columns: ReadonlyArray<{ readonly key: string; readonly heading: string }>
  /** Headings in the file that mean nothing here; they are left out. */
  readonly unknownColumns: readonly string[]
  readonly rowCount: number
  readonly goodCount: number
  readonly rows: ReadonlyArray<GoodRow<R>>
  /** Rows that cannot be taken, with every fault of each. */
  readonly badRows: readonly SheetRow[]
}

/** Which heading of the file each column stands under. Throws when one is missing or there twice. */
const locate = (table: SheetTable, columns: readonly TableColumn[]): Map<TableColumn, string> => {
  const located = new Map<TableColumn, string>()
  const missing: string[] = []
  for (const column of columns) {
    const names = new Set(column.headings.map(normalizeHeading))
    // a second column of the same heading was named `标题 (2)`
    const found = table.columns.filter((heading) => names.has(normalizeHeading(heading.replace(/ \(\d+\)$/u, ''))))
    if (found.length > 1) throw refusal('office.column_twice', { heading: column.headings[0] })
    if (found[0] !== undefined) located.set(column, found[0])
    else if (column.required) missing.push(column.headings[0])
  }
  if (missing.length > 0) throw refusal('office.column_missing', { headings: missing.join('、') })
  return located
}

const toFault = (column: string, no: CellNo): CellFault => ({ column, code: no.code, data: no.data ?? {} })

/** Puts the value of one cell into `value`, or says what is wrong with it. */
const readCell = (
  row: SheetRow,
  column: TableColumn,
  heading: string,
  value: Record<string, unknown>,
): CellFault | undefined => {
  const fault = row.faults.find((candidate) => candidate.column === heading)
  if (fault) return fault
  const text = row.cells[heading] ?? ''
  if (text === '') return column.required ? toFault(heading, { code: 'office.cell_required' }) : undefined
  const parsed = column.parse(text)
  if (!parsed.ok) return toFault(heading, parsed.error)
  value[column.key] = parsed.value
  return undefined
}

/**
 * Reads the rows of a table as a module declares them. Throws Refusal `office.column_missing` (data: headings) or
 * `office.column_twice`; everything that is wrong with single cells is in `badRows`.
 */
export const parseTable = <const C extends readonly TableColumn[]>(
  table: SheetTable,
  columns: C,
): ImportPreview<RowOf<C>> => {
  const located = locate(table, columns)
  const rows: Array<GoodRow<RowOf<C>>> = []
  const badRows: SheetRow[] = []
  for (const row of table.rows) {
    const value: Record<string, unknown> = {}
    const faults = [...located].flatMap(([column, heading]) => readCell(row, column, heading, value) ?? [])
    if (faults.length > 0) badRows.push({ ...row, faults })
    else rows.push({ line: row.line, value: value as RowOf<C> })
  }
  const known = new Set(located.values())
  return {
    columns: [...located].map(([{ key }, heading]) => ({ key, heading })),
    unknownColumns: table.columns.filter((heading) => !known.has(heading)),
    rowCount: table.rows.length,
    goodCount: rows.length,
    rows,
    badRows,
  }
}
