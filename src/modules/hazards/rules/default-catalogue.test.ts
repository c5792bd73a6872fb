import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, DEFAULT_CLASSES, DEFAULT_SITE_KINDS } from './default-catalogue.ts'

test('the catalogue has nine classes and 29 kinds, and claims no name that the source does not say', () => {
  assert.equal(DEFAULT_CLASSES.length, 9)
  assert.equal(
    DEFAULT_CLASSES.reduce((sum, { kindCount }) => sum + kindCount, 0),
    29,
  )
  assert.deepEqual(
    DEFAULT_CLASSES.flatMap(({ name }) => name ?? []),
    ['消防', '治安'],
  )
  assert.equal(DEFAULT_SITE_KINDS.filter(({ isSmall }) => isSmall).length, 9)
  assert.equal(codeOf(3, 2), '3-02')
})
