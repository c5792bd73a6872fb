import './frame.css'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { currentLanguage, t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import type { Command } from '#web/ui/live/command-keys.tsx'
import { LiveProvider } from '#web/ui/live/live-provider.tsx'
import { ToastRegion } from '#web/ui/live/toast.tsx'
import { RefusalBox } from '#web/ui/notice.tsx'
import { EmergencyBanners } from '../../modules/emergencies/web/desk/banners.tsx'
import { Unread } from './fault.tsx'
import { DeskFoot } from './keys.tsx'
import { listenForChanges } from './live.ts'
import { MattersProvider } from './matter.ts'
import { Waiting } from './page.tsx'
import type { DeskRoute } from './route.ts'
import { deskMatters } from './routes.ts'
import { SessionGate, type SignInProps } from './session.tsx'
import { SideBar } from './side-bar.tsx'
import { SEARCH_BOX, SignOutButton, TopBar } from './top-bar.tsx'
import { WhereProvider } from './where.tsx'

const SignInPage = lazy(() => import('../../modules/identity/web/desk/sign-in-page.tsx'))

const OWN_ADDRESS = /^\/(?:desk|board)(?:\/|$)/

const SignIn = (props: SignInProps) => (
  <Suspense fallback={<Waiting />}>
    <SignInPage {...props} />
  </Suspense>
)

/** Around everything: language of the live parts, links, toasts, and who is signed in. */
export const DeskFrame = () => {
  const { history } = useRouter()
  const follow = useMemo(
    () =>
      (url: URL): boolean => {
        const isAnchor = url.hash !== '' && url.pathname === location.pathname && url.search === location.search
        if (isAnchor || !OWN_ADDRESS.test(url.pathname)) return false
        history.push(url.pathname + url.search + url.hash)
        return true
      },
    [history],
  )
  return (
    <LiveProvider language={currentLanguage()} follow={follow}>
      <SessionGate whileWaiting={<Waiting />} SignIn={SignIn} noPost={<NoPost />} Fault={Unread}>
        <WhereProvider>
          <MattersProvider value={deskMatters}>
            <FrameWithSession />
          </MattersProvider>
        </WhereProvider>
      </SessionGate>
      <ToastRegion />
    </LiveProvider>
  )
}

/** Signed in, and nothing to do here: the portal is the place of residents. */
const NoPost = () => (
  <main className="desk-pad desk-narrow">
    <RefusalBox
      title={t('desk:noPost')}
      why={t('desk:noPostWhy')}
      who={t('desk:noPostWho')}
      lost={t('desk:noPostLost')}
      next={t('desk:noPostNext')}
    >
      <ButtonLink href="/">{t('desk:toPortal')}</ButtonLink>
      <SignOutButton />
    </RefusalBox>
  </main>
)

/** A new page begins at its top: who reads by ear or keyboard is put there too, not left on the link. */
const useFocusOnNavigation = (address: string): void => {
  const first = useRef(address)
  useEffect(() => {
    if (first.current === address) return
    first.current = ''
    document.getElementById('main')?.focus({ preventScroll: true })
    document.getElementById('main')?.scrollTo(0, 0)
  }, [address])
}

const FrameWithSession = () => {
  const queryClient = useQueryClient()
  const address = useRouterState({ select: (state) => state.location.pathname })
  const title = useRouterState({
    select: (state) => (state.matches.at(-1)?.staticData as { title?: DeskRoute['title'] } | undefined)?.title,
  })
  useEffect(() => listenForChanges(queryClient), [queryClient])
  // A layout effect: the page itself may then say a better name in its own effect.
  useLayoutEffect(() => {
    document.title = `${title ? `${t(title)} · ` : ''}${t('desk:name')}`
  }, [title])
  useFocusOnNavigation(address)
  if (address.startsWith('/board')) return <Outlet />
  const commands: readonly Command[] = [
    { keys: ['/'], label: t('ui:keys.search'), run: () => document.getElementById(SEARCH_BOX)?.focus(), inBar: true },
  ]
  return (
    <div className="desk-box">
      <div className="desk">
        <a className="skip" href="#main">
          {t('ui:skip')}
        </a>
        <TopBar />
        <SideBar />
        <main id="main" className="desk-main" tabIndex={-1}>
          <EmergencyBanners />
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </main>
        <DeskFoot commands={commands} />
      </div>
    </div>
  )
}
