// Words of every face, for the browser and for server rendering alike: no React, no browser globals.
// The page being drawn has one language and `t` is a plain function bound to it. The server renders a page
// in one synchronous call, so `withLanguage` around that call is safe with many requests at once.
import { createInstance } from 'i18next'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export const DEFAULT_LANGUAGE: Language = 'zh-CN'

/**
 * One line per namespace, `locales/<language>/<namespace>.json`: add yours here. The Chinese file is the type.
 * Keys are flat, `{{name}}` is filled in; English plural forms end in `_one` and `_other`, Chinese has none.
 */
export interface Catalogs {
  readonly posts: typeof import('../../locales/zh-CN/posts.json', { with: { type: 'json' }})
  readonly places: typeof import('../../locales/zh-CN/places.json', { with: { type: 'json' }})
  readonly organizations: typeof import('../../locales/zh-CN/organizations.json', { with: { type: 'json' }})
  readonly calendar: typeof import('../../locales/zh-CN/calendar.json', { with: { type: 'json' }})
  readonly administration: typeof import('../../locales/zh-CN/administration.json', { with: { type: 'json' }})
  readonly ui: typeof import('../../locales/zh-CN/ui.json', { with: { type: 'json' }})
  readonly desk: typeof import('../../locales/zh-CN/desk.json', { with: { type: 'json' }})
  readonly portal: typeof import('../../locales/zh-CN/portal.json', { with: { type: 'json' }})
  readonly field: typeof import('../../locales/zh-CN/field.json', { with: { type: 'json' }})
  readonly workplace: typeof import('../../locales/zh-CN/workplace.json', { with: { type: 'json' }})
  readonly cases: typeof import('../../locales/zh-CN/cases.json', { with: { type: 'json' }})
  readonly emergencies: typeof import('../../locales/zh-CN/emergencies.json', { with: { type: 'json' }})
  readonly fieldwork: typeof import('../../locales/zh-CN/fieldwork.json', { with: { type: 'json' }})
  readonly hazards: typeof import('../../locales/zh-CN/hazards.json', { with: { type: 'json' }})
  readonly visits: typeof import('../../locales/zh-CN/visits.json', { with: { type: 'json' }})
  readonly identity: typeof import('../../locales/zh-CN/identity.json', { with: { type: 'json' }})
  readonly indicators: typeof import('../../locales/zh-CN/indicators.json', { with: { type: 'json' }})
  readonly insight: typeof import('../../locales/zh-CN/insight.json', { with: { type: 'json' }})
  readonly auth: typeof import('../../locales/zh-CN/auth.json', { with: { type: 'json' }})
  readonly flow: typeof import('../../locales/zh-CN/flow.json', { with: { type: 'json' }})
  readonly files: typeof import('../../locales/zh-CN/files.json', { with: { type: 'json' }})
  readonly office: typeof import('../../locales/zh-CN/office.json', { with: { type: 'json' }})
  readonly request: typeof import('../../locales/zh-CN/request.json', { with: { type: 'json' }})
  readonly time: typeof import('../../locales/zh-CN/time.json', { with: { type: 'json' }})
  readonly gallery: typeof import('../../locales/zh-CN/gallery.json', { with: { type: 'json' }})
}
export type Namespace = keyof Catalogs

/** Every key that exists in Chinese, such as `ui:close`. */
export type WordKey = { [N in Namespace]: `${N}:${Extract<keyof Catalogs[N], string>}` }[Namespace]
export type WordData = Readonly<Record<string, string | number>>

const words = createInstance()
void words.init({
  lng: DEFAULT_LANGUAGE,
  fallbackLng: DEFAULT_LANGUAGE,
  resources: {},
  initAsync: false,
  nsSeparator: ':',
  keySeparator: false,
  interpolation: { escapeValue: false }, // React escapes
})

let current: Language = DEFAULT_LANGUAGE

export const currentLanguage = (): Language => current

/** The browser's way: the language of the whole app from now on. The app is drawn anew by its caller. */
export const setLanguage = (language: Language): void => {
  current = language
}

/**
 * The server's way: draws in `language` and puts the old one back. `draw` must be synchronous, because
 * another request may draw as soon as this one waits.
 */
export const withLanguage = <T>(language: Language, draw: () => T): T => {
  const before = current
  current = language
  try {
    const drawn = draw()
    if (drawn instanceof Promise) throw new Error('withLanguage draws synchronously; await before it, not inside')
    return drawn
  } finally {
    current = before
  }
}

/** Adds the words of one namespace in one language, read from its JSON file by whoever can read files. */
export const addWords = (language: Language, namespace: string, catalog: Readonly<Record<string, string>>): void => {
  words.addResourceBundle(language, namespace, catalog, true, true)
}

/** The phrase of `key` in the language being drawn; `data` fills `{{name}}`, `count` chooses the plural form. */
export const t = (key: WordKey, data?: WordData): string => words.t(key, { ...data, lng: current })

/**
 * The phrase of a refusal code `<module>.<reason>` (key `<module>:refusal.<reason>`), which is only known at
 * run time. A code without a phrase says that much instead of showing the code to a resident.
 */
export const refusalWords = (code: string, data?: WordData): string => {
  const key = code.replace('.', ':refusal.')
  return words.exists(key, { lng: current }) ? words.t(key, { ...data, lng: current }) : t('ui:refuse.unknown')
}

/** Words for a key that is only known at run time (a state, a category); `fallback` when there is none. */
export const wordsOr = (key: string, fallback: string, data?: WordData): string =>
  words.exists(key, { lng: current }) ? words.t(key, { ...data, lng: current }) : fallback

/** True for a language this build has complete words for. */
export const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language)
