import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { addressOf, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { SearchBox } from '#web/desk/search-box.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { CreatePostDialog } from './create-post-dialog.tsx'
import { Holders, type Post } from './holders.tsx'

const STAFFING = ['vacant', 'filled', 'shared'] as const

const columnsOf = (): ReadonlyArray<DataColumn<Post>> => [
  {
    id: 'title',
    head: t('posts:desk.column.post'),
    fixed: true,
    phone: 'what',
    cell: (post) => <a href={`/desk/posts/${post.id}`}>{post.title}</a>,
  },
  { id: 'role', head: t('administration:role'), cell: (post) => t(`posts:role.${post.role}`) },
  { id: 'place', head: t('administration:place'), cell: (post) => post.placeName },
  {
    id: 'level',
    head: t('posts:desk.column.level'),
    hidden: true,
    cell: (post) => t(`places:level.${post.placeLevel}`),
  },
  { id: 'organization', head: t('posts:desk.column.organization'), cell: (post) => post.organizationName ?? '' },
  { id: 'holders', head: t('posts:desk.column.holders'), wraps: true, cell: (post) => <Holders post={post} /> },
  {
    id: 'seats',
    head: t('posts:desk.column.seats'),
    figures: true,
    phone: 'amount',
    cell: (post) => formatCount(post.seatCount),
  },
  { id: 'vacant', head: t('posts:desk.column.vacant'), figures: true, cell: (post) => formatCount(post.vacantCount) },
]

const useFilter = () => {
  const { params } = useAddress()
  const where = useWhere()
  const withinId = Number(params['place'] ?? where.placeId ?? '') || undefined
  const staffing = STAFFING.find((known) => known === params['staffing'])
  const role = params['role'] as Post['role'] | undefined
  return { withinId, staffing, role, words: params['words'] }
}

type Filter = ReturnType<typeof useFilter>

/** How the posts stand, as a sentence with figures that open the lists behind them. */
const StaffingSentence = ({ filter }: { readonly filter: Filter }) => {
  const { hrefWith } = useAddress()
  const scope = {
    ...(filter.withinId ? { withinId: filter.withinId } : {}),
    ...(filter.role && filter.role !== 'resident' ? { role: filter.role } : {}),
  }
  const found = useQuery({
    queryKey: ['posts.staffing.sum', scope],
    queryFn: ({ signal }) => query('posts.staffing.sum', scope, signal),
  })
  if (!found.data) return null
  const sumOf = (key: 'postCount' | 'seatCount' | 'filledCount' | 'vacantCount' | 'sharedCount'): number =>
    found.data.items.reduce((sum, item) => sum + item[key], 0)
  const worst = found.data.items
    .filter((item) => item.vacantCount > 0)
    .toSorted((a, b) => b.vacantCount - a.vacantCount)[0]
  return (
    <p className="admin-say" role="status">
      {t('posts:desk.sum', {
        posts: formatCount(sumOf('postCount')),
        seats: formatCount(sumOf('seatCount')),
        filled: formatCount(sumOf('filledCount')),
        people: formatCount(found.data.personCount),
      })}{' '}
      <a className="fig" href={hrefWith({ staffing: 'vacant' })}>
        {t('posts:desk.sumVacant', { count: sumOf('vacantCount') })}
      </a>
      {worst
        ? t('posts:desk.sumWorst', { role: wordsOr(`posts:role.${worst.role}`, worst.role), count: worst.vacantCount })
        : ''}{' '}
      <a className="fig" href={hrefWith({ staffing: 'shared' })}>
        {t('posts:desk.sumShared', { count: sumOf('sharedCount') })}
      </a>
    </p>
  )
}

const Filters = ({ filter }: { readonly filter: Filter }) => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const roles = useQuery({ queryKey: ['posts.role.list'], queryFn: () => query('posts.role.list', {}) })
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  const all = { id: ALL, label: t('desk:all') }
  return (
    <>
      <SearchBox label={t('posts:desk.find')} />
      <FilterSelect
        label={t('administration:role')}
        allId={ALL}
        options={[
          all,
          ...(roles.data?.items ?? []).flatMap(({ role, name }) =>
            role === 'resident' ? [] : [{ id: role, label: name }],
          ),
        ]}
        value={filter.role ?? ALL}
        onChange={choose('role')}
      />
      <FilterSelect
        label={t('administration:place')}
        allId={ALL}
        options={places}
        value={params['place'] ?? ALL}
        onChange={choose('place')}
      />
      <FilterSelect
        label={t('posts:desk.staffing')}
        allId={ALL}
        options={[all, ...STAFFING.map((id) => ({ id, label: t(`posts:desk.staffing.${id}`) }))]}
        value={filter.staffing ?? ALL}
        onChange={choose('staffing')}
      />
    </>
  )
}

/** 岗位: which posts there are, who holds them, where one is empty. */
const PostsPage = () => {
  const { path, go } = useAddress()
  const { may } = useSession()
  const where = useWhere()
  const filter = useFilter()
  const [creating, setCreating] = useState(false)
  const asked = {
    ...(filter.withinId ? { withinId: filter.withinId } : {}),
    ...(filter.role && filter.role !== 'resident' ? { role: filter.role } : {}),
    ...(filter.words ? { words: filter.words } : {}),
    staffing: filter.staffing ?? ('any' as const),
  }
  const { found, rows } = usePages(['posts.post.list', asked], (page, signal) =>
    query('posts.post.list', { ...asked, ...page }, signal),
  )
  const columns = useMemo(columnsOf, [])
  const exportId = filter.withinId ?? where.places[0]?.id
  return (
    <DeskPage
      title={t('posts:desk.posts')}
      actions={
        <>
          {may('posts.import.preview') ? (
            <ButtonLink icon="upload" size="small" href="/desk/posts/import">
              {t('administration:import')}
            </ButtonLink>
          ) : null}
          {may('posts.post.export') && exportId ? (
            <ButtonLink
              icon="download"
              size="small"
              href={addressOf('posts.post.export', { withinId: exportId })}
              download
            >
              {t('administration:export')}
            </ButtonLink>
          ) : null}
          {may('posts.post.create') ? (
            <Button tone="main" size="small" icon="plus" onClick={() => setCreating(true)}>
              {t('posts:desk.create')}
            </Button>
          ) : null}
        </>
      }
    >
      <StaffingSentence filter={filter} />
      <div className="admin-list">
        <DataTable
          label={t('posts:desk.posts')}
          columns={columns}
          rows={rows}
          keyOf={(post) => post.id}
          nameOf={(post) => post.title}
          tools={<Filters filter={filter} />}
          empty={found.isSuccess ? <NoneFound clearHref={path} /> : null}
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {creating ? (
        <CreatePostDialog onClose={() => setCreating(false)} onDone={(post) => go(`/desk/posts/${post.id}`)} />
      ) : null}
    </DeskPage>
  )
}

export default PostsPage
