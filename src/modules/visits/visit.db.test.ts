import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, civilDateAt } from '#kernel/time'
import * as cases from '#modules/cases/contract'
import { outcome } from '#modules/identity/testing'
import { buildDistrict } from '#modules/places/testing'
import { newId, systemCtx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { markMissed, tellOfLate } from './reactions.ts'
import { planAll } from './service/plan.ts'
import {
  act,
  buildAssigned,
  buildHousehold,
  buildProgramme,
  buildVisitTeam,
  exported,
  type VisitTeam,
  visitModules,
} from './testing.ts'

const START = new Date('2026-06-18T02:32:00Z')
const platform = await openTestPlatform(visitModules, START)
const teamOf = async () => {
  platform.setNow(START)
  return buildVisitTeam(platform, await buildDistrict(platform))
}
const system = (team: VisitTeam) => systemCtx(platform.services, team.here.id, platform.now)
const passDays = (days: number): void => platform.setNow(new Date(platform.now().getTime() + days * 86_400_000))
const coverageOf = async (team: VisitTeam) =>
  (await act(platform, team, team.secretary, contract.sumCoverage, { withinId: team.here.community.id })).coverage
const noticesOf = (team: VisitTeam, personId: string | null) =>
  platform.rows<{ key: string; count: number }>(
    team.here.id,
    `select key, (data->>'count')::int as count from platform.notice where person_id = $1 and key like 'visits:%' order by created_at, id`,
    [personId],
  )

test('a rule plans one visit to every household, assigned or not, and asked again it plans nothing twice', async () => {
  const team = await teamOf()
  await buildAssigned(platform, team, 2)
  await buildHousehold(platform, team)
  const programme = await buildProgramme(platform, team)
  await Promise.all(Array.from({ length: 5 }, () => planAll(system(team))))
  const coverage = await coverageOf(team)
  assert.deepEqual([coverage.toVisitCount, coverage.unassignedCount], [3, 1])
  assert.equal(programme.dueOn, '2026-07-17')
  const mine = await act(platform, team, team.cadre, contract.listVisits, { view: 'mine', show: 'open' })
  assert.equal(mine.items.length, 2)
})

test('a visit told of a household fulfils the planned one; nobody home leaves it to be made', async () => {
  const team = await teamOf()
  const [household] = await buildAssigned(platform, team, 1)
  await buildProgramme(platform, team, { duties: ['宣讲政策'] })
  const householdId = household?.id ?? ''
  const tried = await act(platform, team, team.cadre, contract.recordVisit, { householdId, outcome: 'notHome' })
  assert.deepEqual([tried.state, tried.outcome, tried.dueOn], ['done', 'notHome', null])
  const open = await act(platform, team, team.cadre, contract.listVisits, { view: 'mine', show: 'open' })
  assert.deepEqual(
    open.items.map((visit) => [visit.state, visit.attemptCount]),
    [['planned', 1]],
  )
  const made = await act(platform, team, team.cadre, contract.recordVisit, {
    householdId,
    duties: ['宣讲政策'],
    words: '老人身体好，电话 13812341234',
  })
  assert.equal(made.id, open.items[0]?.id)
  assert.deepEqual([made.state, made.words], ['done', '老人身体好，电话 138****1234'])
  const coverage = await coverageOf(team)
  assert.deepEqual([coverage.toVisitCount, coverage.visitedCount, coverage.inTimeCount], [1, 1, 1])
  const unknown = act(platform, team, team.cadre, contract.recordVisit, { householdId, duties: ['办好实事'] })
  assert.match(await outcome(unknown), /^visits\.duty_unknown/)
})

test('of fifty who record the same planned visit one is heard, and the others are told', async () => {
  const team = await teamOf()
  await buildAssigned(platform, team, 1)
  await buildProgramme(platform, team)
  const { items } = await act(platform, team, team.cadre, contract.listVisits, { view: 'mine', show: 'open' })
  const visitId = items[0]?.id ?? ''
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => outcome(act(platform, team, team.cadre, contract.recordVisit, { visitId }))),
  )
  assert.equal(answers.filter((answer) => answer === 'ok').length, 1)
  assert.equal(answers.filter((answer) => answer.startsWith('visits.recorded_conflict')).length, 49)
  const numbers = await platform.rows(team.here.id, `select number from visits.visit where number is not null`)
  assert.equal(numbers.length, 1)
})

test('a phone that sends a visit twice keeps one, under the id it made', async () => {
  const team = await teamOf()
  const [household] = await buildAssigned(platform, team, 1)
  const input = { id: newId(platform), householdId: household?.id ?? '' }
  const requestId = newId(platform)
  const send = () =>
    platform.services.operations.perform(
      platform.as(team.cadre, team.here.id, { requestId }),
      contract.recordVisit,
      input,
    )
  assert.equal((await send()).id, (await send()).id)
  const again = act(platform, team, team.cadre, contract.recordVisit, input)
  assert.match(await outcome(again), /^visits\.recorded_conflict/)
})

test('a day that is over is told to whose visit it is, after the grace to those above; made up it is no omission', async () => {
  const team = await teamOf()
  await buildAssigned(platform, team, 3)
  await buildProgramme(platform, team, { graceDays: 3 })
  passDays(30)
  await tellOfLate(system(team))
  await tellOfLate(system(team))
  await markMissed(system(team))
  assert.deepEqual(await noticesOf(team, team.cadre.personId), [
    { key: 'visits:notice.assigned', count: 3 },
    { key: 'visits:notice.late', count: 3 },
  ])
  assert.deepEqual(await noticesOf(team, team.secretary.personId), [])
  passDays(3)
  await markMissed(system(team))
  await markMissed(system(team))
  assert.deepEqual(await noticesOf(team, team.secretary.personId), [{ key: 'visits:notice.missed', count: 3 }])
  const omitted = await act(platform, team, team.secretary, contract.listVisits, { show: 'omitted' })
  assert.deepEqual(
    omitted.items.map((visit) => visit.state),
    ['missed', 'missed', 'missed'],
  )
  for (const visit of omitted.items) await act(platform, team, team.cadre, contract.recordVisit, { visitId: visit.id })
  const after = await act(platform, team, team.secretary, contract.listVisits, { show: 'omitted' })
  assert.deepEqual(after.items, [])
  const coverage = await coverageOf(team)
  assert.deepEqual([coverage.omittedCount, coverage.madeUpCount, coverage.inTimeCount], [0, 3, 0])
})

test('coverage is told by place, person and rule, the most omissions first', async () => {
  const team = await teamOf()
  await buildAssigned(platform, team, 2)
  const third = await buildHousehold(platform, team)
  await act(platform, team, team.secretary, contract.assignHouseholds, {
    ids: [third.id],
    personId: team.other.personId ?? '',
  })
  await buildProgramme(platform, team)
  await act(platform, team, team.other, contract.recordVisit, { householdId: third.id })
  passDays(30)
  const lines = async (by: 'place' | 'person' | 'programme') =>
    (await act(platform, team, team.secretary, contract.listCoverage, { by })).items.map((line) => [
      line.name,
      line.visitedCount,
      line.toVisitCount,
      line.omittedCount,
    ])
  assert.deepEqual(await lines('person'), [
    ['陈晓梅', 0, 2, 2],
    ['李小军', 1, 1, 0],
  ])
  assert.deepEqual(await lines('place'), [['第 1 网格', 1, 3, 2]])
  assert.deepEqual(await lines('programme'), [['社区干部入户走访', 1, 3, 2]])
  const first = await act(platform, team, team.secretary, contract.listCoverage, { by: 'person', limit: 1 })
  const second = await act(platform, team, team.secretary, contract.listCoverage, {
    by: 'person',
    limit: 1,
    cursor: first.nextCursor ?? '',
  })
  assert.deepEqual([first.items[0]?.name, second.items[0]?.name], ['陈晓梅', '李小军'])
})

test('somebody above excuses a visit with the reason, never the own; it is no longer to be visited', async () => {
  const team = await teamOf()
  const [household] = await buildAssigned(platform, team, 1)
  const own = await buildHousehold(platform, team)
  await act(platform, team, team.secretary, contract.assignHouseholds, {
    ids: [own.id],
    personId: team.secretary.personId ?? '',
  })
  await buildProgramme(platform, team)
  const open = await act(platform, team, team.secretary, contract.listVisits, { show: 'open' })
  const idOf = (householdId: string | undefined): string =>
    open.items.find((visit) => visit.householdId === householdId)?.id ?? ''
  const asOwn = act(platform, team, team.secretary, contract.excuseVisit, { id: idOf(own.id), reason: '我出差' })
  assert.match(await outcome(asOwn), /^visits\.own_excuse/)
  const asCadre = act(platform, team, team.cadre, contract.excuseVisit, { id: idOf(household?.id), reason: '太远' })
  assert.match(await outcome(asCadre), /^auth\.forbidden/)
  const input = { id: idOf(household?.id), reason: '全家外出务工' }
  const excused = await act(platform, team, team.secretary, contract.excuseVisit, input)
  assert.deepEqual([excused.state, excused.reason], ['excused', '全家外出务工'])
  const coverage = await coverageOf(team)
  assert.deepEqual([coverage.toVisitCount, coverage.excusedCount], [1, 1])
  const made = act(platform, team, team.cadre, contract.recordVisit, { visitId: input.id })
  assert.match(await outcome(made), /^visits\.excused_already/)
})

test('what is found becomes a case of channel visit, linked both ways; decision, owner and result stand at the finding', async () => {
  const team = await teamOf()
  const programme = await buildProgramme(platform, team, {
    kind: 'frontLine',
    name: '下沉一线',
    rhythm: 'none',
    rhythmNumber: 0,
  })
  const planned = await act(platform, team, team.secretary, contract.planVisit, {
    programmeId: programme.id,
    placeId: team.here.community.id,
    personId: team.leader.personId ?? '',
    dueOn: addDays(civilDateAt(platform.now()), 7),
  })
  const early = act(platform, team, team.leader, contract.addFinding, {
    visitId: planned.id,
    kind: 'problem',
    words: '后门路灯坏了三天',
  })
  assert.match(await outcome(early), /^visits\.not_made_yet/)
  const made = await act(platform, team, team.leader, contract.recordVisit, {
    placeId: team.here.community.id,
    kind: 'frontLine',
  })
  assert.equal(made.id, planned.id)
  const finding = await act(platform, team, team.leader, contract.addFinding, {
    visitId: made.id,
    kind: 'problem',
    words: '后门路灯坏了三天，老人晚上看不见',
    decision: '三天内修好',
  })
  const found = await act(platform, team, team.secretary, cases.findCase, { id: finding.caseId })
  assert.deepEqual([found.channel, found.sourceNumber], ['visit', `${made.number}-1`])
  const back = await act(platform, team, team.secretary, contract.listVisits, { words: made.number ?? '' })
  assert.deepEqual(
    back.items.map((visit) => visit.id),
    [made.id],
  )
  const list = await act(platform, team, team.secretary, contract.listFindings, { visitKind: 'frontLine' })
  assert.deepEqual(
    list.items.map((item) => [item.decision, item.caseNumber, item.ownerName, item.isSolved]),
    [['三天内修好', found.number, null, false]],
  )
  await platform.rows(
    team.here.id,
    `update cases.case_file set state = 'closed', headline = '路灯亮了' where id = $1`,
    [finding.caseId],
  )
  const solved = await act(platform, team, team.secretary, contract.listFindings, {})
  assert.deepEqual([solved.items[0]?.isSolved, solved.items[0]?.result], [true, '路灯亮了'])
  const { items } = await act(platform, team, team.secretary, contract.countFindings, {})
  assert.deepEqual(items, [{ kind: 'problem', count: 1, solvedCount: 1 }])
})

test('a finding kept on the phone beside its visit finds it by the id the phone made', async () => {
  const team = await teamOf()
  const [household] = await buildAssigned(platform, team, 1)
  await buildProgramme(platform, team)
  const id = newId(platform)
  const made = await act(platform, team, team.cadre, contract.recordVisit, { id, householdId: household?.id ?? '' })
  assert.notEqual(made.id, id)
  const finding = await act(platform, team, team.cadre, contract.addFinding, {
    visitId: id,
    kind: 'hazard',
    words: '楼道堆了电瓶车',
  })
  assert.equal(finding.visitId, made.id)
  const twenty = Array.from({ length: 20 }, () =>
    outcome(act(platform, team, team.cadre, contract.addFinding, { visitId: id, kind: 'need', words: '要装扶手' })),
  )
  const answers = await Promise.all(twenty)
  assert.equal(answers.filter((answer) => answer === 'ok').length, 19)
})

test('a rule that ends drops the visits that would be due later and keeps those that were made', async () => {
  const team = await teamOf()
  const [one] = await buildAssigned(platform, team, 2)
  const programme = await buildProgramme(platform, team)
  await act(platform, team, team.cadre, contract.recordVisit, { householdId: one?.id ?? '' })
  const { id, version } = programme
  const ended = await act(platform, team, team.secretary, contract.endProgramme, { id, version })
  assert.equal(ended.isActive, false)
  const rows = await platform.rows<{ state: string }>(
    team.here.id,
    `select state from visits.visit where programme_id = $1`,
    [id],
  )
  assert.deepEqual(rows, [{ state: 'done' }])
})

test('the list of omissions and the coverage leave as workbooks', async () => {
  const team = await teamOf()
  await buildAssigned(platform, team, 1)
  await buildProgramme(platform, team)
  passDays(30)
  const omissions = await exported(platform, team, team.secretary, contract.exportVisits, { show: 'omitted' })
  assert.deepEqual(
    omissions.map((row) => [row['走访人'], row['最晚日期'], row['状态']]),
    [['陈晓梅', '2026-07-17', '到期未访']],
  )
  const coverage = await exported(platform, team, team.secretary, contract.exportCoverage, {})
  assert.deepEqual(
    coverage.map((row) => [row['名称'], row['应访'], row['遗漏']]),
    [['第 1 网格', '1', '1']],
  )
})
