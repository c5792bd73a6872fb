import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf, OutputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { isWithin } from '#kernel/place'
import { orRefuse, Refusal } from '#kernel/refusal'
import { loadPlace, refuseEnded } from '#modules/places'
import { newId, requirePermission, requirePerson, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import { tell } from '#platform/notify'
import * as contract from '../contract.ts'
import { reads } from '../rules/recording.ts'
import { checkRhythm } from '../rules/rounds.ts'
import * as store from '../store/programme.ts'
import type { AssignmentRow, HouseholdRow, ProgrammeRow } from '../store/tables.ts'
import { dropPlanned, moveOpenOfHouseholds } from '../store/visit.ts'
import { loadHousehold, lockForChange } from './household.ts'
import { requireVisitor } from './people.ts'
import { loadProgramme, refuseProgrammeEnded } from './programme.ts'
import { planProgramme } from './plan.ts'
import { scopeOf, today } from './scope.ts'

const TAKEN = {
  assignment_household: 'visits.assignment_conflict',
  assignment_leader: 'visits.assignment_conflict',
  assignment_once: 'visits.assignment_conflict',
}

const NOWHERE = {
  household_id: null,
  programme_id: null,
  place_id: null,
  fixed_day: null,
  from_minute: null,
  until_minute: null,
}

const begunRow = (
  tx: Tx,
  whose: { readonly personId: string; readonly postId: string | null },
  of: Pick<AssignmentRow, 'kind' | 'place_path'> & Partial<AssignmentRow>,
): AssignmentRow => ({
  ...NOWHERE,
  district_id: tx.districtId,
  id: newId(tx),
  person_id: whose.personId,
  post_id: whose.postId,
  starts_on: today(tx),
  ends_on: null,
  ended_reason: null,
  created_at: tx.now(),
  created_by_person_id: tx.actor.personId,
  ...of,
})

/**
 * One person is responsible for these locked households from today on; those of somebody else are handed over: the old
 * responsibility ends, the new one begins, and the visits still to be made go along.
 */
export const handOver = async (
  tx: Tx,
  rows: readonly HouseholdRow[],
  to: { readonly personId: string; readonly postId: string | null },
  reason: string | null,
): Promise<{ begun: HouseholdRow[]; handedOverCount: number; sameCount: number }> => {
  const ids = rows.map((row) => row.id)
  const held = await store.listOfHouseholds(tx, ids, today(tx))
  const same = new Set(held.flatMap((row) => (row.person_id === to.personId ? (row.household_id ?? []) : [])))
  const others = held.filter((row) => row.person_id !== to.personId)
  await store.endAssignments(
    tx,
    others.map((row) => row.id),
    today(tx),
    reason,
  )
  const begun = rows.filter((row) => !same.has(row.id))
  const drafts = begun.map((row) =>
    begunRow(tx, to, { kind: 'household', household_id: row.id, place_path: row.place_path }),
  )
  await refuseTaken(TAKEN, {}, () => store.insertAssignments(tx, drafts))
  await moveOpenOfHouseholds(
    tx,
    begun.map((row) => row.id),
    to.personId,
  )
  return { begun, handedOverCount: others.length, sameCount: same.size }
}

/** 包联 in batch: all of them or none. The one who gets them is told once. */
export const assignHouseholds = async (
  tx: Tx,
  input: InputOf<typeof contract.assignHouseholds>,
): Promise<OutputOf<typeof contract.assignHouseholds>> => {
  const rows = await lockForChange(tx, contract.assignHouseholds, [...new Set(input.ids)])
  const { postId } = await requireVisitor(tx, input.personId, 'household', rows[0]?.place_path ?? '')
  const { begun, handedOverCount, sameCount } = await handOver(
    tx,
    rows,
    { personId: input.personId, postId },
    input.reason,
  )
  if (begun.length > 0)
    await tell(tx, { personIds: [input.personId], key: 'visits:notice.assigned', data: { count: begun.length } })
  return { begunCount: begun.length, handedOverCount, sameCount }
}

const checkHours = (input: InputOf<typeof contract.assignPlace>, programme: ProgrammeRow): void => {
  const { fromMinute, untilMinute, fixedDay } = input
  const isWhole = (fromMinute === null) === (untilMinute === null)
  if (!isWhole || (fromMinute !== null && untilMinute !== null && fromMinute >= untilMinute))
    throw new Refusal('visits.hours_not_possible')
  if (fixedDay === null) return
  if (programme.rhythm !== 'week' && programme.rhythm !== 'month') throw new Refusal('visits.rhythm_not_possible')
  orRefuse(checkRhythm(programme.rhythm, fixedDay))
}

/** Fixes a person to a place of a rule. At a community one leader hands over to the next; elsewhere several may be. */
export const assignPlace = async (tx: Tx, input: InputOf<typeof contract.assignPlace>): Promise<AssignmentRow> => {
  const programme = await store.lockProgramme(tx, input.programmeId)
  if (!programme) throw new Refusal('visits.programme_not_found', { id: input.programmeId })
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.assignPlace, { placePath: place.path })
  refuseProgrammeEnded(tx, programme)
  if (programme.kind === 'household') throw new Refusal('visits.not_for_places', { name: programme.name })
  if (!isWithin(place.path, programme.place_path))
    throw new Refusal('visits.place_outside', { name: place.name, programme: programme.name })
  refuseEnded(place)
  checkHours(input, programme)
  const { name, postId } = await requireVisitor(tx, input.personId, programme.kind, place.path)
  const held = await store.listOfProgramme(tx, programme.id, today(tx), place.id)
  const leaving = held.filter((row) => programme.kind === 'leader' || row.person_id === input.personId)
  const leavingIds = leaving.map((row) => row.id)
  await store.endAssignments(tx, leavingIds, today(tx), input.reason)
  await dropPlanned(tx, { assignmentIds: leavingIds }, today(tx))
  const row = begunRow(
    tx,
    { personId: input.personId, postId },
    {
      kind: programme.kind,
      programme_id: programme.id,
      place_id: place.id,
      place_path: place.path,
      fixed_day: input.fixedDay,
      from_minute: input.fromMinute,
      until_minute: input.untilMinute,
    },
  )
  await refuseTaken(TAKEN, { name }, () => store.insertAssignments(tx, [row]))
  await planProgramme(tx, programme)
  await tell(tx, {
    personIds: [input.personId],
    key: 'visits:notice.fixed',
    data: { programme: programme.name, place: place.name },
  })
  return row
}

/** Ends a responsibility today. Visits of a household still to be made are nobody's then, and listed as such. */
export const endAssignment = async (tx: Tx, input: InputOf<typeof contract.endAssignment>): Promise<AssignmentRow> => {
  const seen = await store.findAssignment(tx, input.id)
  if (!seen) throw new Refusal('visits.assignment_not_found', { id: input.id })
  // A hand-over locks the household or the rule first, so this does too.
  if (seen.household_id) await lockForChange(tx, contract.endAssignment, [seen.household_id])
  else if (seen.programme_id) await store.lockProgramme(tx, seen.programme_id)
  const row = (await store.lockAssignment(tx, seen.id)) ?? seen
  requirePermission(tx, contract.endAssignment, { placePath: row.place_path })
  const on = today(tx)
  if (row.ends_on !== null) throw new Refusal('visits.assignment_ended', { on: row.ends_on })
  await store.endAssignments(tx, [row.id], on, input.reason)
  if (row.household_id) await moveOpenOfHouseholds(tx, [row.household_id], null)
  else await dropPlanned(tx, { assignmentIds: [row.id] }, on)
  return { ...row, ends_on: on > row.starts_on ? on : row.starts_on, ended_reason: input.reason }
}

const cursor = z.tuple([cursorInstant, idShape])

/** Of a household or a rule that the actor reads, or the own ones; somebody else's only for who reads the district. */
export const listAssignments = async (
  tx: Tx,
  input: InputOf<typeof contract.listAssignments>,
): Promise<Page<AssignmentRow>> => {
  const isMine = input.view === 'mine'
  if (input.householdId) await loadHousehold(tx, input.householdId)
  else if (input.programmeId) await loadProgramme(tx, input.programmeId)
  else if (!isMine) {
    const district = await loadPlace(tx, tx.districtId)
    if (!reads(tx.actor, district.path, [input.personId ?? null])) await scopeOf(tx, tx.districtId)
  }
  const rows = await store.listAssignments(tx, {
    householdId: input.householdId,
    personId: isMine ? requirePerson(tx) : input.personId,
    programmeId: input.programmeId,
    ofPlaces: input.ofPlaces,
    on: input.on,
    after: readCursorAs(input.cursor, cursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.created_at.toISOString(), row.id])
}
