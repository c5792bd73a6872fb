import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PassThrough } from 'node:stream'
import { closeCase, findCase, refuseCase } from '#modules/cases/contract'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { readSheet } from '#platform/office'
import { openTestPlatform } from '#platform/testing'
import { calendar } from '#modules/calendar'
import { countInbox, listInbox } from '#modules/workplace/contract'
import * as contract from './contract.ts'
import { tellOfLate } from './reactions.ts'
import { act, buildHazardTeam, buildSite, hazardModules, type HazardTeam, inspect, photosOf, rowOf } from './testing.ts'

const startsAt = new Date('2026-06-18T02:32:00Z')
const platform = await openTestPlatform([...hazardModules, calendar], startsAt)
const team = async (): Promise<HazardTeam> => buildHazardTeam(platform, await buildDistrict(platform))
const DAY_MS = 86_400_000
const later = (days: number): void => platform.setNow(new Date(startsAt.getTime() + days * DAY_MS))

/** A hazard that was noticed, at a site of nobody's. */
const noticed = async (ours: HazardTeam, over: Parameters<typeof inspect>[3] = {}): Promise<string> => {
  const { hazards } = await inspect(platform, ours, (await buildSite(platform, ours)).id, over)
  return hazards[0]?.id ?? ''
}

const rectify = async (ours: HazardTeam, id: string, by = ours.inspector) =>
  act(platform, ours, by, contract.rectifyHazard, {
    id,
    words: '货物已搬走',
    fileIds: await photosOf(platform, ours, by),
  })

test('found, noticed, put right, rechecked by another, closed: each step is in the thread with its clock', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours)
  const recorded = await inspect(platform, ours, site.id)
  assert.match(recorded.inspection.number, /^PC-260618-\d{4}$/)
  assert.match(recorded.hazards[0]?.number ?? '', /^YH-260618-\d{4}$/)
  assert.match(recorded.hazards[0]?.noticeNumber ?? '', /^ZG-260618-\d{4}$/)
  const id = recorded.hazards[0]?.id ?? ''
  await rectify(ours, id)
  await assert.rejects(act(platform, ours, ours.inspector, contract.passHazard, { id }), {
    code: 'hazards.rechecker_is_rectifier',
  })
  const closed = await act(platform, ours, ours.rechecker, contract.passHazard, { id })
  assert.equal(closed.state, 'closed')
  const detail = await act(platform, ours, ours.chief, contract.findHazard, { id })
  assert.deepEqual(
    detail.thread.map((entry) => entry.action.split('.').at(-1)),
    ['record', 'notify', 'rectify', 'pass'],
  )
  assert.equal(detail.deadline, '2026-07-03')
  assert.deepEqual(
    detail.visits.map((visit) => visit.stage),
    ['notice', 'rectification', 'recheck', 'ended'],
  )
  assert.equal(detail.thread[0]?.actor.name, '周*明')
  const view = await act(platform, ours, ours.chief, contract.findSite, { id: site.id })
  assert.deepEqual([view.inspectionCount, view.hazardCount, view.site.openHazardCount], [1, 1, 0])
})

test('a failed recheck is a new notice with a new number and a new deadline, and is counted', async () => {
  const ours = await team()
  const id = await noticed(ours)
  const before = await act(platform, ours, ours.chief, contract.findHazard, { id })
  await rectify(ours, id)
  later(2)
  const failed = await act(platform, ours, ours.rechecker, contract.failHazard, {
    id,
    words: '还堵着一半',
    limitDays: 5,
  })
  assert.deepEqual([failed.state, failed.failedCount, failed.noticeCount], ['noticed', 1, 2])
  assert.notEqual(failed.noticeNumber, before.noticeNumber)
  const after = await act(platform, ours, ours.chief, contract.findHazard, { id })
  assert.deepEqual([after.limitDays, after.deadline, after.measures], [5, '2026-06-25', before.measures])
  later(0)
})

test('put right on the spot is shown by a photo, and somebody else still rechecks it', async () => {
  const ours = await team()
  await assert.rejects(noticed(ours, { isOnTheSpot: true, rectifiedPhotos: [] }), { code: 'hazards.photo_missing' })
  const id = await noticed(ours, { isOnTheSpot: true, measures: '当场搬走' })
  const row = await rowOf(platform, ours, id)
  assert.deepEqual([row['state'], row['is_on_the_spot'], row['notice_number']], ['rectified', true, null])
  const { can } = await act(platform, ours, ours.inspector, contract.findHazard, { id })
  assert.equal(can['hazards.hazard.pass']?.reason, 'hazards.rechecker_is_rectifier')
  const passed = await act(platform, ours, ours.rechecker, contract.passHazard, { id })
  assert.equal(passed.state, 'closed')
})

test('more time is asked for once, granted by somebody else, and moves the deadline', async () => {
  const ours = await team()
  const id = await noticed(ours, { severity: 'serious' })
  const ask = (days: number) =>
    act(platform, ours, ours.chief, contract.requestExtension, { id, words: '等配件到货', days })
  await assert.rejects(ask(8), { code: 'hazards.extension_too_long' })
  const before = (await ask(3)).dueAt
  await assert.rejects(ask(3), { code: 'hazards.extension_waits' })
  await assert.rejects(act(platform, ours, ours.chief, contract.grantExtension, { id }), {
    code: 'hazards.granter_is_asker',
  })
  const granted = await act(platform, ours, ours.secretary, contract.grantExtension, { id })
  assert.equal((granted.dueAt?.getTime() ?? 0) - (before?.getTime() ?? 0), 3 * DAY_MS)
  await assert.rejects(ask(1), { code: 'hazards.extension_used' })
})

test('what is found at a site again within a year is counted; a year and a day later it is the first again', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours)
  const offence = async () => {
    const { hazards } = await inspect(platform, ours, site.id)
    return (await rowOf(platform, ours, hazards[0]?.id ?? ''))['offence_number']
  }
  assert.equal(await offence(), 1)
  later(365)
  assert.equal(await offence(), 2)
  later(366 + 365)
  assert.equal(await offence(), 1)
  const { site: seen, offences } = await act(platform, ours, ours.chief, contract.findSite, { id: site.id })
  assert.deepEqual([seen.repeatCount, offences[0]?.count, offences[0]?.kindName], [1, 3, '疏散通道堵塞'])
  const { items } = await act(platform, ours, ours.chief, contract.listSites, { has: 'repeat' })
  assert.deepEqual(
    items.map(({ id }) => id),
    [site.id],
  )
  later(0)
})

test('what a site does not put right becomes a case; when the case is closed the hazard is', async () => {
  const ours = await team()
  const id = await noticed(ours, { severity: 'major' })
  const handed = await act(platform, ours, ours.inspector, contract.escalateHazard, {
    id,
    words: '店主拒不整改',
    organizationId: ours.organizationId,
  })
  assert.equal(handed.state, 'escalated')
  const matter = await act(platform, ours, ours.secretary, findCase, { id: handed.caseId ?? '' })
  assert.deepEqual([matter.channel, matter.urgency, matter.sourceNumber], ['patrol', 'urgent', handed.number])
  await assert.rejects(rectify(ours, id), { code: 'flow.wrong_state' })
  await platform.rows(ours.here.id, "update cases.case_file set state = 'verified', stage = 'closing' where id = $1", [
    matter.id,
  ])
  await platform.rows(ours.here.id, "update platform.visit set state = 'verified' where matter_id = $1", [matter.id])
  await act(platform, ours, ours.secretary, closeCase, { id: matter.id, words: '消防部门已责令拆除' })
  await platform.drainJobs()
  const detail = await act(platform, ours, ours.chief, contract.findHazard, { id })
  assert.deepEqual([detail.state, detail.caseNumber], ['closed', matter.number])
  assert.equal(detail.thread.at(-1)?.words, '消防部门已责令拆除')
})

test('a case that is declined gives the hazard back, and it may become another', async () => {
  const ours = await team()
  const id = await noticed(ours)
  const handed = await act(platform, ours, ours.inspector, contract.escalateHazard, { id, words: '店主不在' })
  await act(platform, ours, ours.secretary, refuseCase, { id: handed.caseId ?? '', words: '请网格先联系店主' })
  await platform.drainJobs()
  const row = await rowOf(platform, ours, id)
  assert.deepEqual([row['state'], row['case_id']], ['found', null])
  const again = await act(platform, ours, ours.inspector, contract.escalateHazard, { id, words: '店主仍拒不整改' })
  const second = await act(platform, ours, ours.secretary, findCase, { id: again.caseId ?? '' })
  assert.equal(second.sourceNumber, `${again.number}-2`)
})

test('a hazard of an organisation is put right by its people only and by inspectors of the place; nobody else sees it', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours, { organizationId: ours.organizationId })
  const { hazards } = await inspect(platform, ours, site.id)
  const id = hazards[0]?.id ?? ''
  const mine = await act(platform, ours, ours.owner, contract.listHazards, { view: 'assigned' })
  assert.deepEqual(
    mine.items.map((item) => item.id),
    [id],
  )
  assert.equal((await act(platform, ours, ours.owner, countInbox, { kind: 'hazard' })).all, 1)
  await rectify(ours, id, ours.owner)
  await assert.rejects(act(platform, ours, ours.owner, contract.passHazard, { id }), { code: 'flow.not_yours' })
  const stranger = actorAt({ ...ours.here.grid, path: '8.' }, ['gridLeader'])
  await assert.rejects(act(platform, ours, stranger, contract.findHazard, { id }), { code: 'hazards.hazard_not_found' })
})

test('it waits in the inbox of whose turn it is, and those are told once when it is late', async () => {
  const ours = await team()
  const id = await noticed(ours, { severity: 'major' })
  const inbox = await act(platform, ours, ours.inspector, listInbox, { kind: 'hazard' })
  assert.deepEqual(
    inbox.items.map((line) => line.matterId),
    [id],
  )
  const notices = () =>
    platform.rows(ours.here.id, "select 1 from platform.notice where key = 'hazards:notice.late' and matter_id = $1", [
      id,
    ])
  later(2)
  await tellOfLate(platform.as({ kind: 'system', personId: null, name: '', posts: [] }, ours.here.id))
  assert.equal((await notices()).length, 0)
  later(4)
  for (let time = 0; time < 2; time += 1)
    await tellOfLate(platform.as({ kind: 'system', personId: null, name: '', posts: [] }, ours.here.id))
  assert.equal((await notices()).length, 1)
  const late = await act(platform, ours, ours.chief, contract.countHazards, { clock: 'late' })
  assert.deepEqual([late.found, late.late], [1, 1])
  later(0)
})

test('an inspection is refused whole: a blank kind, a finding without its item, somebody without a post here', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours)
  const { classes } = await act(platform, ours, ours.administrator, contract.findCatalogue, {})
  const blank = classes[1]?.kinds[0]?.id ?? ''
  const record = (over: object) =>
    act(platform, ours, ours.inspector, contract.recordInspection, {
      siteId: site.id,
      items: [{ kindId: ours.kindIds[0], result: 'pass' }],
      ...over,
    } as never)
  await assert.rejects(record({ items: [{ kindId: blank, result: 'pass' }] }), { code: 'hazards.kind_unnamed' })
  await assert.rejects(record({ items: [{ kindId: ours.kindIds[0], result: 'hazard' }] }), {
    code: 'hazards.items_and_hazards_differ',
  })
  await assert.rejects(record({ coInspectorIds: [ours.owner.personId] }), { code: 'hazards.not_an_inspector' })
  await assert.rejects(record({ inspectedAt: '2026-06-01T00:00:00Z' }), { code: 'hazards.time_not_possible' })
  const stranger = actorAt({ ...ours.here.grid, path: '8.' }, ['gridWorker'])
  await assert.rejects(
    act(platform, ours, stranger, contract.recordInspection, {
      siteId: site.id,
      items: [{ kindId: ours.kindIds[0], result: 'pass' }],
    }),
    { code: 'auth.forbidden' },
  )
  const counts = await platform.rows(ours.here.id, 'select 1 from hazards.inspection where site_id = $1', [site.id])
  assert.equal(counts.length, 0)
})

test('fifty at once recheck a hazard: one closes it, the others are told that it is closed', async () => {
  const ours = await team()
  const id = await noticed(ours)
  await rectify(ours, id)
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, () => act(platform, ours, ours.rechecker, contract.passHazard, { id })),
  )
  assert.equal(answers.filter((answer) => answer.status === 'fulfilled').length, 1)
  const reasons = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : [],
  )
  assert.deepEqual(new Set(reasons), new Set(['flow.wrong_state']))
})

test('fifty inspections of one site at once count their offences one after the other', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours)
  await Promise.all(Array.from({ length: 50 }, () => inspect(platform, ours, site.id)))
  const rows = await platform.rows<{ n: number }>(
    ours.here.id,
    'select offence_number as n from hazards.hazard where site_id = $1 order by 1',
    [site.id],
  )
  assert.deepEqual(
    rows.map(({ n }) => n),
    Array.from({ length: 50 }, (_, at) => at + 1),
  )
})

test('what holds in the database without the service: numbers once, a case once, an inspection as it was', async () => {
  const ours = await team()
  const first = await noticed(ours)
  const second = await noticed(ours)
  const run = (text: string, values: readonly unknown[] = []) => platform.rows(ours.here.id, text, values)
  const { notice_number: notice } = await rowOf(platform, ours, first)
  await assert.rejects(run('update hazards.hazard set notice_number = $2 where id = $1', [second, notice]), {
    code: '23505',
  })
  await assert.rejects(run("update hazards.hazard set state = 'escalated' where id = $1", [first]), { code: '23514' })
  await assert.rejects(run('update hazards.hazard set extension_count = 2 where id = $1', [first]), { code: '23514' })
  await assert.rejects(run('delete from hazards.inspection'), { code: '42501' })
})

test('a list is found again page by page, by number, words and kind, and its workbook has the same rows', async () => {
  const ours = await team()
  const ids = [await noticed(ours), await noticed(ours, { words: '配电箱敞开' }), await noticed(ours)]
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await act(platform, ours, ours.chief, contract.listHazards, { limit: 2, cursor } as never)
    seen.push(...page.items.map((item) => item.id))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  assert.deepEqual(new Set(seen), new Set(ids))
  const words = await act(platform, ours, ours.chief, contract.listHazards, { words: '配电箱' })
  assert.deepEqual(
    words.items.map((item) => item.id),
    [ids[1]],
  )
  const { notice_number: number } = await rowOf(platform, ours, ids[2] ?? '')
  const byNumber = await act(platform, ours, ours.chief, contract.listHazards, { words: String(number) })
  assert.deepEqual(
    byNumber.items.map((item) => item.id),
    [ids[2]],
  )
  const file = await platform.services.operations.stream(
    platform.as(ours.chief, ours.here.id),
    contract.exportHazards,
    { severity: 'general' },
  )
  const out = new PassThrough()
  const bytes: Buffer[] = []
  out.on('data', (chunk: Buffer) => bytes.push(chunk))
  await file.write(out)
  const sheet = await readSheet(Buffer.concat(bytes), {})
  assert.equal(sheet.rows.length, 3)
})
