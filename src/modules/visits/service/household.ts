import { z } from 'zod'
import { heldBy, holds, type InputOf, type Operation, type OutputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { idShape } from '#kernel/id'
import { Refusal } from '#kernel/refusal'
import { loadPlace, refuseEnded } from '#modules/places'
import { logAccess } from '#platform/access-log'
import { newId, requirePermission, requirePerson, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from '../contract.ts'
import { doorKeyOf, plainDoor } from '../rules/door.ts'
import { reads } from '../rules/recording.ts'
import * as store from '../store/household.ts'
import type { HouseholdRow } from '../store/tables.ts'
import { dropPlanned } from '../store/visit.ts'
import { endAssignments, listOfHouseholds } from '../store/programme.ts'
import { scopeOf, today, wordsOf } from './scope.ts'

const HOUSEHOLD_KIND = 'household'
/** Works near it: at its place or above. */
const INSIDE = heldBy('place', ...contract.insiders)
/** Above these no door stands directly. */
const LARGE_LEVELS: readonly string[] = ['city', 'district', 'street']
const DOOR_TAKEN = { household_door: 'visits.door_conflict' }
const cursor = z.tuple([z.string(), z.string(), idShape])

export const isLarge = (level: string): boolean => LARGE_LEVELS.includes(level)

/** What a list of households was asked for. The own ones are read wherever they are. */
export const filterOf = async (
  tx: Tx,
  input: InputOf<typeof contract.exportHouseholds>,
): Promise<store.HouseholdFilter> => {
  if (input.markId !== undefined) requirePermission(tx, contract.listMarks)
  const isMine = input.view === 'mine'
  return {
    paths: isMine && input.withinId === undefined ? null : await scopeOf(tx, input.withinId),
    words: await wordsOf(tx, input.words),
    assigned: input.assigned,
    personId: isMine ? requirePerson(tx) : (input.personId ?? null),
    markId: input.markId ?? null,
    visited: input.visited,
    on: today(tx),
  }
}

export const listHouseholds = async (
  tx: Tx,
  filter: store.HouseholdFilter,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<store.ListedHousehold>> => {
  const after = readCursorAs(page.cursor, cursor)
  const rows = await store.listHouseholds(tx, filter, { after, limit: page.limit })
  return cutPage(rows, page.limit, (row) => [row.place_path, row.door_key, row.id])
}

const notFound = (id: string): Refusal => new Refusal('visits.household_not_found', { id })

/** One household as far as the actor may read it. One that is not there and one that is not for the actor are told alike. */
export const loadHousehold = async (tx: Tx, id: string): Promise<store.ListedHousehold> => {
  const [row] = await store.describeHouseholds(tx, [id], today(tx))
  if (!row || !reads(tx.actor, row.place_path, [row.person_id])) throw notFound(id)
  return row
}

/** Locks households that are about to be changed: permission at the place of each, none closed. */
export const lockForChange = async (tx: Tx, operation: Operation, ids: readonly string[]): Promise<HouseholdRow[]> => {
  const rows = await store.lockHouseholds(tx, ids)
  const found = new Set(rows.map((row) => row.id))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) throw notFound(missing)
  for (const row of rows) {
    requirePermission(tx, operation, { placePath: row.place_path })
    if (row.closed_on !== null) throw new Refusal('visits.household_closed', { door: row.door, on: row.closed_on })
  }
  return rows
}

const requireMarks = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  const known = new Set((await store.listMarks(tx)).map((mark) => mark.id))
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw new Refusal('visits.mark_not_found', { id: unknown })
}

export const createHousehold = async (
  tx: Tx,
  input: InputOf<typeof contract.createHousehold>,
): Promise<store.ListedHousehold> => {
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.createHousehold, { placePath: place.path })
  refuseEnded(place)
  if (isLarge(place.level)) throw new Refusal('visits.place_too_large', { name: place.name })
  await requireMarks(tx, input.markIds)
  const door = plainDoor(input.door)
  const row: HouseholdRow = {
    district_id: tx.districtId,
    id: newId(tx),
    place_id: place.id,
    place_path: place.path,
    door,
    door_key: doorKeyOf(door),
    label: input.label,
    mark_ids: [...new Set(input.markIds)],
    created_at: tx.now(),
    closed_on: null,
    closed_reason: null,
    version: 1,
  }
  await refuseTaken(DOOR_TAKEN, { door, name: place.name }, () => store.insertHouseholds(tx, [row]))
  await store.setContacts(tx, [{ household_id: row.id, name: input.contactName, phone: input.contactPhone }])
  return loadHousehold(tx, row.id)
}

const refuseChanged = (row: HouseholdRow, version: number): void => {
  if (row.version !== version) throw new Refusal('visits.changed_meanwhile', { name: row.door })
}

export const updateHousehold = async (
  tx: Tx,
  input: InputOf<typeof contract.updateHousehold>,
): Promise<store.ListedHousehold> => {
  const [row] = await lockForChange(tx, contract.updateHousehold, [input.id])
  if (!row) throw notFound(input.id)
  refuseChanged(row, input.version)
  await requireMarks(
    tx,
    (input.markIds ?? []).filter((id) => !row.mark_ids.includes(id)),
  )
  const door = input.door === undefined ? row.door : plainDoor(input.door)
  await refuseTaken(DOOR_TAKEN, { door, name: '' }, () =>
    store.updateHousehold(tx, row.id, {
      door,
      door_key: doorKeyOf(door),
      ...(input.label === undefined ? {} : { label: input.label }),
      ...(input.markIds === undefined ? {} : { mark_ids: [...new Set(input.markIds)] }),
    }),
  )
  if (input.contactName !== undefined || input.contactPhone !== undefined) {
    const [known] = await store.findContacts(tx, [row.id])
    const { contactName: name = known?.name ?? null, contactPhone: phone = known?.phone ?? null } = input
    await store.setContacts(tx, [{ household_id: row.id, name, phone }])
  }
  return loadHousehold(tx, row.id)
}

/** Nobody lives there any more: what was planned goes, who was responsible is free, what happened stays. */
export const closeHousehold = async (
  tx: Tx,
  input: InputOf<typeof contract.closeHousehold>,
): Promise<store.ListedHousehold> => {
  const [row] = await lockForChange(tx, contract.closeHousehold, [input.id])
  if (!row) throw notFound(input.id)
  refuseChanged(row, input.version)
  const on = today(tx)
  const held = await listOfHouseholds(tx, [row.id], on)
  await endAssignments(
    tx,
    held.map(({ id }) => id),
    on,
    input.reason,
  )
  await dropPlanned(tx, { householdIds: [row.id] }, on)
  await store.updateHousehold(tx, row.id, { closed_on: on, closed_reason: input.reason })
  return loadHousehold(tx, row.id)
}

/** Who lives there, unmasked; the look and its reason are written down (PIPL 第51条). */
export const revealHousehold = async (
  tx: Tx,
  input: InputOf<typeof contract.revealHousehold>,
): Promise<OutputOf<typeof contract.revealHousehold>> => {
  const row = await loadHousehold(tx, input.id)
  if (!isInsider(tx, row)) throw new Refusal('auth.forbidden', { operation: contract.revealHousehold.id })
  await logAccess(tx, { subjectKind: HOUSEHOLD_KIND, subjectId: row.id, field: 'contact', reason: input.reason })
  const [contact] = await store.findContacts(tx, [row.id])
  return { label: row.label, contactName: contact?.name ?? null, contactPhone: contact?.phone ?? null }
}

/** Whoever works near it or is responsible may know who lives there and what it is marked with. */
export const isInsider = (tx: Tx, row: { readonly place_path: string; readonly person_id: string | null }): boolean => {
  const isResponsible = tx.actor.personId !== null && tx.actor.personId === row.person_id
  return isResponsible || holds(tx.actor, INSIDE, { placePath: row.place_path })
}

// Marks ---------------------------------------------------------------------------------------------------------------------

export const listMarks = async (
  tx: Tx,
  input: InputOf<typeof contract.listMarks>,
): Promise<OutputOf<typeof contract.listMarks>> => {
  const counts = await store.countMarks(tx, await scopeOf(tx, input.withinId))
  const marks = await store.listMarks(tx)
  return { items: marks.map(({ id, name }) => ({ id, name, householdCount: counts.get(id) ?? 0 })) }
}

/** Writes the whole list of marks: kept and renamed by id, new ones without one; the others end. */
export const setMarks = async (
  tx: Tx,
  input: InputOf<typeof contract.setMarks>,
): Promise<OutputOf<typeof contract.setMarks>> => {
  const district = await loadPlace(tx, tx.districtId)
  requirePermission(tx, contract.setMarks, { placePath: district.path })
  await store.lockMarks(tx)
  const names = input.marks.map((mark) => mark.name)
  if (new Set(names).size < names.length) throw new Refusal('visits.mark_conflict')
  const known = await store.listMarks(tx)
  const keptIds = new Set(input.marks.map((mark) => mark.id))
  for (const id of keptIds)
    if (id !== null && !known.some((mark) => mark.id === id)) throw new Refusal('visits.mark_not_found', { id })
  for (const mark of known) if (!keptIds.has(mark.id)) await store.updateMark(tx, mark.id, { ended_on: today(tx) })
  // Names that change places would meet each other on the way; each is moved aside first.
  for (const mark of known) if (keptIds.has(mark.id)) await store.updateMark(tx, mark.id, { name: mark.id.slice(-12) })
  for (const [index, mark] of input.marks.entries()) {
    const { name } = mark
    if (mark.id !== null) await store.updateMark(tx, mark.id, { name, position: index + 1 })
    else
      await store.insertMarks(tx, [
        { district_id: tx.districtId, id: newId(tx), name, position: index + 1, created_at: tx.now(), ended_on: null },
      ])
  }
  return { items: (await store.listMarks(tx)).map(({ id, name }) => ({ id, name })) }
}
