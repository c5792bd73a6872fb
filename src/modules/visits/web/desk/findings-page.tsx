import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { FindingStand } from './finding-lines.tsx'
import { VisitsTabs } from './visits-tabs.tsx'

type Finding = Output<'visits.finding.list'>['items'][number]

const KINDS = ['problem', 'hazard', 'dispute', 'need'] as const
const VISIT_KINDS = ['household', 'leader', 'frontLine', 'stationed'] as const

const columnsOf = (): ReadonlyArray<DataColumn<Finding>> => [
  {
    id: 'words',
    head: t('visits:desk.findingWords'),
    fixed: true,
    wraps: true,
    phone: 'what',
    cell: (row) => <a href={`/desk/cases/${row.caseId}`}>{row.words}</a>,
  },
  { id: 'kind', head: t('visits:column.finding'), cell: (row) => t(`visits:finding.${row.kind}`) },
  { id: 'place', head: t('administration:place'), cell: (row) => row.placeName },
  { id: 'decision', head: t('visits:column.decision'), wraps: true, cell: (row) => row.decision ?? '' },
  { id: 'owner', head: t('visits:desk.owner'), cell: (row) => row.ownerName ?? t('visits:desk.noOwner') },
  {
    id: 'state',
    head: t('visits:column.caseState'),
    phone: 'amount',
    cell: (row) => <FindingStand finding={row} />,
  },
  { id: 'result', head: t('visits:column.result'), wraps: true, cell: (row) => row.result ?? '' },
  {
    id: 'visit',
    head: t('visits:desk.visit'),
    cell: (row) => <a href={`/desk/visits/${row.visitId}`}>{t(`visits:kind.${row.visitKind}`)}</a>,
  },
  { id: 'at', head: t('visits:column.foundAt'), cell: (row) => formatFullDay(row.createdAt) },
]

const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const kind = KINDS.find((known) => known === params['kind'])
  const visitKind = VISIT_KINDS.find((known) => known === params['visit'])
  return {
    ...(withinId ? { withinId } : {}),
    ...(kind ? { kind } : {}),
    ...(visitKind ? { visitKind } : {}),
    ...(params['programme'] ? { programmeId: params['programme'] } : {}),
  }
}

const Sentence = ({ filter }: { readonly filter: ReturnType<typeof useFilter> }) => {
  const found = useQuery({
    queryKey: ['visits.finding.count', filter],
    queryFn: ({ signal }) => query('visits.finding.count', filter, signal),
  })
  if (!found.data || found.data.items.length === 0) return null
  return (
    <p className="admin-say" role="status">
      {found.data.items
        .map((item) =>
          t('visits:desk.findingSum', {
            kind: t(`visits:finding.${item.kind}`),
            count: item.count,
            solved: item.solvedCount,
          }),
        )
        .join(t('administration:import.between'))}
    </p>
  )
}

/** 走访发现: what visits found, with decision, owner and result of each. */
// oxlint-disable-next-line max-lines-per-function -- one page in one piece: its lines are markup, to be cut when it grows
const FindingsPage = () => {
  const { params, path, change } = useAddress()
  const filter = useFilter()
  const places = usePlaceOptions(params['place'])
  const { found, rows } = usePages(['visits.finding.list', filter], (page, signal) =>
    query('visits.finding.list', { ...filter, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  const filters = [
    { name: 'place', label: t('administration:place'), options: places },
    {
      name: 'kind',
      label: t('visits:column.finding'),
      options: [all, ...KINDS.map((id) => ({ id, label: t(`visits:finding.${id}`) }))],
    },
    {
      name: 'visit',
      label: t('visits:desk.kind'),
      options: [all, ...VISIT_KINDS.map((id) => ({ id, label: t(`visits:kind.${id}`) }))],
    },
  ]
  const isFiltered = Object.keys(params).length > 0
  return (
    <DeskPage
      title={t('visits:desk.findings')}
      tabs={<VisitsTabs current="findings" />}
      actions={
        <ButtonLink size="small" icon="download" href={addressOf('visits.finding.export', filter)} download>
          {t('administration:export')}
        </ButtonLink>
      }
    >
      <Sentence filter={filter} />
      <div className="admin-list">
        <DataTable
          label={t('visits:desk.findings')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.caseId}
          nameOf={(row) => row.words}
          tools={filters.map(({ name, label, options }) => (
            <FilterSelect
              key={name}
              label={label}
              allId={ALL}
              options={options}
              value={params[name] ?? ALL}
              onChange={choose(name)}
            />
          ))}
          empty={
            !found.isSuccess ? null : isFiltered ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty
                  icon="search"
                  title={t('visits:desk.noFindingsYet')}
                  words={t('visits:desk.noFindingsYetHint')}
                />
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

export default FindingsPage
