import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar } from '#modules/calendar'
import { fieldwork } from '#modules/fieldwork'
import { hazards } from '#modules/hazards'
import { buildDistrict } from '#modules/places/testing'
import { assignPlace, recordVisit } from '#modules/visits/contract'
import { act, buildAssigned, buildProgramme, buildVisitTeam, visitModules } from '#modules/visits/testing'
import { openTestPlatform } from '#platform/testing'
import { indicators } from '#modules/indicators'
import { computeFigures, insight } from '../index.ts'

// Figures are computed as of today, whatever the clock of the test says.
const START = new Date()
const platform = await openTestPlatform([...visitModules, calendar, fieldwork, hazards, insight, indicators], START)

const computed = async (...ids: string[]) => {
  const figures = await computeFigures(platform.services)
  return ids.map((id) => figures.find((figure) => figure.id === id)?.computed)
}

const teamIn = async (name: string) => {
  platform.setNow(START)
  const here = await buildDistrict(platform)
  await platform.database.pool.query('update places.place set name = $1 where id = $2', [name, here.id])
  return buildVisitTeam(platform, here)
}

test('figures of the leaders’ contact and of the households without omission follow the records (S4-14, S4-15)', async () => {
  const team = await teamIn('郫都区')
  assert.deepEqual(await computed('F4-020', 'F4-021', 'F4-022', 'F4-024', 'F4-025'), [0, 0, 0, 0, 0])
  assert.ok(Number.isNaN((await computed('F4-026'))[0]))
  const programme = await buildProgramme(
    platform,
    { ...team, secretary: team.administrator },
    {
      kind: 'leader',
      placeId: team.here.district.id,
      rhythm: 'month',
      rhythmNumber: 17,
      duties: ['宣讲政策', '督导工作', '解决问题', '办好实事'],
    },
  )
  await act(platform, team, team.administrator, assignPlace, {
    programmeId: programme.id,
    placeId: team.here.community.id,
    personId: team.leader.personId ?? '',
  })
  const [household] = await buildAssigned(platform, team, 1)
  await buildProgramme(platform, team)
  const ids = ['F4-020', 'F4-021', 'F4-022', 'F4-023', 'F4-024', 'F4-025', 'F4-026']
  assert.deepEqual(await computed(...ids), [3, 4, 1, 0, 1, 1, 0])
  assert.ok(household)
})

test('whoever heads or works in a grid counts as long as somebody holds the post (S2-16)', async () => {
  const team = await teamIn('安宁市')
  assert.deepEqual(await computed('F2-12', 'F2-08'), [1, 0])
  await act(platform, team, team.leader, recordVisit, { placeId: team.here.grid.id, kind: 'frontLine' })
  await platform.rows(team.here.id, `update posts.appointment set ends_on = '2026-02-01'`)
  assert.deepEqual(await computed('F2-12', 'F2-08'), [0, 0])
})
