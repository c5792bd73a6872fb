import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { whistleReasons, whistleStates } from '#modules/cases/contract'
import { addressOf, type Input, type Output, query } from '#web/api.ts'
import { type Params, useAddress } from '#web/desk/address.ts'
import { usePages } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { formatCount, formatMoment, formatShare } from '#web/ui/format.ts'
import { type DataColumn } from '#web/ui/live/data-table.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { type MeasureFilter, MeasureList } from './measure-list.tsx'

type Row = Output<'cases.whistle.list'>['items'][number]
type Sums = Output<'cases.whistle.sum'>
type Filter = Input<'cases.whistle.export'>

const among = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find((candidate) => candidate === value)

const filterOf = (params: Params, workPlaceId: number | null): Filter => {
  const placeId = Number(params['place'] ?? workPlaceId ?? '') || undefined
  const reason = among(whistleReasons, params['reason'])
  const state = among(whistleStates, params['state'])
  return {
    view: params['view'] === 'called' ? 'called' : 'all',
    ...(placeId ? { placeId } : {}),
    ...(reason ? { reason } : {}),
    ...(state ? { state } : {}),
    ...(params['late'] ? { isLate: 'true' } : {}),
  }
}

const boundTone = { low: 'soon', fits: 'plain', high: 'late' } as const
const mark = (score: number | null): string => (score === null ? '' : score.toFixed(1))

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
  { id: 'reason', head: t('cases:column.whistleReason'), cell: (row) => t(`cases:whistleReason.${row.reason}`) },
  {
    id: 'state',
    head: t('cases:column.whistleState'),
    cell: (row) => t(`cases:whistleState.${row.state}`),
  },
  {
    id: 'arrived',
    head: t('cases:column.arrivedCount'),
    figures: true,
    phone: 'amount',
    cell: (row) => (row.calledCount === 0 ? '' : `${row.arrivedCount} / ${row.calledCount}`),
  },
  {
    id: 'late',
    head: t('cases:column.isLate'),
    cell: (row) => (row.lateCount > 0 ? <Tag tone="late">{formatCount(row.lateCount)}</Tag> : null),
  },
  { id: 'streetScore', head: t('cases:column.streetScore'), figures: true, cell: (row) => mark(row.streetScore) },
  { id: 'whistleScore', head: t('cases:column.whistleScore'), figures: true, cell: (row) => mark(row.whistleScore) },
  { id: 'blownAt', head: t('cases:column.blownAt'), cell: (row) => formatMoment(row.blownAt, now) },
]

const Figures = ({ sums }: { readonly sums: Sums }) => (
  <div className="desk-sums">
    <span>
      <b>{formatCount(sums.whistles)}</b>
      {t('cases:desk.whistle.sum.whistles')}
    </span>
    <span>
      <b>{sums.called === 0 ? '–' : formatShare(sums.arrived / sums.called)}</b>
      {t('cases:desk.whistle.sum.rate')}
    </span>
    <span>
      <b>{sums.called === 0 ? '–' : formatShare(sums.inTime / sums.called)}</b>
      {t('cases:desk.whistle.sum.inTime')}
    </span>
    <span>
      <b>{sums.meanMinutes === null ? '–' : formatCount(Math.round(sums.meanMinutes))}</b>
      {t('cases:desk.whistle.sum.minutes')}
    </span>
    <span>
      <b>{mark(sums.streetScore) || '–'}</b>
      {t('cases:desk.whistle.sum.street')}
    </span>
    <span>
      <b>{mark(sums.whistleScore) || '–'}</b>
      {t('cases:desk.whistle.sum.whistle')}
    </span>
  </div>
)

const monthColumns = (): ReadonlyArray<Column<Sums['months'][number]>> => [
  { id: 'month', head: t('cases:desk.whistle.month'), phone: 'what', cell: (row) => row.month },
  { id: 'street', head: t('cases:desk.whistle.street'), cell: (row) => row.streetName },
  { id: 'count', head: t('cases:desk.whistle.count'), figures: true, cell: (row) => formatCount(row.count) },
  {
    id: 'bound',
    head: t('cases:column.state'),
    phone: 'amount',
    cell: (row) => <Tag tone={boundTone[row.bound]}>{t(`cases:desk.whistle.bound.${row.bound}`)}</Tag>,
  },
]

/** 吹哨率: neither too high nor too low. */
const Below = ({ sums }: { readonly sums: Sums }) =>
  sums.months.length === 0 ? null : (
    <section className="measure-below" aria-labelledby="whistle-months">
      <h2 id="whistle-months">{t('cases:desk.whistle.months')}</h2>
      <p className="meta">{t('cases:desk.whistle.bounds', sums.bounds)}</p>
      <Table
        label={t('cases:desk.whistle.months')}
        columns={monthColumns()}
        rows={sums.months}
        keyOf={(row) => `${row.month} ${row.streetId}`}
      />
    </section>
  )

const filters: readonly MeasureFilter[] = [
  {
    name: 'view',
    label: t('cases:desk.whistle.scope'),
    options: [{ id: 'called', label: t('cases:desk.whistle.calledUs') }],
  },
  {
    name: 'reason',
    label: t('cases:column.whistleReason'),
    options: whistleReasons.map((id) => ({ id, label: t(`cases:whistleReason.${id}`) })),
  },
  {
    name: 'state',
    label: t('cases:column.whistleState'),
    options: whistleStates.map((id) => ({ id, label: t(`cases:whistleState.${id}`) })),
  },
  { name: 'late', label: t('cases:column.isLate'), options: [{ id: '1', label: t('cases:desk.whistle.onlyLate') }] },
]

/** 吹哨报到: what the address says, in figures and as a list. */
const WhistlesPage = () => {
  const { params } = useAddress()
  const { placeId } = useWhere()
  const { may } = useSession()
  const minute = useNow().getTime()
  const filter = useMemo(() => filterOf(params, placeId), [params, placeId])
  const { found, rows } = usePages(['cases.whistle.list', filter], (page, signal) =>
    query('cases.whistle.list', { ...filter, ...page }, signal),
  )
  const sums = useQuery({
    queryKey: ['cases.whistle.sum', filter],
    queryFn: ({ signal }) => query('cases.whistle.sum', filter, signal),
  })
  const columns = useMemo(() => columnsAt(new Date(minute)), [minute])
  return (
    <MeasureList
      title={t('cases:desk.whistles')}
      exportHref={may('cases.whistle.export') ? addressOf('cases.whistle.export', filter) : null}
      filters={filters}
      found={found}
      columns={columns}
      rows={rows}
      none={{ icon: 'bell', title: t('cases:desk.whistle.none'), words: t('cases:desk.whistle.noneHint') }}
      figures={sums.data ? <Figures sums={sums.data} /> : null}
      below={sums.data ? <Below sums={sums.data} /> : null}
    />
  )
}

export default WhistlesPage
