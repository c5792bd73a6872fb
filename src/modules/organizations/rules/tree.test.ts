import assert from 'node:assert/strict'
import { test } from 'node:test'
import { err, ok } from '#kernel/result'
import { ORGANIZATION_DEPTH_MAX } from '../contract.ts'
import { checkParent, depthOf, idsOf, pathBelow } from './tree.ts'

const organization = { id: 'b', path: 'a.b.' }

test('an organisation moves below another or to the top, never below itself or what stands under it', () => {
  assert.deepEqual(checkParent(organization, 0, { id: 'c', path: 'c.' }), ok(undefined))
  assert.deepEqual(checkParent(organization, 0, { id: 'a', path: 'a.' }), ok(undefined), 'where it stands already')
  assert.deepEqual(checkParent(organization, 0, null), ok(undefined))
  assert.deepEqual(checkParent(organization, 0, organization), err('organizations.parent_below_itself'))
  assert.deepEqual(checkParent(organization, 1, { id: 'd', path: 'a.b.d.' }), err('organizations.parent_below_itself'))
})

test('the deepest level fits, counted with what stands below, and one more does not', () => {
  const parent = { id: 'x', path: 'x.'.repeat(ORGANIZATION_DEPTH_MAX - 2) }
  assert.deepEqual(checkParent(organization, 1, parent), ok(undefined))
  assert.deepEqual(checkParent(organization, 2, parent), err('organizations.too_deep'))
})

test('a path holds the ids from the top', () => {
  assert.equal(pathBelow(organization, 'c'), 'a.b.c.')
  assert.equal(pathBelow(null, 'c'), 'c.')
  assert.deepEqual(idsOf('a.b.c.'), ['a', 'b', 'c'])
  assert.equal(depthOf('a.b.c.'), 3)
})
