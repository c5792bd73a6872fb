import { z } from 'zod'
import type { InputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { idShape } from '#kernel/id'
import { orRefuse, Refusal } from '#kernel/refusal'
import { civilDateAt } from '#kernel/time'
import { namesOf } from '#modules/identity'
import { loadPerson } from '#modules/identity'
import { loadOrganization, organizationNames } from '#modules/organizations'
import { findPlaces, loadPlace, refuseEnded } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { say } from '#platform/words'
import * as contract from './contract.ts'
import { presentAppointment, presentPost } from './present.ts'
import { checkPostHere, isInReach } from './rules/reach.ts'
import * as store from './store.ts'

const today = (tx: Tx): string => civilDateAt(tx.now())
const postCursor = z.tuple([z.string(), z.string(), idShape])
const appointmentCursor = z.tuple([z.iso.date(), idShape])

const pathWithin = async (tx: Tx, withinId: number | undefined): Promise<string | undefined> =>
  withinId === undefined ? undefined : (await loadPlace(tx, withinId)).path

/** Rows of posts with their holders, names and places, as the world sees them. */
const present = async (tx: Tx, rows: readonly store.PostInPlace[], on: string): Promise<contract.Post[]> => {
  const appointments = await store.appointmentsOfPosts(tx, rows.map((row) => row.id), on)
  const personIds = [...new Set(appointments.map((appointment) => appointment.person_id))]
  const facts = {
    names: await namesOf(tx, personIds),
    organizations: await organizationNames(tx, rows.flatMap((row) => row.organization_id ?? [])),
    postCounts: await store.postCounts(tx, personIds, on),
  }
  return rows.map((row) => presentPost(row, appointments.filter((held) => held.post_id === row.id), facts))
}

const presentOne = async (tx: Tx, id: string): Promise<contract.Post> => {
  const on = today(tx)
  const rows = await store.listPosts(tx, { staffing: 'any', on: '0001-01-01', ids: [id], after: null, limit: 1 })
  const [post] = await present(tx, rows, on)
  if (!post) throw new Refusal('posts.post_not_found', { id })
  return post
}

export const listPosts = async (tx: Tx, input: InputOf<typeof contract.listPosts>): Promise<Page<contract.Post>> => {
  const on = input.on ?? today(tx)
  const after = readCursorAs(input.cursor, postCursor)
  const rows = await store.listPosts(tx, {
    withinPath: await pathWithin(tx, input.withinId),
    role: input.role,
    organizationId: input.organizationId,
    staffing: input.staffing,
    words: input.words?.trim() || undefined,
    on,
    after: after ? { path: after[0], title: after[1], id: after[2] } : null,
    limit: input.limit,
  })
  const page = cutPage(rows, input.limit, (row) => [row.place_path, row.title, row.id])
  return { ...page, items: await present(tx, page.items, on) }
}

export const sumStaffing = async (tx: Tx, input: InputOf<typeof contract.sumStaffing>) =>
  store.sumStaffing(tx, {
    withinPath: await pathWithin(tx, input.withinId),
    role: input.role,
    organizationId: input.organizationId,
    on: input.on ?? today(tx),
  })

const loadPost = async (tx: Tx, id: string): Promise<store.PostRow> => {
  const post = await store.findPost(tx, id)
  if (!post) throw new Refusal('posts.post_not_found', { id })
  return post
}

/** One post, locked, within the reach of the actor and not ended. */
const lockForChange = async (tx: Tx, id: string, operation: typeof contract.updatePost | typeof contract.closePost | typeof contract.createAppointment): Promise<store.PostRow> => {
  const post = await store.lockPost(tx, id)
  if (!post) throw new Refusal('posts.post_not_found', { id })
  requirePermission(tx, operation, { placePath: post.place_path })
  if (!isInReach(tx.actor, post.place_path)) throw new Refusal('posts.beyond_reach')
  if (post.closed_on && post.closed_on <= today(tx)) throw new Refusal('posts.post_closed', { on: post.closed_on })
  return post
}

const refuseChanged = (post: store.PostRow, version: number): void => {
  if (post.version !== version) throw new Refusal('posts.changed_meanwhile', { version: post.version })
}

/** Everybody who ever held a post, the newest first. */
export const findPost = async (tx: Tx, id: string) => {
  await loadPost(tx, id)
  const appointments = await store.appointmentsOfPosts(tx, [id])
  return { post: await presentOne(tx, id), appointments: await presentAppointments(tx, appointments) }
}

export const createPost = async (tx: Tx, input: InputOf<typeof contract.createPost>): Promise<contract.Post> => {
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.createPost, { placePath: place.path })
  if (!isInReach(tx.actor, place.path)) throw new Refusal('posts.beyond_reach')
  refuseEnded(place)
  if (input.organizationId) await loadOrganization(tx, input.organizationId)
  orRefuse(checkPostHere(input.role, place.level, input.organizationId !== null), { role: input.role, level: place.level })
  const id = newId(tx)
  await store.insertPost(tx, {
    district_id: tx.districtId,
    id,
    role: input.role,
    title: input.title ?? say('zh-CN', `posts:role.${input.role}`),
    place_id: place.id,
    place_path: place.path,
    organization_id: input.organizationId,
    seat_count: input.seatCount,
    created_at: tx.now(),
    closed_on: null,
    version: 1,
  })
  return presentOne(tx, id)
}

export const updatePost = async (tx: Tx, input: InputOf<typeof contract.updatePost>): Promise<contract.Post> => {
  const post = await lockForChange(tx, input.id, contract.updatePost)
  refuseChanged(post, input.version)
  const held = (await store.appointmentsOfPosts(tx, [post.id], today(tx))).length
  if (input.seatCount !== undefined && input.seatCount < held) throw new Refusal('posts.seats_held', { count: held })
  await store.updatePost(tx, post.id, {
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.seatCount === undefined ? {} : { seat_count: input.seatCount }),
  })
  return presentOne(tx, post.id)
}

/** A district without an administrator could never get one again. */
const refuseLastAdministrator = async (tx: Tx, post: store.PostRow, appointmentId: string, on: string): Promise<void> => {
  if (post.role !== 'administrator') return
  if ((await store.countHolders(tx, 'administrator', on, appointmentId)) === 0) throw new Refusal('posts.last_administrator')
}

export const closePost = async (tx: Tx, input: InputOf<typeof contract.closePost>): Promise<contract.Post> => {
  const post = await lockForChange(tx, input.id, contract.closePost)
  refuseChanged(post, input.version)
  const on = input.on ?? today(tx)
  if (on < today(tx)) throw new Refusal('posts.date_not_possible', { on })
  for (const held of await store.appointmentsOfPosts(tx, [post.id], on)) {
    await refuseLastAdministrator(tx, post, held.id, on)
    await stop(tx, held, on, input.reason)
  }
  await store.updatePost(tx, post.id, { closed_on: on })
  return presentOne(tx, post.id)
}

// Appointments -----------------------------------------------------------------------------------------------------------

const presentAppointments = async (tx: Tx, rows: readonly store.AppointmentRow[]): Promise<contract.Appointment[]> => {
  const posts = new Map<string, store.PostRow>()
  for (const id of new Set(rows.map((row) => row.post_id))) posts.set(id, await loadPost(tx, id))
  const placeIds = [...new Set([...posts.values()].map((post) => post.place_id))]
  const facts = {
    posts,
    places: new Map((await findPlaces(tx, placeIds)).map((place) => [place.id, place])),
    names: await namesOf(tx, rows.map((row) => row.person_id)),
    organizations: await organizationNames(tx, [...posts.values()].flatMap((post) => post.organization_id ?? [])),
  }
  return rows.map((row) => presentAppointment(row, facts))
}

export const listAppointments = async (
  tx: Tx,
  input: InputOf<typeof contract.listAppointments>,
): Promise<Page<contract.Appointment>> => {
  const isStaff = tx.actor.kind === 'system' || tx.actor.posts.some((post) => post.role !== 'resident')
  const personId = input.personId ?? (input.postId ? undefined : (tx.actor.personId ?? undefined))
  if (!isStaff && (personId !== tx.actor.personId || input.postId)) throw new Refusal('auth.forbidden')
  const after = readCursorAs(input.cursor, appointmentCursor)
  const rows = await store.listAppointments(tx, {
    personId,
    postId: input.postId,
    on: input.on,
    after: after ? { startsOn: after[0], id: after[1] } : null,
    limit: input.limit,
  })
  const page = cutPage(rows, input.limit, (row) => [row.starts_on, row.id])
  return { ...page, items: await presentAppointments(tx, page.items) }
}

const overlaps = (row: store.AppointmentRow, startsOn: string, endsOn: string | null): boolean =>
  (endsOn === null || row.starts_on < endsOn) && (row.ends_on === null || row.ends_on > startsOn)

export const createAppointment = async (
  tx: Tx,
  input: InputOf<typeof contract.createAppointment>,
): Promise<contract.Appointment> => {
  const post = await lockForChange(tx, input.postId, contract.createAppointment)
  await loadPerson(tx, input.personId)
  const startsOn = input.startsOn ?? today(tx)
  const endsOn = input.endsOn ?? null
  if (endsOn !== null && endsOn <= startsOn) throw new Refusal('posts.date_not_possible', { on: endsOn })
  const others = (await store.appointmentsOfPosts(tx, [post.id])).filter((row) => overlaps(row, startsOn, endsOn))
  if (others.some((row) => row.person_id === input.personId)) throw new Refusal('posts.appointment_conflict')
  if (others.length >= post.seat_count) throw new Refusal('posts.seats_taken', { count: post.seat_count })
  const row: store.AppointmentRow = {
    district_id: tx.districtId,
    id: newId(tx),
    post_id: post.id,
    person_id: input.personId,
    manner: input.manner,
    starts_on: startsOn,
    ends_on: endsOn,
    ended_reason: null,
    created_at: tx.now(),
  }
  await store.insertAppointment(tx, row)
  return firstOf(await presentAppointments(tx, [row]))
}

const firstOf = (items: readonly contract.Appointment[]): contract.Appointment => {
  const [item] = items
  if (!item) throw new Error('an appointment that was just written cannot be shown')
  return item
}

const stop = async (tx: Tx, row: store.AppointmentRow, on: string, reason: string): Promise<void> => {
  if (on <= row.starts_on) await store.removeAppointment(tx, row.id)
  else await store.endAppointment(tx, row.id, on, reason)
}

export const endAppointment = async (
  tx: Tx,
  input: InputOf<typeof contract.endAppointment>,
): Promise<contract.Appointment> => {
  const row = await store.findAppointment(tx, input.id)
  if (!row) throw new Refusal('posts.appointment_not_found', { id: input.id })
  const post = await loadPost(tx, row.post_id)
  requirePermission(tx, contract.endAppointment, { placePath: post.place_path })
  if (!isInReach(tx.actor, post.place_path)) throw new Refusal('posts.beyond_reach')
  const on = input.on ?? today(tx)
  if (row.ends_on && row.ends_on <= today(tx)) throw new Refusal('posts.appointment_ended', { on: row.ends_on })
  if (on < row.starts_on || on < today(tx)) throw new Refusal('posts.date_not_possible', { on })
  await refuseLastAdministrator(tx, post, row.id, on)
  await stop(tx, row, on, input.reason)
  return firstOf(await presentAppointments(tx, [{ ...row, ends_on: on, ended_reason: input.reason }]))
}
