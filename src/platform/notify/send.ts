import { type Ctx, inTransaction, type Tx } from '../context.ts'
import type { NotifyTables } from './tables.ts'

const FAULT_LENGTH_MAX = 500

/**
 * Sends one waiting delivery through the adapter of its channel. Under the lock of its row, so that two workers do not
 * both send it; already sent ones are left alone. A fault is kept in the row and thrown again: the queue tries later,
 * as often as it does for every job.
 */
export const sendDelivery = async (ctx: Ctx, id: string): Promise<void> => {
  const fault = await inTransaction(ctx, async (tx) => {
    const delivery = await tables(tx)
      .selectFrom('platform.delivery')
      .select(['id', 'channel', 'recipient', 'body', 'attempt_count'])
      .where('district_id', '=', tx.districtId)
      .where('id', '=', id)
      .where('sent_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!delivery) return null
    const thrown = await tx.services.channels[delivery.channel].send(delivery).then(
      () => null,
      (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))),
    )
    await tables(tx)
      .updateTable('platform.delivery')
      .set({
        attempt_count: delivery.attempt_count + 1,
        sent_at: thrown ? null : tx.now(),
        fault: thrown ? thrown.message.slice(0, FAULT_LENGTH_MAX) : null,
      })
      .where('district_id', '=', tx.districtId)
      .where('id', '=', id)
      .execute()
    return thrown
  })
  if (fault) throw fault
}

const tables = (tx: Tx) => tx.db.withTables<NotifyTables>()
