import './measure.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { whistleReasons, whistleStates } from '#modules/cases/contract'
import { addressOf, type Input, type Output, query } from '#web/api.ts'
import { type Params, useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount, formatMoment, formatShare } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'

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
  <div className="measure-sums">
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

const Tools = () => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  return (
    <>
      <FilterSelect
        label={t('cases:desk.whistle.scope')}
        allId={ALL}
        options={[all, { id: 'called', label: t('cases:desk.whistle.calledUs') }]}
        value={params['view'] ?? ALL}
        onChange={choose('view')}
      />
      <FilterSelect
        label={t('cases:column.whistleReason')}
        allId={ALL}
        options={[all, ...whistleReasons.map((id) => ({ id, label: t(`cases:whistleReason.${id}`) }))]}
        value={params['reason'] ?? ALL}
        onChange={choose('reason')}
      />
      <FilterSelect
        label={t('cases:column.whistleState')}
        allId={ALL}
        options={[all, ...whistleStates.map((id) => ({ id, label: t(`cases:whistleState.${id}`) }))]}
        value={params['state'] ?? ALL}
        onChange={choose('state')}
      />
      <FilterSelect
        label={t('cases:column.isLate')}
        allId={ALL}
        options={[all, { id: '1', label: t('cases:desk.whistle.onlyLate') }]}
        value={params['late'] ?? ALL}
        onChange={choose('late')}
      />
      <FilterSelect
        label={t('administration:place')}
        allId={ALL}
        options={places}
        value={params['place'] ?? ALL}
        onChange={choose('place')}
      />
    </>
  )
}

/** 吹哨报到: what the address says, in figures and as a list. */
const WhistlesPage = () => {
  const { params, path } = useAddress()
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
    <DeskPage
      title={t('cases:desk.whistles')}
      actions={
        may('cases.whistle.export') ? (
          <ButtonLink size="small" icon="download" href={addressOf('cases.whistle.export', filter)} download>
            {t('administration:export')}
          </ButtonLink>
        ) : null
      }
    >
      {sums.data ? <Figures sums={sums.data} /> : null}
      <div className="admin-list">
        <DataTable
          label={t('cases:desk.whistles')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.caseTitle}
          tools={<Tools />}
          empty={
            !found.isSuccess ? null : Object.keys(params).length > 0 ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty icon="bell" title={t('cases:desk.whistle.none')} words={t('cases:desk.whistle.noneHint')}>
                  <ButtonLink href="/desk/cases">{t('cases:desk.whistle.toCases')}</ButtonLink>
                </Empty>
              </div>
            )
          }
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {sums.data ? <Below sums={sums.data} /> : null}
    </DeskPage>
  )
}

export default WhistlesPage
