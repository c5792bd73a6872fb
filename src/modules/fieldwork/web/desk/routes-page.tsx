import { useMemo } from 'react'
import { query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount, formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { PatrolTabs, rhythmWords, type Route } from './parts.tsx'

const STATES = ['ended', 'any'] as const

const columnsOf = (): ReadonlyArray<DataColumn<Route>> => [
  {
    id: 'name',
    head: t('fieldwork:column.route'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <>
        <a href={`/desk/patrols/routes/${row.id}`}>{row.name}</a>{' '}
        {row.endsOn ? <Tag tone="paused">{t('fieldwork:desk.endsOn', { on: formatFullDay(row.endsOn) })}</Tag> : null}
      </>
    ),
  },
  { id: 'place', head: t('administration:place'), cell: (row) => row.placeName },
  { id: 'rhythm', head: t('fieldwork:desk.rhythm'), cell: (row) => rhythmWords(row.rhythm) },
  {
    id: 'window',
    head: t('fieldwork:desk.window'),
    cell: (row) => t('fieldwork:field.window', { from: row.windowFrom, until: row.windowUntil }),
  },
  { id: 'who', head: t('fieldwork:desk.who'), cell: (row) => row.team?.name ?? t('fieldwork:desk.holders') },
  {
    id: 'points',
    head: t('fieldwork:desk.points'),
    figures: true,
    phone: 'amount',
    cell: (row) => formatCount(row.pointCount),
  },
]

/** 巡查路线: which ways are walked, when and by whom. */
const RoutesPage = () => {
  const { params, path, change } = useAddress()
  const { may } = useSession()
  const where = useWhere()
  const places = usePlaceOptions(params['place'])
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const state = STATES.find((known) => known === params['state'])
  const asked = {
    ...(withinId ? { withinId } : {}),
    ...(state ? { state } : {}),
    ...(params['words'] ? { words: params['words'] } : {}),
  }
  const { found, rows } = usePages(['fieldwork.route.list', asked], (page, signal) =>
    query('fieldwork.route.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const create = may('fieldwork.route.create') ? (
    <ButtonLink size="small" tone="main" icon="plus" href="/desk/patrols/routes/new">
      {t('fieldwork:desk.newRoute')}
    </ButtonLink>
  ) : null
  const none = (
    <div className="desk-pad">
      <Empty icon="walk" title={t('fieldwork:desk.noRoutes')} words={t('fieldwork:desk.noRoutesHint')}>
        {create}
      </Empty>
    </div>
  )
  return (
    <DeskPage title={t('fieldwork:desk.patrols')} tabs={<PatrolTabs />} actions={create}>
      <div className="admin-list">
        <DataTable
          label={t('fieldwork:desk.routes')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.name}
          tools={
            <>
              <SearchBox label={t('fieldwork:desk.findRoute')} />
              <FilterSelect
                label={t('administration:place')}
                allId={ALL}
                options={places}
                value={params['place'] ?? ALL}
                onChange={choose('place')}
              />
              <FilterSelect
                label={t('administration:state')}
                allId={ALL}
                options={[
                  { id: ALL, label: t('fieldwork:desk.inForce') },
                  ...STATES.map((id) => ({ id, label: t(`fieldwork:desk.routeState.${id}`) })),
                ]}
                value={state ?? ALL}
                onChange={choose('state')}
              />
            </>
          }
          empty={found.isSuccess ? Object.keys(params).length > 0 ? <NoneFound clearHref={path} /> : none : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
    </DeskPage>
  )
}

export default RoutesPage
