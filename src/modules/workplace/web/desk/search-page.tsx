import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { Unread } from '#web/desk/fault.tsx'
import { useMatters } from '#web/desk/matter.ts'
import { useNow } from '#web/desk/now.ts'
import { DeskPage, Waiting } from '#web/desk/page.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { formatMoment } from '#web/ui/format.ts'
import { Empty } from '#web/ui/notice.tsx'
import { MatterRow, MatterRows } from '#web/ui/rows.tsx'
import { FilterChips } from '#web/ui/tabs.tsx'

const HITS_MAX = 50
const BODY_SHOWN = 80

/** Many texts begin as their title does: then it is not said twice. */
const bodyOf = (hit: { readonly title: string; readonly body: string }): string =>
  hit.body.startsWith(hit.title) ? hit.body.slice(hit.title.length).replace(/^[\s，。,.;；]+/, '') : hit.body

/** Everything that holds all the words and that I may read, newest first. */
const SearchPage = () => {
  const { params, hrefWith } = useAddress()
  const now = useNow()
  const matters = useMatters()
  const words = params['words']?.trim() ?? ''
  const kind = params['kind']
  const found = useQuery({
    queryKey: ['workplace.search.find', words, kind],
    queryFn: ({ signal }) =>
      query('workplace.search.find', { words, limit: HITS_MAX, ...(kind ? { kind } : {}) }, signal),
    enabled: words !== '',
  })
  const hits = found.data?.items ?? []
  const kinds = [...new Set([...matters.map((matter) => matter.kind), ...hits.map((hit) => hit.kind)])]
  const kindWords = (id: string): string => {
    const matter = matters.find((known) => known.kind === id)
    return matter ? t(matter.name) : wordsOr(`workplace:desk.hit.${id}`, id)
  }
  return (
    <DeskPage
      title={words === '' ? t('workplace:desk.search') : t('workplace:desk.searchFor', { words })}
      meta={
        found.data
          ? t(found.data.hasMore ? 'workplace:desk.hitsMore' : 'workplace:desk.hits', { count: hits.length })
          : null
      }
    >
      {kinds.length > 1 ? (
        <div className="desk-tools" role="region" aria-label={t('desk:filters')}>
          <div className="filters">
            <FilterChips
              chips={[
                { href: hrefWith({ kind: null }), label: t('desk:all'), on: !kind },
                ...kinds.map((id) => ({ href: hrefWith({ kind: id }), label: kindWords(id), on: kind === id })),
              ]}
            />
          </div>
        </div>
      ) : null}
      {found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isFetching && !found.data ? <Waiting /> : null}
      {words === '' || (found.data && hits.length === 0) ? (
        <div className="desk-pad">
          <Empty
            icon="search"
            title={t(words === '' ? 'workplace:desk.searchNothing' : 'workplace:desk.searchNone', { words })}
            words={t('workplace:desk.searchHint')}
          />
        </div>
      ) : null}
      <div className="desk-list">
        <MatterRows label={t('workplace:desk.results')}>
          {hits.map((hit) => (
            <MatterRow
              key={`${hit.kind}.${hit.id}`}
              href={hit.deskPath}
              title={hit.title}
              stage={kindWords(hit.kind)}
              facts={[formatMoment(hit.at, now), bodyOf(hit).slice(0, BODY_SHOWN)]}
            />
          ))}
        </MatterRows>
      </div>
    </DeskPage>
  )
}

export default SearchPage
