import './figure.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { classes } from './classes.ts'
import { formatCount, formatShare } from './format.ts'

export interface FigureProps {
  /** Written already: formatCount, formatAmount. */
  readonly value: ReactNode
  /** The records that make it. Every figure has some. */
  readonly href: string
  readonly size?: 'text' | 'large' | 'huge' | undefined
  /** When the words around it do not say what it counts. */
  readonly label?: string | undefined
}

/** A figure: a link to the records that make it. */
export const Figure = ({ value, href, size = 'text', label }: FigureProps) => (
  <a className={classes('fig', size !== 'text' && size)} href={href} aria-label={label}>
    {value}
  </a>
)

/** What changed and from what, in words: 比上月低 0.6. Worse is bold and red, better is not coloured. */
export const Change = ({ worse, children }: { readonly worse?: boolean; readonly children: ReactNode }) => (
  <span className={classes('change', worse && 'worse')}>{children}</span>
)

const percent = (share: number): string => `${(100 * Math.min(Math.max(share, 0), 1)).toFixed(2)}%`

export interface RateProps {
  readonly name: string
  /** 0 to 1. */
  readonly share: number
  readonly href: string
  readonly goal?: number | undefined
  /** Numerator and denominator, each a `Figure`: 4,177 件按时受理，应有 4,236 件. */
  readonly of: ReactNode
  readonly change?: ReactNode
}

/** A rate with its numerator and denominator, its bar and the goal as a line. */
export const Rate = ({ name, share, href, goal, of, change }: RateProps) => (
  <div className="rate">
    <b>{name}</b>
    <a className="fig" href={href}>
      {formatCount(share * 100, 1)}
      <small>%</small>
    </a>
    <svg className="meter" aria-hidden="true">
      <rect className="ground" y="25%" width="100%" height="50%" rx="4" />
      <rect className="part" y="25%" width={percent(share)} height="50%" rx="4" />
      {goal === undefined ? null : <rect className="goal" x={percent(goal)} width="2" height="100%" />}
    </svg>
    <span className="of">
      <span>{of}</span>
      {change}
      {goal === undefined ? null : <span className="vh">{t('ui:rate.goal', { goal: formatShare(goal, 0) })}</span>}
    </span>
  </div>
)

export interface Bar {
  readonly key: string
  readonly name: ReactNode
  readonly value: number
  /** When it is not a plain count. */
  readonly words?: string | undefined
  readonly href?: string | undefined
}

const BarFigure = ({ bar: { value, words = formatCount(value), href } }: { readonly bar: Bar }) =>
  href === undefined ? <span>{words}</span> : <Figure value={words} href={href} />

/** Bars of one series, the name before and the number behind each. A list, so it is read as one. */
export const BarChart = ({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) => {
  const longest = Math.max(1, ...bars.map((bar) => bar.value))
  return (
    <ul className="chart-bars" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key}>
          <span className="name">{bar.name}</span>
          <span className="track">
            <svg width={percent(bar.value / longest)} aria-hidden="true">
              <rect width="100%" height="100%" />
            </svg>
            <BarFigure bar={bar} />
          </span>
        </li>
      ))}
    </ul>
  )
}

const SERIES = ['s1', 's2', 's3', 's4', 's5'] as const

/** Parts of one whole, five at most, each named with its number below. */
export const StackBar = ({ parts, label }: { readonly parts: readonly Bar[]; readonly label: string }) => {
  const shown = parts.slice(0, SERIES.length)
  const whole = Math.max(
    1,
    shown.reduce((sum, part) => sum + part.value, 0),
  )
  const startOf = (place: number): number => shown.slice(0, place).reduce((sum, part) => sum + part.value, 0)
  return (
    <div className="chart-stack">
      <svg aria-hidden="true">
        {shown.map((part, place) => (
          <svg key={part.key} x={percent(startOf(place) / whole)} width={percent(part.value / whole)} height="100%">
            <rect className={SERIES[place]} x={place === 0 ? 0 : 2} width="100%" height="100%" />
          </svg>
        ))}
      </svg>
      <ul aria-label={label}>
        {shown.map((part, place) => (
          <li key={part.key}>
            <svg aria-hidden="true">
              <rect className={SERIES[place]} width="100%" height="100%" />
            </svg>
            {part.name} <BarFigure bar={part} />
          </li>
        ))}
      </ul>
    </div>
  )
}

export interface LineChartProps {
  /** The sentence that says what the line does: 十三个月社情指数，从 104.2 降到 86.2. */
  readonly label: string
  readonly values: readonly number[]
  /** Names along the bottom: first, middle, last. */
  readonly axis: readonly string[]
  readonly baseline?: { readonly value: number; readonly words: string } | undefined
  readonly lastWords: string
}

const LINE_TOP = 8
const LINE_HEIGHT = 84

/** One series over time, its last value named. */
export const LineChart = ({ label, values, axis, baseline, lastWords }: LineChartProps) => {
  const all = baseline ? [...values, baseline.value] : values
  const low = Math.min(...all)
  const span = Math.max(...all) - low || 1
  const yOf = (value: number): number => LINE_TOP + LINE_HEIGHT * (1 - (value - low) / span)
  const step = 100 / Math.max(1, values.length - 1)
  const points = values.map((value, place) => `${(place * step).toFixed(2)} ${yOf(value).toFixed(2)}`)
  const last = yOf(values[values.length - 1] ?? low)
  return (
    <div className="chart-line">
      <svg role="img" aria-label={label}>
        {baseline ? (
          <>
            <line className="base" x2="100%" y1={`${yOf(baseline.value)}%`} y2={`${yOf(baseline.value)}%`} />
            <text x="100%" dx="0.8em" y={`${yOf(baseline.value)}%`} dominantBaseline="central">
              {baseline.words}
            </text>
          </>
        ) : null}
        <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">
          <path className="area" d={`M0 100L${points.join('L')}L100 100z`} />
          <path className="line" d={`M${points.join('L')}`} />
        </svg>
        <circle className="dot" cx="100%" cy={`${last}%`} r="5" />
        <text className="last" x="100%" dx="0.7em" y={`${last}%`} dominantBaseline="central">
          {lastWords}
        </text>
      </svg>
      <span className="axis" aria-hidden="true">
        {axis.map((words) => (
          <span key={words}>{words}</span>
        ))}
      </span>
    </div>
  )
}
