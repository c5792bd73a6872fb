import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar } from '#modules/calendar'
import { cases } from '#modules/cases'
import { fieldwork } from '#modules/fieldwork'
import { logAction } from '#modules/fieldwork/contract'
import { hazards } from '#modules/hazards'
import { act, buildHazardTeam, buildSite, inspect } from '#modules/hazards/testing'
import { passHazard, retireKind } from '#modules/hazards/contract'
import { identity } from '#modules/identity'
import { indicators } from '#modules/indicators'
import { organizations } from '#modules/organizations'
import { places } from '#modules/places'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { visits } from '#modules/visits'
import { workplace } from '#modules/workplace'
import { systemCtx, inTransaction, newId } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import { sql } from 'kysely'
import { computeFigures, insight } from './index.ts'

const platform = await openTestPlatform([
  places,
  organizations,
  identity,
  posts,
  workplace,
  calendar,
  cases,
  fieldwork,
  hazards,
  visits,
  insight,
  indicators,
])

const figureNow = async (id: string) => (await computeFigures(platform.services)).find((figure) => figure.id === id)

test('a figure of a district that is not there is not met', async () => {
  assert.deepEqual(await figureNow('F2-10'), { id: 'F2-10', expected: 4, computed: null, isOk: false })
})

test('a figure follows the records: four grid levels are four as long as somebody holds each', async () => {
  const here = await buildDistrict(platform)
  const run = (work: ReturnType<typeof sql>) =>
    inTransaction(systemCtx(platform.services, here.id, platform.now), (tx) => work.execute(tx.db))
  await platform.database.db.executeQuery(
    sql`update places.place set name = '安宁市' where id = ${here.id}`.compile(platform.database.db),
  )
  assert.equal((await figureNow('F2-10'))?.computed, 0)
  const [personId, ...postIds] = Array.from({ length: 5 }, () => newId(platform))
  await run(sql`insert into identity.person (district_id, id, name, name_key, name_folded, name_tokens, place_id, place_path, created_at)
    values (${here.id}, ${personId}, '测试员', 'csy', '测试员', '', ${here.grid.id}, ${here.grid.path}, now())`)
  const roles = ['gridInstructor', 'stationLeader', 'gridLeader', 'gridWorker']
  for (const [index, role] of roles.entries()) {
    await run(sql`insert into posts.post (district_id, id, role, title, place_id, place_path, seat_count, created_at)
      values (${here.id}, ${postIds[index]}, ${role}, ${role}, ${here.grid.id}, ${here.grid.path}, 1, now())`)
    await run(sql`insert into posts.appointment (district_id, id, post_id, person_id, manner, starts_on, created_at)
      values (${here.id}, ${newId(platform)}, ${postIds[index]}, ${personId}, 'full', '2026-01-01', now())`)
  }
  assert.deepEqual(await figureNow('F2-10'), { id: 'F2-10', expected: 4, computed: 4, isOk: true })
  assert.equal((await figureNow('F2-11'))?.computed, 0)
  await run(sql`update posts.appointment set manner = 'sunk' where post_id = ${postIds[2]}`)
  assert.equal((await figureNow('F2-11'))?.isOk, false)
  await run(sql`update posts.appointment set manner = 'partTime' where post_id = ${postIds[3]}`)
  assert.deepEqual(await figureNow('F2-11'), { id: 'F2-11', expected: 2, computed: 2, isOk: true })
  await run(sql`update posts.appointment set ends_on = '2026-02-01' where post_id = ${postIds[0]}`)
  assert.deepEqual(await figureNow('F2-10'), { id: 'F2-10', expected: 4, computed: 3, isOk: false })
})

test('F0-47 and F0-48 follow the actions of the street, F2-14 the functions under which something was logged', async () => {
  const here = await buildDistrict(platform)
  const rename = (id: number, name: string) =>
    platform.database.db.executeQuery(
      sql`update places.place set name = ${name}, search_text = ${name} where id = ${id}`.compile(platform.database.db),
    )
  await rename(here.id, '五华区')
  await rename(here.street.id, '普吉街道')
  const worker = actorAt(here.grid, ['gridWorker'])
  const log = (kind: 'cleanUp' | 'dissuasion', count: number) =>
    platform.services.operations.perform(platform.as(worker, here.id), logAction, {
      kind,
      count,
      functionKey: 'environment',
    })
  await log('cleanUp', 100)
  await log('dissuasion', 201)
  assert.deepEqual(await figureNow('F0-47'), { id: 'F0-47', expected: 100, computed: 100, isOk: false })
  assert.deepEqual(await figureNow('F0-48'), { id: 'F0-48', expected: 200, computed: 201, isOk: true })
  await log('cleanUp', 1)
  assert.deepEqual(await figureNow('F0-47'), { id: 'F0-47', expected: 100, computed: 101, isOk: true })
  await rename(here.id, '安宁市一')
  const [anning] = (await computeFigures(platform.services)).filter(({ id }) => id === 'F2-14')
  assert.equal(anning?.computed, 0)
})

test('figures of the problem catalogue and of problems solved follow the records (S4-60)', async () => {
  const here = await buildDistrict(platform)
  await platform.database.db.executeQuery(
    sql`update places.place set name = '郫都区' where id = ${here.id}`.compile(platform.database.db),
  )
  const team = await buildHazardTeam(platform, here)
  const computed = async () => [
    (await figureNow('F4-118'))?.computed,
    (await figureNow('F4-119'))?.computed,
    (await figureNow('F4-121'))?.computed,
  ]
  assert.deepEqual(await computed(), [9, 29, 0])
  const site = await buildSite(platform, team)
  const { hazards: found } = await inspect(platform, team, site.id, { isOnTheSpot: true })
  assert.deepEqual(await computed(), [9, 29, 0])
  await act(platform, team, team.rechecker, passHazard, { id: found[0]?.id ?? '' })
  await act(platform, team, team.administrator, retireKind, { id: team.kindIds[1], version: 2 })
  assert.deepEqual(await computed(), [9, 28, 1])
  assert.equal((await figureNow('F4-121'))?.isOk, false)
})
