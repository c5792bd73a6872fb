import { isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import type { Role } from '#kernel/role'
import { loadPerson } from '#modules/identity'
import { postsHeldBy } from '#modules/posts'
import type { Tx } from '#platform/context'
import type { VisitKind } from '../contract.ts'

/** By which post somebody is fixed to visits of a kind, when there is a choice. */
const FIRST: Readonly<Partial<Record<VisitKind, readonly Role[]>>> = {
  leader: ['leader', 'departmentOfficer'],
  household: ['communityWorker', 'communitySecretary'],
}

/** The person and the post by which they visit: one that fits the kind, else the one nearest to the place. */
export const requireVisitor = async (
  tx: Tx,
  personId: string,
  kind: VisitKind,
  placePath: string,
): Promise<{ readonly name: string; readonly postId: string }> => {
  const person = await loadPerson(tx, personId)
  if (person.erased_at) throw new Refusal('identity.person_not_found', { id: personId })
  const held = await postsHeldBy(tx, [personId])
  const fits = (role: Role): number => (FIRST[kind]?.includes(role) ? 0 : 1)
  const near = (path: string): number => (isWithin(placePath, path) ? path.length : 0)
  const [best] = held.toSorted(
    (one, other) => fits(one.role) - fits(other.role) || near(other.placePath) - near(one.placePath),
  )
  if (!best) throw new Refusal('visits.not_staff', { name: person.name })
  return { name: person.name, postId: best.postId }
}
