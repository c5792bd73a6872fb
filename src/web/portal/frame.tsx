import './frame.css'
import type { ReactNode } from 'react'
import { t } from '#web/i18n.ts'
import { Icon, type IconName, Mark } from '#web/ui/icon.tsx'
import type { Assets } from './render.tsx'

export interface PortalFrameProps {
  readonly language: string
  /** Path and query of this page, to come back to and to mark where one is. */
  readonly address: string
  readonly signedInName: string | null
  readonly placeName: string | null
  readonly isElder: boolean
  readonly theme: 'light' | 'dark' | null
  readonly assets: Assets
  readonly children: ReactNode
}

const TABS: ReadonlyArray<{ href: string; icon: IconName; words: 'home' | 'say' | 'mine' }> = [
  { href: '/', icon: 'home', words: 'home' },
  { href: '/report', icon: 'say', words: 'say' },
  { href: '/mine', icon: 'person', words: 'mine' },
]

const isHere = (address: string, href: string): boolean =>
  href === '/' ? address === '/' || address.startsWith('/?') : address.startsWith(href)

/** The whole HTML page of the portal around one page's content. Works without the script. */
export const PortalFrame = (props: PortalFrameProps) => (
  <html
    lang={props.language}
    className={props.isElder ? 'elder' : undefined}
    {...(props.theme ? { 'data-theme': props.theme } : {})}
  >
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <title>{props.placeName ? `${props.placeName} · ${t('ui:brand')}` : t('ui:brand')}</title>
      {/* oxlint-disable-next-line react/no-danger -- our own built stylesheet; as text React would escape its quotes */}
      <style dangerouslySetInnerHTML={{ __html: props.assets.style }} />
    </head>
    <body className="loose">
      <a className="skip" href="#main">
        {t('ui:skip')}
      </a>
      <div className="portal">
        <TopBar {...props} />
        <main id="main">{props.children}</main>
        <Foot {...props} />
      </div>
      <nav className="portal-tabs" aria-label={t('portal:tabs')}>
        {TABS.map(({ href, icon, words }) => (
          <a key={href} href={href} {...(isHere(props.address, href) ? { 'aria-current': 'page' } : {})}>
            <Icon name={icon} />
            {t(`portal:tab.${words}`)}
          </a>
        ))}
      </nav>
      <script type="module" src={props.assets.script} />
    </body>
  </html>
)

/** 大字 and colours are forms, so they work without the script; with it they take effect at once. */
const TopBar = ({ placeName, isElder, address }: PortalFrameProps) => (
  <header className="portal-top">
    <Mark href="/" bare />
    <a className="place" href={`/place?next=${encodeURIComponent(address)}`}>
      {placeName ?? t('portal:choosePlace')}
      <Icon name="expand" />
    </a>
    <button type="button" className="aid speak" data-speak hidden>
      <Icon name="speak" />
      {t('portal:speak')}
    </button>
    <form method="post" action="/settings">
      <input type="hidden" name="next" value={address} />
      <button type="submit" className="aid" name="elder" value={isElder ? '0' : '1'} data-elder aria-pressed={isElder}>
        <Icon name="textSize" />
        {isElder ? t('portal:textUsual') : t('portal:textBig')}
      </button>
    </form>
  </header>
)

const Foot = ({ placeName, language, address, signedInName }: PortalFrameProps) => (
  <footer className="portal-foot">
    {placeName && <p>{placeName}</p>}
    <p>
      <a href="/privacy">{t('portal:privacy')}</a>
    </p>
    <form method="post" action="/settings">
      <input type="hidden" name="next" value={address} />
      <button
        type="submit"
        name="language"
        value={language === 'en' ? 'zh-CN' : 'en'}
        lang={language === 'en' ? 'zh-CN' : 'en'}
      >
        {language === 'en' ? '中文' : 'English'}
      </button>
      {signedInName && (
        <button type="submit" formAction="/sign-out">
          {t('portal:signOut')}
        </button>
      )}
    </form>
  </footer>
)
