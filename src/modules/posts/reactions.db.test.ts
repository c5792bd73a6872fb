import assert from 'node:assert/strict'
import { test } from 'node:test'
import { civilDateAt } from '#kernel/time'
import { identity } from '#modules/identity'
import { buildPerson } from '#modules/identity/testing'
import { organizations } from '#modules/organizations'
import { closeOrganization } from '#modules/organizations/contract'
import { buildOrganization } from '#modules/organizations/testing'
import { places } from '#modules/places'
import { closePlace, mergeGrids, splitGrid } from '#modules/places/contract'
import { actorAt, buildDistrict, buildPlace } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildAppointment, buildPost } from './testing.ts'

const platform = await openTestPlatform([places, organizations, identity, posts])
const { operations } = platform.services
const TODAY = civilDateAt(platform.now())

/** A grid with a head and a worker. */
const open = async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  const [head, worker] = [
    await buildPerson(platform, here, { name: '网格长甲' }),
    await buildPerson(platform, here, { name: '网格员乙' }),
  ]
  const leaders = await buildPost(platform, here.grid, 'gridLeader')
  const workers = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 2 })
  await buildAppointment(platform, leaders, head.id)
  await buildAppointment(platform, workers, worker.id, { manner: 'partTime' })
  return { here, head, worker, leaders, workers, as: () => platform.as(administrator, here.id) }
}
type Stage = Awaited<ReturnType<typeof open>>

const split = (stage: Stage, choice: 'follow' | 'end') =>
  operations.perform(stage.as(), splitGrid, {
    placeId: stage.here.grid.id,
    version: stage.here.grid.version,
    parts: [1, 2].map((at) => ({ name: `新 ${at}`, code: `${stage.here.id}-N${at}` })),
    reason: '户数过多',
    posts: choice,
  })

const noticesOf = (districtId: number, personId: string): Promise<{ key: string; data: Record<string, unknown> }[]> =>
  platform.rows(districtId, 'select key, data from platform.notice where person_id = $1', [personId])

const heldBy = (stage: Stage, personId: string) =>
  operations.perform(stage.as(), contract.listAppointments, { personId, on: TODAY }).then((page) => page.items)

test('posts follow a split grid to every part, with who holds them; the old ones end and keep their history', async () => {
  const stage = await open()
  const { begun } = await split(stage, 'follow')
  await platform.drainJobs()
  const { items } = await operations.perform(stage.as(), contract.listPosts, { withinId: stage.here.community.id })
  assert.deepEqual(
    items.map((item) => [
      item.placeId,
      item.role,
      item.seatCount,
      item.holders.map((holder) => [holder.name, holder.manner, holder.startsOn]),
    ]),
    begun.flatMap((grid) => [
      [grid.id, 'gridLeader', 1, [['网格长甲', 'full', TODAY]]],
      [grid.id, 'gridWorker', 2, [['网格员乙', 'partTime', TODAY]]],
    ]),
  )
  const old = await operations.perform(stage.as(), contract.findPost, { id: stage.workers.id })
  assert.deepEqual(
    [old.post.closedOn, old.appointments[0]?.endsOn, old.appointments[0]?.endedReason],
    [TODAY, TODAY, '网格拆分：户数过多'],
  )
  assert.deepEqual(await noticesOf(stage.here.id, stage.worker.id), [
    { key: 'posts:notice.followed', data: { grid: stage.here.grid.name, grids: '新 1、新 2', on: TODAY } },
  ])
})

test('posts end with a split grid when that was chosen, and who held them is told', async () => {
  const stage = await open()
  await split(stage, 'end')
  await platform.drainJobs()
  assert.deepEqual(
    (await operations.perform(stage.as(), contract.listPosts, { withinId: stage.here.community.id })).items,
    [],
  )
  assert.deepEqual(await heldBy(stage, stage.worker.id), [])
  assert.deepEqual(
    (await noticesOf(stage.here.id, stage.head.id)).map((notice) => notice.key),
    ['posts:notice.ended'],
  )
})

test('in a merge the posts of both grids become one, and somebody who served in both serves once', async () => {
  const stage = await open()
  const next = await buildPlace(platform, stage.here.community, {
    level: 'grid',
    name: '第 2 网格',
    code: `${stage.here.id}-2`,
  })
  await buildAppointment(platform, await buildPost(platform, next, 'gridWorker'), stage.worker.id)
  const grids = [stage.here.grid, next].map(({ id: placeId, version }) => ({ placeId, version }))
  const into = { name: '大网格', code: `${stage.here.id}-B` }
  await operations.perform(stage.as(), mergeGrids, { grids, into, reason: '人口减少', posts: 'follow' })
  await platform.drainJobs()
  const { items } = await operations.perform(stage.as(), contract.listPosts, { role: 'gridWorker' })
  assert.deepEqual(
    items.map((item) => [item.placeName, item.seatCount, item.holders.length]),
    [['大网格', 3, 1]],
  )
})

test('a reaction that runs twice follows once', async () => {
  const stage = await open()
  await split(stage, 'follow')
  await platform.drainJobs()
  const [react] = posts.reactions?.filter((reaction) => reaction.to === 'places.grid.adjusted') ?? []
  const { rows } = await platform.database.pool.query('select id from places.adjustment where district_id = $1', [
    stage.here.id,
  ])
  const happened = {
    event: 'places.grid.adjusted',
    entryId: rows[0].id,
    matterKind: 'gridAdjustment',
    matterId: rows[0].id,
  }
  const { inTransaction, systemCtx } = await import('#platform/context')
  await inTransaction(systemCtx(platform.services, stage.here.id, platform.now), async (tx) => react?.run(tx, happened))
  assert.equal((await heldBy(stage, stage.worker.id)).length, 2, 'one in each part')
  assert.equal((await noticesOf(stage.here.id, stage.worker.id)).length, 1)
})

test('posts end with a place that is closed', async () => {
  const stage = await open()
  const { id, version } = stage.here.grid
  await operations.perform(stage.as(), closePlace, { id, version, reason: '拆迁' })
  await platform.drainJobs()
  assert.deepEqual(await heldBy(stage, stage.worker.id), [])
  assert.deepEqual(
    (await noticesOf(stage.here.id, stage.worker.id)).map((notice) => notice.key),
    ['posts:notice.closed'],
  )
})

test('posts end with an organisation that is closed, but who administers goes on without it', async () => {
  const stage = await open()
  const organization = await buildOrganization(platform, stage.here.district)
  const over = { organization_id: organization.id }
  const officer = await buildPerson(platform, stage.here)
  const keeper = await buildPerson(platform, stage.here)
  await buildAppointment(
    platform,
    await buildPost(platform, stage.here.district, 'departmentOfficer', over),
    officer.id,
  )
  await buildAppointment(platform, await buildPost(platform, stage.here.district, 'administrator', over), keeper.id)
  await operations.perform(stage.as(), closeOrganization, { id: organization.id, version: 1 })
  await platform.drainJobs()
  assert.deepEqual(await heldBy(stage, officer.id), [])
  assert.deepEqual(
    (await heldBy(stage, keeper.id)).map((item) => [item.role, item.organizationId]),
    [['administrator', null]],
  )
})
