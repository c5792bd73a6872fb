import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeLevels } from '#kernel/place'
import { err, ok } from '#kernel/result'
import type { Actor } from '#kernel/role'
import { checkPostHere, isInReach, LEVELS_OF_ROLE } from './reach.ts'

test('S2-15 四级网格: 指导员 at the street, 站长 at the community, 网格长 and 网格员 at the grid', () => {
  assert.deepEqual(checkPostHere('gridInstructor', 'street', false), ok(undefined))
  assert.deepEqual(checkPostHere('stationLeader', 'community', false), ok(undefined))
  assert.deepEqual(checkPostHere('gridLeader', 'grid', false), ok(undefined))
  assert.deepEqual(checkPostHere('gridWorker', 'grid', false), ok(undefined))
  assert.deepEqual(checkPostHere('gridWorker', 'street', false), err('posts.role_not_here'))
})

test('an officer of a department stands in an organisation', () => {
  assert.deepEqual(checkPostHere('departmentOfficer', 'district', false), err('posts.organization_missing'))
  assert.deepEqual(checkPostHere('departmentOfficer', 'district', true), ok(undefined))
})

test('no role stands at a building', () => {
  for (const levels of Object.values(LEVELS_OF_ROLE)) assert.ok(!levels.includes('building'))
  assert.ok(placeLevels.includes('building'))
})

test('an administrator reaches the own place and what is below it, nothing beside or above', () => {
  const actor: Actor = {
    kind: 'person',
    personId: 'p',
    name: '管理员',
    posts: [{ id: 'x', role: 'administrator', placeId: 5, placePath: '1.5.', organizationId: null }],
  }
  assert.ok(isInReach(actor, '1.5.'))
  assert.ok(isInReach(actor, '1.5.23.'))
  assert.ok(!isInReach(actor, '1.'))
  assert.ok(!isInReach(actor, '1.51.'))
})
