import type { MatterKind } from '#platform/module'
import { mayRead } from './service/flow.ts'
import { mayReadAt } from './service/where.ts'
import * as store from './store/hazard.ts'
import { findSite, SITE_KIND } from './store/site.ts'

/** Hazards as the rest of the platform meets them: in the inbox, in the search, as owners of files. */
export const hazardKind: MatterKind = {
  kind: store.HAZARD_KIND,
  canRead: async (tx, id) => {
    const row = await store.findHazard(tx, id)
    return row !== undefined && mayRead(tx, row)
  },
  moveDue: async (tx, id, dueOf) => {
    const row = await store.lockHazard(tx, id)
    if (row) await store.setDue(tx, id, await dueOf())
  },
  deskPath: (id) => `/desk/hazards/${id}`,
  portalPath: () => null,
}

/** Sites are found by the search; they have no flow. */
export const siteKind: MatterKind = {
  kind: SITE_KIND,
  canRead: async (tx, id) => {
    const site = await findSite(tx, id)
    return site !== undefined && mayReadAt(tx, site.place_path)
  },
  deskPath: (id) => `/desk/sites/${id}`,
  portalPath: () => null,
}
