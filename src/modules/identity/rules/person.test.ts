import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBornOn, maskBornOn } from './person.ts'

test('somebody may be born today and not tomorrow, and not before 1900', () => {
  assert.equal(checkBornOn('2026-06-18', '2026-06-18').ok, true)
  assert.deepEqual(checkBornOn('2026-06-19', '2026-06-18'), { ok: false, error: 'identity.born_later' })
  assert.equal(checkBornOn('1900-01-01', '2026-06-18').ok, true)
  assert.deepEqual(checkBornOn('1899-12-31', '2026-06-18'), { ok: false, error: 'identity.born_later' })
  assert.equal(checkBornOn(null, '2026-06-18').ok, true)
})

test('of a birthday only the year is shown', () => {
  assert.equal(maskBornOn('1968-05-12'), '1968-**-**')
})
