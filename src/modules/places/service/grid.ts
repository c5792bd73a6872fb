import { type Boundary, boxOf, containsPoint, normalizeBoundary, unionOf } from '#kernel/geo'
import type { InputOf, Operation } from '#kernel/operation'
import { orRefuse, Refusal } from '#kernel/refusal'
import { newId, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import { assignChildren, type Child, checkSiblings, findNamesake } from '../rules/adjustment.ts'
import { checkCover } from '../rules/drawing.ts'
import * as adjustments from '../store/adjustment.ts'
import * as drawings from '../store/boundary.ts'
import * as store from '../store.ts'
import { boxAbove, centerOf, refuseDrawing, soundBoundary } from './boundary.ts'
import { dayOfChange, lockForChange, refuseTwin, refuseTwins } from './guard.ts'

export interface Adjusted {
  readonly ended: readonly store.PlaceRow[]
  readonly begun: readonly store.PlaceRow[]
}

interface NewGrid {
  readonly name: string
  readonly code: string
  readonly boundary: Boundary | null
  readonly householdCount: number | null
  readonly residentCount: number | null
  readonly childIds: readonly number[]
  /** The old grids it follows. */
  readonly followsIds: readonly number[]
}

interface Plan {
  readonly kind: (typeof contract.adjustmentKinds)[number]
  readonly old: readonly store.PlaceRow[]
  readonly grids: readonly NewGrid[]
  /** Must the new ones make up the old ones exactly? */
  readonly mustCover: boolean
  readonly input: { readonly on?: string | undefined; readonly reason: string; readonly posts: 'follow' | 'end' }
}

/** Locks the grids (and their parent, so that neighbours cannot be drawn meanwhile) and sees that they belong together. */
const lockGrids = async (
  tx: Tx,
  operation: Operation,
  refs: readonly { readonly placeId: number; readonly version: number }[],
): Promise<store.PlaceRow[]> => {
  const grids = await lockForChange(
    tx,
    operation,
    refs.map(({ placeId: id, version }) => ({ id, version })),
  )
  orRefuse(checkSiblings(grids), { names: grids.map((grid) => grid.name).join('、') })
  return [...grids]
}

/** S2-14: one grid too large or too full becomes several. */
export const splitGrid = async (tx: Tx, input: InputOf<typeof contract.splitGrid>): Promise<Adjusted> => {
  const old = await lockGrids(tx, contract.splitGrid, [input])
  const grids = input.parts.map((part) => ({ ...part, followsIds: [input.placeId] }))
  return adjust(tx, { kind: 'split', old, grids, mustCover: true, input })
}

const sumOfKnown = (counts: readonly (number | null)[]): number | null =>
  counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0)

/** S2-14: small grids become one. */
export const mergeGrids = async (tx: Tx, input: InputOf<typeof contract.mergeGrids>): Promise<Adjusted> => {
  const old = await lockGrids(tx, contract.mergeGrids, input.grids)
  const drawn = await drawings.findBoundaries(
    tx,
    old.map((grid) => grid.id),
  )
  const union = drawn.length === old.length ? unionOf(drawn.map((row) => row.boundary)) : null
  const grid: NewGrid = {
    ...input.into,
    boundary: input.into.boundary ?? union,
    householdCount: input.into.householdCount ?? sumOfKnown(old.map((place) => place.household_count)),
    residentCount: input.into.residentCount ?? sumOfKnown(old.map((place) => place.resident_count)),
    childIds: [],
    followsIds: old.map((place) => place.id),
  }
  return adjust(tx, { kind: 'merge', old, grids: [grid], mustCover: true, input })
}

/** S2-14: neighbours change their common border; each is followed by one of its name unless another is given. */
export const redrawGrids = async (tx: Tx, input: InputOf<typeof contract.redrawGrids>): Promise<Adjusted> => {
  const old = await lockGrids(tx, contract.redrawGrids, input.grids)
  const grids = input.grids.map((grid, at): NewGrid => {
    const before = old[at] as store.PlaceRow // one for each
    return {
      name: grid.name ?? before.name,
      code: grid.code ?? before.code,
      boundary: grid.boundary,
      householdCount: grid.householdCount === undefined ? before.household_count : grid.householdCount,
      residentCount: grid.residentCount === undefined ? before.resident_count : grid.residentCount,
      childIds: [],
      followsIds: [before.id],
    }
  })
  return adjust(tx, { kind: 'redraw', old, grids, mustCover: false, input })
}

/** Ends the old grids, begins the new ones the same day, and writes down which followed which. */
const adjust = async (tx: Tx, plan: Plan): Promise<Adjusted> => {
  const on = dayOfChange(tx, plan.input.on, plan.old)
  await refuseDrawings(tx, plan)
  const children = await placeChildren(tx, plan)
  const ended: store.PlaceRow[] = []
  for (const grid of plan.old) ended.push(await store.updatePlace(tx, grid.id, { valid_to: on }))
  const begun = await beginGrids(tx, plan, on)
  for (const { child, at } of children) {
    const parent = begun[at] as store.PlaceRow // assigned among the new ones
    await refuseTwins(child.name, '', () => adjustments.movePlace(tx, child.id, child.path, parent))
  }
  await recordAdjustment(tx, plan, on, begun)
  return { ended, begun }
}

const refuseDrawings = async (tx: Tx, plan: Plan): Promise<void> => {
  const [first] = plan.old as [store.PlaceRow]
  const box = await boxAbove(tx, first.path)
  const drawn = plan.grids.flatMap(({ name, boundary }) =>
    boundary ? [{ id: 0, name, boundary: soundBoundary(name, boundary) }] : [],
  )
  const oldIds = plan.old.map((grid) => grid.id)
  for (const [at, grid] of drawn.entries()) {
    const siblings = { parentId: first.parent_id, level: first.level, exceptIds: oldIds }
    const neighbours = await drawings.listNeighbours(tx, siblings, boxOf(grid.boundary))
    refuseDrawing(grid.name, grid.boundary, box, [...drawn.slice(0, at), ...neighbours])
  }
  if (!plan.mustCover || drawn.length < plan.grids.length) return
  const before = await drawings.findBoundaries(tx, oldIds)
  if (before.length < plan.old.length) return
  const names = plan.old.map((grid) => grid.name).join('、')
  orRefuse(
    checkCover(
      before.map((row) => row.boundary),
      drawn.map((grid) => grid.boundary),
    ),
    { names },
  )
}

interface PlacedChild {
  readonly child: { readonly id: number; readonly name: string; readonly path: string }
  readonly at: number
}

/** Finds the new grid of everything that stands in the old ones; refuses when something would be left without. */
const placeChildren = async (tx: Tx, plan: Plan): Promise<PlacedChild[]> => {
  const rows = await adjustments.listChildren(
    tx,
    plan.old.map((grid) => grid.id),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const hand = new Map(plan.grids.flatMap((grid, at) => grid.childIds.map((id) => [id, at] as const)))
  for (const id of hand.keys()) if (!byId.has(id)) throw new Refusal('places.place_not_found', { id })
  const center = (child: Child): number | null => {
    const { center_longitude: longitude = null, center_latitude: latitude = null } = byId.get(child.id) ?? {}
    if (longitude === null || latitude === null) return null
    const at = plan.grids.findIndex((grid) => grid.boundary && containsPoint(grid.boundary, { longitude, latitude }))
    return at < 0 ? null : at
  }
  const following = (id: number): number[] =>
    plan.grids.flatMap((grid, at) => (grid.followsIds.includes(id) ? [at] : []))
  const children = rows.map((row) => ({ id: row.id, name: row.name, parentId: row.parent_id ?? 0 }))
  const { assigned, unassigned } = assignChildren(children, { hand, center, following })
  if (unassigned.length > 0) {
    const names = unassigned
      .slice(0, 5)
      .map((child) => child.name)
      .join('、')
    throw new Refusal('places.child_unassigned', {
      names,
      count: unassigned.length,
      ids: unassigned.map((child) => child.id).slice(0, 100),
    })
  }
  return rows.map((child) => ({ child, at: assigned.get(child.id) ?? 0 }))
}

const beginGrids = async (tx: Tx, plan: Plan, on: string): Promise<store.PlaceRow[]> => {
  const [first] = plan.old as [store.PlaceRow]
  const namesake = findNamesake(plan.grids)
  if (namesake) throw new Refusal(`places.${namesake.kind}_conflict`, { ...namesake.place })
  const parentPath = first.path.slice(0, -`${first.id}.`.length)
  const begun: store.PlaceRow[] = []
  for (const grid of plan.grids) {
    const { name, code } = grid
    const boundary = grid.boundary ? normalizeBoundary(grid.boundary) : null
    const draft: store.NewPlace = {
      district_id: first.district_id,
      parent_id: first.parent_id,
      level: 'grid',
      name,
      code,
      compound_kind: null,
      urban_rural_code: null,
      address: null,
      boundary,
      ...(boundary ? centerOf(boundary) : { center_longitude: null, center_latitude: null }),
      household_count: grid.householdCount,
      resident_count: grid.residentCount,
      valid_from: on,
    }
    await refuseTwin(tx, draft)
    begun.push(await refuseTwins(name, code, () => store.insertPlace(tx, draft, parentPath)))
  }
  return begun
}

/** Written for good; whoever has posts on the old grids hears of it after the commit. */
const recordAdjustment = async (tx: Tx, plan: Plan, on: string, begun: readonly store.PlaceRow[]): Promise<void> => {
  const [first] = plan.old as [store.PlaceRow]
  const { id } = await adjustments.insertAdjustment(tx, {
    id: newId(tx),
    district_id: first.district_id ?? tx.districtId,
    kind: plan.kind,
    happened_on: on,
    reason: plan.input.reason,
    post_choice: plan.input.posts,
    made_at: tx.now(),
    made_by_person_id: tx.actor.personId,
  })
  const pairs = plan.grids.flatMap(
    (grid, at) => grid.followsIds.map((fromId) => ({ fromId, toId: (begun[at] as store.PlaceRow).id })), // one for each
  )
  await adjustments.insertSuccessions(tx, id, pairs)
  if (!tx.services.registry.hasReaction('places.grid.adjusted')) return
  const happened = { event: 'places.grid.adjusted', entryId: id, matterKind: 'gridAdjustment', matterId: id }
  await tx.services.enqueue(tx, 'platform.react', happened)
}
