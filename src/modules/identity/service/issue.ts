import { Refusal } from '#kernel/refusal'
import type { Tx } from '#platform/context'
import { unsealText } from '../secret.ts'
import { findAccountIdOfPerson, insertMembership } from '../store/account.ts'
import { loadPerson } from './person.ts'
import { makeSession } from './session.ts'
import { ensureAccount } from './sign-in.ts'

/**
 * A session without any proof, for the demo's one-click personas and for tests; no operation reaches it. Its token goes
 * into the cookie of the context and is answered. With `secondFactor` (as usual) the posts of the person count.
 */
export const issueSession = async (
  tx: Tx,
  personId: string,
  options: { readonly device?: string; readonly address?: string; readonly secondFactor?: boolean } = {},
): Promise<{ token: string; expiresAt: Date }> => {
  const person = await loadPerson(tx, personId)
  const { token, session } = await makeSession(tx, {
    accountId: (await findAccountIdOfPerson(tx, personId)) ?? (await makeAccount(tx, personId, person.phone_sealed)),
    districtId: tx.districtId,
    personId,
    openedBy: 'demo',
    secondFactorAt: options.secondFactor === false ? null : tx.now(),
    ...(options.device === undefined ? {} : { device: options.device }),
    ...(options.address === undefined ? {} : { address: options.address }),
  })
  tx.afterCommit(() => tx.cookie.issue(token, session.expires_at))
  return { token, expiresAt: session.expires_at }
}

const makeAccount = async (tx: Tx, personId: string, phoneSealed: Buffer | null): Promise<string> => {
  if (!phoneSealed) throw new Refusal('identity.no_account')
  const account = await ensureAccount(tx, unsealText(tx, phoneSealed))
  await insertMembership(tx, account.id, personId)
  return account.id
}
