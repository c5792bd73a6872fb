import { maskName } from '#kernel/mask'
import type { PlaceRow } from '#modules/places'
import type * as contract from './contract.ts'
import { stateOf } from './rules/event.ts'
import { type EventView, timesOfView } from './service/event.ts'
import type * as store from './store.ts'

/** What people are called, by id: in full, for those who have to call them. */
export type NameOf = (id: string | null) => string

export const presentPlan = (row: store.PlanRow): contract.Plan => ({
  kind: row.kind,
  duties: row.duties,
  acknowledgeMinutes: row.acknowledge_minutes,
  version: row.version,
})

export const placeRef = (place: PlaceRow | undefined, id: number) => ({ id, name: place?.name ?? '' })

export const presentEvent = (view: EventView, nameOf: NameOf): contract.EmergencyEvent => {
  const { row, places } = view
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    level: row.level,
    title: row.title,
    words: row.words,
    places: places.map((place) => placeRef(place, place.id)),
    state: row.state,
    raisedAt: row.raised_at,
    raisedBy: nameOf(row.raised_by_person_id),
    endedAt: row.ended_at,
    summary: row.summary,
    acknowledgeMinutes: row.acknowledge_minutes,
    times: timesOfView(view),
    version: row.version,
  }
}

export const answerState = (row: store.ResponseRow): contract.ResponseState =>
  stateOf({ receivedAt: row.received_at, onWayAt: row.on_way_at, inPlaceAt: row.in_place_at })

export const presentTask = (row: store.TaskRow, nameOf: NameOf) => ({
  id: row.id,
  words: row.words,
  person: row.person_id === null ? null : { id: row.person_id, name: nameOf(row.person_id) },
  createdAt: row.created_at,
  doneAt: row.done_at,
  doneBy: row.done_by_person_id === null ? null : nameOf(row.done_by_person_id),
})

export const presentResponse = (
  row: store.ResponseRow,
  facts: {
    readonly nameOf: NameOf
    readonly place: PlaceRow | undefined
    readonly organizationName: string | null
    readonly minutes: number
    readonly now: Date
  },
) => ({
  person: { id: row.person_id, name: facts.nameOf(row.person_id) },
  role: row.role,
  place: placeRef(facts.place, row.place_id),
  organizationName: facts.organizationName,
  state: answerState(row),
  toldAt: row.told_at,
  receivedAt: row.received_at,
  onWayAt: row.on_way_at,
  inPlaceAt: row.in_place_at,
  point: row.longitude === null || row.latitude === null ? null : { longitude: row.longitude, latitude: row.latitude },
  isLate: row.received_at === null && facts.now.getTime() >= row.told_at.getTime() + facts.minutes * 60_000,
  escalatedAt: row.escalated_at,
})

export const maskedName = (name: string): string => maskName(name)
