import type { MatterKind } from '#platform/module'
import { mayReadAction } from './service/action.ts'
import { mayReadPatrol } from './service/guard.ts'
import { PATROL_KIND } from './service/patrol.ts'
import { ACTION_KIND, findAction } from './store/action.ts'
import { findPatrol } from './store/patrol.ts'

/** Patrols as the rest of the platform meets them: in notices, and as owners of photos. */
export const patrolKind: MatterKind = {
  kind: PATROL_KIND,
  canRead: async (tx, id) => {
    const patrol = await findPatrol(tx, id)
    return patrol !== undefined && mayReadPatrol(tx, patrol)
  },
  deskPath: (id) => `/desk/patrols/${id}`,
  portalPath: () => null,
}

/** Actions in the search, and as owners of photos. */
export const actionKind: MatterKind = {
  kind: ACTION_KIND,
  canRead: async (tx, id) => {
    const action = await findAction(tx, id)
    return action !== undefined && mayReadAction(tx, action)
  },
  deskPath: (id) => `/desk/actions/${id}`,
  portalPath: () => null,
}
