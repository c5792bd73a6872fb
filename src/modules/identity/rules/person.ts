import { err, ok, type Result } from '#kernel/result'

/** Civil day before which nobody alive was born. */
const EARLIEST_BIRTH = '1900-01-01'

/** Can somebody have been born on that day? Today is possible. */
export const checkBornOn = (bornOn: string | null, today: string): Result<true, 'identity.born_later'> =>
  bornOn !== null && (bornOn > today || bornOn < EARLIEST_BIRTH) ? err('identity.born_later') : ok(true)

/** 1968-05-12 → `1968-**-**`: the age helps to help, the birthday opens accounts elsewhere. */
export const maskBornOn = (bornOn: string): string => `${bornOn.slice(0, 4)}-**-**`
