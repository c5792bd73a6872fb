import type { InputOf } from '#kernel/operation'
import { cutPage, type Page } from '#kernel/page'
import { loadDistrict } from '#modules/places'
import { requirePermission, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import * as store from '../store.ts'
import { readTimeCursor } from './notice.ts'

/** What left the platform, newest first. For administrators of the whole district: it holds words of every street. */
export const listDeliveries = async (
  tx: Tx,
  input: InputOf<typeof contract.listDeliveries>,
): Promise<Page<store.DeliveryRow>> => {
  const district = await loadDistrict(tx)
  requirePermission(tx, contract.listDeliveries, { placePath: district.path })
  const before = readTimeCursor(input.cursor)
  const rows = await store.listDeliveries(tx, { state: input.state, before, limit: input.limit })
  return cutPage(rows, input.limit, (row) => [row.created_at.toISOString(), row.id])
}
