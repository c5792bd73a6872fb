import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone, system } from '#kernel/role'
import { places } from '#modules/places'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { workplace } from '#modules/workplace'
import { inTransaction, newId } from '#platform/context'
import { deliver, tell } from '#platform/notify'
import { indexDocument } from '#platform/search'
import { openTestPlatform } from '#platform/testing'
import { errandsModule, openErrand } from '#platform/thread/testing'
import * as contract from './contract.ts'

/** Who reads errands, by id: everybody unless the test says otherwise. */
const hidden = new Set<string>()
const platform = await openTestPlatform([
  places,
  workplace,
  errandsModule({ canRead: async (_tx, id) => !hidden.has(id) }),
])
const { operations } = platform.services
const personOf = (actor: { personId: string | null }): string => actor.personId as string // actors of tests are people

test('workplace.inbox.list shows what waits at my place, for my organisation and for me who reported it, most urgent first', async () => {
  const here = await buildDistrict(platform)
  const organizationId = newId(platform)
  const worker = actorAt(here.community, ['communityWorker'])
  const officer = actorAt(here.district, ['departmentOfficer'], { organizationId })
  const resident = actorAt(here.grid, ['resident'])
  await inTransaction(platform.as(system, here.id), async (tx) => {
    await openErrand(tx, { title: '路灯', place: here.grid, limit: { unit: 'natural_day', amount: 2 } })
    await openErrand(tx, { title: '井盖', place: here.grid, limit: { unit: 'urgent_hour', amount: 1 } })
    await openErrand(tx, { title: '不限时', place: here.community })
    await openErrand(tx, { title: '别处', place: here.street })
    await openErrand(tx, {
      title: '派给我们',
      place: here.grid,
      state: 'doing',
      assignee: { organizationId, personId: null },
    })
    await openErrand(tx, {
      title: '派给我',
      place: here.grid,
      state: 'doing',
      assignee: { organizationId: null, personId: personOf(worker) },
    })
    await openErrand(tx, {
      title: '请您评价',
      place: here.grid,
      state: 'judging',
      reporterPersonId: personOf(resident),
    })
    await openErrand(tx, { title: '办好了', place: here.grid, state: 'done' })
  })
  const titlesOf = async (actor: typeof worker): Promise<string[]> =>
    (await operations.perform(platform.as(actor, here.id), contract.listInbox, {})).items.map((row) => row.title)
  const titles = await titlesOf(worker)
  assert.deepEqual([...titles.slice(0, 2), ...titles.slice(2).sort()], ['井盖', '路灯', '不限时', '派给我'])
  assert.deepEqual(await titlesOf(officer), ['派给我们'])
  assert.deepEqual(await titlesOf(resident), ['请您评价'])
  const counts = await operations.perform(platform.as(worker, here.id), contract.countInbox, {})
  assert.deepEqual(counts, { all: 4, soon: 1, late: 0, paused: 0 })
})

test('workplace.inbox.list goes page by page and is narrowed by place, stage, kind and clock', async () => {
  const here = await buildDistrict(platform)
  const worker = actorAt(here.community, ['communityWorker'])
  await inTransaction(platform.as(system, here.id), async (tx) => {
    for (const hours of [3, 1, 2]) {
      await openErrand(tx, { title: `${hours} 小时`, place: here.grid, limit: { unit: 'urgent_hour', amount: hours } })
    }
    await openErrand(tx, { title: '不限时', place: here.community })
  })
  const list = (input: object) => operations.perform(platform.as(worker, here.id), contract.listInbox, input)
  const first = await list({ limit: 2 })
  assert.deepEqual(
    first.items.map((row) => row.title),
    ['1 小时', '2 小时'],
  )
  const second = await list({ limit: 2, cursor: first.nextCursor })
  assert.deepEqual(
    second.items.map((row) => row.title),
    ['3 小时', '不限时'],
  )
  assert.equal(second.nextCursor, null)
  assert.equal((await list({ placeId: here.grid.id })).items.length, 3)
  assert.equal((await list({ stage: 'handle' })).items.length, 0)
  assert.equal((await list({ kind: 'errand' })).items.length, 4)
  assert.equal((await list({ clock: 'late' })).items.length, 0)
  platform.setNow(new Date(platform.now().getTime() + 90 * 60_000))
  assert.deepEqual(
    (await list({ clock: 'late' })).items.map((row) => row.title),
    ['1 小时'],
  )
  assert.equal((await list({})).items[0]?.placeName, here.grid.name)
  assert.equal((await list({})).items[0]?.clock?.isLate, true)
})

test('a cursor that somebody wrote himself begins the list anew and is no fault', async () => {
  const here = await buildDistrict(platform)
  const ctx = platform.as(actorAt(here.community, ['communityWorker']), here.id)
  for (const cursor of ['x', '[]', '[null,null]', '["0000-01-01T00:00:00Z","nobody"]', '["2026","x"]', '[1,2]', '{']) {
    assert.deepEqual(await operations.perform(ctx, contract.listInbox, { cursor }), { items: [], nextCursor: null })
    assert.deepEqual(await operations.perform(ctx, contract.listNotices, { cursor }), { items: [], nextCursor: null })
  }
})

test('workplace.search.find shows only what its own module lets me read, and says when there is more', async () => {
  const here = await buildDistrict(platform)
  const ctx = platform.as(anyone, here.id)
  const ids = await inTransaction(platform.as(system, here.id), async (tx) => {
    const made: string[] = []
    for (let index = 0; index < 5; index += 1) {
      const id = newId(tx)
      const at = new Date(Date.UTC(2026, 5, 1 + index))
      await indexDocument(tx, {
        kind: 'errand',
        id,
        title: `第 ${index} 件`,
        body: '路灯不亮',
        placePath: here.grid.path,
        at,
      })
      made.push(id)
    }
    return made
  })
  hidden.add(ids[4] ?? '')
  const find = (input: { words: string; limit?: number; kind?: string }) =>
    operations.perform(ctx, contract.findEverything, input)
  const found = await find({ words: '路燈' })
  assert.deepEqual(
    found.items.map((hit) => hit.title),
    ['第 3 件', '第 2 件', '第 1 件', '第 0 件'],
  )
  assert.equal(found.hasMore, false)
  assert.equal(found.items[0]?.deskPath, `/desk/errands/${ids[3]}`)
  assert.deepEqual((await find({ words: '路灯', limit: 2 })).hasMore, true)
  assert.deepEqual((await find({ words: '路灯', limit: 4 })).hasMore, false)
  assert.deepEqual((await find({ words: '没有这样的字' })).items, [])
})

test('a search looks through everything of the same instant once', async () => {
  const here = await buildDistrict(platform)
  await inTransaction(platform.as(system, here.id), async (tx) => {
    for (let index = 0; index < 120; index += 1) {
      const id = newId(tx)
      await indexDocument(tx, {
        kind: 'errand',
        id,
        title: '同一刻',
        body: '',
        placePath: here.grid.path,
        at: new Date(0),
      })
      if (index % 3 > 0) hidden.add(id)
    }
  })
  const found = await operations.perform(platform.as(anyone, here.id), contract.findEverything, {
    words: '同一刻',
    limit: 50,
  })
  assert.equal(found.items.length, 40)
  assert.equal(new Set(found.items.map((hit) => hit.id)).size, 40)
})

test('notices are mine alone: listed newest first in my language, counted, read by id or all at once', async () => {
  const here = await buildDistrict(platform)
  const worker = actorAt(here.community, ['communityWorker'])
  const other = actorAt(here.community, ['communityWorker'])
  const personIds = [personOf(worker), personOf(other)]
  await inTransaction(platform.as(system, here.id), (tx) =>
    tell(tx, { personIds, key: 'notify:sms.one', data: { words: '一' } }),
  )
  platform.setNow(new Date(platform.now().getTime() + 1000))
  await inTransaction(platform.as(system, here.id), (tx) =>
    tell(tx, { personIds, key: 'notify:sms.one', data: { words: '二' } }),
  )
  const ctx = platform.as(worker, here.id)
  const list = await operations.perform(ctx, contract.listNotices, { limit: 1 })
  const rest = await operations.perform(ctx, contract.listNotices, { cursor: list.nextCursor ?? undefined })
  assert.deepEqual(
    [...list.items, ...rest.items].map((notice) => notice.words),
    ['【共治】二', '【共治】一'],
  )
  assert.equal(
    (await operations.perform({ ...ctx, language: 'en' }, contract.listNotices, {})).items[0]?.words,
    '[Gongzhi] 二',
  )
  assert.deepEqual(await operations.perform(ctx, contract.countNotices, {}), { unread: 2 })
  const mine = list.items[0]?.id ?? ''
  assert.deepEqual(await operations.perform(platform.as(other, here.id), contract.readNotices, { ids: [mine] }), {
    unread: 2,
  })
  assert.deepEqual(await operations.perform(platform.as(worker, here.id), contract.readNotices, { ids: [mine] }), {
    unread: 1,
  })
  const unread = await operations.perform(ctx, contract.listNotices, { unreadOnly: 'true' })
  assert.deepEqual(
    unread.items.map((notice) => notice.words),
    ['【共治】一'],
  )
  assert.deepEqual(await operations.perform(platform.as(worker, here.id), contract.readAllNotices, {}), { unread: 0 })
  assert.deepEqual(await operations.perform(platform.as(other, here.id), contract.countNotices, {}), { unread: 2 })
})

test('quiet hours are 22:00 to 8:00 until I say otherwise, and leave an hour a day to be told anything', async () => {
  const here = await buildDistrict(platform)
  const worker = actorAt(here.community, ['communityWorker'])
  const ctx = platform.as(worker, here.id)
  assert.deepEqual(await operations.perform(ctx, contract.findSetting, {}), {
    quietFromMinute: 1320,
    quietUntilMinute: 480,
    digestMinute: 540,
    bySms: true,
  })
  const wanted = { quietFromMinute: 0, quietUntilMinute: 1380, digestMinute: 1400, bySms: false }
  for (let times = 0; times < 2; times += 1)
    await operations.perform(platform.as(worker, here.id), contract.updateSetting, wanted)
  assert.deepEqual(await operations.perform(ctx, contract.findSetting, {}), wanted)
  const tooQuiet = { ...wanted, quietUntilMinute: 1381 }
  await assert.rejects(operations.perform(platform.as(worker, here.id), contract.updateSetting, tooQuiet), {
    code: 'request.invalid',
  })
})

test('a saved view is mine: replaced under the same name, forgotten by me only, thirty to a list', async () => {
  const here = await buildDistrict(platform)
  const worker = actorAt(here.community, ['communityWorker'])
  const other = actorAt(here.community, ['communityWorker'])
  const save = (name: string, query: string) =>
    operations.perform(platform.as(worker, here.id), contract.saveView, { list: 'cases', name, query })
  const first = await save('超时的', 'clock=late')
  assert.equal((await save('超时的', 'clock=late&sort=place')).id, first.id)
  const list = await operations.perform(platform.as(worker, here.id), contract.listViews, { list: 'cases' })
  assert.deepEqual(
    list.items.map((view) => view.query),
    ['clock=late&sort=place'],
  )
  assert.deepEqual(
    (await operations.perform(platform.as(other, here.id), contract.listViews, { list: 'cases' })).items,
    [],
  )
  await assert.rejects(operations.perform(platform.as(other, here.id), contract.removeView, { id: first.id }), {
    code: 'workplace.view_not_found',
  })
  for (let index = 1; index < 30; index += 1) await save(`第 ${index} 个`, '')
  await assert.rejects(save('再一个', ''), { code: 'workplace.views_too_many' })
  await save('超时的', 'clock=late')
  await operations.perform(platform.as(worker, here.id), contract.removeView, { id: first.id })
  await save('再一个', '')
})

test('workplace.flow.list gives every flow as it is drawn', async () => {
  const here = await buildDistrict(platform)
  const { items } = await operations.perform(
    platform.as(actorAt(here.grid, ['resident']), here.id),
    contract.listFlows,
    {},
  )
  assert.deepEqual(
    items.map((flow) => flow.id),
    ['errands.errand'],
  )
  assert.deepEqual(
    items[0]?.states.map((state) => state.state),
    ['waiting', 'doing', 'judging', 'done'],
  )
  assert.deepEqual(items[0]?.actions[0], {
    action: 'errands.errand.start',
    from: ['waiting'],
    to: ['doing'],
    by: 'place',
    guards: [],
    clock: null,
    emits: 'errands.errand.started',
  })
})

test('workplace.delivery.list is for administrators of the whole district and masks who it went to', async () => {
  const here = await buildDistrict(platform)
  const send = (...message: ['sms' | 'email', string, string]) =>
    inTransaction(platform.as(system, here.id), (tx) => deliver(tx, ...message))
  await send('sms', '13812341234', '验证码 482913，5 分钟内有效')
  platform.setNow(new Date(platform.now().getTime() + 1000))
  await send('email', 'zhang@example.org', '月报')
  const administrator = actorAt(here.district, ['administrator'])
  const list = (actor: typeof administrator, services = platform.services, state?: 'sent' | 'waiting') =>
    operations.perform({ ...platform.as(actor, here.id), services }, contract.listDeliveries, { state })
  await assert.rejects(list(actorAt(here.street, ['administrator'])), { code: 'auth.forbidden' })
  const { items } = await list(administrator)
  assert.deepEqual(
    items.map((item) => item.recipient),
    ['z***@example.org', '138****1234'],
  )
  assert.equal(items[1]?.body, '验证码 482913，5 分钟内有效')
  assert.equal((await list(administrator, platform.services, 'sent')).items.length, 0)
  await platform.drainJobs()
  assert.equal((await list(administrator, platform.services, 'sent')).items.length, 2)
  const outside = { ...platform.services.channels, sms: { ...platform.services.channels.sms, isLocal: false } }
  const shown = await list(administrator, { ...platform.services, channels: outside })
  assert.equal(shown.items[1]?.body, '验证码 ******，5 分钟内有效')
})
