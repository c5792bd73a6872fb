import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildDistrict, buildPlace } from '#modules/places/testing'
import { buildPerson, outcome } from '#modules/identity/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import {
  act,
  buildAssigned,
  buildHousehold,
  buildProgramme,
  buildVisitTeam,
  buildWorker,
  exported,
  visitModules,
} from './testing.ts'

const platform = await openTestPlatform(visitModules)
const teamOf = async () => buildVisitTeam(platform, await buildDistrict(platform))

test('who lives there is masked; a look with a reason shows it and is written down', async () => {
  const team = await teamOf()
  const { id } = await buildHousehold(platform, team, {
    label: '张建国',
    contactName: '张建国',
    contactPhone: '13812341234',
  })
  const { household } = await act(platform, team, team.cadre, contract.findHousehold, { id })
  assert.deepEqual([household.label, household.contactName, household.contactPhone], ['张*国', '张*国', '138****1234'])
  const seen = await act(platform, team, team.cadre, contract.revealHousehold, { id, reason: '约时间入户' })
  assert.deepEqual(seen, { label: '张建国', contactName: '张建国', contactPhone: '13812341234' })
  const looks = await platform.rows<{ reason: string; person_id: string }>(
    team.here.id,
    `select reason, person_id from platform.access_log where subject_id = $1`,
    [id],
  )
  assert.deepEqual(looks, [{ reason: '约时间入户', person_id: team.cadre.personId }])
  const asked = act(platform, team, team.administrator, contract.revealHousehold, { id, reason: '看看' })
  assert.match(await outcome(asked), /^auth\.forbidden/)
})

test('households of a neighbouring community are neither listed nor found', async () => {
  const team = await teamOf()
  const beside = await buildPlace(platform, team.here.street, {
    level: 'community',
    name: '隔壁社区',
    code: `${team.here.street.code.slice(0, 9)}009`,
  })
  const stranger = await buildWorker(platform, team.here, 'communityWorker', beside, '外人')
  const { id } = await buildHousehold(platform, team)
  assert.equal((await act(platform, team, stranger, contract.listHouseholds, {})).items.length, 0)
  assert.match(
    await outcome(act(platform, team, stranger, contract.listHouseholds, { withinId: team.here.grid.id })),
    /^auth\.forbidden/,
  )
  assert.match(
    await outcome(act(platform, team, stranger, contract.findHousehold, { id })),
    /^visits\.household_not_found/,
  )
  await act(platform, team, team.secretary, contract.assignHouseholds, { ids: [id], personId: stranger.personId ?? '' })
  const own = await act(platform, team, stranger, contract.listHouseholds, { view: 'mine' })
  assert.deepEqual(
    own.items.map((household) => household.id),
    [id],
  )
})

test('marks are shown at a household only to those near it, and counted for those above', async () => {
  const team = await teamOf()
  const { items } = await act(platform, team, team.administrator, contract.setMarks, {
    marks: [
      { id: null, name: '独居老人' },
      { id: null, name: '困难家庭' },
    ],
  })
  const alone = items[0]?.id ?? ''
  const { id } = await buildHousehold(platform, team, { markIds: [alone] })
  const near = await act(platform, team, team.cadre, contract.findHousehold, { id })
  assert.deepEqual(
    near.household.marks.map((mark) => mark.name),
    ['独居老人'],
  )
  const far = await act(platform, team, team.leader, contract.findHousehold, { id })
  assert.deepEqual(far.household.marks, [])
  const counts = await act(platform, team, team.leader, contract.listMarks, {})
  assert.deepEqual(
    counts.items.map((mark) => [mark.name, mark.householdCount]),
    [
      ['独居老人', 1],
      ['困难家庭', 0],
    ],
  )
  await act(platform, team, team.administrator, contract.setMarks, { marks: [{ id: alone, name: '独居或空巢老人' }] })
  const later = await act(platform, team, team.cadre, contract.listMarks, {})
  assert.deepEqual(
    later.items.map((mark) => mark.name),
    ['独居或空巢老人'],
  )
})

test('a hand-over ends one responsibility and begins the next the same day; visits to come go along', async () => {
  const team = await teamOf()
  const [household] = await buildAssigned(platform, team, 1)
  await buildProgramme(platform, team)
  const id = household?.id ?? ''
  platform.setNow(new Date(platform.now().getTime() + 60_000))
  const moved = await act(platform, team, team.secretary, contract.assignHouseholds, {
    ids: [id],
    personId: team.other.personId ?? '',
    reason: '换片区',
  })
  assert.deepEqual(moved, { begunCount: 1, handedOverCount: 1, sameCount: 0 })
  const history = await act(platform, team, team.secretary, contract.listAssignments, { householdId: id })
  assert.deepEqual(
    history.items.map((row) => [row.name, row.endsOn === null]),
    [
      ['李小军', true],
      ['陈晓梅', false],
    ],
  )
  const mine = await act(platform, team, team.other, contract.listVisits, { view: 'mine', show: 'open' })
  assert.deepEqual(
    mine.items.map((visit) => visit.householdId),
    [id],
  )
  const again = await act(platform, team, team.secretary, contract.assignHouseholds, {
    ids: [id],
    personId: team.other.personId ?? '',
  })
  assert.deepEqual(again, { begunCount: 0, handedOverCount: 0, sameCount: 1 })
})

test('two hand-overs at once leave one responsible person, and the database refuses a second one', async () => {
  const team = await teamOf()
  const households = await buildAssigned(platform, team, 3)
  const ids = households.map((household) => household.id)
  const people = [team.cadre, team.other, team.secretary]
  await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      act(platform, team, team.secretary, contract.assignHouseholds, {
        ids: index % 2 === 0 ? ids : ids.toReversed(),
        personId: people[index % people.length]?.personId ?? '',
      }),
    ),
  )
  const held = await platform.rows<{ count: number }>(
    team.here.id,
    `select count(*)::int as count from visits.assignment where household_id = any($1::uuid[]) and ends_on is null`,
    [ids],
  )
  assert.equal(held[0]?.count, ids.length)
  const second = platform.rows(
    team.here.id,
    `insert into visits.assignment (district_id, id, kind, person_id, household_id, place_path, starts_on, created_at)
     select district_id, gen_random_uuid(), kind, person_id, household_id, place_path, starts_on, created_at
     from visits.assignment where household_id = $1 and ends_on is null`,
    [ids[0]],
  )
  await assert.rejects(second, /assignment_household/)
})

test('households nobody is responsible for are listed; who holds no post cannot be responsible', async () => {
  const team = await teamOf()
  const { id } = await buildHousehold(platform, team)
  await buildAssigned(platform, team, 1)
  const unassigned = await act(platform, team, team.secretary, contract.listHouseholds, { assigned: 'unassigned' })
  assert.deepEqual(
    unassigned.items.map((household) => household.id),
    [id],
  )
  const resident = await buildPerson(platform, team.here, { name: '王小芳' })
  const refused = act(platform, team, team.secretary, contract.assignHouseholds, { ids: [id], personId: resident.id })
  assert.equal(await outcome(refused), 'visits.not_staff {"name":"王小芳"}')
})

test('a closed household is no longer listed or planned, and its door is free again', async () => {
  const team = await teamOf()
  const { id, door, version } = await buildHousehold(platform, team)
  await buildProgramme(platform, team)
  const twice = buildHousehold(platform, team, { door: ` ${door}` })
  assert.match(await outcome(twice), /^visits\.door_conflict/)
  await act(platform, team, team.secretary, contract.closeHousehold, { id, version, reason: '房子拆了' })
  const planned = await platform.rows(team.here.id, `select from visits.visit where household_id = $1`, [id])
  assert.deepEqual(planned, [])
  assert.equal((await act(platform, team, team.cadre, contract.listHouseholds, {})).items.length, 0)
  await buildHousehold(platform, team, { door })
})

const fileOf = (...lines: string[]) => ({ fileName: 'households.csv', bytes: Buffer.from(lines.join('\n')) })

test('a file of households comes in whole or not at all, and the same file again changes nothing', async () => {
  const team = await teamOf()
  const head = '辖区代码,门牌,称呼,联系人,联系电话'
  const upload = (operation: typeof contract.previewImport | typeof contract.commitImport, ...lines: string[]) =>
    platform.services.operations.upload(
      platform.as(team.secretary, team.here.id),
      operation,
      { withinId: team.here.community.id },
      fileOf(head, ...lines),
    )
  const code = team.here.grid.code
  const bad = await upload(contract.previewImport, `${code},3-101,老张家,张三,13812341234`, 'nowhere,3-102,,,')
  assert.deepEqual([bad.createdCount, bad.badCount], [1, 1])
  const refused = upload(contract.commitImport, `${code},3-101,老张家,张三,13812341234`, 'nowhere,3-102,,,')
  assert.equal(await outcome(refused), 'visits.import_has_faults {"count":1,"line":3}')
  assert.equal((await act(platform, team, team.cadre, contract.listHouseholds, {})).items.length, 0)
  const lines = [`${code},3-101,老张家,张三,13812341234`, `${code},3-102,,,`]
  assert.equal((await upload(contract.commitImport, ...lines)).createdCount, 2)
  assert.equal((await upload(contract.commitImport, ...lines)).sameCount, 2)
  const changed = await upload(contract.commitImport, `${code},3-102,李家,,`)
  assert.deepEqual([changed.createdCount, changed.updatedCount], [0, 1])
})

test('the export holds the households of the list, masked', async () => {
  const team = await teamOf()
  await buildHousehold(platform, team, { door: '9-901', contactName: '张建国', contactPhone: '13812341234' })
  const rows = await exported(platform, team, team.secretary, contract.exportHouseholds, {})
  assert.deepEqual(
    rows.map((row) => [row['门牌'], row['联系人'], row['联系电话']]),
    [['9-901', '张*国', '138****1234']],
  )
})
