import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { maskName, maskPhone, maskText } from '#kernel/mask'
import { pathIds } from '#kernel/place'
import { standingsOf } from '#modules/cases'
import { namesOf } from '#modules/identity'
import { findPlaces, type PlaceRow } from '#modules/places'
import { rolesOfPosts } from '#modules/posts'
import type { Tx } from '#platform/context'
import * as contract from './contract.ts'
import { isInsider } from './service/household.ts'
import { programmeDueOn } from './service/plan.ts'
import { today } from './service/scope.ts'
import { findContacts, findHouseholds, type ListedHousehold, listMarks } from './store/household.ts'
import { findProgrammes } from './store/programme.ts'
import type { AssignmentRow, FindingRow, ProgrammeRow, VisitRow } from './store/tables.ts'
import { countFindingsOf } from './store/visit.ts'

const placesById = async (tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, PlaceRow>> =>
  new Map((await findPlaces(tx, [...new Set(ids)])).map((place) => [place.id, place]))

const idsOf = (values: readonly (string | null)[]): string[] => [...new Set(values.flatMap((value) => value ?? []))]

/** Households as staff see them: who lives there is masked, marks only to those near. Six queries, however many. */
export const presentHouseholds = async (tx: Tx, rows: readonly ListedHousehold[]): Promise<contract.Household[]> => {
  const ids = rows.map((row) => row.id)
  const places = await placesById(
    tx,
    rows.flatMap((row) => pathIds(row.place_path)),
  )
  const contacts = new Map((await findContacts(tx, ids)).map((contact) => [contact.household_id, contact]))
  const marks = new Map((await listMarks(tx)).map((mark) => [mark.id, mark.name]))
  const names = await namesOf(tx, idsOf(rows.map((row) => row.person_id)))
  return rows.map((row) => {
    const contact = contacts.get(row.id)
    const above = pathIds(row.place_path).flatMap((id) => places.get(id) ?? [])
    const community = above.find((place) => place.level === 'community')
    const seen = isInsider(tx, row) ? row.mark_ids : []
    return {
      id: row.id,
      placeId: row.place_id,
      placeName: places.get(row.place_id)?.name ?? '',
      communityName: community && community.id !== row.place_id ? community.name : null,
      door: row.door,
      label: row.label === null ? null : maskName(row.label),
      contactName: contact?.name ? maskName(contact.name) : null,
      contactPhone: contact?.phone ? maskPhone(contact.phone) : null,
      marks: seen.flatMap((id) => {
        const name = marks.get(id)
        return name === undefined ? [] : [{ id, name }]
      }),
      responsible:
        row.assignment_id === null || row.person_id === null
          ? null
          : {
              assignmentId: row.assignment_id,
              personId: row.person_id,
              name: names.get(row.person_id)?.name ?? '',
              since: row.since ?? '',
            },
      lastVisitedAt: row.last_visited_at,
      dueOn: row.due_on,
      isLate: row.due_on !== null && row.due_on < today(tx),
      closedOn: row.closed_on,
      version: row.version,
    }
  })
}

export const presentHousehold = async (tx: Tx, row: ListedHousehold): Promise<contract.Household> => {
  const [household] = await presentHouseholds(tx, [row])
  return household as contract.Household // one in, one out
}

/** What the actor may do with a household. */
export const canOfHousehold = (tx: Tx, row: ListedHousehold): Record<string, Can> => {
  const { updateHousehold, closeHousehold, assignHouseholds, recordVisit, revealHousehold } = contract
  const there = { placePath: row.place_path }
  const obstacle = row.closed_on === null ? null : 'visits.household_closed'
  return {
    ...canOfOperations(tx.actor, [updateHousehold, closeHousehold, assignHouseholds, recordVisit], there, obstacle),
    ...canOfOperations(tx.actor, [revealHousehold], there, isInsider(tx, row) ? null : 'auth.forbidden'),
  }
}

export const presentProgrammes = async (tx: Tx, rows: readonly ProgrammeRow[]): Promise<contract.Programme[]> => {
  const places = await placesById(
    tx,
    rows.map((row) => row.place_id),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    placeId: row.place_id,
    placeName: places.get(row.place_id)?.name ?? '',
    rhythm: row.rhythm,
    rhythmNumber: row.rhythm_number,
    duties: row.duties,
    graceDays: row.grace_days,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    isActive: row.ends_on === null || row.ends_on > today(tx),
    dueOn: programmeDueOn(tx, row),
    version: row.version,
  }))
}

export const presentProgramme = async (tx: Tx, row: ProgrammeRow): Promise<contract.Programme> => {
  const [programme] = await presentProgrammes(tx, [row])
  return programme as contract.Programme // one in, one out
}

export const presentAssignments = async (tx: Tx, rows: readonly AssignmentRow[]): Promise<contract.Assignment[]> => {
  const households = new Map(
    (await findHouseholds(tx, idsOf(rows.map((row) => row.household_id)))).map((row) => [row.id, row]),
  )
  const placeIdOf = (row: AssignmentRow): number =>
    row.place_id ?? households.get(row.household_id ?? '')?.place_id ?? 0
  const places = await placesById(tx, rows.map(placeIdOf))
  const names = await namesOf(tx, idsOf(rows.map((row) => row.person_id)))
  const roles = await rolesOfPosts(tx, idsOf(rows.map((row) => row.post_id)))
  const programmes = new Map(
    (await findProgrammes(tx, idsOf(rows.map((row) => row.programme_id)))).map((row) => [row.id, row]),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    personId: row.person_id,
    name: names.get(row.person_id)?.name ?? '',
    role: roles.get(row.post_id ?? '') ?? null,
    householdId: row.household_id,
    door: households.get(row.household_id ?? '')?.door ?? null,
    programmeId: row.programme_id,
    programmeName: programmes.get(row.programme_id ?? '')?.name ?? null,
    placeId: placeIdOf(row),
    placeName: places.get(placeIdOf(row))?.name ?? '',
    fixedDay: row.fixed_day,
    fromMinute: row.from_minute,
    untilMinute: row.until_minute,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    endedReason: row.ended_reason,
  }))
}

export const presentAssignment = async (tx: Tx, row: AssignmentRow): Promise<contract.Assignment> => {
  const [assignment] = await presentAssignments(tx, [row])
  return assignment as contract.Assignment // one in, one out
}

export const presentVisits = async (tx: Tx, rows: readonly VisitRow[]): Promise<contract.Visit[]> => {
  const places = await placesById(
    tx,
    rows.map((row) => row.place_id),
  )
  const households = new Map(
    (await findHouseholds(tx, idsOf(rows.map((row) => row.household_id)))).map((row) => [row.id, row]),
  )
  const programmes = new Map(
    (await findProgrammes(tx, idsOf(rows.map((row) => row.programme_id)))).map((row) => [row.id, row]),
  )
  const names = await namesOf(tx, idsOf(rows.flatMap((row) => [row.person_id, row.visited_by_person_id])))
  const findings = await countFindingsOf(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const household = households.get(row.household_id ?? '')
    const programme = programmes.get(row.programme_id ?? '')
    const isOpen = row.state === 'planned' || row.state === 'missed'
    return {
      id: row.id,
      number: row.number,
      kind: row.kind,
      state: row.state,
      programmeId: row.programme_id,
      programmeName: programme?.name ?? null,
      programmeDuties: programme?.duties ?? [],
      householdId: row.household_id,
      door: household?.door ?? null,
      label: household?.label ? maskName(household.label) : null,
      placeId: row.place_id,
      placeName: places.get(row.place_id)?.name ?? '',
      personId: row.person_id,
      personName: names.get(row.person_id ?? '')?.name ?? null,
      dueOn: row.due_on,
      isLate: isOpen && row.due_on !== null && row.due_on < today(tx),
      outcome: row.outcome,
      visitedAt: row.visited_at,
      visitedByName: names.get(row.visited_by_person_id ?? '')?.name ?? null,
      leftAt: row.left_at,
      duties: row.duties,
      words: row.words === null ? null : maskText(row.words),
      attemptCount: row.attempt_count,
      findingCount: findings.get(row.id) ?? 0,
      reason: row.reason,
    }
  })
}

export const presentVisit = async (tx: Tx, row: VisitRow): Promise<contract.Visit> => {
  const [visit] = await presentVisits(tx, [row])
  return visit as contract.Visit // one in, one out
}

/** Findings with how their cases stand: owner and result follow the case (S2-10). */
export const presentFindings = async (tx: Tx, rows: readonly FindingRow[]): Promise<contract.Finding[]> => {
  const standings = await standingsOf(
    tx,
    rows.map((row) => row.case_id),
  )
  return rows.map((row) => {
    const standing = standings.get(row.case_id)
    return {
      visitId: row.visit_id,
      number: row.number,
      kind: row.kind,
      words: maskText(row.words),
      decision: row.decision === null ? null : maskText(row.decision),
      createdAt: row.created_at,
      caseId: row.case_id,
      caseNumber: standing?.number ?? '',
      caseState: standing?.state ?? '',
      ownerName: standing?.ownerName ?? null,
      result: standing?.result ?? null,
      isSolved: standing?.isSolved ?? false,
    }
  })
}
