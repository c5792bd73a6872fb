import { handle, handleStream } from '#platform/module'
import type { Tx } from '#platform/context'
import * as contract from './contract.ts'
import * as exclusions from './service/exclusion.ts'
import { exportIndicators } from './service/export.ts'
import * as indicators from './service/indicator.ts'
import type { ExclusionRow } from './store/tables.ts'

const presented = async (tx: Tx, row: ExclusionRow): Promise<contract.Exclusion> => {
  const [exclusion] = await exclusions.presentExclusions(tx, [row])
  return exclusion as contract.Exclusion // one in, one out
}

export const operations = [
  handle(contract.listIndicators, (tx, input) => indicators.listIndicators(tx, input)),
  handle(contract.breakDown, (tx, input) => indicators.breakDown(tx, input)),
  handle(contract.listBehind, indicators.listBehind),
  handleStream(contract.exportIndicators, exportIndicators),
  handle(contract.setWeights, indicators.setWeights),
  handle(contract.applyExclusion, async (tx, input) => presented(tx, await exclusions.applyExclusion(tx, input))),
  handle(contract.grantExclusion, async (tx, input) =>
    presented(tx, await exclusions.decideExclusion(tx, input, 'granted')),
  ),
  handle(contract.denyExclusion, async (tx, input) =>
    presented(tx, await exclusions.decideExclusion(tx, input, 'denied')),
  ),
  handle(contract.listExclusions, async (tx, input) => {
    const page = await exclusions.listExclusions(tx, input)
    return { ...page, items: await exclusions.presentExclusions(tx, page.items) }
  }),
]
