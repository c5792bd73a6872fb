import './icon.css'
import { t } from '#web/i18n.ts'
import { classes } from './classes.ts'
import { ICON_PATHS, type IconName } from './icon-paths.ts'

export type { IconName } from './icon-paths.ts'

export interface IconProps {
  readonly name: IconName
  /** Only for an icon that stands alone: its name for screen readers. Beside words leave it out. */
  readonly label?: string | undefined
  readonly className?: string | undefined
}

/** One icon of the house. Decoration unless it has a label. */
export const Icon = ({ name, label, className }: IconProps) => (
  <svg
    className={classes('i', className)}
    viewBox="0 0 24 24"
    {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
  >
    <path d={ICON_PATHS[name]} />
  </svg>
)

export interface MarkProps {
  readonly href?: string | undefined
  /** Without the word, the mark alone (phone mastheads). */
  readonly bare?: boolean | undefined
}

/** The mark 共, a table and two people, and the name. A link when it has an address. */
export const Mark = ({ href, bare }: MarkProps) => {
  const drawn = (
    <>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M8 3.5v10M16 3.5v10M4 7.5h16M2.5 13.5h19M8.5 17 5 21M15.5 17l3.5 4" />
      </svg>
      {bare ? <span className="vh">{t('ui:brand')}</span> : t('ui:brand')}
    </>
  )
  return href === undefined ? (
    <span className="mark">{drawn}</span>
  ) : (
    <a className="mark" href={href}>
      {drawn}
    </a>
  )
}
