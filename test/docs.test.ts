import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { modules } from '#modules'
import { listFiles, readText, root } from './repo.ts'

const pages = listFiles().filter((path) => path.endsWith('.md'))

/** Targets of links and pictures, without those inside code. */
const linksOf = (text: string): string[] => {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/!?\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map((match) => match[1] ?? '')
}

/** Headings as they are linked to. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+\s+(.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )

const deadLinksOf = (page: string, text: string): string[] =>
  linksOf(text)
    .filter((link) => !/^(?:https?|mailto):/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#', 2)
      const target = path === '' ? page : join(dirname(page), decodeURIComponent(path))
      if (!existsSync(join(root, target))) return true
      return (
        anchor !== undefined &&
        target.endsWith('.md') &&
        !anchorsOf(path === '' ? text : readText(target)).includes(anchor)
      )
    })
    .map((link) => `${page}: ${link}`)

test('every link in the documentation leads somewhere', () => {
  assert.deepEqual(
    pages.flatMap((page) => deadLinksOf(page, readText(page))),
    [],
  )
  assert.deepEqual(
    deadLinksOf('GLOSSARY.md', '# One two\n[a](#one-two) [b](docs/nothing.md) [c](#three) `[d](x.md)`'),
    ['GLOSSARY.md: docs/nothing.md', 'GLOSSARY.md: #three'],
  )
})

test('what a newcomer looks for is there', () => {
  const expected = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'GLOSSARY.md',
    'LICENSE',
    'docs/operating/install.md',
    'docs/operating/configure.md',
  ]
  assert.deepEqual(
    expected.filter((path) => !pages.includes(path) && !existsSync(join(root, path))),
    [],
  )
})

const README_LINES_MAX = 60

test('every module says in a page what it is for', () => {
  const missing = modules.filter(({ name }) => !pages.includes(`src/modules/${name}/README.md`)).map(({ name }) => name)
  assert.deepEqual(missing, [])
  const long = pages.filter(
    (page) => /^src\/modules\/[^/]+\/README\.md$/.test(page) && readText(page).split('\n').length > README_LINES_MAX,
  )
  assert.deepEqual(long, [])
})

/** Files and folders of the project that are named in code style: `src/platform/http`. */
test('every path that the documentation names exists', () => {
  const named = pages.flatMap((page) =>
    [...readText(page).matchAll(/`((?:src|test|docs|bin|bench|tools|migrations|locales|scenarios)\/[\w./-]+)`/g)].map(
      (match) => ({ page, path: match[1] ?? '' }),
    ),
  )
  assert.deepEqual(
    named.filter(({ path }) => !existsSync(join(root, path))).map(({ page, path }) => `${page}: ${path}`),
    [],
  )
})
