import { newId, type Tx } from '../context.ts'
import type { Channel } from './channels.ts'
import type { NotifyTables } from './tables.ts'

/** The job that sends one delivery; the workplace module carries it out. */
export const DELIVER = 'platform.deliver'

/** Hands words to the outside: written with the business here, sent by the adapter of the channel afterwards. */
export const deliver = async (tx: Tx, channel: Channel, recipient: string, body: string): Promise<string> => {
  const id = newId(tx)
  await tx.db
    .withTables<NotifyTables>()
    .insertInto('platform.delivery')
    .values({
      district_id: tx.districtId,
      id,
      channel,
      recipient,
      body,
      created_at: tx.now(),
      sent_at: null,
      attempt_count: 0,
      fault: null,
    })
    .execute()
  await tx.services.enqueue(tx, DELIVER, { id })
  return id
}
