import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone } from '#kernel/role'
import { civilDate } from '#kernel/time/testing'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { systemCtx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { endSuspensions } from './reactions.ts'
import { act, buildCase, buildCategory, buildTeam, caseModules, setFlow } from './testing.ts'

const platform = await openTestPlatform(caseModules)
const team = async () => buildTeam(platform, await buildDistrict(platform))
const DAY_MS = 24 * 60 * 60_000

test('延期: the handler asks, somebody else grants or denies, one thing at a time', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'handling' })
  const ask = { id, words: '配件要等三天', kind: 'extension', extendBy: 3 } as const
  await assert.rejects(act(platform, ours, ours.solver, contract.askForCase, { ...ask, extendBy: 8 }), {
    code: 'cases.extension_too_long',
  })
  const asked = await act(platform, ours, ours.solver, contract.askForCase, ask)
  assert.equal(asked.can['cases.case.ask']?.reason, 'cases.request_open')
  await assert.rejects(act(platform, ours, ours.solver, contract.askForCase, ask), { code: 'cases.request_open' })
  await act(platform, ours, ours.secretary, contract.denyRequest, { id, words: '先用备件' })
  await act(platform, ours, ours.solver, contract.askForCase, ask)
  const granted = await act(platform, ours, ours.secretary, contract.extendCase, { id, words: '同意', extendBy: 3 })
  assert.equal(granted.dueAt?.toISOString(), '2026-06-28T02:32:00.000Z')
  const { requests } = await act(platform, ours, ours.secretary, contract.findCase, { id })
  assert.deepEqual(requests.map(({ decision, decisionWords }) => `${decision} ${decisionWords}`).sort(), [
    'denied 先用备件',
    'granted 同意',
  ])
})

test('whoever asked does not decide, although the own post would allow it', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  const { id: organizationId } = await buildOrganization(platform, ours.here.community, { kind: 'community' })
  const both = actorAt(ours.here.community, ['communitySecretary'], { name: '书记', organizationId })
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId })
  await act(platform, ours, both, contract.askForCase, { id, words: '要等材料', kind: 'extension', extendBy: 1 })
  await assert.rejects(act(platform, ours, both, contract.extendCase, { id, words: '同意', extendBy: 1 }), {
    code: 'cases.decider_asked',
  })
  await act(platform, ours, ours.secretary, contract.extendCase, { id, words: '同意', extendBy: 1 })
})

test('挂账 stands until its day, then goes on by itself with what was left; its bound holds', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'handling' })
  const start = platform.now()
  const jobs = () => systemCtx(platform.services, ours.here.id, platform.now)
  await assert.rejects(
    act(platform, ours, ours.solver, contract.askForCase, {
      id,
      words: '等雨季过',
      kind: 'suspension',
      until: civilDate('2026-08-18'),
    }),
    { code: 'cases.suspension_too_long' },
  )
  await act(platform, ours, ours.solver, contract.askForCase, {
    id,
    words: '等雨季过',
    kind: 'suspension',
    until: civilDate('2026-06-28'),
  })
  const stands = await act(platform, ours, ours.dispatcher, contract.pauseCase, {
    id,
    words: '同意挂账',
    until: civilDate('2026-06-28'),
  })
  assert.equal(stands.clock?.state, 'paused')
  try {
    platform.setNow(new Date('2026-06-27T15:59:59Z'))
    await endSuspensions(jobs())
    const still = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
    assert.equal(still.isPaused, true)
    platform.setNow(new Date('2026-06-27T16:00:00Z'))
    await endSuspensions(jobs())
    const on = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
    assert.equal(on.isPaused, false)
    assert.equal(on.pausedUntil, null)
    assert.equal(on.dueAt?.getTime(), new Date('2026-06-27T16:00:00Z').getTime() + 7 * DAY_MS)
    assert.equal(on.requests[0]?.decision, 'granted')
  } finally {
    platform.setNow(start)
  }
})

test('派单异议: where sending back is decided, the handler disputes and whoever dispatches upholds or denies', async () => {
  const ours = await team()
  await setFlow(platform, ours, { sendingBack: 'decided' })
  const { id } = await buildCase(platform, ours, { state: 'handling' })
  await assert.rejects(act(platform, ours, ours.solver, contract.returnCase, { id, words: '不归我们' }), {
    code: 'cases.must_be_asked',
  })
  await act(platform, ours, ours.solver, contract.askForCase, { id, words: '是物业的红线内', kind: 'dispute' })
  const back = await act(platform, ours, ours.dispatcher, contract.recallCase, { id, words: '异议成立，改派物业' })
  assert.equal(back.state, 'filed')
  assert.equal(back.handler, null)
  const { requests } = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
  assert.deepEqual(
    requests.map(({ kind, decision }) => [kind, decision]),
    [['dispute', 'granted']],
  )
})

test('what was asked for and not decided is dropped when the case goes on', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'handling' })
  await act(platform, ours, ours.solver, contract.askForCase, { id, words: '要等三天', kind: 'extension', extendBy: 3 })
  await act(platform, ours, ours.solver, contract.resolveCase, { id, words: '提前办好了' })
  const { requests } = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
  assert.equal(requests[0]?.decision, 'dropped')
})

test('并案: one answer reaches every reporter, and each judges by the own code; 拆分 takes one out again', async () => {
  const ours = await team()
  const lead = await buildCase(platform, ours, { state: 'handling' })
  const second = await buildCase(platform, ours, { state: 'accepted' })
  const third = await buildCase(platform, ours)
  await act(platform, ours, ours.worker, contract.mergeCase, { id: second.id, leadId: lead.id })
  await act(platform, ours, ours.worker, contract.mergeCase, { id: third.id, leadId: lead.id })
  await act(platform, ours, ours.worker, contract.unmergeCase, { id: third.id, words: '是另一盏灯' })
  await act(platform, ours, ours.solver, contract.resolveCase, { id: lead.id, words: '修好了' })
  await act(platform, ours, ours.verifier, contract.verifyCase, { id: lead.id })
  await act(platform, ours, ours.worker, contract.closeCase, {
    id: lead.id,
    words: '路灯已经修好',
    outcome: 'relieved',
  })
  const told = await act(platform, ours, anyone, contract.findCaseByQueryCode, { queryCode: second.queryCode })
  assert.equal(told.state, 'closed')
  assert.equal(told.thread.at(-1)?.words, '路灯已经修好')
  const judged = await act(platform, ours, anyone, contract.evaluateCase, { queryCode: second.queryCode, rating: 1 })
  assert.equal(judged.state, 'correcting')
  const own = await act(platform, ours, ours.worker, contract.findCase, { id: second.id })
  assert.equal(own.handler?.organization?.id, ours.organizationId)
  const out = await act(platform, ours, ours.worker, contract.findCase, { id: third.id })
  assert.equal(out.state, 'accepted')
})

test('a case is merged into an open one that is not merged itself; a lead that ends without an answer lets go', async () => {
  const ours = await team()
  const lead = await buildCase(platform, ours)
  const one = await buildCase(platform, ours)
  const refused = await buildCase(platform, ours, { state: 'refused' })
  const merge = (id: string, leadId: string) => act(platform, ours, ours.worker, contract.mergeCase, { id, leadId })
  await assert.rejects(merge(one.id, one.id), { code: 'cases.lead_is_itself' })
  await assert.rejects(merge(one.id, refused.id), { code: 'cases.lead_not_open' })
  await merge(one.id, lead.id)
  const another = await buildCase(platform, ours)
  await assert.rejects(merge(another.id, one.id), { code: 'cases.lead_is_merged' })
  await assert.rejects(merge(lead.id, another.id), { code: 'cases.has_merged' })
  await act(platform, ours, anyone, contract.withdrawCase, { queryCode: lead.queryCode })
  const free = await act(platform, ours, ours.worker, contract.findCase, { id: one.id })
  assert.deepEqual([free.state, free.isMerged], ['accepted', false])
})

test('two cases merged into each other at once: one is the lead, nothing waits for ever', async () => {
  const ours = await team()
  const [one, other] = [await buildCase(platform, ours), await buildCase(platform, ours)]
  const results = await Promise.allSettled([
    act(platform, ours, ours.worker, contract.mergeCase, { id: one.id, leadId: other.id }),
    act(platform, ours, ours.secretary, contract.mergeCase, { id: other.id, leadId: one.id }),
  ])
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('转出: another system has it; with its answer it is closed here, without one it is dispatched here', async () => {
  const ours = await team()
  const done = await buildCase(platform, ours, { state: 'transferred' })
  const found = await act(platform, ours, ours.worker, contract.findCase, { id: done.id })
  assert.deepEqual(found.outside, { system: 'police', number: 'G-1' })
  const back = await act(platform, ours, ours.worker, contract.takeBackCase, {
    id: done.id,
    words: '派出所已调解',
    result: 'done',
  })
  assert.equal(back.state, 'verified')
  const other = await buildCase(platform, ours, { state: 'transferred' })
  const returned = await act(platform, ours, ours.worker, contract.takeBackCase, {
    id: other.id,
    words: '不归公安',
    result: 'returned',
  })
  assert.equal(returned.state, 'filed')
})

test('a category can ask for photos, nearness and the time of day at 核查', async () => {
  const ours = await team()
  const category = await buildCategory(platform, ours)
  await act(platform, ours, ours.administrator, contract.setCategoryRule, {
    categoryId: category.id,
    verificationRadius: 100,
    verificationSamePeriod: true,
  })
  const point = { longitude: 102.7, latitude: 25 }
  const { id } = await buildCase(platform, ours, { state: 'handled', categoryId: category.id, point })
  await assert.rejects(act(platform, ours, ours.verifier, contract.verifyCase, { id }), {
    code: 'cases.verifier_position_missing',
  })
  const far = { ...point, latitude: 25.01 }
  await assert.rejects(act(platform, ours, ours.verifier, contract.verifyCase, { id, point: far }), {
    code: 'cases.verifier_too_far',
  })
  const start = platform.now()
  platform.setNow(new Date(start.getTime() + 5 * 60 * 60_000))
  try {
    await assert.rejects(act(platform, ours, ours.verifier, contract.verifyCase, { id, point }), {
      code: 'cases.verified_at_other_time',
    })
  } finally {
    platform.setNow(start)
  }
  const verified = await act(platform, ours, ours.verifier, contract.verifyCase, { id, point })
  assert.equal(verified.state, 'verified')
})

test('how the flow is set is dated, kept, and set by administrators of the district only', async () => {
  const ours = await team()
  const before = await act(platform, ours, ours.worker, contract.findConfig, {})
  assert.deepEqual([before.validFrom, before.history.length], [null, 0])
  await setFlow(platform, ours, { chain: ['community', 'street'] })
  const tomorrow = { validFrom: civilDate('2026-06-19'), config: { ...before.inForce, reopeningDays: 60 } }
  await act(platform, ours, ours.administrator, contract.setConfig, tomorrow)
  await assert.rejects(
    act(platform, ours, ours.administrator, contract.setConfig, { ...tomorrow, validFrom: civilDate('2026-06-17') }),
    {
      code: 'cases.config_in_past',
    },
  )
  await assert.rejects(act(platform, ours, ours.secretary, contract.setConfig, tomorrow), { code: 'auth.forbidden' })
  const now = await act(platform, ours, ours.worker, contract.findConfig, {})
  assert.deepEqual([now.inForce.chain, now.inForce.reopeningDays, now.history.length], [['community', 'street'], 30, 2])
})

test('the database itself refuses a merged case without a lead, a second open request, and a decision by who asked', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'handling' })
  await act(platform, ours, ours.solver, contract.askForCase, { id, words: '要等三天', kind: 'extension', extendBy: 3 })
  const run = (statement: string) => platform.rows(ours.here.id, statement)
  await assert.rejects(run(`update cases.case_file set state = 'merged' where id = '${id}'`), /merged_has_lead/)
  await assert.rejects(
    run(
      `insert into cases.request (district_id, id, case_id, kind, words, asked_at) select district_id, gen_random_uuid(), case_id, 'dispute', 'x', asked_at from cases.request where case_id = '${id}'`,
    ),
    /request_open_once/,
  )
  await assert.rejects(
    run(
      `update cases.request set decision = 'granted', decided_at = now(), decided_by_person_id = person_id where case_id = '${id}'`,
    ),
    /decided_by_another/,
  )
})
