import { Refusal } from '#kernel/refusal'

/** SQLSTATE of a unique and of an exclusion constraint (PostgreSQL, appendix A). */
const TAKEN = ['23505', '23P01']

/**
 * Runs a write that may meet somebody else's of the same moment: when it breaks one of these constraints the caller
 * gets that refusal, and the transaction is undone. Checks before the write stay: they know better what to say.
 */
export const refuseTaken = async <R>(
  codeOf: Readonly<Record<string, string>>,
  data: Readonly<Record<string, unknown>>,
  write: () => Promise<R>,
): Promise<R> => {
  try {
    return await write()
  } catch (fault) {
    const { code = '', constraint = '' } = fault as { code?: string; constraint?: string }
    const refusal = TAKEN.includes(code) ? codeOf[constraint] : undefined
    throw refusal ? Object.assign(new Refusal(refusal, data), { cause: fault }) : fault
  }
}
