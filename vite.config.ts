// Two builds from one config. `vite build`: the browser's files into dist/client, with manifest.
// `vite build --ssr`: the portal's renderer into dist/server/render.js, with everything it needs inside,
// and the styles its pages use as dist/client/portal.css, small enough to be put into the page.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { type CSSOptions, defineConfig, type Plugin } from 'vite'
import { flattenLayers } from './src/web/build/css-layers.ts'

const WEB = join(import.meta.dirname, 'src/web')
const CLIENT_OUT = join(import.meta.dirname, 'dist/client')
const SERVER_OUT = join(import.meta.dirname, 'dist/server')

/** Chrome 87 is the WeChat webview of 2020, Safari 14 the iPhone of 2020. */
const OLDEST_BROWSERS = ['chrome87', 'safari14']

/** Every entry that may exist; a face joins the build by its file being there. */
const CLIENT_ENTRIES: Readonly<Record<string, string>> = {
  desk: 'desk/index.html',
  field: 'field/index.html',
  gallery: 'gallery/index.html',
  portal: 'portal/enhance.ts',
  'field-worker': 'field/service-worker.ts',
}
const SERVER_ENTRY = 'portal/render.tsx'

/** Served from the root under a fixed name: a service worker's scope and address must not change. */
const FIXED_NAMES: ReadonlySet<string> = new Set(['field-worker'])

const entriesThatExist = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(CLIENT_ENTRIES)
      .map(([name, path]) => [name, join(WEB, path)] as const)
      .filter(([, path]) => existsSync(path)),
  )

/** Languages whose built-in phrases of React Aria are kept; the rest would be 2/3 of its weight. */
const KEPT_LOCALES: ReadonlySet<string> = new Set(['zh-CN', 'en-US', 'ko-KR'])
const ARIA_LOCALE =
  /[\\/](?:react-aria|react-stately|react-aria-components)[\\/].*[\\/]intl[\\/].*?([a-z]{2}-[A-Z]{2})\.m?js$/

const dropLocales = (): Plugin => ({
  name: 'gongzhi:drop-locales',
  enforce: 'pre',
  load(id) {
    const locale = ARIA_LOCALE.exec(id)?.[1]
    return locale !== undefined && !KEPT_LOCALES.has(locale) ? 'export default {}' : null
  },
})

/**
 * React Aria puts two small <style> elements into the page, which a strict policy refuses with a report each
 * time. Their rules stand in overlay.css instead; here the putting in is taken out.
 */
const INJECTED_STYLE = /(?:ownerDocument|document)\.head\.prepend\(style\);/
const INJECTING_MODULE =
  /react-aria[\\/]dist[\\/]private[\\/](?:interactions[\\/]usePress|overlays[\\/]usePreventScroll)\.mjs$/

const dropInjectedStyles = (): Plugin => ({
  name: 'gongzhi:drop-injected-styles',
  transform(code, id) {
    if (!INJECTING_MODULE.test(id)) return null
    if (!INJECTED_STYLE.test(code)) throw new Error(`${id} no longer adds its style as this plugin expects`)
    return { code: code.replace(INJECTED_STYLE, ''), map: null }
  },
})

/** Joins the styles of the server build into one file that the server puts into each portal page. */
const collectPortalStyles = (): Plugin => ({
  name: 'gongzhi:portal-styles',
  // Only when everything is written: Vite adds the styles to the bundle last of all.
  writeBundle(_, bundle) {
    const styles = Object.values(bundle).flatMap((file) =>
      file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : [],
    )
    if (styles.length === 0) throw new Error('the portal has lost its styles')
    mkdirSync(CLIENT_OUT, { recursive: true })
    writeFileSync(join(CLIENT_OUT, 'portal.css'), styles.join('\n'))
  },
})

const css: CSSOptions = { postcss: { plugins: [flattenLayers()] } }

export default defineConfig(({ isSsrBuild }) =>
  isSsrBuild
    ? {
        root: WEB,
        css,
        plugins: [react(), collectPortalStyles()],
        // Everything inside, in its production form: the server then needs neither React nor tsx.
        define: { 'process.env.NODE_ENV': '"production"' },
        ssr: { noExternal: true },
        build: {
          ssr: join(WEB, SERVER_ENTRY),
          ssrEmitAssets: true,
          outDir: SERVER_OUT,
          emptyOutDir: true,
          cssCodeSplit: false,
          cssTarget: OLDEST_BROWSERS,
          cssMinify: true,
          target: 'node24',
          rolldownOptions: { input: join(WEB, SERVER_ENTRY), output: { entryFileNames: 'render.js' } },
        },
      }
    : {
        root: WEB,
        css,
        plugins: [dropLocales(), dropInjectedStyles(), react()],
        build: {
          outDir: CLIENT_OUT,
          emptyOutDir: true,
          manifest: true,
          target: OLDEST_BROWSERS,
          cssTarget: OLDEST_BROWSERS,
          // Pictures stay files: a strict policy need not allow data: for them.
          assetsInlineLimit: 0,
          reportCompressedSize: false,
          rolldownOptions: {
            input: entriesThatExist(),
            output: {
              entryFileNames: ({ name }) => (FIXED_NAMES.has(name) ? '[name].js' : 'assets/[name]-[hash].js'),
            },
          },
        },
      },
)
