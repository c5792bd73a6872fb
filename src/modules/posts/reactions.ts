import { loadOrganization } from '#modules/organizations'
import { type AdjustmentView, loadAdjustment, loadPlace } from '#modules/places'
import { newId, type Tx } from '#platform/context'
import type { Reaction } from '#platform/module'
import { tell } from '#platform/notify'
import { say } from '#platform/words'
import { REASON_LENGTH_MAX } from './contract.ts'
import { type OldPost, planFollow } from './rules/follow.ts'
import { endPost } from './service.ts'
import { today } from './service/guard.ts'
import * as store from './store.ts'

/** The open posts on grids that ended, with who holds them on that day or later. */
const oldPosts = async (tx: Tx, rows: readonly store.PostRow[], on: string): Promise<OldPost[]> => {
  const held = await store.listHoldingFrom(
    tx,
    rows.map((row) => row.id),
    on,
  )
  return rows.map((row) => ({
    placeId: row.place_id,
    role: row.role,
    title: row.title,
    organizationId: row.organization_id,
    seatCount: row.seat_count,
    holdings: held
      .filter((appointment) => appointment.post_id === row.id)
      .map(({ person_id: personId, manner, starts_on: startsOn, ends_on: endsOn }) => ({
        personId,
        manner,
        startsOn,
        endsOn,
      })),
  }))
}

/** Begins the posts on the new grids, with those who go along. */
const beginPosts = async (tx: Tx, view: AdjustmentView, posts: readonly OldPost[], on: string): Promise<void> => {
  const lines = view.lines.map(({ ended, begun }) => ({ endedId: ended.id, begunIds: begun.map((grid) => grid.id) }))
  const pathById = new Map(view.lines.flatMap(({ begun }) => begun.map((grid) => [grid.id, grid.path] as const)))
  for (const post of planFollow(lines, posts, on)) {
    const id = newId(tx)
    await store.insertPosts(tx, [
      {
        district_id: tx.districtId,
        id,
        role: post.role,
        title: post.title,
        place_id: post.placeId,
        place_path: pathById.get(post.placeId) ?? '',
        organization_id: post.organizationId,
        seat_count: post.seatCount,
        created_at: tx.now(),
        closed_on: null,
      },
    ])
    await store.insertAppointments(
      tx,
      post.holdings.map((holding) => ({
        district_id: tx.districtId,
        id: newId(tx),
        post_id: id,
        person_id: holding.personId,
        manner: holding.manner,
        starts_on: holding.startsOn,
        ends_on: holding.endsOn,
        ended_reason: null,
        created_at: tx.now(),
      })),
    )
  }
}

/** S2-14: grids were split, merged or re-drawn; their posts follow or end, as was chosen, and who holds them is told. */
const followAdjustment = async (tx: Tx, adjustmentId: string): Promise<void> => {
  const view = await loadAdjustment(tx, adjustmentId)
  const { happened_on: on, post_choice: choice, kind, reason } = view.adjustment
  const rows = await store.listOpenAt(
    tx,
    view.lines.map(({ ended }) => ended.id),
  )
  // Told twice, nothing is open any more the second time.
  if (rows.length === 0) return
  await store.lockPosts(
    tx,
    rows.map((row) => row.id),
  )
  const posts = await oldPosts(tx, rows, on)
  const endedReason = say('zh-CN', `posts:reason.${kind}`, { reason }).slice(0, REASON_LENGTH_MAX)
  for (const row of rows) await endPost(tx, row, on, endedReason)
  if (choice === 'follow') await beginPosts(tx, view, posts, on)
  for (const { ended, begun } of view.lines) {
    const held = posts.filter((post) => post.placeId === ended.id).flatMap((post) => post.holdings)
    await tell(tx, {
      personIds: held.map((holding) => holding.personId),
      key: choice === 'follow' ? 'posts:notice.followed' : 'posts:notice.ended',
      data: { grid: ended.name, grids: begun.map((grid) => grid.name).join('、'), on },
    })
  }
}

/** A place was closed: nobody serves there any more. */
const endAtPlace = async (tx: Tx, placeId: number): Promise<void> => {
  const place = await loadPlace(tx, placeId)
  const reason = say('zh-CN', 'posts:reason.placeClosed', { name: place.name })
  const on = place.valid_to ?? today(tx)
  await endAll(tx, await store.listOpenAt(tx, [placeId]), on, reason, place.name)
}

const endAll = async (
  tx: Tx,
  rows: readonly store.PostRow[],
  on: string,
  reason: string,
  grid: string,
): Promise<void> => {
  await store.lockPosts(
    tx,
    rows.map((row) => row.id),
  )
  for (const row of rows) {
    const personIds = await endPost(tx, row, on, reason.slice(0, REASON_LENGTH_MAX))
    await tell(tx, { personIds, key: 'posts:notice.closed', data: { title: row.title, name: grid, on } })
  }
}

/**
 * An organisation was closed: its posts end with it. Who administers a place goes on without it: the administration of
 * a place does not hang on an organisation, and the last one must not get lost.
 */
const endInOrganization = async (tx: Tx, organizationId: string): Promise<void> => {
  const organization = await loadOrganization(tx, organizationId)
  const rows = await store.listOpenIn(tx, organizationId)
  const [kept, ended] = [
    rows.filter((row) => row.role === 'administrator'),
    rows.filter((row) => row.role !== 'administrator'),
  ]
  for (const row of kept) await store.updatePost(tx, row.id, { organization_id: null })
  const reason = say('zh-CN', 'posts:reason.organizationClosed', { name: organization.name })
  await endAll(tx, ended, organization.closed_on ?? today(tx), reason, organization.name)
}

export const reactions: readonly Reaction[] = [
  { to: 'places.grid.adjusted', run: (tx, happened) => followAdjustment(tx, happened.matterId) },
  { to: 'places.place.closed', run: (tx, happened) => endAtPlace(tx, Number(happened.matterId)) },
  { to: 'organizations.organization.closed', run: (tx, happened) => endInOrganization(tx, happened.matterId) },
]
