import type { Operation } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import { loadDistrict, loadPlace } from '#modules/places'
import { requirePermission, type Tx } from '#platform/context'
import { isInReach } from '../rules/reach.ts'
import * as store from '../store.ts'

export const today = (tx: Tx): string => civilDateAt(tx.now())

/** One post; refuses when there is none in this district. */
export const loadPost = async (tx: Tx, id: string): Promise<store.PostRow> => {
  const [post] = await store.findPosts(tx, [id])
  if (!post) throw new Refusal('posts.post_not_found', { id })
  return post
}

export const isClosed = (tx: Tx, post: store.PostRow): boolean => post.closed_on !== null && post.closed_on <= today(tx)

/** Is the organisation within the reach of the actor? A post in it acts on whatever is given to it. */
export const requireReach = async (tx: Tx, organizationId: string | null): Promise<void> => {
  if (organizationId === null) return
  const organization = await loadOrganization(tx, organizationId)
  const place = await loadPlace(tx, organization.place_id)
  if (!isInReach(tx.actor, place.path)) throw new Refusal('posts.beyond_reach', { name: organization.name })
}

/** The organisation a new post is in: open, and within reach. */
export const requireOrganization = async (tx: Tx, organizationId: string | null): Promise<void> => {
  if (organizationId === null) return
  refuseClosed(tx, await loadOrganization(tx, organizationId))
  await requireReach(tx, organizationId)
}

/** Locks a post that is about to be changed or held: permission at its place, reach into its organisation, not closed. */
export const lockForChange = async (tx: Tx, operation: Operation, id: string): Promise<store.PostRow> => {
  const [seen] = await store.findPosts(tx, [id])
  // Whoever ends one administrator looks at the others; all lock them in one order.
  if (seen?.role === 'administrator') await store.lockPostsOfRole(tx, seen.place_id, seen.role)
  const [post] = await store.lockPosts(tx, [id])
  if (!post) throw new Refusal('posts.post_not_found', { id })
  requirePermission(tx, operation, { placePath: post.place_path })
  await requireReach(tx, post.organization_id)
  if (isClosed(tx, post)) throw new Refusal('posts.post_closed', { title: post.title, on: post.closed_on })
  return post
}

export const refuseChanged = (post: store.PostRow, version: number): void => {
  if (post.version !== version) throw new Refusal('posts.changed_meanwhile', { title: post.title })
}

/**
 * Refuses to end appointments when nobody would be left who administers the whole district: it could never get an
 * administrator again. `lockForChange` has locked the posts that count, so two who end each other cannot both succeed.
 */
export const refuseLastAdministrator = async (
  tx: Tx,
  post: store.PostRow,
  endingIds: readonly string[],
  on: string,
): Promise<void> => {
  if (post.role !== 'administrator') return
  const district = await loadDistrict(tx)
  if (post.place_id !== district.id) return
  const posts = await store.lockPostsOfRole(tx, district.id, 'administrator')
  const holding = await store.listHolding(
    tx,
    posts.map(({ id }) => id),
    on,
  )
  if (holding.length > 0 && holding.every((appointment) => endingIds.includes(appointment.id))) {
    throw new Refusal('posts.last_administrator', { district: district.name })
  }
}
