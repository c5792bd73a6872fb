import type { Writable } from 'node:stream'
import type { ExportColumn, ExportRow } from './column.ts'
import type { CellFault, SheetRow, SheetTable } from './read-sheet.ts'
import { streamWorkbook } from './workbook.ts'

/** Width of the columns of the file, and of the one with the remarks, in characters. */
const WIDTH = 18
const NOTE_WIDTH = 60

export interface Annotation {
  readonly table: SheetTable
  readonly badRows: readonly SheetRow[]
  readonly sheetName: string
  /** 要改什么: the heading of the last column. An import ignores it, so the mended file can come back as it is. */
  readonly noteHeading: string
  /** The phrase of a fault, in the language of the reader. */
  readonly say: (fault: CellFault) => string
}

function* annotatedRows({ table, badRows, say }: Annotation): Generator<ExportRow> {
  const notes = new Map(
    badRows.map((row) => [row.line, row.faults.map((fault) => `${fault.column}：${say(fault)}`).join('\n')]),
  )
  for (const row of table.rows) {
    const cells = table.columns.map((column, index) => [`c${index}`, row.cells[column]])
    yield { ...Object.fromEntries(cells), note: notes.get(row.line) }
  }
}

/** The uploaded rows again, as an .xlsx workbook with a last column that says what to change in each bad row. */
export const annotatedWorkbook = (writable: Writable, annotation: Annotation): Promise<void> => {
  const columns: ExportColumn[] = [
    ...annotation.table.columns.map((heading, index) => ({
      key: `c${index}`,
      heading,
      width: WIDTH,
      kind: 'text' as const,
    })),
    { key: 'note', heading: annotation.noteHeading, width: NOTE_WIDTH, kind: 'note' },
  ]
  return streamWorkbook(writable, {
    sheets: [{ name: annotation.sheetName, columns, rows: annotatedRows(annotation) }],
  })
}
