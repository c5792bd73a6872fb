import { t, wordsOr } from '#web/i18n.ts'
import { Clock } from '#web/ui/clock.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { Figure, StackBar } from '#web/ui/figure.tsx'
import { formatCount, formatDay, formatDuration } from '#web/ui/format.ts'
import { Bits } from '#web/ui/tag.tsx'
import { type Board, casesHref, openHref } from './links.ts'

interface Part {
  readonly board: Board
}

/** 超时没办完: what has been late for longest, and who has it. */
export const Overdue = ({ board }: Part) => {
  const { overdue, late, place } = board
  const more = late - overdue.length
  return (
    <section className="due" aria-labelledby="board-due">
      <ColumnHead id="board-due" title={t('insight:overdue')} />
      <h3 className="board-second">
        {late === 0 ? (
          t('insight:overdue.none')
        ) : (
          <Figure value={t('insight:overdue.count', { count: late })} href={openHref(place.id, { clock: 'late' })} />
        )}
      </h3>
      {late === 0 ? <p className="soft">{t('insight:overdue.noneHint')}</p> : null}
      <ul>
        {overdue.map((matter) => (
          <li key={matter.id}>
            <Clock clock={{ state: 'late', lateMinutes: matter.lateMinutes }}>
              {t('insight:overdue.by', { duration: formatDuration(matter.lateMinutes, 'list') })}
            </Clock>
            <a href={`/desk/cases/${matter.id}`}>{matter.title}</a>
            <Bits bits={[matter.placeName, matter.handlerName ?? t('insight:overdue.noHandler'), matter.number]} />
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <a className="more" href={openHref(place.id, { clock: 'late' })}>
          {t('insight:overdue.more', { count: more })}
        </a>
      ) : null}
    </section>
  )
}

const STAGES = ['acceptance', 'filing', 'dispatch', 'handling', 'verification', 'closing']
const PARTS_MAX = 5

/** 卡在哪里: the open matters by step; of more steps than the bar can tell apart, the smallest is left to the list. */
export const Stuck = ({ board }: Part) => {
  const fewest = [...board.stages].sort((one, other) => other.count - one.count).slice(0, PARTS_MAX)
  const stages = STAGES.flatMap((stage) => fewest.find((line) => line.stage === stage) ?? [])
  if (stages.length === 0) return null
  return (
    <section className="stuck" aria-labelledby="board-stuck">
      <h3 id="board-stuck">{t('insight:stuck')}</h3>
      <StackBar
        label={t('insight:stuck.label')}
        parts={stages.map(({ stage, count }) => ({
          key: stage,
          name: wordsOr(`cases:stage.${stage}`, stage),
          value: count,
          href: openHref(board.place.id, { stage }),
        }))}
      />
    </section>
  )
}

const changeWords = (now: number, before: number): string => {
  if (now === before) return t('insight:talk.same')
  return t(now > before ? 'insight:talk.more' : 'insight:talk.fewer', { count: Math.abs(now - before) })
}

interface Line {
  readonly key: string
  readonly name: string
  readonly now: number
  readonly before: number
  readonly href: string
}

const ComparedList = ({ lines }: { readonly lines: readonly Line[] }) => (
  <ol className="compared">
    {lines.map((line, index) => (
      <li key={line.key}>
        <span className="k" aria-hidden="true">
          {index + 1}
        </span>
        <b>{line.name}</b>
        <Figure value={formatCount(line.now)} href={line.href} />
        <span className="soft">{changeWords(line.now, line.before)}</span>
      </li>
    ))}
  </ol>
)

/** 大家在说什么: categories with their change. */
export const Talk = ({ board }: Part) => (
  <section aria-labelledby="board-talk">
    <ColumnHead
      id="board-talk"
      title={t('insight:talk')}
      aside={<span className="soft">{t('insight:talk.compared')}</span>}
    />
    {board.categories.length === 0 ? <p className="soft">{t('insight:talk.none')}</p> : null}
    <ComparedList
      lines={board.categories.map((line) => ({
        ...line,
        key: String(line.id),
        href: casesHref(board.place.id, { ...board.period.now, category: line.id }),
      }))}
    />
  </section>
)

/** 来自哪里: channels with their change. */
export const Sources = ({ board }: Part) => (
  <section aria-labelledby="board-sources">
    <ColumnHead
      id="board-sources"
      title={t('insight:sources')}
      aside={<span className="soft">{t('insight:talk.compared')}</span>}
    />
    {board.channels.length === 0 ? <p className="soft">{t('insight:sources.none')}</p> : null}
    <ComparedList
      lines={board.channels.map((line) => ({
        ...line,
        key: line.channel,
        name: wordsOr(`cases:channel.${line.channel}`, line.channel),
        href: casesHref(board.place.id, { ...board.period.now, channel: line.channel }),
      }))}
    />
  </section>
)

/** 刚办好的: what was answered in public. */
export const Answered = ({ board }: Part) => (
  <section className="answered" aria-labelledby="board-answered">
    <ColumnHead id="board-answered" title={t('insight:answered')} />
    {board.answered.length === 0 ? <p className="soft">{t('insight:answered.none')}</p> : null}
    <ul>
      {board.answered.map((matter) => (
        <li key={matter.id}>
          <a href={`/desk/cases/${matter.id}`}>{matter.headline}</a>
          <Bits
            bits={[
              matter.placeName,
              formatDay(matter.closedAt),
              matter.rating === null
                ? t('insight:answered.notRated')
                : t('insight:answered.rated', { rating: matter.rating }),
            ]}
          />
        </li>
      ))}
    </ul>
  </section>
)
