import './list.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { addressOf, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { BatchRun } from '#web/desk/batch-run.tsx'
import { Unread } from '#web/desk/fault.tsx'
import { useDeskKeys } from '#web/desk/keys.tsx'
import type { BatchDeed, MatterLine } from '#web/desk/matter.ts'
import { useNow } from '#web/desk/now.ts'
import { DeskPage, Waiting } from '#web/desk/page.tsx'
import { SavedViewTabs } from '#web/desk/saved-views.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { formatCount, formatMoment } from '#web/ui/format.ts'
import { BatchBar } from '#web/ui/live/batch-bar.tsx'
import { DataTable } from '#web/ui/live/data-table.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { MatterRow, MatterRows } from '#web/ui/rows.tsx'
import { ViewSwitch } from '#web/ui/tabs.tsx'
import { caseDeeds } from './batch.ts'
import { type CaseRow, colsOf, columnsAt, layoutOf, sortAsked, sortShown } from './columns.tsx'
import { type CaseFilter, type Show, SHOWS, filterOf, showOf, sortOf } from './list-filter.ts'
import { ChosenTags, ListTools } from './list-tools.tsx'

const CaseBoard = lazy(() => import('./case-board.tsx'))

const PAGE_ROWS = 50
const VIEW_ICONS = { table: 'table', list: 'list', board: 'board' } as const

const useCases = (filter: CaseFilter, sort: ReturnType<typeof sortOf>, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['cases.case.list', filter, sort],
    queryFn: ({ pageParam, signal }) =>
      query(
        'cases.case.list',
        {
          ...filter,
          sort,
          limit: PAGE_ROWS,
          withTotal: pageParam === '' ? 'true' : 'false',
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  })

const lineOf = (row: CaseRow): MatterLine => row

/** 148 件, or 10,000+ 件 where counting stops. */
const totalWords = (total: { readonly count: number; readonly isMore: boolean } | null | undefined): string | null =>
  total ? t(total.isMore ? 'cases:desk.totalMore' : 'cases:desk.total', { count: formatCount(total.count) }) : null

/** All cases that I may see: as a table, a list or a board, with what they are narrowed to in the address. */
const ListPage = () => {
  const { params, go } = useAddress()
  const { placeId } = useWhere()
  const { may } = useSession()
  const filter = useMemo(() => filterOf(params, placeId), [params, placeId])
  const show = showOf(params)
  const cases = useCases(filter, sortOf(params), show !== 'board')
  const rows = useMemo(() => cases.data?.pages.flatMap((page) => page.items) ?? [], [cases.data])
  const total = cases.data?.pages[0]?.total
  useDeskKeys(
    may('cases.case.report')
      ? [{ keys: ['n'], label: t('cases:desk.new'), run: () => go('/desk/cases/new'), inBar: true }]
      : [],
  )
  return (
    <DeskPage
      title={t('cases:desk.cases')}
      tabs={<SavedViewTabs list="cases" />}
      actions={<ListActions filter={filter} />}
      fills
    >
      <div className="desk-tools case-tools" role="region" aria-label={t('desk:filters')}>
        <div className="filters">
          <ListTools filter={filter} />
          <ChosenTags filter={filter} />
        </div>
        <ShowSwitch show={show} />
      </div>
      {cases.isError && rows.length === 0 ? <Unread fault={cases.error} onRetry={() => void cases.refetch()} /> : null}
      {show === 'board' ? (
        <Suspense fallback={<Waiting />}>
          <CaseBoard filter={filter} />
        </Suspense>
      ) : (
        <CaseRows
          key={show}
          show={show}
          rows={rows}
          total={totalWords(total)}
          isPending={cases.isPending}
          more={cases.hasNextPage ? () => void cases.fetchNextPage() : null}
          isFetching={cases.isFetchingNextPage}
        />
      )}
    </DeskPage>
  )
}

export default ListPage

const ListActions = ({ filter }: { readonly filter: CaseFilter }) => {
  const { may } = useSession()
  return (
    <>
      {may('cases.import.preview') ? (
        <ButtonLink size="small" icon="upload" href="/desk/cases/import">
          {t('cases:desk.importShort')}
        </ButtonLink>
      ) : null}
      {may('cases.case.export') ? (
        <ButtonLink size="small" icon="download" href={addressOf('cases.case.export', filter)} download>
          {t('cases:desk.export')}
        </ButtonLink>
      ) : null}
      <ButtonLink size="small" tone="main" icon="plus" keyName="N" href="/desk/cases/new">
        {t('cases:desk.new')}
      </ButtonLink>
    </>
  )
}

const ShowSwitch = ({ show }: { readonly show: Show }) => {
  const { hrefWith } = useAddress()
  return (
    <ViewSwitch
      views={SHOWS.map((id) => ({
        href: hrefWith({ show: id === 'table' ? null : id }),
        icon: VIEW_ICONS[id],
        label: t(`cases:desk.show.${id}`),
        current: id === show,
      }))}
    />
  )
}

interface CaseRowsProps {
  readonly show: Exclude<Show, 'board'>
  readonly rows: readonly CaseRow[]
  readonly total: string | null
  readonly isPending: boolean
  readonly more: (() => void) | null
  readonly isFetching: boolean
}

/** The rows, the one under the keys, and what can be done with the chosen ones. */
const CaseRows = ({ show, rows, total, isPending, more, isFetching }: CaseRowsProps) => {
  const { go } = useAddress()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<string | undefined>()
  const [running, setRunning] = useState<{ deed: BatchDeed; lines: readonly MatterLine[] } | null>(null)
  const move = (by: 1 | -1): void => {
    const index = rows.findIndex((row) => row.id === current)
    setCurrent(rows[Math.min(Math.max(index + by, 0), rows.length - 1)]?.id)
  }
  const toggle = (): void => {
    if (!current) return
    const next = new Set(selected)
    if (!next.delete(current)) next.add(current)
    setSelected(next)
  }
  const open = (): void => {
    if (current) go(`/desk/cases/${current}`)
  }
  useDeskKeys([
    { keys: ['j', 'k'], label: t('ui:keys.move'), run: (key) => move(key === 'j' ? 1 : -1), inBar: true },
    { keys: ['x'], label: t('ui:keys.select'), run: toggle, inBar: true },
    { keys: ['e', 'Enter'], label: t('cases:desk.openThis'), run: open, inBar: true },
    { keys: ['Escape'], label: t('ui:list.unselect'), run: () => setSelected(new Set()) },
  ])
  const picked = rows.filter((row) => selected.has(row.id)).map(lineOf)
  const batch = (
    <BatchBar
      count={picked.length}
      all={picked.length === rows.length && rows.length > 0}
      onAll={(all) => setSelected(new Set(all ? rows.map((row) => row.id) : []))}
      onClear={() => setSelected(new Set())}
      acts={caseDeeds.map((deed) => {
        const lines = picked.filter(deed.fits)
        return { id: deed.id, label: deed.label, count: lines.length, onAct: () => setRunning({ deed, lines }) }
      })}
    />
  )
  return (
    <div className="case-rows">
      {isPending ? <Waiting /> : null}
      {show === 'table' && !isPending ? (
        <TableOfCases
          rows={rows}
          selected={selected}
          onSelect={setSelected}
          current={current}
          tools={picked.length > 0 ? batch : <span className="soft">{total}</span>}
        />
      ) : null}
      {show === 'list' && !isPending ? <ListOfCases rows={rows} current={current} /> : null}
      {more ? (
        <p className="case-more">
          <Button busy={isFetching} onClick={more}>
            {t('desk:more', { count: PAGE_ROWS })}
          </Button>
        </p>
      ) : null}
      {running ? (
        <BatchRun
          deed={running.deed}
          lines={running.lines}
          onClose={(doneIds) => {
            setRunning(null)
            setSelected(new Set([...selected].filter((id) => !doneIds.includes(id))))
          }}
        />
      ) : null}
    </div>
  )
}

const NoCases = () => {
  const { path, params } = useAddress()
  const isNarrowed = Object.keys(params).some((name) => name !== 'show' && name !== 'cols' && name !== 'sort')
  return (
    <div className="desk-pad">
      <Empty
        icon="search"
        title={t(isNarrowed ? 'cases:desk.noneFiltered' : 'cases:desk.none')}
        words={t(isNarrowed ? 'cases:desk.noneFilteredHint' : 'cases:desk.noneHint')}
      >
        {isNarrowed ? (
          <ButtonLink href={path}>{t('cases:desk.showAll')}</ButtonLink>
        ) : (
          <ButtonLink href="/desk/cases/new">{t('cases:desk.new')}</ButtonLink>
        )}
      </Empty>
    </div>
  )
}

interface TableOfCasesProps {
  readonly rows: readonly CaseRow[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (selected: ReadonlySet<string>) => void
  readonly current: string | undefined
  /** How many there are; with some chosen, what can be done with them. It moves nothing. */
  readonly tools: ReactNode
}

const TableOfCases = ({ rows, selected, onSelect, current, tools }: TableOfCasesProps) => {
  const { params, change } = useAddress()
  const now = useNow()
  const minute = now.getTime()
  const columns = useMemo(() => columnsAt(new Date(minute)), [minute])
  return (
    <DataTable
      label={t('cases:desk.cases')}
      columns={columns}
      rows={rows}
      keyOf={idOf}
      nameOf={titleOf}
      fills
      sort={sortShown(sortOf(params))}
      onSort={(sort) => {
        const next = sortAsked(sort)
        change({ sort: next === 'newest' ? null : next })
      }}
      selected={selected}
      onSelect={onSelect}
      current={current}
      layout={layoutOf(params['cols'], columns)}
      onLayout={(layout) => change({ cols: colsOf(layout, columns) }, { replace: true })}
      tools={tools}
      empty={<NoCases />}
    />
  )
}

const idOf = (row: CaseRow): string => row.id
const titleOf = (row: CaseRow): string => row.title

const ListOfCases = ({
  rows,
  current,
}: {
  readonly rows: readonly CaseRow[]
  readonly current: string | undefined
}) => {
  const now = useNow()
  if (rows.length === 0) return <NoCases />
  return (
    <div className="desk-list">
      <MatterRows label={t('cases:desk.cases')}>
        {rows.map((row) => (
          <MatterRow
            key={row.id}
            href={`/desk/cases/${row.id}`}
            title={row.title}
            clock={row.clock ?? undefined}
            stage={wordsOr(`cases:state.${row.state}`, row.state)}
            facts={[
              row.placeName,
              wordsOr(`cases:channel.${row.channel}`, row.channel),
              formatMoment(row.reportedAt, now),
              row.number,
            ]}
            current={row.id === current}
          />
        ))}
      </MatterRows>
    </div>
  )
}
