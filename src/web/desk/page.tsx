import { type ReactNode, useEffect } from 'react'
import { t } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { Icon } from '#web/ui/icon.tsx'

/** The name of the page in the window and in the history. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · ${t('desk:name')}`
  }, [title])
}

/** Something is on its way. */
export const Waiting = () => <p className="desk-wait">{t('ui:loading')}</p>

export interface DeskPageProps {
  readonly title: string
  /** Another name in the window: a number that is looked for among many tabs. */
  readonly windowTitle?: string | undefined
  /** How many there are, where they come from. */
  readonly meta?: ReactNode
  /** At the right of the head, the filled one last. */
  readonly actions?: ReactNode
  /** Views of what the page shows, in the line of its name. */
  readonly tabs?: ReactNode
  readonly back?: { readonly href: string; readonly label: string } | undefined
  /** Fills the window, and its own panes scroll. */
  readonly fills?: boolean | undefined
  /** The heading is read out and not drawn: where the side bar says it already. */
  readonly headHidden?: boolean | undefined
  readonly children: ReactNode
}

/** A page of the workbench: its name, its actions, its content. */
export const DeskPage = ({
  title,
  windowTitle,
  meta,
  actions,
  tabs,
  back,
  fills,
  headHidden,
  children,
}: DeskPageProps) => {
  useTitle(windowTitle ?? title)
  return (
    <div className={classes('desk-page', fills && 'fills')}>
      {headHidden ? (
        <h1 className="vh">{title}</h1>
      ) : (
        <header className={classes('desk-head', tabs !== undefined && 'has-tabs')}>
          {back ? (
            <a className="back" href={back.href}>
              <Icon name="back" />
              {back.label}
            </a>
          ) : null}
          <h1>{title}</h1>
          {meta ? <span className="soft">{meta}</span> : null}
          {tabs}
          {actions ? <span className="acts end">{actions}</span> : null}
        </header>
      )}
      {children}
    </div>
  )
}
