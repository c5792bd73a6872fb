import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar } from '#modules/calendar'
import { cases } from '#modules/cases'
import { identity } from '#modules/identity'
import { organizations } from '#modules/organizations'
import { places } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { posts } from '#modules/posts'
import { workplace } from '#modules/workplace'
import { systemCtx, inTransaction, newId } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import { sql } from 'kysely'
import { computeFigures, insight } from './index.ts'

const platform = await openTestPlatform([places, organizations, identity, posts, workplace, calendar, cases, insight])

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
