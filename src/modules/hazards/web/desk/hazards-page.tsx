import './hazards.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { addressOf, type Input, type Output, query } from '#web/api.ts'
import { type Params, useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { Clock } from '#web/ui/clock.tsx'
import { formatCount, formatMoment } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'

type Row = Output<'hazards.hazard.list'>['items'][number]
type Filter = Input<'hazards.hazard.export'>

const STAGES = ['notice', 'rectification', 'recheck', 'handover', 'ended'] as const
const SEVERITIES = ['general', 'serious', 'major'] as const
const CLOCKS = ['soon', 'late'] as const

const among = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find((candidate) => candidate === value)

/** The filter an address says; parts that make no sense are left out. */
const filterOf = (params: Params, workPlaceId: number | null): Filter => {
  const placeId = Number(params['place'] ?? workPlaceId ?? '') || undefined
  const stage = among(STAGES, params['stage'])
  const severity = among(SEVERITIES, params['severity'])
  const clock = among(CLOCKS, params['clock'])
  return {
    view: params['view'] === 'assigned' ? 'assigned' : 'all',
    ...(placeId ? { placeId } : {}),
    ...(stage ? { stage } : {}),
    ...(severity ? { severity } : {}),
    ...(clock ? { clock } : {}),
    ...(params['words'] ? { words: params['words'] } : {}),
    ...(params['site'] ? { siteId: params['site'] } : {}),
    ...(params['campaign'] ? { campaignId: params['campaign'] } : {}),
    ...(params['class'] ? { classId: params['class'] } : {}),
    ...(params['repeat'] ? { isRepeat: 'true' } : {}),
  }
}

export const severityTone = { general: 'plain', serious: 'soon', major: 'late' } as const

const columnsAt = (now: Date): ReadonlyArray<DataColumn<Row>> => [
  {
    id: 'title',
    head: t('hazards:desk.what'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <a href={`/desk/hazards/${row.id}`}>
        <b>{row.title}</b>
      </a>
    ),
  },
  {
    id: 'severity',
    head: t('hazards:column.severity'),
    cell: (row) => <Tag tone={severityTone[row.severity]}>{t(`hazards:severity.${row.severity}`)}</Tag>,
  },
  {
    id: 'clock',
    head: t('hazards:desk.clock'),
    sortable: true,
    phone: 'amount',
    cell: (row) => (row.clock ? <Clock clock={row.clock} form="list" /> : null),
  },
  { id: 'state', head: t('hazards:column.state'), cell: (row) => t(`hazards:state.${row.state}`) },
  { id: 'place', head: t('hazards:column.place'), cell: (row) => row.place.name },
  {
    id: 'responsible',
    head: t('hazards:column.responsible'),
    cell: (row) => row.responsible.organization?.name ?? row.responsible.person?.name ?? '',
  },
  {
    id: 'offence',
    head: t('hazards:desk.offence'),
    figures: true,
    cell: (row) => (row.offenceNumber > 1 ? t('hazards:desk.offenceWords', { number: row.offenceNumber }) : ''),
  },
  { id: 'foundAt', head: t('hazards:column.foundAt'), sortable: true, cell: (row) => formatMoment(row.foundAt, now) },
  { id: 'number', head: t('hazards:column.number'), cell: (row) => row.number },
  { id: 'notice', head: t('hazards:column.noticeNumber'), hidden: true, cell: (row) => row.noticeNumber ?? '' },
  { id: 'campaign', head: t('hazards:column.campaign'), hidden: true, cell: (row) => row.campaign?.name ?? '' },
]

/** What the filter means in figures; each leads to its records. */
const Sums = ({ filter }: { readonly filter: Filter }) => {
  const { hrefWith } = useAddress()
  const found = useQuery({
    queryKey: ['hazards.hazard.count', filter],
    queryFn: ({ signal }) => query('hazards.hazard.count', filter, signal),
  })
  if (!found.data) return null
  const { found: all, open, late, solved, onTheSpot, repeated } = found.data
  const lines = [
    ['found', all, {}],
    ['open', open, {}],
    ['late', late, { clock: 'late' }],
    ['solved', solved, { stage: 'ended' }],
    ['onTheSpot', onTheSpot, {}],
    ['repeated', repeated, { repeat: '1' }],
  ] as const
  return (
    <div className="desk-sums">
      {lines.map(([name, count, patch]) => (
        <a key={name} href={hrefWith(patch)}>
          <b>{formatCount(count)}</b>
          {t(`hazards:desk.sum.${name}`)}
        </a>
      ))}
    </div>
  )
}

const Tools = () => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  return (
    <>
      <SearchBox label={t('hazards:desk.find')} />
      <FilterSelect
        label={t('hazards:desk.view')}
        allId={ALL}
        options={[all, { id: 'assigned', label: t('hazards:desk.assigned') }]}
        value={params['view'] ?? ALL}
        onChange={choose('view')}
      />
      <FilterSelect
        label={t('hazards:desk.stage')}
        allId={ALL}
        options={[all, ...STAGES.map((id) => ({ id, label: t(`hazards:stage.${id}`) }))]}
        value={params['stage'] ?? ALL}
        onChange={choose('stage')}
      />
      <FilterSelect
        label={t('hazards:desk.clock')}
        allId={ALL}
        options={[all, ...CLOCKS.map((id) => ({ id, label: t(`hazards:desk.clock.${id}`) }))]}
        value={params['clock'] ?? ALL}
        onChange={choose('clock')}
      />
      <FilterSelect
        label={t('hazards:column.severity')}
        allId={ALL}
        options={[all, ...SEVERITIES.map((id) => ({ id, label: t(`hazards:severity.${id}`) }))]}
        value={params['severity'] ?? ALL}
        onChange={choose('severity')}
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

/** 隐患台账: what was found, narrowed by what the address says. */
const HazardsPage = () => {
  const { params, path, change } = useAddress()
  const { placeId } = useWhere()
  const { may } = useSession()
  const minute = useNow().getTime()
  const filter = useMemo(() => filterOf(params, placeId), [params, placeId])
  const sort = params['sort'] === 'due' ? 'due' : 'newest'
  const { found, rows } = usePages(['hazards.hazard.list', filter, sort], (page, signal) =>
    query('hazards.hazard.list', { ...filter, sort, ...page }, signal),
  )
  const columns = useMemo(() => columnsAt(new Date(minute)), [minute])
  const isNarrowed = Object.keys(params).some((name) => name !== 'sort')
  return (
    <DeskPage
      title={t('hazards:desk.hazards')}
      actions={
        may('hazards.hazard.export') ? (
          <ButtonLink size="small" icon="download" href={addressOf('hazards.hazard.export', filter)} download>
            {t('administration:export')}
          </ButtonLink>
        ) : null
      }
    >
      <Sums filter={filter} />
      <div className="admin-list">
        <DataTable
          label={t('hazards:desk.hazards')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.title}
          sort={{ id: sort === 'due' ? 'clock' : 'foundAt', descending: sort !== 'due' }}
          onSort={(asked) => change({ sort: asked?.id === 'clock' ? 'due' : null })}
          tools={<Tools />}
          empty={
            !found.isSuccess ? null : isNarrowed ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty icon="shield" title={t('hazards:desk.none')} words={t('hazards:desk.noneHint')}>
                  <ButtonLink href="/desk/sites">{t('hazards:desk.toSites')}</ButtonLink>
                </Empty>
              </div>
            )
          }
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
    </DeskPage>
  )
}

export default HazardsPage
