/** Rings of one polygon, each closed: the last position is the first one again. */
export type Rings = readonly (readonly (readonly number[])[])[]

interface Change {
  /** Where a corner was → where it is. */
  readonly moved: ReadonlyMap<string, readonly number[]>
  /** A new corner, and the two ends of the edge it was set on. */
  readonly added: { readonly between: readonly [string, string]; readonly at: readonly number[] } | null
}

const keyOf = (position: readonly number[] | undefined): string => (position ? position.slice(0, 2).join() : '')

/** What a hand did to a polygon: moved corners, or set one new corner on an edge. */
export const changeOf = (before: Rings, after: Rings): Change => {
  const moved = new Map<string, readonly number[]>()
  let added: Change['added'] = null
  after.forEach((ring, place) => {
    const old = before[place] ?? []
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
  return { moved, added }
}

/** A neighbour after the same change: corners and edges it shares go along. Null when it shares none. */
export const withChange = (rings: Rings, { moved, added }: Change): number[][][] | null => {
  let isTouched = false
  const next = rings.map((ring) =>
    ring.flatMap((position, index) => {
      const to = moved.get(keyOf(position))
      if (to) isTouched = true
      const here = [...(to ?? position)]
      const ends = [keyOf(position), keyOf(ring[index + 1])]
      const isOnEdge = added !== null && index + 1 < ring.length && added.between.every((end) => ends.includes(end))
      if (!isOnEdge) return [here]
      isTouched = true
      return [here, [...added.at]]
    }),
  )
  return isTouched ? next : null
}
