import type { Role } from '#kernel/role'
import { addDays, type CivilDate } from '#kernel/time'
import { type Tenure, tenuresAt } from '#modules/posts'
import { calendarOf } from '#platform/calendar'
import { type Ctx, inTransaction, newId, type Tx } from '#platform/context'
import type { CheckPoint, Rhythm } from '../contract.ts'
import { daysWalked, HORIZON_DAYS, onDuty, walkerOn, windowOn } from '../rules/plan.ts'
import * as store from '../store.ts'
import * as patrols from '../store/patrol.ts'
import { today } from './guard.ts'

/** Who walks a route without a team: the grid workers of the place, else its head, else the community's workers. */
const WALKING: readonly Role[] = ['gridWorker', 'gridLeader', 'communityWorker']

/** Routes planned in one transaction. */
const BATCH = 20

export const rhythmOf = (route: store.RouteRow): Rhythm => {
  if (route.rhythm === 'weekdays') return { kind: 'weekdays', weekdays: route.weekdays }
  if (route.rhythm === 'interval') return { kind: 'interval', everyDays: route.every_days ?? 1 }
  return { kind: 'workDays' }
}

export const pointOf = (row: store.CheckPointRow): CheckPoint => ({
  id: row.id,
  name: row.name,
  longitude: row.longitude,
  latitude: row.latitude,
  radiusM: row.radius_m,
})

const heldOn = (tenures: readonly Tenure[], day: CivilDate): string[] => {
  const held = tenures.filter(({ startsOn, endsOn }) => startsOn <= day && (endsOn === null || day < endsOn))
  const role = WALKING.find((walking) => held.some((tenure) => tenure.role === walking))
  return held.filter((tenure) => tenure.role === role).map(({ personId }) => personId)
}

/** Answers who may walk a route on a day of the coming ones. */
export const walkersOf = async (tx: Tx, route: store.RouteRow): Promise<(day: CivilDate) => string[]> => {
  const from = today(tx)
  if (route.organization_id === null) {
    const span = { from, until: addDays(from, HORIZON_DAYS) }
    const tenures = await tenuresAt(tx, route.place_path, WALKING, span)
    return (day) => heldOn(tenures, day)
  }
  const roster = await store.listWholeRoster(tx, route.organization_id, from)
  const lines = roster.map((row) => ({
    personId: row.person_id,
    weekdays: row.weekdays,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  }))
  return (day) => onDuty(lines, day)
}

/** What a patrol takes from its route. */
interface Planned {
  readonly route: store.RouteRow
  readonly points: CheckPoint[]
  readonly day: CivilDate
  readonly personId: string | null
}

const columnsOf = ({ route, points, day, personId }: Planned) => {
  const window = windowOn(day, { from: route.window_from, until: route.window_until })
  return {
    route_name: route.name,
    organization_id: route.organization_id,
    person_id: personId,
    window_from: window.from,
    window_until: window.until,
    points,
    point_count: points.length,
  }
}

const newPatrol = (tx: Tx, planned: Planned): store.PatrolRow => ({
  district_id: tx.districtId,
  id: newId(tx),
  route_id: planned.route.id,
  on_day: planned.day,
  place_id: planned.route.place_id,
  place_path: planned.route.place_path,
  is_handed_over: false,
  valid_count: 0,
  state: 'planned',
  started_at: null,
  finished_at: null,
  is_on_time: null,
  words: null,
  reason: null,
  event_count: 0,
  version: 1,
  ...columnsOf(planned),
})

/** As text, whatever order the database keeps the parts in. */
const pointsText = (points: readonly CheckPoint[]): string =>
  JSON.stringify(points.map(({ id, name, longitude, latitude, radiusM }) => [id, name, longitude, latitude, radiusM]))

const isSame = (row: store.PatrolRow, columns: ReturnType<typeof columnsOf>): boolean =>
  row.route_name === columns.route_name &&
  row.organization_id === columns.organization_id &&
  row.person_id === columns.person_id &&
  row.window_from.getTime() === columns.window_from.getTime() &&
  row.window_until.getTime() === columns.window_until.getTime() &&
  pointsText(row.points) === pointsText(columns.points)

/**
 * Plans the patrols of a route for the coming days; the caller holds its lock. Planned anew from the route, the calendar
 * and who may walk: asked twice it changes nothing. What was begun, and what is walked today, stays as it is.
 */
export const planRoute = async (tx: Tx, route: store.RouteRow): Promise<void> => {
  const from = today(tx)
  const calendar = await calendarOf(tx)
  const span = { startsOn: route.starts_on as CivilDate, endsOn: route.ends_on as CivilDate | null }
  const days = daysWalked(rhythmOf(route), span, from, HORIZON_DAYS, (day) => calendar.isWorkDay(day))
  const walkers = await walkersOf(tx, route)
  const points = (await store.listPoints(tx, [route.id])).map(pointOf)
  const offset = Number.parseInt(route.id.slice(-4), 16)
  const existing = new Map((await patrols.lockOfRoute(tx, route.id, from)).map((row) => [row.on_day, row]))
  const made: store.PatrolRow[] = []
  for (const day of days) {
    const row = existing.get(day)
    existing.delete(day)
    const personId = walkerOn(day, walkers(day), offset)
    if (!row) {
      const patrol = newPatrol(tx, { route, points, day, personId })
      if (patrol.window_until > tx.now()) made.push(patrol)
    } else if (row.state === 'planned') await planAnew(tx, row, { route, points, day, personId })
  }
  await patrols.insertPatrols(tx, made)
  const isOver = route.ends_on !== null && route.ends_on <= from
  const left = [...existing.values()].filter((row) => row.state === 'planned' && (row.on_day > from || isOver))
  await patrols.removePatrols(
    tx,
    left.map((row) => row.id),
  )
}

const planAnew = async (tx: Tx, row: store.PatrolRow, planned: Planned): Promise<void> => {
  if (row.on_day === today(tx)) {
    // Phones have it already; only a patrol that nobody had finds somebody.
    if (row.person_id === null && planned.personId !== null)
      await patrols.updatePatrol(tx, row.id, { person_id: planned.personId })
    return
  }
  const columns = columnsOf({ ...planned, personId: row.is_handed_over ? row.person_id : planned.personId })
  if (!isSame(row, columns)) await patrols.updatePatrol(tx, row.id, columns)
}

/** Plans every route of the district for the coming days. */
export const planAll = async (ctx: Ctx): Promise<void> => {
  for (let after: string | null = null; ; ) {
    const ids: string[] = await inTransaction(ctx, async (tx) => {
      const found = await store.listRouteIds(tx, today(tx), after, BATCH)
      for (const id of found) {
        const route = await store.lockRoute(tx, id)
        if (route) await planRoute(tx, route)
      }
      return found
    })
    after = ids.at(-1) ?? null
    if (ids.length < BATCH) return
  }
}

/** Plans the routes of a team anew after its roster has changed. */
export const planTeam = async (tx: Tx, organizationId: string): Promise<void> => {
  for (const id of await store.listRouteIdsOfTeam(tx, organizationId, today(tx))) {
    const route = await store.lockRoute(tx, id)
    if (route) await planRoute(tx, route)
  }
}
