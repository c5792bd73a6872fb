import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { LabelledText } from '#kernel/text'
import { projectFolder } from '#platform/folder'

/** A thread runs from the sources, also beside a server that was built (docs/decisions/0011). */
const trainerFile = path.join(projectFolder, 'src/platform/text/train-worker.ts')
const THREAD_HEAP_MB = 1_024
const MINUTES_MAX = 10

/** A model as it is kept, and how good it was on examples it had not seen. */
export interface Trained {
  readonly bytes: Uint8Array
  readonly macroF1: number
  readonly accuracy: number
}

/** Trains and cross-validates in a thread of its own, so that the server goes on answering meanwhile. */
export const trainInThread = (examples: readonly LabelledText[]): Promise<Trained> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(trainerFile, {
      workerData: examples,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB },
      execArgv: [],
      env: {},
    })
    const deadline = setTimeout(() => end(() => reject(new Error('training took too long'))), MINUTES_MAX * 60_000)
    const end = (settle: () => void): void => {
      clearTimeout(deadline)
      void worker.terminate()
      settle()
    }
    worker.on('message', (trained: Trained) => end(() => resolve(trained)))
    worker.on('error', (fault) => end(() => reject(fault)))
    worker.on('exit', () => end(() => reject(new Error('training ended without a result'))))
  })
