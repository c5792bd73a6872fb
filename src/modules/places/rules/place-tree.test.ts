import assert from 'node:assert/strict'
import { test } from 'node:test'
import { err, ok } from '#kernel/result'
import { checkPlaceBelow } from './place-tree.ts'

const street = { level: 'street', code: '530102001000' } as const

test('a community stands below a street when its code continues the code of the street', () => {
  assert.deepEqual(checkPlaceBelow(street, { level: 'community', code: '530102001003' }), ok(undefined))
  assert.deepEqual(
    checkPlaceBelow(street, { level: 'community', code: '530102002003' }),
    err('places.code_not_continued'),
  )
  assert.deepEqual(
    checkPlaceBelow(street, { level: 'community', code: '53010200100' }),
    err('places.code_not_continued'),
  )
})

test('a grid does not stand directly below a street', () => {
  assert.deepEqual(checkPlaceBelow(street, { level: 'grid', code: '530102001003-01' }), err('places.level_not_below'))
})

test('nothing stands below a building', () => {
  const building = { level: 'building', code: 'b1' } as const
  assert.deepEqual(checkPlaceBelow(building, { level: 'building', code: 'b2' }), err('places.level_not_below'))
})
