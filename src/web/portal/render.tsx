// The portal's renderer, bundled for the server: a page's name and properties in, a finished HTML page out.
import '#web/styles/tokens.css'
import '#web/styles/base.css'
import { type ComponentType, createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { addWords, DEFAULT_LANGUAGE, isLanguage, type Language, withLanguage } from '#web/i18n.ts'
import { PortalFrame, type PortalFrameProps } from './frame.tsx'
import { portalPages } from './pages.ts'

const catalogs = import.meta.glob<Record<string, string>>('../../../locales/*/*.json', {
  import: 'default',
  eager: true,
})
for (const [file, catalog] of Object.entries(catalogs)) {
  const [, language, namespace] = /locales\/([^/]+)\/([^/]+)\.json$/.exec(file) ?? []
  if (isLanguage(language) && namespace) addWords(language, namespace, catalog)
}

export interface Assets {
  /** Put into the page: one request less before the first line is drawn. */
  readonly style: string
  readonly script: string
}

/** Makes the function that draws pages. Throws for a page nobody offers: a bug, not a refusal. */
export const createRenderer =
  (assets: Assets) =>
  (page: string, props: object, frame: Omit<PortalFrameProps, 'children' | 'assets'>): string => {
    const Page = portalPages[page]
    if (!Page) throw new Error(`the portal has no page ${page}`)
    const language: Language = isLanguage(frame.language) ? frame.language : DEFAULT_LANGUAGE
    const html = withLanguage(language, () =>
      renderToString(
        <PortalFrame {...frame} assets={assets}>
          {createElement(Page as ComponentType<object>, props)}
        </PortalFrame>,
      ),
    )
    return `<!doctype html>${html}`
  }
