import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Count } from '#web/ui/tag.tsx'
import { useOnline, useOutbox } from './use-outbox.ts'

/** The sign-in of staff, which comes back here. */
const SIGN_IN = '/desk/sign-in?next=/field'

/** Pages with their own buttons at the foot. */
const FORMS = /^\/field\/(?:report|action|patrols\/.+|checks\/.+|visits\/.+)$/

/** The frame of the field app: whether there is a network, the page, and the three things at the thumb. */
export const FieldFrame = () => {
  const isOnline = useOnline()
  const waiting = useOutbox().filter((item) => item.state !== 'sent')
  // A form brings its own button to the thumb.
  const isForm = useRouterState({ select: (state) => FORMS.test(state.location.pathname) })
  const needsSignIn = waiting.some((item) => item.state === 'needsSignIn')
  return (
    <div className="field-app">
      <a className="skip" href="#main">
        {t('ui:skip')}
      </a>
      <div className="field-page">
        {!isOnline && (
          <div className="field-net" role="status">
            <Icon name="offline" />
            <p>
              <b>{t('field:offline')}</b>
              <span>{t('field:offlineHint')}</span>
            </p>
          </div>
        )}
        {isOnline && needsSignIn && (
          <a className="field-net soon" href={SIGN_IN}>
            <Icon name="warning" />
            <p>
              <b>{t('field:signInAgain')}</b>
              <span>{t('field:signInAgainHint', { count: waiting.length })}</span>
            </p>
          </a>
        )}
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
        {!isForm && <Bar />}
      </div>
    </div>
  )
}

const Bar = () => {
  const tasks = useQuery({ queryKey: ['workplace.inbox.count'], queryFn: () => query('workplace.inbox.count', {}) })
  return (
    <nav className="field-bar" aria-label={t('field:bar')}>
      <Link to="/field" activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
        <Icon name="home" />
        {t('field:home')}
      </Link>
      <Link to="/field/report" className="field-shoot">
        <Icon name="camera" />
        {t('field:report')}
      </Link>
      <Link to="/field/tasks" activeProps={{ 'aria-current': 'page' }}>
        <Icon name="list" />
        <span>
          {t('field:tasks')} {tasks.data && tasks.data.all > 0 && <Count count={tasks.data.all} bare />}
        </span>
      </Link>
    </nav>
  )
}
