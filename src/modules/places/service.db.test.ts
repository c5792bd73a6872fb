import assert from 'node:assert/strict'
import { test } from 'node:test'
import { places } from '#modules/places'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { actorAt, buildDistrict } from './testing.ts'

const platform = await openTestPlatform([places])
const { operations } = platform.services

test('places.place.create puts a place into the tree below its parent', async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  const place = await operations.perform(platform.as(administrator, here.id), contract.createPlace, {
    parentId: here.community.id,
    level: 'compound',
    name: '虹山新村',
    code: 'HS-XC',
    compoundKind: 'old',
  })
  assert.equal(place.path, `${here.community.path}${place.id}.`)
  const found = await operations.perform(platform.as(administrator, here.id), contract.findPlace, { id: place.id })
  assert.deepEqual(
    found.above.map((above) => above.level),
    ['city', 'district', 'street', 'community'],
  )
})

test('the same act twice gives the same answer and one place; another body under its id is refused', async () => {
  const here = await buildDistrict(platform)
  const ctx = platform.as(actorAt(here.district, ['administrator']), here.id)
  const input = { parentId: here.community.id, level: 'compound', name: '丰宁家园', code: 'FN' } as const
  const first = await operations.perform(ctx, contract.createPlace, input)
  const second = await operations.perform(ctx, contract.createPlace, input)
  assert.deepEqual(second, first)
  await assert.rejects(operations.perform(ctx, contract.createPlace, { ...input, name: '丰宁新村' }), {
    code: 'request.id_reused',
  })
})

test('an administrator of one street creates nothing in another', async () => {
  const here = await buildDistrict(platform)
  const elsewhere = await buildDistrict(platform)
  const ctx = platform.as(actorAt(here.street, ['administrator']), here.id)
  const input = { parentId: elsewhere.community.id, level: 'compound', name: '别处', code: 'X1' } as const
  await assert.rejects(operations.perform(ctx, contract.createPlace, input), { code: 'auth.forbidden' })
})

test('a name or a code that is taken is refused by name', async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  const create = (name: string, code: string) =>
    operations.perform(platform.as(administrator, here.id), contract.createPlace, {
      parentId: here.community.id,
      level: 'compound',
      name,
      code,
    })
  await create('一号院', 'Y-1')
  await assert.rejects(create('一号院', 'Y-2'), { code: 'places.name_conflict' })
  await assert.rejects(create('二号院', 'Y-1'), { code: 'places.code_conflict' })
})

test('places are listed in pinyin order, page by page', async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  for (const [index, name] of ['张家院', '阿幼朵院', '李家院'].entries()) {
    await operations.perform(platform.as(administrator, here.id), contract.createPlace, {
      parentId: here.community.id,
      level: 'compound',
      name,
      code: `P-${here.id}-${index}`,
    })
  }
  const list = (cursor?: string) =>
    operations.perform(platform.as(administrator, here.id), contract.listPlaces, {
      parentId: here.community.id,
      level: 'compound',
      limit: 2,
      cursor,
    })
  const first = await list()
  assert.deepEqual(
    first.items.map((place) => place.name),
    ['阿幼朵院', '李家院'],
  )
  const second = await list(first.nextCursor ?? undefined)
  assert.deepEqual(
    second.items.map((place) => place.name),
    ['张家院'],
  )
  assert.equal(second.nextCursor, null)
})
