import { z } from 'zod'
import { idShape } from '#kernel/id'
import { holds, type InputOf, type Operation, type OutputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import type { PlaceLevel } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { addDays, type CivilDate, civilDateAt, instantOf } from '#kernel/time'
import { listCasesBehind as listCases, summarizeCases } from '#modules/cases'
import { findPlaces, findPlaceWithAbove, listPlaces, loadDistrict, loadPlace, type PlaceRow } from '#modules/places'
import { requirePermission, type Tx } from '#platform/context'
import { countStays, listStays, type Stay, type StayCount } from '#platform/thread'
import * as contract from './contract.ts'
import { monthSoFar, passedSpanOf, spanOf } from './rules/period.ts'

const CASE_KIND = 'case'
/** Which clocks a rate counts: 差评整改 is handling once more. */
const CLOCKS_OF_RATE = { acceptance: ['acceptance'], handling: ['handling', 'correction'] } as const
const CHILD_LEVELS: Partial<Record<PlaceLevel, PlaceLevel>> = {
  district: 'street',
  street: 'community',
  community: 'grid',
}

/** The place that was asked for, else that of the highest post; refused when the actor leads nothing there. */
export const placeFor = async (
  tx: Tx,
  operation: Pick<Operation, 'id' | 'access'>,
  placeId: number | undefined,
): Promise<PlaceRow> => {
  const place = placeId === undefined ? await placeOfActor(tx, operation) : await loadPlace(tx, placeId)
  if (place.district_id !== tx.districtId) throw new Refusal('places.place_not_found', { id: place.id })
  requirePermission(tx, operation, { placePath: place.path })
  return place
}

const placeOfActor = async (tx: Tx, operation: Pick<Operation, 'id' | 'access'>): Promise<PlaceRow> => {
  if (tx.actor.kind === 'system') return loadDistrict(tx)
  const [highest] = tx.actor.posts
    .filter((post) => holds({ ...tx.actor, posts: [post] }, operation.access))
    .sort((one, other) => one.placePath.split('.').length - other.placePath.split('.').length)
  if (highest) return loadPlace(tx, highest.placeId)
  requirePermission(tx, operation)
  throw new Error('who may call this holds a post')
}

/** Places above whose board the actor may open, from the top. */
export const boardsAbove = async (tx: Tx, place: PlaceRow): Promise<PlaceRow[]> => {
  const { above } = await findPlaceWithAbove(tx, place.id)
  return above.filter(
    ({ path, district_id }) =>
      district_id === tx.districtId && holds(tx.actor, contract.findBoard.access, { placePath: path }),
  )
}

type Board = OutputOf<typeof contract.findBoard>
type Sums = Awaited<ReturnType<typeof summarizeCases>>

/** Every place right below with its open cases, those without any too. */
export const childrenOf = async (
  tx: Tx,
  place: PlaceRow,
  sums: Sums,
): Promise<Pick<Board, 'childLevel' | 'children' | 'elsewhere'>> => {
  const childLevel = CHILD_LEVELS[place.level] ?? null
  const none = { open: 0, late: 0 }
  if (childLevel === null) return { childLevel, children: [], elsewhere: none }
  const page = await listPlaces(tx, {
    withinId: place.id,
    level: childLevel,
    sort: 'name',
    limit: contract.CHILDREN_MAX,
  })
  const sumOf = new Map(sums.children.map((line) => [line.childId, { open: line.open, late: line.late }]))
  const children = page.items.map(({ id, name, level }) => ({ id, name, level, ...(sumOf.get(id) ?? none) }))
  const elsewhere = {
    open: sums.open - children.reduce((sum, child) => sum + child.open, 0),
    late: sums.late - children.reduce((sum, child) => sum + child.late, 0),
  }
  return { childLevel, children, elsewhere }
}

const NO_STAYS: StayCount = { inTime: 0, all: 0 }

/** 按时受理率、按时处置率, of the period and of the one before. */
export const stayRatesOf = async (
  tx: Tx,
  place: PlaceRow,
  period: ReturnType<typeof monthSoFar>,
): Promise<Pick<Board['rates'], contract.StayRate>> => {
  const clocks = Object.values(CLOCKS_OF_RATE).flat()
  const filter = { kind: CASE_KIND, clocks, placePath: pathOf(place) }
  const spans = { now: passedSpanOf(period.now, tx.now()), before: spanOf(period.before) }
  const counts = await countStays(tx, filter, spans)
  const sumOf = (rate: contract.StayRate, when: 'now' | 'before') => {
    const parts = CLOCKS_OF_RATE[rate].map((clock) => counts.get(clock)?.[when] ?? NO_STAYS)
    return {
      part: parts.reduce((sum, { inTime }) => sum + inTime, 0),
      all: parts.reduce((sum, { all }) => sum + all, 0),
    }
  }
  const rateOf = (rate: contract.StayRate) => ({ now: sumOf(rate, 'now'), before: sumOf(rate, 'before') })
  return { acceptance: rateOf('acceptance'), handling: rateOf('handling') }
}

/** All of a district is read without a comparison of paths. */
const pathOf = (place: PlaceRow): string => (place.level === 'district' ? '' : place.path)

/** The month so far, the days of the line, and the cases in numbers. */
export const sumBoard = async (tx: Tx, place: PlaceRow) => {
  const today = civilDateAt(tx.now())
  const period = monthSoFar(today)
  const daysFrom = addDays(today, 1 - contract.BOARD_DAYS)
  const sums = await summarizeCases(tx, place, {
    now: spanOf(period.now),
    before: spanOf(period.before),
    daysFrom: instantOf(daysFrom),
  })
  return { period, sums, days: everyDay(daysFrom, sums.days) }
}

const everyDay = (from: CivilDate, known: Sums['days']): Board['days'] => {
  const dayOf = new Map(known.map((day) => [day.on, day]))
  return Array.from({ length: contract.BOARD_DAYS }, (_, index) => {
    const on = addDays(from, index)
    return { on, reported: dayOf.get(on)?.reported ?? 0, closed: dayOf.get(on)?.closed ?? 0 }
  })
}

const stayCursor = z.tuple([cursorInstant, idShape])

/** The stays behind a rate, the last entered first, with the names of their places. */
export const listVisits = async (
  tx: Tx,
  input: InputOf<typeof contract.listVisits>,
): Promise<Page<Stay> & { readonly placeNames: ReadonlyMap<number, string> }> => {
  const place = await placeFor(tx, contract.listVisits, input.placeId)
  const filter = {
    kind: CASE_KIND,
    clocks: CLOCKS_OF_RATE[input.rate],
    placePath: pathOf(place),
    span: passedSpanOf({ from: input.from, until: input.until }, tx.now()),
    outcome: input.outcome,
  }
  const after = readCursorAs(input.cursor, stayCursor)
  const rows = await listStays(tx, filter, { after, limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.enteredAt.toISOString(), row.id])
  const places = await findPlaces(tx, [...new Set(page.items.map((row) => row.placeId))])
  return { ...page, placeNames: new Map(places.map(({ id, name }) => [id, name])) }
}

/** The cases behind a figure. */
export const listCasesBehind = async (tx: Tx, input: InputOf<typeof contract.listCasesBehind>) => {
  const place = await placeFor(tx, contract.listCasesBehind, input.placeId)
  const span = spanOf({ from: input.from, until: input.until })
  return listCases(tx, place, { name: input.figure, span }, input)
}
