import type { Job, Reaction } from '#platform/module'
import { countMoved, rebuild, sweep } from './service/rollup.ts'

/** Whatever happens in a case, it is counted anew; twice is the same. */
export const reactions: readonly Reaction[] = [
  { to: 'cases.case.*', run: (tx, { matterId }) => countMoved(tx, matterId) },
]

export const jobs: readonly Job[] = [
  { name: 'indicators.sweep', run: sweep, schedule: '1-59/10 * * * *' },
  { name: 'indicators.rebuild', run: rebuild },
]
