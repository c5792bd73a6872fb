import { z } from 'zod'
import type { InputOf, OutputOf } from '#kernel/operation'
import { PAGE_ROWS_MAX, readCursorAs } from '#kernel/page'
import { pathIds } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import type { Role } from '#kernel/role'
import { namesOf } from '#modules/identity'
import { findPlaces, listPlaces, loadPlace, type PlaceRow } from '#modules/places'
import { rolesOfPosts } from '#modules/posts'
import type { Tx } from '#platform/context'
import type * as contract from '../contract.ts'
import { listStandings } from '../store/coverage.ts'
import { listOfProgramme } from '../store/programme.ts'
import type { AssignmentRow } from '../store/tables.ts'
import { loadProgramme } from './programme.ts'
import { today } from './scope.ts'

const placeCursor = z.tuple([z.string().max(20)])

export interface ContactTable {
  readonly lines: readonly contract.Contact[]
  readonly holders: readonly { readonly role: Role | null; readonly personCount: number }[]
}

/** The communities of a rule, and the other places to which somebody is fixed, in the order of the tree. */
const placesOf = async (tx: Tx, within: PlaceRow, assigned: readonly AssignmentRow[]): Promise<PlaceRow[]> => {
  const others = await findPlaces(tx, [...new Set(assigned.flatMap((row) => row.place_id ?? []))])
  const found = new Map([within, ...others].map((place) => [place.id, place]))
  const asked = { withinId: within.id, level: 'community', sort: 'name', limit: PAGE_ROWS_MAX } as const
  for (let cursor: string | undefined; ; ) {
    const page = await listPlaces(tx, { ...asked, cursor })
    for (const place of page.items) found.set(place.id, place)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  const isAssigned = new Set(others.map((place) => place.id))
  return [...found.values()]
    .filter((place) => place.level === 'community' || isAssigned.has(place.id))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

const streetNames = async (tx: Tx, places: readonly PlaceRow[]): Promise<(place: PlaceRow) => string> => {
  const above = await findPlaces(tx, [...new Set(places.flatMap((place) => pathIds(place.path)))])
  const nameOf = new Map(above.flatMap((place) => (place.level === 'street' ? [[place.id, place.name] as const] : [])))
  return (place) => pathIds(place.path).flatMap((id) => nameOf.get(id) ?? [])[0] ?? ''
}

const countHolders = (
  assigned: readonly AssignmentRow[],
  roles: ReadonlyMap<string, Role>,
): ContactTable['holders'] => {
  const byRole = Map.groupBy(assigned, (row) => roles.get(row.post_id ?? '') ?? null)
  return [...byRole].map(([role, rows]) => ({ role, personCount: new Set(rows.map((row) => row.person_id)).size }))
}

/** Who keeps contact with which community under one rule, the whole table (S4-14). */
export const contactTable = async (tx: Tx, programmeId: string): Promise<ContactTable> => {
  const programme = await loadProgramme(tx, programmeId)
  if (programme.kind === 'household') throw new Refusal('visits.not_for_places', { name: programme.name })
  const assigned = await listOfProgramme(tx, programme.id, today(tx))
  const places = await placesOf(tx, await loadPlace(tx, programme.place_id), assigned)
  const names = await namesOf(
    tx,
    assigned.map((row) => row.person_id),
  )
  const roles = await rolesOfPosts(
    tx,
    assigned.flatMap((row) => row.post_id ?? []),
  )
  const standings = new Map((await listStandings(tx, programme.id)).map((row) => [row.place_id, row]))
  const streetOf = await streetNames(tx, places)
  const assignedAt = Map.groupBy(assigned, (row) => row.place_id)
  const lines = places.map((place): contract.Contact => {
    const standing = standings.get(place.id)
    const due = standing?.due_on ?? null
    return {
      placeId: place.id,
      placeName: place.name,
      streetName: streetOf(place),
      holders: (assignedAt.get(place.id) ?? []).map((row) => ({
        assignmentId: row.id,
        personId: row.person_id,
        name: names.get(row.person_id)?.name ?? '',
        role: roles.get(row.post_id ?? '') ?? null,
        fixedDay: row.fixed_day,
        since: row.starts_on,
      })),
      lastVisitedAt: standing?.last_visited_at ?? null,
      dueOn: due,
      isLate: due !== null && due < today(tx),
      visitCount: standing?.visit_count ?? 0,
      findingCount: standing?.finding_count ?? 0,
    }
  })
  return { lines, holders: countHolders(assigned, roles) }
}

export const isShown = (line: contract.Contact, filled: 'any' | 'vacant' | 'filled'): boolean =>
  filled === 'any' || (filled === 'vacant') === (line.holders.length === 0)

/** A page of the table in the order of the tree. */
export const listContacts = async (
  tx: Tx,
  input: InputOf<typeof contract.listContacts>,
): Promise<OutputOf<typeof contract.listContacts>> => {
  const { lines, holders } = await contactTable(tx, input.programmeId)
  const shown = lines.filter((line) => isShown(line, input.filled))
  const [after] = readCursorAs(input.cursor, placeCursor) ?? []
  const from = after === undefined ? 0 : shown.findIndex((line) => String(line.placeId) === after) + 1
  const items = shown.slice(from, from + input.limit)
  const last = items.at(-1)
  return {
    items: [...items],
    nextCursor: last && from + input.limit < shown.length ? JSON.stringify([String(last.placeId)]) : null,
    placeCount: lines.length,
    vacantCount: lines.filter((line) => line.holders.length === 0).length,
    holders: [...holders],
  }
}
