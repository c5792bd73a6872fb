import type { Can } from '#kernel/flow'
import { maskText } from '#kernel/mask'
import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cursorInstant, cutPage, readCursorAs } from '#kernel/page'
import { orRefuse, Refusal } from '#kernel/refusal'
import { err, ok } from '#kernel/result'
import { type Ctx, inTransaction, newId, type Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, type PageFrom, rowsByPage, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type * as contract from '../contract.ts'
import type { CaseAction } from '../rules/case-flow.ts'
import { checkAnswer, checkCard, checkLift, supervisionPoints, supervisionStateAt } from '../rules/supervision.ts'
import type { CaseFileRow } from '../store.ts'
import * as store from '../store/supervision.ts'
import { act } from './act.ts'
import type { LoadedCase } from './flow.ts'
import { loadCase } from './load.ts'
import { type Around, aroundOf, canNow, membersOfAll, tellOfMeasure } from './measure.ts'
import { ownOrganizationIds, pathAsked, placePathsRead, spanOf } from './scope.ts'

const HOUR_MS = 60 * 60_000
const SUPERVISIONS_SHOWN_MAX = 50
const ORGANIZATIONS_SHOWN_MAX = 200
const ROWS_AT_ONCE = 1_000

export interface SupervisionView {
  readonly row: store.SupervisionRow
  readonly around: Around
  readonly now: Date
  readonly can: Record<string, Can>
}

const standingOfRow = (row: store.SupervisionRow) => ({
  replyDueAt: row.reply_due_at,
  repliedAt: row.replied_at,
  liftedAt: row.lifted_at,
})

/** Whoever had the case then has it still: another handler answers for itself only. */
const isOfHandler = (row: store.SupervisionRow, matter: CaseFileRow): boolean =>
  row.organization_id === null
    ? row.person_id === matter.handler_person_id
    : row.organization_id === matter.handler_organization_id

const cansOf = (tx: Tx, loaded: LoadedCase, row: store.SupervisionRow): Record<string, Can> => {
  const standing = standingOfRow(row)
  const answer = isOfHandler(row, loaded.row) ? checkAnswer(standing) : err('cases.supervision_of_another')
  return {
    'cases.supervision.answer': canNow(tx, loaded, 'cases.supervision.answer', answer),
    'cases.supervision.lift': canNow(tx, loaded, 'cases.supervision.lift', checkLift(standing)),
  }
}

const aroundRows = (tx: Tx, rows: readonly store.SupervisionRow[]): Promise<Around> =>
  aroundOf(
    tx,
    rows.map((row) => row.case_id),
    rows.map((row) => row.organization_id),
    rows.flatMap((row) => [row.person_id, row.issued_by_person_id]),
  )

const viewsOf = async (
  tx: Tx,
  rows: readonly store.SupervisionRow[],
  loaded: LoadedCase | null,
): Promise<SupervisionView[]> => {
  const around = await aroundRows(tx, rows)
  return rows.map((row) => ({ row, around, now: tx.now(), can: loaded ? cansOf(tx, loaded, row) : {} }))
}

const loadSupervision = async (tx: Tx, id: string): Promise<store.SupervisionRow> => {
  const row = await store.findSupervision(tx, id)
  if (!row) throw new Refusal('cases.supervision_not_found')
  return row
}

const viewSupervision = async (tx: Tx, id: string): Promise<SupervisionView> => {
  const row = await loadSupervision(tx, id)
  const [view] = await viewsOf(tx, [row], await loadCase(tx, { id: row.case_id }))
  return view as SupervisionView // one view a row
}

const handlersOf = (tx: Tx, row: Pick<store.SupervisionRow, 'organization_id' | 'person_id'>): Promise<string[]> =>
  row.person_id === null
    ? membersOfAll(tx, row.organization_id ? [row.organization_id] : [])
    : Promise.resolve([row.person_id])

/** 督办: whoever has it is told at once (cases §5.2). */
export const issueSupervision = async (
  tx: Tx,
  input: InputOf<typeof contract.issueSupervision>,
): Promise<SupervisionView> => {
  const { caseId, kind, words, replyHours } = input
  const id = newId(tx)
  await act(tx, 'cases.supervision.issue', { id: caseId, words }, async ({ row }) => {
    const { handler_organization_id: organizationId, handler_person_id: personId } = row
    if (organizationId === null && personId === null) throw new Refusal('cases.nobody_has_it')
    const before = await store.listOfHandler(tx, row.id, { organizationId, personId })
    const given = before.map((one) => ({ kind: one.kind, liftedAt: one.lifted_at }))
    orRefuse(checkCard(kind, row.urgency, given))
    const supervision: store.SupervisionRow = {
      district_id: tx.districtId,
      id,
      case_id: row.id,
      place_id: row.place_id,
      place_path: row.place_path,
      kind,
      points: supervisionPoints[kind],
      organization_id: organizationId,
      person_id: personId,
      words,
      issued_at: tx.now(),
      issued_by_person_id: tx.actor.personId,
      reply_due_at: new Date(tx.now().getTime() + replyHours * HOUR_MS),
      replied_at: null,
      replied_by_person_id: null,
      reply: null,
      lifted_at: null,
      lifted_by_person_id: null,
      lift_reason: null,
      late_told_at: null,
    }
    await store.insertSupervision(tx, supervision)
    await tellOfMeasure(tx, row, await handlersOf(tx, supervision), `supervised.${kind}`, { words })
    return { visibility: 'staff', data: { kind, points: supervisionPoints[kind] } }
  })
  return viewSupervision(tx, id)
}

/** One act on a supervision, under the lock of its case. */
const onSupervision = async (
  tx: Tx,
  action: CaseAction,
  input: { readonly id: string; readonly words: string; readonly fileIds?: readonly string[] },
  decide: (row: store.SupervisionRow, loaded: LoadedCase) => Promise<void>,
): Promise<SupervisionView> => {
  const { id, words, fileIds = [] } = input
  const { case_id: caseId } = await loadSupervision(tx, id)
  await act(tx, action, { id: caseId, words, fileIds }, async (loaded) => {
    const row = await loadSupervision(tx, id)
    await decide(row, loaded)
    return { visibility: 'staff', data: { kind: row.kind } }
  })
  return viewSupervision(tx, id)
}

export const answerSupervision = (
  tx: Tx,
  input: InputOf<typeof contract.answerSupervision>,
): Promise<SupervisionView> =>
  onSupervision(tx, 'cases.supervision.answer', input, async (row, loaded) => {
    if (!isOfHandler(row, loaded.row)) throw new Refusal('cases.supervision_of_another')
    orRefuse(checkAnswer(standingOfRow(row)))
    await store.updateSupervision(tx, row.id, {
      reply: input.words,
      replied_at: tx.now(),
      replied_by_person_id: tx.actor.personId,
    })
    await tellOfMeasure(tx, loaded.row, [row.issued_by_person_id], 'supervisionAnswered')
  })

export const liftSupervision = (tx: Tx, input: InputOf<typeof contract.liftSupervision>): Promise<SupervisionView> =>
  onSupervision(tx, 'cases.supervision.lift', input, async (row, loaded) => {
    orRefuse(checkLift(standingOfRow(row)))
    await store.updateSupervision(tx, row.id, {
      lift_reason: input.words,
      lifted_at: tx.now(),
      lifted_by_person_id: tx.actor.personId,
    })
    await tellOfMeasure(tx, loaded.row, await handlersOf(tx, row), 'supervisionLifted')
  })

export const findSupervisions = async (tx: Tx, input: InputOf<typeof contract.findSupervisions>) => {
  const loaded = await loadCase(tx, { id: input.caseId })
  const isStaff = loaded.reader === 'staff'
  const rows = isStaff ? await store.listOfCase(tx, loaded.row.id, SUPERVISIONS_SHOWN_MAX) : []
  const hasHandler = loaded.row.handler_organization_id !== null || loaded.row.handler_person_id !== null
  const ruled = hasHandler ? ok(undefined) : err('cases.nobody_has_it')
  return {
    views: await viewsOf(tx, rows, loaded),
    can: { 'cases.supervision.issue': canNow(tx, loaded, 'cases.supervision.issue', ruled) },
  }
}

// Lists -----------------------------------------------------------------------------------------------------------------

type Filter = InputOf<typeof contract.exportSupervisions>
const cursorShape = z.tuple([cursorInstant, idShape])

const filterOf = async (tx: Tx, filter: Filter): Promise<store.SupervisionFilter> => {
  const isMine = filter.view === 'mine'
  const asked = isMine ? await pathAsked(tx, filter.placeId) : null
  const organizationIds = filter.organizationId === undefined ? null : [filter.organizationId]
  return {
    placePaths: isMine ? (asked === null ? null : [asked]) : await placePathsRead(tx, filter.placeId),
    of: isMine
      ? { organizationIds: ownOrganizationIds(tx), personId: tx.actor.personId }
      : organizationIds && { organizationIds, personId: null },
    kind: filter.kind ?? null,
    state: filter.state ?? null,
    ...spanOf(filter),
  }
}

export const listSupervisions = async (tx: Tx, input: InputOf<typeof contract.listSupervisions>) => {
  const after = readCursorAs(input.cursor, cursorShape)
  const rows = await store.listSupervisions(tx, await filterOf(tx, input), { after, limit: input.limit })
  const page = cutPage(rows, input.limit, (row) => [row.issued_at.toISOString(), row.id])
  return { items: await viewsOf(tx, page.items, null), nextCursor: page.nextCursor }
}

export const sumSupervisions = async (tx: Tx, input: InputOf<typeof contract.sumSupervisions>) => {
  const filter = await filterOf(tx, input)
  const points = await store.sumPoints(tx, filter, ORGANIZATIONS_SHOWN_MAX)
  const { names } = await aroundOf(
    tx,
    [],
    points.map(({ organizationId }) => organizationId),
    [],
  )
  return {
    ...(await store.sumSupervisions(tx, filter)),
    organizations: points.map(({ organizationId: id, count, points: sum }) => ({
      organization: { id, name: names.organization(id) },
      count,
      points: sum,
    })),
  }
}

const COLUMNS = [
  ['number', 18, 'text'],
  ['title', 36, 'text'],
  ['place', 20, 'text'],
  ['supervisionKind', 10, 'text'],
  ['points', 8, 'number'],
  ['supervisionState', 10, 'text'],
  ['organization', 20, 'text'],
  ['words', 36, 'text'],
  ['issuedAt', 17, 'datetime'],
  ['replyDueAt', 17, 'datetime'],
  ['repliedAt', 17, 'datetime'],
  ['reply', 36, 'text'],
  ['liftReason', 24, 'text'],
] as const
const POINT_COLUMNS = [
  ['organization', 24, 'text'],
  ['count', 10, 'number'],
  ['points', 10, 'number'],
] as const

const exportRow = (ctx: Ctx, { row, around, now }: SupervisionView): ExportRow => {
  const word = (key: string): string => say(ctx.language, `cases:${key}`)
  const matter = around.caseOf(row.case_id)
  return {
    number: matter?.number,
    title: matter && maskText(matter.title),
    place: around.names.place(row.place_id)?.name,
    supervisionKind: word(`supervisionKind.${row.kind}`),
    points: row.lifted_at === null ? row.points : 0,
    supervisionState: word(`supervisionState.${supervisionStateAt(standingOfRow(row), now)}`),
    organization:
      row.organization_id === null ? around.person(row.person_id) : around.names.organization(row.organization_id),
    words: maskText(row.words),
    issuedAt: row.issued_at,
    replyDueAt: row.reply_due_at,
    repliedAt: row.replied_at,
    reply: row.reply && maskText(row.reply),
    liftReason: row.lift_reason,
  }
}

/** Supervision page by page, each page in a transaction of its own. */
const rowsOf = (ctx: Ctx, filter: store.SupervisionFilter): AsyncGenerator<ExportRow> =>
  rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<store.SupervisionAfter>) => store.listSupervisions(tx, filter, page),
    afterOf: (last): store.SupervisionAfter => [last.issued_at.toISOString(), last.id],
    rowsOf: async (tx, rows) => (await viewsOf(tx, rows, null)).map((view) => exportRow(ctx, view)),
  })

export const exportSupervisions = async (ctx: Ctx, input: Filter): Promise<FileAnswer> => {
  const { filter, sums } = await inTransaction(ctx, async (tx) => ({
    filter: await filterOf(tx, input),
    sums: await sumSupervisions(tx, input),
  }))
  const columnsOf = (columns: readonly (readonly [string, number, 'text' | 'number' | 'datetime'])[]) =>
    columns.map(([key, width, kind]) => ({ key, heading: say(ctx.language, `cases:column.${key}`), width, kind }))
  const name = say(ctx.language, 'cases:export.supervisions')
  const points = sums.organizations.map((one) => ({ ...one, organization: one.organization.name }))
  const all = { name, columns: columnsOf(COLUMNS), rows: rowsOf(ctx, filter) }
  const byOrganization = {
    name: say(ctx.language, 'cases:export.points'),
    columns: columnsOf(POINT_COLUMNS),
    rows: points,
  }
  return workbookFile(name, [all, byOrganization])
}
