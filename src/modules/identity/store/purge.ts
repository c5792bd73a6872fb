import type { Tx } from '#platform/context'
import { tables } from './tables.ts'

/** Deletes codes and lock-outs, challenges and sessions that ended before these instants. */
export const deleteOld = async (
  tx: Tx,
  before: { readonly guesses: Date; readonly challenges: Date; readonly sessions: Date },
): Promise<void> => {
  await tables(tx).deleteFrom('identity.one_time_code').where('created_at', '<', before.guesses).execute()
  await tables(tx).deleteFrom('identity.lockout').where('failed_at', '<', before.guesses).execute()
  await tables(tx).deleteFrom('identity.challenge').where('expires_at', '<', before.challenges).execute()
  await tables(tx).deleteFrom('identity.session').where('expires_at', '<', before.sessions).execute()
}
