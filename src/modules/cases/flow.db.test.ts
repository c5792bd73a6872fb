import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, anyone, system } from '#kernel/role'
import { dueAt, type TimeLimit } from '#kernel/time'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { countInbox, listInbox } from '#modules/workplace/contract'
import { calendarOf } from '#platform/calendar'
import { inTransaction } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildCase, buildCategory, buildTeam, caseModules } from './testing.ts'

const platform = await openTestPlatform(caseModules)

interface StoredVisit {
  readonly limit_unit: TimeLimit['unit'] | null
  readonly limit_amount: string
  readonly extended_amount: string
  readonly entered_at: Date
  readonly left_at: Date | null
  readonly due_at: Date | null
  readonly copied_due_at: Date | null
  readonly pauses: readonly { readonly from: string; readonly to: string }[]
}

const team = async () => buildTeam(platform, await buildDistrict(platform))

test('a report from a resident without an account goes all the way to a judged answer', async () => {
  const ours = await team()
  const reported = await act(platform, ours, anyone, contract.reportCase, {
    body: '3 号楼门口的路灯坏了三天。晚上老人出门看不见',
    placeId: ours.here.grid.id,
    reporterName: '张芳',
    reporterPhone: '13812341234',
  })
  const { id } = reported.case
  assert.equal(reported.case.title, '3 号楼门口的路灯坏了三天')
  assert.equal(reported.case.state, 'reported')
  assert.match(reported.case.number, /^XF-260618-0001$/)
  assert.match(reported.queryCode, /^[2-9B-Z]{12}$/)
  const category = await buildCategory(platform, ours)
  const { worker, solver, verifier } = ours
  await act(platform, ours, worker, contract.acceptCase, { id })
  const filed = await act(platform, ours, worker, contract.fileCase, { id, categoryId: category.id })
  assert.equal(filed.category?.name, category.name)
  const dispatched = await act(platform, ours, worker, contract.dispatchCase, {
    id,
    organizationId: ours.organizationId,
  })
  assert.equal(dispatched.handler?.organization?.id, ours.organizationId)
  await act(platform, ours, solver, contract.resolveCase, { id, words: '换了灯泡，亮了' })
  await act(platform, ours, verifier, contract.verifyCase, { id, words: '现场看过，亮了' })
  const closed = await act(platform, ours, worker, contract.closeCase, {
    id,
    words: '路灯已经修好',
    headline: '3 号楼门口的灯亮了',
  })
  assert.equal(closed.stage, 'evaluation')
  const judged = await act(platform, ours, anyone, contract.evaluateCase, { queryCode: reported.queryCode, rating: 5 })
  assert.equal(judged.state, 'evaluated')

  const mine = await act(platform, ours, anyone, contract.findCaseByQueryCode, { queryCode: reported.queryCode })
  assert.equal(mine.reader, 'parties')
  assert.deepEqual(
    mine.reporters.map(({ name, phone }) => [name, phone]),
    [['张*', '138****1234']],
  )
  assert.deepEqual(
    mine.thread.map((entry) => entry.action.split('.').at(-1)),
    ['report', 'accept', 'file', 'dispatch', 'resolve', 'verify', 'close', 'evaluate'],
  )
  assert.equal(mine.rating, 5)
  assert.deepEqual(
    mine.visits.map((visit) => visit.state),
    ['reported', 'accepted', 'filed', 'handling', 'handled', 'verified', 'closed', 'evaluated'],
  )
})

test('each action is refused out of its state, to strangers and in another district', async () => {
  const ours = await team()
  const { id, queryCode } = await buildCase(platform, ours)
  const elsewhere = actorAt((await buildDistrict(platform)).district, ['communityWorker', 'dispatcher'])
  const words = '不该成功的'
  const inputs = [
    [contract.acceptCase, { id }],
    [contract.refuseCase, { id, words }],
    [contract.fileCase, { id, categoryId: (await buildCategory(platform, ours)).id }],
    [contract.dispatchCase, { id, organizationId: ours.organizationId }],
    [contract.verifyCase, { id }],
    [contract.reworkCase, { id, words }],
    [contract.closeCase, { id, words }],
    [contract.reopenCase, { id, words }],
    [contract.pauseCase, { id, words }],
    [contract.resumeCase, { id }],
    [contract.extendCase, { id, words, extendBy: 1 }],
    [contract.noteCase, { id, words }],
  ] as const
  for (const [operation, input] of inputs) {
    await assert.rejects(
      act(platform, ours, elsewhere, operation, input),
      { code: 'cases.case_not_found' },
      operation.id,
    )
    await assert.rejects(act(platform, ours, anyone, operation, input), { code: 'auth.required' }, operation.id)
    if (operation === contract.acceptCase || operation === contract.refuseCase || operation === contract.noteCase)
      continue
    await assert.rejects(
      act(platform, ours, ours.dispatcher, operation, input),
      { code: 'flow.wrong_state' },
      operation.id,
    )
  }
  for (const operation of [contract.evaluateCase, contract.reraiseCase]) {
    await assert.rejects(act(platform, ours, anyone, operation, { queryCode, rating: 5, words }), {
      code: 'flow.wrong_state',
    })
  }
  const wrong = '2'.repeat(contract.QUERY_CODE_LENGTH)
  await assert.rejects(act(platform, ours, anyone, contract.withdrawCase, { queryCode: wrong }), {
    code: 'cases.case_not_found',
  })
})

test('staff of another street do not see a case, its department sees it once it has it', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  await assert.rejects(act(platform, ours, ours.solver, contract.findCase, { id }), { code: 'cases.case_not_found' })
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId: ours.organizationId })
  const found = await act(platform, ours, ours.solver, contract.findCase, { id })
  assert.equal(found.reader, 'staff')
  assert.equal(found.can[contract.resolveCase.id]?.allowed, true)
  assert.equal(found.can[contract.verifyCase.id]?.reason, 'flow.wrong_state')
  await act(platform, ours, ours.solver, contract.returnCase, { id, words: '不归我们管' })
  await assert.rejects(act(platform, ours, ours.solver, contract.findCase, { id }), { code: 'cases.case_not_found' })
})

test('who handled a case does not verify it, nor a colleague who holds no post but in that organisation', async () => {
  const ours = await team()
  const { id: organizationId } = await buildOrganization(platform, ours.here.community, { kind: 'community' })
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  const handler = actorAt(ours.here.community, ['communityWorker'], { organizationId })
  const colleague = actorAt(ours.here.community, ['communityWorker'], { organizationId })
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId })
  await act(platform, ours, handler, contract.resolveCase, { id, words: '清完了' })
  await assert.rejects(act(platform, ours, handler, contract.verifyCase, { id }), { code: 'cases.verifier_is_handler' })
  await assert.rejects(act(platform, ours, colleague, contract.verifyCase, { id }), {
    code: 'cases.verifier_of_handling_organization',
  })
  await assert.rejects(act(platform, ours, colleague, contract.reworkCase, { id, words: '没清干净' }), {
    code: 'cases.verifier_of_handling_organization',
  })
  const verified = await act(platform, ours, ours.verifier, contract.verifyCase, { id })
  assert.equal(verified.state, 'verified')
})

test('a case that waits for 核查 is in the inbox of exactly those who may verify it: not of its handler, nor of their organisation', async () => {
  const ours = await team()
  const { id: organizationId } = await buildOrganization(platform, ours.here.community, { kind: 'community' })
  const { id } = await buildCase(platform, ours, { state: 'filed' })
  const handler = actorAt(ours.here.community, ['communityWorker'], { organizationId })
  const colleague = actorAt(ours.here.community, ['communityWorker'], { organizationId })
  const alsoSecretary = actorAt(ours.here.community, ['communityWorker'], { organizationId })
  const [secretaryPost] = ours.secretary.posts
  const people: readonly (readonly [Actor, boolean])[] = [
    [handler, false],
    [colleague, false],
    [{ ...alsoSecretary, posts: [...alsoSecretary.posts, ...(secretaryPost ? [secretaryPost] : [])] }, true],
    [ours.worker, true],
    [ours.verifier, true],
    [ours.solver, false],
  ]
  const isWaitingFor = async (actor: Actor): Promise<boolean> => {
    const { items } = await act(platform, ours, actor, listInbox, { kind: 'case', stage: 'verification' })
    const { all } = await act(platform, ours, actor, countInbox, { kind: 'case', stage: 'verification' })
    assert.equal(all, items.length)
    return items.some((row) => row.matterId === id)
  }
  const expectOnlyVerifiers = async (): Promise<void> => {
    for (const [actor, isExpected] of people) {
      assert.equal(await isWaitingFor(actor), isExpected, actor.name)
      if (actor === ours.solver) continue
      const { can } = await act(platform, ours, actor, contract.findCase, { id })
      assert.equal(can[contract.verifyCase.id]?.allowed, isExpected, actor.name)
    }
  }
  await act(platform, ours, ours.worker, contract.dispatchCase, { id, organizationId })
  await act(platform, ours, handler, contract.resolveCase, { id, words: '清完了' })
  await expectOnlyVerifiers()
  await act(platform, ours, ours.verifier, contract.reworkCase, { id, words: '没清干净' })
  await act(platform, ours, colleague, contract.resolveCase, { id, words: '又清了一遍' })
  await expectOnlyVerifiers()
})

test('a failed verification sends a case back to the same handler, a bad rating too, with 15 work days', async () => {
  const ours = await team()
  const { id, queryCode } = await buildCase(platform, ours, { state: 'handled' })
  const reworked = await act(platform, ours, ours.verifier, contract.reworkCase, { id, words: '还是不亮' })
  assert.equal(reworked.handler?.organization?.id, ours.organizationId)
  await act(platform, ours, ours.solver, contract.resolveCase, { id, words: '换了线路' })
  await act(platform, ours, ours.verifier, contract.verifyCase, { id })
  await act(platform, ours, ours.worker, contract.closeCase, { id, words: '修好了', headline: '灯亮了' })
  const corrected = await act(platform, ours, anyone, contract.evaluateCase, { queryCode, rating: 1, words: '又坏了' })
  assert.equal(corrected.state, 'correcting')
  assert.equal(corrected.isPublic, false)
  assert.equal(corrected.closedAt, null)
  assert.equal(corrected.handler?.organization?.id, ours.organizationId)
  // 15 work days after Thursday 18 June 10:32, over 端午 (19 June free): Friday 10 July 10:32.
  assert.equal(corrected.dueAt?.toISOString(), '2026-07-10T02:32:00.000Z')
})

test('a declined case is answered, and its reporter may raise it again within 30 days', async () => {
  const ours = await team()
  const { id, queryCode } = await buildCase(platform, ours, { state: 'refused' })
  const answer = await act(platform, ours, anyone, contract.findCaseByQueryCode, { queryCode })
  assert.equal(answer.thread.at(-1)?.words, '不归本地管，请拨打 12345')
  assert.equal(answer.can[contract.reraiseCase.id]?.allowed, true)
  assert.equal(contract.acceptCase.id in answer.can, false)
  const reraised = await act(platform, ours, anyone, contract.reraiseCase, { queryCode, words: '就在社区门口' })
  assert.equal(reraised.state, 'accepted')
  await act(platform, ours, ours.worker, contract.refuseCase, { id, words: '是市管道路' })
  const later = new Date(platform.now().getTime() + 31 * 24 * 60 * 60_000)
  await assert.rejects(
    platform.services.operations.perform(
      platform.as(anyone, ours.here.id, { now: () => later }),
      contract.reraiseCase,
      { queryCode, words: '还是不行' },
    ),
    { code: 'cases.reopening_too_late' },
  )
})

test('staff reopen a closed case for dispatch; nobody has it then', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'evaluated' })
  const reopened = await act(platform, ours, ours.worker, contract.reopenCase, { id, words: '同一处又坏了' })
  assert.equal(reopened.state, 'filed')
  assert.equal(reopened.handler, null)
  assert.equal(reopened.closedAt, null)
})

test('a reporter takes a case back before it is dispatched, and not after', async () => {
  const ours = await team()
  const { queryCode } = await buildCase(platform, ours, { state: 'filed' })
  assert.equal((await act(platform, ours, anyone, contract.withdrawCase, { queryCode })).state, 'withdrawn')
  const dispatched = await buildCase(platform, ours, { state: 'handling' })
  await assert.rejects(act(platform, ours, anyone, contract.withdrawCase, { queryCode: dispatched.queryCode }), {
    code: 'flow.wrong_state',
  })
})

test('a resident who has signed in acts by account, and another one does not see the case', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { by: ours.resident })
  const stranger = (await team()).resident
  await assert.rejects(act(platform, ours, stranger, contract.findCase, { id }), { code: 'cases.case_not_found' })
  const supplemented = await act(platform, ours, ours.resident, contract.supplementCase, { id, words: '昨晚有人摔倒' })
  assert.equal(supplemented.state, 'reported')
  const mine = await act(platform, ours, ours.resident, contract.listCases, { view: 'mine' })
  assert.deepEqual(
    mine.items.map((item) => item.id),
    [id],
  )
  assert.ok(mine.items[0]?.allowed.includes(contract.withdrawCase.id))
})

test('停表 keeps what was left, 恢复 goes on with it, 延期 adds to it once and within its bound', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'handling' })
  const start = platform.now()
  const before = await act(platform, ours, ours.secretary, contract.findCase, { id })
  assert.equal(before.dueAt?.toISOString(), '2026-06-25T02:32:00.000Z')
  const paused = await act(platform, ours, ours.secretary, contract.pauseCase, { id, words: '等业主大会' })
  assert.equal(paused.dueAt, null)
  assert.equal(paused.clock?.state, 'paused')
  await assert.rejects(act(platform, ours, ours.secretary, contract.pauseCase, { id, words: '再停' }), {
    code: 'cases.clock_stands',
  })
  platform.setNow(new Date(start.getTime() + 2 * 24 * 60 * 60_000))
  try {
    const resumed = await act(platform, ours, ours.secretary, contract.resumeCase, { id })
    assert.equal(resumed.dueAt?.toISOString(), '2026-06-27T02:32:00.000Z')
    await assert.rejects(
      act(platform, ours, ours.secretary, contract.extendCase, { id, words: '要等材料', extendBy: 8 }),
      {
        code: 'cases.extension_too_long',
      },
    )
    const extended = await act(platform, ours, ours.secretary, contract.extendCase, {
      id,
      words: '要等材料',
      extendBy: 3,
    })
    assert.equal(extended.dueAt?.toISOString(), '2026-06-30T02:32:00.000Z')
    await assert.rejects(
      act(platform, ours, ours.secretary, contract.extendCase, { id, words: '还要等', extendBy: 1 }),
      {
        code: 'cases.extension_used',
      },
    )
    await assert.rejects(act(platform, ours, ours.worker, contract.pauseCase, { id, words: '我也停' }), {
      code: 'auth.forbidden',
    })
  } finally {
    platform.setNow(start)
  }
})

test('accepting and filing put place, category and urgency right, to another place only by who holds it there', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { placeId: ours.here.district.id })
  await assert.rejects(act(platform, ours, ours.worker, contract.acceptCase, { id }), { code: 'cases.case_not_found' })
  const accepted = await act(platform, ours, ours.dispatcher, contract.acceptCase, {
    id,
    placeId: ours.here.community.id,
    urgency: 'urgent',
  })
  assert.equal(accepted.placeId, ours.here.community.id)
  assert.equal(accepted.locationPrecision, 'community')
  // 立案 of an urgent case: a quarter of an hour, day and night.
  assert.equal(accepted.dueAt?.getTime(), platform.now().getTime() + 15 * 60_000)
  const parent = await buildCategory(platform, ours)
  const leaf = await buildCategory(platform, ours, { parentId: parent.id })
  await assert.rejects(act(platform, ours, ours.worker, contract.fileCase, { id, categoryId: parent.id }), {
    code: 'cases.category_not_leaf',
  })
  await assert.rejects(
    act(platform, ours, ours.worker, contract.fileCase, { id, categoryId: leaf.id, placeId: ours.here.street.id }),
    {
      code: 'auth.forbidden',
    },
  )
  const filed = await act(platform, ours, ours.worker, contract.fileCase, {
    id,
    categoryId: leaf.id,
    placeId: ours.here.grid.id,
  })
  assert.deepEqual(filed.category?.names, [parent.name, leaf.name])
  const found = await act(platform, ours, ours.verifier, contract.listCases, {})
  assert.deepEqual(
    found.items.map((item) => item.id),
    [id],
  )
})

test('fifty at once on one case: exactly one wins, forty-nine are told that it has gone on', async () => {
  const ours = await team()
  for (const [state, operation, actor, input] of [
    ['filed', contract.dispatchCase, ours.worker, { organizationId: ours.organizationId }],
    ['handled', contract.verifyCase, ours.verifier, {}],
    ['reported', contract.acceptCase, ours.worker, {}],
  ] as const) {
    const { id } = await buildCase(platform, ours, { state })
    const attempts = Array.from({ length: 50 }, () => act(platform, ours, actor, operation, { id, ...input }))
    const results = await Promise.allSettled(attempts)
    const won = results.filter((result) => result.status === 'fulfilled')
    const codes = results.flatMap((result) =>
      result.status === 'rejected' ? (result.reason as { code: string }).code : [],
    )
    assert.equal(won.length, 1, operation.id)
    assert.deepEqual([...new Set(codes)], ['flow.wrong_state'], operation.id)
    const found = await act(platform, ours, ours.dispatcher, contract.findCase, { id })
    assert.equal(found.thread.filter((entry) => entry.action === operation.id).length, 1)
    assert.equal(new Set(found.thread.map((entry) => entry.number)).size, found.thread.length)
  }
})

test('two who judge the same closed case at once: one does, the other is told', async () => {
  const ours = await team()
  const { queryCode } = await buildCase(platform, ours, { state: 'closed' })
  const results = await Promise.allSettled(
    [5, 1].map((rating) => act(platform, ours, anyone, contract.evaluateCase, { queryCode, rating })),
  )
  assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected'])
})

test('a case of one district does not exist in another', async () => {
  const ours = await team()
  const theirs = await team()
  const { id, queryCode } = await buildCase(platform, ours)
  await assert.rejects(act(platform, theirs, theirs.dispatcher, contract.findCase, { id }), {
    code: 'cases.case_not_found',
  })
  await assert.rejects(act(platform, theirs, anyone, contract.findCaseByQueryCode, { queryCode }), {
    code: 'cases.case_not_found',
  })
  await assert.rejects(
    act(platform, theirs, anyone, contract.reportCase, { body: '别的区的事', placeId: ours.here.grid.id }),
    {
      code: 'cases.place_elsewhere',
    },
  )
  assert.deepEqual((await act(platform, theirs, theirs.dispatcher, contract.listCases, {})).items, [])
  assert.deepEqual((await act(platform, theirs, system, contract.listCases, {})).items, [])
})

test('every due instant of every visit can be worked out again from stored facts', async () => {
  const ours = await team()
  const built = []
  for (const state of ['handling', 'handled', 'evaluated', 'correcting'] as const) {
    built.push(await buildCase(platform, ours, { state }))
  }
  const id = built[0]?.id ?? ''
  const start = platform.now()
  await act(platform, ours, ours.secretary, contract.pauseCase, { id, words: '等材料' })
  platform.setNow(new Date(start.getTime() + 5 * 60 * 60_000))
  await act(platform, ours, ours.secretary, contract.resumeCase, { id })
  await act(platform, ours, ours.secretary, contract.extendCase, { id, words: '再给两天', extendBy: 2 })
  platform.setNow(start)
  const visits = await platform.rows<StoredVisit>(
    ours.here.id,
    `select v.limit_unit, v.limit_amount, v.extended_amount, v.entered_at, v.left_at, v.due_at, v.pauses,
      c.due_at as copied_due_at
      from platform.visit v join cases.case_file c on c.district_id = v.district_id and c.id = v.matter_id`,
  )
  const calendar = await inTransaction(platform.as(system, ours.here.id), calendarOf)
  let checkedCount = 0
  for (const visit of visits) {
    if (visit.left_at === null) assert.deepEqual(visit.copied_due_at, visit.due_at)
    if (visit.limit_unit === null) continue
    const limit = { unit: visit.limit_unit, amount: Number(visit.limit_amount) + Number(visit.extended_amount) }
    const pauses = visit.pauses.map((pause) => ({ from: new Date(pause.from), to: new Date(pause.to) }))
    assert.deepEqual(dueAt(limit, visit.entered_at, pauses, calendar).dueAt, visit.due_at)
    checkedCount += 1
  }
  assert.ok(checkedCount > 20)
})
