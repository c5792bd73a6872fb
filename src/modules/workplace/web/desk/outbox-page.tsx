import { useInfiniteQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { Unread } from '#web/desk/fault.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage, Waiting } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { FilterChips } from '#web/ui/tabs.tsx'
import { Tag } from '#web/ui/tag.tsx'

type Delivery = Output<'workplace.delivery.list'>['items'][number]

const STATES = ['waiting', 'sent', 'failed'] as const
const PAGE_ROWS = 50

const stateOf = (delivery: Delivery): (typeof STATES)[number] => {
  if (delivery.sentAt) return 'sent'
  return delivery.fault ? 'failed' : 'waiting'
}

const columnsAt = (now: Date): ReadonlyArray<Column<Delivery>> => [
  { id: 'at', head: t('workplace:desk.outbox.at'), cell: (row) => formatMoment(row.createdAt, now) },
  {
    id: 'channel',
    head: t('workplace:desk.outbox.channel'),
    cell: (row) => t(`workplace:desk.channel.${row.channel}`),
  },
  { id: 'to', head: t('workplace:desk.outbox.to'), cell: (row) => row.recipient, phone: 'amount' },
  { id: 'body', head: t('workplace:desk.outbox.body'), cell: (row) => row.body, wraps: true, phone: 'what' },
  {
    id: 'state',
    head: t('workplace:desk.outbox.state'),
    wraps: true,
    cell: (row) => {
      const state = stateOf(row)
      return (
        <>
          <Tag tone={state === 'sent' ? 'done' : state === 'failed' ? 'late' : 'plain'}>
            {t(`workplace:desk.delivery.${state}`)}
          </Tag>{' '}
          {row.fault ? t('workplace:desk.outbox.fault', { count: row.attemptCount, fault: row.fault }) : null}
        </>
      )
    },
  },
]

/** What left the platform, or would leave it where nothing is connected: SMS, e-mails, messages. */
const OutboxPage = () => {
  const { params, hrefWith } = useAddress()
  const now = useNow()
  const state = STATES.find((known) => known === params['state'])
  const found = useInfiniteQuery({
    queryKey: ['workplace.delivery.list', state],
    queryFn: ({ pageParam, signal }) =>
      query(
        'workplace.delivery.list',
        { limit: PAGE_ROWS, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const rows = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <DeskPage title={t('workplace:desk.outbox')} meta={t('workplace:desk.outboxHint')}>
      <div className="desk-tools" role="region" aria-label={t('desk:filters')}>
        <div className="filters">
          <FilterChips
            chips={[
              { href: hrefWith({ state: null }), label: t('desk:all'), on: !state },
              ...STATES.map((id) => ({
                href: hrefWith({ state: id }),
                label: t(`workplace:desk.delivery.${id}`),
                on: state === id,
              })),
            ]}
          />
        </div>
      </div>
      {found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <Waiting /> : null}
      {found.data ? (
        <div className="desk-table">
          <Table
            label={t('workplace:desk.outbox')}
            columns={columnsAt(now)}
            rows={rows}
            keyOf={(row) => row.id}
            empty={
              <div className="desk-pad">
                <Empty icon="send" title={t('workplace:desk.outboxNone')} words={t('workplace:desk.outboxNoneHint')} />
              </div>
            }
          />
        </div>
      ) : null}
      {found.hasNextPage ? (
        <p className="desk-more">
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('desk:more', { count: PAGE_ROWS })}
          </Button>
        </p>
      ) : null}
    </DeskPage>
  )
}

export default OutboxPage
