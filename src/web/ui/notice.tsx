import './notice.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { Actions } from './button.tsx'
import { classes } from './classes.ts'
import { formatCount } from './format.ts'
import { Icon, type IconName } from './icon.tsx'

export interface RefusalBoxProps {
  /** What can not be done: 这件事您不能核查. */
  readonly title: ReactNode
  /** The rule: `refusalWords(code, data)`. */
  readonly why: ReactNode
  readonly who?: ReactNode
  /** Left out it says that nothing was lost; what is kept as a draft is said here. */
  readonly lost?: ReactNode
  readonly next?: ReactNode
  readonly children?: ReactNode
}

/** 不让做的时候: what, why, who can, that nothing was lost, what to do. Read out at once. */
export const RefusalBox = ({ title, why, who, lost, next, children }: RefusalBoxProps) => (
  <div className="refuse" role="alert">
    <h2>{title}</h2>
    <dl>
      <dt>{t('ui:refuse.why')}</dt>
      <dd>{why}</dd>
      {who ? (
        <>
          <dt>{t('ui:refuse.who')}</dt>
          <dd>{who}</dd>
        </>
      ) : null}
      <dt>{t('ui:refuse.lost')}</dt>
      <dd>{lost ?? t('ui:refuse.nothingLost')}</dd>
      {next ? (
        <>
          <dt>{t('ui:refuse.next')}</dt>
          <dd>{next}</dd>
        </>
      ) : null}
    </dl>
    {children ? <Actions>{children}</Actions> : null}
  </div>
)

export interface EmptyProps {
  readonly icon?: IconName | undefined
  /** What is not there: 现在没有等您办的. */
  readonly title: ReactNode
  /** What comes next: 下一件快到期的在 明天 9:40. */
  readonly words?: ReactNode
  /** The step to offer. */
  readonly children?: ReactNode
}

/** Nothing here, what comes next, and the step towards it. */
export const Empty = ({ icon = 'cup', title, words, children }: EmptyProps) => (
  <div className="empty">
    <Icon name={icon} />
    <p>
      <b>{title}</b>
      {words}
    </p>
    {children ? <Actions>{children}</Actions> : null}
  </div>
)

export type NoticeTone = 'brand' | 'warm' | 'soon' | 'late' | 'paused' | 'done' | 'thanks'

export interface NoticeProps {
  readonly tone?: NoticeTone | undefined
  readonly icon?: IconName | undefined
  readonly title: ReactNode
  readonly words?: ReactNode
  /** The whole strip is a link. */
  readonly href?: string | undefined
  /** Read out when it appears (offline, saved). Not for what is there from the start. */
  readonly live?: boolean | undefined
  readonly children?: ReactNode
}

/** One thing to know or to go to: 有 1 件事在等您; 没有网络，照常拍. */
export const Notice = ({ tone = 'brand', icon, title, words, href, live, children }: NoticeProps) => {
  const inner = (
    <>
      {icon ? <Icon name={icon} /> : null}
      <span className="grow">
        <b>{title}</b>
        {words ? <span className="soft">{words}</span> : null}
      </span>
      {children}
      {href === undefined ? null : <Icon name="next" className="go" />}
    </>
  )
  if (href !== undefined) {
    return (
      <a className={classes('notice', tone)} href={href}>
        {inner}
      </a>
    )
  }
  return (
    <div className={classes('notice', tone)} {...(live ? { role: 'status' } : {})}>
      {inner}
    </div>
  )
}

/** What an act will cause, said before it: who is told, which words, when it falls due. */
export const Consequence = ({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) => (
  <div className="after">
    <b>{title}</b>
    <p>{children}</p>
  </div>
)

export interface ProgressProps {
  /** 正在导入 42 行 */
  readonly label: string
  readonly done: number
  readonly count: number
  /** What is left: 约 4 秒. */
  readonly rest?: string | undefined
  /** That it can be left: 可以去做别的，好了在右上角提醒您. */
  readonly hint?: ReactNode
}

/** Long work, which can be left. The bar is SVG because a strict policy forbids style attributes. */
export const Progress = ({ label, done, count, rest, hint }: ProgressProps) => (
  <div className="prog">
    <div className="row">
      <b>{label}</b>
      <span>
        {t('ui:progress.of', { done: formatCount(done), count: formatCount(count) })}
        {rest ? t('ui:progress.rest', { rest }) : null}
      </span>
    </div>
    <svg
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuenow={done}
      aria-valuemin={0}
      aria-valuemax={count}
    >
      <rect width={count > 0 ? `${((100 * done) / count).toFixed(1)}%` : '0%'} height="100%" />
    </svg>
    {hint ? <p className="hint">{hint}</p> : null}
  </div>
)
