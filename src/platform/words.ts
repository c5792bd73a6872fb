import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type i18n } from 'i18next'
import { type Language, languages } from './context.ts'
import { projectFolder } from './folder.ts'

export const localeFolder = join(projectFolder, 'locales')

/** Every message of a language: one file per module, flat keys. */
export const readCatalog = (language: Language): Record<string, Record<string, string>> => {
  const folder = join(localeFolder, language)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  )
}

const createInstance = (): i18n => {
  const instance = i18next.createInstance()
  void instance.init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    initAsync: false,
    keySeparator: false,
    nsSeparator: ':',
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(languages.filter(hasCatalog).map((language) => [language, readCatalog(language)])),
  })
  return instance
}

const hasCatalog = (language: Language): boolean => readdirSync(localeFolder).includes(language)

const instance = createInstance()

/** A phrase in a language: `say('en', 'cases:state.reported')`. Unknown keys come back as they are. */
export const say = (language: Language, key: string, data: Readonly<Record<string, unknown>> = {}): string =>
  instance.t(key, { ...data, lng: language })

/** The phrase of a refusal: code `cases.place_unknown` is key `refusal.place_unknown` of `cases`. */
export const sayRefusal = (language: Language, code: string, data: Readonly<Record<string, unknown>> = {}): string => {
  const dot = code.indexOf('.')
  return say(language, `${code.slice(0, dot)}:refusal.${code.slice(dot + 1)}`, data)
}

export const hasPhrase = (language: Language, key: string): boolean =>
  instance.exists(key, { lng: language, fallbackLng: language })
