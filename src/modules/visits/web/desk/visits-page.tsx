import { useMemo } from 'react'
import { addressOf, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { dayWords, type ListedVisit, VisitState } from './visit-lines.tsx'
import { VisitsTabs } from './visits-tabs.tsx'

const KINDS = ['household', 'leader', 'frontLine', 'stationed'] as const
/** The first is what the page opens with: what is still to be made, the first due first. */
const SHOWS = ['open', 'omitted', 'unassigned', 'done', 'missed', 'excused', 'any'] as const
const OUTCOMES = ['met', 'notHome', 'refused'] as const

const columnsOf = (): ReadonlyArray<DataColumn<ListedVisit>> => [
  {
    id: 'whom',
    head: t('visits:desk.programmeKind'),
    fixed: true,
    phone: 'what',
    cell: (row) => <a href={`/desk/visits/${row.id}`}>{row.door ?? row.placeName}</a>,
  },
  { id: 'state', head: t('administration:state'), phone: 'amount', cell: (row) => <VisitState visit={row} /> },
  { id: 'day', head: t('visits:desk.when'), cell: dayWords },
  { id: 'kind', head: t('visits:desk.kind'), cell: (row) => t(`visits:kind.${row.kind}`) },
  { id: 'place', head: t('administration:place'), cell: (row) => row.placeName },
  {
    id: 'person',
    head: t('visits:column.person'),
    cell: (row) => row.visitedByName ?? row.personName ?? t('visits:nobody'),
  },
  {
    id: 'programme',
    head: t('visits:column.programme'),
    hidden: true,
    cell: (row) => row.programmeName ?? t('visits:noProgramme'),
  },
  { id: 'duties', head: t('visits:column.duties'), hidden: true, wraps: true, cell: (row) => row.duties.join('、') },
  { id: 'words', head: t('visits:desk.words'), wraps: true, cell: (row) => row.words ?? row.reason ?? '' },
  {
    id: 'attempts',
    head: t('visits:column.attempts'),
    figures: true,
    hidden: true,
    cell: (row) => (row.attemptCount === 0 ? '' : formatCount(row.attemptCount)),
  },
  {
    id: 'findings',
    head: t('visits:column.findings'),
    figures: true,
    cell: (row) => (row.findingCount === 0 ? '' : formatCount(row.findingCount)),
  },
]

const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const kind = KINDS.find((known) => known === params['kind'])
  const outcome = OUTCOMES.find((known) => known === params['outcome'])
  return {
    ...(withinId ? { withinId } : {}),
    ...(kind ? { kind } : {}),
    ...(outcome ? { outcome } : {}),
    ...(params['words'] ? { words: params['words'] } : {}),
    ...(params['person'] ? { personId: params['person'] } : {}),
    ...(params['programme'] ? { programmeId: params['programme'] } : {}),
    ...(params['view'] === 'mine' ? { view: 'mine' as const } : {}),
    show: SHOWS.find((known) => known === params['show']) ?? ('open' as const),
  }
}

const Filters = () => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  const filters = [
    { name: 'view', label: t('visits:column.person'), options: [{ id: 'mine', label: t('visits:field.mine') }] },
    { name: 'kind', label: t('visits:desk.kind'), options: KINDS.map((id) => ({ id, label: t(`visits:kind.${id}`) })) },
    {
      name: 'outcome',
      label: t('visits:desk.outcomeFilter'),
      options: OUTCOMES.map((id) => ({ id, label: t(`visits:outcome.${id}`) })),
    },
  ]
  return (
    <>
      <SearchBox label={t('visits:desk.find')} />
      <FilterSelect
        label={t('administration:place')}
        allId={ALL}
        options={places}
        value={params['place'] ?? ALL}
        onChange={choose('place')}
      />
      <FilterSelect
        label={t('visits:desk.show')}
        allId="open"
        options={SHOWS.map((id) => ({ id, label: t(`visits:desk.show.${id}`) }))}
        value={params['show'] ?? 'open'}
        onChange={(value) => change({ show: value === 'open' ? null : value })}
      />
      {filters.map(({ name, label, options }) => (
        <FilterSelect
          key={name}
          label={label}
          allId={ALL}
          options={[all, ...options]}
          value={params[name] ?? ALL}
          onChange={choose(name)}
        />
      ))}
    </>
  )
}

const NoVisits = () => {
  const { params, path } = useAddress()
  if (Object.keys(params).length > 0) return <NoneFound clearHref={path} />
  return (
    <div className="desk-pad">
      <Empty icon="walk" title={t('visits:desk.noVisits')} words={t('visits:desk.noVisitsHint')}>
        <ButtonLink href="/desk/visits/programmes">{t('visits:desk.toProgrammes')}</ButtonLink>
      </Empty>
    </div>
  )
}

/** 走访: those to be made and those made; the list of omissions is one of its filters. */
const VisitsPage = () => {
  const filter = useFilter()
  const { found, rows } = usePages(['visits.visit.list', filter], (page, signal) =>
    query('visits.visit.list', { ...filter, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  return (
    <DeskPage
      title={t('visits:desk.visits')}
      tabs={<VisitsTabs current="visits" />}
      actions={
        <ButtonLink size="small" icon="download" href={addressOf('visits.visit.export', filter)} download>
          {t('administration:export')}
        </ButtonLink>
      }
    >
      <div className="admin-list">
        <DataTable
          label={t('visits:desk.visits')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.door ?? row.placeName}
          tools={<Filters />}
          empty={found.isSuccess ? <NoVisits /> : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
    </DeskPage>
  )
}

export default VisitsPage
