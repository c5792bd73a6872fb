import assert from 'node:assert/strict'
import { test } from 'node:test'
import { err, ok } from '#kernel/result'
import { ORGANIZATION_DEPTH_MAX } from '../contract.ts'
import { checkParent } from './tree.ts'

const parent = { id: 'b', path: 'a.b.', isClosed: false }

test('an organisation moves below another, never below itself or what is under it', () => {
  assert.deepEqual(checkParent(parent, { id: 'c', path: 'c.', isClosed: false }), ok(undefined))
  assert.deepEqual(checkParent(parent, { id: 'a', path: 'a.', isClosed: false }), err('organizations.parent_below_itself'))
  assert.deepEqual(checkParent(parent, { id: 'b', path: 'a.b.', isClosed: false }), err('organizations.parent_below_itself'))
})

test('nothing new stands below an organisation that has ended', () => {
  assert.deepEqual(checkParent({ ...parent, isClosed: true }, null), err('organizations.parent_closed'))
})

test('the tree has a deepest level: the last one fits, one more does not', () => {
  const deep = { id: 'z', path: 'x.'.repeat(ORGANIZATION_DEPTH_MAX - 1), isClosed: false }
  assert.deepEqual(checkParent(deep, null), ok(undefined))
  assert.deepEqual(checkParent(deep, null, 1), err('organizations.too_deep'))
})
