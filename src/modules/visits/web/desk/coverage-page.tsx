import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { addressOf, type Output, query } from '#web/api.ts'
import { useAddress, writeParams } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'
import { coverageRate, isWithoutOmission } from '../../rules/coverage.ts'
import { VisitsTabs } from './visits-tabs.tsx'

type Line = Output<'visits.coverage.list'>['items'][number]
const BYS = ['place', 'person', 'programme'] as const
type By = (typeof BYS)[number]
const KINDS = ['household', 'leader', 'frontLine', 'stationed'] as const

const omissionsHref = (by: By, key: string): string =>
  `/desk/visits${writeParams({ show: 'omitted', ...(key === '' ? {} : { [by]: key }) })}`

const figure = (id: string, head: string, value: (row: Line) => number): DataColumn<Line> => ({
  id,
  head,
  figures: true,
  cell: (row) => (value(row) === 0 ? '' : formatCount(value(row))),
})

const columnsOf = (by: By): ReadonlyArray<DataColumn<Line>> => [
  { id: 'name', head: t(`visits:desk.by.${by}`), fixed: true, phone: 'what', cell: (row) => row.name },
  figure('toVisit', t('visits:column.toVisit'), (row) => row.toVisitCount),
  figure('visited', t('visits:column.visited'), (row) => row.visitedCount),
  {
    id: 'rate',
    head: t('visits:desk.rate'),
    unit: '%',
    figures: true,
    cell: (row) => coverageRate(row) ?? '',
  },
  {
    id: 'omitted',
    head: t('visits:column.omitted'),
    figures: true,
    phone: 'amount',
    cell: (row) =>
      row.omittedCount > 0 ? (
        <a className="fig" href={omissionsHref(by, row.key)}>
          {formatCount(row.omittedCount)}
        </a>
      ) : isWithoutOmission(row) ? (
        <Tag tone="done">{t('visits:desk.noOmission')}</Tag>
      ) : (
        ''
      ),
  },
  figure('madeUp', t('visits:column.madeUp'), (row) => row.madeUpCount),
  figure('excused', t('visits:column.excused'), (row) => row.excusedCount),
  figure('unassigned', t('visits:column.unassigned'), (row) => row.unassignedCount),
]

const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const kind = KINDS.find((known) => known === params['kind'])
  return {
    ...(withinId ? { withinId } : {}),
    ...(kind ? { kind } : {}),
    ...(params['programme'] ? { programmeId: params['programme'] } : {}),
  }
}

/** How the visiting stands, as sentences with figures that open the lists behind them. */
const Sentence = ({ filter }: { readonly filter: ReturnType<typeof useFilter> }) => {
  const found = useQuery({
    queryKey: ['visits.coverage.sum', filter],
    queryFn: ({ signal }) => query('visits.coverage.sum', filter, signal),
  })
  if (!found.data) return null
  const { coverage, personCount, unassignedHouseholdCount, duties, stationedMinutes } = found.data
  const { toVisitCount, visitedCount, madeUpCount, omittedCount } = coverage
  const said = duties.map(({ duty, count }) => t('visits:desk.dutyCount', { duty, count })).join('、')
  const bits = [
    toVisitCount === 0
      ? t('visits:desk.coverageNone')
      : t('visits:desk.coverageSum', {
          toVisit: formatCount(toVisitCount),
          visited: formatCount(visitedCount),
          rate: coverageRate(coverage) ?? 0,
          madeUp: formatCount(madeUpCount),
        }),
    omittedCount > 0 ? (
      <a className="fig" href={omissionsHref('place', String(filter.withinId ?? ''))}>
        {t('visits:desk.omitted', { count: omittedCount })}
      </a>
    ) : isWithoutOmission(coverage) ? (
      <Tag tone="done">{t('visits:desk.noOmission')}</Tag>
    ) : null,
    personCount > 0 ? t('visits:desk.people', { count: personCount }) : null,
    unassignedHouseholdCount > 0 ? (
      <a className="fig" href="/desk/households?assigned=unassigned">
        {t('visits:desk.unassignedSum', { count: unassignedHouseholdCount })}
      </a>
    ) : null,
    said ? t('visits:desk.dutySum', { duties: said }) : null,
    stationedMinutes > 0 ? t('visits:desk.stationedSum', { hours: formatCount(stationedMinutes / 60, 1) }) : null,
  ]
  return (
    <div className="admin-say" role="status">
      <Bits bits={bits.filter((bit) => bit !== null)} />
    </div>
  )
}

/** 覆盖与遗漏: visited out of to be visited, by place, person or rule; the most omissions first. */
// oxlint-disable-next-line max-lines-per-function -- one page in one piece: its lines are markup, to be cut when it grows
const CoveragePage = () => {
  const { params, path, change } = useAddress()
  const filter = useFilter()
  const places = usePlaceOptions(params['place'])
  const by = BYS.find((known) => known === params['by']) ?? 'place'
  const { found, rows } = usePages(['visits.coverage.list', by, filter], (page, signal) =>
    query('visits.coverage.list', { ...filter, by, ...page }, signal),
  )
  const columns = useMemo(() => columnsOf(by), [by])
  const choose = (name: string, none: string) => (value: string) => change({ [name]: value === none ? null : value })
  return (
    <DeskPage
      title={t('visits:desk.coverage')}
      tabs={<VisitsTabs current="coverage" />}
      actions={
        <ButtonLink size="small" icon="download" href={addressOf('visits.coverage.export', filter)} download>
          {t('administration:export')}
        </ButtonLink>
      }
    >
      <Sentence filter={filter} />
      <div className="admin-list">
        <DataTable
          label={t('visits:desk.coverage')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.key}
          nameOf={(row) => row.name}
          tools={
            <>
              <FilterSelect
                label={t('visits:desk.by')}
                allId="place"
                options={BYS.map((id) => ({ id, label: t(`visits:desk.by.${id}`) }))}
                value={by}
                onChange={choose('by', 'place')}
              />
              <FilterSelect
                label={t('administration:place')}
                allId={ALL}
                options={places}
                value={params['place'] ?? ALL}
                onChange={choose('place', ALL)}
              />
              <FilterSelect
                label={t('visits:desk.kind')}
                allId={ALL}
                options={[
                  { id: ALL, label: t('desk:all') },
                  ...KINDS.map((id) => ({ id, label: t(`visits:kind.${id}`) })),
                ]}
                value={params['kind'] ?? ALL}
                onChange={choose('kind', ALL)}
              />
            </>
          }
          empty={
            !found.isSuccess ? null : Object.keys(params).length > 0 ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty icon="walk" title={t('visits:desk.noCoverage')} words={t('visits:desk.noCoverageHint')}>
                  <ButtonLink href="/desk/visits/programmes">{t('visits:desk.toProgrammes')}</ButtonLink>
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

export default CoveragePage
