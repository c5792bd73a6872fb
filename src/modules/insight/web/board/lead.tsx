import { Fragment, type ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { Change, Figure, LineChart, Rate } from '#web/ui/figure.tsx'
import { formatCount, formatDay } from '#web/ui/format.ts'
import { Nb } from '#web/ui/tag.tsx'
import { headlineOf } from '../../rules/headline.ts'
import { type Board, casesHref, openHref, recordsHref } from './links.ts'

/** What changed, in a sentence; how many are open; what came and what was closed; the line of days. */
export const Lead = ({ board }: { readonly board: Board }) => {
  const { place, period } = board
  return (
    <section className="lead" aria-labelledby="board-lead">
      <ColumnHead title={t('insight:now')} />
      <h2 id="board-lead" className="board-headline">
        <Headline board={board} />
      </h2>
      <div className="big">
        <Figure
          size="huge"
          value={formatCount(board.open)}
          href={openHref(place.id)}
          label={t('insight:openFigure', { count: board.open })}
        />
        <p>
          <b>{t('insight:open')}</b>
          <br />
          <span className="bits">
            <span>
              {t('insight:late')}{' '}
              <Figure value={formatCount(board.late)} href={openHref(place.id, { clock: 'late' })} />
            </span>
            <span>
              {t('insight:paused')}{' '}
              <Figure value={formatCount(board.paused)} href={openHref(place.id, { clock: 'paused' })} />
            </span>
          </span>
        </p>
      </div>
      <div className="pair">
        <Compared
          name={t('insight:reported')}
          counts={board.reported}
          href={casesHref(place.id, { ...period.now })}
          days={board.days.map((day) => ({ on: day.on, count: day.reported }))}
          line={t('insight:days.reported')}
        />
        <Compared
          name={t('insight:closed')}
          counts={board.closed}
          href={recordsHref(board, 'closed')}
          days={board.days.map((day) => ({ on: day.on, count: day.closed }))}
          line={t('insight:days.closed')}
        />
      </div>
    </section>
  )
}

const Headline = ({ board }: { readonly board: Board }) => {
  const clauses = headlineOf(board).map(({ key, data }) =>
    t(`insight:headline.${key}` as 'insight:headline.none', data),
  )
  const join = t('insight:headline.join')
  return clauses.map((words, index) => {
    const isLast = index + 1 === clauses.length
    // The sign belongs to its clause; a space at the end of the clause would not be drawn.
    return (
      <Fragment key={words}>
        <Nb>{isLast ? words : words + join.trim()}</Nb>
        {isLast || join.trim() === join ? '' : ' '}
      </Fragment>
    )
  })
}

const beforeWords = ({ now, before }: Board['reported']): string => {
  if (now === before) return t('insight:beforeSame', { before: formatCount(before) })
  const data = { before: formatCount(before), count: Math.abs(now - before) }
  return t(now > before ? 'insight:beforeMore' : 'insight:beforeFewer', data)
}

interface ComparedProps {
  readonly name: string
  readonly counts: Board['reported']
  readonly href: string
  readonly days: readonly { readonly on: string; readonly count: number }[]
  readonly line: string
}

const Compared = ({ name, counts, href, days, line }: ComparedProps) => {
  const values = days.map(({ count }) => count)
  const today = values[values.length - 1] ?? 0
  const sum = values.reduce((total, count) => total + count, 0)
  return (
    <div>
      <p>{name}</p>
      <Figure size="large" value={formatCount(counts.now)} href={href} />
      <p className="soft">{beforeWords(counts)}</p>
      <LineChart
        label={t('insight:days.label', { name: line, sum, most: Math.max(0, ...values), today })}
        values={values}
        axis={[formatDay(days[0]?.on ?? ''), t('ui:date.today')]}
        lastWords={formatCount(today)}
      />
    </div>
  )
}

const POINT_DECIMALS = 1

const shareOf = ({ part, all }: { part: number; all: number }): number | null => (all === 0 ? null : part / all)

const RateChange = ({ rate }: { readonly rate: Board['rates']['acceptance'] }) => {
  const [now, before] = [shareOf(rate.now), shareOf(rate.before)]
  if (now === null) return null
  if (before === null) return <Change>{t('insight:rates.noneBefore')}</Change>
  const points = Number(((now - before) * 100).toFixed(POINT_DECIMALS))
  if (points === 0) return <Change>{t('insight:rates.same')}</Change>
  const data = { points: formatCount(Math.abs(points), POINT_DECIMALS) }
  return <Change worse={points < 0}>{t(points > 0 ? 'insight:rates.higher' : 'insight:rates.lower', data)}</Change>
}

interface RateLineProps {
  readonly name: string
  readonly rate: Board['rates']['acceptance']
  readonly hrefs: { readonly part: string; readonly all: string }
  readonly ofWords: string
}

const RateLine = ({ name, rate, hrefs, ofWords }: RateLineProps): ReactNode => {
  const share = shareOf(rate.now)
  if (share === null) {
    return (
      <p className="no-rate">
        <b>{name}</b> <span className="soft">{t('insight:rates.none')}</span>
      </p>
    )
  }
  return (
    <Rate
      name={name}
      share={share}
      href={hrefs.all}
      of={
        <>
          <Figure value={formatCount(rate.now.part)} href={hrefs.part} /> {ofWords}{' '}
          <Figure value={formatCount(rate.now.all)} href={hrefs.all} /> {t('insight:rates.unit')}
        </>
      }
      change={<RateChange rate={rate} />}
    />
  )
}

/** 三个率, each with numerator and denominator, and how it is counted one tap away. */
export const Rates = ({ board }: { readonly board: Board }) => {
  const { acceptance, handling, satisfaction } = board.rates
  const stays = (figure: 'acceptance' | 'handling') => ({
    part: recordsHref(board, figure, 'inTime'),
    all: recordsHref(board, figure, 'all'),
  })
  return (
    <section aria-labelledby="board-rates">
      <ColumnHead id="board-rates" title={t('insight:rates')} />
      <div className="rates">
        <RateLine
          name={t('insight:rates.acceptance')}
          rate={acceptance}
          hrefs={stays('acceptance')}
          ofWords={t('insight:rates.acceptanceOf')}
        />
        <RateLine
          name={t('insight:rates.handling')}
          rate={handling}
          hrefs={stays('handling')}
          ofWords={t('insight:rates.handlingOf')}
        />
        <RateLine
          name={t('insight:rates.satisfaction')}
          rate={satisfaction}
          hrefs={{ part: recordsHref(board, 'satisfied'), all: recordsHref(board, 'judged') }}
          ofWords={t('insight:rates.satisfactionOf')}
        />
      </div>
      <details className="formulas">
        <summary>{t('insight:rates.how')}</summary>
        <p>{t('insight:formula.acceptance')}</p>
        <p>{t('insight:formula.handling')}</p>
        <p>{t('insight:formula.satisfaction')}</p>
      </details>
    </section>
  )
}
