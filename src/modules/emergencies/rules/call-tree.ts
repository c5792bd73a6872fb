import { isWithin } from '#kernel/place'
import type { Role } from '#kernel/role'

/** Somebody with a post at a place. */
export interface Holding {
  readonly personId: string
  readonly role: Role
  readonly placePath: string
}

/**
 * 呼叫树: whom an unacknowledged call goes to next. The four grid levels are S2-15: 网格员 → 网格长 → 站长 → 指导员, then
 * the street and the leaders.
 */
const NEXT: Readonly<Partial<Record<Role, Role>>> = {
  gridWorker: 'gridLeader',
  gridLeader: 'stationLeader',
  stationLeader: 'gridInstructor',
  gridInstructor: 'streetOfficer',
  communityWorker: 'communitySecretary',
  communitySecretary: 'streetOfficer',
  departmentOfficer: 'dispatcher',
  dispatcher: 'leader',
  streetOfficer: 'leader',
}

/**
 * Who is told when `missing` does not answer: those of the next role at the same place or the nearest above it; a level
 * that nobody holds is passed over. Empty at the head of the chain.
 */
export const nextOfChain = (missing: Holding, holders: readonly Holding[]): Holding[] => {
  for (let role = NEXT[missing.role]; role; role = NEXT[role]) {
    const above = holders.filter(
      (holder) =>
        holder.role === role && holder.personId !== missing.personId && isWithin(missing.placePath, holder.placePath),
    )
    const nearest = Math.max(0, ...above.map((holder) => holder.placePath.length))
    if (above.length > 0) return above.filter((holder) => holder.placePath.length === nearest)
  }
  return []
}

/** Whoever stands within one of the areas, or answers for a place above one; each person once, by the nearest post. */
export const calledOf = <One extends Holding>(areas: readonly string[], holders: readonly One[]): One[] => {
  const near = holders.filter(({ placePath }) =>
    areas.some((area) => isWithin(placePath, area) || isWithin(area, placePath)),
  )
  const byPerson = new Map<string, One>()
  for (const holder of near) {
    const known = byPerson.get(holder.personId)
    if (!known || known.placePath.length < holder.placePath.length) byPerson.set(holder.personId, holder)
  }
  return [...byPerson.values()]
}

/** Places of which nobody answers: none of those named stands there. */
export const gapsOf = (placePaths: readonly string[], answered: readonly { readonly placePath: string }[]): string[] =>
  placePaths.filter((path) => !answered.some(({ placePath }) => isWithin(placePath, path)))
