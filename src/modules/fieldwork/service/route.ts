import { z } from 'zod'
import { canOfOperations } from '#kernel/can'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import type { InputOf, Operation } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import type { CivilDate } from '#kernel/time'
import { loadPlace, refuseEnded } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from '../contract.ts'
import { windowOf } from '../rules/plan.ts'
import * as store from '../store.ts'
import { dayFrom, loadTeam, scopeOf, today } from './guard.ts'
import { planRoute, walkersOf } from './plan.ts'

const NAME_TAKEN = { route_name: 'fieldwork.route_name_conflict' }

/** A route is of a grid, or of a community or village group where nothing is divided. */
const LEVELS = ['grid', 'villageGroup', 'community']

const cursor = z.tuple([z.string().max(contract.NAME_LENGTH_MAX), idShape])

export const listRoutes = async (tx: Tx, input: InputOf<typeof contract.listRoutes>): Promise<Page<store.RouteRow>> => {
  const rows = await store.listRoutes(tx, {
    placePaths: await scopeOf(tx, contract.listRoutes, input.withinId),
    organizationId: input.organizationId,
    words: input.words || undefined,
    state: input.state,
    on: today(tx),
    after: readCursorAs(input.cursor, cursor),
    limit: input.limit,
  })
  return cutPage(rows, input.limit, (row) => [row.name, row.id])
}

export interface RouteView {
  readonly route: store.RouteRow
  readonly points: store.CheckPointRow[]
  readonly walkerIds: string[]
  readonly can: Record<string, Can>
}

const isEnded = (tx: Tx, route: store.RouteRow): boolean => route.ends_on !== null && route.ends_on <= today(tx)

export const findRoute = async (tx: Tx, id: string): Promise<RouteView> => {
  const route = await store.findRoute(tx, id)
  if (!route) throw new Refusal('fieldwork.route_not_found', { id })
  const there = { placePath: route.place_path }
  requirePermission(tx, contract.findRoute, there)
  const obstacle = isEnded(tx, route) ? 'fieldwork.route_ended' : null
  return {
    route,
    points: await store.listPoints(tx, [id]),
    walkerIds: (await walkersOf(tx, route))(today(tx)),
    can: canOfOperations(tx.actor, [contract.updateRoute, contract.endRoute], there, obstacle),
  }
}

type Details = Omit<InputOf<typeof contract.updateRoute>, 'id' | 'version'>

const columnsOf = async (tx: Tx, details: Details) => {
  const window = windowOf(details.windowFrom, details.windowUntil)
  if (!window) throw new Refusal('fieldwork.window_empty')
  if (details.organizationId !== null) await loadTeam(tx, details.organizationId)
  const { rhythm } = details
  return {
    name: details.name,
    organization_id: details.organizationId,
    rhythm: rhythm.kind,
    weekdays: rhythm.kind === 'weekdays' ? [...rhythm.weekdays].sort() : [],
    every_days: rhythm.kind === 'interval' ? rhythm.everyDays : null,
    window_from: window.from,
    window_until: window.until,
  }
}

const pointRows = (tx: Tx, routeId: string, points: Details['points']): store.CheckPointRow[] =>
  points.map((point, index) => ({
    district_id: tx.districtId,
    id: newId(tx),
    route_id: routeId,
    number: index + 1,
    name: point.name,
    longitude: point.longitude,
    latitude: point.latitude,
    radius_m: point.radiusM,
  }))

export const createRoute = async (tx: Tx, input: InputOf<typeof contract.createRoute>): Promise<store.RouteRow> => {
  const place = await loadPlace(tx, input.placeId)
  requirePermission(tx, contract.createRoute, { placePath: place.path })
  refuseEnded(place)
  if (!LEVELS.includes(place.level)) throw new Refusal('fieldwork.place_too_large', { name: place.name })
  const row: store.RouteRow = {
    district_id: tx.districtId,
    id: newId(tx),
    place_id: place.id,
    place_path: place.path,
    ...(await columnsOf(tx, input)),
    starts_on: dayFrom(tx, input.startsOn, today(tx)),
    ends_on: null,
    created_at: tx.now(),
    created_by_person_id: tx.actor.personId,
    version: 1,
  }
  await refuseTaken(NAME_TAKEN, { name: input.name }, () => store.insertRoute(tx, row))
  await store.replacePoints(tx, row.id, pointRows(tx, row.id, input.points))
  await planRoute(tx, row)
  return row
}

/** Locks a route that is about to be changed: permission at its place, in force, still the version seen. */
const lockForChange = async (
  tx: Tx,
  operation: Operation,
  ref: { readonly id: string; readonly version: number },
): Promise<store.RouteRow> => {
  const route = await store.lockRoute(tx, ref.id)
  if (!route) throw new Refusal('fieldwork.route_not_found', { id: ref.id })
  requirePermission(tx, operation, { placePath: route.place_path })
  if (isEnded(tx, route)) throw new Refusal('fieldwork.route_ended', { name: route.name, on: route.ends_on })
  if (route.version !== ref.version) throw new Refusal('fieldwork.changed_meanwhile', { name: route.name })
  return route
}

const reload = async (tx: Tx, id: string): Promise<store.RouteRow> => {
  const route = await store.findRoute(tx, id)
  if (!route) throw new Error(`route ${id} was locked and is gone`)
  return route
}

export const updateRoute = async (tx: Tx, input: InputOf<typeof contract.updateRoute>): Promise<store.RouteRow> => {
  const { id } = await lockForChange(tx, contract.updateRoute, input)
  const change = await columnsOf(tx, input)
  await refuseTaken(NAME_TAKEN, { name: input.name }, () => store.updateRoute(tx, id, change))
  await store.replacePoints(tx, id, pointRows(tx, id, input.points))
  const route = await reload(tx, id)
  await planRoute(tx, route)
  return route
}

/** Ends a route; it keeps its patrols, those planned for later are taken back. */
export const endRoute = async (tx: Tx, input: InputOf<typeof contract.endRoute>): Promise<store.RouteRow> => {
  const { id, starts_on: startsOn } = await lockForChange(tx, contract.endRoute, input)
  const earliest: CivilDate = today(tx)
  const on = dayFrom(tx, input.on, startsOn > earliest ? startsOn : earliest)
  await store.updateRoute(tx, id, { ends_on: on })
  const route = await reload(tx, id)
  await planRoute(tx, route)
  return route
}
