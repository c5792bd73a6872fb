import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone, system } from '#kernel/role'
import { addDays, civilDateAt } from '#kernel/time'
import { places } from '#modules/places'
import { openTestPlatform } from '#platform/testing'
import * as contract from '../contract.ts'
import { actorAt, buildDistrict, buildPlace } from '../testing.ts'

const platform = await openTestPlatform([places])
const { operations } = platform.services
const TODAY = civilDateAt(platform.now())

const open = async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  return { here, as: () => platform.as(administrator, here.id) }
}

test('places.place.update corrects what is named and leaves the rest; an older version is refused', async () => {
  const { here, as } = await open()
  const { id, version } = here.grid
  const change = { id, version, name: '第 9 网格', householdCount: 320, center: { longitude: 102.7, latitude: 25 } }
  const changed = await operations.perform(as(), contract.updatePlace, change)
  assert.equal(changed.name, '第 9 网格')
  assert.equal(changed.code, here.grid.code)
  assert.equal(changed.version, version + 1)
  assert.deepEqual(changed.center, { longitude: 102.7, latitude: 25 })
  const late = operations.perform(as(), contract.updatePlace, { id, version, name: '第 8 网格' })
  await assert.rejects(late, { code: 'places.changed_meanwhile' })
})

test('places.place.update is refused beside the own subtree, for a taken name, a taken code and a code that does not continue', async () => {
  const { here, as } = await open()
  const twin = await buildPlace(platform, here.community, {
    level: 'grid',
    name: '第 2 网格',
    code: `${here.community.code}-02`,
  })
  const ref = { id: here.grid.id, version: here.grid.version }
  const elsewhere = platform.as(actorAt(twin, ['administrator']), here.id)
  await assert.rejects(operations.perform(elsewhere, contract.updatePlace, { ...ref, name: '甲' }), {
    code: 'auth.forbidden',
  })
  const refuse = (change: object, code: string) =>
    assert.rejects(operations.perform(as(), contract.updatePlace, { ...ref, ...change }), { code })
  await refuse({ name: twin.name }, 'places.name_conflict')
  await refuse({ code: twin.code }, 'places.code_conflict')
  const community = { id: here.community.id, version: here.community.version, code: '999999999999' }
  await assert.rejects(operations.perform(as(), contract.updatePlace, community), { code: 'places.code_not_continued' })
})

test('fifty people correct one place at once: one wins, the others are told', async () => {
  const { here, as } = await open()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, at) =>
      operations.perform(as(), contract.updatePlace, {
        id: here.grid.id,
        version: here.grid.version,
        name: `第 ${at} 格`,
      }),
    ),
  )
  assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      assert.equal((outcome.reason as { code: string }).code, 'places.changed_meanwhile')
  }
})

test('fifty people create the same place at once: one does, the others are told what is taken', async () => {
  const { here, as } = await open()
  const input = { parentId: here.community.id, level: 'compound', name: '同名院', code: `${here.id}-T` } as const
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, () => operations.perform(as(), contract.createPlace, input)),
  )
  assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.equal((outcome.reason as { code: string }).code, 'places.code_conflict')
  }
})

test('one code taken below two parents at once is a refusal too, not a fault', async () => {
  const { here, as } = await open()
  const other = await buildPlace(platform, here.street, {
    level: 'community',
    name: '向阳社区',
    code: `${here.street.code.slice(0, 9)}002`,
  })
  const create = (parentId: number) =>
    operations.perform(as(), contract.createPlace, { parentId, level: 'compound', name: '院', code: `${here.id}-C` })
  const outcomes = await Promise.allSettled([here.community.id, other.id, here.community.id, other.id].map(create))
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.equal(refused.length, 3)
  for (const { reason } of refused)
    assert.match(String((reason as { code: string }).code), /^places\.(code|name)_conflict$/)
})

test('places.place.close ends a place; nothing new begins there, and its name and code are free again', async () => {
  const { here, as } = await open()
  const { id, version, name, code } = here.grid
  const closed = await operations.perform(as(), contract.closePlace, { id, version, reason: '并入社区' })
  assert.equal(closed.validTo, TODAY)
  assert.equal(closed.endedReason, '并入社区')
  const below = { parentId: id, level: 'compound', name: '院', code: `${here.id}-X` } as const
  await assert.rejects(operations.perform(as(), contract.createPlace, below), { code: 'places.place_ended' })
  await assert.rejects(operations.perform(as(), contract.closePlace, { id, version: closed.version, reason: '再来' }), {
    code: 'places.place_ended',
  })
  const again = await operations.perform(as(), contract.createPlace, {
    parentId: here.community.id,
    level: 'grid',
    name,
    code,
  })
  assert.notEqual(again.id, id)
})

test('places.place.close is refused while something stands below, and for a day that is not possible', async () => {
  const { here, as } = await open()
  const { id, version } = here.community
  await assert.rejects(operations.perform(as(), contract.closePlace, { id, version, reason: '撤销' }), {
    code: 'places.has_children',
  })
  for (const on of [addDays(TODAY, 1), '2019-12-31']) {
    const input = { id: here.grid.id, version: here.grid.version, reason: '撤销', on }
    await assert.rejects(operations.perform(as(), contract.closePlace, input), { code: 'places.date_not_possible' })
  }
})

test('a place is not created below one that is closed at the same moment', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { here, as } = await open()
    const { id, version } = here.grid
    const below = { parentId: id, level: 'compound', name: '院', code: `${here.id}-${round}` } as const
    const [closed, created] = await Promise.allSettled([
      operations.perform(as(), contract.closePlace, { id, version, reason: '撤销' }),
      operations.perform(as(), contract.createPlace, below),
    ])
    assert.notEqual(closed.status, created.status, 'exactly one of the two happens')
  }
})

test('a changed code stays findable for the days on which it held', async () => {
  const { here, as } = await open()
  const { id, version, code: former } = here.grid
  await operations.perform(as(), contract.updatePlace, { id, version, code: `${here.id}-N` })
  const resolve = (code: string, on?: string) =>
    operations
      .perform(as(), contract.resolvePlace, on === undefined ? { code } : { code, on })
      .then((place) => place.id)
  assert.equal(await resolve(`${here.id}-N`), id)
  assert.equal(await resolve(former, '2024-05-01'), id)
  await assert.rejects(resolve(former), { code: 'places.place_not_found' })
  const next = await buildPlace(platform, here.community, { level: 'grid', name: '新格', code: former })
  assert.equal(await resolve(former), next.id, 'today the code is another’s')
  assert.equal(await resolve(former, '2024-05-01'), id, 'then it was this one’s')
})

test('codes of other systems hold from a day to a day, and mean one place at a time', async () => {
  const { here, as } = await open()
  const other = await buildPlace(platform, here.community, { level: 'grid', name: '第 2 网格', code: `${here.id}-02` })
  const alias = { placeId: here.grid.id, system: '数字城管', code: `CG${here.id}`, on: '2024-01-01' }
  await operations.perform(as(), contract.addAlias, alias)
  await assert.rejects(operations.perform(as(), contract.addAlias, { ...alias, placeId: other.id }), {
    code: 'places.alias_conflict',
  })
  const ended = await operations.perform(as(), contract.endAlias, { ...alias, on: '2025-01-01' })
  assert.equal(ended.validTo, '2025-01-01')
  await assert.rejects(operations.perform(as(), contract.endAlias, alias), { code: 'places.alias_not_found' })
  await operations.perform(as(), contract.addAlias, { ...alias, placeId: other.id, on: '2025-01-01' })
  const resolve = (on: string) =>
    operations
      .perform(as(), contract.resolvePlace, { code: alias.code, system: '数字城管', on })
      .then((place) => place.id)
  assert.equal(await resolve('2024-12-31'), here.grid.id)
  assert.equal(await resolve('2025-01-01'), other.id)
  await assert.rejects(resolve('2023-12-31'), { code: 'places.place_not_found' })
  const { items } = await operations.perform(as(), contract.listAliases, { placeId: here.grid.id })
  assert.deepEqual(
    items.map((item) => [item.system, item.validFrom, item.validTo]),
    [['数字城管', '2024-01-01', '2025-01-01']],
  )
})

test('a code of another system is not added by somebody without that place, nor ended before it began', async () => {
  const { here, as } = await open()
  const alias = { placeId: here.grid.id, system: '公安', code: `GA${here.id}`, on: '2024-01-01' }
  const stranger = platform.as(actorAt(here.grid, ['gridWorker']), here.id)
  await assert.rejects(operations.perform(stranger, contract.addAlias, alias), { code: 'auth.forbidden' })
  await operations.perform(as(), contract.addAlias, alias)
  await assert.rejects(operations.perform(as(), contract.endAlias, { ...alias, on: '2023-01-01' }), {
    code: 'places.date_not_possible',
  })
})

test('a list finds by name, pinyin, initials, code and alias, and shows the places of a day', async () => {
  const { here, as } = await open()
  const compound = await buildPlace(platform, here.grid, { level: 'compound', name: '螳川花园', code: `TC-${here.id}` })
  await operations.perform(as(), contract.addAlias, {
    placeId: compound.id,
    system: '公安',
    code: `PA-${here.id}`,
    on: TODAY,
  })
  const find = (words: string) =>
    operations
      .perform(as(), contract.listPlaces, { withinId: here.district.id, words })
      .then((page) => page.items.map((place) => place.name))
  for (const words of ['花园', 'tangchuan', 'tchy', `TC-${here.id}`, `PA-${here.id}`])
    assert.deepEqual(await find(words), ['螳川花园'], words)
  assert.deepEqual(await find('没有这个'), [])
  await operations.perform(as(), contract.closePlace, { id: compound.id, version: compound.version, reason: '拆除' })
  assert.deepEqual(await find('花园'), [])
  const before = { withinId: here.district.id, words: '花园', on: addDays(TODAY, -1) }
  assert.equal((await operations.perform(as(), contract.listPlaces, before)).items.length, 1)
})

test('a list by size shows the largest first, those without a figure last, page by page', async () => {
  const { here, as } = await open()
  const counts = [300, 700, 300, null]
  for (const [at, household_count] of counts.entries()) {
    await buildPlace(platform, here.community, {
      level: 'compound',
      name: `${at} 院`,
      code: `S-${here.id}-${at}`,
      household_count,
    })
  }
  const list = (cursor?: string) =>
    operations.perform(as(), contract.listPlaces, {
      parentId: here.community.id,
      level: 'compound',
      sort: 'households',
      limit: 2,
      cursor,
    })
  const first = await list()
  const second = await list(first.nextCursor ?? undefined)
  assert.deepEqual(
    [...first.items, ...second.items].map((place) => place.householdCount),
    [700, 300, 300, null],
  )
  assert.equal(second.nextCursor, null)
  assert.equal((await list('["evil"]')).items.length, 2, 'a cursor that somebody made begins anew')
})

test('a list goes up and down by every column it is sorted by, unknown numbers last both ways, page by page', async () => {
  const { here, as } = await open()
  const built = [
    { name: '丙院', code: `O-${here.id}-1`, household_count: 300, resident_count: null },
    { name: '甲院', code: `O-${here.id}-3`, household_count: null, resident_count: 40 },
    { name: '乙院', code: `O-${here.id}-2`, household_count: 20, resident_count: 900 },
  ]
  for (const place of built) await buildPlace(platform, here.community, { level: 'compound', ...place })
  const namesBy = async (sort: contract.PlaceSort, order: 'up' | 'down'): Promise<string> => {
    const names: string[] = []
    let cursor: string | undefined
    do {
      const parentId = here.community.id
      const input = { parentId, level: 'compound' as const, sort, order, limit: 1, cursor }
      const page = await operations.perform(as(), contract.listPlaces, input)
      names.push(...page.items.map((place) => place.name.slice(0, 1)))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return names.join('')
  }
  const found: Record<string, string> = {}
  for (const sort of contract.placeSorts)
    for (const order of ['up', 'down'] as const) found[`${sort} ${order}`] = await namesBy(sort, order)
  assert.deepEqual(found, {
    'name up': '丙甲乙',
    'name down': '乙甲丙',
    'code up': '丙乙甲',
    'code down': '甲乙丙',
    'households up': '乙丙甲',
    'households down': '丙乙甲',
    'residents up': '甲乙丙',
    'residents down': '乙甲丙',
  })
})

test('what may be done with a place comes with the reason why not', async () => {
  const { here, as } = await open()
  const mine = await operations.perform(as(), contract.findPlace, { id: here.grid.id })
  assert.equal(mine.can['places.grid.split']?.allowed, true)
  const stranger = await operations.perform(platform.as(anyone, here.id), contract.findPlace, { id: here.grid.id })
  assert.deepEqual(stranger.can['places.place.update'], {
    allowed: false,
    reason: 'auth.forbidden',
    data: { roles: ['administrator'] },
  })
})

test('places.district.create makes the city when it is missing, and the district is its own district', async () => {
  const city = { name: '新市', code: '530900000000' }
  const create = (name: string, code: string) =>
    operations.perform(platform.as(system, 0), contract.createDistrict, { city, name, code })
  const first = await create('甲区', '530901000000')
  const second = await create('乙区', '530902000000')
  assert.equal(first.districtId, first.id)
  assert.equal(first.parentId, second.parentId)
  await assert.rejects(create('丙区', '530901000000'), { code: 'places.code_conflict' })
  await assert.rejects(create('甲区', '530903000000'), { code: 'places.name_conflict' })
  await assert.rejects(create('丙区', '530801000000'), { code: 'places.code_not_continued' })
  const street = { parentId: first.id, level: 'street', name: '一街道', code: '530901001000' } as const
  assert.equal(
    (await operations.perform(platform.as(system, first.id), contract.createPlace, street)).districtId,
    first.id,
  )
  const { here, as } = await open()
  assert.ok(here)
  const byHand = operations.perform(as(), contract.createDistrict, { city, name: '丁区', code: '530904000000' })
  await assert.rejects(byHand, { code: 'auth.forbidden' })
})
