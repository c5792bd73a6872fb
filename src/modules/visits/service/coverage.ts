import { z } from 'zod'
import type { InputOf, OutputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { addDays } from '#kernel/time'
import { namesOf } from '#modules/identity'
import { findPlaces, loadPlace } from '#modules/places'
import type { Tx } from '#platform/context'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import * as store from '../store/coverage.ts'
import { countHouseholds } from '../store/household.ts'
import { findProgrammes } from '../store/programme.ts'
import { depthOf, scopeOf, today } from './scope.ts'

const DAYS_BACK = 30
/** The longest round there is. */
const DAYS_AHEAD = 366
const KEY_LENGTH_MAX = 40

const cursor = z.tuple([z.number().int().min(0).max(2_147_483_647), z.string().max(KEY_LENGTH_MAX)])

export const filterOf = async (
  tx: Tx,
  input: InputOf<typeof contract.exportCoverage>,
): Promise<store.CoverageFilter> => ({
  paths: await scopeOf(tx, input.withinId),
  programmeId: input.programmeId ?? null,
  kind: input.kind ?? null,
  personId: input.personId ?? null,
  from: input.from ?? addDays(today(tx), -DAYS_BACK),
  until: input.until ?? addDays(today(tx), DAYS_AHEAD),
  today: today(tx),
})

export type CoverageLine = OutputOf<typeof contract.listCoverage>['items'][number]
type By = InputOf<typeof contract.listCoverage>['by']

const uuidsOf = (keys: readonly string[]): string[] => keys.filter((key) => key !== '')

const namesFor = async (tx: Tx, by: By, keys: readonly string[]): Promise<(key: string) => string | undefined> => {
  if (by === 'place') {
    const places = new Map((await findPlaces(tx, keys.map(Number))).map((place) => [String(place.id), place.name]))
    return (key) => places.get(key)
  }
  if (by === 'person') {
    const names = await namesOf(tx, uuidsOf(keys))
    return (key) => (key === '' ? say(tx.language, 'visits:nobody') : names.get(key)?.name)
  }
  const programmes = new Map((await findProgrammes(tx, uuidsOf(keys))).map((row) => [row.id, row.name]))
  return (key) => (key === '' ? say(tx.language, 'visits:noProgramme') : programmes.get(key))
}

export const listCoverage = async (
  tx: Tx,
  filter: store.CoverageFilter,
  by: By,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<CoverageLine>> => {
  const district = await loadPlace(tx, tx.districtId)
  const grouping: store.Grouping = by === 'place' ? { by, depth: depthOf(filter.paths, district.path) } : { by }
  const after = readCursorAs(page.cursor, cursor)
  const rows = await store.listCoverage(tx, filter, grouping, { after, limit: page.limit })
  const cut = cutPage(rows, page.limit, (row) => [row.omittedCount, row.key])
  const nameOf = await namesFor(
    tx,
    by,
    cut.items.map((row) => row.key),
  )
  return { ...cut, items: cut.items.map((row) => ({ ...row, name: nameOf(row.key) ?? '' })) }
}

export const sumCoverage = async (
  tx: Tx,
  input: InputOf<typeof contract.sumCoverage>,
): Promise<OutputOf<typeof contract.sumCoverage>> => {
  const filter = await filterOf(tx, input)
  const { personCount, ...coverage } = await store.sumCoverage(tx, filter)
  const households = await countHouseholds(tx, filter.paths, filter.today)
  return {
    from: filter.from,
    until: filter.until,
    coverage,
    personCount,
    householdCount: households.count,
    unassignedHouseholdCount: households.unassignedCount,
    duties: await store.countDuties(tx, filter),
    stationedMinutes: await store.sumStationedMinutes(tx, filter),
  }
}
