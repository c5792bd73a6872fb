import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar } from '#modules/calendar'
import { installDefaults, listCategories, reportCase } from '#modules/cases/contract'
import { fieldwork } from '#modules/fieldwork'
import { hazards } from '#modules/hazards'
import { holdPost, buildPerson } from '#modules/identity/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { visitModules } from '#modules/visits/testing'
import { openTestPlatform } from '#platform/testing'
import { computeFigures, insight } from '../index.ts'

// Figures are computed as of today, whatever the clock of the test says.
const platform = await openTestPlatform([...visitModules, calendar, fieldwork, hazards, insight], new Date())

test('the figures of the riders follow who holds the post and what they report by their channel (S0-37)', async () => {
  const here = await buildDistrict(platform)
  const { pool } = platform.database
  await pool.query("update places.place set name = '五华区' where id = $1", [here.id])
  await pool.query("update places.place set name = '龙翔街道', search_text = '龙翔街道' where id = $1", [
    here.street.id,
  ])
  const computed = async () => {
    const figures = await computeFigures(platform.services)
    return ['F0-34', 'F0-35', 'F0-36', 'F0-37'].map((id) => figures.find((figure) => figure.id === id)?.computed)
  }
  const { perform } = platform.services.operations
  await perform(platform.as(actorAt(here.district, ['administrator']), here.id), installDefaults, {})
  assert.deepEqual(await computed(), [0, 0, 0, 0])
  const person = await buildPerson(platform, here, { name: '李小军' })
  await holdPost(platform, here, person.id, 'correspondent', { place: here.street })
  const rider = actorAt(here.street, ['correspondent'], { personId: person.id })
  const { items } = await perform(platform.as(rider, here.id), listCategories, {})
  const report = (category: string, channel: 'correspondent' | 'portal') =>
    perform(platform.as(rider, here.id), reportCase, {
      body: '楼道口堆了纸板',
      placeId: here.grid.id,
      channel,
      categoryId: items.find(({ name }) => name === category)?.id ?? null,
    })
  await report('消防安全', 'correspondent')
  await report('邻里纠纷', 'correspondent')
  await report('暴露垃圾', 'correspondent')
  await report('道路不洁', 'correspondent')
  await report('道路不洁', 'portal')
  assert.deepEqual(await computed(), [1, 1, 1, 2])
})
