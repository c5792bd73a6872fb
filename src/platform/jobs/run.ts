import { inTransaction, type Services, systemCtx } from '../context.ts'
import type { Happened } from '../module.ts'
import type { ThreadTables } from '../thread/tables.ts'

/** What the queue holds: which job, for which district, with what. */
export interface QueuedJob {
  readonly job: string
  readonly districtId: number
  readonly data: Readonly<Record<string, unknown>>
}

export const REACT = 'platform.react'

/** Runs one queued job: the reactions to an event, or a job of a module. Throws when it must be tried again. */
export const runJob = async (services: Services, queued: QueuedJob): Promise<void> => {
  if (queued.job === REACT) return react(services, queued.districtId, queued.data as unknown as Happened)
  const job = services.registry.jobs.find((candidate) => candidate.name === queued.job)
  if (!job) throw new Error(`nothing carries out job ${queued.job}`)
  await job.run(systemCtx(services, queued.districtId), queued.data)
}

const react = async (services: Services, districtId: number, happened: Happened): Promise<void> => {
  const at = await inTransaction(systemCtx(services, districtId), async (tx) => {
    const entry = await tx.db
      .withTables<ThreadTables>()
      .selectFrom('platform.entry')
      .select('at')
      .where('district_id', '=', districtId)
      .where('id', '=', happened.entryId)
      .executeTakeFirst()
    return entry?.at ?? tx.now()
  })
  for (const reaction of services.registry.reactionsTo(happened.event)) {
    await inTransaction(
      systemCtx(services, districtId, () => at),
      (tx) => reaction.run(tx, happened),
    )
  }
}
