import { useMemo } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Tag } from '#web/ui/tag.tsx'

type Grid = Output<'posts.grid.list'>['items'][number]
type Level = Grid['levels'][number]

const SHOWS = ['vacant', 'shared'] as const
const ROLES = ['gridInstructor', 'stationLeader', 'gridLeader', 'gridWorker'] as const

const LevelCell = ({ level }: { readonly level: Level | undefined }) => {
  if (!level || level.isMissing) return <Tag tone="late">{t('posts:grid.missing')}</Tag>
  return (
    <>
      {level.holders.map((holder) => (
        <span key={holder.personId}>
          <a href={`/desk/persons/${holder.personId}`}>{holder.name}</a>{' '}
          <span className="soft">
            {t(`posts:manner.${holder.manner}`)}
            {holder.otherPostCount > 0 ? ` ${t('posts:grid.also', { count: holder.otherPostCount })}` : ''}
          </span>{' '}
        </span>
      ))}
      {level.vacantCount > 0 ? <Tag tone="soon">{t('posts:desk.vacant', { count: level.vacantCount })}</Tag> : null}
    </>
  )
}

const columnsOf = (): ReadonlyArray<DataColumn<Grid>> => [
  {
    id: 'grid',
    head: t('places:level.grid'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <>
        <a href={`/desk/places/${row.placeId}`}>{row.placeName}</a> <span className="soft">{row.communityName}</span>
      </>
    ),
  },
  ...ROLES.map(
    (role): DataColumn<Grid> => ({
      id: role,
      head: t(`posts:role.${role}`),
      wraps: true,
      cell: (row) => <LevelCell level={row.levels.find((level) => level.role === role)} />,
    }),
  ),
]

const sentenceOf = ({ gridCount, completeCount, personCount, manners }: Output<'posts.grid.list'>): string =>
  [
    t('posts:grid.sum', {
      grids: formatCount(gridCount),
      complete: formatCount(completeCount),
      people: formatCount(personCount),
    }),
    manners
      .map(({ manner, count }) => t('posts:grid.manner', { manner: t(`posts:manner.${manner}`), count }))
      .join('、'),
  ]
    .filter(Boolean)
    .join(t('administration:import.between'))

/** 网格配备: the four levels of every grid, who holds them, how, and what is empty (S2-15, S2-16). */
const GridsPage = () => {
  const { params, path, change } = useAddress()
  const where = useWhere()
  const places = usePlaceOptions(params['place'])
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const filter = {
    ...(withinId ? { withinId } : {}),
    show: SHOWS.find((known) => known === params['show']) ?? ('any' as const),
  }
  const { found, rows } = usePages(['posts.grid.list', filter], (page, signal) =>
    query('posts.grid.list', { ...filter, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const first = found.data?.pages[0] as Output<'posts.grid.list'> | undefined
  return (
    <DeskPage
      title={t('posts:desk.grids')}
      actions={
        <ButtonLink icon="download" size="small" href={addressOf('posts.grid.export', filter)} download>
          {t('administration:export')}
        </ButtonLink>
      }
    >
      {first ? (
        <p className="admin-say" role="status">
          {sentenceOf(first)}
        </p>
      ) : null}
      <div className="admin-list">
        <DataTable
          label={t('posts:desk.grids')}
          columns={columns}
          rows={rows}
          keyOf={(row) => String(row.placeId)}
          nameOf={(row) => row.placeName}
          tools={
            <>
              <FilterSelect
                label={t('administration:place')}
                allId={ALL}
                options={places}
                value={params['place'] ?? ALL}
                onChange={(value) => change({ place: value === ALL ? null : value })}
              />
              <FilterSelect
                label={t('posts:desk.staffing')}
                allId={ALL}
                options={[
                  { id: ALL, label: t('desk:all') },
                  ...SHOWS.map((id) => ({ id, label: t(`posts:desk.staffing.${id}`) })),
                ]}
                value={params['show'] ?? ALL}
                onChange={(value) => change({ show: value === ALL ? null : value })}
              />
            </>
          }
          empty={found.isSuccess ? <NoneFound clearHref={path} /> : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
    </DeskPage>
  )
}

export default GridsPage
