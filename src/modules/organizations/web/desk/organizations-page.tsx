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
import { formatCount, formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { CreateOrganizationDialog } from './organization-dialogs.tsx'
import { KINDS } from './kinds.ts'

type Organization = Output<'organizations.organization.list'>['items'][number]

const STATES = ['closed', 'any'] as const

const columnsOf = (): ReadonlyArray<DataColumn<Organization>> => [
  {
    id: 'name',
    head: t('organizations:desk.name'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <>
        <a href={`/desk/organizations/${row.id}`}>{row.name}</a>{' '}
        {row.closedOn ? (
          <Tag tone="paused">{t('organizations:desk.closedFrom', { on: formatFullDay(row.closedOn) })}</Tag>
        ) : null}
      </>
    ),
  },
  { id: 'short', head: t('organizations:desk.shortName'), hidden: true, cell: (row) => row.shortName },
  { id: 'kind', head: t('organizations:desk.kind'), cell: (row) => t(`organizations:kind.${row.kind}`) },
  { id: 'place', head: t('administration:place'), cell: (row) => row.placeName },
  { id: 'phone', head: t('organizations:desk.phone'), cell: (row) => row.phone ?? '' },
  { id: 'duty', head: t('organizations:desk.duty'), wraps: true, hidden: true, cell: (row) => row.duty ?? '' },
  {
    id: 'below',
    head: t('organizations:desk.below'),
    figures: true,
    phone: 'amount',
    cell: (row) =>
      row.childCount === 0 ? '' : <a href={`/desk/organizations?parent=${row.id}`}>{formatCount(row.childCount)}</a>,
  },
]

interface FiltersProps {
  readonly kind: Organization['kind'] | undefined
  readonly state: (typeof STATES)[number] | undefined
}

const Filters = ({ kind, state }: FiltersProps) => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  return (
    <>
      <SearchBox label={t('organizations:desk.find')} />
      <FilterSelect
        label={t('organizations:desk.kind')}
        allId={ALL}
        options={[all, ...KINDS.map((id) => ({ id, label: t(`organizations:kind.${id}`) }))]}
        value={kind ?? ALL}
        onChange={choose('kind')}
      />
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
          { id: ALL, label: t('organizations:desk.state.open') },
          ...STATES.map((id) => ({ id, label: t(`organizations:desk.state.${id}`) })),
        ]}
        value={state ?? ALL}
        onChange={choose('state')}
      />
    </>
  )
}

/** 组织单位: the list, narrowed by kind, place and what stands above. */
const OrganizationsPage = () => {
  const { params, path, go } = useAddress()
  const { may } = useSession()
  const where = useWhere()
  const [creating, setCreating] = useState(false)
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const kind = KINDS.find((known) => known === params['kind'])
  const state = STATES.find((known) => known === params['state'])
  const asked = {
    ...(withinId ? { withinId } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(params['parent'] ? { parentId: params['parent'] } : {}),
    ...(params['words'] ? { words: params['words'] } : {}),
  }
  const { found, rows } = usePages(['organizations.organization.list', asked], (page, signal) =>
    query('organizations.organization.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const exportId = withinId ?? where.places[0]?.id
  return (
    <DeskPage
      title={t('organizations:desk.organizations')}
      actions={
        <>
          {may('organizations.import.preview') ? (
            <ButtonLink size="small" icon="upload" href="/desk/organizations/import">
              {t('administration:import')}
            </ButtonLink>
          ) : null}
          {may('organizations.organization.export') && exportId ? (
            <ButtonLink
              size="small"
              icon="download"
              href={addressOf('organizations.organization.export', { withinId: exportId })}
              download
            >
              {t('administration:export')}
            </ButtonLink>
          ) : null}
          {may('organizations.organization.create') ? (
            <Button size="small" tone="main" icon="plus" onClick={() => setCreating(true)}>
              {t('organizations:desk.create')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="admin-list">
        <DataTable
          label={t('organizations:desk.organizations')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.name}
          tools={<Filters kind={kind} state={state} />}
          empty={found.isSuccess ? <NoneFound clearHref={path} /> : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {creating ? (
        <CreateOrganizationDialog onClose={() => setCreating(false)} onDone={(id) => go(`/desk/organizations/${id}`)} />
      ) : null}
    </DeskPage>
  )
}

export default OrganizationsPage
