import type { Tx } from '#platform/context'
import { type IdentityTables, type PasskeyRow, tables } from './tables.ts'

export const listPasskeys = (tx: Tx, accountId: string): Promise<PasskeyRow[]> =>
  tables(tx)
    .selectFrom('identity.passkey')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('credential_id')
    .execute()

/** The passkey, locked: its counter is compared and moved by one sign-in at a time. */
export const lockPasskey = (tx: Tx, credentialId: string): Promise<PasskeyRow | undefined> =>
  tables(tx)
    .selectFrom('identity.passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .forUpdate()
    .executeTakeFirst()

/** False when the credential is there already. */
export const insertPasskey = async (tx: Tx, passkey: PasskeyRow): Promise<boolean> => {
  const row = await tables(tx)
    .insertInto('identity.passkey')
    .values(passkey)
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('credential_id')
    .executeTakeFirst()
  return row !== undefined
}

export const notePasskeyUse = async (tx: Tx, credentialId: string, counter: number): Promise<void> => {
  await tables(tx)
    .updateTable('identity.passkey')
    .set({ counter, used_at: tx.now() })
    .where('credential_id', '=', credentialId)
    .execute()
}

/** Removes one passkey of an account, or all; answers how many. */
export const deletePasskeys = async (tx: Tx, accountId: string, credentialId?: string): Promise<number> => {
  let query = tables(tx).deleteFrom('identity.passkey').where('account_id', '=', accountId)
  if (credentialId !== undefined) query = query.where('credential_id', '=', credentialId)
  const result = await query.executeTakeFirst()
  return Number(result.numDeletedRows)
}

type Challenge = IdentityTables['identity.challenge']

export const insertChallenge = async (tx: Tx, challenge: Challenge): Promise<void> => {
  await tables(tx).insertInto('identity.challenge').values(challenge).execute()
}

/** Takes a challenge away and answers it: it can be used once, also when what follows is refused (a counted refusal). */
export const takeChallenge = (tx: Tx, id: string, purpose: Challenge['purpose']): Promise<Challenge | undefined> =>
  tables(tx)
    .deleteFrom('identity.challenge')
    .where('id', '=', id)
    .where('purpose', '=', purpose)
    .returningAll()
    .executeTakeFirst()
