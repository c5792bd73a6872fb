import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { supervisionKinds, supervisionStates } from '#modules/cases/contract'
import { addressOf, type Input, type Output, query } from '#web/api.ts'
import { type Params, useAddress } from '#web/desk/address.ts'
import { usePages } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { formatCount, formatMoment } from '#web/ui/format.ts'
import { type DataColumn } from '#web/ui/live/data-table.tsx'
import { Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { kindTone } from './supervision-part.tsx'
import { type MeasureFilter, MeasureList } from './measure-list.tsx'

type Row = Output<'cases.supervision.list'>['items'][number]
type Sums = Output<'cases.supervision.sum'>
type Filter = Input<'cases.supervision.export'>

const among = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find((candidate) => candidate === value)

const filterOf = (params: Params, workPlaceId: number | null): Filter => {
  const placeId = Number(params['place'] ?? workPlaceId ?? '') || undefined
  const kind = among(supervisionKinds, params['kind'])
  const state = among(supervisionStates, params['state'])
  return {
    view: params['view'] === 'mine' ? 'mine' : 'all',
    ...(placeId ? { placeId } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
  }
}

const columnsAt = (now: Date): ReadonlyArray<DataColumn<Row>> => [
  {
    id: 'case',
    head: t('cases:column.title'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <a href={`/desk/cases/${row.caseId}`}>
        <b>{row.caseTitle}</b>
      </a>
    ),
  },
  { id: 'number', head: t('cases:column.number'), cell: (row) => row.caseNumber },
  { id: 'place', head: t('cases:column.place'), cell: (row) => row.placeName },
  {
    id: 'kind',
    head: t('cases:column.supervisionKind'),
    phone: 'amount',
    cell: (row) => <Tag tone={kindTone[row.kind]}>{t(`cases:supervisionKind.${row.kind}`)}</Tag>,
  },
  {
    id: 'organization',
    head: t('cases:column.organization'),
    cell: (row) => row.organization?.name ?? row.person?.name ?? '',
  },
  { id: 'words', head: t('cases:column.words'), cell: (row) => row.words },
  { id: 'state', head: t('cases:column.supervisionState'), cell: (row) => t(`cases:supervisionState.${row.state}`) },
  { id: 'replyDueAt', head: t('cases:column.replyDueAt'), cell: (row) => formatMoment(row.replyDueAt, now) },
  { id: 'issuedAt', head: t('cases:column.issuedAt'), cell: (row) => formatMoment(row.issuedAt, now) },
  { id: 'reply', head: t('cases:column.reply'), hidden: true, cell: (row) => row.reply ?? '' },
]

const Figures = ({ sums }: { readonly sums: Sums }) => (
  <div className="desk-sums">
    <span>
      <b>{formatCount(sums.notice)}</b>
      {t('cases:supervisionKind.notice')}
    </span>
    <span>
      <b>{formatCount(sums.yellow)}</b>
      {t('cases:supervisionKind.yellow')}
    </span>
    <span>
      <b>{formatCount(sums.red)}</b>
      {t('cases:supervisionKind.red')}
    </span>
    <span>
      <b>{formatCount(sums.waiting)}</b>
      {t('cases:supervisionState.waiting')}
    </span>
    <span>
      <b>{formatCount(sums.late)}</b>
      {t('cases:supervisionState.late')}
    </span>
  </div>
)

const Below = ({ sums }: { readonly sums: Sums }) =>
  sums.organizations.length === 0 ? null : (
    <section className="measure-below" aria-labelledby="points">
      <h2 id="points">{t('cases:desk.supervision.points')}</h2>
      <Table
        label={t('cases:desk.supervision.points')}
        columns={[
          { id: 'name', head: t('cases:column.organization'), phone: 'what', cell: (row) => row.organization.name },
          { id: 'count', head: t('cases:column.count'), figures: true, cell: (row) => formatCount(row.count) },
          {
            id: 'points',
            head: t('cases:column.points'),
            figures: true,
            phone: 'amount',
            cell: (row) => formatCount(row.points),
          },
        ]}
        rows={sums.organizations}
        keyOf={(row) => row.organization.id}
      />
    </section>
  )

const filters: readonly MeasureFilter[] = [
  {
    name: 'view',
    label: t('cases:desk.whistle.scope'),
    options: [{ id: 'mine', label: t('cases:desk.supervision.mine') }],
  },
  {
    name: 'kind',
    label: t('cases:column.supervisionKind'),
    options: supervisionKinds.map((id) => ({ id, label: t(`cases:supervisionKind.${id}`) })),
  },
  {
    name: 'state',
    label: t('cases:column.supervisionState'),
    options: supervisionStates.map((id) => ({ id, label: t(`cases:supervisionState.${id}`) })),
  },
]

/** 督办: what the address says, in figures and as a list. */
const SupervisionsPage = () => {
  const { params } = useAddress()
  const { placeId } = useWhere()
  const { may } = useSession()
  const minute = useNow().getTime()
  const filter = useMemo(() => filterOf(params, placeId), [params, placeId])
  const { found, rows } = usePages(['cases.supervision.list', filter], (page, signal) =>
    query('cases.supervision.list', { ...filter, ...page }, signal),
  )
  const sums = useQuery({
    queryKey: ['cases.supervision.sum', filter],
    queryFn: ({ signal }) => query('cases.supervision.sum', filter, signal),
  })
  const columns = useMemo(() => columnsAt(new Date(minute)), [minute])
  return (
    <MeasureList
      title={t('cases:desk.supervisions')}
      exportHref={may('cases.supervision.export') ? addressOf('cases.supervision.export', filter) : null}
      filters={filters}
      found={found}
      columns={columns}
      rows={rows}
      none={{ icon: 'warning', title: t('cases:desk.supervision.none'), words: t('cases:desk.supervision.noneHint') }}
      figures={sums.data ? <Figures sums={sums.data} /> : null}
      below={sums.data ? <Below sums={sums.data} /> : null}
    />
  )
}

export default SupervisionsPage
