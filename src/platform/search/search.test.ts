import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldText, SEARCH_TEXT_CHARS_MAX, searchQuery, searchTokens } from '#platform/search'

/** What PostgreSQL does with `array_to_tsvector(tokens) @@ query::tsquery` for AND of quoted lexemes and prefixes. */
const matches = (tokens: readonly string[], tsquery: string): boolean =>
  tsquery.split(' & ').every((term) => {
    const parsed = /^'((?:[^'\\]|''|\\\\)*)'(:\*)?$/u.exec(term)
    assert.ok(parsed, `not a quoted lexeme: ${term}`)
    const lexeme = (parsed[1] ?? '').replaceAll("''", "'").replaceAll('\\\\', '\\')
    return parsed[2] ? tokens.some((token) => token.startsWith(lexeme)) : tokens.includes(lexeme)
  })

const isLike = (folded: string, pattern: string): boolean => folded.includes(pattern.slice(1, -1))

const finds = (query: string, text: string): boolean => {
  const search = searchQuery(query)
  if (!search) return false
  return matches(searchTokens(text), search.tsquery) && search.like.every((pattern) => isLike(foldText(text), pattern))
}

const han = fc.constantFrom(...'电梯故障井盖路灯小区噪音扰民電梯後髮發裏乾著𠮷〇一三')
const hanText = fc.string({ unit: han, minLength: 1, maxLength: 40 })
const anyText = fc.string({
  unit: fc.oneof(han, fc.constantFrom(..."abA1２９，。 %_'\\&|!:*()-\u0000\n"), fc.string()),
})

test('a part of two or more Han characters of a text always finds the text', () => {
  fc.assert(
    fc.property(anyText, hanText, anyText, fc.nat(), fc.nat(), (before, middle, after, from, length) => {
      const characters = [...middle]
      const start = from % characters.length
      const part = characters.slice(start, start + 2 + (length % 10)).join('')
      fc.pre([...part].length >= 2)
      assert.ok(finds(part, before + middle + after), `${part} in ${before + middle + after}`)
    }),
    { numRuns: 2000 },
  )
})

test('a query of one Han character finds it at the start, in the middle and at the end', () => {
  for (const text of ['梯子', '电梯间', '电梯', '梯', 'a梯1']) assert.ok(finds('梯', text), text)
  assert.ok(!finds('梯', '电灯'))
})

test('no operator of tsquery and no wildcard of LIKE can come from the user', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), anyText), (query) => {
      const search = searchQuery(query)
      if (!search) return
      for (const term of search.tsquery.split(' & ')) assert.match(term, /^'[\p{L}\p{M}\p{N}\p{Script=Han}]+'(:\*)?$/u)
      for (const pattern of search.like) assert.match(pattern, /^%[\p{L}\p{M}\p{N}\p{Script=Han}]+%$/u)
    }),
    { numRuns: 2000 },
  )
  assert.deepEqual(searchQuery("' | !a & 井盖:*  %_\\ ''"), { tsquery: "'a':* & '井盖'", like: ['%a%', '%井盖%'] })
})

test('traditional characters and full width letters meet their simplified and half width forms', () => {
  assert.ok(finds('電梯', '小区电梯坏了'))
  assert.ok(finds('电梯', '小區電梯壞了'))
  assert.ok(finds('ａ３区', 'A3区一米阳光'))
  assert.ok(finds('乾', '乾隆'), 'a character folds the same alone and inside a phrase')
})

test('characters that are far apart do not answer for a word', () => {
  assert.ok(!finds('电梯故障', '电梯正常，路灯故障'))
  assert.ok(finds('电梯 故障', '电梯正常，路灯故障'), 'two words may be far apart')
})

test('numbers and Latin words are found from their beginning, and whole when something follows', () => {
  assert.ok(finds('138', '电话13812345678'))
  assert.ok(!finds('5678', '电话13812345678'))
  assert.ok(finds('12栋', '米兰春天12栋320'))
  assert.ok(!finds('2栋', '米兰春天12栋320'))
  assert.ok(finds('gree', '换了Green牌'))
})

test('Korean is found inside its words', () => {
  assert.ok(finds('엘리베이터', '1동 엘리베이터가 고장났어요'))
})

test('nothing that can be searched is no query', () => {
  for (const words of ['', '   ', '！？%_', '\u0000']) assert.equal(searchQuery(words), undefined)
})

test('the indexed text, the tokens and the query are bounded', () => {
  const long = '电梯故障'.repeat(10_000)
  assert.equal(foldText(long).length, SEARCH_TEXT_CHARS_MAX)
  assert.ok(foldText('\uFDFA'.repeat(SEARCH_TEXT_CHARS_MAX)).length <= SEARCH_TEXT_CHARS_MAX, 'NFKC expands')
  assert.ok(searchTokens('a'.repeat(5_000)).every((token) => token.length <= 64))
  assert.ok(finds('a'.repeat(199), 'a'.repeat(5_000)))
  assert.ok((searchQuery('电梯故障井盖'.repeat(100))?.tsquery ?? '').split(' & ').length <= 64)
})

test('folded text and tokens are well-formed text without NUL, which PostgreSQL can store', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const stored of [foldText(`${text}\uD800`), ...searchTokens(`${text}\uD800`)]) {
        assert.ok(stored.isWellFormed() && !stored.includes('\u0000'))
      }
      assert.ok(!searchTokens(text).includes(''))
    }),
  )
})
