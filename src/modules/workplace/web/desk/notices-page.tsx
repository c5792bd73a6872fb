import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { Unread } from '#web/desk/fault.tsx'
import { useNow } from '#web/desk/now.ts'
import { DeskPage, Waiting } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { formatMoment, machineTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { FilterChips } from '#web/ui/tabs.tsx'

type Told = Output<'workplace.notice.list'>['items'][number]

const PAGE_ROWS = 40

const useNotices = (unreadOnly: boolean) =>
  useInfiniteQuery({
    queryKey: ['workplace.notice.list', unreadOnly],
    queryFn: ({ pageParam, signal }) =>
      query(
        'workplace.notice.list',
        { unreadOnly: unreadOnly ? 'true' : 'false', limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

/** Marks everything as read; with nothing unread it says so. */
const ReadAllButton = ({ unread }: { readonly unread: number }) => {
  const reading = useActing('workplace.notice.readAll')
  const readAll = async (): Promise<void> => {
    if (await reading.run({})) toast({ words: t('workplace:desk.allRead') })
  }
  return (
    <Button
      size="small"
      icon="check"
      busy={reading.busy}
      {...(unread === 0 ? { whyNot: { id: 'read-all-why', words: t('workplace:desk.nothingUnread') } } : {})}
      onClick={() => void readAll()}
    >
      {t('workplace:desk.readAll')}
    </Button>
  )
}

/** What I was told, newest first; opening one marks it as read. */
const NoticesPage = () => {
  const { params, hrefWith } = useAddress()
  const unreadOnly = params['unread'] === '1'
  const notices = useNotices(unreadOnly)
  const count = useQuery({
    queryKey: ['workplace.notice.count'],
    queryFn: ({ signal }) => query('workplace.notice.count', {}, signal),
  })
  const rows = notices.data?.pages.flatMap((page) => page.items) ?? []
  const unread = count.data?.unread ?? 0
  return (
    <DeskPage
      title={t('workplace:desk.notices')}
      meta={t('workplace:desk.unread', { count: unread })}
      actions={<ReadAllButton unread={unread} />}
    >
      <div className="desk-tools" role="region" aria-label={t('desk:filters')}>
        <div className="filters">
          <FilterChips
            chips={[
              { href: hrefWith({ unread: null }), label: t('desk:all'), on: !unreadOnly },
              { href: hrefWith({ unread: '1' }), label: t('workplace:desk.unreadOnly'), count: unread, on: unreadOnly },
            ]}
          />
        </div>
      </div>
      {notices.isError && rows.length === 0 ? (
        <Unread fault={notices.error} onRetry={() => void notices.refetch()} />
      ) : null}
      {notices.isPending ? <Waiting /> : null}
      {notices.data && rows.length === 0 ? <NoNotices unreadOnly={unreadOnly} /> : null}
      <ul className="desk-notices" aria-label={t('workplace:desk.notices')}>
        {rows.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ul>
      {notices.hasNextPage ? (
        <p className="desk-more">
          <Button busy={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
            {t('desk:more', { count: PAGE_ROWS })}
          </Button>
        </p>
      ) : null}
    </DeskPage>
  )
}

const NoNotices = ({ unreadOnly }: { readonly unreadOnly: boolean }) => (
  <div className="desk-pad">
    <Empty
      icon="bell"
      title={t(unreadOnly ? 'workplace:desk.noneUnread' : 'workplace:desk.noNotices')}
      words={t('workplace:desk.noNoticesHint')}
    />
  </div>
)

const NoticeLine = ({ notice }: { readonly notice: Told }) => {
  const now = useNow()
  const reading = useActing('workplace.notice.read')
  const isNew = notice.readAt === null
  const read = (): void => {
    if (isNew) void reading.run({ ids: [notice.id] })
  }
  return (
    <li className={classes(isNew && 'new')}>
      <Icon
        name={notice.isUrgent ? 'warning' : 'bell'}
        label={notice.isUrgent ? t('workplace:desk.urgent') : undefined}
      />
      <span className="grow">
        {notice.matter ? (
          <a href={notice.matter.deskPath} onClick={read}>
            {notice.words}
          </a>
        ) : (
          notice.words
        )}{' '}
        <time className="meta" dateTime={machineTime(notice.createdAt)}>
          {formatMoment(notice.createdAt, now)}
        </time>
      </span>
      {isNew ? (
        <Button tone="quiet" size="small" busy={reading.busy} onClick={read}>
          {t('workplace:desk.markRead')}
        </Button>
      ) : null}
    </li>
  )
}

export default NoticesPage
