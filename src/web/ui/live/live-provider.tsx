import { type ReactNode, useEffect } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { Language } from '#web/i18n.ts'

/** English is written day first, as `formatDay` does. */
const ARIA_LOCALES: Readonly<Record<Language, string>> = { 'zh-CN': 'zh-CN', en: 'en-GB' }

const hrefToFollow = (event: MouseEvent): URL | null => {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.hasAttribute('download')) return null
  if (link.target !== '' && link.target !== '_self') return null
  const url = new URL(link.href)
  return url.origin === location.origin ? url : null
}

/**
 * Follows plain links inside the app, so that every part can draw `<a href>`. `follow` gets the address and
 * says whether it is its own; any other link goes the browser's way. Returns what stops it.
 */
export const captureLinks = (follow: (url: URL) => boolean): (() => void) => {
  const onClick = (event: MouseEvent): void => {
    const url = hrefToFollow(event)
    if (url && follow(url)) event.preventDefault()
  }
  document.addEventListener('click', onClick)
  return () => document.removeEventListener('click', onClick)
}

export interface LiveProviderProps {
  readonly language: Language
  /** Goes to an address of this app; says no to one that is not its own. Must keep its identity. */
  readonly follow: (url: URL) => boolean
  readonly children: ReactNode
}

/** Around a staff app: the language of the live parts, and plain links that do not load the page anew. */
export const LiveProvider = ({ language, follow, children }: LiveProviderProps) => {
  useEffect(() => captureLinks(follow), [follow])
  return <I18nProvider locale={ARIA_LOCALES[language]}>{children}</I18nProvider>
}
