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
import { formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { CreateProgrammeDialog } from './programme-dialogs.tsx'
import { rhythmWords } from './rhythm-words.ts'
import { VisitsTabs } from './visits-tabs.tsx'

type Programme = Output<'visits.programme.list'>['items'][number]

const columnsOf = (): ReadonlyArray<DataColumn<Programme>> => [
  {
    id: 'name',
    head: t('visits:desk.programmeName'),
    fixed: true,
    phone: 'what',
    cell: (row) => <a href={`/desk/visits/programmes/${row.id}`}>{row.name}</a>,
  },
  { id: 'kind', head: t('visits:desk.kind'), cell: (row) => t(`visits:kind.${row.kind}`) },
  { id: 'place', head: t('visits:desk.within'), cell: (row) => row.placeName },
  { id: 'rhythm', head: t('visits:desk.rhythm'), cell: rhythmWords },
  { id: 'duties', head: t('visits:desk.dutiesList'), wraps: true, cell: (row) => row.duties.join('、') },
  {
    id: 'state',
    head: t('administration:state'),
    phone: 'amount',
    cell: (row) => {
      if (!row.isActive) return <Tag tone="paused">{t('visits:desk.state.ended')}</Tag>
      return row.dueOn ? t('visits:desk.round', { on: formatFullDay(row.dueOn) }) : t('visits:desk.state.active')
    },
  },
]

/** 走访制度: whom to visit, how often, and what is to be done there. */
const ProgrammesPage = () => {
  const { params, path, change, go } = useAddress()
  const { may } = useSession()
  const where = useWhere()
  const [creating, setCreating] = useState(false)
  const asked = {
    ...(where.placeId ? { withinId: where.placeId } : {}),
    state: params['state'] === 'ended' ? ('ended' as const) : ('active' as const),
  }
  const { found, rows } = usePages(['visits.programme.list', asked], (page, signal) =>
    query('visits.programme.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const create = may('visits.programme.create') ? (
    <Button size="small" tone="main" icon="plus" onClick={() => setCreating(true)}>
      {t('visits:desk.createProgramme')}
    </Button>
  ) : null
  return (
    <DeskPage title={t('visits:desk.programmes')} tabs={<VisitsTabs current="programmes" />} actions={create}>
      <div className="admin-list">
        <DataTable
          label={t('visits:desk.programmes')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.name}
          tools={
            <FilterSelect
              label={t('administration:state')}
              allId={ALL}
              options={[
                { id: ALL, label: t('visits:desk.state.active') },
                { id: 'ended', label: t('visits:desk.state.ended') },
              ]}
              value={params['state'] ?? ALL}
              onChange={(value) => change({ state: value === ALL ? null : value })}
            />
          }
          empty={
            !found.isSuccess ? null : params['state'] ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty icon="calendar" title={t('visits:desk.noProgrammes')} words={t('visits:desk.noProgrammesHint')}>
                  {may('visits.programme.create') ? (
                    <Button icon="plus" onClick={() => setCreating(true)}>
                      {t('visits:desk.createProgramme')}
                    </Button>
                  ) : null}
                </Empty>
              </div>
            )
          }
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {creating ? (
        <CreateProgrammeDialog
          onClose={() => setCreating(false)}
          onDone={(id) => go(`/desk/visits/programmes/${id}`)}
        />
      ) : null}
    </DeskPage>
  )
}

export default ProgrammesPage
