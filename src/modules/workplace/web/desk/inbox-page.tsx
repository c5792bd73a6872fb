import './inbox.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useRef, useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { BatchRun } from '#web/desk/batch-run.tsx'
import { countDrafts } from '#web/desk/draft.ts'
import { Unread } from '#web/desk/fault.tsx'
import { useDeskKeys } from '#web/desk/keys.tsx'
import { type DeskMatter, useMatters } from '#web/desk/matter.ts'
import { useNow } from '#web/desk/now.ts'
import { DeskPage, Waiting } from '#web/desk/page.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { formatMoment, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Checkbox } from '#web/ui/live/checkbox.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { MatterRow, MatterRows } from '#web/ui/rows.tsx'
import { type Fitting, InboxBatch } from './inbox-batch.tsx'
import { InboxFilters, type InboxFilter, useInboxFilter } from './inbox-filters.tsx'

type InboxRow = Output<'workplace.inbox.list'>['items'][number]

const PAGE_ROWS = 40
/** Clocks move on although nothing happened. */
const READ_AGAIN_MS = 60_000

/** `case.0190…`: which matter is open beside the list. */
const keyOf = (row: Pick<InboxRow, 'matterKind' | 'matterId'>): string => `${row.matterKind}.${row.matterId}`

const useInbox = (filter: InboxFilter) =>
  useInfiniteQuery({
    queryKey: ['workplace.inbox.list', filter],
    queryFn: ({ pageParam, signal }) =>
      query(
        'workplace.inbox.list',
        { ...filter, limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: READ_AGAIN_MS,
  })

/** What waits for me, most urgent first, and the one that is open. */
export const InboxPage = () => {
  const { placeId } = useWhere()
  const { params, change } = useAddress()
  const filter = useInboxFilter(params, placeId)
  const inbox = useInbox(filter)
  const rows = inbox.data?.pages.flatMap((page) => page.items) ?? []
  const at = params['at']
  const current = at ?? (rows[0] ? keyOf(rows[0]) : undefined)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [running, setRunning] = useState<Fitting | null>(null)
  const picked = rows.filter((row) => chosen.has(keyOf(row)))

  const { move, goOn } = useSteps(rows, current, (key) => change({ at: key }, { replace: true }))
  const pick = (key: string, isOn: boolean): void => {
    const next = new Set(chosen)
    if (isOn) next.add(key)
    else next.delete(key)
    setChosen(next)
  }
  useInboxKeys({
    readAt: inbox.dataUpdatedAt,
    move,
    pick: () => current && pick(current, !chosen.has(current)),
    clear: () => setChosen(new Set()),
  })
  return (
    <DeskPage title={t('workplace:desk.inbox')} headHidden fills>
      <InboxFilters filter={filter} isBehind={at !== undefined} />
      <div className={classes('inbox', at !== undefined && 'has-at')}>
        <section className="inbox-list" aria-label={t('workplace:desk.inboxList')}>
          {inbox.isError && rows.length === 0 ? (
            <Unread fault={inbox.error} onRetry={() => void inbox.refetch()} />
          ) : (
            <>
              <ListHead
                rows={rows}
                picked={picked}
                onAll={(all) => setChosen(new Set(all ? rows.map(keyOf) : []))}
                onRun={setRunning}
                isMore={inbox.hasNextPage}
              />
              {inbox.isPending ? <Waiting /> : null}
              {inbox.data && rows.length === 0 ? <NothingWaits filter={filter} /> : null}
              <InboxRows rows={rows} current={current} chosen={chosen} onPick={pick} />
              <MoreRows inbox={inbox} />
            </>
          )}
        </section>
        <InboxDetail at={current} isListed={rows.some((row) => keyOf(row) === current)} onDone={goOn} />
      </div>
      {running ? (
        <BatchRun
          {...running}
          onClose={(ids) => {
            setRunning(null)
            setChosen(new Set([...chosen].filter((key) => !ids.some((id) => key.endsWith(id)))))
          }}
        />
      ) : null}
    </DeskPage>
  )
}

export default InboxPage

/** To the neighbours of the open one: by a key, and to the next when this one is done. */
const useSteps = (
  rows: readonly InboxRow[],
  current: string | undefined,
  open: (key: string | null) => void,
): { readonly move: (by: 1 | -1) => void; readonly goOn: () => void } => {
  const move = (by: 1 | -1): void => {
    const index = rows.findIndex((row) => keyOf(row) === current)
    const next = rows[Math.min(Math.max(index + by, 0), rows.length - 1)]
    if (next) open(keyOf(next))
  }
  const goOn = (): void => {
    const index = rows.findIndex((row) => keyOf(row) === current)
    const next = rows[index + 1] ?? rows[index - 1]
    open(next ? keyOf(next) : null)
  }
  return { move, goOn }
}

/** The button under the list while there are more. */
const MoreRows = ({ inbox }: { readonly inbox: ReturnType<typeof useInbox> }) =>
  inbox.hasNextPage ? (
    <p className="desk-more">
      <Button busy={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
        {t('desk:more', { count: PAGE_ROWS })}
      </Button>
    </p>
  ) : null

interface InboxKeys {
  readonly readAt: number
  readonly move: (by: 1 | -1) => void
  readonly pick: () => void
  readonly clear: () => void
}

/** 上次同步 10:32，没有未保存的内容 */
const syncWords = (readAt: number): string => {
  const drafts = countDrafts()
  const time = formatTime(readAt)
  return drafts === 0 ? t('desk:readAt', { time }) : t('desk:readAtDrafts', { time, count: drafts })
}

const useInboxKeys = ({ readAt, move, pick, clear }: InboxKeys): void => {
  useDeskKeys(
    [
      { keys: ['j', 'k'], label: t('ui:keys.move'), run: (key) => move(key === 'j' ? 1 : -1), inBar: true },
      { keys: ['x'], label: t('ui:keys.select'), run: pick, inBar: true },
      {
        keys: ['Enter'],
        label: t('workplace:desk.keyRead'),
        run: () => document.getElementById('inbox-detail')?.focus(),
      },
      { keys: ['Escape'], label: t('ui:list.unselect'), run: clear },
    ],
    readAt > 0 ? syncWords(readAt) : null,
  )
}

const rowLine = (row: InboxRow, matters: readonly DeskMatter[]): { stage: string; kind: string | null } => {
  const matter = matters.find((known) => known.kind === row.matterKind)
  return {
    stage: matter?.stageWords(row.stage) ?? row.stage,
    kind: matter && matters.length > 1 ? t(matter.name) : null,
  }
}

interface InboxRowsProps {
  readonly rows: readonly InboxRow[]
  readonly current: string | undefined
  readonly chosen: ReadonlySet<string>
  readonly onPick: (key: string, isOn: boolean) => void
}

const InboxRows = ({ rows, current, chosen, onPick }: InboxRowsProps) => {
  const matters = useMatters()
  const { hrefWith } = useAddress()
  const box = useRef<HTMLDivElement>(null)
  const open = rows.find((row) => keyOf(row) === current)
  useEffect(() => {
    if (current) box.current?.querySelector('.cur')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <div ref={box}>
      <p className="vh" role="status">
        {open ? t('workplace:desk.nowOpen', { title: open.title }) : ''}
      </p>
      <MatterRows label={t('workplace:desk.inboxList')}>
        {rows.map((row) => {
          const key = keyOf(row)
          const { stage, kind } = rowLine(row, matters)
          return (
            <MatterRow
              key={key}
              href={hrefWith({ at: key })}
              title={row.title}
              clock={row.clock ?? undefined}
              stage={stage}
              facts={[row.placeName, row.number, ...(kind ? [kind] : [])]}
              current={key === current}
              selected={chosen.has(key)}
              pick={
                <Checkbox
                  label={t('ui:list.selectOne', { name: row.title })}
                  labelHidden
                  checked={chosen.has(key)}
                  onChange={(isOn) => onPick(key, isOn)}
                />
              }
            />
          )
        })}
      </MatterRows>
    </div>
  )
}

interface ListHeadProps {
  readonly rows: readonly InboxRow[]
  readonly picked: readonly InboxRow[]
  readonly onAll: (all: boolean) => void
  readonly onRun: (fitting: Fitting) => void
  readonly isMore: boolean
}

/** The head of the list: how many and in which order; with some chosen, what can be done with them. It moves nothing. */
const ListHead = ({ rows, picked, onAll, onRun, isMore }: ListHeadProps) => {
  if (rows.length === 0) return null
  if (picked.length > 0) {
    return (
      <InboxBatch
        rows={picked}
        isAll={picked.length === rows.length}
        onAll={onAll}
        onClear={() => onAll(false)}
        onRun={onRun}
      />
    )
  }
  return (
    <div className="inbox-head">
      <Checkbox label={t('ui:list.selectAll')} labelHidden checked={false} onChange={onAll} />
      <span>{t(isMore ? 'workplace:desk.shownMore' : 'workplace:desk.shown', { count: rows.length })}</span>
      <span className="end meta">{t('workplace:desk.order')}</span>
    </div>
  )
}

/** Nothing here, what comes next, and the way there. */
const NothingWaits = ({ filter }: { readonly filter: InboxFilter }) => {
  const now = useNow()
  const { hrefWith } = useAddress()
  const next = useQuery({
    queryKey: ['workplace.inbox.list', 'next'],
    queryFn: ({ signal }) => query('workplace.inbox.list', { limit: 1 }, signal),
  })
  const first = next.data?.items[0]
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const comes = first?.dueAt
    ? t('workplace:desk.nextDue', { moment: formatMoment(first.dueAt, now), title: first.title })
    : null
  return (
    <div className="desk-pad">
      <Empty
        title={t(
          filter.clock
            ? `workplace:desk.none.${filter.clock}`
            : isFiltered && first
              ? 'workplace:desk.none.filtered'
              : 'workplace:desk.none',
        )}
        words={comes ?? t('workplace:desk.noneHint')}
      >
        {isFiltered && first ? (
          <ButtonLink href={hrefWith({ clock: null, stage: null, kind: null, place: null, at: null })}>
            {t('workplace:desk.showAll')}
          </ButtonLink>
        ) : (
          <ButtonLink href="/desk/cases">{t('workplace:desk.toCases')}</ButtonLink>
        )}
      </Empty>
    </div>
  )
}

interface InboxDetailProps {
  readonly at: string | undefined
  readonly isListed: boolean
  readonly onDone: () => void
}

/** The one that is open, drawn by the module that owns it. */
const InboxDetail = ({ at, isListed, onDone }: InboxDetailProps) => {
  const matters = useMatters()
  const { hrefWith } = useAddress()
  const [kind = '', ...rest] = at?.split('.') ?? []
  const id = rest.join('.')
  const matter = matters.find((known) => known.kind === kind)
  if (!at || !matter || id === '') return <section className="inbox-detail" aria-label={t('workplace:desk.detail')} />
  return (
    <section id="inbox-detail" className="inbox-detail" aria-label={t('workplace:desk.detail')} tabIndex={-1}>
      <a className="inbox-back" href={hrefWith({ at: null })}>
        <Icon name="back" />
        {t('workplace:desk.backToInbox')}
      </a>
      {isListed ? null : <p className="inbox-gone meta">{t('workplace:desk.notListed')}</p>}
      <Suspense fallback={<Waiting />}>
        <matter.Detail key={id} id={id} onDone={onDone} />
      </Suspense>
    </section>
  )
}
