import { z } from 'zod'
import { idShape } from '#kernel/id'
import { holds, type InputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { orRefuse, Refusal } from '#kernel/refusal'
import { civilDateShape } from '#kernel/time'
import { loadPerson } from '#modules/identity'
import { newId, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from '../contract.ts'
import { checkSeat } from '../rules/seats.ts'
import * as store from '../store.ts'
import { lockForChange, refuseLastAdministrator, today } from './guard.ts'

const cursor = z.tuple([civilDateShape, idShape])

/** Appointments of a person or to a post. Staff see all of them, everybody the own. */
export const listAppointments = async (
  tx: Tx,
  input: InputOf<typeof contract.listAppointments>,
): Promise<Page<store.AppointmentRow>> => {
  const isStaff = holds(tx.actor, contract.listPosts.access)
  const personId = input.personId ?? (input.postId ? undefined : (tx.actor.personId ?? undefined))
  if (!isStaff && personId !== tx.actor.personId)
    throw new Refusal('auth.forbidden', { operation: contract.listAppointments.id })
  const rows = await store.listAppointments(tx, {
    personId: isStaff ? personId : (tx.actor.personId ?? undefined),
    postId: input.postId,
    on: input.on,
    after: readCursorAs(input.cursor, cursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.starts_on, row.id])
}

const APPOINTED_TWICE = { appointment_once: 'posts.appointment_conflict' }

export const createAppointment = async (
  tx: Tx,
  input: InputOf<typeof contract.createAppointment>,
): Promise<store.AppointmentRow> => {
  const post = await lockForChange(tx, contract.createAppointment, input.postId)
  const person = await loadPerson(tx, input.personId)
  if (person.erased_at) throw new Refusal('identity.person_not_found', { id: person.id })
  const startsOn = input.startsOn ?? today(tx)
  // A post that will be closed is held until then at most.
  const endsOn = input.endsOn ?? post.closed_on
  if (post.closed_on !== null && (endsOn === null || endsOn > post.closed_on)) {
    throw new Refusal('posts.date_not_possible', { on: endsOn, earliest: startsOn })
  }
  const held = await store.listHoldingFrom(tx, [post.id], startsOn)
  const others = held.map((row) => ({ personId: row.person_id, startsOn: row.starts_on, endsOn: row.ends_on }))
  const facts = {
    on: endsOn ?? startsOn,
    earliest: startsOn,
    name: person.name,
    title: post.title,
    count: post.seat_count,
  }
  orRefuse(checkSeat({ personId: person.id, startsOn, endsOn }, others, post.seat_count), facts)
  const row: store.AppointmentRow = {
    district_id: tx.districtId,
    id: newId(tx),
    post_id: post.id,
    person_id: person.id,
    manner: input.manner,
    starts_on: startsOn,
    ends_on: endsOn,
    ended_reason: null,
    created_at: tx.now(),
  }
  await refuseTaken(APPOINTED_TWICE, facts, () => store.insertAppointments(tx, [row]))
  return row
}

/** Ends an appointment from a day on, past or to come; the day it begins takes it back altogether. */
export const endAppointment = async (
  tx: Tx,
  input: InputOf<typeof contract.endAppointment>,
): Promise<store.AppointmentRow> => {
  const seen = await store.findAppointment(tx, input.id)
  if (!seen) throw new Refusal('posts.appointment_not_found', { id: input.id })
  const post = await lockForChange(tx, contract.endAppointment, seen.post_id)
  const row = (await store.findAppointment(tx, input.id)) ?? seen
  if (row.ends_on !== null && row.ends_on <= today(tx))
    throw new Refusal('posts.appointment_ended', { on: row.ends_on })
  const on = input.on ?? (row.starts_on > today(tx) ? row.starts_on : today(tx))
  if (on < row.starts_on || (row.ends_on !== null && on > row.ends_on)) {
    throw new Refusal('posts.date_not_possible', { on, earliest: row.starts_on })
  }
  await refuseLastAdministrator(tx, post, [row.id], on)
  await store.endAppointment(tx, row.id, on, input.reason)
  return { ...row, ends_on: on, ended_reason: input.reason }
}
