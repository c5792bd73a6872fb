import { CompiledQuery } from 'kysely'
import { PgBoss } from 'pg-boss'
import type { Services, Tx } from '../context.ts'
import type { Database } from '../db/connect.ts'
import { type QueuedJob, runJob } from './run.ts'

/** The job queue: jobs are rows, sent inside the transaction that causes them (outbox), done at least once. */
export interface Queue {
  readonly enqueue: Services['enqueue']
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

export const createQueue = async (
  database: Database,
  url: string,
  logFault: (fault: unknown, job: string) => void,
): Promise<Queue> => {
  const boss = new PgBoss({ connectionString: url, schema: 'pgboss', max: 4, application_name: 'gongzhi-jobs' })
  boss.on('error', (fault) => logFault(fault, 'queue'))
  await boss.start()
  const options = { retryLimit: JOB_RETRIES, retryBackoff: true, retryDelay: 1, expireInSeconds: JOB_SECONDS_MAX }
  await boss.createQueue(QUEUE, options)
  await boss.createQueue(SCHEDULE_QUEUE, options)
  // The application role sends jobs from inside business transactions.
  await database.pool.query(
    'grant usage on schema pgboss to gongzhi_app; grant select, insert, update, delete on all tables in schema pgboss to gongzhi_app',
  )
  return {
    enqueue: async (tx: Tx, job, data) => {
      const queued: QueuedJob = { job, districtId: tx.districtId, data: data as QueuedJob['data'] }
      const executeSql = async (text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> =>
        tx.db.executeQuery(CompiledQuery.raw(text, values))
      await boss.send(QUEUE, queued, { db: { executeSql } })
    },
    work: async (services, districts) => {
      const runAll = async (jobs: readonly { data: QueuedJob }[]): Promise<void> => {
        for (const { data } of jobs) await runOne(services, data, logFault)
      }
      await boss.work<QueuedJob>(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: POLL_SECONDS }, runAll)
      await boss.work<{ job: string }>(SCHEDULE_QUEUE, { pollingIntervalSeconds: POLL_SECONDS }, async (jobs) => {
        for (const { data } of jobs) {
          for (const districtId of await districts())
            await runOne(services, { ...data, districtId, data: {} }, logFault)
        }
      })
      for (const job of services.registry.jobs) {
        if (job.schedule)
          await boss.schedule(SCHEDULE_QUEUE, job.schedule, { job: job.name }, { tz: TIMEZONE, key: job.name })
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  }
}

const runOne = async (
  services: Services,
  queued: QueuedJob,
  logFault: (fault: unknown, job: string) => void,
): Promise<void> => {
  try {
    await runJob(services, queued)
  } catch (fault) {
    logFault(fault, queued.job)
    throw fault
  }
}
