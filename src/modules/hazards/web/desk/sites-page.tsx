import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { formatCount, formatMoment } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { SiteDialog } from './site-dialogs.tsx'

type Site = Output<'hazards.site.list'>['items'][number]

export const RISKS = ['low', 'medium', 'high'] as const
export const riskTone = { low: 'plain', medium: 'soon', high: 'late' } as const
const HAS = ['open', 'repeat', 'never'] as const
const SORTS = ['checked', 'hazards'] as const

export const useCatalogue = () =>
  useQuery({
    queryKey: ['hazards.catalogue.find'],
    queryFn: ({ signal }) => query('hazards.catalogue.find', {}, signal),
  })

const columnsAt = (now: Date): ReadonlyArray<DataColumn<Site>> => [
  {
    id: 'name',
    head: t('hazards:column.site'),
    fixed: true,
    phone: 'what',
    cell: (row) => <a href={`/desk/sites/${row.id}`}>{row.name}</a>,
  },
  { id: 'kind', head: t('hazards:desk.siteKind'), cell: (row) => row.kind.name },
  { id: 'place', head: t('administration:place'), cell: (row) => row.place.name },
  {
    id: 'risk',
    head: t('hazards:desk.risk'),
    cell: (row) => <Tag tone={riskTone[row.risk]}>{t(`hazards:risk.${row.risk}`)}</Tag>,
  },
  {
    id: 'open',
    head: t('hazards:desk.sum.open'),
    figures: true,
    phone: 'amount',
    cell: (row) =>
      row.openHazardCount === 0 ? '' : <a href={`/desk/hazards?site=${row.id}`}>{formatCount(row.openHazardCount)}</a>,
  },
  {
    id: 'repeat',
    head: t('hazards:desk.offence'),
    figures: true,
    cell: (row) => (row.repeatCount === 0 ? '' : formatCount(row.repeatCount)),
  },
  {
    id: 'checkedAt',
    head: t('hazards:desk.checkedAt'),
    cell: (row) => (row.checkedAt ? formatMoment(row.checkedAt, now) : t('hazards:desk.never')),
  },
  { id: 'responsible', head: t('hazards:desk.responsible'), cell: (row) => row.responsibleName ?? '' },
  { id: 'phone', head: t('hazards:desk.phone'), hidden: true, cell: (row) => row.responsiblePhone ?? '' },
  { id: 'address', head: t('hazards:desk.address'), hidden: true, cell: (row) => row.address ?? '' },
]

const Tools = () => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const catalogue = useCatalogue()
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  const kinds = (catalogue.data?.siteKinds ?? []).map(({ id, name }) => ({ id, label: name }))
  return (
    <>
      <SearchBox label={t('hazards:desk.findSite')} />
      <FilterSelect
        label={t('hazards:desk.siteKind')}
        allId={ALL}
        options={[all, { id: 'small', label: t('hazards:desk.small') }, ...kinds]}
        value={params['kind'] ?? ALL}
        onChange={choose('kind')}
      />
      <FilterSelect
        label={t('hazards:desk.risk')}
        allId={ALL}
        options={[all, ...RISKS.map((id) => ({ id, label: t(`hazards:risk.${id}`) }))]}
        value={params['risk'] ?? ALL}
        onChange={choose('risk')}
      />
      <FilterSelect
        label={t('hazards:desk.has')}
        allId={ALL}
        options={[all, ...HAS.map((id) => ({ id, label: t(`hazards:desk.has.${id}`) }))]}
        value={params['has'] ?? ALL}
        onChange={choose('has')}
      />
      <FilterSelect
        label={t('hazards:desk.order')}
        allId={ALL}
        options={[
          { id: ALL, label: t('hazards:desk.order.name') },
          ...SORTS.map((id) => ({ id, label: t(`hazards:desk.order.${id}`) })),
        ]}
        value={params['sort'] ?? ALL}
        onChange={choose('sort')}
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

/** What an address narrows the sites to. */
const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  return useMemo(() => {
    const placeId = Number(params['place'] ?? where.placeId ?? '') || undefined
    const risk = RISKS.find((known) => known === params['risk'])
    const has = HAS.find((known) => known === params['has'])
    const kind = params['kind']
    return {
      ...(placeId ? { placeId } : {}),
      ...(kind === 'small' ? { isSmall: 'true' } : kind ? { kindId: kind } : {}),
      ...(risk ? { risk } : {}),
      ...(has ? { has } : {}),
      ...(params['words'] ? { words: params['words'] } : {}),
    }
  }, [params, where.placeId])
}

const SiteActions = ({ filter, onCreate }: { readonly filter: object; readonly onCreate: () => void }) => {
  const { may } = useSession()
  return (
    <>
      {may('hazards.import.preview') ? (
        <ButtonLink size="small" icon="upload" href="/desk/sites/import">
          {t('administration:import')}
        </ButtonLink>
      ) : null}
      <ButtonLink size="small" icon="download" href={addressOf('hazards.site.export', filter)} download>
        {t('administration:export')}
      </ButtonLink>
      {may('hazards.site.create') ? (
        <Button size="small" tone="main" icon="plus" onClick={onCreate}>
          {t('hazards:desk.createSite')}
        </Button>
      ) : null}
    </>
  )
}

/** 场所: what is inspected. */
const SitesPage = () => {
  const { params, path, go } = useAddress()
  const [creating, setCreating] = useState(false)
  const minute = useNow().getTime()
  const filter = useFilter()
  const sort = SORTS.find((known) => known === params['sort']) ?? 'name'
  const { found, rows } = usePages(['hazards.site.list', filter, sort], (page, signal) =>
    query('hazards.site.list', { ...filter, sort, ...page }, signal),
  )
  const columns = useMemo(() => columnsAt(new Date(minute)), [minute])
  return (
    <DeskPage
      title={t('hazards:desk.sites')}
      actions={<SiteActions filter={filter} onCreate={() => setCreating(true)} />}
    >
      <div className="admin-list">
        <DataTable
          label={t('hazards:desk.sites')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.name}
          tools={<Tools />}
          empty={
            !found.isSuccess ? null : Object.keys(params).length > 0 ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty icon="building" title={t('hazards:desk.noSites')} words={t('hazards:desk.noSitesHint')}>
                  <ButtonLink href="/desk/sites/import">{t('administration:import')}</ButtonLink>
                </Empty>
              </div>
            )
          }
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {creating ? <SiteDialog onClose={() => setCreating(false)} onDone={(id) => go(`/desk/sites/${id}`)} /> : null}
    </DeskPage>
  )
}

export default SitesPage
