import type { MatterKind } from '#platform/module'
import { reads } from './rules/recording.ts'
import { VISIT_KIND } from './service/record.ts'
import { findVisit } from './store/visit.ts'

/** Visits as the rest of the platform meets them: as owners of photos, and where a notice leads. */
export const visitMatter: MatterKind = {
  kind: VISIT_KIND,
  canRead: async (tx, id) => {
    const row = await findVisit(tx, id)
    return row !== undefined && reads(tx.actor, row.place_path, [row.person_id, row.visited_by_person_id])
  },
  deskPath: (id) => `/desk/visits/${id}`,
  portalPath: () => null,
}
