import type { CaseSort } from '#modules/cases/contract'
import type { Output } from '#web/api.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Clock } from '#web/ui/clock.tsx'
import { formatMoment } from '#web/ui/format.ts'
import type { ColumnLayout, DataColumn, Sort } from '#web/ui/live/data-table.tsx'
import { stageWords } from './stages.ts'

export type CaseRow = Output<'cases.case.list'>['items'][number]

const stateWords = (row: CaseRow): string => wordsOr(`cases:state.${row.state}`, row.state)

/** All columns of the table of cases; `now` is the moment it is drawn. */
export const columnsAt = (now: Date): ReadonlyArray<DataColumn<CaseRow>> => [
  {
    id: 'title',
    head: t('cases:column.title'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <a className="case-link" href={`/desk/cases/${row.id}`}>
        <b>{row.title}</b>
      </a>
    ),
  },
  {
    id: 'clock',
    head: t('cases:desk.column.clock'),
    sortable: true,
    phone: 'amount',
    cell: (row) => (row.clock ? <Clock clock={row.clock} form="list" /> : null),
  },
  { id: 'state', head: t('cases:column.state'), cell: stateWords },
  { id: 'place', head: t('cases:column.place'), cell: (row) => row.placeName },
  { id: 'category', head: t('cases:column.category'), cell: (row) => row.category?.name ?? '' },
  {
    id: 'handler',
    head: t('cases:column.handler'),
    cell: (row) => row.handler?.organization?.name ?? row.handler?.person?.name ?? '',
  },
  {
    id: 'channel',
    head: t('cases:column.channel'),
    cell: (row) => wordsOr(`cases:channel.${row.channel}`, row.channel),
  },
  {
    id: 'reportedAt',
    head: t('cases:column.reportedAt'),
    sortable: true,
    cell: (row) => formatMoment(row.reportedAt, now),
  },
  { id: 'number', head: t('cases:column.number'), sortable: true, cell: (row) => row.number },
  { id: 'stage', head: t('cases:desk.column.stage'), hidden: true, cell: (row) => stageWords(row.stage) },
  { id: 'urgency', head: t('cases:column.urgency'), hidden: true, cell: (row) => t(`cases:urgency.${row.urgency}`) },
  { id: 'address', head: t('cases:column.address'), hidden: true, cell: (row) => row.address ?? '' },
  { id: 'sourceNumber', head: t('cases:column.sourceNumber'), hidden: true, cell: (row) => row.sourceNumber ?? '' },
  {
    id: 'dueAt',
    head: t('cases:column.dueAt'),
    hidden: true,
    cell: (row) => (row.dueAt ? formatMoment(row.dueAt, now) : ''),
  },
  {
    id: 'closedAt',
    head: t('cases:column.closedAt'),
    hidden: true,
    cell: (row) => (row.closedAt ? formatMoment(row.closedAt, now) : ''),
  },
  {
    id: 'rating',
    head: t('cases:column.rating'),
    hidden: true,
    cell: (row) => (row.rating === null ? '' : wordsOr(`cases:rating.${row.rating}`, String(row.rating))),
  },
]

/** The heads that stand for a way of sorting the server knows. */
export const sortShown = (sort: CaseSort): Sort => {
  if (sort === 'due') return { id: 'clock', descending: false }
  if (sort === 'number') return { id: 'number', descending: false }
  return { id: 'reportedAt', descending: sort === 'newest' }
}

/** What pressing a head asks for. Due and number have one direction; pressing again goes back to the newest first. */
export const sortAsked = (sort: Sort | null): CaseSort => {
  if (sort?.id === 'reportedAt') return sort.descending ? 'newest' : 'oldest'
  if (sort && !sort.descending) return sort.id === 'clock' ? 'due' : 'number'
  return 'newest'
}

/** `cols=title,clock,place`: the columns that are shown, in their order; nothing for the usual ones. */
export const layoutOf = (cols: string | undefined, columns: ReadonlyArray<DataColumn<CaseRow>>): ColumnLayout => {
  const ids = columns.map((column) => column.id)
  const usual = columns.filter((column) => column.hidden).map((column) => column.id)
  if (!cols) return { order: ids, hidden: usual }
  const shown = cols.split(',').filter((id) => ids.includes(id))
  const rest = ids.filter((id) => !shown.includes(id))
  const fixed = columns.filter((column) => column.fixed).map((column) => column.id)
  return { order: [...shown, ...rest], hidden: rest.filter((id) => !fixed.includes(id)) }
}

export const colsOf = (layout: ColumnLayout, columns: ReadonlyArray<DataColumn<CaseRow>>): string | null => {
  const shown = layout.order.filter((id) => !layout.hidden.includes(id)).join(',')
  const usual = columns.filter((column) => !column.hidden).map((column) => column.id)
  return shown === usual.join(',') ? null : shown
}
