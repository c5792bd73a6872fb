import './fieldwork.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { civilDateAt } from '#kernel/time'
import { addressOf, type Input, type Output, query } from '#web/api.ts'
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
import { ColumnHead } from '#web/ui/column-head.tsx'
import { formatCount, formatMoment } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { DateRangeField } from '#web/ui/live/date-picker.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { actionBys, actionKinds } from '../words.ts'
import { daysOf } from './days.ts'
import { FunctionsDialog } from './functions-dialog.tsx'

type Action = Output<'fieldwork.action.list'>['items'][number]
type Sum = Output<'fieldwork.action.sum'>['items'][number]
type By = (typeof actionBys)[number]
type Filter = Input<'fieldwork.action.export'>

const columnsOf = (now: Date): ReadonlyArray<DataColumn<Action>> => [
  {
    id: 'kind',
    head: t('fieldwork:column.kind'),
    fixed: true,
    phone: 'what',
    cell: (row) => (
      <>
        <a href={`/desk/actions/${row.id}`}>{t(`fieldwork:kind.${row.kind}`)}</a>{' '}
        {row.withdrawnAt ? <Tag tone="paused">{t('fieldwork:desk.withdrawn')}</Tag> : null}
      </>
    ),
  },
  { id: 'function', head: t('fieldwork:column.function'), cell: (row) => row.functionName },
  {
    id: 'count',
    head: t('fieldwork:column.count'),
    figures: true,
    phone: 'amount',
    cell: (row) => `${formatCount(row.count)} ${t(`fieldwork:unit.${row.unit}`)}`,
  },
  { id: 'place', head: t('administration:place'), cell: (row) => row.placeName },
  { id: 'person', head: t('fieldwork:desk.doneBy'), cell: (row) => row.person.name },
  { id: 'team', head: t('fieldwork:column.team'), cell: (row) => row.team?.name ?? '' },
  { id: 'at', head: t('fieldwork:column.at'), cell: (row) => formatMoment(row.at, now) },
  { id: 'words', head: t('fieldwork:column.words'), wraps: true, cell: (row) => row.words ?? '' },
]

const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const kind = actionKinds.find((known) => known === params['kind'])
  const by: By = actionBys.find((known) => known === params['by']) ?? 'function'
  const usual = daysOf('month')
  const days = { from: params['from'] ?? usual.from, until: params['until'] ?? usual.until }
  const asked = {
    ...days,
    ...(withinId ? { withinId } : {}),
    ...(kind ? { kind } : {}),
    ...(params['function'] ? { functionKey: params['function'] } : {}),
    ...(params['words'] ? { words: params['words'] } : {}),
    ...(params['state'] === 'withdrawn' ? { state: 'withdrawn' as const } : {}),
  } as Filter
  return { by, kind, days, asked }
}

const sumColumnsOf = (by: By, total: Sum, hrefOf: (key: string) => string): ReadonlyArray<Column<Sum>> => {
  const figure = (id: 'actionCount' | 'cleanUpPlaces' | 'dissuasions' | 'times'): Column<Sum> => ({
    id,
    head: t(`fieldwork:desk.sum.${id}`),
    figures: true,
    cell: (line) => formatCount(line[id]),
    total: formatCount(total[id]),
  })
  const narrows = by === 'function' || by === 'kind' || by === 'place'
  return [
    {
      id: 'name',
      head: t(`fieldwork:desk.by.${by}`),
      phone: 'what',
      cell: (line) => (narrows && line.key ? <a href={hrefOf(line.key)}>{line.name}</a> : line.name),
    },
    { ...figure('actionCount'), phone: 'amount' },
    figure('cleanUpPlaces'),
    figure('dissuasions'),
    figure('times'),
  ]
}

/** How many, by function, kind, grid, team, person or month. */
const Sums = ({ by, asked }: { readonly by: By; readonly asked: Filter }) => {
  const { change, hrefWith } = useAddress()
  const { days } = useFilter()
  const today = civilDateAt(new Date())
  const found = useQuery({
    queryKey: ['fieldwork.action.sum', by, asked],
    queryFn: ({ signal }) => query('fieldwork.action.sum', { ...asked, by }, signal),
  })
  return (
    <section aria-labelledby="sums" className="admin-wide">
      <ColumnHead id="sums" title={t('fieldwork:desk.sums')} />
      <div className="fieldwork-tools">
        <FilterSelect
          label={t('fieldwork:desk.by')}
          allId=""
          options={actionBys.map((id) => ({ id, label: t(`fieldwork:desk.by.${id}`) }))}
          value={by}
          onChange={(value) => change({ by: value })}
        />
        <DateRangeField
          label={t('fieldwork:desk.days')}
          value={{ from: days.from, to: days.until }}
          today={today}
          max={today}
          onChange={(range) => change({ from: range.from, until: range.to })}
        />
      </div>
      <WhenRead found={found}>
        {found.data && found.data.items.length > 0 ? (
          <Table
            label={t(`fieldwork:desk.by.${by}`)}
            columns={sumColumnsOf(by, found.data.total, (key) => hrefWith({ [by]: key }))}
            rows={found.data.items}
            keyOf={(line) => line.key}
          />
        ) : (
          <p className="soft">{t('fieldwork:desk.noActionsInDays')}</p>
        )}
      </WhenRead>
    </section>
  )
}

const Tools = () => {
  const { params, change } = useAddress()
  const { kind } = useFilter()
  const places = usePlaceOptions(params['place'])
  const functions = useQuery({
    queryKey: ['fieldwork.function.list'],
    queryFn: ({ signal }) => query('fieldwork.function.list', {}, signal),
  })
  const all = { id: ALL, label: t('desk:all') }
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  return (
    <>
      <SearchBox label={t('fieldwork:desk.findAction')} />
      <FilterSelect
        label={t('fieldwork:column.kind')}
        allId={ALL}
        options={[all, ...actionKinds.map((id) => ({ id, label: t(`fieldwork:kind.${id}`) }))]}
        value={kind ?? ALL}
        onChange={choose('kind')}
      />
      <FilterSelect
        label={t('fieldwork:column.function')}
        allId={ALL}
        options={[all, ...(functions.data?.items ?? []).map(({ key, name }) => ({ id: key, label: name }))]}
        value={params['function'] ?? ALL}
        onChange={choose('function')}
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
          { id: ALL, label: t('fieldwork:desk.counted') },
          { id: 'withdrawn', label: t('fieldwork:desk.withdrawn') },
        ]}
        value={params['state'] ?? ALL}
        onChange={choose('state')}
      />
    </>
  )
}

/** 网格行动: what was done outdoors, counted by function, kind, grid and team. */
const ActionsPage = () => {
  const { params, path } = useAddress()
  const { may } = useSession()
  const now = useNow()
  const { by, asked } = useFilter()
  const [isListing, setListing] = useState(false)
  const { found, rows } = usePages(['fieldwork.action.list', asked], (page, signal) =>
    query('fieldwork.action.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(() => columnsOf(now), [now])
  const none = (
    <div className="desk-pad">
      <Empty icon="walk" title={t('fieldwork:desk.noActions')} words={t('fieldwork:desk.noActionsHint')} />
    </div>
  )
  return (
    <DeskPage
      title={t('fieldwork:desk.actions')}
      actions={
        <>
          {may('fieldwork.function.add') ? (
            <Button size="small" icon="settings" onClick={() => setListing(true)}>
              {t('fieldwork:desk.functions')}
            </Button>
          ) : null}
          <ButtonLink size="small" icon="download" href={addressOf('fieldwork.action.export', asked)} download>
            {t('administration:export')}
          </ButtonLink>
        </>
      }
    >
      <Sums by={by} asked={asked} />
      <div className="admin-list">
        <DataTable
          label={t('fieldwork:desk.actions')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => t(`fieldwork:kind.${row.kind}`)}
          tools={<Tools />}
          empty={found.isSuccess ? Object.keys(params).length > 0 ? <NoneFound clearHref={path} /> : none : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {isListing ? <FunctionsDialog onClose={() => setListing(false)} /> : null}
    </DeskPage>
  )
}

export default ActionsPage
