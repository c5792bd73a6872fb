import { isWithin } from '#kernel/place'
import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { contactOf } from '#modules/identity'
import { loadOrganization, refuseClosed } from '#modules/organizations'
import { listBelow, loadDistrict, loadPlace, type PlaceRow } from '#modules/places'
import { type Holding, holdersWithin, membersOf } from '#modules/posts'
import type { Tx } from '#platform/context'
import { deliver, tell } from '#platform/notify'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { calledOf, gapsOf, nextOfChain } from '../rules/call-tree.ts'
import { DEFAULT_MINUTES } from '../rules/event.ts'
import * as store from '../store.ts'

/** Somebody who is called, with the organisation when it is by that. */
export interface Called extends Holding {
  readonly organizationId: string | null
}

/** Everybody in the district with a post by which one is called. */
export const allHolders = async (tx: Tx): Promise<Holding[]> =>
  holdersWithin(tx, [(await loadDistrict(tx)).path], contract.calledRoles)

/** The people of the duty units of the areas, each at the place of the unit. */
const unitPeople = async (tx: Tx, areas: readonly string[]): Promise<Called[]> => {
  const units = (await store.listUnits(tx)).filter(({ place_path: path }) =>
    areas.some((area) => isWithin(path, area) || isWithin(area, path)),
  )
  const called: Called[] = []
  for (const unit of units) {
    for (const { personId, role } of await membersOf(tx, unit.organization_id)) {
      const at = { placeId: unit.place_id, placePath: unit.place_path, organizationId: unit.organization_id }
      called.push({ personId, role, ...at })
    }
  }
  return called
}

/** Everybody an emergency of these areas calls, each once: posts first, then duty units. */
export const calledAt = async (tx: Tx, areas: readonly string[]): Promise<Called[]> => {
  const byPost = calledOf(areas, await allHolders(tx)).map((holding) => ({ ...holding, organizationId: null }))
  const known = new Set(byPost.map(({ personId }) => personId))
  const byUnit = (await unitPeople(tx, areas)).filter(({ personId }) => !known.has(personId))
  const once = new Map(byUnit.map((called) => [called.personId, called]))
  return [...byPost, ...once.values()]
}

export const responseRow = (
  tx: Tx,
  eventId: string,
  called: Called,
  calledForPersonId: string | null,
): store.ResponseRow => ({
  district_id: tx.districtId,
  event_id: eventId,
  person_id: called.personId,
  role: called.role,
  place_id: called.placeId,
  place_path: called.placePath,
  organization_id: called.organizationId,
  called_for_person_id: calledForPersonId,
  told_at: tx.now(),
  received_at: null,
  on_way_at: null,
  in_place_at: null,
  longitude: null,
  latitude: null,
  escalated_at: null,
})

/** Tells people in the platform and on their phones at once, day and night: an emergency does not wait for quiet hours. */
export const callOut = async (
  tx: Tx,
  event: Pick<store.EventRow, 'id' | 'title' | 'level' | 'words'>,
  personIds: readonly string[],
  ending: 'called' | 'next' | 'over',
): Promise<void> => {
  const data = { title: event.title, level: String(event.level), words: event.words }
  const matter = { kind: store.EVENT_KIND, id: event.id }
  await tell(tx, { personIds, key: `emergencies:notice.${ending}`, data, matter, isUrgent: true, isSaid: true })
  for (const personId of personIds) {
    if (personId === tx.actor.personId) continue
    const { phone, language } = await contactOf(tx, personId)
    if (phone) await deliver(tx, 'sms', phone, say(language, `emergencies:notice.${ending}`, data))
  }
}

// Plans -----------------------------------------------------------------------------------------------------------------------

const noPlan = (tx: Tx, kind: contract.EmergencyKind): store.PlanRow => ({
  district_id: tx.districtId,
  kind,
  duties: {},
  acknowledge_minutes: DEFAULT_MINUTES[kind],
  changed_at: tx.now(),
  version: 0,
})

/** One plan of every kind; of a kind that has none the defaults. */
export const listPlans = async (tx: Tx): Promise<store.PlanRow[]> => {
  const rows = new Map((await store.listPlans(tx)).map((row) => [row.kind, row]))
  return contract.emergencyKinds.map((kind) => rows.get(kind) ?? noPlan(tx, kind))
}

export const planOf = async (tx: Tx, kind: contract.EmergencyKind): Promise<store.PlanRow> =>
  (await listPlans(tx)).find((plan) => plan.kind === kind) ?? noPlan(tx, kind)

export const setPlan = async (tx: Tx, input: InputOf<typeof contract.setPlan>): Promise<store.PlanRow> => {
  const row = {
    district_id: tx.districtId,
    kind: input.kind,
    duties: JSON.stringify(input.duties),
    acknowledge_minutes: input.acknowledgeMinutes,
    changed_at: tx.now(),
    version: 1,
  }
  const written = await store.putPlan(tx, row, input.version)
  if (!written) throw new Refusal('emergencies.changed_meanwhile')
  return written
}

// Duty units --------------------------------------------------------------------------------------------------------------------

export const placeHere = async (tx: Tx, placeId: number): Promise<PlaceRow> => {
  const place = await loadPlace(tx, placeId)
  if (place.district_id !== tx.districtId || place.level === 'city')
    throw new Refusal('emergencies.place_elsewhere', { placeId })
  return place
}

export const addUnit = async (tx: Tx, input: InputOf<typeof contract.addUnit>): Promise<store.UnitRow> => {
  const organization = await loadOrganization(tx, input.organizationId)
  refuseClosed(tx, organization)
  const place = await placeHere(tx, input.placeId)
  const row = {
    district_id: tx.districtId,
    organization_id: organization.id,
    place_id: place.id,
    place_path: place.path,
    added_at: tx.now(),
  }
  await store.insertUnit(tx, row)
  return row
}

// The tree ------------------------------------------------------------------------------------------------------------------------

export interface Tree {
  readonly called: readonly (Called & { readonly next: readonly string[] })[]
  readonly gaps: readonly PlaceRow[]
}

/** A district has some thousand grids. */
const PLACES_BELOW_MAX = 20_000

/** Grids below a place, in which somebody should answer. */
export const gridsBelow = async (tx: Tx, places: readonly PlaceRow[]): Promise<PlaceRow[]> => {
  const below: PlaceRow[] = []
  for (const place of places) below.push(place, ...(await listBelow(tx, place.path, '', PLACES_BELOW_MAX)))
  const grids = below.filter((place) => place.level === 'grid' && place.valid_to === null)
  return [...new Map(grids.map((grid) => [grid.id, grid])).values()]
}

export const viewTree = async (tx: Tx, placeId: number): Promise<Tree> => {
  const place = await loadPlace(tx, placeId)
  const holders = await allHolders(tx)
  const called = await calledAt(tx, [place.path])
  const grids = await gridsBelow(tx, [place])
  const empty = new Set(
    gapsOf(
      grids.map((grid) => grid.path),
      called,
    ),
  )
  return {
    called: called.map((one) => ({ ...one, next: nextOfChain(one, holders).map(({ personId }) => personId) })),
    gaps: grids.filter((grid) => empty.has(grid.path)),
  }
}
