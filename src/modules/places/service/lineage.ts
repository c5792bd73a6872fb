import { Refusal } from '#kernel/refusal'
import type { Tx } from '#platform/context'
import * as adjustments from '../store/adjustment.ts'
import * as store from '../store.ts'
import { loadPlace } from './guard.ts'

/** Places in one lineage; a grid that was adjusted every month for ten years has less. */
const LINEAGE_PLACES_MAX = 1_000

export interface Lineage {
  /** The place, those it came from and those that followed it, oldest first. */
  readonly places: readonly store.PlaceRow[]
  readonly successions: readonly adjustments.SuccessionRow[]
}

/** Follows a place one way, step by step: the database is asked once a generation. */
const follow = async (
  tx: Tx,
  id: number,
  side: 'from_place_id' | 'to_place_id',
): Promise<adjustments.SuccessionRow[]> => {
  const far = side === 'from_place_id' ? 'to_place_id' : 'from_place_id'
  const seen = new Set([id])
  const found: adjustments.SuccessionRow[] = []
  for (let generation = [id]; generation.length > 0; ) {
    const step = await adjustments.listSuccessions(tx, side, generation)
    found.push(...step)
    generation = [...new Set(step.map((succession) => succession[far]))].filter((next) => !seen.has(next))
    for (const next of generation) seen.add(next)
    if (seen.size > LINEAGE_PLACES_MAX) throw new Error(`the lineage of place ${id} does not end`)
  }
  return found
}

/** Which places a place came from and which followed it, all the way both ways. */
export const tracePlace = async (tx: Tx, id: number): Promise<Lineage> => {
  await loadPlace(tx, id)
  const before = await follow(tx, id, 'to_place_id')
  const after = await follow(tx, id, 'from_place_id')
  const successions = [...before, ...after]
  const ids = new Set([id, ...successions.flatMap((succession) => [succession.from_place_id, succession.to_place_id])])
  const rows = await store.findPlaces(tx, [...ids])
  const places = rows.toSorted((one, other) => one.valid_from.localeCompare(other.valid_from) || one.id - other.id)
  return { places, successions }
}

/** Was or is the place valid on that day? */
export const isValidThen = (place: store.PlaceRow, on: string): boolean =>
  place.valid_from <= on && (place.valid_to === null || place.valid_to > on)

/** The places of a lineage that stood on a day: the place itself, else those before or after it. */
export const placesOn = async (tx: Tx, id: number, on: string): Promise<store.PlaceRow[]> => {
  const { places } = await tracePlace(tx, id)
  return places.filter((place) => isValidThen(place, on))
}

export interface AdjustmentView {
  readonly adjustment: adjustments.AdjustmentRow
  /** What ended, and what follows each. */
  readonly lines: readonly { readonly ended: store.PlaceRow; readonly begun: readonly store.PlaceRow[] }[]
}

/** One adjustment of grids, for those who react to `places.grid.adjusted`. */
export const loadAdjustment = async (tx: Tx, id: string): Promise<AdjustmentView> => {
  const adjustment = await adjustments.findAdjustment(tx, id)
  if (!adjustment) throw new Refusal('places.place_not_found', { id })
  const pairs = await adjustments.listPairs(tx, id)
  const rows = await store.findPlaces(tx, [...new Set(pairs.flatMap((pair) => [pair.from_place_id, pair.to_place_id]))])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const lines = rows
    .filter((row) => pairs.some((pair) => pair.from_place_id === row.id))
    .map((ended) => ({
      ended,
      begun: pairs
        .filter((pair) => pair.from_place_id === ended.id)
        .flatMap((pair) => byId.get(pair.to_place_id) ?? []),
    }))
  return { adjustment, lines }
}
