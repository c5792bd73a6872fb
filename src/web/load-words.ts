import { addWords, type Language, type Namespace } from './i18n.ts'

/**
 * Browser only: fetches the catalogs of `namespaces` in `language`, one small file each, and adds them.
 * Vite turns the glob into lazy imports; Node never calls this.
 */
export const loadLocale = async (language: Language, namespaces: readonly Namespace[]): Promise<void> => {
  const files = import.meta.glob<Record<string, string>>('../../locales/*/*.json', { import: 'default' })
  await Promise.all(
    namespaces.map(async (namespace) => {
      const load = files[`../../locales/${language}/${namespace}.json`]
      if (!load) throw new Error(`no words for ${namespace} in ${language}`)
      addWords(language, namespace, await load())
    }),
  )
}
