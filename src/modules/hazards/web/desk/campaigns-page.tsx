import { useMemo, useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL } from '#web/desk/pickers.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatCount, formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { CampaignDialog } from './campaign-dialogs.tsx'

type Campaign = Output<'hazards.campaign.list'>['items'][number]

const STATES = ['running', 'over'] as const
export const stateTone = { ahead: 'plain', running: 'brand', over: 'done' } as const

const columnsOf = (): ReadonlyArray<DataColumn<Campaign>> => [
  {
    id: 'name',
    head: t('hazards:column.campaign'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <>
        <a href={`/desk/campaigns/${row.id}`}>{row.name}</a>{' '}
        <Tag tone={stateTone[row.state]}>{t(`hazards:desk.campaignState.${row.state}`)}</Tag>
      </>
    ),
  },
  {
    id: 'period',
    head: t('hazards:desk.period'),
    cell: (row) => `${formatFullDay(row.startsOn)} – ${formatFullDay(row.endsOn)}`,
  },
  { id: 'places', head: t('administration:place'), cell: (row) => row.places.map((place) => place.name).join('、') },
  {
    id: 'inspected',
    head: t('hazards:column.inspectedCount'),
    figures: true,
    phone: 'amount',
    cell: (row) =>
      `${formatCount(row.progress.inspectedCount)} / ${formatCount(row.targetCount ?? row.progress.siteCount)}`,
  },
  {
    id: 'found',
    head: t('hazards:column.foundCount'),
    figures: true,
    cell: (row) => formatCount(row.progress.foundCount),
  },
  {
    id: 'solved',
    head: t('hazards:column.solvedCount'),
    figures: true,
    cell: (row) => formatCount(row.progress.solvedCount),
  },
]

/** 专项行动: what is looked for together, and how far it has come. */
const CampaignsPage = () => {
  const { params, path, change, go } = useAddress()
  const { may } = useSession()
  const { placeId } = useWhere()
  const [creating, setCreating] = useState(false)
  const state = STATES.find((known) => known === params['state'])
  const asked = { ...(placeId ? { placeId } : {}), ...(state ? { state } : {}) }
  const { found, rows } = usePages(['hazards.campaign.list', asked], (page, signal) =>
    query('hazards.campaign.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  return (
    <DeskPage
      title={t('hazards:desk.campaigns')}
      actions={
        may('hazards.campaign.create') ? (
          <Button size="small" tone="main" icon="plus" onClick={() => setCreating(true)}>
            {t('hazards:desk.createCampaign')}
          </Button>
        ) : null
      }
    >
      <div className="admin-list">
        <DataTable
          label={t('hazards:desk.campaigns')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.name}
          tools={
            <FilterSelect
              label={t('administration:state')}
              allId={ALL}
              options={[
                { id: ALL, label: t('desk:all') },
                ...STATES.map((id) => ({ id, label: t(`hazards:desk.campaignState.${id}`) })),
              ]}
              value={state ?? ALL}
              onChange={(value) => change({ state: value === ALL ? null : value })}
            />
          }
          empty={
            !found.isSuccess ? null : state ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty icon="project" title={t('hazards:desk.noCampaigns')} words={t('hazards:desk.noCampaignsHint')} />
              </div>
            )
          }
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {creating ? (
        <CampaignDialog onClose={() => setCreating(false)} onDone={(id) => go(`/desk/campaigns/${id}`)} />
      ) : null}
    </DeskPage>
  )
}

export default CampaignsPage
