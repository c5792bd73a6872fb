import { useQuery } from '@tanstack/react-query'
import { useReducer, useRef } from 'react'
import { act, query } from '#web/api.ts'
import { currentLanguage, t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatDay, formatTime, formatWeekday } from '#web/ui/format.ts'
import { Icon, Mark } from '#web/ui/icon.tsx'
import { type MenuAct, MenuButton } from '#web/ui/live/menu.tsx'
import { PopoverButton } from '#web/ui/live/popover.tsx'
import { Count } from '#web/ui/tag.tsx'
import { useAddress } from './address.ts'
import { dropAllDrafts } from './draft.ts'
import { chooseElder, chooseLanguage, chooseTheme, isDark, isElder } from './look.ts'
import { useNow } from './now.ts'
import { useSession } from './session.tsx'
import { NavLists } from './side-bar.tsx'
import { useRoleNames, WhereSwitch } from './where.tsx'

/** Id of the search box, for the key `/`. */
export const SEARCH_BOX = 'desk-find'
const WORDS_LENGTH_MAX = 100

/** The bar on top: the name, search, where I work, what time it is, what I was told, and me. */
export const TopBar = () => (
  <header className="desk-top">
    <div className="desk-menu">
      <PopoverButton tone="quiet" size="small" icon="list" iconOnly label={t('desk:modules')} title={t('desk:modules')}>
        <nav className="desk-side in-pop" aria-label={t('desk:modules')}>
          <NavLists />
        </nav>
      </PopoverButton>
    </div>
    <Mark href="/desk" />
    <SearchBox />
    <WhereSwitch />
    <Today />
    <NoticeBell />
    <MeMenu />
  </header>
)

/** `/` anywhere comes here; Enter shows everything found. */
const SearchBox = () => {
  const { go, path, params } = useAddress()
  const box = useRef<HTMLInputElement>(null)
  const words = path === '/desk/search' ? (params['words'] ?? '') : ''
  return (
    <form
      className="desk-find"
      role="search"
      action="/desk/search"
      onSubmit={(event) => {
        event.preventDefault()
        const typed = box.current?.value.trim()
        if (typed) go(`/desk/search?${new URLSearchParams({ words: typed })}`)
      }}
    >
      <Icon name="search" />
      <input
        ref={box}
        key={words}
        id={SEARCH_BOX}
        type="search"
        name="words"
        defaultValue={words}
        maxLength={WORDS_LENGTH_MAX}
        aria-label={t('desk:find')}
        placeholder={t('desk:find')}
        autoComplete="off"
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  )
}

const Today = () => {
  const now = useNow()
  return (
    <p className="desk-today">
      {formatDay(now, { now })} {formatWeekday(now, 'list')} {formatTime(now)}
    </p>
  )
}

const NoticeBell = () => {
  const found = useQuery({
    queryKey: ['workplace.notice.count'],
    queryFn: ({ signal }) => query('workplace.notice.count', {}, signal),
  })
  const unread = found.data?.unread ?? 0
  return (
    <a href="/desk/notices" className="desk-bell" title={t('desk:notices', { count: unread })}>
      <Icon name="bell" label={t('desk:notices', { count: unread })} />
      {unread > 0 ? (
        <span aria-hidden="true">
          <Count count={unread} hot />
        </span>
      ) : null}
    </a>
  )
}

/** Ends the session; nothing of this person stays on the screen or in the tab. */
const signOut = async (): Promise<void> => {
  await act('identity.session.signOut', {}).catch(() => null)
  dropAllDrafts()
  location.assign('/desk')
}

export const SignOutButton = () => (
  <Button icon="exit" onClick={() => void signOut()}>
    {t('desk:me.signOut')}
  </Button>
)

const meActs = (): readonly MenuAct[] => [
  { id: 'settings', label: t('desk:me.settings'), icon: 'settings' },
  { id: 'account', label: t('desk:me.account'), icon: 'lock' },
  { id: 'elder', label: t(isElder() ? 'desk:me.textUsual' : 'desk:me.textBig'), icon: 'textSize', apart: true },
  { id: 'theme', label: t(isDark() ? 'desk:me.light' : 'desk:me.dark'), icon: 'moon' },
  { id: 'language', label: t('desk:me.otherLanguage'), icon: 'language' },
  { id: 'flows', label: t('desk:me.flows'), icon: 'trend', apart: true },
  { id: 'portal', label: t('desk:toPortal'), icon: 'home' },
  { id: 'signOut', label: t('desk:me.signOut'), icon: 'exit', apart: true },
]

const MeMenu = () => {
  const { me } = useSession()
  const { go } = useAddress()
  const roles = useRoleNames()
  const [, drawAgain] = useReducer((count: number) => count + 1, 0)
  const onAct = (id: string): void => {
    if (id === 'settings') go('/desk/me')
    if (id === 'account') go('/desk/me/account')
    if (id === 'flows') go('/desk/flows')
    if (id === 'portal') location.assign('/')
    if (id === 'elder') chooseElder(!isElder())
    if (id === 'theme') chooseTheme(isDark() ? 'light' : 'dark')
    if (id === 'language') void switchLanguage(me.version)
    if (id === 'signOut') void signOut()
    drawAgain()
  }
  return (
    <div className="desk-me">
      <MenuButton tone="quiet" size="small" acts={meActs()} onAct={onAct}>
        <Icon name="person" />
        <span className="vh">{t('desk:me.menu')}</span>
        <b>{me.name}</b>
        <span className="role">{roles}</span>
      </MenuButton>
    </div>
  )
}

/** The language is mine, not that of this computer: SMS and notices follow it. */
const switchLanguage = async (version: number): Promise<void> => {
  const language = currentLanguage() === 'en' ? 'zh-CN' : 'en'
  await act('identity.me.update', { version, language }).catch(() => null)
  chooseLanguage(language)
}
