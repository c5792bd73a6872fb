// How the workbench looks in this browser: language, light or dark, large print. Kept where the portal keeps it too.
import { DEFAULT_LANGUAGE, isLanguage, type Language } from '#web/i18n.ts'

const LANGUAGE_COOKIE = 'gz_language'
const ELDER_COOKIE = 'gz_elder'
const THEME_COOKIE = 'gz_theme'
const YEAR_SECONDS = 31_536_000

export type Theme = 'light' | 'dark'

const readCookie = (name: string): string | undefined =>
  new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] || undefined

const writeCookie = (name: string, value: string): void => {
  document.cookie = `${name}=${value}; path=/; max-age=${value === '' ? 0 : YEAR_SECONDS}; samesite=lax`
}

export const chosenLanguage = (): Language => {
  const chosen = readCookie(LANGUAGE_COOKIE)
  return isLanguage(chosen) ? chosen : DEFAULT_LANGUAGE
}

/** The words of a page are drawn once in its language: another language is another page. */
export const chooseLanguage = (language: Language): void => {
  writeCookie(LANGUAGE_COOKIE, language)
  location.reload()
}

export const isElder = (): boolean => readCookie(ELDER_COOKIE) === '1'

export const chooseElder = (isOn: boolean): void => {
  writeCookie(ELDER_COOKIE, isOn ? '1' : '0')
  applyLook()
}

/** Null: as the system has it. */
export const chosenTheme = (): Theme | null => {
  const chosen = readCookie(THEME_COOKIE)
  return chosen === 'light' || chosen === 'dark' ? chosen : null
}

export const chooseTheme = (theme: Theme | null): void => {
  writeCookie(THEME_COOKIE, theme ?? '')
  applyLook()
}

/** What is seen now, by choice or by the system. */
export const isDark = (): boolean =>
  (chosenTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'

/** Puts what was chosen on the page. */
export const applyLook = (): void => {
  const html = document.documentElement
  html.lang = chosenLanguage()
  html.classList.toggle('elder', isElder())
  const theme = chosenTheme()
  if (theme) html.dataset['theme'] = theme
  else delete html.dataset['theme']
}
