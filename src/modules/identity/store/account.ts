import { sql } from 'kysely'
import type { Tx } from '#platform/context'
import { type AccountRow, type LockoutRow, tables } from './tables.ts'

// Accounts belong to no district; they are read by id or by the hash of their phone, never listed.

export const findAccountByPhone = (tx: Tx, phoneHash: Buffer): Promise<AccountRow | undefined> =>
  tables(tx).selectFrom('identity.account').selectAll().where('phone_hash', '=', phoneHash).executeTakeFirst()

/** The account, locked: one change of credentials at a time. */
export const lockAccount = (tx: Tx, id: string): Promise<AccountRow> =>
  tables(tx).selectFrom('identity.account').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()

/** Inserts an account unless its phone has one already; of two at once, the second gets that of the first. */
export const insertAccount = async (
  tx: Tx,
  account: Pick<AccountRow, 'id' | 'phone_hash' | 'phone_sealed' | 'created_at'> & { readonly phone_hash: Buffer },
): Promise<AccountRow> => {
  await tables(tx)
    .insertInto('identity.account')
    .values(account)
    .onConflict((conflict) => conflict.column('phone_hash').doNothing())
    .execute()
  return tables(tx)
    .selectFrom('identity.account')
    .selectAll()
    .where('phone_hash', '=', account.phone_hash)
    .executeTakeFirstOrThrow()
}

export type AccountChange = Partial<Omit<AccountRow, 'id' | 'created_at'>>

export const updateAccount = async (tx: Tx, id: string, change: AccountChange): Promise<void> => {
  await tables(tx).updateTable('identity.account').set(change).where('id', '=', id).execute()
}

/** Who an account is in each district, the earliest first. */
export const listMemberships = (tx: Tx, accountId: string): Promise<{ district_id: number; person_id: string }[]> =>
  tables(tx)
    .selectFrom('identity.membership')
    .select(['district_id', 'person_id'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('district_id')
    .execute()

export const findAccountIdOfPerson = async (tx: Tx, personId: string): Promise<string | null> => {
  const row = await tables(tx)
    .selectFrom('identity.membership')
    .select('account_id')
    .where('district_id', '=', tx.districtId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row?.account_id ?? null
}

/** Makes the account this person in the district; of two at once, the first wins. Answers who it is now. */
export const insertMembership = async (tx: Tx, accountId: string, personId: string): Promise<string> => {
  await tables(tx)
    .insertInto('identity.membership')
    .values({ account_id: accountId, district_id: tx.districtId, person_id: personId, created_at: tx.now() })
    .onConflict((conflict) => conflict.columns(['account_id', 'district_id']).doNothing())
    .execute()
  const row = await tables(tx)
    .selectFrom('identity.membership')
    .select('person_id')
    .where('account_id', '=', accountId)
    .where('district_id', '=', tx.districtId)
    .executeTakeFirstOrThrow()
  return row.person_id
}

export const deleteMembership = async (tx: Tx, accountId: string): Promise<void> => {
  await tables(tx)
    .deleteFrom('identity.membership')
    .where('account_id', '=', accountId)
    .where('district_id', '=', tx.districtId)
    .execute()
}

// Lock-out --------------------------------------------------------------------------------------------------------------

type LockoutKey = Pick<LockoutRow, 'phone_hash' | 'kind'>

/**
 * Takes the turn of guessing at this phone until the end of the transaction; false when somebody has it. Guesses at one
 * phone thus never run side by side, and a flood of them does not wait on connections.
 */
export const takeGuessingTurn = async (tx: Tx, key: LockoutKey): Promise<boolean> => {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${key.kind} ${key.phone_hash.toString('hex')}`}, 0)) as taken
  `.execute(tx.db)
  return rows[0]?.taken ?? false
}

export const findLockout = async (tx: Tx, key: LockoutKey): Promise<LockoutRow | null> => {
  const row = await tables(tx)
    .selectFrom('identity.lockout')
    .selectAll()
    .where('phone_hash', '=', key.phone_hash)
    .where('kind', '=', key.kind)
    .executeTakeFirst()
  return row ?? null
}

export const saveLockout = async (tx: Tx, lockout: LockoutRow): Promise<void> => {
  const { failed_count, failed_at, locked_until } = lockout
  await tables(tx)
    .insertInto('identity.lockout')
    .values(lockout)
    .onConflict((conflict) =>
      conflict.columns(['phone_hash', 'kind']).doUpdateSet({ failed_count, failed_at, locked_until }),
    )
    .execute()
}

export const deleteLockout = async (tx: Tx, key: LockoutKey): Promise<void> => {
  await tables(tx)
    .deleteFrom('identity.lockout')
    .where('phone_hash', '=', key.phone_hash)
    .where('kind', '=', key.kind)
    .execute()
}
