import './column-head.css'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface ColumnHeadProps {
  /** Also names the section: <section aria-labelledby={id}>. */
  readonly id?: string | undefined
  readonly title: ReactNode
  /** A link to all of it, or a few quiet words. */
  readonly aside?: ReactNode
  readonly level?: 2 | 3 | undefined
}

/** The head of a section. */
export const ColumnHead = ({ id, title, aside, level = 2 }: ColumnHeadProps) => {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="col-head">
      <Heading id={id}>{title}</Heading>
      {aside}
    </div>
  )
}

export interface PanelProps {
  /** warm: 杏, for speaking, judging, invitations. */
  readonly tone?: 'plain' | 'warm' | undefined
  readonly padded?: boolean | undefined
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A box: only around something that can be picked up as one thing. Never inside another box. */
export const Panel = ({ tone = 'plain', padded = true, className, children }: PanelProps) => (
  <div className={classes('panel', tone === 'warm' && 'warm', padded && 'padded', className)}>{children}</div>
)

export interface Fact {
  readonly term: string
  readonly words: ReactNode
}

/** Names and facts: 地点, 反映人… Beside: the name stands left of the fact. */
export const Facts = ({ facts, beside }: { readonly facts: readonly Fact[]; readonly beside?: boolean }) => (
  <dl className={classes('facts', beside && 'beside')}>
    {facts.map(({ term, words }) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd>{words}</dd>
      </div>
    ))}
  </dl>
)
