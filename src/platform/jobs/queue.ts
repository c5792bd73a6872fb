import { CompiledQuery } from 'kysely'
import type { Job, JobResult, PgBoss } from 'pg-boss'
import type { Services, Tx } from '../context.ts'
import type { Database } from '../db/connect.ts'
import { lazily } from '../lazily.ts'
import { type QueuedJob, runJob } from './run.ts'

/** The job queue: jobs are rows, sent inside the transaction that causes them (outbox), done at least once. */
export interface Queue {
  readonly enqueue: Services['enqueue']
  /** Makes or finds the tables of the queue. Whatever needs them first starts it too. */
  start(): Promise<unknown>
  /** Begins to work. `districts` answers which districts a scheduled job runs for. */
  work(services: Services, districts: () => Promise<readonly number[]>): Promise<void>
  stop(): Promise<void>
}

/** One queue for all jobs: a poller costs queries for ever, a name in the data costs nothing. */
const QUEUE = 'gongzhi'
const SCHEDULE_QUEUE = 'gongzhi-schedule'
const TIMEZONE = 'Asia/Shanghai'
const JOB_RETRIES = 8
const JOB_SECONDS_MAX = 300
const BATCH = 20
const POLL_SECONDS = 2
const STOP_MS = 10_000

type LogFault = (fault: unknown, job: string) => void

const loadPgBoss = lazily(() => import('pg-boss'))

const openBoss = async (database: Database, url: string, onError: (fault: unknown) => void): Promise<PgBoss> => {
  const library = await loadPgBoss()
  const boss = new library.PgBoss({ connectionString: url, schema: 'pgboss', max: 4, application_name: 'gongzhi-jobs' })
  boss.on('error', onError)
  await boss.start()
  const options = { retryLimit: JOB_RETRIES, retryBackoff: true, retryDelay: 1, expireInSeconds: JOB_SECONDS_MAX }
  await boss.createQueue(QUEUE, options)
  await boss.createQueue(SCHEDULE_QUEUE, options)
  // The application role sends jobs from inside business transactions.
  await database.pool.query(
    'grant usage on schema pgboss to gongzhi_app; grant select, insert, update, delete on all tables in schema pgboss to gongzhi_app',
  )
  return boss
}

export const createQueue = (database: Database, url: string, logFault: LogFault): Queue => {
  let opening: Promise<PgBoss> | null = null
  let isStopped = false
  const onError = (fault: unknown): void => {
    // Its connections are still closing when it says that it has stopped. A database that is stopped next breaks them
    // off, which harms nobody.
    if (!isStopped) logFault(fault, 'queue')
  }
  const start = (): Promise<PgBoss> => (opening ??= openBoss(database, url, onError))
  return {
    start,
    enqueue: async (tx: Tx, job, data) => {
      const queued: QueuedJob = { job, districtId: tx.districtId, data: data as QueuedJob['data'] }
      const executeSql = async (text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> =>
        tx.db.executeQuery(CompiledQuery.raw(text, values))
      const boss = await start()
      await boss.send(QUEUE, queued, { db: { executeSql } })
    },
    work: async (services, districts) => {
      const boss = await start()
      const runBatch = async (jobs: readonly Job<QueuedJob>[]): Promise<JobResult[]> => {
        const results: JobResult[] = []
        for (const { id, data } of jobs) {
          const isDone = await succeeds(services, data, logFault)
          results.push({ id, status: isDone ? 'completed' : 'failed' })
        }
        return results
      }
      const pace = { batchSize: BATCH, pollingIntervalSeconds: POLL_SECONDS, perJobResults: true } as const
      await boss.work<QueuedJob>(QUEUE, pace, runBatch)
      await boss.work<{ job: string }>(SCHEDULE_QUEUE, { pollingIntervalSeconds: POLL_SECONDS }, async (jobs) => {
        for (const { data } of jobs) {
          // A district in which it fails does not keep it from the others; the whole is tried again, jobs bear that.
          let failedCount = 0
          for (const districtId of await districts())
            if (!(await succeeds(services, { ...data, districtId, data: {} }, logFault))) failedCount += 1
          if (failedCount > 0) throw new Error(`${data.job} failed in ${failedCount} districts`)
        }
      })
      for (const job of services.registry.jobs) {
        if (job.schedule)
          await boss.schedule(SCHEDULE_QUEUE, job.schedule, { job: job.name }, { tz: TIMEZONE, key: job.name })
      }
    },
    stop: async () => {
      const boss = await opening?.catch(() => null)
      await boss?.stop({ graceful: true, timeout: STOP_MS })
      isStopped = true
    },
  }
}

/** Runs one job; a fault is logged, and the answer tells the queue to try that one again. */
const succeeds = async (services: Services, queued: QueuedJob, logFault: LogFault): Promise<boolean> => {
  try {
    await runJob(services, queued)
    return true
  } catch (fault) {
    logFault(fault, queued.job)
    return false
  }
}
