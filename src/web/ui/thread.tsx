import './thread.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { classes } from './classes.ts'
import { Clock, type ClockView } from './clock.tsx'
import { Icon, type IconName } from './icon.tsx'

/** now: filled. good: verified, proved. hold: paused. back: returned. The shape of the icon says the same. */
export type ThreadKind = 'plain' | 'now' | 'good' | 'hold' | 'back'

export interface ThreadEntry {
  readonly key: string
  readonly kind?: ThreadKind | undefined
  readonly icon: IconName
  /** Who and what, name masked: 网格长 赵* 核查：通过. */
  readonly title: ReactNode
  /** When, in words: 今天 15:58. */
  readonly at: ReactNode
  /** The same for machines, see `machineTime`. */
  readonly dateTime?: string | undefined
  readonly words?: ReactNode
  readonly photos?: ReactNode
  readonly clock?: ClockView | undefined
}

export interface ThreadProps {
  /** Newest first for residents. */
  readonly entries: readonly ThreadEntry[]
  readonly label: string
  /** Beside other things at the desk. */
  readonly tight?: boolean | undefined
}

/** What happened, one node an event. Nothing is edited: a correction is a new entry. */
export const Thread = ({ entries, label, tight }: ThreadProps) => (
  <ol className={classes('thread', tight && 'tight')} aria-label={label}>
    {entries.map(({ key, kind = 'plain', icon, title, at, dateTime, words, photos, clock }) => (
      <li key={key} className={kind} aria-current={kind === 'now' ? 'step' : undefined}>
        <span className="node">
          <Icon name={icon} />
        </span>
        <div className="who">
          <b>
            {kind === 'now' ? <span className="vh">{t('ui:thread.now')}</span> : null}
            {title}
          </b>
          {dateTime ? <time dateTime={dateTime}>{at}</time> : <span className="meta">{at}</span>}
        </div>
        {words ? <p className="say">{words}</p> : null}
        {photos}
        {clock ? <Clock clock={clock} form="page" wraps /> : null}
      </li>
    ))}
  </ol>
)
