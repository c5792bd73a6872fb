import path from 'node:path'
import { runChecks } from '../testing/checks.ts'
import { isGood, newTally, summarise } from '../testing/tally.ts'

/** `npm run check`: types, lint and format, without any test. */
export const run = async (): Promise<number> => {
  const tally = newTally()
  runChecks(path.resolve(import.meta.dirname, '../..'), tally)
  console.log(summarise(tally))
  return isGood(tally) ? 0 : 1
}
