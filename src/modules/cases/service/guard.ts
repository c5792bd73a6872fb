import { loadDistrict } from '#modules/places'
import { requirePermission, type Tx } from '#platform/context'

/** What is one for the whole district is changed by those who hold a post there. */
export const requireAtDistrict = async (tx: Tx, operation: Parameters<typeof requirePermission>[1]): Promise<void> => {
  const district = await loadDistrict(tx)
  requirePermission(tx, operation, { placePath: district.path })
}
