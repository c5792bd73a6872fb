import type { OutputOf } from '#kernel/operation'
import { namesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces } from '#modules/places'
import type { FileRow } from '#modules/workplace'
import type { Tx } from '#platform/context'
import type * as contract from './contract.ts'
import { bestVerdict } from './rules/check-in.ts'
import { timingOf } from './rules/patrol.ts'
import { windowWords } from './rules/plan.ts'
import { unitOfKind } from './rules/unit.ts'
import { factsOf } from './service/guard.ts'
import { listFunctions } from './service/function.ts'
import type { PatrolView, Walks } from './service/list.ts'
import { pointOf, rhythmOf } from './service/plan.ts'
import type { RouteView } from './service/route.ts'
import * as store from './store.ts'
import { listFindings } from './store/patrol.ts'

interface Names {
  readonly place: (id: number) => string
  readonly team: (id: string | null) => { id: string; name: string } | null
  readonly person: (id: string | null) => { id: string; name: string } | null
}

interface Named {
  readonly place_id: number
  readonly organization_id: string | null
  readonly person_id?: string | null
}

const present = <T>(values: readonly (T | null | undefined)[]): T[] => values.flatMap((value) => value ?? [])

/** What the ids in rows are called: three queries, however many rows. */
const namesIn = async (tx: Tx, rows: readonly Named[], personIds: readonly string[] = []): Promise<Names> => {
  const places = await findPlaces(tx, [...new Set(rows.map((row) => row.place_id))])
  const placeById = new Map(places.map(({ id, name }) => [id, name]))
  const teams = await organizationNames(tx, present(rows.map((row) => row.organization_id)))
  const persons = await namesOf(tx, [...present(rows.map((row) => row.person_id)), ...personIds])
  return {
    place: (id) => placeById.get(id) ?? '',
    team: (id) => (id === null ? null : { id, name: teams.get(id) ?? '' }),
    person: (id) => (id === null ? null : { id, name: persons.get(id)?.name ?? '' }),
  }
}

// Routes ------------------------------------------------------------------------------------------------------------------

export const presentRoutes = async (tx: Tx, rows: readonly store.RouteRow[]): Promise<contract.Route[]> => {
  const names = await namesIn(tx, rows)
  const points = await store.listPoints(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const window = windowWords({ from: row.window_from, until: row.window_until })
    return {
      id: row.id,
      name: row.name,
      placeId: row.place_id,
      placeName: names.place(row.place_id),
      team: names.team(row.organization_id),
      rhythm: rhythmOf(row),
      windowFrom: window.from,
      windowUntil: window.until,
      pointCount: points.filter((point) => point.route_id === row.id).length,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      version: row.version,
    }
  })
}

export const presentRoute = async (tx: Tx, row: store.RouteRow): Promise<contract.Route> => {
  const [route] = await presentRoutes(tx, [row])
  return route as contract.Route // one in, one out
}

export const presentRouteView = async (tx: Tx, view: RouteView): Promise<OutputOf<typeof contract.findRoute>> => {
  const names = await namesIn(tx, [], view.walkerIds)
  return {
    route: await presentRoute(tx, view.route),
    points: view.points.map(pointOf),
    walkers: present(view.walkerIds.map(names.person)),
    can: view.can,
  }
}

export const presentRoster = async (
  tx: Tx,
  rows: readonly store.RosterRow[],
): Promise<OutputOf<typeof contract.listRoster>['items']> => {
  const persons = await namesOf(
    tx,
    rows.map((row) => row.person_id),
  )
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    personId: row.person_id,
    name: persons.get(row.person_id)?.name ?? '',
    weekdays: row.weekdays,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  }))
}

export const presentRosterLine = async (tx: Tx, row: store.RosterRow) => {
  const [line] = await presentRoster(tx, [row])
  return line as OutputOf<typeof contract.addToRoster> // one in, one out
}

export const presentPersons = async (tx: Tx, ids: readonly string[]) => {
  const names = await namesIn(tx, [], ids)
  return present(ids.map(names.person)).sort((one, other) => one.name.localeCompare(other.name, 'zh-CN'))
}

// Patrols -----------------------------------------------------------------------------------------------------------------

export const presentPatrols = async (tx: Tx, rows: readonly store.PatrolRow[]): Promise<contract.Patrol[]> => {
  const names = await namesIn(tx, rows)
  const findings = await listFindings(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    id: row.id,
    routeId: row.route_id,
    routeName: row.route_name,
    on: row.on_day,
    placeId: row.place_id,
    placeName: names.place(row.place_id),
    team: names.team(row.organization_id),
    person: names.person(row.person_id),
    windowFrom: row.window_from,
    windowUntil: row.window_until,
    state: row.state,
    timing: timingOf(factsOf(row), tx.now()),
    pointCount: row.point_count,
    validCount: row.valid_count,
    findingCount: findings.filter((finding) => finding.patrol_id === row.id).length,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    reason: row.reason,
    version: row.version,
  }))
}

export const presentPatrol = async (tx: Tx, row: store.PatrolRow): Promise<contract.Patrol> => {
  const [patrol] = await presentPatrols(tx, [row])
  return patrol as contract.Patrol // one in, one out
}

const pointsOf = (row: store.PatrolRow, checkIns: readonly store.CheckInRow[]): contract.Walk['points'] =>
  row.points.map((point) => {
    const here = checkIns.filter((one) => one.patrol_id === row.id && one.point_id === point.id)
    return { ...point, verdict: bestVerdict(here.map((one) => one.verdict)) }
  })

export const presentWalks = async (tx: Tx, { rows, checkIns }: Walks): Promise<contract.Walk[]> => {
  const presented = await presentPatrols(tx, rows)
  return rows.map((row, index) => ({ ...(presented[index] as contract.Patrol), points: pointsOf(row, checkIns) }))
}

const fileOf = ({ id, kind, name, width, height }: FileRow) => ({ id, kind, name, width, height })

export const presentCheckIns = async (tx: Tx, rows: readonly store.CheckInRow[], files: readonly FileRow[]) => {
  const persons = await namesOf(
    tx,
    rows.map((row) => row.person_id),
  )
  return rows.map((row) => ({
    id: row.id,
    pointId: row.point_id,
    personName: persons.get(row.person_id)?.name ?? '',
    at: row.at,
    receivedAt: row.received_at,
    verdict: row.verdict,
    distanceM: row.distance_m,
    accuracyM: row.accuracy_m,
    words: row.words,
    files: files.filter((file) => row.files.includes(file.id)).map(fileOf),
  }))
}

export const presentPatrolView = async (tx: Tx, view: PatrolView): Promise<OutputOf<typeof contract.findPatrol>> => {
  const { patrol, checkIns, findings, events, files, can } = view
  const persons = await namesOf(tx, present(events.flatMap((event) => [event.person_id, event.to_person_id])))
  const nameOf = (id: string | null): string | null => (id === null ? null : (persons.get(id)?.name ?? ''))
  return {
    patrol: await presentPatrol(tx, patrol),
    words: patrol.words,
    points: pointsOf(patrol, checkIns),
    checkIns: await presentCheckIns(tx, checkIns, files),
    findings: findings.map((finding) => ({ caseId: finding.case_id, foundAt: finding.found_at })),
    events: events.map((event) => ({
      number: event.number,
      kind: event.kind,
      at: event.at,
      receivedAt: event.received_at,
      personName: nameOf(event.person_id),
      toPersonName: nameOf(event.to_person_id),
      words: event.words,
    })),
    can,
  }
}

// Actions -----------------------------------------------------------------------------------------------------------------

export const presentActions = async (tx: Tx, rows: readonly store.ActionRow[]): Promise<contract.GridAction[]> => {
  const names = await namesIn(
    tx,
    rows,
    rows.flatMap((row) => row.companions),
  )
  const functions = new Map((await listFunctions(tx)).map(({ key, name }) => [key, name]))
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    functionKey: row.function_key,
    functionName: functions.get(row.function_key) ?? row.function_key,
    placeId: row.place_id,
    placeName: names.place(row.place_id),
    count: row.count,
    unit: unitOfKind(row.kind),
    at: row.at,
    person: names.person(row.person_id) ?? { id: row.person_id, name: '' },
    companions: present(row.companions.map(names.person)),
    team: names.team(row.organization_id),
    patrolId: row.patrol_id,
    words: row.words,
    photoCount: row.files.length,
    withdrawnAt: row.withdrawn_at,
    withdrawnReason: row.withdrawn_reason,
  }))
}

export const presentAction = async (tx: Tx, row: store.ActionRow): Promise<contract.GridAction> => {
  const [action] = await presentActions(tx, [row])
  return action as contract.GridAction // one in, one out
}

export const presentActionFiles = (files: readonly FileRow[]) => files.map(fileOf)
