// Every phrase is there in every language, and everything that has a name on the screen has a phrase.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generalRefusals } from '#kernel/refusals'
import { roles } from '#kernel/role'
import { modules } from '#modules'
import { readCatalog } from '#platform/words'
import { listFiles, readText } from './repo.ts'

type Catalog = Record<string, Record<string, string>>
const chinese: Catalog = readCatalog('zh-CN')
const english: Catalog = readCatalog('en')

/** English has a singular and a plural (`_one`, `_other`) where Chinese has one form; both are one phrase. */
const baseOf = (key: string, keys: Record<string, string>): string => {
  const stem = key.replace(/_(?:one|other)$/, '')
  return `${stem}_one` in keys && `${stem}_other` in keys ? stem : key
}

const phrasesOf = (catalog: Catalog): Map<string, string[]> => {
  const phrases = new Map<string, string[]>()
  for (const [file, entries] of Object.entries(catalog)) {
    for (const [key, words] of Object.entries(entries)) {
      const base = `${file}:${baseOf(key, entries)}`
      phrases.set(base, [...(phrases.get(base) ?? []), words])
    }
  }
  return phrases
}

/** Where a language may choose: 6月 is a figure, June a name. */
const SAME: Readonly<Record<string, string>> = { monthName: 'month' }

const placeholdersOf = (words: readonly string[]): string[] =>
  [
    ...new Set(
      words.flatMap((text) =>
        [...text.matchAll(/\{\{\s*([^}\s,]+)/g)].map((match) => SAME[match[1] ?? ''] ?? match[1] ?? ''),
      ),
    ),
  ].sort()

const differencesOf = (one: Catalog, other: Catalog): string[] => {
  const [mine, theirs] = [phrasesOf(one), phrasesOf(other)]
  const missing = [...mine.keys()].filter((key) => !theirs.has(key)).map((key) => `${key} is missing`)
  const different = [...mine]
    .filter(
      ([key, words]) =>
        theirs.has(key) && placeholdersOf(words).join() !== placeholdersOf(theirs.get(key) ?? []).join(),
    )
    .map(([key]) => `${key} has other placeholders`)
  return [...missing, ...different]
}

test('Chinese and English have the same phrases with the same placeholders', () => {
  assert.ok(phrasesOf(chinese).size > 200)
  assert.deepEqual(differencesOf(chinese, english), [])
  assert.deepEqual(differencesOf(english, chinese), [])
})

test('the comparison can say no', () => {
  const one = { a: { x: '{{count}} 件', y: 'y' } }
  assert.deepEqual(differencesOf(one, { a: { x_one: '{{count}} matter', x_other: '{{count}} matters', y: 'y' } }), [])
  assert.deepEqual(differencesOf(one, { a: { x: '{{number}}' } }), ['a:y is missing', 'a:x has other placeholders'])
})

test('English plurals come in pairs, and no file names a key twice', () => {
  const singles = Object.entries(english).flatMap(([file, entries]) =>
    Object.keys(entries)
      .filter((key) => key.endsWith('_one') && baseOf(key, entries) === key)
      .map((key) => `${file}:${key}`),
  )
  assert.deepEqual(singles, [])
  const doubled = listFiles('locales').flatMap((path) => {
    const keys = [...readText(path).matchAll(/^\s*"([^"]+)"\s*:/gm)].map((match) => match[1])
    return keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${path} ${key}`)
  })
  assert.deepEqual(doubled, [])
})

/** The voice of the house (design: Voice, Chinese typography). */
const manners: ReadonlyArray<readonly [language: Catalog, why: string, pattern: RegExp]> = [
  [chinese, 'an exclamation mark', /[！!]/],
  [english, 'an exclamation mark', /!/],
  [chinese, 'empty, or blanks at an end', /^\s*$|^\s|\s$/],
  [english, 'empty, or blanks at its end', /^\s*$|\S\s\s+$/],
  [chinese, '你 for 您', /你/],
  [chinese, 'half-width punctuation between Chinese characters', /\p{Script=Han}[,;:?()]|[,;?()]\p{Script=Han}/u],
  [chinese, 'a blank in a date, a time or a percentage', /\d [年月日%]|\d 点/],
]

test('every phrase keeps to the voice of the house', () => {
  const rude = manners.flatMap(([catalog, why, pattern]) =>
    Object.entries(catalog).flatMap(([file, entries]) =>
      Object.entries(entries)
        .filter(([, words]) => pattern.test(words))
        .map(([key, words]) => `${file}:${key} has ${why}: ${words}`),
    ),
  )
  assert.deepEqual(rude, [])
})

const missingIn = (keys: Iterable<string>): string[] => {
  const [inChinese, inEnglish] = [phrasesOf(chinese), phrasesOf(english)]
  return [...new Set(keys)].filter((key) => !inChinese.has(key) || !inEnglish.has(key)).sort()
}

/** Code `cases.place_unknown` is key `refusal.place_unknown` of `cases`. */
const keyOfCode = (code: string): string => code.replace('.', ':refusal.')

const sources = listFiles('src').filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|testing\.ts$|\/testing\//.test(path),
)

/** Codes as they stand in the code: thrown, answered by a rule or a guard, or put to a field. */
const codesInSources = (): string[] =>
  sources.flatMap((path) => {
    const text = readText(path)
    const thrown = [...text.matchAll(/\b(?:new Refusal|refusal|err)\(\s*'([a-z][a-zA-Z]*\.[a-z_]+)'/g)]
    const ofFields = [...text.matchAll(/\bcode: '([a-z][a-zA-Z]*\.[a-z_]+)'/g)]
    const inRules = /\/rules\//.test(path) ? [...text.matchAll(/'([a-z][a-zA-Z]*\.[a-z]+(?:_[a-z]+)+)'/g)] : []
    return [...thrown, ...ofFields, ...inRules].map((match) => match[1] ?? '')
  })

test('every refusal has a phrase: the general ones, those of the contracts, those that rules and guards answer', () => {
  const declared = modules.flatMap((module) => module.operations.flatMap(({ operation }) => operation.refusals))
  const found = codesInSources()
  assert.ok(found.length > 40)
  assert.deepEqual(missingIn([...Object.keys(generalRefusals), ...declared, ...found].map(keyOfCode)), [])
})

test('every refusal that a contract names is of its own module, of a module above it, or of the platform', () => {
  const names = modules.map((module) => module.name)
  const strange = modules.flatMap((module, order) =>
    module.operations.flatMap(({ operation }) =>
      operation.refusals
        .filter((code) => {
          const owner = names.indexOf(code.split('.')[0] ?? '')
          return owner > order || (owner < 0 && !(`${code.split('.')[0]}` in chinese))
        })
        .map((code) => `${operation.id}: ${code}`),
    ),
  )
  assert.deepEqual(strange, [])
})

test('every module, operation and role has a name', () => {
  const operations = modules.flatMap((module) =>
    module.operations.map(({ operation }) => operation.id.replace('.', ':operation.')),
  )
  const names = modules.map((module) => `${module.name}:module`)
  const ofRoles = modules.some((module) => module.name === 'posts') ? roles.map((role) => `posts:role.${role}`) : []
  assert.deepEqual(missingIn([...operations, ...names, ...ofRoles]), [])
})

test('every stage, state, clock and action of every flow has a name', () => {
  const keys = modules.flatMap((module) =>
    (module.flows ?? []).flatMap(({ states, actions }) => {
      const owner = module.name
      return [
        ...Object.entries(states).flatMap(([state, { stage, clock }]) => [
          `${owner}:state.${state}`,
          `${owner}:stage.${stage}`,
          ...(clock === null ? [] : [`${owner}:clock.${clock}`]),
        ]),
        // What one does (the button), and what was done (the thread).
        ...Object.keys(actions).flatMap((action) =>
          ['do', 'did'].map((form) => `${owner}:${form}.${action.split('.')[2]}`),
        ),
      ]
    }),
  )
  assert.deepEqual(missingIn(keys), [])
})

test('every phrase that the code asks for by name is there', () => {
  const files = Object.keys(chinese).join('|')
  const asked = new RegExp(`['"\`](${files}):([a-zA-Z][\\w.-]*)['"\`]`, 'g')
  const keys = sources.flatMap((path) => [...readText(path).matchAll(asked)].map((match) => `${match[1]}:${match[2]}`))
  assert.ok(keys.length > 100)
  assert.deepEqual(missingIn(keys), [])
})
