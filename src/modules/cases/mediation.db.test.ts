import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone, system } from '#kernel/role'
import type { CivilDate } from '#kernel/time'
import { buildPerson } from '#modules/identity/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { tellToFollowUp } from './measure-jobs.ts'
import { act, buildCase, buildTeam, caseModules, setFlow } from './testing.ts'

const start = new Date('2026-06-18T02:32:00Z')
const platform = await openTestPlatform(caseModules, start)
const later = (minutes: number): void => {
  platform.setNow(new Date(platform.now().getTime() + minutes * 60_000))
}
const team = async () => {
  platform.setNow(start)
  const ours = await buildTeam(platform, await buildDistrict(platform))
  const talent = await buildPerson(platform, ours.here)
  return { ...ours, talent, liaison: actorAt(ours.here.grid, ['liaison'], { name: '联络员' }) }
}
type Ours = Awaited<ReturnType<typeof team>>

const draftOf = (ours: Ours) => ({
  subject: '楼上漏水，两家赔偿谈不拢',
  parties: [{ name: '王小芳', phone: '13800138000' }, { name: '李建国' }],
  mediators: [{ personId: ours.talent.id }, { organizationId: ours.organizationId }],
})
const opened = async (ours: Ours) => {
  const { id: caseId } = await buildCase(platform, ours, { state: 'accepted' })
  const { id } = await act(platform, ours, ours.liaison, contract.openMediation, { caseId, ...draftOf(ours) } as never)
  return { caseId, id }
}
const hold = (ours: Ours, id: string) =>
  act(platform, ours, ours.liaison, contract.holdSession, {
    id,
    heldAt: platform.now().toISOString(),
    heldWhere: '社区议事室',
    words: '双方各让一步',
  })

test('S0-38: what the liaison has verified is told to the residents and mediated in the same act, and the minutes from report to action are shown', async () => {
  const ours = await team()
  await setFlow(platform, ours, { checkedChannels: ['correspondent'] })
  const rider = actorAt(ours.here.community, ['correspondent'], { name: '骑手' })
  const { id, queryCode } = await buildCase(platform, ours, { state: 'accepted', by: rider, channel: 'correspondent' })
  const notice = { headline: '3 号楼在调解漏水', words: '联络员已核实，正在调解，请绕行 3 号楼门口' }
  await assert.rejects(act(platform, ours, ours.worker, contract.publishNotice, { caseId: id, ...notice }), {
    code: 'cases.not_checked',
  })
  later(12)
  const checked = await act(platform, ours, ours.liaison, contract.checkCase, {
    id,
    words: '两家吵起来了',
    result: 'exists',
    notice,
    mediation: draftOf(ours),
  } as never)
  assert.equal(checked.state, 'accepted')
  const found = await act(platform, ours, ours.worker, contract.findCase, { id })
  assert.equal(found.actedAt?.getTime(), start.getTime() + 12 * 60_000)
  const { items } = await act(platform, ours, ours.worker, contract.findMediations, { caseId: id })
  assert.deepEqual([items.length, items[0]?.minutesFromReport], [1, 12])
  const listed = await act(platform, ours, anyone, contract.listPublicNotices, { placeId: ours.here.community.id })
  assert.deepEqual(
    listed.items.map(({ headline }) => headline),
    [notice.headline],
  )
  const own = await act(platform, ours, anyone, contract.findCaseByQueryCode, { queryCode })
  assert.equal(own.actedAt, null)
  const sums = await act(platform, ours, ours.dispatcher, contract.sumMediations, { channel: 'correspondent' })
  assert.deepEqual([sums.mediations, sums.meanMinutes], [1, 12])
})

test('what is not so is neither told nor mediated, and a refused mediation undoes the check', async () => {
  const ours = await team()
  const { id } = await buildCase(platform, ours, { state: 'accepted' })
  const check = { id, words: '没有的事', result: 'absent', mediation: draftOf(ours) }
  await assert.rejects(act(platform, ours, ours.liaison, contract.checkCase, check as never), {
    code: 'request.invalid',
  })
  const twice = { ...draftOf(ours), mediators: [{ personId: ours.talent.id }, { personId: ours.talent.id }] }
  await assert.rejects(
    act(platform, ours, ours.liaison, contract.checkCase, { ...check, result: 'exists', mediation: twice } as never),
    { code: 'cases.mediator_twice' },
  )
  const found = await act(platform, ours, ours.worker, contract.findCase, { id })
  assert.deepEqual([found.state, found.isChecked], ['accepted', false])
})

test('a mediation goes from its sessions to an agreement with a day to look again, and is followed up once', async () => {
  const ours = await team()
  const { id, caseId } = await opened(ours)
  const agreement = {
    id,
    result: 'agreed',
    agreement: '楼上赔付 800 元，一周内付清',
    followUpOn: '2026-06-25' as CivilDate,
  } as const
  await assert.rejects(act(platform, ours, ours.liaison, contract.concludeMediation, agreement), {
    code: 'cases.no_session',
  })
  await hold(ours, id)
  await assert.rejects(
    act(platform, ours, ours.liaison, contract.concludeMediation, { id, result: 'agreed' } as never),
    { code: 'request.invalid' },
  )
  const concluded = await act(platform, ours, ours.liaison, contract.concludeMediation, agreement)
  assert.deepEqual([concluded.state, concluded.followUpOn, concluded.sessionCount], ['concluded', '2026-06-25', 1])
  const done = await act(platform, ours, ours.worker, contract.followUpMediation, { id, fulfilment: 'fulfilled' })
  assert.equal(done.fulfilment, 'fulfilled')
  await assert.rejects(act(platform, ours, ours.worker, contract.followUpMediation, { id, fulfilment: 'broken' }), {
    code: 'cases.followed_up',
  })
  const { thread } = await act(platform, ours, ours.worker, contract.findCase, { id: caseId })
  assert.deepEqual(
    thread.map(({ action }) => action).filter((action) => action.startsWith('cases.mediation.')),
    ['open', 'hold', 'conclude', 'followUp'].map((verb) => `cases.mediation.${verb}`),
  )
})

test('the names of the parties are masked; a look behind the mask is written down with its reason', async () => {
  const ours = await team()
  const { id, caseId } = await opened(ours)
  const masked = await act(platform, ours, ours.liaison, contract.findMediation, { id })
  assert.deepEqual(
    masked.parties.map(({ name, phone }) => [name, phone]),
    [
      ['王*芳', '138****8000'],
      ['李*国', null],
    ],
  )
  const person = await buildPerson(platform, ours.here)
  const worker = { ...ours.worker, personId: person.id }
  const shown = await act(platform, ours, worker, contract.revealParties, { id, reason: '打印调解协议' })
  assert.equal(shown.parties[0]?.name, '王小芳')
  const log = await platform.rows(
    ours.here.id,
    "select reason from platform.access_log where subject_id = $1 and field = 'party'",
    [caseId],
  )
  assert.deepEqual(log, [{ reason: '打印调解协议' }])
  const officer = actorAt({ ...ours.here.community, path: '8.' }, ['communityWorker'])
  await assert.rejects(act(platform, ours, officer, contract.revealParties, { id, reason: '看看' }), {
    code: 'cases.case_not_found',
  })
})

test('S0-05: which talents mediated is recorded, and what each did is counted and found', async () => {
  const ours = await team()
  const { id } = await opened(ours)
  await hold(ours, id)
  await act(platform, ours, ours.liaison, contract.concludeMediation, {
    id,
    result: 'partly',
    agreement: '先修水管，赔偿另议',
    followUpOn: '2026-06-20' as CivilDate,
  })
  const sums = await act(platform, ours, ours.dispatcher, contract.sumMediations, {})
  const talent = sums.mediators.find(({ person }) => person?.id === ours.talent.id)
  assert.deepEqual([talent?.count, talent?.agreed], [1, 1])
  const found = await act(platform, ours, ours.dispatcher, contract.listMediations, { personId: ours.talent.id })
  assert.equal(found.items.length, 1)
})

test('one mediation is open on a case at a time, also when two are opened at once', async () => {
  const ours = await team()
  const { id: caseId } = await buildCase(platform, ours, { state: 'accepted' })
  const input = { caseId, ...draftOf(ours) } as never
  const outcomes = await Promise.allSettled(
    [1, 2].map(() => act(platform, ours, ours.liaison, contract.openMediation, input)),
  )
  assert.deepEqual(outcomes.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
})

test('whoever opened it is told on the day to look again, once', async () => {
  const ours = await team()
  const opener = await buildPerson(platform, ours.here)
  const by: Ours = { ...ours, liaison: { ...ours.liaison, personId: opener.id } }
  const { id, caseId } = await opened(by)
  await hold(by, id)
  await act(platform, by, by.liaison, contract.concludeMediation, {
    id,
    result: 'agreed',
    agreement: '互相道歉',
    followUpOn: '2026-06-19' as CivilDate,
  })
  const told = async () => {
    await tellToFollowUp(platform.as(system, ours.here.id))
    const rows = await platform.rows<{ person_id: string }>(
      ours.here.id,
      "select person_id from platform.notice where key = 'cases:notice.followUpDue' and matter_id = $1",
      [caseId],
    )
    return rows.map((row) => row.person_id)
  }
  assert.deepEqual(await told(), [])
  later(24 * 60)
  assert.deepEqual(await told(), [opener.id])
  assert.deepEqual(await told(), [opener.id])
})

test('a notice is shown to its community, not to another one, and no longer when it is taken down', async () => {
  const ours = await team()
  const { id: caseId } = await buildCase(platform, ours, { state: 'accepted' })
  const { id } = await act(platform, ours, ours.liaison, contract.publishNotice, {
    caseId,
    headline: '今晚停水检修',
    words: '3 号楼 22 时起停水检修，请提前储水',
  })
  const shown = async (placeId: number) =>
    (await act(platform, ours, anyone, contract.listPublicNotices, { placeId })).items.length
  const { here } = ours
  assert.deepEqual(await Promise.all([shown(here.community.id), shown(here.grid.id), shown(here.street.id)]), [1, 1, 1])
  await act(platform, ours, ours.liaison, contract.takeDownNotice, { id })
  assert.equal(await shown(here.community.id), 0)
  await assert.rejects(act(platform, ours, ours.liaison, contract.takeDownNotice, { id }), {
    code: 'cases.notice_withdrawn',
  })
})
