import type { Services } from '../context.ts'
import { type QueuedJob, runJob } from './run.ts'

/** Jobs without a queue: they wait in memory until `drain`. For loading scenarios and for tests. */
export interface InlineJobs {
  readonly enqueue: Services['enqueue']
  drain(services: Services): Promise<number>
}

export const createInlineJobs = (): InlineJobs => {
  const waiting: QueuedJob[] = []
  return {
    enqueue: async (tx, job, data) => {
      const queued: QueuedJob = { job, districtId: tx.districtId, data: data as QueuedJob['data'] }
      tx.afterCommit(() => void waiting.push(queued))
    },
    drain: async (services) => {
      let count = 0
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await runJob(services, next)
        count += 1
      }
      return count
    },
  }
}
