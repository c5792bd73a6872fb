import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { anyone } from '#kernel/role'
import { setBoundary } from '#modules/places/contract'
import { actorAt, buildDistrict, buildPlace, squareAt } from '#modules/places/testing'
import { readSheet } from '#platform/office'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildCase, buildCategory, buildTeam, caseModules, type CaseTeam } from './testing.ts'

const platform = await openTestPlatform(caseModules)

const team = async () => buildTeam(platform, await buildDistrict(platform))

/** The whole list, page by page. */
const listAll = async (ours: CaseTeam, input: Record<string, unknown>): Promise<string[]> => {
  const ids: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await act(platform, ours, ours.dispatcher, contract.listCases, { ...input, limit: 2, cursor } as never)
    ids.push(...page.items.map((item) => item.id))
    if (page.nextCursor === null) return ids
    cursor = page.nextCursor
  }
}

test('a point is in the smallest place around it; outside of all boundaries the place that was given counts', async () => {
  const ours = await team()
  const { here } = ours
  const draw = (placeId: number, degrees: number) =>
    act(platform, ours, ours.administrator, setBoundary, {
      placeId,
      version: 1,
      boundary: squareAt(102.5, 25, degrees),
    })
  await draw(here.community.id, 0.02)
  await draw(here.grid.id, 0.01)
  const report = (over: object) =>
    act(platform, ours, anyone, contract.reportCase, { body: '路面塌了一块', ...over } as never)
  const inside = await report({ point: { longitude: 102.505, latitude: 25.005 }, placeId: here.district.id })
  assert.deepEqual([inside.case.placeId, inside.case.locationPrecision], [here.grid.id, 'exact'])
  const outside = await report({ point: { longitude: 103.5, latitude: 25 }, placeId: here.street.id })
  assert.deepEqual([outside.case.placeId, outside.case.locationPrecision], [here.street.id, 'exact'])
  const chosen = await report({ placeId: here.community.id })
  assert.deepEqual([chosen.case.placeId, chosen.case.locationPrecision], [here.community.id, 'community'])
  const unknown = await report({})
  assert.deepEqual([unknown.case.placeId, unknown.case.locationPrecision], [here.district.id, 'district'])
})

test('the same report sent twice is one case; what only staff may say is refused to residents', async () => {
  const ours = await team()
  const ctx = platform.as(anyone, ours.here.id)
  const { operations } = platform.services
  const input = { body: '电梯停了两天', placeId: ours.here.grid.id }
  const first = await operations.perform(ctx, contract.reportCase, input)
  const second = await operations.perform(ctx, contract.reportCase, input)
  assert.equal(second.queryCode, first.queryCode)
  assert.equal(second.case.number, first.case.number)
  const refused = (over: object) => act(platform, ours, anyone, contract.reportCase, { ...input, ...over } as never)
  await assert.rejects(refused({ channel: 'hotline' }), { code: 'cases.channel_for_staff' })
  await assert.rejects(refused({ urgency: 'urgent' }), { code: 'cases.urgency_for_staff' })
  await assert.rejects(refused({ occurredAt: '2027-01-01T00:00:00Z' }), { code: 'cases.occurs_in_future' })
  await assert.rejects(refused({ categoryId: 999_999 }), { code: 'cases.category_not_found' })
  await assert.rejects(refused({ fileIds: ['018f0000-0000-7000-8000-000000000000'] }), { code: 'files.not_found' })
  await assert.rejects(refused({ body: '' }), { code: 'request.invalid' })
  assert.deepEqual(await listAll(ours, {}), [first.case.id])
})

test('a number of another channel is taken in once', async () => {
  const ours = await team()
  const report = () =>
    act(platform, ours, ours.worker, contract.reportCase, {
      body: '市民来电反映路灯不亮',
      placeId: ours.here.grid.id,
      channel: 'hotline',
      sourceNumber: 'GD2026061800017',
      reporterName: '张芳',
      reporterPhone: '13812341234',
    })
  const first = await report()
  assert.equal(first.case.channel, 'hotline')
  await assert.rejects(report(), { code: 'cases.source_number_conflict' })
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      act(platform, ours, ours.worker, contract.reportCase, {
        body: '同一张工单同时来了八次',
        placeId: ours.here.grid.id,
        channel: 'hotline',
        sourceNumber: 'GD2026061800018',
      }),
    ),
  )
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1)
  assert.equal((await listAll(ours, {})).length, 2)
})

test('numbers run without gap and are given once, whoever reports at the same time', async () => {
  const ours = await team()
  const built = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      act(platform, ours, anyone, contract.reportCase, { body: `第 ${index} 件事`, placeId: ours.here.grid.id }),
    ),
  )
  const numbers = built.map((one) => one.case.number).sort()
  assert.deepEqual(
    numbers,
    Array.from({ length: 30 }, (_, index) => `XF-260618-${String(index + 1).padStart(4, '0')}`),
  )
})

test('a list is cut into pages without a case twice or missed, in each order', async () => {
  const ours = await team()
  const start = platform.now()
  const ids: string[] = []
  for (let index = 0; index < 7; index += 1) {
    platform.setNow(new Date(start.getTime() + Math.floor(index / 2) * 60_000))
    ids.push((await buildCase(platform, ours, { state: index < 2 ? 'evaluated' : 'reported' })).id)
  }
  platform.setNow(start)
  const newest = await listAll(ours, { sort: 'newest' })
  assert.deepEqual([...newest].sort(), [...ids].sort())
  assert.deepEqual(await listAll(ours, { sort: 'oldest' }), newest.toReversed())
  assert.deepEqual(await listAll(ours, { sort: 'number' }), ids)
  assert.deepEqual([...(await listAll(ours, { sort: 'due' }))].sort(), ids.slice(2).sort())
  const page = await act(platform, ours, ours.dispatcher, contract.listCases, { limit: 2, withTotal: 'true' as never })
  assert.deepEqual(page.total, { count: 7, isMore: false })
  assert.equal(page.items[0]?.placeName, '第 1 网格')
  assert.equal(page.items[0]?.clock?.state, 'ok')
})

test('a list holds what its filters say, and only what the actor may read', async () => {
  const ours = await team()
  const { here } = ours
  const other = await buildPlace(platform, here.street, {
    level: 'community',
    name: '安康社区',
    code: `${here.community.code.slice(0, 9)}002`,
  })
  const parent = await buildCategory(platform, ours)
  const leaf = await buildCategory(platform, ours, { parentId: parent.id })
  const handling = await buildCase(platform, ours, { state: 'handling', categoryId: leaf.id })
  const reported = await buildCase(platform, ours, { placeId: other.id, body: '翠湖路的电梯又停了' })
  const hotline = await buildCase(platform, ours, {
    by: ours.worker,
    channel: 'hotline',
    sourceNumber: '88001',
    urgency: 'urgent',
  })
  assert.deepEqual(await listAll(ours, { stage: 'handling' }), [handling.id])
  assert.deepEqual(await listAll(ours, { state: 'reported', channel: 'portal' }), [reported.id])
  assert.deepEqual(await listAll(ours, { categoryId: parent.id }), [handling.id])
  assert.deepEqual(await listAll(ours, { urgency: 'urgent' }), [hotline.id])
  assert.deepEqual(await listAll(ours, { placeId: other.id }), [reported.id])
  assert.deepEqual(await listAll(ours, { words: '电梯' }), [reported.id])
  assert.deepEqual(await listAll(ours, { words: '翠湖路，电梯' }), [reported.id])
  assert.deepEqual(await listAll(ours, { words: hotline.number.toLowerCase() }), [hotline.id])
  assert.deepEqual(await listAll(ours, { words: '88001' }), [hotline.id])
  assert.deepEqual(await listAll(ours, { words: '。。' }), [])
  assert.deepEqual(await listAll(ours, { organizationId: ours.organizationId }), [handling.id])
  assert.deepEqual(await listAll(ours, { from: '2026-06-19' }), [])
  assert.equal((await listAll(ours, { from: '2026-06-18', until: '2026-06-18' })).length, 3)
  const seenBy = async (actor: CaseTeam['worker'], input: object = {}): Promise<string[]> =>
    (await act(platform, ours, actor, contract.listCases, input as never)).items.map((item) => item.id).sort()
  assert.deepEqual(await seenBy(ours.worker), [handling.id, hotline.id].sort())
  assert.deepEqual(await seenBy(ours.solver, { view: 'assigned' }), [handling.id])
  await assert.rejects(seenBy(ours.solver), { code: 'auth.forbidden' })
  await assert.rejects(seenBy(ours.resident), { code: 'auth.forbidden' })
  await assert.rejects(seenBy(ours.worker, { placeId: other.id }), { code: 'auth.forbidden' })
  await assert.rejects(seenBy(anyone), { code: 'auth.required' })
  const two = { ...ours.worker, posts: [...ours.worker.posts, ...actorAt(other, ['communityWorker']).posts] }
  assert.equal((await seenBy(two)).length, 3)
})

test('late, soon and paused are counted as they are listed', async () => {
  const ours = await team()
  const start = platform.now()
  const late = await buildCase(platform, ours)
  // 15:32 on the last work day before 端午: two work hours end on Monday 9:02.
  platform.setNow(new Date('2026-06-18T07:32:00Z'))
  const soon = await buildCase(platform, ours)
  const paused = await buildCase(platform, ours, { state: 'handling' })
  await act(platform, ours, ours.secretary, contract.pauseCase, { id: paused.id, words: '等业主大会' })
  await buildCase(platform, ours, { state: 'closed' })
  assert.deepEqual(await listAll(ours, { clock: 'late' }), [late.id])
  assert.deepEqual(await listAll(ours, { clock: 'soon' }), [])
  platform.setNow(new Date('2026-06-21T02:00:00Z'))
  assert.deepEqual(await listAll(ours, { clock: 'late' }), [late.id])
  assert.deepEqual(await listAll(ours, { clock: 'soon' }), [soon.id])
  assert.deepEqual(await listAll(ours, { clock: 'paused' }), [paused.id])
  const counts = await act(platform, ours, ours.dispatcher, contract.countCases, {})
  assert.deepEqual([counts.open, counts.late, counts.soon, counts.paused], [3, 1, 1, 1])
  assert.deepEqual(
    counts.states.map(({ state, count }) => [state, count]),
    [
      ['reported', 2],
      ['handling', 1],
      ['closed', 1],
    ],
  )
  platform.setNow(start)
})

test('what was published is seen by everybody, and nothing else of it', async () => {
  const ours = await team()
  const hidden = await buildCase(platform, ours, { state: 'closed' })
  const shown = await buildCase(platform, ours, {
    state: 'verified',
    reporterName: '张芳',
    reporterPhone: '13812341234',
  })
  await act(platform, ours, ours.worker, contract.closeCase, {
    id: shown.id,
    words: '张芳女士您好',
    headline: '3 号楼门口的灯亮了',
  })
  const list = await act(platform, ours, anyone, contract.listPublicCases, { placeId: ours.here.community.id })
  assert.deepEqual(
    list.items.map(({ headline, placeName }) => [headline, placeName]),
    [['3 号楼门口的灯亮了', '幸福社区']],
  )
  const found = await act(platform, ours, anyone, contract.findCase, { id: shown.id })
  assert.deepEqual(
    [found.reader, found.title, found.body, found.placeName],
    ['public', '3 号楼门口的灯亮了', null, '幸福社区'],
  )
  assert.deepEqual([found.reporters, found.thread, found.can, found.files], [[], [], {}, []])
  assert.equal(JSON.stringify(found).includes('张'), false)
  await assert.rejects(act(platform, ours, anyone, contract.findCase, { id: hidden.id }), {
    code: 'cases.case_not_found',
  })
})

test('reporters are masked, and looking behind the mask needs a reason that is written down', async () => {
  const ours = await team()
  const body = '我叫张芳，电话 13812341234，楼下烧烤摊油烟太大'
  const { id } = await buildCase(platform, ours, { body, reporterName: '张芳', reporterPhone: '13812341234' })
  const found = await act(platform, ours, ours.worker, contract.findCase, { id })
  assert.deepEqual(
    found.reporters.map(({ name, phone }) => [name, phone]),
    [['张*', '138****1234']],
  )
  assert.equal(found.body?.includes('13812341234'), false)
  await assert.rejects(act(platform, ours, ours.worker, contract.revealReporters, { caseId: id, reason: '' }), {
    code: 'request.invalid',
  })
  await assert.rejects(act(platform, ours, ours.solver, contract.revealReporters, { caseId: id, reason: '好奇' }), {
    code: 'cases.case_not_found',
  })
  const revealed = await act(platform, ours, ours.worker, contract.revealReporters, {
    caseId: id,
    reason: '打电话问具体位置',
  })
  assert.deepEqual(revealed.reporters, [{ number: 1, name: '张芳', phone: '13812341234' }])
  assert.equal(revealed.body, body)
  const looks = await platform.rows<{ reason: string; person_id: string }>(
    ours.here.id,
    `select reason, person_id from platform.access_log where subject_id = $1`,
    [id],
  )
  assert.deepEqual(looks, [{ reason: '打电话问具体位置', person_id: ours.worker.personId }])
})

test('an export holds every case of the list, with words instead of codes', async () => {
  const ours = await team()
  await buildCase(platform, ours, { state: 'handling', body: '=1+1 开头的也是文字' })
  await buildCase(platform, ours, { state: 'evaluated' })
  const file = await platform.services.operations.stream(
    platform.as(ours.dispatcher, ours.here.id),
    contract.exportCases,
    {},
  )
  const out = new PassThrough()
  const pieces: Buffer[] = []
  out.on('data', (piece: Buffer) => pieces.push(piece))
  await file.write(out)
  const sheet = await readSheet(Buffer.concat(pieces))
  assert.equal(sheet.rows.length, 2)
  assert.deepEqual(sheet.rows.map((row) => row.cells['状态']).sort(), ['处置中', '已评价'])
  assert.ok(sheet.rows.some((row) => row.cells['标题'] === '=1+1 开头的也是文字'))
  await assert.rejects(
    platform.services.operations.stream(platform.as(ours.resident, ours.here.id), contract.exportCases, {}),
    { code: 'auth.forbidden' },
  )
})
