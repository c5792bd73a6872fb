import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identity } from '#modules/identity'
import { buildPerson } from '#modules/identity/testing'
import { organizations } from '#modules/organizations'
import { places } from '#modules/places'
import { actorAt, buildDistrict, buildPlace } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildAppointment, buildPost } from './testing.ts'

const platform = await openTestPlatform([places, organizations, identity, posts])

test('every grid shows its four levels: who serves it, how each post is filled, where one is empty or not set up', async () => {
  const here = await buildDistrict(platform)
  const second = await buildPlace(platform, here.community, { level: 'grid', name: '第 2 网格', code: `${here.id}-02` })
  const as = platform.as(actorAt(here.community, ['communitySecretary']), here.id)
  const [cadre, party] = [
    await buildPerson(platform, here, { name: '下沉干部甲' }),
    await buildPerson(platform, here, { name: '党员中心户乙' }),
  ]
  const station = await buildPost(platform, here.community, 'stationLeader')
  const head = await buildPost(platform, here.grid, 'gridLeader')
  const workers = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 2 })
  const instructor = await buildPost(platform, here.street, 'gridInstructor')
  await buildAppointment(platform, station, cadre.id)
  await buildAppointment(platform, instructor, cadre.id)
  await buildAppointment(platform, head, cadre.id, { manner: 'sunk' })
  await buildAppointment(platform, workers, party.id, { manner: 'partTime' })
  const ask = (input: object) =>
    platform.services.operations.perform(as, contract.listGrids, { withinId: here.community.id, ...input })
  const found = await ask({})
  const levels = found.items.map((grid) =>
    grid.levels.map((level) =>
      level.isMissing ? '未设' : `${level.holders.map((holder) => holder.name).join()} ${level.vacantCount}`,
    ),
  )
  assert.deepEqual(levels, [
    ['下沉干部甲 0', '下沉干部甲 0', '下沉干部甲 0', '党员中心户乙 1'],
    ['下沉干部甲 0', '下沉干部甲 0', '未设', '未设'],
  ])
  assert.deepEqual(found.manners, [
    { manner: 'full', count: 2 },
    { manner: 'partTime', count: 1 },
    { manner: 'sunk', count: 1 },
  ])
  assert.deepEqual([found.gridCount, found.completeCount, found.personCount], [2, 0, 2])
  const other = await buildPerson(platform, here, { name: '网格员丙' })
  await buildAppointment(platform, workers, other.id)
  assert.deepEqual(
    (await ask({ show: 'vacant' })).items.map((grid) => grid.placeId),
    [second.id],
  )
  const shared = await ask({ show: 'shared' })
  assert.deepEqual(
    shared.items.map((grid) => grid.placeId),
    [here.grid.id],
  )
  const first = await ask({ limit: 1 })
  const next = await ask({ limit: 1, cursor: first.nextCursor ?? '' })
  assert.deepEqual([first.items[0]?.placeId, next.items[0]?.placeId], [here.grid.id, second.id])
})
