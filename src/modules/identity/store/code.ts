import { sql } from 'kysely'
import type { Tx } from '#platform/context'
import type { CodePurpose } from '../contract.ts'
import { type CodeRow, tables } from './tables.ts'

/** What was sent before: to the phone, and asked for from the address. */
export interface SentBefore {
  readonly lastSentAt: Date | null
  readonly phoneCount: number
  readonly addressCount: number
}

/** One sender at a time for one phone, so that two clicks do not send two codes. */
export const lockSending = async (tx: Tx, phoneHash: Buffer): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`code ${phoneHash.toString('hex')}`}, 0))`.execute(tx.db)
}

/** What went to this phone since one instant, and what this address asked for since another. */
export const findSentBefore = async (
  tx: Tx,
  key: { readonly phoneHash: Buffer; readonly address: string; readonly phoneSince: Date; readonly addressSince: Date },
): Promise<SentBefore> => {
  const { rows } = await sql<SentBefore>`
    select
      (select max(created_at) from identity.one_time_code
        where phone_hash = ${key.phoneHash} and created_at > ${key.phoneSince}) as "lastSentAt",
      (select count(*) from identity.one_time_code
        where phone_hash = ${key.phoneHash} and created_at > ${key.phoneSince}) as "phoneCount",
      (select count(*) from identity.one_time_code
        where address = ${key.address} and created_at > ${key.addressSince}) as "addressCount"
  `.execute(tx.db)
  return rows[0] ?? { lastSentAt: null, phoneCount: 0, addressCount: 0 }
}

export const insertCode = async (tx: Tx, code: Omit<CodeRow, 'used_at' | 'failed_count'>): Promise<void> => {
  await tables(tx)
    .insertInto('identity.one_time_code')
    .values({ ...code, used_at: null })
    .execute()
}

/** The code sent last, locked: only it can still be used, and one try at a time. */
export const lockLastCode = (tx: Tx, phoneHash: Buffer, purpose: CodePurpose): Promise<CodeRow | undefined> =>
  tables(tx)
    .selectFrom('identity.one_time_code')
    .selectAll()
    .where('phone_hash', '=', phoneHash)
    .where('purpose', '=', purpose)
    .orderBy('created_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()

export const countFailedTry = async (tx: Tx, id: string): Promise<void> => {
  await tables(tx)
    .updateTable('identity.one_time_code')
    .set((code) => ({ failed_count: code('failed_count', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export const useCode = async (tx: Tx, id: string): Promise<void> => {
  await tables(tx).updateTable('identity.one_time_code').set({ used_at: tx.now() }).where('id', '=', id).execute()
}
