import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel/role'
import type { CivilDate } from '#kernel/time'
import { buildPerson } from '#modules/identity/testing'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { buildAppointment, buildPost } from '#modules/posts/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { tellOfUnanswered } from './measure-jobs.ts'
import { act, buildCase, buildTeam, caseModules } from './testing.ts'

const start = new Date('2026-06-18T02:32:00Z')
const platform = await openTestPlatform(caseModules, start)
const team = async () => {
  platform.setNow(start)
  const ours = await buildTeam(platform, await buildDistrict(platform))
  return { ...ours, leader: actorAt(ours.here.district, ['leader'], { name: '何区长' }) }
}
type Ours = Awaited<ReturnType<typeof team>>
const issue = (ours: Ours, caseId: string, kind: contract.SupervisionKind) =>
  act(platform, ours, ours.leader, contract.issueSupervision, { caseId, kind, words: '请说明进展', replyHours: 4 })

test('a leader supervises a case that somebody has; its handler is told at once and answers', async () => {
  const ours = await team()
  const officer = await buildPerson(platform, ours.here)
  const post = await buildPost(platform, ours.here.district, 'departmentOfficer', {
    organization_id: ours.organizationId,
  })
  await buildAppointment(platform, post, officer.id)
  const { id: caseId } = await buildCase(platform, ours, { state: 'handling' })
  const { id, points, organization } = await issue(ours, caseId, 'yellow')
  assert.deepEqual([points, organization?.id], [5, ours.organizationId])
  const told = await platform.rows(
    ours.here.id,
    "select person_id from platform.notice where key = 'cases:notice.supervised.yellow' and matter_id = $1",
    [caseId],
  )
  assert.deepEqual(told, [{ person_id: officer.id }])
  await assert.rejects(act(platform, ours, ours.worker, contract.answerSupervision, { id, words: '替他们说' }), {
    code: 'flow.not_yours',
  })
  const answered = await act(platform, ours, ours.solver, contract.answerSupervision, { id, words: '明天更换' })
  assert.deepEqual([answered.state, answered.reply], ['answered', '明天更换'])
  await assert.rejects(act(platform, ours, ours.solver, contract.answerSupervision, { id, words: '后天' }), {
    code: 'cases.supervision_answered',
  })
})

test('a red card needs a yellow one before it, also when both come at once; urgent ones do not', async () => {
  const ours = await team()
  const { id: caseId } = await buildCase(platform, ours, { state: 'handling' })
  await assert.rejects(issue(ours, caseId, 'red'), { code: 'cases.yellow_card_missing' })
  const yellow = await issue(ours, caseId, 'yellow')
  assert.equal((await issue(ours, caseId, 'red')).points, 10)
  await act(platform, ours, ours.dispatcher, contract.liftSupervision, { id: yellow.id, words: '发错了' })
  await assert.rejects(issue(ours, caseId, 'red'), { code: 'cases.yellow_card_missing' })
  const urgent = await buildCase(platform, ours, {
    by: ours.worker,
    channel: 'hotline',
    urgency: 'urgent',
    state: 'handling',
  })
  assert.equal((await issue(ours, urgent.id, 'red')).kind, 'red')
})

test('nobody is supervised for a case that nobody has, and only by the street, the dispatcher or a leader above it', async () => {
  const ours = await team()
  const { id: caseId } = await buildCase(platform, ours, { state: 'filed' })
  await assert.rejects(issue(ours, caseId, 'notice'), { code: 'cases.nobody_has_it' })
  const input = { caseId, kind: 'notice', words: '快办', replyHours: 4 } as const
  await assert.rejects(act(platform, ours, ours.secretary, contract.issueSupervision, input), {
    code: 'auth.forbidden',
  })
  const other = actorAt({ ...ours.here.street, path: '8.' }, ['streetOfficer'])
  await assert.rejects(act(platform, ours, other, contract.issueSupervision, input), { code: 'cases.case_not_found' })
})

test('another handler does not answer for the one before', async () => {
  const ours = await team()
  const { id: caseId } = await buildCase(platform, ours, { state: 'handling' })
  const { id } = await issue(ours, caseId, 'notice')
  const { id: organizationId } = await buildOrganization(platform, ours.here.district)
  const officer = actorAt(ours.here.district, ['departmentOfficer'], { organizationId })
  await act(platform, ours, ours.worker, contract.recallCase, { id: caseId, words: '换一家' })
  await act(platform, ours, ours.worker, contract.dispatchCase, { id: caseId, organizationId })
  await assert.rejects(act(platform, ours, officer, contract.answerSupervision, { id, words: '不是我们' }), {
    code: 'cases.supervision_of_another',
  })
})

test('points count per organisation and days; what was lifted counts none; the list is found by kind and state', async () => {
  const ours = await team()
  const { id: caseId } = await buildCase(platform, ours, { state: 'handling' })
  await issue(ours, caseId, 'yellow')
  const red = await issue(ours, caseId, 'red')
  const sums = async (from?: CivilDate) =>
    act(platform, ours, ours.leader, contract.sumSupervisions, from === undefined ? {} : { from })
  assert.deepEqual((await sums()).organizations[0]?.points, 15)
  assert.deepEqual((await sums('2026-06-19' as CivilDate)).organizations, [])
  await act(platform, ours, ours.leader, contract.liftSupervision, { id: red.id, words: '已整改' })
  const after = await sums()
  assert.deepEqual([after.yellow, after.red, after.organizations[0]?.points], [1, 0, 5])
  const lifted = await act(platform, ours, ours.leader, contract.listSupervisions, { state: 'lifted' })
  assert.deepEqual(
    lifted.items.map(({ id }) => id),
    [red.id],
  )
  const mine = await act(platform, ours, ours.solver, contract.listSupervisions, { view: 'mine' })
  assert.equal(mine.items.length, 2)
})

test('one that is not answered in time is told once, and never to somebody whose supervision was lifted', async () => {
  const ours = await team()
  const person = await buildPerson(platform, ours.here)
  const by = { ...ours, leader: { ...ours.leader, personId: person.id } }
  const { id: caseId } = await buildCase(platform, ours, { state: 'handling' })
  await issue(by, caseId, 'notice')
  const told = async () => {
    await tellOfUnanswered(platform.as(system, ours.here.id))
    const sql = "select 1 from platform.notice where key = 'cases:notice.supervisionLate' and matter_id = $1"
    return (await platform.rows(ours.here.id, sql, [caseId])).length
  }
  assert.equal(await told(), 0)
  platform.setNow(new Date(start.getTime() + 4 * 60 * 60_000 + 1))
  assert.equal(await told(), 1)
  assert.equal(await told(), 1)
})
