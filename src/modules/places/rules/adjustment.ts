import { err, ok, type Result } from '#kernel/result'

interface Naming {
  readonly name: string
  readonly code: string
}

/** The first of several new places that takes the name or the code of another of them. */
export const findNamesake = (
  places: readonly Naming[],
): { readonly kind: 'code' | 'name'; readonly place: Naming } | null => {
  for (const [at, place] of places.entries()) {
    const before = places.slice(0, at)
    if (before.some((other) => other.code === place.code)) return { kind: 'code', place }
    if (before.some((other) => other.name === place.name)) return { kind: 'name', place }
  }
  return null
}

/** Grids that are adjusted together are different grids of one community (or village group). */
export const checkSiblings = (
  grids: readonly { readonly id: number; readonly parent_id: number | null; readonly level: string }[],
): Result<void, 'places.not_a_grid' | 'places.not_siblings'> => {
  if (grids.some((grid) => grid.level !== 'grid')) return err('places.not_a_grid')
  const areDistinct = new Set(grids.map((grid) => grid.id)).size === grids.length
  return areDistinct && grids.every((grid) => grid.parent_id === grids[0]?.parent_id)
    ? ok(undefined)
    : err('places.not_siblings')
}

export interface Child {
  readonly id: number
  readonly name: string
  /** The old grid it stands in. */
  readonly parentId: number
}

/**
 * To which new grid each thing in the old ones goes: where it was put by hand, else where its centre lies, else along
 * with its old grid when only one follows that. `at` are positions in the list of new grids.
 */
export const assignChildren = (
  children: readonly Child[],
  by: {
    readonly hand: ReadonlyMap<number, number>
    readonly center: (child: Child) => number | null
    readonly following: (oldGridId: number) => readonly number[]
  },
): { readonly assigned: ReadonlyMap<number, number>; readonly unassigned: readonly Child[] } => {
  const assigned = new Map<number, number>()
  const unassigned: Child[] = []
  for (const child of children) {
    const following = by.following(child.parentId)
    const at = by.hand.get(child.id) ?? by.center(child) ?? (following.length === 1 ? following[0] : undefined)
    if (at === undefined) unassigned.push(child)
    else assigned.set(child.id, at)
  }
  return { assigned, unassigned }
}
