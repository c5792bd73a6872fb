import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildPerson } from '#modules/identity/testing'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { buildAppointment, buildPost } from '#modules/posts/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildCase, buildTeam, type CaseTeam, caseModules, setFlow } from './testing.ts'

// The escalation sentences of the five districts, each as a configuration of the one flow.

const platform = await openTestPlatform(caseModules)
const team = async () => buildTeam(platform, await buildDistrict(platform))

/** An organisation of a chain, with somebody in it who solves. */
const seat = async (
  ours: CaseTeam,
  kind: 'social' | 'party' | 'community' | 'street',
  role: 'teamMember' | 'communityWorker' | 'communitySecretary' | 'streetOfficer',
) => {
  const place = kind === 'street' ? ours.here.street : ours.here.community
  const { id } = await buildOrganization(platform, place, { kind })
  return { organizationId: id, actor: actorAt(place, [role], { name: kind, organizationId: id }) }
}

const deeds = async (ours: CaseTeam, id: string): Promise<string[]> => {
  const found = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
  return found.thread.map((entry) => entry.action.split('.').at(-1) ?? '')
}

test('S0-36: a matter goes to the talent team first; what it cannot solve is told, with the reason, to the community Party organisation', async () => {
  const ours = await team()
  await setFlow(platform, ours, { chain: ['team', 'party', 'street', 'department'], skipping: 'never' })
  const talents = await seat(ours, 'social', 'teamMember')
  const party = await seat(ours, 'party', 'communitySecretary')
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  await assert.rejects(
    act(platform, ours, ours.worker, contract.dispatchCase, {
      id,
      organizationId: party.organizationId,
      words: '他们熟',
    }),
    { code: 'cases.tier_skipped' },
  )
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId: talents.organizationId })
  await assert.rejects(act(platform, ours, talents.actor, contract.escalateCase, { id } as never), {
    code: 'request.invalid',
  })
  await assert.rejects(act(platform, ours, party.actor, contract.escalateCase, { id, words: '我来' }), {
    code: 'flow.not_yours',
  })
  const passed = await act(platform, ours, talents.actor, contract.escalateCase, { id, words: '要动用公共维修资金' })
  assert.equal(passed.state, 'handling')
  assert.equal(passed.handler?.organization?.id, party.organizationId)
  await act(platform, ours, party.actor, contract.resolveCase, { id, words: '开了联席会，已经维修' })
  const found = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
  assert.deepEqual([found.tier, found.resolvedLevel], ['party', 'community'])
  const handOver = found.thread.find((entry) => entry.action === 'cases.case.escalate')
  assert.deepEqual(
    [handOver?.words, handOver?.data['fromTier'], handOver?.data['tier']],
    ['要动用公共维修资金', 'team', 'party'],
  )
})

test('S0-38: what a correspondent reports is unverified until the liaison has looked; the time from report to action is known', async () => {
  const ours = await team()
  await setFlow(platform, ours, { checkedChannels: ['correspondent'] })
  const rider = actorAt(ours.here.community, ['correspondent'], { name: '骑手' })
  const liaison = actorAt(ours.here.grid, ['liaison'], { name: '联络员' })
  const built = await buildCase(platform, ours, { by: rider, channel: 'correspondent' })
  const { id, categoryId } = built
  await act(platform, ours, ours.worker, contract.acceptCase, { id })
  await assert.rejects(act(platform, ours, ours.worker, contract.fileCase, { id, categoryId }), {
    code: 'cases.not_checked',
  })
  await act(platform, ours, ours.worker, contract.askCheck, { id })
  await assert.rejects(act(platform, ours, rider, contract.checkCase, { id, words: '我看过', result: 'exists' }), {
    code: 'auth.forbidden',
  })
  const checked = await act(platform, ours, liaison, contract.checkCase, {
    id,
    words: '两家吵起来了',
    result: 'exists',
  })
  assert.equal(checked.state, 'accepted')
  await act(platform, ours, ours.worker, contract.fileCase, { id, categoryId })
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId: ours.organizationId })
  const found = await act(platform, ours, ours.worker, contract.findCase, { id })
  assert.equal(found.isChecked, true)
  const [reported, , , check] = found.thread
  assert.equal(check?.action, 'cases.case.check')
  assert.ok((check?.at.getTime() ?? 0) >= (reported?.at.getTime() ?? 0))
})

test('S0-38: what the liaison does not find ends there with the answer, what could not be seen is looked at again', async () => {
  const ours = await team()
  const liaison = actorAt(ours.here.grid, ['liaison'], { name: '联络员' })
  const { id } = await buildCase(platform, ours, { state: 'checking' })
  const unable = await act(platform, ours, liaison, contract.checkCase, { id, words: '大门锁着', result: 'unable' })
  assert.equal(unable.state, 'accepted')
  const absent = await act(platform, ours, liaison, contract.checkCase, { id, words: '灯是亮的', result: 'absent' })
  assert.equal(absent.state, 'refused')
  assert.ok(absent.closedAt)
})

test('S2-15: 网格员 → 网格长 → 站长 → 指导员, upward along the four levels; a level where nobody stands is passed', async () => {
  const ours = await team()
  await setFlow(platform, ours, {
    chain: ['gridWorker', 'gridLeader', 'stationLeader', 'gridInstructor'],
    skipping: 'never',
  })
  const { here } = ours
  const stand = async (place: typeof here.grid, role: 'gridWorker' | 'stationLeader' | 'gridInstructor') => {
    const person = await buildPerson(platform, here)
    const post = await buildPost(platform, place, role)
    await buildAppointment(platform, post, person.id)
    return { ...actorAt(place, [role]), personId: person.id }
  }
  const worker = await stand(here.grid, 'gridWorker')
  const station = await stand(here.community, 'stationLeader')
  const instructor = await stand(here.street, 'gridInstructor')
  const organization = await buildOrganization(platform, here.community, { kind: 'community' })
  const post = await buildPost(platform, here.grid, 'gridWorker', { organization_id: organization.id })
  await buildAppointment(platform, post, worker.personId)
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  await act(platform, ours, ours.worker, contract.dispatchCase, {
    id,
    organizationId: organization.id,
    personId: worker.personId,
  })
  const tiers = await act(platform, ours, worker, contract.findTiers, { id })
  assert.deepEqual(
    tiers.tiers.map(({ tier, place, candidates }) => [tier, place, candidates.length]),
    [
      ['gridWorker', 'here', 1],
      ['gridLeader', 'ahead', 0],
      ['stationLeader', 'ahead', 1],
      ['gridInstructor', 'ahead', 1],
    ],
  )
  const first = await act(platform, ours, worker, contract.escalateCase, { id, words: '网格里解决不了' })
  assert.equal(first.handler?.person?.id, station.personId)
  await act(platform, ours, station, contract.escalateCase, { id, words: '要街道协调' })
  await assert.rejects(act(platform, ours, instructor, contract.escalateCase, { id, words: '再上交' }), {
    code: 'cases.chain_ends',
  })
  await act(platform, ours, instructor, contract.resolveCase, { id, words: '协调好了' })
  const found = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
  assert.deepEqual([found.tier, found.resolvedLevel], ['gridInstructor', 'street'])
})

test('S2-57 and S4-16: an appeal starts at the lowest level and moves up only with a reason; where it was solved is counted', async () => {
  const ours = await team()
  await setFlow(platform, ours, { chain: ['community', 'street', 'department'], skipping: 'reason' })
  const community = await seat(ours, 'community', 'communityWorker')
  const street = await seat(ours, 'street', 'streetOfficer')
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  await assert.rejects(
    act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId: street.organizationId }),
    { code: 'cases.tier_skipped' },
  )
  const dispatched = await act(platform, ours, ours.worker, contract.dispatchCase, {
    id,
    organizationId: street.organizationId,
    words: '涉及两个社区',
  })
  assert.equal(dispatched.handler?.organization?.id, street.organizationId)
  const other = await buildCase(platform, ours, { state: 'filed' })
  await act(platform, ours, ours.worker, contract.dispatchCase, {
    id: other.id,
    organizationId: community.organizationId,
  })
  await act(platform, ours, community.actor, contract.resolveCase, { id: other.id, words: '社区办了' })
  await act(platform, ours, street.actor, contract.resolveCase, { id, words: '街道办了' })
  const levels = await Promise.all(
    [id, other.id].map(
      async (each) => (await act(platform, ours, ours.dispatcher, contract.findCase, { id: each })).resolvedLevel,
    ),
  )
  assert.deepEqual(levels, ['street', 'community'])
})

test('S4-61: the community finds, the street calls, a department responds, and the rectification is shared by several departments on one case', async () => {
  const ours = await team()
  await setFlow(platform, ours, { chain: ['community', 'street', 'department'], skipping: 'urgent' })
  const community = await seat(ours, 'community', 'communityWorker')
  const street = await seat(ours, 'street', 'streetOfficer')
  const fire = await buildOrganization(platform, ours.here.district, { name: '消防大队' })
  const fireman = actorAt(ours.here.district, ['departmentOfficer'], { name: '消防', organizationId: fire.id })
  const { id, categoryId } = await buildCase(platform, ours, { state: 'filed' })
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId: community.organizationId })
  await act(platform, ours, community.actor, contract.escalateCase, { id, words: '社区发现，请街道呼叫' })
  const called = await act(platform, ours, street.actor, contract.escalateCase, {
    id,
    words: '请住建部门响应',
    organizationId: ours.organizationId,
  })
  assert.equal(called.handler?.organization?.id, ours.organizationId)
  await act(platform, ours, ours.dispatcher, contract.splitCase, {
    id,
    words: '消防通道由消防协办',
    title: '消防通道被占',
    body: '把占住消防通道的隔断拆掉',
    categoryId,
    organizationId: fire.id,
  })
  await assert.rejects(act(platform, ours, ours.solver, contract.resolveCase, { id, words: '我们这部分好了' }), {
    code: 'cases.children_open',
  })
  const { children } = await act(platform, ours, ours.dispatcher, contract.findRelated, { id })
  const part = children[0]
  assert.equal(part?.handler?.organization?.id, fire.id)
  await act(platform, ours, fireman, contract.resolveCase, { id: part?.id ?? '', words: '拆掉了' })
  await act(platform, ours, ours.verifier, contract.verifyCase, { id: part?.id ?? '' })
  await act(platform, ours, ours.worker, contract.closeCase, { id: part?.id ?? '', words: '协办完成' })
  await act(platform, ours, ours.solver, contract.resolveCase, { id, words: '整治完成' })
  assert.deepEqual(await deeds(ours, id), [
    'report',
    'accept',
    'file',
    'dispatch',
    'escalate',
    'escalate',
    'split',
    'resolve',
  ])
})

test('S4-59: what is collected is classified, handled, and the person is asked again; a bad answer takes it up again', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'closed' })
  await act(platform, ours, ours.worker, contract.missRevisit, { id, words: '打了两次没人接', way: 'phone' })
  const asked = await act(platform, ours, ours.secretary, contract.revisitCase, {
    id,
    words: '说楼道还是黑',
    way: 'visit',
    rating: 2,
  })
  assert.equal(asked.state, 'correcting')
  assert.ok(asked.dueAt)
  await act(platform, ours, ours.solver, contract.resolveCase, { id, words: '又换了线路' })
  await act(platform, ours, ours.verifier, contract.verifyCase, { id })
  await act(platform, ours, ours.worker, contract.closeCase, { id, words: '楼道灯全亮了', outcome: 'relieved' })
  const again = await act(platform, ours, ours.secretary, contract.revisitCase, {
    id,
    words: '亮了',
    way: 'phone',
    rating: 5,
  })
  assert.equal(again.state, 'evaluated')
})

test('a vacant chain, a choice among several and an emergency: the rule says what is missing', async () => {
  const ours = await team()
  await setFlow(platform, ours, { chain: ['community', 'street', 'department'], skipping: 'urgent' })
  const community = await seat(ours, 'community', 'communityWorker')
  await buildOrganization(platform, ours.here.district)
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId: community.organizationId })
  await assert.rejects(act(platform, ours, community.actor, contract.escalateCase, { id, words: '要部门' }), {
    code: 'cases.tier_choice_missing',
  })
  await assert.rejects(
    act(platform, ours, community.actor, contract.escalateCase, { id, words: '要街道', tier: 'street' }),
    {
      code: 'cases.tier_vacant',
    },
  )
  await assert.rejects(
    act(platform, ours, community.actor, contract.escalateCase, { id, words: '退给自己', tier: 'community' }),
    { code: 'cases.tier_not_above' },
  )
  const passed = await act(platform, ours, community.actor, contract.escalateCase, {
    id,
    words: '要部门',
    organizationId: ours.organizationId,
  })
  assert.equal(passed.handler?.organization?.id, ours.organizationId)
})
