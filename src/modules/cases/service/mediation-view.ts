import { z } from 'zod'
import type { Can } from '#kernel/flow'
import { idShape } from '#kernel/id'
import { maskText } from '#kernel/mask'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, readCursorAs } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import { civilDateAt } from '#kernel/time'
import { type Ctx, inTransaction, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, type PageFrom, rowsByPage, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import { checkFollowUp, minutesSince } from '../rules/mediation.ts'
import * as store from '../store/mediation.ts'
import type { LoadedCase } from './flow.ts'
import { loadCase } from './load.ts'
import { type Around, aroundOf, canNow } from './measure.ts'
import { placePathsRead, spanOf } from './scope.ts'

const MEDIATIONS_SHOWN_MAX = 20
const MEDIATORS_SHOWN_MAX = 200
const ROWS_AT_ONCE = 500

/** A line of a list. */
export interface ListedMediation {
  readonly row: store.MediationRow
  readonly mediators: readonly store.MediatorRow[]
  readonly sessions: readonly store.SessionRow[]
  readonly around: Around
}

export interface MediationView extends ListedMediation {
  readonly parties: readonly store.PartyRow[]
  readonly can: Record<string, Can>
}

const listed = async (tx: Tx, rows: readonly store.MediationRow[]): Promise<ListedMediation[]> => {
  const ids = rows.map((row) => row.id)
  const mediators = await store.listMediators(tx, ids)
  const sessions = await store.listSessions(tx, ids)
  const around = await aroundOf(
    tx,
    rows.map((row) => row.case_id),
    mediators.map((one) => one.organization_id),
    [...mediators.map((one) => one.person_id), ...rows.map((row) => row.opened_by_person_id)],
  )
  return rows.map((row) => ({
    row,
    mediators: mediators.filter((one) => one.mediation_id === row.id),
    sessions: sessions.filter((one) => one.mediation_id === row.id),
    around,
  }))
}

const viewsOf = async (tx: Tx, loaded: LoadedCase, rows: readonly store.MediationRow[]): Promise<MediationView[]> => {
  const parties = await store.listParties(
    tx,
    rows.map((row) => row.id),
  )
  return (await listed(tx, rows)).map((one) => {
    const { row } = one
    const running = row.state === 'open' ? ok(undefined) : err('cases.mediation_over')
    const followUp = checkFollowUp({ agreement: row.agreement, followedUpAt: row.followed_up_at })
    return {
      ...one,
      parties: parties.filter((party) => party.mediation_id === row.id),
      can: {
        'cases.mediation.hold': canNow(tx, loaded, 'cases.mediation.hold', running),
        'cases.mediation.conclude': canNow(tx, loaded, 'cases.mediation.conclude', running),
        'cases.mediation.followUp': canNow(tx, loaded, 'cases.mediation.followUp', followUp),
      },
    }
  })
}

/** One mediation as staff of its place see it, or whoever has the case; `cases.case_not_found` for others. */
export const viewMediation = async (tx: Tx, id: string): Promise<MediationView> => {
  const row = await store.findMediation(tx, id)
  if (!row) throw new Refusal('cases.mediation_not_found')
  const loaded = await loadCase(tx, { id: row.case_id })
  if (loaded.reader !== 'staff') throw new Refusal('cases.case_not_found')
  const [view] = await viewsOf(tx, loaded, [row])
  return view as MediationView // one view a row
}

export const findMediations = async (tx: Tx, input: InputOf<typeof contract.findMediations>) => {
  const loaded = await loadCase(tx, { id: input.caseId })
  const rows = loaded.reader === 'staff' ? await store.listOfCase(tx, loaded.row.id, MEDIATIONS_SHOWN_MAX) : []
  const isOpen = rows.some((row) => row.state === 'open')
  const ruled = isOpen ? err('cases.mediation_open') : ok(undefined)
  return {
    views: await viewsOf(tx, loaded, rows),
    can: { 'cases.mediation.open': canNow(tx, loaded, 'cases.mediation.open', ruled) },
  }
}

// Lists -----------------------------------------------------------------------------------------------------------------

type Filter = InputOf<typeof contract.exportMediations>
const cursorShape = z.tuple([cursorInstant, idShape])

const filterOf = async (tx: Tx, filter: Filter): Promise<store.MediationFilter> => ({
  placePaths: await placePathsRead(tx, filter.placeId),
  state: filter.state ?? null,
  result: filter.result ?? null,
  fulfilment: filter.fulfilment ?? null,
  dueOn: filter.isDue ? civilDateAt(tx.now()) : null,
  channel: filter.channel ?? null,
  personId: filter.personId ?? null,
  ...spanOf(filter),
})

export const listMediations = async (tx: Tx, input: InputOf<typeof contract.listMediations>) => {
  const after = readCursorAs(input.cursor, cursorShape)
  const rows = await store.listMediations(tx, await filterOf(tx, input), { after, limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.opened_at.toISOString(), row.id])
  return { items: await listed(tx, page.items), nextCursor: page.nextCursor }
}

export const sumMediations = async (tx: Tx, input: InputOf<typeof contract.sumMediations>) => {
  const filter = await filterOf(tx, input)
  const mediators = await store.sumMediators(tx, filter, MEDIATORS_SHOWN_MAX)
  const around = await aroundOf(
    tx,
    [],
    mediators.map((one) => one.organization_id),
    mediators.map((one) => one.person_id),
  )
  return { sums: await store.sumMediations(tx, filter, civilDateAt(tx.now())), mediators, around }
}

const COLUMNS = [
  ['number', 18, 'text'],
  ['title', 36, 'text'],
  ['place', 20, 'text'],
  ['subject', 36, 'text'],
  ['mediators', 24, 'text'],
  ['openedAt', 17, 'datetime'],
  ['minutesFromReport', 12, 'number'],
  ['sessionCount', 8, 'number'],
  ['mediationResult', 12, 'text'],
  ['concludedAt', 17, 'datetime'],
  ['followUpOn', 12, 'text'],
  ['fulfilment', 12, 'text'],
] as const

const exportRow = (ctx: Ctx, { row, mediators, sessions, around }: ListedMediation): ExportRow => {
  const word = (key: string): string => say(ctx.language, `cases:${key}`)
  const matter = around.caseOf(row.case_id)
  return {
    number: matter?.number,
    title: matter && maskText(matter.title),
    place: around.names.place(row.place_id)?.name,
    subject: maskText(row.subject),
    mediators: mediators
      .map((one) =>
        one.organization_id === null ? around.person(one.person_id) : around.names.organization(one.organization_id),
      )
      .join('、'),
    openedAt: row.opened_at,
    minutesFromReport: matter && minutesSince(matter.reported_at, row.opened_at),
    sessionCount: sessions.length,
    mediationResult: row.result && word(`mediationResult.${row.result}`),
    concludedAt: row.concluded_at,
    followUpOn: row.follow_up_on,
    fulfilment: row.fulfilment && word(`fulfilment.${row.fulfilment}`),
  }
}

/** Mediations page by page, each page in a transaction of its own. */
const rowsOf = (ctx: Ctx, filter: store.MediationFilter): AsyncGenerator<ExportRow> =>
  rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<store.MediationAfter>) => store.listMediations(tx, filter, page),
    afterOf: (last): store.MediationAfter => [last.opened_at.toISOString(), last.id],
    rowsOf: async (tx, rows) => (await listed(tx, rows)).map((one) => exportRow(ctx, one)),
  })

export const exportMediations = async (ctx: Ctx, input: Filter): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => filterOf(tx, input))
  const name = say(ctx.language, 'cases:export.mediations')
  const columns = COLUMNS.map(([key, width, kind]) => ({
    key,
    heading: say(ctx.language, `cases:column.${key}`),
    width,
    kind,
  }))
  return workbookFile(name, [{ name, columns, rows: rowsOf(ctx, filter) }])
}
