import { newId, type Tx } from '../context.ts'
import type { NotifyTables } from './tables.ts'

/** The job that carries urgent notices to the phone at once; the workplace module knows phones and quiet hours. */
export const URGE = 'platform.urge'

/** What people are told inside the platform. */
export interface Telling {
  readonly personIds: readonly string[]
  /** Phrase key, as `cases:notice.dispatched`; each person reads it in the own language. */
  readonly key: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly matter?: { readonly kind: string; readonly id: string }
  /** Urgent notices do not wait for the digest, only for the end of the quiet hours. */
  readonly isUrgent?: boolean
  /** The phone was told in words of its own already: nothing of it goes out once more. */
  readonly isSaid?: boolean
}

/** Tells people; nobody is told twice by one call, and the actor is not told of the own doing. */
export const tell = async (tx: Tx, telling: Telling): Promise<void> => {
  const personIds = new Set(telling.personIds)
  if (tx.actor.personId) personIds.delete(tx.actor.personId)
  if (personIds.size === 0) return
  const rows = [...personIds].map((personId) => ({
    district_id: tx.districtId,
    id: newId(tx),
    person_id: personId,
    key: telling.key,
    data: JSON.stringify(telling.data ?? {}),
    matter_kind: telling.matter?.kind ?? null,
    matter_id: telling.matter?.id ?? null,
    is_urgent: telling.isUrgent ?? false,
    created_at: tx.now(),
    read_at: null,
    digested_at: telling.isSaid ? tx.now() : null,
  }))
  await tx.db.withTables<NotifyTables>().insertInto('platform.notice').values(rows).execute()
  if (telling.isUrgent && !telling.isSaid) await tx.services.enqueue(tx, URGE, { personIds: [...personIds] })
  tx.afterCommit(() => tx.services.live.publish(tx.districtId, 'notice'))
}
