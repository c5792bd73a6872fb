import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attributesOf, createXmlScanner, decodeText } from './xml.ts'

/** What the scanner tells of a document that comes in pieces of `size` characters. */
const scan = (xml: string, size = xml.length || 1): string[] => {
  const told: string[] = []
  const scanner = createXmlScanner({
    open: (name, tag) => told.push(`<${name} ${JSON.stringify(attributesOf(tag))}`),
    close: (name) => told.push(`/${name}`),
    text: (raw) => told.push(decodeText(raw)),
  })
  for (let at = 0; at < xml.length; at += size) scanner.write(xml.slice(at, at + size))
  scanner.end()
  return told
}

const DOCUMENT =
  '<?xml version="1.0"?><!-- a > b --><x:a\n k="1 > 0" x:l=\'"\' >&lt;共&#27835;&#x6CBB;<b/><![CDATA[<&amp;>]]></x:a>\n'
const TOLD = ['<a {"k":"1 > 0","l":"\\""}', '<共治治', '<b {}', '/b', '<&amp;>', '/a']

test('names, attributes, entities, comments and CDATA are read', () => {
  assert.deepEqual(scan(DOCUMENT), TOLD)
})

test('it makes no difference where the pieces are cut', () => {
  for (let size = 1; size < DOCUMENT.length; size += 1)
    assert.deepEqual(scan(DOCUMENT, size), TOLD, `pieces of ${size}`)
})

test('a document type, and with it every entity of one’s own, is unsafe', () => {
  for (const type of ['<!DOCTYPE a>', '<!DOCTYPE a [<!ENTITY b "c">]>', '<!ENTITY b SYSTEM "file:///etc/passwd">']) {
    assert.throws(() => scan(`${type}<a>&b;</a>`), { code: 'office.unsafe' })
  }
  assert.deepEqual(scan('<a>&b;</a>'), ['<a {}', '&b;', '/a'], 'an unknown entity stays as it is')
})

test('too deep nesting and endless tokens are unsafe', () => {
  assert.throws(() => scan('<a>'.repeat(65)), { code: 'office.unsafe' })
  assert.throws(() => scan(`<a>${' '.repeat(500_000)}`, 65_536), { code: 'office.unsafe' })
  assert.throws(() => scan(`<a ${'b'.repeat(500_000)}`, 65_536), { code: 'office.unsafe' })
})

test('what is no XML is damage', () => {
  for (const xml of [
    '<a>',
    '</a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a',
    'text',
    '<a b=c></a>',
    '<a b="c></a>',
    '<>',
    '< a/>',
  ]) {
    assert.throws(() => scan(xml), { code: 'office.damaged' }, xml)
  }
})

test('any text ends in events or in one of two refusals, whole or in pieces', () => {
  const noise = fc.array(
    fc.constantFrom('<', '>', '/', 'a', '="', "'", '<!--', '-->', '<![CDATA[', ']]>', '&', '<a>', '</a>', ' '),
  )
  const verdict = (xml: string, size?: number): string => {
    try {
      return scan(xml, size).join('')
    } catch (fault) {
      assert.match((fault as { code: string }).code, /^office\.(?:damaged|unsafe)$/)
      return 'refused'
    }
  }
  fc.assert(
    fc.property(noise, (parts) => assert.equal(verdict(parts.join('')), verdict(parts.join(''), 1))),
    { numRuns: 2000 },
  )
})
