import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import type { InputOf, OutputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { orRefuse, Refusal } from '#kernel/refusal'
import { findPlaces, loadPlace, refuseEnded } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { say } from '#platform/words'
import * as contract from './contract.ts'
import { checkPostHere } from './rules/reach.ts'
import { mostHeld } from './rules/seats.ts'
import {
  isClosed,
  loadPost,
  lockForChange,
  refuseChanged,
  refuseLastAdministrator,
  requireOrganization,
  today,
} from './service/guard.ts'
import * as store from './store.ts'

const postCursor = z.tuple([z.string(), z.string(), idShape])

const pathWithin = async (tx: Tx, withinId: number | undefined): Promise<string | undefined> =>
  withinId === undefined ? undefined : (await loadPlace(tx, withinId)).path

/** Places whose names hold these words, among those that have a post. */
const placesNamed = async (tx: Tx, words: string, on: string): Promise<number[]> => {
  const places = await findPlaces(tx, await store.listPlaceIds(tx, on))
  return places.filter((place) => place.name.includes(words)).map((place) => place.id)
}

export const listPosts = async (
  tx: Tx,
  input: InputOf<typeof contract.listPosts>,
): Promise<Page<store.PostRow> & { readonly on: string }> => {
  const on = input.on ?? today(tx)
  const text = input.words?.trim() ?? ''
  const rows = await store.listPosts(tx, {
    withinPath: await pathWithin(tx, input.withinId),
    role: input.role,
    organizationId: input.organizationId,
    staffing: input.staffing,
    words: text === '' ? undefined : { text, placeIds: await placesNamed(tx, text, on) },
    on,
    after: readCursorAs(input.cursor, postCursor),
    limit: input.limit,
  })
  return { ...cutPage(rows, input.limit, (row) => [row.place_path, row.title, row.id]), on }
}

export const sumStaffing = async (
  tx: Tx,
  input: InputOf<typeof contract.sumStaffing>,
): Promise<OutputOf<typeof contract.sumStaffing>> =>
  store.sumStaffing(tx, {
    withinPath: await pathWithin(tx, input.withinId),
    role: input.role,
    organizationId: input.organizationId,
    on: input.on ?? today(tx),
  })

/** What the actor may do with a post. */
export const canOfPost = (tx: Tx, post: store.PostRow): Record<string, Can> => {
  const { updatePost, closePost, createAppointment } = contract
  const obstacle = isClosed(tx, post) ? 'posts.post_closed' : null
  return canOfOperations(tx.actor, [updatePost, closePost, createAppointment], { placePath: post.place_path }, obstacle)
}

export const createPost = async (tx: Tx, input: InputOf<typeof contract.createPost>): Promise<store.PostRow> => {
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.createPost, { placePath: place.path })
  refuseEnded(place)
  const { role, organizationId } = input
  orRefuse(checkPostHere(role, place.level, organizationId !== null), { role, level: place.level })
  await requireOrganization(tx, organizationId)
  const id = newId(tx)
  await store.insertPosts(tx, [
    {
      district_id: tx.districtId,
      id,
      role,
      title: input.title ?? say('zh-CN', `posts:role.${role}`),
      place_id: place.id,
      place_path: place.path,
      organization_id: organizationId,
      seat_count: input.seatCount,
      created_at: tx.now(),
      closed_on: null,
    },
  ])
  return loadPost(tx, id)
}

export const updatePost = async (tx: Tx, input: InputOf<typeof contract.updatePost>): Promise<store.PostRow> => {
  const post = await lockForChange(tx, contract.updatePost, input.id)
  refuseChanged(post, input.version)
  const { title = post.title, seatCount = post.seat_count } = input
  const held = await store.listHoldingFrom(tx, [post.id], today(tx))
  const periods = held.map((row) => ({ startsOn: row.starts_on, endsOn: row.ends_on }))
  const count = mostHeld(periods, { startsOn: today(tx), endsOn: null })
  if (seatCount < count) throw new Refusal('posts.seats_held', { title: post.title, count })
  await store.updatePost(tx, post.id, { title, seat_count: seatCount })
  return loadPost(tx, post.id)
}

/** Ends a post and every appointment to it that would go on. */
export const endPost = async (tx: Tx, post: store.PostRow, on: string, reason: string): Promise<string[]> => {
  const held = await store.listHoldingFrom(tx, [post.id], on)
  for (const row of held) await store.endAppointment(tx, row.id, row.starts_on > on ? row.starts_on : on, reason)
  await store.updatePost(tx, post.id, { closed_on: on })
  return held.map((row) => row.person_id)
}

export const closePost = async (tx: Tx, input: InputOf<typeof contract.closePost>): Promise<store.PostRow> => {
  const post = await lockForChange(tx, contract.closePost, input.id)
  refuseChanged(post, input.version)
  const on = input.on ?? today(tx)
  if (on < today(tx)) throw new Refusal('posts.date_not_possible', { on, earliest: today(tx) })
  const ending = await store.listHoldingFrom(tx, [post.id], on)
  await refuseLastAdministrator(
    tx,
    post,
    ending.map((row) => row.id),
    on,
  )
  await endPost(tx, post, on, input.reason)
  return loadPost(tx, post.id)
}
