import { CountedRefusal, Refusal } from '#kernel/refusal'
import type { Tx } from '#platform/context'
import { afterFailure, isLocked } from '../rules/lockout.ts'
import * as store from '../store/account.ts'
import type { LockoutRow } from '../store/tables.ts'

const SECOND_MS = 1_000

/**
 * One guess at a secret that hangs on a phone: refused while the phone is locked, counted when wrong (the count stays
 * although the act is undone), forgotten when right. Answers the same for phones that nobody has.
 */
export const guardGuess = async (
  tx: Tx,
  key: Pick<LockoutRow, 'phone_hash' | 'kind'>,
  wrongCode: string,
  isRight: () => Promise<boolean>,
): Promise<void> => {
  const now = tx.now()
  if (!(await store.takeGuessingTurn(tx, key))) throw new Refusal('identity.too_many_tries', { seconds: 1 })
  const row = await store.findLockout(tx, key)
  if (isLocked(row && { lockedUntil: row.locked_until }, now)) {
    const waitMs = (row?.locked_until?.getTime() ?? 0) - now.getTime()
    throw new Refusal('identity.too_many_tries', { seconds: Math.ceil(waitMs / SECOND_MS) })
  }
  if (await isRight()) {
    if (row) await store.deleteLockout(tx, key)
    return
  }
  const before = row && { failedCount: row.failed_count, failedAt: row.failed_at, lockedUntil: row.locked_until }
  const after = afterFailure(before, now)
  await store.saveLockout(tx, {
    ...key,
    failed_count: after.failedCount,
    failed_at: after.failedAt,
    locked_until: after.lockedUntil,
  })
  throw new CountedRefusal(wrongCode)
}
