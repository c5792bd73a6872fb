import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, type Page, readCursorAs } from '#kernel/page'
import { maskText } from '#kernel/mask'
import { isWithin } from '#kernel/place'
import { civilDateAt } from '#kernel/time'
import { listBelow, loadDistrict } from '#modules/places'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, type PageFrom, rowsByPage, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import { boundOf, isLateAt, minutesToArrive, monthsBetween } from '../rules/whistle.ts'
import * as store from '../store/whistle.ts'
import { configOf } from './config.ts'
import { ownOrganizationIds, pathAsked, placePathsRead, spanOf } from './scope.ts'
import { attendanceOf, type ListedWhistle, listedWhistles } from './whistle-view.ts'

const ROWS_AT_ONCE = 200
/** Months that are counted when none were asked for, and at most. */
const MONTHS_SHOWN = 6
const MONTHS_MAX = 24
const STREETS_MAX = 50
const PLACES_READ_MAX = 1_000

type Filter = InputOf<typeof contract.exportWhistles>
const cursorShape = z.tuple([cursorInstant, idShape])

const filterOf = async (tx: Tx, filter: Filter): Promise<store.WhistleFilter> => {
  const isCalled = filter.view === 'called'
  const asked = isCalled ? await pathAsked(tx, filter.placeId) : null
  return {
    placePaths: isCalled ? (asked === null ? null : [asked]) : await placePathsRead(tx, filter.placeId),
    organizationIds: isCalled
      ? ownOrganizationIds(tx)
      : filter.organizationId === undefined
        ? null
        : [filter.organizationId],
    reason: filter.reason ?? null,
    state: filter.state ?? null,
    isLate: filter.isLate ?? false,
    ...spanOf(filter),
  }
}

export const listWhistles = async (
  tx: Tx,
  input: InputOf<typeof contract.listWhistles>,
): Promise<Page<ListedWhistle>> => {
  const after = readCursorAs(input.cursor, cursorShape)
  const rows = await store.listWhistles(tx, await filterOf(tx, input), { after, limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.blown_at.toISOString(), row.id])
  return { items: await listedWhistles(tx, page.items), nextCursor: page.nextCursor }
}

/** The streets that a count is about. */
const streetsWithin = async (tx: Tx, placePaths: readonly string[] | null) => {
  const district = await loadDistrict(tx)
  const streets: { id: number; name: string; path: string }[] = []
  for (let after = ''; streets.length < STREETS_MAX; ) {
    const below = await listBelow(tx, district.path, after, PLACES_READ_MAX)
    streets.push(...below.filter(({ level }) => level === 'street'))
    after = below.at(-1)?.path ?? ''
    if (below.length < PLACES_READ_MAX) break
  }
  const isShown = (path: string): boolean =>
    placePaths === null || placePaths.some((other) => isWithin(path, other) || isWithin(other, path))
  return streets.filter(({ path }) => isShown(path)).slice(0, STREETS_MAX)
}

export const sumWhistles = async (tx: Tx, input: InputOf<typeof contract.sumWhistles>) => {
  const filter = await filterOf(tx, input)
  const { whistlesAMonth: bounds } = await configOf(tx)
  const today = civilDateAt(tx.now())
  const thisMonth = today.slice(0, 7)
  const until = (input.until ?? today).slice(0, 7)
  const last = until > thisMonth ? thisMonth : until
  const months = monthsBetween(input.from ?? '1900-01', last, input.from === undefined ? MONTHS_SHOWN : MONTHS_MAX)
  const counted = new Map(
    (await store.countByMonth(tx, filter)).map(({ month, streetId, count }) => [`${month} ${streetId}`, count]),
  )
  const streets = input.view === 'called' ? [] : await streetsWithin(tx, filter.placePaths)
  return {
    ...(await store.sumWhistles(tx, filter)),
    linkCount: await store.countLinks(tx),
    bounds,
    months: months.reverse().flatMap((month) =>
      streets.map((street) => {
        const count = counted.get(`${month} ${street.id}`) ?? 0
        const bound = boundOf(count, bounds, month < thisMonth)
        return { month, streetId: street.id, streetName: street.name, count, bound }
      }),
    ),
  }
}

// Export ----------------------------------------------------------------------------------------------------------------

const COLUMNS = [
  ['number', 18, 'text'],
  ['title', 36, 'text'],
  ['place', 20, 'text'],
  ['whistleReason', 16, 'text'],
  ['whistleState', 10, 'text'],
  ['blownAt', 17, 'datetime'],
  ['organization', 20, 'text'],
  ['calledAt', 17, 'datetime'],
  ['dueAt', 17, 'datetime'],
  ['arrivedAt', 17, 'datetime'],
  ['arrivalMinutes', 10, 'number'],
  ['isLate', 8, 'text'],
  ['did', 36, 'text'],
  ['excuse', 24, 'text'],
  ['streetScore', 10, 'number'],
  ['whistleScore', 10, 'number'],
  ['endedAt', 17, 'datetime'],
] as const

const exportRows = (ctx: Ctx, { row, called, around, now }: ListedWhistle): ExportRow[] => {
  const word = (key: string): string => say(ctx.language, `cases:${key}`)
  const matter = around.caseOf(row.case_id)
  const head = {
    number: matter?.number,
    title: matter && maskText(matter.title),
    place: around.names.place(row.place_id)?.name,
    whistleReason: word(`whistleReason.${row.reason}`),
    whistleState: word(`whistleState.${row.state}`),
    blownAt: row.blown_at,
    endedAt: row.ended_at,
  }
  if (called.length === 0) return [head]
  return called.map((one) => ({
    ...head,
    organization: around.names.organization(one.organization_id),
    calledAt: one.called_at,
    dueAt: one.due_at,
    arrivedAt: one.arrived_at,
    arrivalMinutes: minutesToArrive(one.called_at, one.arrived_at),
    isLate: word(isLateAt(attendanceOf(one), now) ? 'yes' : 'no'),
    did: one.did,
    excuse: one.excuse,
    streetScore: one.street_score,
    whistleScore: one.whistle_score,
  }))
}

/** Whistles page by page, a line for everybody called, each page in a transaction of its own. */
const rowsOf = (ctx: Ctx, filter: store.WhistleFilter): AsyncGenerator<ExportRow> =>
  rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<store.WhistleAfter>) => store.listWhistles(tx, filter, page),
    afterOf: (last): store.WhistleAfter => [last.blown_at.toISOString(), last.id],
    rowsOf: async (tx, rows) => (await listedWhistles(tx, rows)).flatMap((one) => exportRows(ctx, one)),
  })

export const exportWhistles = async (ctx: Ctx, input: Filter): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => filterOf(tx, input))
  const name = say(ctx.language, 'cases:export.whistles')
  const columns = COLUMNS.map(([key, width, kind]) => ({
    key,
    heading: say(ctx.language, `cases:column.${key}`),
    width,
    kind,
  }))
  return workbookFile(name, [{ name, columns, rows: rowsOf(ctx, filter) }])
}
