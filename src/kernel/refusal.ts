import type { Result } from './result.ts'

/** One field of a request that was not accepted: `path` as in the request body, `code` a phrase key. */
export interface FieldFault {
  readonly path: string
  readonly code: string
  readonly data?: Readonly<Record<string, unknown>>
}

/**
 * An expected "no". `code` is `<module>.<reason>`; every code has a phrase in every language
 * (`locales/<language>/<module>.json`, key `refusal.<reason>`). `data` fills the phrase and tells the
 * caller what would make the action possible. Only bugs are thrown as anything else.
 */
export class Refusal extends Error {
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
  readonly fields: readonly FieldFault[]
  constructor(code: string, data: Readonly<Record<string, unknown>> = {}, fields: readonly FieldFault[] = []) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.data = data
    this.fields = fields
  }
}

/**
 * A refusal that keeps what was written before it: the count of wrong passwords stays although the sign-in failed.
 * Any other refusal undoes everything.
 */
export class CountedRefusal extends Refusal {}

/** Turns the "no" of a rule into a thrown refusal, and hands on the value of a "yes". */
export const orRefuse = <T>(result: Result<T, string>, data: Readonly<Record<string, unknown>> = {}): T => {
  if (!result.ok) throw new Refusal(result.error, data)
  return result.value
}
