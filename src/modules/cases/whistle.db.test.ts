import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone, system } from '#kernel/role'
import type { CivilDate } from '#kernel/time'
import { buildPerson } from '#modules/identity/testing'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { buildAppointment, buildPost } from '#modules/posts/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { tellOfAbsent } from './measure-jobs.ts'
import { act, buildCase, buildTeam, type CaseTeam, caseModules, setFlow } from './testing.ts'

const start = new Date('2026-06-18T02:32:00Z')
const platform = await openTestPlatform(caseModules, start)
const later = (minutes: number): void => {
  platform.setNow(new Date(platform.now().getTime() + minutes * 60_000))
}
const team = async () => {
  platform.setNow(start)
  const ours = await buildTeam(platform, await buildDistrict(platform))
  return { ...ours, street: actorAt(ours.here.street, ['streetOfficer'], { name: '孙街办' }) }
}
type Ours = Awaited<ReturnType<typeof team>>

/** A department with an officer who may come. */
const department = async (ours: CaseTeam) => {
  const { id: organizationId } = await buildOrganization(platform, ours.here.district)
  return {
    organizationId,
    officer: actorAt(ours.here.district, ['departmentOfficer'], { name: '钱执法', organizationId }),
  }
}
const point = { longitude: 102.7, latitude: 25.05 }

/** A whistle blown on a new case. */
const blow = async (ours: Ours, state: 'filed' | 'handling' = 'handling') => {
  const { id: caseId, queryCode } = await buildCase(platform, ours, { state })
  const input = { caseId, reason: 'jointEnforcement', words: '占道经营，社区劝不动' } as const
  const whistle = await act(platform, ours, ours.secretary, contract.blowWhistle, input)
  return { caseId, queryCode, id: whistle.id }
}
const called = async (ours: Ours, count = 1) => {
  const blown = await blow(ours)
  const departments = await Promise.all(Array.from({ length: count }, () => department(ours)))
  const organizationIds = departments.map(({ organizationId }) => organizationId)
  await act(platform, ours, ours.street, contract.callWhistle, { id: blown.id, organizationIds })
  return { ...blown, departments, organizationIds, first: departments[0] as (typeof departments)[number] }
}
const ended = async (ours: Ours) => {
  const whistle = await called(ours)
  const { organizationId, officer } = whistle.first
  const of = { id: whistle.id, organizationId }
  await act(platform, ours, officer, contract.arriveAtWhistle, { ...of, point })
  await act(platform, ours, officer, contract.leaveWhistle, { ...of, words: '清理了三个摊位' })
  await act(platform, ours, ours.street, contract.endWhistle, { id: whistle.id, words: '现场恢复' })
  return { ...whistle, of }
}

test('S1-31: a community whistles, the street calls, departments take the order, the district presses, residents grade; each with who and when', async () => {
  const ours = await team()
  const leader = actorAt(ours.here.district, ['leader'], { name: '何区长' })
  const { id, caseId, queryCode } = await blow(ours)
  later(5)
  const { organizationId, officer } = await department(ours)
  await act(platform, ours, ours.street, contract.callWhistle, { id, organizationIds: [organizationId] })
  later(3)
  await act(platform, ours, officer, contract.takeOrder, { id, organizationId })
  await act(platform, ours, leader, contract.issueSupervision, {
    caseId,
    kind: 'yellow',
    words: '今天必须解决',
    replyHours: 4,
  })
  later(10)
  await act(platform, ours, officer, contract.arriveAtWhistle, { id, organizationId, point })
  await act(platform, ours, officer, contract.leaveWhistle, { id, organizationId, words: '已清理' })
  await act(platform, ours, ours.street, contract.endWhistle, { id, words: '恢复畅通' })
  await act(platform, ours, ours.solver, contract.resolveCase, { id: caseId, words: '已清理' })
  await act(platform, ours, ours.verifier, contract.verifyCase, { id: caseId })
  await act(platform, ours, ours.worker, contract.closeCase, { id: caseId, words: '人行道恢复通行' })
  await act(platform, ours, anyone, contract.evaluateCase, { queryCode, rating: 5 })
  const { links } = await act(platform, ours, ours.dispatcher, contract.findWhistles, { caseId })
  assert.deepEqual(
    links.map(({ link, who, at }) => [link, who, at !== null]),
    [
      ['community', '周*强', true],
      ['street', '孙*办', true],
      ['department', '钱*法', true],
      ['district', '何*长', true],
      ['resident', '', true],
    ],
  )
  const sums = await act(platform, ours, ours.dispatcher, contract.sumWhistles, {})
  assert.equal(sums.linkCount, 5)
  assert.deepEqual([sums.whistles, sums.called, sums.arrived, sums.inTime, sums.meanMinutes], [1, 1, 1, 1, 13])
})

test('three legal reasons, staff of the community or street, one open whistle on a case', async () => {
  const ours = await team()
  const { caseId } = await blow(ours)
  const again = { caseId, reason: 'emergency', words: '水管爆了' } as const
  await assert.rejects(act(platform, ours, ours.worker, contract.blowWhistle, again), { code: 'cases.whistle_open' })
  await assert.rejects(act(platform, ours, ours.verifier, contract.blowWhistle, again), { code: 'auth.forbidden' })
  await assert.rejects(
    act(platform, ours, ours.worker, contract.blowWhistle, { ...again, reason: 'boredom' } as never),
    { code: 'request.invalid' },
  )
})

test('only the street of the place calls or declines; a community is told why nobody comes', async () => {
  const ours = await team()
  const { id } = await blow(ours)
  const other = actorAt({ ...ours.here.street, path: '8.' }, ['streetOfficer'])
  await assert.rejects(act(platform, ours, other, contract.declineWhistle, { id, words: '不必' }), {
    code: 'cases.case_not_found',
  })
  await assert.rejects(act(platform, ours, ours.secretary, contract.declineWhistle, { id, words: '不必' }), {
    code: 'auth.forbidden',
  })
  const declined = await act(platform, ours, ours.street, contract.declineWhistle, { id, words: '街道城管队自己去' })
  assert.deepEqual([declined.state, declined.endWords], ['declined', '街道城管队自己去'])
  await assert.rejects(
    act(platform, ours, ours.street, contract.callWhistle, { id, organizationIds: [ours.organizationId] }),
    { code: 'cases.whistle_over' },
  )
})

test('a called organisation reads the case and acts for itself only; one that was not called sees nothing', async () => {
  const ours = await team()
  const { id, caseId, departments } = await called(ours, 2)
  const [one, two] = departments
  const stranger = await department(ours)
  assert.ok(one && two)
  await act(platform, ours, one.officer, contract.findCase, { id: caseId })
  await assert.rejects(act(platform, ours, stranger.officer, contract.findCase, { id: caseId }), {
    code: 'cases.case_not_found',
  })
  const forTwo = { id, organizationId: two.organizationId }
  await assert.rejects(act(platform, ours, one.officer, contract.takeOrder, forTwo), { code: 'auth.forbidden' })
  await assert.rejects(act(platform, ours, stranger.officer, contract.takeOrder, forTwo), { code: 'auth.forbidden' })
  const uncalled = { id, organizationId: stranger.organizationId }
  await assert.rejects(act(platform, ours, stranger.officer, contract.takeOrder, uncalled), {
    code: 'cases.case_not_found',
  })
  const mine = await act(platform, ours, one.officer, contract.listWhistles, { view: 'called' })
  assert.deepEqual(
    mine.items.map((item) => item.id),
    [id],
  )
})

test('an arrival has evidence: a photo or the position, else it is refused by the shape and by the database', async () => {
  const ours = await team()
  const { id, first } = await called(ours)
  const of = { id, organizationId: first.organizationId }
  await assert.rejects(act(platform, ours, first.officer, contract.arriveAtWhistle, of), { code: 'request.invalid' })
  await assert.rejects(
    platform.rows(ours.here.id, 'update cases.participation set arrived_at = now() where whistle_id = $1', [id]),
    /arrived_with_evidence/,
  )
})

test('fifty arrivals of one organisation at once: one counts, the others are told that it is there already', async () => {
  const ours = await team()
  const { id, first } = await called(ours)
  const arrive = () =>
    act(platform, ours, first.officer, contract.arriveAtWhistle, { id, organizationId: first.organizationId, point })
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, arrive))
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
  assert.equal(refused.length, 49)
  assert.deepEqual([...new Set(refused)], ['cases.arrived_already'])
})

test('事不完人不走: it does not end before everybody called has said what was done or is excused with a reason', async () => {
  const ours = await team()
  const { id, departments } = await called(ours, 2)
  const [one, two] = departments
  assert.ok(one && two)
  const end = () => act(platform, ours, ours.street, contract.endWhistle, { id, words: '办完了' })
  await act(platform, ours, one.officer, contract.arriveAtWhistle, { id, organizationId: one.organizationId, point })
  await assert.rejects(end(), { code: 'cases.some_have_not_reported' })
  await act(platform, ours, one.officer, contract.leaveWhistle, {
    id,
    organizationId: one.organizationId,
    words: '当场开了罚单',
  })
  await assert.rejects(end(), { code: 'cases.some_have_not_reported' })
  await act(platform, ours, ours.street, contract.excuseFromWhistle, {
    id,
    organizationId: two.organizationId,
    words: '值守防汛',
  })
  const done = await end()
  assert.equal(done.state, 'ended')
  assert.deepEqual(done.participations.map((it) => it.excuse).sort(), [null, '值守防汛'].sort())
})

test('two marks at once: one is kept, the other refused; each side marks once and only when it is over', async () => {
  const ours = await team()
  const early = await called(ours)
  await assert.rejects(
    act(platform, ours, ours.street, contract.scoreOrganization, {
      id: early.id,
      organizationId: early.first.organizationId,
      score: 5,
    }),
    { code: 'cases.whistle_not_ended' },
  )
  const { of, first, caseId } = await ended(ours)
  const scores = await Promise.allSettled(
    [3, 5].map((score) => act(platform, ours, ours.street, contract.scoreOrganization, { ...of, score })),
  )
  assert.deepEqual(scores.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  await act(platform, ours, first.officer, contract.rateWhistle, { ...of, score: 4 })
  await assert.rejects(act(platform, ours, first.officer, contract.rateWhistle, { ...of, score: 1 }), {
    code: 'cases.scored_already',
  })
  const { items } = await act(platform, ours, ours.street, contract.findWhistles, { caseId })
  assert.equal(items[0]?.participations[0]?.whistleScore, 4)
  await assert.rejects(act(platform, ours, ours.street, contract.scoreOrganization, { ...of, score: 6 } as never), {
    code: 'request.invalid',
  })
})

test('who is not there in time is told, with the dispatcher of the district, once; the minutes are those of the district', async () => {
  const ours = await team()
  await setFlow(platform, ours, { whistleMinutes: 10 })
  const officer = await buildPerson(platform, ours.here)
  const dispatcher = await buildPerson(platform, ours.here)
  const { id: organizationId } = await buildOrganization(platform, ours.here.district)
  const officerPost = await buildPost(platform, ours.here.district, 'departmentOfficer', {
    organization_id: organizationId,
  })
  await buildAppointment(platform, officerPost, officer.id)
  await buildAppointment(platform, await buildPost(platform, ours.here.district, 'dispatcher'), dispatcher.id)
  const { id, caseId } = await blow(ours)
  await act(platform, ours, ours.street, contract.callWhistle, { id, organizationIds: [organizationId] })
  const told = async () => {
    await tellOfAbsent(platform.as(system, ours.here.id))
    return platform.rows<{ person_id: string }>(
      ours.here.id,
      "select person_id from platform.notice where key = 'cases:notice.whistleAbsent' and matter_id = $1",
      [caseId],
    )
  }
  later(10)
  assert.equal((await told()).length, 0)
  later(1)
  const rows = await told()
  assert.deepEqual(rows.map((row) => row.person_id).sort(), [officer.id, dispatcher.id].sort())
  assert.equal((await told()).length, 2)
  const late = await act(platform, ours, ours.dispatcher, contract.listWhistles, { isLate: 'true' } as never)
  assert.equal(late.items[0]?.lateCount, 1)
})

test('whistles of a street and month are shown against the bounds: none in a past month is low, too many is high', async () => {
  const ours = await team()
  await setFlow(platform, ours, { whistlesAMonth: { min: 1, max: 1 } })
  await blow(ours)
  await blow(ours)
  const sums = await act(platform, ours, ours.street, contract.sumWhistles, { from: '2026-05-01' as CivilDate })
  assert.deepEqual(
    sums.months.map(({ month, streetId, count, bound }) => [month, streetId, count, bound]),
    [
      ['2026-06', ours.here.street.id, 2, 'high'],
      ['2026-05', ours.here.street.id, 0, 'low'],
    ],
  )
})

test('every act is a line of the thread of the case, for staff only', async () => {
  const ours = await team()
  const { caseId, queryCode } = await ended(ours)
  const staff = await act(platform, ours, ours.dispatcher, contract.findCase, { id: caseId })
  const deeds = staff.thread.map(({ action }) => action).filter((action) => action.startsWith('cases.whistle.'))
  assert.deepEqual(
    deeds,
    ['blow', 'call', 'arrive', 'leave', 'end'].map((verb) => `cases.whistle.${verb}`),
  )
  const reporter = await act(platform, ours, anyone, contract.findCaseByQueryCode, { queryCode })
  assert.equal(
    reporter.thread.some(({ action }) => action.startsWith('cases.whistle.')),
    false,
  )
})
