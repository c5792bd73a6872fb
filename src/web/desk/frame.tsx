import './frame.css'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { query } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { formatDay, formatTime, formatWeekday } from '#web/ui/format.ts'
import { Icon, Mark } from '#web/ui/icon.tsx'
import { Count } from '#web/ui/tag.tsx'
import type { DeskRoute } from './route.ts'
import { deskRoutes } from './routes.ts'
import { SessionGate, useSession } from './session.tsx'
import { SignInPage } from './sign-in-page.tsx'

const GROUPS = ['work', 'people', 'administration'] as const

/** The frame of every page of the workbench: who I am, where I work, what waits, and the page itself. */
export const DeskFrame = () => (
  <SessionGate whileWaiting={<p className="desk-wait">{t('ui:loading')}</p>} signIn={<SignInPage />}>
    <FrameWithSession />
  </SessionGate>
)

const FrameWithSession = () => {
  const address = useRouterState({ select: (state) => state.location.pathname })
  const title = useRouterState({ select: (state) => (state.matches.at(-1)?.staticData as { title?: DeskRoute['title'] }).title })
  useEffect(() => {
    document.title = `${title ? `${t(title)} · ` : ''}${t('desk:name')}`
  }, [title])
  if (address.startsWith('/board')) return <Outlet />
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {t('ui:skip')}
      </a>
      <TopBar />
      <SideBar />
      <main id="main" className="desk-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}

const TopBar = () => {
  const { me } = useSession()
  const now = new Date()
  return (
    <header className="desk-top">
      <Mark href="/desk" />
      <SearchBox />
      <p className="desk-where">
        <b>{me.placeName}</b>
      </p>
      <p className="desk-today">
        {formatDay(now, { now })} {formatWeekday(now)} {formatTime(now)}
      </p>
      <NoticeBell />
      <Link to="/desk/me" className="desk-me plain">
        <b>{me.name}</b> <span>{me.postTitle}</span>
      </Link>
    </header>
  )
}

/** `/` anywhere jumps here; Enter shows everything found. */
const SearchBox = () => {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement
      if (event.key !== '/' || target.closest('input, textarea, select, [contenteditable]')) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <form className="desk-find" role="search" action="/desk/search">
      <Icon name="search" />
      <input ref={box} type="search" name="words" maxLength={80} aria-label={t('desk:find')} placeholder={t('desk:find')} />
      <kbd aria-hidden="true">/</kbd>
    </form>
  )
}

const NoticeBell = () => {
  const count = useQuery({ queryKey: ['workplace.notice.count'], queryFn: () => query('workplace.notice.count', {}) })
  const unread = count.data?.unread ?? 0
  return (
    <Link to="/desk/notices" className="desk-bell" aria-label={t('desk:notices', { count: unread })}>
      <Icon name="bell" />
      {unread > 0 && <Count count={unread} hot />}
    </Link>
  )
}

const SideBar = () => {
  const { may } = useSession()
  const shown = deskRoutes.filter((route) => route.nav && may(route.nav.needs))
  return (
    <nav className="desk-side" aria-label={t('desk:modules')}>
      {GROUPS.map((group) => {
        const lines = shown.filter((route) => route.nav?.group === group)
        if (lines.length === 0) return null
        return (
          <ul key={group} aria-label={t(`desk:group.${group}`)}>
            {lines.map((route) => (
              <li key={route.path}>
                <Link to={route.path} activeProps={{ 'aria-current': 'page' }} activeOptions={{ exact: route.path === '/desk' }} title={t(route.title)}>
                  <Icon name={route.nav?.icon ?? 'list'} />
                  <span>{t(route.title)}</span>
                </Link>
              </li>
            ))}
          </ul>
        )
      })}
    </nav>
  )
}

