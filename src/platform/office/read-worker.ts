/** Reads one uploaded file in a thread of its own, where it may be as slow and as greedy as its limits let it. */
import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '#kernel/refusal'
import { readCsv } from './csv.ts'
import { type CollectorOptions, createRowCollector, type RawHeading, type RawRow } from './raw-row.ts'
import { readSheetPart } from './xlsx-sheet.ts'
import { openPackage, readWorkbook } from './xlsx-parts.ts'

export interface ReadTask extends Omit<CollectorOptions, 'emit' | 'emitHeading'> {
  readonly bytes: Uint8Array
  readonly kind: 'xlsx' | 'csv'
}

export type ReadMessage =
  | { readonly type: 'heading'; readonly heading: RawHeading }
  | { readonly type: 'rows'; readonly rows: readonly RawRow[] }
  | { readonly type: 'done'; readonly truncated: boolean }
  | { readonly type: 'refused'; readonly code: string; readonly data: Readonly<Record<string, unknown>> }

/** Rows in one message, so that the receiver is never busy for long. */
const BATCH_ROWS = 500

const read = async (task: ReadTask, post: (message: ReadMessage) => void): Promise<void> => {
  let batch: RawRow[] = []
  const flush = (): void => {
    if (batch.length > 0) post({ type: 'rows', rows: batch })
    batch = []
  }
  const emit = (row: RawRow): void => {
    batch.push(row)
    if (batch.length === BATCH_ROWS) flush()
  }
  const collector = createRowCollector({ ...task, emitHeading: (heading) => post({ type: 'heading', heading }), emit })
  if (task.kind === 'csv') await readCsv(task.bytes, collector)
  else {
    const part = openPackage(Buffer.from(task.bytes.buffer, task.bytes.byteOffset, task.bytes.byteLength))
    await readSheetPart(part, await readWorkbook(part), collector)
  }
  const { truncated } = collector.end()
  flush()
  post({ type: 'done', truncated })
}

const port = parentPort
if (!port) throw new Error('read-worker.ts runs as a worker only')
const post = (message: ReadMessage): void => port.postMessage(message)
try {
  await read(workerData as ReadTask, post)
} catch (fault) {
  if (!(fault instanceof Refusal)) throw fault
  post({ type: 'refused', code: fault.code, data: fault.data })
}
