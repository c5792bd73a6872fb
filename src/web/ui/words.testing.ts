import { readFileSync } from 'node:fs'
import { addWords, LANGUAGES } from '../i18n.ts'

/** Gives the words of these namespaces to Node, in every language, as the server does at its start. */
export const readWords = (...namespaces: readonly string[]): void => {
  for (const language of LANGUAGES) {
    for (const namespace of namespaces) {
      const file = new URL(`../../../locales/${language}/${namespace}.json`, import.meta.url)
      addWords(language, namespace, JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
    }
  }
}
