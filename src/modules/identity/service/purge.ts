import { inTransaction, type Ctx } from '#platform/context'
import { deleteOld } from '../store/purge.ts'

const DAY_MS = 86_400_000
/** Days for which codes and lock-outs are counted; a day would do. */
const GUESS_DAYS = 2
/** Days for which ended sessions stay as the log of sign-ins: six months at least (网络安全法 Art. 21 (3)). */
const SESSION_DAYS = 190

/** Takes away what no longer counts. Runs for every district over tables of all districts, so all runs but one find nothing. */
export const purge = (ctx: Ctx): Promise<void> => {
  const before = (days: number): Date => new Date(ctx.now().getTime() - days * DAY_MS)
  return inTransaction(ctx, (tx) =>
    deleteOld(tx, { guesses: before(GUESS_DAYS), challenges: ctx.now(), sessions: before(SESSION_DAYS) }),
  )
}
