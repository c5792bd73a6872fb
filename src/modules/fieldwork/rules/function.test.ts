import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shippedFunctions } from '../contract.ts'
import { functionsWith } from './function.ts'

test('the functions of a grid are those brought along, as the district changed them, then its own (S2-18)', () => {
  assert.deepEqual(
    functionsWith([]).map(({ key }) => key),
    [...shippedFunctions],
  )
  const listed = functionsWith([
    { key: 'own', name: '河道巡护', isUsed: true },
    { key: 'risks', name: '隐患排查', isUsed: false },
  ])
  assert.deepEqual(listed.at(-1), { key: 'own', name: '河道巡护', isUsed: true, isShipped: false })
  assert.deepEqual(
    listed.find(({ key }) => key === 'risks'),
    { key: 'risks', name: '隐患排查', isUsed: false, isShipped: true },
  )
  assert.equal(listed.length, shippedFunctions.length + 1)
})
