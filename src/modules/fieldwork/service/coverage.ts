import type { InputOf } from '#kernel/operation'
import { Refusal } from '#kernel/refusal'
import { addDays, type CivilDate, daysBetween } from '#kernel/time'
import { namesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces } from '#modules/places'
import type { Tx } from '#platform/context'
import { say } from '#platform/words'
import * as contract from '../contract.ts'
import { rateOf } from '../rules/patrol.ts'
import * as store from '../store.ts'
import * as patrols from '../store/patrol.ts'
import { scopeOf, today } from './guard.ts'

const DAYS_DEFAULT = 30

const spanOf = (tx: Tx, input: InputOf<typeof contract.sumCoverage>): { from: CivilDate; until: CivilDate } => {
  const until = input.until ?? today(tx)
  const from = input.from ?? addDays(until, 1 - DAYS_DEFAULT)
  const days = daysBetween(from, until)
  if (days < 0 || days >= contract.SPAN_DAYS_MAX)
    throw new Refusal('fieldwork.span_not_possible', { from, until, days: contract.SPAN_DAYS_MAX })
  return { from, until }
}

/** What the keys of a table are called: grids, people, teams, routes; a day is its own name. */
export const namesByKey = async (
  tx: Tx,
  by: contract.CoverageBy | contract.ActionBy,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (by === 'place') {
    const places = await findPlaces(tx, keys.map(Number))
    return new Map(places.map((place) => [String(place.id), place.name]))
  }
  if (by === 'person') {
    const names = await namesOf(tx, keys)
    return new Map([...names].map(([id, { name }]) => [id, name]))
  }
  if (by === 'team') return organizationNames(tx, keys)
  if (by === 'route') {
    const routes = await store.findRoutes(tx, keys)
    return new Map(routes.map((route) => [route.id, route.name]))
  }
  return new Map(keys.map((key) => [key, key]))
}

const lineOf = (row: patrols.CoverageRow | undefined, key: string, name: string): contract.CoverageLine => ({
  key,
  name,
  dueCount: row?.due_count ?? 0,
  doneCount: row?.done_count ?? 0,
  missedCount: row?.missed_count ?? 0,
  onTimeCount: row?.on_time_count ?? 0,
  pointCount: row?.point_count ?? 0,
  validCount: row?.valid_count ?? 0,
  findingCount: row?.finding_count ?? 0,
  coverage: rateOf(row?.valid_count ?? 0, row?.point_count ?? 0),
  onTimeRate: rateOf(row?.on_time_count ?? 0, row?.due_count ?? 0),
})

export interface Coverage {
  readonly from: string
  readonly until: string
  readonly items: contract.CoverageLine[]
  readonly total: contract.CoverageLine
}

/** Coverage = points checked validly ÷ points planned; on time = finished in the window ÷ due (S2-19). */
export const sumCoverage = async (tx: Tx, input: InputOf<typeof contract.sumCoverage>): Promise<Coverage> => {
  const span = spanOf(tx, input)
  const filter = { ...span, placePaths: await scopeOf(tx, contract.sumCoverage, input.withinId) }
  const rows = await patrols.sumCoverage(tx, input.by, filter, contract.SUM_ROWS_MAX)
  const [total] = await patrols.sumCoverage(tx, 'total', filter, 1)
  const names = await namesByKey(
    tx,
    input.by,
    rows.flatMap((row) => row.key ?? []),
  )
  const nobody = say(tx.language, `fieldwork:none.${input.by === 'team' ? 'team' : 'person'}`)
  const items = rows.map((row) => lineOf(row, row.key ?? '', row.key === null ? nobody : (names.get(row.key) ?? '')))
  return { ...span, items, total: lineOf(total, '', say(tx.language, 'fieldwork:total')) }
}
