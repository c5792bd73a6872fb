// The portal draws the plain parts on the server and sends no React to the phone: they must be functions of
// their properties, without hooks, effects, browser globals or the live parts.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createElement, type FunctionComponent } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { createServer, type ViteDevServer } from 'vite'
import type { Language } from '../i18n.ts'

const folder = new URL('.', import.meta.url)
const plainFiles = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !/\.test(ing)?\.ts$/.test(name))

const FORBIDDEN: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ['a hook', /\buse[A-Z]\w*\(/],
  ['React Aria', /from 'react-aria/],
  ['a live part', /from '\.\/live\//],
  ['a browser global', /\b(?:window|document|localStorage|navigator|location)\./],
  ['a style attribute, which a strict policy refuses', /\bstyle=\{/],
]

const faultsOf = (source: string): string[] =>
  FORBIDDEN.filter(([, pattern]) => pattern.test(source.replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, ''))).map(
    ([what]) => what,
  )

test('no plain part uses what only a browser has', () => {
  assert.ok(plainFiles.length > 15, 'the plain parts were not found')
  const faults = plainFiles.map((name) => [name, faultsOf(readFileSync(new URL(name, folder), 'utf8'))] as const)
  assert.deepEqual(
    faults.filter(([, found]) => found.length > 0),
    [],
  )
})

test('the scan can say no', () => {
  assert.deepEqual(faultsOf('const [open, setOpen] = useState(false)'), ['a hook'])
  assert.deepEqual(faultsOf("import { Button } from 'react-aria-components/Button'"), ['React Aria'])
  assert.deepEqual(faultsOf('const width = window.innerWidth'), ['a browser global'])
  assert.equal(faultsOf('<i style={{ width: 3 }} />').length, 1)
})

const withVite = async (work: (vite: ViteDevServer) => Promise<void>): Promise<void> => {
  const vite = await createServer({
    configFile: false,
    root: new URL('..', import.meta.url).pathname,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    await work(vite)
  } finally {
    await vite.close()
  }
}

interface WordsModule {
  withLanguage: <T>(language: Language, draw: () => T) => T
  addWords: (language: Language, namespace: string, catalog: Readonly<Record<string, string>>) => void
}

const catalogOf = (language: Language, namespace: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../locales/${language}/${namespace}.json`, import.meta.url), 'utf8'))

test('every section of plain parts is drawn on the server, in each language, with words and without doubled ids', async () => {
  await withVite(async (vite) => {
    const words = (await vite.ssrLoadModule('/i18n.ts')) as WordsModule
    const sections = {
      ...(await vite.ssrLoadModule('/gallery/plain-sections.tsx')),
      ...(await vite.ssrLoadModule('/gallery/figure-sections.tsx')),
    } as Record<string, FunctionComponent>
    for (const language of ['zh-CN', 'en'] as const) {
      for (const namespace of ['ui', 'gallery']) words.addWords(language, namespace, catalogOf(language, namespace))
    }
    assert.ok(Object.keys(sections).length >= 12, 'the sections were not found')
    for (const [name, Section] of Object.entries(sections)) {
      for (const language of ['zh-CN', 'en'] as const) {
        const html = words.withLanguage(language, () => renderToStaticMarkup(createElement(Section)))
        assert.ok(html.length > 200, `${name} drew nothing`)
        assert.doesNotMatch(
          html,
          /\b(?:ui|gallery):[a-z]|>(?:field|clock|table|button)\.\w+</,
          `${name} shows a key in ${language}`,
        )
        assert.doesNotMatch(html, /\{\{|\sstyle="|\son[a-z]+="/, `${name} in ${language}`)
        const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
        assert.equal(new Set(ids).size, ids.length, `${name} has an id twice`)
        const described = [...html.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g)].flatMap(
          (match) => match[1]?.split(' ') ?? [],
        )
        assert.deepEqual(
          described.filter((id) => !ids.includes(id)),
          [],
          `${name} points at nothing`,
        )
      }
    }
  })
})
