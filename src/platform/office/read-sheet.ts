import { Worker } from 'node:worker_threads'
import { Refusal } from '#kernel/refusal'
import { fileKind } from '#platform/files'
import {
  READ_HEAP_MB,
  READ_MS_MAX,
  READERS_MAX,
  READERS_WAITING_MAX,
  SHEET_BYTES_MAX,
  SHEET_ROWS_MAX,
} from './limits.ts'
import { normalizeHeading, type RawRow } from './raw-row.ts'
import type { ReadMessage, ReadTask } from './read-worker.ts'
import { type OfficeCellFault, refusal } from './refusals.ts'

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
  /** What to do with more rows than `rowsMax`; half a table imported unseen is the worse mistake, so `refuse`. */
  readonly whenTooLong?: 'refuse' | 'truncate'
}

/** The compound file of Microsoft's encryption holds a stream of this name; old .xls files do not. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le')

/** Everything that is neither an office document nor of another known kind is read as CSV; the worker looks closer. */
const kindOf = (bytes: Uint8Array): 'xlsx' | 'csv' => {
  const kind = fileKind(bytes)
  if (kind === 'xlsx') return 'xlsx'
  if (kind === undefined) return 'csv'
  if (kind === 'office_old' && Buffer.from(bytes).includes(ENCRYPTED_STREAM)) throw refusal('office.encrypted')
  throw refusal('office.kind_not_allowed', { kind })
}

/** `A` … `Z`, `AA` …: how Excel names a column that has no heading. */
const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

/** A name for each column, each once: its heading, its letter when it has none, `标题 (2)` when two say the same. */
const nameColumns = (headings: readonly string[], columnCount: number): string[] => {
  const names = new Set<string>()
  for (let index = 0; index < columnCount; index += 1) {
    const heading = headings[index]?.replace(/\s+/gu, ' ') || letterOf(index)
    let name = heading
    for (let count = 2; names.has(name); count += 1) name = `${heading} (${count})`
    names.add(name)
  }
  return [...names]
}

const toSheetRow = (row: RawRow, columns: readonly string[]): SheetRow => ({
  line: row.line,
  // made from entries, so that a heading `__proto__` is a name like any other
  cells: Object.fromEntries(row.texts.flatMap((text, index) => (text === '' ? [] : [[columns[index] ?? '', text]]))),
  faults: row.faults.map(({ index, code }: { index: number; code: OfficeCellFault }) => ({
    column: columns[index] ?? '',
    code,
    data: { text: (row.texts[index] ?? '').slice(0, 40) },
  })),
})

const runWorker = (task: ReadTask, msMax: number): Promise<SheetTable> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
      workerData: task,
      transferList: [task.bytes.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: READ_HEAP_MB, maxYoungGenerationSizeMb: 32 },
      execArgv: [],
      env: {},
    })
    const rows: RawRow[] = []
    const settle = (act: () => void): void => {
      clearTimeout(deadline)
      act()
      void worker.terminate()
    }
    const deadline = setTimeout(() => settle(() => reject(refusal('office.too_slow'))), msMax)
    worker.on('message', (message: ReadMessage) => {
      if (message.type === 'rows') rows.push(...message.rows)
      else if (message.type === 'refused') settle(() => reject(new Refusal(message.code, message.data)))
      else {
        const columnCount = rows.reduce((count, row) => Math.max(count, row.texts.length), message.heading.texts.length)
        const columns = nameColumns(message.heading.texts, columnCount)
        settle(() =>
          resolve({
            kind: task.kind,
            headingLine: message.heading.line,
            columns,
            rows: rows.map((row) => toSheetRow(row, columns)),
            truncated: message.truncated,
          }),
        )
      }
    })
    worker.on('error', (fault: NodeJS.ErrnoException) =>
      settle(() => reject(fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refusal('office.too_heavy') : fault)),
    )
    worker.on('exit', () => settle(() => reject(new Error('the reader of a sheet ended without a result'))))
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
  const { columns = [], rowsMax = SHEET_ROWS_MAX, bytesMax = SHEET_BYTES_MAX, msMax = READ_MS_MAX } = options
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
  return withReader(() => runWorker(task, msMax))
}
