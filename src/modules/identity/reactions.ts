import { findPlaces, loadAdjustment } from '#modules/places'
import type { Tx } from '#platform/context'
import type { Reaction } from '#platform/module'
import { movePersons, placesOfPersonsWithin } from './store/person.ts'

/**
 * After grids were split, merged or re-drawn, persons stand where their place stands now. Whoever belonged to a grid
 * that ended belongs to the one that follows it, and to the community when several do: which half, people must say.
 */
const followGrids = async (tx: Tx, adjustmentId: string): Promise<void> => {
  const { lines } = await loadAdjustment(tx, adjustmentId)
  for (const { ended, begun } of lines) {
    const standing = await placesOfPersonsWithin(tx, ended.path)
    const next = begun.length === 1 ? begun[0]?.id : ended.parent_id
    const ids = standing.map((id) => (id === ended.id ? (next ?? id) : id))
    const places = new Map((await findPlaces(tx, ids)).map((place) => [place.id, place]))
    for (const [at, from] of standing.entries()) {
      const to = places.get(ids[at] ?? from)
      if (to) await movePersons(tx, from, to)
    }
  }
}

export const reactions: readonly Reaction[] = [
  { to: 'places.grid.adjusted', run: (tx, happened) => followGrids(tx, happened.matterId) },
]
