import { useMemo } from 'react'
import { addressOf, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { patrolStates } from '../words.ts'
import { daysOf, SPANS } from './days.ts'
import { type Patrol, PatrolState, PatrolTabs, whenWords } from './parts.tsx'

const ATTENTIONS = ['late', 'unexplained', 'unassigned'] as const

const columnsOf = (): ReadonlyArray<DataColumn<Patrol>> => [
  {
    id: 'route',
    head: t('fieldwork:column.route'),
    fixed: true,
    phone: 'what',
    cell: (row) => <a href={`/desk/patrols/${row.id}`}>{row.routeName}</a>,
  },
  { id: 'when', head: t('fieldwork:desk.when'), cell: whenWords },
  { id: 'state', head: t('fieldwork:column.state'), cell: (row) => <PatrolState patrol={row} /> },
  {
    id: 'person',
    head: t('fieldwork:column.person'),
    cell: (row) => row.person?.name ?? t('fieldwork:none.person'),
  },
  { id: 'place', head: t('administration:place'), cell: (row) => row.placeName },
  { id: 'team', head: t('fieldwork:column.team'), hidden: true, cell: (row) => row.team?.name ?? '' },
  {
    id: 'points',
    head: t('fieldwork:desk.points'),
    figures: true,
    phone: 'amount',
    cell: (row) => `${row.validCount} / ${row.pointCount}`,
    bad: (row) => row.state === 'done' && row.validCount < row.pointCount,
  },
  {
    id: 'findings',
    head: t('fieldwork:column.findings'),
    figures: true,
    cell: (row) => (row.findingCount === 0 ? '' : formatCount(row.findingCount)),
  },
  { id: 'reason', head: t('fieldwork:column.reason'), wraps: true, cell: (row) => row.reason ?? '' },
]

const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const span = SPANS.find((known) => known === params['days']) ?? 'week'
  const state = patrolStates.find((known) => known === params['state'])
  const attention = ATTENTIONS.find((known) => known === params['attention'])
  const asked = {
    ...daysOf(span),
    ...(withinId ? { withinId } : {}),
    ...(state ? { state } : {}),
    ...(attention ? { attention } : {}),
    ...(params['route'] ? { routeId: params['route'] } : {}),
    ...(params['person'] ? { personId: params['person'] } : {}),
    ...(params['case'] ? { caseId: params['case'] } : {}),
  }
  return { span, state, attention, asked }
}

const Tools = () => {
  const { params, change } = useAddress()
  const { span, state, attention } = useFilter()
  const places = usePlaceOptions(params['place'])
  const all = { id: ALL, label: t('desk:all') }
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  return (
    <>
      <FilterSelect
        label={t('fieldwork:desk.days')}
        allId=""
        options={SPANS.map((id) => ({ id, label: t(`fieldwork:desk.span.${id}`) }))}
        value={span}
        onChange={(value) => change({ days: value })}
      />
      <FilterSelect
        label={t('fieldwork:column.state')}
        allId={ALL}
        options={[all, ...patrolStates.map((id) => ({ id, label: t(`fieldwork:state.${id}`) }))]}
        value={state ?? ALL}
        onChange={choose('state')}
      />
      <FilterSelect
        label={t('fieldwork:desk.attention')}
        allId={ALL}
        options={[all, ...ATTENTIONS.map((id) => ({ id, label: t(`fieldwork:desk.attention.${id}`) }))]}
        value={attention ?? ALL}
        onChange={choose('attention')}
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

/** Nothing was planned: where it begins. */
const NoPatrols = () => {
  const { may } = useSession()
  return (
    <div className="desk-pad">
      <Empty icon="walk" title={t('fieldwork:desk.noPatrols')} words={t('fieldwork:desk.noPatrolsHint')}>
        <ButtonLink href="/desk/patrols/routes">{t('fieldwork:desk.routes')}</ButtonLink>
        {may('fieldwork.route.create') ? (
          <ButtonLink href="/desk/patrols/routes/new">{t('fieldwork:desk.newRoute')}</ButtonLink>
        ) : null}
      </Empty>
    </div>
  )
}

/** 巡查班次: the patrols of the days chosen, the latest first, late and missed ones to be seen at once. */
const PatrolsPage = () => {
  const { params, path } = useAddress()
  const { may } = useSession()
  const { asked } = useFilter()
  const { found, rows } = usePages(['fieldwork.patrol.list', asked], (page, signal) =>
    query('fieldwork.patrol.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const isNarrowed = Object.keys(params).length > 0
  return (
    <DeskPage
      title={t('fieldwork:desk.patrols')}
      tabs={<PatrolTabs />}
      actions={
        may('fieldwork.patrol.export') ? (
          <ButtonLink size="small" icon="download" href={addressOf('fieldwork.patrol.export', asked)} download>
            {t('administration:export')}
          </ButtonLink>
        ) : null
      }
    >
      <div className="admin-list">
        <DataTable
          label={t('fieldwork:desk.patrols')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.routeName}
          tools={<Tools />}
          empty={found.isSuccess ? isNarrowed ? <NoneFound clearHref={path} /> : <NoPatrols /> : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
    </DeskPage>
  )
}

export default PatrolsPage
