import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { Refusal } from '#kernel/refusal'
import { fileKind } from '#platform/files'
import { projectFolder } from '#platform/folder'
import { readZipDirectory } from '#platform/zip'
import { letterOf } from './column.ts'
import {
  CELL_CHARS_MAX,
  READ_HEAP_MB,
  READ_MS_MAX,
  READERS_MAX,
  READERS_WAITING_MAX,
  SHEET_BYTES_MAX,
  SHEET_ROWS_MAX,
} from './limits.ts'
import { normalizeHeading, type RawHeading, type RawRow } from './raw-row.ts'
import type { ReadMessage, ReadTask } from './read-worker.ts'
import { refusal } from './refusals.ts'
import { refuseZip } from './xlsx-parts.ts'

/** What is wrong with a cell: `column` is its heading in the file, `code` a phrase key, `data` fills the phrase. */
export interface CellFault {
  readonly column: string
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
}

/** One row of a table. `line` is its number in the file, from 1, as Excel shows it; empty cells are left out. */
export interface SheetRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
  readonly faults: readonly CellFault[]
}

/** A table as it was uploaded, as text. `truncated`: it has more rows than were asked for. */
export interface SheetTable {
  readonly kind: 'xlsx' | 'csv'
  readonly headingLine: number
  readonly columns: readonly string[]
  readonly rows: readonly SheetRow[]
  readonly truncated: boolean
}

export interface ReadOptions {
  /** The columns that are expected; the heading is then found below titles and notes. */
  readonly columns?: ReadonlyArray<{ readonly headings: readonly string[] }>
  readonly rowsMax?: number
  readonly bytesMax?: number
  readonly msMax?: number
  /** Megabytes of heap for the reader. */
  readonly heapMb?: number
  /** What to do with more rows than `rowsMax`; half a table imported unseen is the worse mistake, so `refuse`. */
  readonly whenTooLong?: 'refuse' | 'truncate'
}

/** Characters of a bad cell that its fault quotes. */
const FAULT_CHARS = 40
/** The compound file of Microsoft's encryption holds a stream of this name; old .xls files do not. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le')

/** Everything that is neither an office document nor of another known kind is read as CSV; the worker looks closer. */
const kindOf = (file: Uint8Array): 'xlsx' | 'csv' => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const kind = fileKind(bytes)
  if (kind === 'xlsx') return 'xlsx'
  if (kind === undefined) return 'csv'
  if (kind === 'office_old' && bytes.includes(ENCRYPTED_STREAM)) throw refusal('office.encrypted')
  const archive = kind === 'zip' ? readZipDirectory(bytes) : undefined
  if (archive && !archive.ok) throw refuseZip(archive.error)
  throw refusal('office.kind_not_allowed', { kind })
}

/** The names of the columns; later rows may be wider than the heading. */
interface ColumnNames {
  readonly names: readonly string[]
  readonly widenTo: (count: number) => void
}

/** A name for each column, each once: its heading, its letter when it has none, `标题 (2)` when two say the same. */
const nameColumns = (headings: readonly string[]): ColumnNames => {
  const names: string[] = []
  const taken = new Set<string>()
  const widenTo = (count: number): void => {
    for (let index = names.length; index < count; index += 1) {
      const heading = headings[index]?.replace(/\s+/gu, ' ') || letterOf(index)
      let name = heading
      for (let again = 2; taken.has(name); again += 1) name = `${heading} (${again})`
      taken.add(name)
      names.push(name)
    }
  }
  widenTo(headings.length)
  return { names, widenTo }
}

const toSheetRow = (row: RawRow, columns: readonly string[]): SheetRow => ({
  line: row.line,
  // made from entries, so that a heading `__proto__` is a name like any other
  cells: Object.fromEntries(row.texts.flatMap((text, index) => (text === '' ? [] : [[columns[index] ?? '', text]]))),
  faults: row.faults.map(({ index, code }) => ({
    column: columns[index] ?? '',
    code,
    data: { text: (row.texts[index] ?? '').slice(0, FAULT_CHARS), charsMax: CELL_CHARS_MAX },
  })),
})

/** Puts together what the reader tells, piece by piece, so that no piece keeps the server busy. */
const createTable = (kind: SheetTable['kind']) => {
  let columns = nameColumns([])
  let headingLine = 0
  const rows: SheetRow[] = []
  return {
    setHeading: ({ line, texts }: RawHeading): void => {
      headingLine = line
      columns = nameColumns(texts)
    },
    addRows: (batch: readonly RawRow[]): void => {
      for (const row of batch) {
        columns.widenTo(row.texts.length)
        rows.push(toSheetRow(row, columns.names))
      }
    },
    end: (truncated: boolean): SheetTable => ({ kind, headingLine, columns: columns.names, rows, truncated }),
  }
}

/** A program of its own, so it has its own file whatever we were built into. */
const workerFile = path.join(projectFolder, 'src/platform/office/read-worker.ts')

const runWorker = (task: ReadTask, msMax: number, heapMb: number): Promise<SheetTable> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, {
      workerData: task,
      transferList: [task.bytes.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32 },
      execArgv: [],
      env: {},
    })
    const table = createTable(task.kind)
    const deadline = setTimeout(() => refuse(refusal('office.too_slow')), msMax)
    const stop = (): void => {
      clearTimeout(deadline)
      void worker.terminate()
    }
    const refuse = (fault: Error): void => {
      stop()
      reject(fault)
    }
    worker.on('message', (message: ReadMessage) => {
      if (message.type === 'heading') table.setHeading(message.heading)
      else if (message.type === 'rows') table.addRows(message.rows)
      else if (message.type === 'refused') refuse(new Refusal(message.code, message.data))
      else {
        stop()
        resolve(table.end(message.truncated))
      }
    })
    worker.on('error', (fault: NodeJS.ErrnoException) =>
      refuse(fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refusal('office.too_heavy') : fault),
    )
    worker.on('exit', () => refuse(new Error('the reader of a sheet ended without a result')))
  })

let readerCount = 0
const waiting: Array<() => void> = []

/** Some readers at a time: each may use a core and some hundred megabytes. */
const withReader = async <T>(work: () => Promise<T>): Promise<T> => {
  if (readerCount >= READERS_MAX) {
    if (waiting.length >= READERS_WAITING_MAX) throw new Refusal('request.busy')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else readerCount += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else readerCount -= 1
  }
}

/**
 * Reads the first visible sheet of an .xlsx workbook, or a CSV file, as a table of texts. The kind is told by content.
 * Formulas are not computed: the value stored by the last program counts. Dates become civil text, numbers plain text.
 *
 * Whatever the file is, the answer comes within `msMax` (10 s): a table, or a Refusal with a code of `officeRefusals`;
 * `request.busy` when too many wait. `bytes` is copied and stays the caller's.
 */
export const readSheet = async (bytes: Uint8Array, options: ReadOptions = {}): Promise<SheetTable> => {
  const {
    columns = [],
    rowsMax = SHEET_ROWS_MAX,
    bytesMax = SHEET_BYTES_MAX,
    msMax = READ_MS_MAX,
    heapMb = READ_HEAP_MB,
  } = options
  if (bytes.byteLength === 0) throw refusal('office.empty')
  if (bytes.byteLength > bytesMax)
    throw refusal('office.too_large', { most: `${Math.floor(bytesMax / 1024 / 1024)} MB` })
  const task: ReadTask = {
    kind: kindOf(bytes),
    bytes: new Uint8Array(bytes),
    wanted: columns.map(({ headings }) => headings.map(normalizeHeading)),
    rowsMax,
    whenTooLong: options.whenTooLong ?? 'refuse',
  }
  return withReader(() => runWorker(task, msMax, heapMb))
}
