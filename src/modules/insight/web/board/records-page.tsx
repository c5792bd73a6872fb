import { useInfiniteQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { Unread } from '#web/desk/fault.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatDay, formatMoment } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { FilterChips } from '#web/ui/tabs.tsx'
import { boardHref, FIGURES, type FigureName, OUTCOMES } from './links.ts'

const PAGE_ROWS = 100

type Visit = Output<'insight.visit.list'>['items'][number]
type Case = Output<'insight.case.list'>['items'][number]

const caseLink = (id: string, title: string) => <a href={`/desk/cases/${id}`}>{title}</a>

const visitColumns = (now: Date): readonly Column<Visit>[] => [
  { id: 'number', head: t('insight:records.number'), cell: (row) => row.number },
  {
    id: 'title',
    head: t('insight:records.title'),
    cell: (row) => caseLink(row.caseId, row.title),
    phone: 'what',
    wraps: true,
  },
  { id: 'place', head: t('insight:records.place'), cell: (row) => row.placeName },
  { id: 'entered', head: t('insight:records.entered'), cell: (row) => formatMoment(row.enteredAt, now) },
  { id: 'due', head: t('insight:records.due'), cell: (row) => (row.dueAt ? formatMoment(row.dueAt, now) : '') },
  {
    id: 'left',
    head: t('insight:records.left'),
    cell: (row) => (row.leftAt ? formatMoment(row.leftAt, now) : t('insight:records.notLeft')),
  },
  {
    id: 'outcome',
    head: t('insight:records.outcome'),
    cell: (row) => t(row.isInTime ? 'insight:records.inTime' : 'insight:records.late'),
    phone: 'amount',
  },
]

const caseColumns = (now: Date): readonly Column<Case>[] => [
  { id: 'number', head: t('insight:records.number'), cell: (row) => row.number },
  {
    id: 'title',
    head: t('insight:records.title'),
    cell: (row) => caseLink(row.id, row.title),
    phone: 'what',
    wraps: true,
  },
  { id: 'place', head: t('insight:records.place'), cell: (row) => row.placeName },
  { id: 'reported', head: t('insight:records.reportedAt'), cell: (row) => formatMoment(row.reportedAt, now) },
  {
    id: 'closed',
    head: t('insight:records.closedAt'),
    cell: (row) => (row.closedAt ? formatMoment(row.closedAt, now) : ''),
  },
  {
    id: 'rating',
    head: t('insight:records.rating'),
    cell: (row) =>
      row.rating === null ? t('insight:records.notRated') : wordsOr(`cases:rating.${row.rating}`, String(row.rating)),
    phone: 'amount',
  },
]

interface Asked {
  readonly placeId: number
  readonly from: string
  readonly until: string
}

type PageOf<Row> = { readonly items: readonly Row[]; readonly nextCursor: string | null }

/** Page after page of one kind of record. */
const RecordTable = <Row extends { readonly id: string }>({
  label,
  asked,
  columns,
  read,
}: {
  readonly label: string
  readonly asked: readonly unknown[]
  readonly columns: readonly Column<Row>[]
  readonly read: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<Row>>
}) => {
  const found = useInfiniteQuery({
    queryKey: asked,
    queryFn: ({ pageParam, signal }) => read(pageParam || undefined, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  if (found.isPending) return <p className="desk-wait">{t('ui:loading')}</p>
  if (!found.data) return <Unread fault={found.error} onRetry={() => void found.refetch()} />
  return (
    <div className="desk-pad">
      <Table
        label={label}
        columns={columns}
        rows={found.data.pages.flatMap((page) => page.items)}
        keyOf={(row) => row.id}
        empty={<Empty icon="search" title={t('insight:records.none')} words={t('insight:records.noneHint')} />}
      />
      {found.hasNextPage ? (
        <p className="desk-more">
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('desk:more', { count: PAGE_ROWS })}
          </Button>
        </p>
      ) : null}
    </div>
  )
}

const withCursor = (cursor: string | undefined) => ({ limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) })

const Records = ({
  figure,
  asked,
  outcome,
}: {
  figure: FigureName
  asked: Asked
  outcome: (typeof OUTCOMES)[number]
}) => {
  const now = useNow()
  const label = t(`insight:records.${figure}`)
  if (figure === 'acceptance' || figure === 'handling') {
    return (
      <RecordTable
        label={label}
        asked={['insight.visit.list', figure, outcome, asked]}
        columns={visitColumns(now)}
        read={(cursor, signal) =>
          query('insight.visit.list', { ...asked, rate: figure, outcome, ...withCursor(cursor) }, signal)
        }
      />
    )
  }
  return (
    <RecordTable
      label={label}
      asked={['insight.case.list', figure, asked]}
      columns={caseColumns(now)}
      read={(cursor, signal) => query('insight.case.list', { ...asked, figure, ...withCursor(cursor) }, signal)}
    />
  )
}

/** The records behind a figure of the front page. */
const RecordsPage = () => {
  const { params, hrefWith } = useAddress()
  const figure = FIGURES.find((name) => name === params['figure']) ?? 'acceptance'
  const outcome = OUTCOMES.find((name) => name === params['outcome']) ?? 'all'
  const placeId = Number(params['place'])
  const { from = '', until = '' } = params
  const isStay = figure === 'acceptance' || figure === 'handling'
  return (
    <DeskPage
      title={t(`insight:records.${figure}`)}
      meta={from && until ? t('insight:records.range', { from: formatDay(from), until: formatDay(until) }) : null}
      back={{ href: placeId ? boardHref(placeId) : '/board', label: t('insight:records.back') }}
    >
      {isStay ? (
        <div className="desk-tools" role="region" aria-label={t('desk:filters')}>
          <div className="filters">
            <FilterChips
              chips={OUTCOMES.map((name) => ({
                href: hrefWith({ outcome: name }),
                label: t(`insight:records.${name}`),
                on: name === outcome,
              }))}
            />
          </div>
        </div>
      ) : null}
      <Records figure={figure} asked={{ placeId, from, until }} outcome={outcome} />
    </DeskPage>
  )
}

export default RecordsPage
