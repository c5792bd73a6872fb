import './clock.css'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { type ClockView, type ClockForm, type ClockState, clockWords } from './clock-words.ts'

export type { ClockView, ClockForm, ClockState } from './clock-words.ts'
export { clockWords, limitWords } from './clock-words.ts'

const CENTRE = 8
const WEDGE_RADIUS = 5
/** A wedge thinner or fuller than this can not be seen as one. */
const SMALLEST_WEDGE = 0.02
const FULLEST_WEDGE = 0.995

const wedgePath = (usedShare: number): string => {
  const share = Math.min(Math.max(usedShare, SMALLEST_WEDGE), FULLEST_WEDGE)
  const angle = 2 * Math.PI * share
  const x = (CENTRE + WEDGE_RADIUS * Math.sin(angle)).toFixed(2)
  const y = (CENTRE - WEDGE_RADIUS * Math.cos(angle)).toFixed(2)
  return `M8 8V3A5 5 0 ${share > 0.5 ? 1 : 0} 1 ${x} ${y}z`
}

interface ShapeProps {
  readonly state: ClockState
  readonly usedShare?: number | undefined
  readonly className?: string | undefined
}

/** The shape alone: ring with the used wedge, triangle, dashed ring with bars, ring with tick. */
export const ClockShape = ({ state, usedShare = 0, className }: ShapeProps) => (
  <svg viewBox="0 0 16 16" aria-hidden="true" className={className}>
    {state === 'ok' || state === 'soon' ? (
      <>
        <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d={wedgePath(usedShare)} fill="currentColor" />
      </>
    ) : null}
    {state === 'late' ? (
      <>
        <path d="M8 .8 15.6 14.6H.4z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
        <path className="sign" d="M8 5.2v4.6M8 12v.2" strokeWidth="1.8" strokeLinecap="round" />
      </>
    ) : null}
    {state === 'paused' ? (
      <>
        <circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 1.61" />
        <path d="M6.2 5.4v5.2M9.8 5.4v5.2" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
      </>
    ) : null}
    {state === 'done' ? (
      <>
        <circle cx="8" cy="8" r="6.9" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path
          d="m4.9 8.3 2.2 2.2 4.1-4.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.7"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </>
    ) : null}
  </svg>
)

export interface ClockProps {
  readonly clock: ClockView
  readonly form?: ClockForm | undefined
  /** On its own ground: heads of pages. */
  readonly chip?: boolean | undefined
  /** May break into lines: narrow columns of the portal. */
  readonly wraps?: boolean | undefined
  /** Instead of the usual words, or around them. */
  readonly children?: ReactNode
  /** The due date and how it was counted, one hover away; the page also says it in words. */
  readonly title?: string | undefined
}

/** How long is left, over, held or was used: shape, words, then colour. */
export const Clock = ({ clock, form = 'list', chip, wraps, children, title }: ClockProps) => (
  <span className={classes('clock', clock.state, chip && 'chip', wraps && 'wraps')} title={title}>
    <ClockShape state={clock.state} usedShare={clock.usedShare} />
    <span>{children ?? clockWords(clock, form)}</span>
  </span>
)
