// The map of who may import whom, as a test. Unlike a picture, it cannot be out of date.
import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { listFiles, readText } from './repo.ts'

/** The list, read and not run: a module that does not load must not hide who imports whom. */
const listed = /\bmodules\b[^=]*= \[([^\]]*)\]/.exec(readText('src/modules/index.ts'))?.[1] ?? ''
const moduleNames: readonly string[] = listed.match(/\w+/g) ?? []

interface Edge {
  readonly from: string
  readonly to: string
  /** `import type`: gone when it runs. */
  readonly isType: boolean
}

/** Static imports and re-exports stand at the beginning of a line; `import(…)` may stand anywhere. */
const IMPORT =
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^[ \t]*import\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/gm

const withoutComments = (source: string): string => source.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')

const fileOf = (from: string, spec: string): string => {
  if (spec.startsWith('.')) return join(dirname(from), spec)
  return spec
    .replace(/^#modules$/, 'src/modules/index.ts')
    .replace(/^#modules\/([^/]+)\/(contract|testing)$/, 'src/modules/$1/$2.ts')
    .replace(/^#modules\/([^/]+)$/, 'src/modules/$1/index.ts')
    .replace(/^#(kernel|platform)\/(.+)$/, 'src/$1/$2.ts')
    .replace(/^#web\/(.+)$/, 'src/web/$1')
}

const edgesOf = (from: string, source: string): Edge[] =>
  [...withoutComments(source).matchAll(IMPORT)].map((match) => ({
    from,
    to: fileOf(from, match[1] ?? match[2] ?? match[3] ?? ''),
    isType: /^\s*(?:import|export)\s+type\b/.test(match[0]),
  }))

interface Rule {
  readonly why: string
  readonly from: RegExp
  readonly mayImport: readonly string[]
  readonly mayImportTypes?: readonly string[]
}

const OUTSIDE = '(?!src/|test/|bin/|bench/|scenarios/|tools/)'
const OUTSIDE_BROWSER = `${OUTSIDE}(?!node:)`
/** What modules offer each other: their door, and their contract for those who call by operation. */
const DOORS = 'src/modules/[^/]+/(?:index|contract)\\.ts$'

// `@m` stands for the importing file's own module. The first row whose `from` matches decides.
const rules: readonly Rule[] = [
  {
    why: 'tests may import anything',
    from: /\.(?:test|e2e)\.tsx?$|\/testing[\w-]*\.ts$|\.testing\.ts$|\/testing\//,
    mayImport: [''],
  },
  { why: 'main wires everything', from: /^src\/main\.ts$/, mayImport: [''] },
  { why: 'kernel is pure', from: /^src\/kernel\//, mayImport: ['src/kernel/(?!.*testing)', 'zod$'] },
  {
    why: 'platform knows no module',
    from: /^src\/platform\//,
    mayImport: ['src/(?:kernel|platform)/(?!.*testing)', OUTSIDE],
  },
  {
    why: 'rules are pure',
    from: /^src\/modules\/([^/]+)\/rules\//,
    mayImport: ['src/kernel/(?!.*testing)', 'src/modules/@m/(?:rules/|contract\\.ts$|contract/)', 'zod$'],
  },
  {
    why: 'a contract is plain shapes',
    from: /^src\/modules\/([^/]+)\/contract(?:\.ts$|\/)/,
    mayImport: ['src/kernel/(?!.*testing)', 'src/modules/@m/contract/', 'zod$'],
  },
  {
    why: 'the web half sees contracts and own rules',
    from: /^src\/modules\/([^/]+)\/web\//,
    mayImport: [
      'src/kernel/(?!.*testing)',
      'src/web/',
      'src/modules/@m/(?:web/|rules/|contract\\.ts$)',
      'src/modules/[^/]+/contract\\.ts$',
      OUTSIDE_BROWSER,
    ],
  },
  {
    why: 'a store holds queries on its own tables',
    from: /^src\/modules\/([^/]+)\/store(?:\.ts$|\/)/,
    mayImport: [
      'src/(?:kernel|platform)/(?!.*testing)',
      'src/modules/@m/(?:contract\\.ts$|contract/|store\\.ts$|store/)',
      OUTSIDE,
    ],
    // The facts that it reads are named by the rules that need them.
    mayImportTypes: ['src/modules/@m/rules/'],
  },
  {
    why: 'a portal page knows its component by the type of its properties',
    from: /^src\/modules\/([^/]+)\/pages(?:\.ts$|\/)/,
    mayImport: ['src/(?:kernel|platform)/(?!.*testing)', 'src/modules/@m/(?!web/|.*testing)', DOORS, OUTSIDE],
    mayImportTypes: ['src/modules/@m/web/portal/'],
  },
  {
    why: 'the list holds modules',
    from: /^src\/modules\/index\.ts$/,
    mayImport: ['src/platform/module\\.ts$', 'src/modules/[^/]+/index\\.ts$'],
  },
  {
    why: 'a module is entered through its door',
    from: /^src\/modules\/([^/]+)\//,
    mayImport: ['src/(?:kernel|platform)/(?!.*testing)', 'src/modules/@m/(?!web/|.*testing)', DOORS, OUTSIDE],
  },
  { why: 'what builds the web is a program', from: /^src\/web\/build\//, mayImport: ['src/(?:kernel|web)/', OUTSIDE] },
  {
    why: 'the shells mount only web halves',
    from: /^src\/web\//,
    mayImport: ['src/(?:kernel|web)/(?!.*testing)', 'src/modules/[^/]+/(?:web/|contract\\.ts$)', OUTSIDE_BROWSER],
  },
]

const orderOf = (path: string): number => moduleNames.indexOf(/^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? '')

const verdictOn = (edge: Edge): string | undefined => {
  const rule = rules.find((candidate) => candidate.from.test(edge.from))
  if (!rule) return `no rule knows ${edge.from}`
  const own = rule.from.exec(edge.from)?.[1] ?? ''
  const allowed = edge.isType ? [...rule.mayImport, ...(rule.mayImportTypes ?? [])] : rule.mayImport
  const isAllowed = allowed.some((pattern) => new RegExp(`^(?:${pattern.replaceAll('@m', own)})`).test(edge.to))
  if (!isAllowed) return `${rule.why}: ${edge.from} -> ${edge.to}`
  const isServerHalf = own !== '' && !edge.from.includes('/web/')
  const isUpward = orderOf(edge.to) <= orderOf(edge.from) || orderOf(edge.from) < 0
  return isServerHalf && !isUpward ? `modules import upwards only: ${edge.from} -> ${edge.to}` : undefined
}

const sources = listFiles('src').filter((path) => /\.tsx?$/.test(path))

test('the map holds', () => {
  const edges = sources.flatMap((path) => edgesOf(path, readText(path)))
  const silent = sources.filter((path) => path.endsWith('/service.ts') && edgesOf(path, readText(path)).length === 0)
  assert.ok(edges.length > 3 * sources.length, `the scanner found suspiciously few imports: ${edges.length}`)
  assert.deepEqual(silent, [], 'a service without imports: the scanner does not see them')
  assert.deepEqual(edges.map(verdictOn).filter(Boolean), [])
})

test('every import leads to a file that exists', () => {
  const known = new Set(listFiles())
  const inside = sources
    .flatMap((path) => edgesOf(path, readText(path)))
    .filter((edge) => /^(?:src|locales|scenarios)\//.test(edge.to))
  assert.ok(inside.length > sources.length)
  assert.deepEqual(
    inside.filter((edge) => !known.has(edge.to.replace(/\?.*$/, ''))),
    [],
  )
})

const [upper, lower] = ['places', moduleNames.at(-1) ?? '']

test('the map can say no: each planted edge is refused', () => {
  const planted: ReadonlyArray<readonly [from: string, source: string]> = [
    ['src/modules/budgeting/rules/a.ts', "import { db } from '#platform/db'"],
    ['src/modules/budgeting/rules/a.ts', "import fs from 'node:fs'"],
    ['src/modules/budgeting/rules/a.ts', "import type {\n  Tx,\n} from '#platform/context'"],
    ['src/modules/budgeting/contract.ts', "import { checkPlaceBelow } from './rules/place-tree.ts'"],
    ['src/modules/budgeting/store.ts', "import { loadPlace } from '#modules/places'"],
    ['src/modules/budgeting/store.ts', "import { createProject } from './service.ts'"],
    ['src/modules/budgeting/store.ts', "import { checkProject } from './rules/project.ts'"],
    ['src/modules/budgeting/pages.ts', "import { Page } from './web/portal/page.tsx'"],
    ['src/modules/voting/service.ts', "import type { X } from '../budgeting/store.ts'"],
    ['src/modules/voting/service/ballot.ts', "import type { X } from '../../budgeting/rules/a.ts'"],
    ['src/modules/budgeting/web/page.tsx', "import { submitProject } from '../service.ts'"],
    ['src/modules/budgeting/web/page.tsx', "import fs from 'node:fs'"],
    ['src/modules/budgeting/service.ts', "import { page } from './web/page.tsx'"],
    ['src/modules/budgeting/pages.ts', "import { queryProjects } from './web/desk/query.ts'"],
    ['src/web/main.tsx', "import { submitProject } from '../modules/budgeting/index.ts'"],
    ['src/web/main.tsx', "import '#platform/context'"],
    ['src/kernel/time.ts', "export { a } from '#platform/db'"],
    ['src/kernel/time.ts', "import { buildCalendar } from './time/testing.ts'"],
    ['src/platform/db.ts', "const m = await import('#modules/voting')"],
    ['src/platform/db.ts', "import { readConfig } from '../../bin/gongzhi.ts'"],
    ['src/modules/budgeting/service.ts', "import { buildCall } from './testing.ts'"],
    [`src/modules/${upper}/service.ts`, `import { x } from '#modules/${lower}'`],
    [`src/modules/${upper}/routes.ts`, `import { x } from '#modules/${lower}/contract'`],
  ]
  for (const [from, source] of planted) {
    const [edge] = edgesOf(from, source)
    assert.ok(edge, `the scanner does not see ${source}`)
    assert.ok(verdictOn(edge) ?? upper === lower, `${from}: ${source}`)
  }
})

test('the map can say yes: what every module does is allowed', () => {
  const usual: ReadonlyArray<readonly [from: string, source: string]> = [
    [`src/modules/${lower}/service.ts`, `import { loadPlace } from '#modules/${upper}'`],
    ['src/modules/places/pages.ts', "import type { Properties } from './web/portal/choose-page.tsx'"],
    ['src/modules/places/web/portal.ts', "import { Button } from '#web/ui/button.tsx'"],
    ['src/modules/places/service.db.test.ts', "import { actorAt } from './testing.ts'"],
    ['src/kernel/page.ts', "import { z } from 'zod'"],
  ]
  for (const [from, source] of usual)
    assert.deepEqual(edgesOf(from, source).map(verdictOn), [undefined], `${from}: ${source}`)
})

/** What would make an answer depend on when, where or how often it is asked. */
const IMPURE =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bfetch\(|\bset(?:Timeout|Interval)\(|\bconsole\.|\bcrypto\.|\bperformance\./

test('kernel and rules ask neither clock nor chance nor the world', () => {
  const pure = sources.filter((path) => /^src\/kernel\/|\/rules\//.test(path) && !/\.test\.ts$|testing\.ts$/.test(path))
  assert.ok(pure.length > 20)
  const impure = pure.flatMap((path) =>
    withoutComments(readText(path))
      .split('\n')
      .filter((line) => IMPURE.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )
  assert.deepEqual(impure, [])
  assert.match('const now = new Date()', IMPURE)
  assert.doesNotMatch('const later = new Date(now.getTime() + 1)', IMPURE)
})

test('every module on the list has its room, and every room is on the list', () => {
  const rooms = listFiles('src/modules')
    .filter((path) => /^src\/modules\/[^/]+\/index\.ts$/.test(path))
    .map((path) => path.split('/')[2])
  assert.deepEqual([...rooms].sort(), [...moduleNames].sort())
})
