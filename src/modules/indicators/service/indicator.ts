import { z } from 'zod'
import { idShape } from '#kernel/id'
import { holds, type InputOf, type Operation, type OutputOf } from '#kernel/operation'
import { cutPage, readCursorAs } from '#kernel/page'
import { pathIds } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { addDays, civilDateAt, civilDateShape, type CivilDate, daysBetween } from '#kernel/time'
import { standingsOf } from '#modules/cases'
import { namesOf } from '#modules/identity'
import { organizationNames } from '#modules/organizations'
import { findPlaces, loadDistrict, loadPlace, type PlaceRow } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import * as contract from '../contract.ts'
import {
  DEFAULT_WEIGHTS,
  type Definition,
  definitionOf,
  definitions,
  measuresOf,
  scoreOf,
  sumUp,
  type Tally,
} from '../rules/definitions.ts'
import * as store from '../store/read.ts'
import { NO_UNIT } from '../store/tables.ts'
import * as weights from '../store/weight.ts'

type Input = Omit<InputOf<typeof contract.listIndicators>, never>

/** The place that was asked for, else that of the highest post; refused when the actor answers for nothing there. */
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
  const [highest] = tx.actor.posts
    .filter((post) => holds({ ...tx.actor, posts: [post] }, operation.access))
    .sort((one, other) => one.placePath.split('.').length - other.placePath.split('.').length)
  return highest ? loadPlace(tx, highest.placeId) : loadDistrict(tx)
}

const scopeOf = (place: PlaceRow, input: Input): store.Scope => ({
  placePath: place.level === 'district' ? '' : place.path,
  organizationId: input.organizationId,
  personId: input.personId,
  role: input.role,
  channel: input.channel,
})

/** As many days right before. */
export const daysBefore = ({ from, until }: { readonly from: CivilDate; readonly until: CivilDate }) => ({
  from: addDays(from, -1 - daysBetween(from, until)),
  until: addDays(from, -1),
})

const tally = (lines: readonly (Tally & { readonly measure: string })[]): ReadonlyMap<string, Tally> => {
  const sums = new Map<string, Tally>()
  for (const { measure, count, minutes } of lines) {
    const known = sums.get(measure) ?? { count: 0, minutes: 0 }
    sums.set(measure, { count: known.count + count, minutes: known.minutes + minutes })
  }
  return sums
}

const sumsOf = async (tx: Tx, days: store.Days, scope: store.Scope) => {
  const counted = await store.countMeasures(tx, days, scope)
  const left = await store.countLeftOut(tx, days, scope)
  return (definition: Definition) => {
    const isIts = (line: { readonly channel: string }) =>
      definition.channel === undefined || line.channel === definition.channel
    const leftOut = left.filter((line) => line.indicatorId === definition.id && isIts(line))
    return sumUp(definition, tally(counted.filter(isIts)), tally(leftOut))
  }
}

const spreadOf = async (tx: Tx, days: store.Days, scope: store.Scope, definition: Definition) =>
  definition.unit === 'minute'
    ? store.spreadOf(tx, days, scope, { indicatorId: definition.id, measures: definition.part })
    : { median: null, p90: null }

const weightsOn = async (tx: Tx, day: string): Promise<contract.Weights> => {
  const row = await weights.weightOn(tx, day)
  if (!row) return { validFrom: null, ...DEFAULT_WEIGHTS }
  const { response, resolution, satisfaction } = row
  return { validFrom: row.valid_from as CivilDate, response, resolution, satisfaction }
}

const SCORE = { id: 'threeRateScore', source: '12345 三率 (cases §5.3)', validFrom: '2026-01-01' } as const

/** 三率综合得分, of the same sums. */
const scoreLine = (lines: readonly contract.Indicator[], weigh: contract.Weights): contract.Indicator => {
  const sumIn = (when: 'now' | 'before'): contract.Indicator['now'] => {
    const valueOf = (id: string): number | null => lines.find((line) => line.id === id)?.[when].value ?? null
    const rates = {
      response: valueOf('responseRate'),
      resolution: valueOf('resolutionRate'),
      satisfaction: valueOf('satisfactionRate'),
    }
    return { part: 0, all: 0, excluded: 0, value: scoreOf(rates, weigh) }
  }
  const sums = { now: sumIn('now'), before: sumIn('before'), median: null, p90: null }
  return { ...SCORE, unit: 'percent', mayExclude: false, ...sums }
}

export const listIndicators = async (
  tx: Tx,
  input: Input,
  operation: Pick<Operation, 'id' | 'access'> = contract.listIndicators,
): Promise<OutputOf<typeof contract.listIndicators>> => {
  const place = await placeFor(tx, operation, input.placeId)
  const scope = scopeOf(place, input)
  const now = { from: input.from, until: input.until }
  const before = daysBefore(now)
  const sumNow = await sumsOf(tx, now, scope)
  const sumBefore = await sumsOf(tx, before, scope)
  const lines: contract.Indicator[] = []
  for (const definition of definitions) {
    const { id, unit, source, validFrom, exclusionReasons } = definition
    const sums = { now: sumNow(definition), before: sumBefore(definition) }
    const spread = await spreadOf(tx, now, scope, definition)
    lines.push({ id, unit, source, validFrom, mayExclude: exclusionReasons.length > 0, ...sums, ...spread })
  }
  const weigh = await weightsOn(tx, input.until)
  const after = lines.findIndex(({ id }) => id === 'satisfactionRate') + 1
  return {
    place: { id: place.id, name: place.name, level: place.level },
    period: { now, before },
    items: lines.toSpliced(after, 0, scoreLine(lines, weigh)),
    weights: weigh,
    can: { setWeights: holds(tx.actor, contract.setWeights.access) },
  }
}

const definitionFor = (id: string): Definition => {
  const definition = definitionOf(id)
  if (!definition) throw new Refusal('indicators.indicator_not_found', { id })
  return definition
}

const namesBy = async (
  tx: Tx,
  by: contract.Breakdown,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const known = keys.filter((key) => key !== '' && key !== NO_UNIT)
  if (by === 'place')
    return new Map((await findPlaces(tx, known.map(Number))).map(({ id, name }) => [String(id), name]))
  if (by === 'organization') return known.length === 0 ? new Map() : organizationNames(tx, known)
  if (by === 'person') return new Map([...(await namesOf(tx, known))].map(([id, { masked }]) => [id, masked]))
  return new Map(known.map((key) => [key, key]))
}

export const breakDown = async (
  tx: Tx,
  input: InputOf<typeof contract.breakDown>,
  operation: Pick<Operation, 'id' | 'access'> = contract.breakDown,
): Promise<OutputOf<typeof contract.breakDown>> => {
  const definition = definitionFor(input.indicatorId)
  const place = await placeFor(tx, operation, input.placeId)
  const scope = { ...scopeOf(place, input), ...(definition.channel ? { channel: definition.channel } : {}) }
  const { counted, left } = await store.countBy(tx, input, scope, {
    indicatorId: definition.id,
    measures: measuresOf(definition),
    by: input.by,
    depth: pathIds(place.path).length + 1,
  })
  const keys = [...new Set(counted.map(({ key }) => key))]
  const names = await namesBy(tx, input.by, keys)
  const leftOf = Map.groupBy(left, ({ key }) => key)
  const items = [...Map.groupBy(counted, ({ key }) => key)].map(([key, lines]) => ({
    key: key === NO_UNIT ? '' : key,
    name: names.get(key) ?? '',
    ...sumUp(definition, tally(lines), tally(leftOf.get(key) ?? [])),
  }))
  items.sort((one, other) => (input.by === 'day' ? one.key.localeCompare(other.key) : other.all - one.all))
  return { items: items.slice(0, contract.LINES_MAX) }
}

const behindCursor = z.tuple([civilDateShape, idShape, z.number().int()])

export const listBehind = async (
  tx: Tx,
  input: InputOf<typeof contract.listBehind>,
): Promise<OutputOf<typeof contract.listBehind>> => {
  const definition = definitionFor(input.indicatorId)
  const place = await placeFor(tx, contract.listBehind, input.placeId)
  const scope = { ...scopeOf(place, input), ...(definition.channel ? { channel: definition.channel } : {}) }
  const rows = await store.listBehind(tx, input, scope, {
    indicatorId: definition.id,
    base: definition.all ?? definition.part,
    reached: definition.part,
    part: input.part,
    after: readCursorAs(input.cursor, behindCursor),
    limit: input.limit,
  })
  const page = cutPage(rows, input.limit, (row) => [row.on, row.caseId, row.number])
  const standings = await standingsOf(
    tx,
    page.items.map(({ caseId }) => caseId),
  )
  const places = new Map(
    (await findPlaces(tx, [...new Set(page.items.map((row) => row.placeId))])).map(({ id, name }) => [id, name]),
  )
  const units = await namesBy(tx, 'organization', [...new Set(page.items.map((row) => row.organizationId))])
  const items = page.items.map((row) => ({
    caseId: row.caseId,
    number: standings.get(row.caseId)?.number ?? '',
    title: standings.get(row.caseId)?.title ?? '',
    on: row.on,
    placeName: places.get(row.placeId) ?? '',
    organizationName: units.get(row.organizationId) ?? null,
    minutes: definition.unit === 'minute' ? row.minutes : null,
    isReached: row.isReached,
    exclusion: row.exclusion,
    exclusionReason: row.reason,
  }))
  return { items, nextCursor: page.nextCursor }
}

/** A day that is over keeps the weights it had. */
export const setWeights = async (tx: Tx, input: InputOf<typeof contract.setWeights>): Promise<contract.Weights> => {
  requirePermission(tx, contract.setWeights)
  const { validFrom, response, resolution, satisfaction } = input
  if (validFrom < civilDateAt(tx.now())) throw new Refusal('indicators.weight_past')
  await weights.insertWeight(tx, {
    district_id: tx.districtId,
    id: newId(tx),
    valid_from: validFrom,
    response,
    resolution,
    satisfaction,
    created_at: tx.now(),
    created_by_person_id: tx.actor.personId,
  })
  return { validFrom, response, resolution, satisfaction }
}
