import type { ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Empty, Notice, RefusalBox } from '#web/ui/notice.tsx'
import { problemOf, problemWords } from './acting.ts'
import { DeskPage } from './page.tsx'

/** Who may do what was refused: the roles of the permission, as far as the refusal names them. */
export const whoMay = (problem: ApiProblem): string | undefined => {
  const roles = problem.data['roles']
  if (!Array.isArray(roles) || roles.length === 0) return undefined
  return roles.map((role) => wordsOr(`posts:role.${String(role)}`, String(role))).join(t('desk:and'))
}

export interface ProblemBoxProps {
  readonly problem: ApiProblem
  /** What could not be done: 这件事还不能结案. */
  readonly title: string
  readonly next?: ReactNode
  readonly children?: ReactNode
}

/** Why something was not done: the rule, who may, that nothing was lost. Read out at once. */
export const ProblemBox = ({ problem, title, next, children }: ProblemBoxProps) => (
  <RefusalBox title={title} why={problemWords(problem)} who={whoMay(problem)} next={next}>
    {children}
  </RefusalBox>
)

/** In the place of something that could not be read. */
export const Unread = ({
  fault,
  onRetry,
}: {
  readonly fault: unknown
  readonly onRetry?: (() => void) | undefined
}) => {
  const problem = problemOf(fault)
  const retry = onRetry ? <Button onClick={onRetry}>{t('desk:retry')}</Button> : null
  if (problem.code === 'network.offline') {
    return (
      <div className="desk-pad">
        <Notice tone="paused" icon="offline" title={t('desk:unread.offline')} words={t('desk:unread.offlineHint')} live>
          {retry}
        </Notice>
      </div>
    )
  }
  if (problem.status === 404) {
    return (
      <div className="desk-pad">
        <Empty icon="search" title={problemWords(problem)} words={t('desk:unread.goneHint')}>
          <ButtonLink href="/desk">{t('desk:toInbox')}</ButtonLink>
        </Empty>
      </div>
    )
  }
  return (
    <div className="desk-pad">
      <ProblemBox
        problem={problem}
        title={t(problem.status === 403 ? 'desk:unread.notYours' : 'desk:unread.failed')}
        next={t(problem.status === 403 ? 'desk:unread.askFor' : 'desk:unread.tryLater')}
      >
        {retry}
        <ButtonLink href="/desk">{t('desk:toInbox')}</ButtonLink>
      </ProblemBox>
    </div>
  )
}

/** An address of the workbench that leads nowhere. */
export const NoSuchPage = () => (
  <DeskPage title={t('desk:noPage')}>
    <div className="desk-pad">
      <Empty icon="search" title={t('desk:noPageWords')} words={t('desk:noPageHint')}>
        <ButtonLink href="/desk">{t('desk:toInbox')}</ButtonLink>
      </Empty>
    </div>
  </DeskPage>
)

/** A page that broke while it was drawn, or whose code could not be fetched. */
export const BrokenPage = ({ error, reset }: ErrorComponentProps) => (
  <DeskPage title={t('desk:broken')}>
    <Unread fault={error} onRetry={reset} />
  </DeskPage>
)
