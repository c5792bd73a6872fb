import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcome } from '#modules/identity/testing'
import { buildDistrict, buildPlace } from '#modules/places/testing'
import { systemCtx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { planAll } from './service/plan.ts'
import { act, buildProgramme, buildVisitTeam, buildWorker, type VisitTeam, visitModules } from './testing.ts'

const platform = await openTestPlatform(visitModules)
const DUTIES = ['宣讲政策', '督导工作', '解决问题', '办好实事']

/** Leaders visit on the 20th of each month, everywhere in the district. */
const leadersOf = (team: VisitTeam) =>
  buildProgramme(
    platform,
    { ...team, secretary: team.administrator },
    {
      kind: 'leader',
      name: '三固化四包干',
      placeId: team.here.district.id,
      rhythm: 'month',
      rhythmNumber: 20,
      duties: DUTIES,
    },
  )

const teamOf = async () => buildVisitTeam(platform, await buildDistrict(platform))

test('a leader is fixed to a community and a day; the table shows who, the next day, and where nobody is', async () => {
  const team = await teamOf()
  await buildPlace(platform, team.here.street, {
    level: 'community',
    name: '光明社区',
    code: `${team.here.street.code.slice(0, 9)}007`,
  })
  const programme = await leadersOf(team)
  await act(platform, team, team.administrator, contract.assignPlace, {
    programmeId: programme.id,
    placeId: team.here.community.id,
    personId: team.leader.personId ?? '',
    fixedDay: 25,
  })
  const table = await act(platform, team, team.administrator, contract.listContacts, { programmeId: programme.id })
  assert.deepEqual(
    table.items.map((line) => [line.placeName, line.holders.map((holder) => holder.name).join(), line.dueOn]),
    [
      ['幸福社区', '郑国华', '2026-06-25'],
      ['光明社区', '', null],
    ],
  )
  assert.deepEqual([table.placeCount, table.vacantCount, table.holders], [2, 1, [{ role: 'leader', personCount: 1 }]])
  const vacant = await act(platform, team, team.administrator, contract.listContacts, {
    programmeId: programme.id,
    filled: 'vacant',
  })
  assert.deepEqual(
    vacant.items.map((line) => line.placeName),
    ['光明社区'],
  )
})

test('a visit of the leader ticks the four duties and fulfils the month; the duties are counted', async () => {
  const team = await teamOf()
  const programme = await leadersOf(team)
  await act(platform, team, team.administrator, contract.assignPlace, {
    programmeId: programme.id,
    placeId: team.here.community.id,
    personId: team.leader.personId ?? '',
  })
  const made = await act(platform, team, team.leader, contract.recordVisit, {
    placeId: team.here.community.id,
    kind: 'leader',
    duties: DUTIES,
    words: '听取了议事会的意见',
  })
  assert.deepEqual([made.dueOn, made.state, made.duties], ['2026-06-20', 'done', DUTIES])
  await planAll(systemCtx(platform.services, team.here.id, platform.now))
  const sum = await act(platform, team, team.administrator, contract.sumCoverage, { programmeId: programme.id })
  assert.deepEqual([sum.coverage.toVisitCount, sum.coverage.visitedCount], [1, 1])
  assert.deepEqual(
    sum.duties.map(({ count }) => count),
    [1, 1, 1, 1],
  )
})

test('handed over many times at once a community has one leader, and the database refuses a second', async () => {
  const team = await teamOf()
  const second = await buildWorker(platform, team.here, 'departmentOfficer', team.here.district, '马局长')
  const programme = await leadersOf(team)
  const people = [team.leader.personId ?? '', second.personId ?? '']
  const answers = await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      outcome(
        act(platform, team, team.administrator, contract.assignPlace, {
          programmeId: programme.id,
          placeId: team.here.community.id,
          personId: people[index % 2] ?? '',
        }),
      ),
    ),
  )
  assert.deepEqual([...new Set(answers)], ['ok'])
  const table = await act(platform, team, team.administrator, contract.listContacts, { programmeId: programme.id })
  assert.equal(table.items[0]?.holders.length, 1)
  const open = await platform.rows(team.here.id, `select from visits.visit where state = 'planned'`)
  assert.equal(open.length, 1)
  const twice = platform.rows(
    team.here.id,
    `insert into visits.assignment (district_id, id, kind, person_id, programme_id, place_id, place_path, starts_on, created_at)
     select district_id, gen_random_uuid(), kind, $1, programme_id, place_id, place_path, starts_on, created_at
     from visits.assignment where programme_id = $2 and ends_on is null`,
    [people.find((personId) => personId !== table.items[0]?.holders[0]?.personId), programme.id],
  )
  await assert.rejects(twice, /assignment_leader/)
})

test('a bureau cadre visits the own community without a post there, and reports what was found', async () => {
  const team = await teamOf()
  const cadre = await buildWorker(platform, team.here, 'departmentOfficer', team.here.district, '马局长')
  const programme = await leadersOf(team)
  const input = { programmeId: programme.id, placeId: team.here.community.id, personId: cadre.personId ?? '' }
  const before = act(platform, team, cadre, contract.recordVisit, { placeId: input.placeId, kind: 'leader' })
  assert.match(await outcome(before), /^auth\.forbidden/)
  const { role } = await act(platform, team, team.administrator, contract.assignPlace, input)
  assert.equal(role, 'departmentOfficer')
  const made = await act(platform, team, cadre, contract.recordVisit, { placeId: input.placeId, kind: 'leader' })
  const finding = { visitId: made.id, kind: 'dispute', words: '两家为停车吵了半个月' } as const
  assert.match((await act(platform, team, cadre, contract.addFinding, finding)).caseNumber, /\d/)
})

test('stationed service has its hours, and attendance is counted in minutes', async () => {
  const team = await teamOf()
  const programme = await buildProgramme(platform, team, {
    kind: 'stationed',
    name: '治理人才驻点',
    rhythm: 'week',
    rhythmNumber: 4,
    duties: ['议事协商', '矛盾调处', '文明生活'],
  })
  const input = { programmeId: programme.id, placeId: team.here.grid.id, personId: team.other.personId ?? '' }
  const wrong = act(platform, team, team.secretary, contract.assignPlace, {
    ...input,
    fromMinute: 600,
    untilMinute: 540,
  })
  assert.match(await outcome(wrong), /^visits\.hours_not_possible/)
  await act(platform, team, team.secretary, contract.assignPlace, { ...input, fromMinute: 540, untilMinute: 660 })
  await act(platform, team, team.other, contract.recordVisit, {
    placeId: team.here.grid.id,
    kind: 'stationed',
    visitedAt: '2026-06-18T01:00:00Z',
    leftAt: '2026-06-18T02:30:00Z',
    duties: ['议事协商'],
  })
  const sum = await act(platform, team, team.secretary, contract.sumCoverage, { kind: 'stationed' })
  assert.deepEqual(
    [sum.stationedMinutes, sum.duties, sum.coverage.visitedCount],
    [90, [{ duty: '议事协商', count: 1 }], 1],
  )
})
