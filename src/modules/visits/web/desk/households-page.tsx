import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { BatchBar } from '#web/ui/live/batch-bar.tsx'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { AssignDialog, CreateHouseholdDialog, MarksDialog } from './household-dialogs.tsx'

type Household = Output<'visits.household.list'>['items'][number]

const ASSIGNED = ['assigned', 'unassigned'] as const
const VISITED = ['never', 'late'] as const

const columnsOf = (): ReadonlyArray<DataColumn<Household>> => [
  {
    id: 'door',
    head: t('visits:desk.door'),
    fixed: true,
    phone: 'what',
    cell: (row) => <a href={`/desk/households/${row.id}`}>{row.door}</a>,
  },
  { id: 'label', head: t('visits:desk.label'), cell: (row) => row.label ?? '' },
  {
    id: 'place',
    head: t('administration:place'),
    cell: (row) => [row.communityName, row.placeName].filter(Boolean).join(' '),
  },
  { id: 'contact', head: t('visits:desk.contact'), hidden: true, cell: (row) => row.contactName ?? '' },
  { id: 'phone', head: t('visits:desk.phone'), hidden: true, cell: (row) => row.contactPhone ?? '' },
  {
    id: 'marks',
    head: t('visits:desk.mark'),
    hidden: true,
    cell: (row) => row.marks.map((mark) => mark.name).join('、'),
  },
  {
    id: 'responsible',
    head: t('visits:column.responsible'),
    cell: (row) =>
      row.responsible ? (
        <a href={`/desk/persons/${row.responsible.personId}`}>{row.responsible.name}</a>
      ) : (
        <Tag tone="soon">{t('visits:desk.unassigned')}</Tag>
      ),
  },
  {
    id: 'last',
    head: t('visits:desk.lastVisit'),
    cell: (row) => (row.lastVisitedAt ? formatFullDay(row.lastVisitedAt) : t('visits:desk.never')),
  },
  {
    id: 'due',
    head: t('visits:column.dueOn'),
    phone: 'amount',
    cell: (row) =>
      row.dueOn === null ? (
        ''
      ) : row.isLate ? (
        <Tag tone="late">{formatFullDay(row.dueOn)}</Tag>
      ) : (
        formatFullDay(row.dueOn)
      ),
  },
]

const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  return {
    ...(withinId ? { withinId } : {}),
    ...(params['words'] ? { words: params['words'] } : {}),
    ...(params['mark'] ? { markId: params['mark'] } : {}),
    ...(params['person'] ? { personId: params['person'] } : {}),
    ...(params['view'] === 'mine' ? { view: 'mine' as const } : {}),
    assigned: ASSIGNED.find((known) => known === params['assigned']) ?? ('any' as const),
    visited: VISITED.find((known) => known === params['visited']) ?? ('any' as const),
  }
}

const Filters = () => {
  const { params, change } = useAddress()
  const { may } = useSession()
  const places = usePlaceOptions(params['place'])
  const marks = useQuery({
    queryKey: ['visits.mark.list'],
    queryFn: ({ signal }) => query('visits.mark.list', {}, signal),
    enabled: may('visits.mark.list'),
  })
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  const filters = [
    { name: 'view', label: t('visits:desk.show'), options: [{ id: 'mine', label: t('visits:desk.mine') }] },
    {
      name: 'assigned',
      label: t('visits:desk.assigned'),
      options: ASSIGNED.map((id) => ({ id, label: t(`visits:desk.assigned.${id}`) })),
    },
    {
      name: 'visited',
      label: t('visits:desk.visited'),
      options: VISITED.map((id) => ({ id, label: t(`visits:desk.visited.${id}`) })),
    },
    {
      name: 'mark',
      label: t('visits:desk.mark'),
      options: (marks.data?.items ?? []).map((mark) => ({
        id: mark.id,
        label: t('visits:desk.markCount', { name: mark.name, count: mark.householdCount }),
      })),
    },
  ]
  return (
    <>
      <SearchBox label={t('visits:desk.findHousehold')} />
      <FilterSelect
        label={t('administration:place')}
        allId={ALL}
        options={places}
        value={params['place'] ?? ALL}
        onChange={choose('place')}
      />
      {filters
        .filter(({ options }) => options.length > 0)
        .map(({ name, label, options }) => (
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

type Open = 'create' | 'assign' | 'marks' | null

const PageActions = ({ onOpen }: { readonly onOpen: (open: Open) => void }) => {
  const { may } = useSession()
  const filter = useFilter()
  return (
    <>
      {may('visits.mark.set') ? (
        <Button size="small" icon="settings" onClick={() => onOpen('marks')}>
          {t('visits:desk.marks')}
        </Button>
      ) : null}
      {may('visits.import.preview') ? (
        <ButtonLink size="small" icon="upload" href="/desk/households/import">
          {t('administration:import')}
        </ButtonLink>
      ) : null}
      <ButtonLink size="small" icon="download" href={addressOf('visits.household.export', filter)} download>
        {t('administration:export')}
      </ButtonLink>
      {may('visits.household.create') ? (
        <Button size="small" tone="main" icon="plus" onClick={() => onOpen('create')}>
          {t('visits:desk.createHousehold')}
        </Button>
      ) : null}
    </>
  )
}

const NoHouseholds = ({ onOpen }: { readonly onOpen: (open: Open) => void }) => {
  const { params, path } = useAddress()
  const { may } = useSession()
  if (Object.keys(params).length > 0) return <NoneFound clearHref={path} />
  return (
    <div className="desk-pad">
      <Empty icon="home" title={t('visits:desk.noHouseholds')} words={t('visits:desk.noHouseholdsHint')}>
        {may('visits.import.preview') ? (
          <ButtonLink icon="upload" href="/desk/households/import">
            {t('visits:desk.import')}
          </ButtonLink>
        ) : null}
        {may('visits.household.create') ? (
          <Button icon="plus" onClick={() => onOpen('create')}>
            {t('visits:desk.createHousehold')}
          </Button>
        ) : null}
      </Empty>
    </div>
  )
}

/** 住户: who is where, who is responsible, when somebody was there last; assigned in batch. */
const HouseholdsPage = () => {
  const { go } = useAddress()
  const { may } = useSession()
  const filter = useFilter()
  const [open, setOpen] = useState<Open>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const { found, rows } = usePages(['visits.household.list', filter], (page, signal) =>
    query('visits.household.list', { ...filter, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const ids = rows.map((row) => row.id).filter((id) => selected.has(id))
  const mayAssign = may('visits.household.assign')
  return (
    <DeskPage title={t('visits:desk.households')} actions={<PageActions onOpen={setOpen} />}>
      {ids.length > 0 ? (
        <BatchBar
          count={ids.length}
          all={ids.length === rows.length}
          onAll={(all) => setSelected(new Set(all ? rows.map((row) => row.id) : []))}
          acts={[{ id: 'assign', label: t('visits:desk.assign'), count: ids.length, onAct: () => setOpen('assign') }]}
          onClear={() => setSelected(new Set())}
        />
      ) : null}
      <div className="admin-list">
        <DataTable
          label={t('visits:desk.households')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.door}
          {...(mayAssign ? { selected, onSelect: setSelected } : {})}
          tools={<Filters />}
          empty={found.isSuccess ? <NoHouseholds onOpen={setOpen} /> : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {open === 'create' ? (
        <CreateHouseholdDialog onClose={() => setOpen(null)} onDone={(id) => go(`/desk/households/${id}`)} />
      ) : null}
      {open === 'marks' ? <MarksDialog onClose={() => setOpen(null)} /> : null}
      {open === 'assign' ? (
        <AssignDialog
          ids={ids}
          onClose={(isDone) => {
            setOpen(null)
            if (isDone) setSelected(new Set())
          }}
        />
      ) : null}
    </DeskPage>
  )
}

export default HouseholdsPage
