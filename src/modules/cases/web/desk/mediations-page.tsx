import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { mediationResults, mediationStates } from '#modules/cases/contract'
import { addressOf, type Input, type Output, query } from '#web/api.ts'
import { type Params, useAddress } from '#web/desk/address.ts'
import { usePages } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { formatCount, formatFullDay, formatMoment } from '#web/ui/format.ts'
import { type DataColumn } from '#web/ui/live/data-table.tsx'
import { Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { mediatorWords } from './mediation-part.tsx'
import { type MeasureFilter, MeasureList } from './measure-list.tsx'

type Row = Output<'cases.mediation.list'>['items'][number]
type Sums = Output<'cases.mediation.sum'>
type Filter = Input<'cases.mediation.export'>

const among = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find((candidate) => candidate === value)

const filterOf = (params: Params, workPlaceId: number | null): Filter => {
  const placeId = Number(params['place'] ?? workPlaceId ?? '') || undefined
  const state = among(mediationStates, params['state'])
  const result = among(mediationResults, params['result'])
  return {
    ...(placeId ? { placeId } : {}),
    ...(state ? { state } : {}),
    ...(result ? { result } : {}),
    ...(params['due'] ? { isDue: 'true' } : {}),
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
  { id: 'subject', head: t('cases:column.subject'), cell: (row) => row.subject },
  { id: 'mediators', head: t('cases:column.mediators'), cell: (row) => mediatorWords(row.mediators) },
  {
    id: 'result',
    head: t('cases:column.mediationResult'),
    phone: 'amount',
    cell: (row) => (
      <Tag tone={row.state === 'open' ? 'warm' : 'plain'}>
        {row.result ? t(`cases:mediationResult.${row.result}`) : t(`cases:mediationState.${row.state}`)}
      </Tag>
    ),
  },
  {
    id: 'sessions',
    head: t('cases:column.sessionCount'),
    figures: true,
    cell: (row) => formatCount(row.sessionCount),
  },
  {
    id: 'minutes',
    head: t('cases:column.minutesFromReport'),
    figures: true,
    cell: (row) => formatCount(row.minutesFromReport),
  },
  { id: 'openedAt', head: t('cases:column.openedAt'), cell: (row) => formatMoment(row.openedAt, now) },
  {
    id: 'followUpOn',
    head: t('cases:column.followUpOn'),
    cell: (row) => (row.followUpOn ? formatFullDay(row.followUpOn) : ''),
  },
  {
    id: 'fulfilment',
    head: t('cases:column.fulfilment'),
    cell: (row) => (row.fulfilment ? t(`cases:fulfilment.${row.fulfilment}`) : ''),
  },
]

const Figures = ({ sums }: { readonly sums: Sums }) => (
  <div className="desk-sums">
    <span>
      <b>{formatCount(sums.mediations)}</b>
      {t('cases:desk.mediation.sum.mediations')}
    </span>
    <span>
      <b>{formatCount(sums.open)}</b>
      {t('cases:mediationState.open')}
    </span>
    <span>
      <b>{formatCount(sums.agreed + sums.partly)}</b>
      {t('cases:desk.mediation.sum.agreed')}
    </span>
    <span>
      <b>{formatCount(sums.due)}</b>
      {t('cases:desk.mediation.sum.due')}
    </span>
    <span>
      <b>{sums.meanMinutes === null ? '–' : formatCount(Math.round(sums.meanMinutes))}</b>
      {t('cases:desk.mediation.sum.minutes')}
    </span>
  </div>
)

/** What each mediator did (S0-05). */
const Below = ({ sums }: { readonly sums: Sums }) =>
  sums.mediators.length === 0 ? null : (
    <section className="measure-below" aria-labelledby="mediators">
      <h2 id="mediators">{t('cases:desk.mediation.byMediator')}</h2>
      <Table
        label={t('cases:desk.mediation.byMediator')}
        columns={[
          {
            id: 'name',
            head: t('cases:column.mediators'),
            phone: 'what',
            cell: (row) => row.organization?.name ?? row.person?.name ?? '',
          },
          { id: 'count', head: t('cases:column.count'), figures: true, cell: (row) => formatCount(row.count) },
          {
            id: 'agreed',
            head: t('cases:desk.mediation.sum.agreed'),
            figures: true,
            phone: 'amount',
            cell: (row) => formatCount(row.agreed),
          },
        ]}
        rows={sums.mediators}
        keyOf={(row) => row.organization?.id ?? row.person?.id ?? ''}
      />
    </section>
  )

const filters: readonly MeasureFilter[] = [
  {
    name: 'state',
    label: t('cases:column.state'),
    options: mediationStates.map((id) => ({ id, label: t(`cases:mediationState.${id}`) })),
  },
  {
    name: 'result',
    label: t('cases:column.mediationResult'),
    options: mediationResults.map((id) => ({ id, label: t(`cases:mediationResult.${id}`) })),
  },
  { name: 'due', label: t('cases:column.followUpOn'), options: [{ id: '1', label: t('cases:desk.mediation.isDue') }] },
]

/** 调解: what the address says, in figures and as a list. */
const MediationsPage = () => {
  const { params } = useAddress()
  const { placeId } = useWhere()
  const { may } = useSession()
  const minute = useNow().getTime()
  const filter = useMemo(() => filterOf(params, placeId), [params, placeId])
  const { found, rows } = usePages(['cases.mediation.list', filter], (page, signal) =>
    query('cases.mediation.list', { ...filter, ...page }, signal),
  )
  const sums = useQuery({
    queryKey: ['cases.mediation.sum', filter],
    queryFn: ({ signal }) => query('cases.mediation.sum', filter, signal),
  })
  const columns = useMemo(() => columnsAt(new Date(minute)), [minute])
  return (
    <MeasureList
      title={t('cases:desk.mediations')}
      exportHref={may('cases.mediation.export') ? addressOf('cases.mediation.export', filter) : null}
      filters={filters}
      found={found}
      columns={columns}
      rows={rows}
      none={{ icon: 'chat', title: t('cases:desk.mediation.none'), words: t('cases:desk.mediation.noneHint') }}
      figures={sums.data ? <Figures sums={sums.data} /> : null}
      below={sums.data ? <Below sums={sums.data} /> : null}
    />
  )
}

export default MediationsPage
