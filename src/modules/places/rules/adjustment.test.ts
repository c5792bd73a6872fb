import assert from 'node:assert/strict'
import { test } from 'node:test'
import { err, ok } from '#kernel/result'
import { assignChildren, checkSiblings, findNamesake } from './adjustment.ts'

test('new places that take each other’s name or code are found', () => {
  assert.equal(
    findNamesake([
      { name: '甲', code: '1' },
      { name: '乙', code: '2' },
    ]),
    null,
  )
  assert.equal(
    findNamesake([
      { name: '甲', code: '1' },
      { name: '乙', code: '1' },
    ])?.kind,
    'code',
  )
  assert.equal(
    findNamesake([
      { name: '甲', code: '1' },
      { name: '甲', code: '2' },
    ])?.kind,
    'name',
  )
})

test('grids are adjusted together when they are different grids of one community', () => {
  const grid = (id: number, parent_id = 9, level = 'grid') => ({ id, parent_id, level })
  assert.deepEqual(checkSiblings([grid(1), grid(2)]), ok(undefined))
  assert.deepEqual(checkSiblings([grid(1), grid(1)]), err('places.not_siblings'))
  assert.deepEqual(checkSiblings([grid(1), grid(2, 8)]), err('places.not_siblings'))
  assert.deepEqual(checkSiblings([grid(1), grid(2, 9, 'compound')]), err('places.not_a_grid'))
})

test('what stands in an old grid goes where it was put, else where it lies, else along with its grid', () => {
  const children = [1, 2, 3].map((id) => ({ id, name: `${id} 栋`, parentId: 9 }))
  const by = {
    hand: new Map([[1, 1]]),
    center: (child: { id: number }) => (child.id === 1 ? 0 : child.id === 2 ? 0 : null),
    following: () => [0, 1],
  }
  const two = assignChildren(children, by)
  assert.deepEqual(
    [...two.assigned],
    [
      [1, 1],
      [2, 0],
    ],
  )
  assert.deepEqual(
    two.unassigned.map((child) => child.id),
    [3],
  )
  const one = assignChildren(children, { ...by, following: () => [0] })
  assert.deepEqual(
    [...one.assigned],
    [
      [1, 1],
      [2, 0],
      [3, 0],
    ],
  )
})
