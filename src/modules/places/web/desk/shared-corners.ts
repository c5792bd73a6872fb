/** Rings of one polygon, each closed: the last position is the first one again. */
export type Rings = readonly (readonly (readonly number[])[])[]

/** A corner that was taken away, and the two that came before and after it. */
export interface Removal {
  readonly at: string
  readonly between: readonly [string, string]
}

interface Change {
  /** Where a corner was → where it is. */
  readonly moved: ReadonlyMap<string, readonly number[]>
  /** A new corner, and the two ends of the edge it was set on. */
  readonly added: { readonly between: readonly [string, string]; readonly at: readonly number[] } | null
  readonly removed: Removal | null
}

/** A ring needs as many. */
const CORNERS_MIN = 3

export const keyOf = (position: readonly number[] | undefined): string => (position ? position.slice(0, 2).join() : '')

/** The corners of a ring, each once. */
const cornersOf = <Position>(ring: readonly Position[]): readonly Position[] => ring.slice(0, -1)

/** The corners before and after one, around the ring. */
const besideOf = (ring: Rings[number], place: number): [string, string] => {
  const corners = cornersOf(ring)
  const at = (index: number): string => keyOf(corners[(index + corners.length) % corners.length])
  return [at(place - 1), at(place + 1)]
}

const removalOf = (old: Rings[number], ring: Rings[number]): Removal | null => {
  const kept = new Set(ring.map(keyOf))
  const place = cornersOf(old).findIndex((corner) => !kept.has(keyOf(corner)))
  return place < 0 ? null : { at: keyOf(old[place]), between: besideOf(old, place) }
}

/** What a hand did to a polygon: moved corners, set one new corner on an edge, or took one away. */
export const changeOf = (before: Rings, after: Rings): Change => {
  const moved = new Map<string, readonly number[]>()
  let added: Change['added'] = null
  let removed: Change['removed'] = null
  after.forEach((ring, place) => {
    const old = before[place] ?? []
    if (ring.length === old.length - 1) removed = removalOf(old, ring)
    const first = ring.findIndex((position, index) => keyOf(position) !== keyOf(old[index]))
    const at = ring[first]
    if (!at) return
    if (ring.length === old.length + 1) added = { between: [keyOf(old[first - 1]), keyOf(old[first])], at }
    if (ring.length !== old.length) return
    ring.forEach((position, index) => {
      const was = keyOf(old[index])
      if (was !== keyOf(position)) moved.set(was, position)
    })
  })
  return { moved, added, removed }
}

/**
 * Would a polygon not bear that a corner goes? With three corners it would be none any more; and where its border runs on
 * to another corner than the neighbour's does (a junction of borders), a gap would open.
 */
export const forbidsRemoval = (rings: Rings, removed: Removal): boolean =>
  rings.some((ring) => {
    const place = cornersOf(ring).findIndex((corner) => keyOf(corner) === removed.at)
    if (place < 0) return false
    const beside = besideOf(ring, place)
    return cornersOf(ring).length <= CORNERS_MIN || !removed.between.every((key) => beside.includes(key))
  })

/** A ring with one corner moved, or without it, closed again. */
export const withCorner = (ring: Rings[number], place: number, to: readonly number[] | null): number[][] => {
  const corners = cornersOf(ring).flatMap((corner, index) => (index !== place ? [[...corner]] : to ? [[...to]] : []))
  return [...corners, [...(corners[0] ?? [])]]
}

/** A neighbour after the same change: corners and edges it shares go along. Null when it shares none. */
export const withChange = (rings: Rings, { moved, added, removed }: Change): number[][][] | null => {
  let isTouched = false
  const next = rings.map((ring) => {
    const gone = removed ? cornersOf(ring).findIndex((corner) => keyOf(corner) === removed.at) : -1
    if (gone >= 0) {
      isTouched = true
      return withCorner(ring, gone, null)
    }
    return ring.flatMap((position, index) => {
      const to = moved.get(keyOf(position))
      if (to) isTouched = true
      const here = [...(to ?? position)]
      const ends = [keyOf(position), keyOf(ring[index + 1])]
      const isOnEdge = added !== null && index + 1 < ring.length && added.between.every((end) => ends.includes(end))
      if (!isOnEdge) return [here]
      isTouched = true
      return [here, [...added.at]]
    })
  })
  return isTouched ? next : null
}
