import { useInfiniteQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { Unread } from '#web/desk/fault.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { MatterRow, MatterRows } from '#web/ui/rows.tsx'
import type { CaseFilter } from './list-filter.ts'
import { caseStageList, stageWords } from './stages.ts'

const COLUMN_ROWS = 20

type Stage = (typeof caseStageList)[number]

/** The same list, a column for each step, most urgent on top. */
const CaseBoard = ({ filter }: { readonly filter: CaseFilter }) => (
  // The one part of the page that may be wider than it: it scrolls by itself and can be reached by keyboard.
  <div className="case-board" role="region" tabIndex={0} aria-label={t('cases:desk.show.board')}>
    {caseStageList
      .filter((stage) => filter.stage === undefined || filter.stage === stage)
      .map((stage) => (
        <BoardColumn key={stage} stage={stage} filter={filter} />
      ))}
  </div>
)

export default CaseBoard

const BoardColumn = ({ stage, filter }: { readonly stage: Stage; readonly filter: CaseFilter }) => {
  const found = useInfiniteQuery({
    queryKey: ['cases.case.list', 'board', filter, stage],
    queryFn: ({ pageParam, signal }) =>
      query(
        'cases.case.list',
        {
          ...filter,
          stage,
          sort: 'due',
          limit: COLUMN_ROWS,
          withTotal: pageParam === '' ? 'true' : 'false',
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const rows = found.data?.pages.flatMap((page) => page.items) ?? []
  const total = found.data?.pages[0]?.total
  return (
    <section aria-labelledby={`board-${stage}`}>
      <h2 id={`board-${stage}`}>
        {stageWords(stage)}{' '}
        {total ? (
          <span className="count bare">
            {total.isMore ? t('desk:countMore', { count: formatCount(total.count) }) : formatCount(total.count)}
          </span>
        ) : null}
      </h2>
      {found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data && rows.length === 0 ? <p className="meta">{t('cases:desk.boardNone')}</p> : null}
      <MatterRows label={stageWords(stage)}>
        {rows.map((row) => (
          <MatterRow
            key={row.id}
            href={`/desk/cases/${row.id}`}
            title={row.title}
            clock={row.clock ?? undefined}
            stage={row.state === 'correcting' ? wordsOr('cases:state.correcting', '') : undefined}
            facts={[row.placeName, ...(row.handler?.organization ? [row.handler.organization.name] : [])]}
          />
        ))}
      </MatterRows>
      {found.hasNextPage ? (
        <Button size="small" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('desk:more', { count: COLUMN_ROWS })}
        </Button>
      ) : null}
    </section>
  )
}
