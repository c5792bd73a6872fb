import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingNumber, visitNumber } from './visit-number.ts'

test('a visit is numbered by its day, and grows past four digits without losing any', () => {
  assert.equal(visitNumber('2026-06-18', 7), 'ZF-260618-0007')
  assert.equal(visitNumber('2026-06-18', 12_345), 'ZF-260618-12345')
  assert.equal(findingNumber('ZF-260618-0007', 2), 'ZF-260618-0007-2')
})
