import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatCount, formatFullDay } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { AppointDialog, ClosePostDialog, EditPostDialog, EndDialog } from './post-dialogs.tsx'

type Found = Output<'posts.post.find'>
type Appointment = Found['appointments'][number]
type Open =
  | { readonly kind: 'appoint' | 'edit' | 'close' }
  | { readonly kind: 'end'; readonly appointment: Appointment }
  | null

/** The period as people say it; the last day is the one before `endsOn`. */
const periodWords = ({ startsOn, endsOn }: Appointment): string =>
  endsOn === null
    ? t('posts:desk.since', { from: formatFullDay(startsOn) })
    : t('posts:desk.period', { from: formatFullDay(startsOn), until: formatFullDay(endsOn) })

const columnsWith = (end: (appointment: Appointment) => void): ReadonlyArray<Column<Appointment>> => [
  {
    id: 'name',
    head: t('posts:desk.column.holders'),
    phone: 'what',
    cell: (row) => <a href={`/desk/persons/${row.personId}`}>{row.name}</a>,
  },
  { id: 'manner', head: t('posts:desk.manner'), cell: (row) => t(`posts:manner.${row.manner}`) },
  { id: 'period', head: t('posts:desk.periodHead'), cell: periodWords },
  { id: 'reason', head: t('posts:desk.endedReason'), wraps: true, cell: (row) => row.endedReason ?? '' },
  {
    id: 'act',
    head: t('posts:desk.act'),
    phone: 'amount',
    cell: (row) =>
      row.endsOn === null ? (
        <Button size="small" tone="danger" onClick={() => end(row)}>
          {t('posts:desk.end')}
        </Button>
      ) : (
        <Tag>{t('posts:desk.ended')}</Tag>
      ),
  },
]

/** One post: what it is, who holds it now, who held it before. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const PostPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['posts.post.find', id],
    queryFn: ({ signal }) => query('posts.post.find', { id }, signal),
  })
  const [open, setOpen] = useState<Open>(null)
  const close = (): void => setOpen(null)
  const post = found.data?.post
  const can = found.data?.can ?? {}
  const full =
    post && post.vacantCount === 0
      ? { id: 'why-full', words: t('posts:desk.full', { count: post.seatCount }) }
      : undefined
  return (
    <DeskPage
      title={post?.title ?? t('posts:desk.post')}
      meta={post?.placeName}
      back={{ href: '/desk/posts', label: t('posts:desk.posts') }}
      actions={
        post ? (
          <>
            <Button
              size="small"
              tone="danger"
              whyNot={whyNotOf(can, 'posts.post.close')}
              onClick={() => setOpen({ kind: 'close' })}
            >
              {t('posts:desk.close')}
            </Button>
            <Button
              size="small"
              icon="edit"
              whyNot={whyNotOf(can, 'posts.post.update')}
              onClick={() => setOpen({ kind: 'edit' })}
            >
              {t('administration:edit')}
            </Button>
            <Button
              size="small"
              tone="main"
              icon="plus"
              whyNot={whyNotOf(can, 'posts.appointment.create') ?? full}
              onClick={() => setOpen({ kind: 'appoint' })}
            >
              {t('posts:desk.appoint')}
            </Button>
          </>
        ) : null
      }
    >
      <WhenRead found={found}>
        {found.data && post ? (
          <div className="admin-body">
            <PostFacts post={post} />
            <section aria-labelledby="history">
              <ColumnHead id="history" title={t('posts:desk.history')} />
              <Table
                label={t('posts:desk.history')}
                columns={columnsWith((appointment) => setOpen({ kind: 'end', appointment }))}
                rows={found.data.appointments}
                keyOf={(row) => row.id}
                empty={<Empty icon="person" title={t('posts:desk.noHistory')} words={t('posts:desk.noHistoryHint')} />}
              />
            </section>
          </div>
        ) : null}
      </WhenRead>
      {post && open?.kind === 'appoint' ? <AppointDialog post={post} onClose={close} /> : null}
      {post && open?.kind === 'edit' ? <EditPostDialog post={post} onClose={close} /> : null}
      {post && open?.kind === 'close' ? <ClosePostDialog post={post} onClose={close} /> : null}
      {open?.kind === 'end' ? <EndDialog appointment={open.appointment} onClose={close} /> : null}
    </DeskPage>
  )
}

export default PostPage

const PostFacts = ({ post }: { readonly post: Found['post'] }) => (
  <Facts
    beside
    facts={[
      { term: t('administration:role'), words: t(`posts:role.${post.role}`) },
      {
        term: t('administration:place'),
        words: (
          <a href={`/desk/places/${post.placeId}`}>
            {post.placeName} {t(`places:level.${post.placeLevel}`)}
          </a>
        ),
      },
      ...(post.organizationId
        ? [
            {
              term: t('posts:desk.column.organization'),
              words: <a href={`/desk/organizations/${post.organizationId}`}>{post.organizationName}</a>,
            },
          ]
        : []),
      {
        term: t('posts:desk.column.seats'),
        words: t('posts:desk.seatsWords', {
          seats: formatCount(post.seatCount),
          vacant: formatCount(post.vacantCount),
        }),
      },
      ...(post.closedOn
        ? [{ term: t('administration:state'), words: t('posts:desk.closedOn', { on: formatFullDay(post.closedOn) }) }]
        : []),
    ]}
  />
)
