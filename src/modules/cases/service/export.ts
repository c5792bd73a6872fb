import type { InputOf } from '#kernel/operation'
import { maskText } from '#kernel/mask'
import { type Ctx, inTransaction } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { type ExportRow, type PageFrom, rowsByPage, workbookFile } from '#platform/office'
import { say } from '#platform/words'
import type { exportCases as contract } from '../contract.ts'
import type { CaseFileRow } from '../store.ts'
import * as lists from '../store/list.ts'
import { filterOf } from './list.ts'
import { type Names, namesOf } from './names.ts'

const ROWS_AT_ONCE = 1_000

const COLUMNS = [
  ['number', 18, 'text'],
  ['title', 36, 'text'],
  ['state', 10, 'text'],
  ['channel', 12, 'text'],
  ['sourceNumber', 14, 'text'],
  ['category', 24, 'text'],
  ['urgency', 8, 'text'],
  ['place', 24, 'text'],
  ['address', 28, 'text'],
  ['handler', 18, 'text'],
  ['occurredAt', 17, 'datetime'],
  ['reportedAt', 17, 'datetime'],
  ['dueAt', 17, 'datetime'],
  ['closedAt', 17, 'datetime'],
  ['rating', 12, 'text'],
] as const

const exportRow = (ctx: Ctx, row: CaseFileRow, names: Names): ExportRow => {
  const word = (key: string): string => say(ctx.language, `cases:${key}`)
  return {
    number: row.number,
    title: maskText(row.title),
    state: word(`state.${row.state}`),
    channel: word(`channel.${row.channel}`),
    sourceNumber: row.source_number,
    category: row.category_path
      ?.split('.')
      .filter(Boolean)
      .map((id) => names.category(Number(id)))
      .join(' / '),
    urgency: word(`urgency.${row.urgency}`),
    place: names.place(row.place_id)?.name,
    address: row.address,
    handler: row.handler_organization_id === null ? null : names.organization(row.handler_organization_id),
    occurredAt: row.occurred_at,
    reportedAt: row.reported_at,
    dueAt: row.due_at,
    closedAt: row.closed_at,
    rating: row.rating === null ? null : word(`rating.${row.rating}`),
  }
}

/** Cases page by page, each page in a transaction of its own; the last row of one is where the next goes on. */
const rowsOf = (ctx: Ctx, filter: lists.CaseFilter): AsyncGenerator<ExportRow> =>
  rowsByPage(ctx, {
    size: ROWS_AT_ONCE,
    find: (tx, page: PageFrom<lists.After>) => lists.listCases(tx, filter, { sort: 'newest', ...page }),
    afterOf: (last): lists.After => [last.reported_at.toISOString(), last.id],
    rowsOf: async (tx, rows) => {
      const names = await namesOf(tx, rows)
      return rows.map((row) => exportRow(ctx, row, names))
    },
  })

/** The cases of a list as a workbook, the newest first. */
export const exportCases = async (ctx: Ctx, input: InputOf<typeof contract>): Promise<FileAnswer> => {
  const filter = await inTransaction(ctx, (tx) => filterOf(tx, input))
  const heading = (key: string): string => say(ctx.language, `cases:column.${key}`)
  const name = say(ctx.language, 'cases:export.cases')
  const columns = COLUMNS.map(([key, width, kind]) => ({ key, heading: heading(key), width, kind }))
  return workbookFile(name, [{ name, columns, rows: rowsOf(ctx, filter) }])
}
