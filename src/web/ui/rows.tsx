import './rows.css'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Clock, type ClockView } from './clock.tsx'

export interface MatterRowProps {
  readonly href: string
  readonly title: ReactNode
  readonly clock?: ClockView | undefined
  /** 派遣: whose turn it is, first of the second line. */
  readonly stage?: ReactNode
  /** Place, source, who follows. */
  readonly facts?: readonly ReactNode[] | undefined
  readonly selected?: boolean | undefined
  /** Open beside the list. */
  readonly current?: boolean | undefined
  /** A check box, where rows can be chosen. */
  readonly pick?: ReactNode
}

/** One matter in two lines; the whole row is the link. */
export const MatterRow = ({ href, title, clock, stage, facts, selected, current, pick }: MatterRowProps) => (
  <li className={classes(selected && 'sel', current && 'cur', pick ? 'picks' : undefined)}>
    {pick ? <span className="pick">{pick}</span> : null}
    <a href={href} aria-current={current ? 'true' : undefined}>
      <span className="l1">
        <b>{title}</b>
        {clock ? <Clock clock={clock} form="list" /> : null}
      </span>
      <span className="l2">
        {stage ? <span className="st">{stage}</span> : null}
        {facts?.map((fact, place) => (
          <span key={place}>{fact}</span>
        ))}
      </span>
    </a>
  </li>
)

/** A list of matters. */
export const MatterRows = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <ul className="rows" aria-label={label}>
    {children}
  </ul>
)
