import './tag.css'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { formatCount } from './format.ts'
import { Icon, type IconName } from './icon.tsx'

export type TagTone = 'plain' | 'brand' | 'warm' | 'thanks' | 'done' | 'late' | 'paused' | 'soon'

export interface TagProps {
  readonly tone?: TagTone | undefined
  readonly icon?: IconName | undefined
  readonly children: ReactNode
}

/** What a thing is (排水, 反映问题, 已公示): a word, never a signal by colour alone. */
export const Tag = ({ tone = 'plain', icon, children }: TagProps) => (
  <span className={classes('tag', tone)}>
    {icon ? <Icon name={icon} /> : null}
    {children}
  </span>
)

export interface CountProps {
  readonly count: number
  /** Some of them are late. */
  readonly hot?: boolean | undefined
  /** Without the pill: in side bars and tabs. */
  readonly bare?: boolean | undefined
}

/** How many, beside a name. The only pill of the house. */
export const Count = ({ count, hot, bare }: CountProps) => (
  <span className={classes('count', hot && 'hot', bare && 'bare')}>{formatCount(count)}</span>
)

/** Facts in a row with dots between; a dot never starts a line. Empty facts are left out. */
export const Bits = ({ bits, className }: { readonly bits: readonly ReactNode[]; readonly className?: string }) => (
  <span className={classes('bits', className)}>
    {bits
      .filter((bit) => bit !== null && bit !== undefined && bit !== '' && bit !== false)
      .map((bit, place) => (
        <span key={place}>{bit}</span>
      ))}
  </span>
)

/** A clause that does not break in the middle. */
export const Nb = ({ children }: { readonly children: ReactNode }) => <span className="nb">{children}</span>
