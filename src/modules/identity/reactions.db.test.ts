import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel/role'
import { identity, loadPerson } from '#modules/identity'
import { places } from '#modules/places'
import { mergeGrids, splitGrid } from '#modules/places/contract'
import { actorAt, buildDistrict, buildPlace } from '#modules/places/testing'
import { inTransaction } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildPerson } from './testing.ts'

const platform = await openTestPlatform([places, identity])
const { operations } = platform.services

test('after a grid is split persons stand where their building stands, and those of the grid with the community', async () => {
  const here = await buildDistrict(platform)
  const building = await buildPlace(platform, here.grid, { level: 'building', name: '1 栋', code: `${here.id}-B1` })
  const inBuilding = await buildPerson(platform, here, { name: '楼里人', place: building })
  const inGrid = await buildPerson(platform, here, { name: '网格人', place: here.grid })
  const ctx = platform.as(actorAt(here.district, ['administrator']), here.id)
  const part = (name: string, code: string, childIds: number[] = []) => ({ name, code: `${here.id}-${code}`, childIds })
  const { begun } = await operations.perform(ctx, splitGrid, {
    placeId: here.grid.id,
    version: here.grid.version,
    parts: [part('东网格', 'E', [building.id]), part('西网格', 'W')],
    reason: '户数过多',
    posts: 'follow',
  })
  await platform.drainJobs()
  const load = (id: string) => inTransaction(platform.as(system, here.id), (tx) => loadPerson(tx, id))
  assert.equal((await load(inBuilding.id)).place_path, `${begun[0]?.path}${building.id}.`)
  assert.deepEqual(
    [(await load(inGrid.id)).place_id, (await load(inGrid.id)).place_path],
    [here.community.id, here.community.path],
  )
  const east = await operations.perform(
    platform.as(actorAt({ ...here.grid, ...begun[0] }, ['gridWorker']), here.id),
    contract.listPersons,
    {},
  )
  assert.deepEqual(
    east.items.map((person) => person.name),
    ['楼里人'],
  )
})

test('after grids are merged persons of both belong to the one that follows', async () => {
  const here = await buildDistrict(platform)
  const next = await buildPlace(platform, here.community, { level: 'grid', name: '第 2 网格', code: `${here.id}-G2` })
  const persons = [
    await buildPerson(platform, here, { place: here.grid }),
    await buildPerson(platform, here, { place: next }),
  ]
  const ctx = platform.as(actorAt(here.district, ['administrator']), here.id)
  const { begun } = await operations.perform(ctx, mergeGrids, {
    grids: [here.grid, next].map(({ id, version }) => ({ placeId: id, version })),
    into: { name: '大网格', code: `${here.id}-G3` },
    reason: '户数过少',
    posts: 'follow',
  })
  await platform.drainJobs()
  for (const { id } of persons) {
    const person = await inTransaction(platform.as(system, here.id), (tx) => loadPerson(tx, id))
    assert.deepEqual([person.place_id, person.place_path], [begun[0]?.id, begun[0]?.path])
  }
})
