import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actorAt, buildDistrict, buildPlace } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildCategory, buildTeam, caseModules, type CaseTeam } from './testing.ts'

const platform = await openTestPlatform(caseModules)

const team = async () => buildTeam(platform, await buildDistrict(platform))

type Import = typeof contract.previewImport | typeof contract.commitImport
const upload = (ours: CaseTeam, operation: Import, text: string, actor = ours.dispatcher) =>
  platform.services.operations.upload(
    platform.as(actor, ours.here.id),
    operation,
    { channel: 'mailbox' },
    {
      fileName: 'messages.csv',
      bytes: Buffer.from(text),
    },
  )
const listAll = async (ours: CaseTeam, input: object = {}) =>
  (await act(platform, ours, ours.dispatcher, contract.listCases, { limit: 100, sort: 'number', ...input } as never))
    .items

const HEAD = 'id,title,occurred_at,detail\n'
const GOOD = `${HEAD}188006,和平街道幸福社区路灯不亮,2019/2/28 11:25:05,"晚上看不见路，
请修一下，急"
188007,建议增加公交班次,2019-02-28 11:25,早高峰等半小时
188008,垃圾没有清运,2019年3月1日,和平街道菜场门口
`

test('each row becomes one case, at the place it names, at the time of the place', async () => {
  const ours = await team()
  const report = await upload(ours, contract.commitImport, GOOD)
  assert.deepEqual([report.rowCount, report.createdCount, report.sameCount, report.badCount], [3, 3, 0, 0])
  const items = await listAll(ours, { sort: 'oldest' })
  const shown = items
    .map((item) => [item.sourceNumber, item.placeName, item.locationPrecision, item.occurredAt?.toISOString()])
    .sort()
  assert.deepEqual(shown, [
    ['188006', '幸福社区', 'community', '2019-02-28T03:25:05.000Z'],
    ['188007', '测试区', 'district', '2019-02-28T03:25:00.000Z'],
    ['188008', '和平街道', 'street', '2019-02-28T16:00:00.000Z'],
  ])
  for (const item of items) {
    assert.deepEqual([item.state, item.channel], ['reported', 'mailbox'])
    assert.equal(item.clock?.state, 'ok')
  }
  assert.equal((await listAll(ours, { words: '看不见路' })).length, 1)
  assert.equal((await listAll(ours, { words: '188007' })).length, 1)
})

test('an imported case goes through the loop like any other', async () => {
  const ours = await team()
  await upload(ours, contract.commitImport, GOOD)
  const [item] = await listAll(ours, { words: '188006' })
  const id = item?.id ?? ''
  const category = await buildCategory(platform, ours)
  await act(platform, ours, ours.worker, contract.acceptCase, { id })
  await act(platform, ours, ours.worker, contract.fileCase, { id, categoryId: category.id })
  const dispatched = await act(platform, ours, ours.worker, contract.dispatchCase, {
    id,
    organizationId: ours.organizationId,
  })
  assert.equal(dispatched.state, 'handling')
  const found = await act(platform, ours, ours.worker, contract.findCase, { id })
  assert.equal(found.body, '晚上看不见路，\n请修一下，急')
  assert.deepEqual(
    found.thread.map((entry) => entry.number),
    [1, 2, 3, 4],
  )
})

test('the same file again changes nothing; new rows in it are added', async () => {
  const ours = await team()
  await upload(ours, contract.commitImport, GOOD)
  const before = await listAll(ours)
  const again = await upload(ours, contract.commitImport, GOOD)
  assert.deepEqual([again.createdCount, again.sameCount], [0, 3])
  assert.deepEqual(await listAll(ours), before)
  const more = await upload(ours, contract.commitImport, `${GOOD}188009,新的一件,2019/3/2 8:00:00,新的内容\n`)
  assert.deepEqual([more.createdCount, more.sameCount], [1, 3])
  assert.equal((await listAll(ours)).length, 4)
})

test('one file sent by several people at once is taken in once', async () => {
  const ours = await team()
  const results = await Promise.all(Array.from({ length: 6 }, () => upload(ours, contract.commitImport, GOOD)))
  assert.equal(
    results.reduce((sum, report) => sum + report.createdCount, 0),
    3,
  )
  assert.equal((await listAll(ours)).length, 3)
})

test('a file with bad rows is told line by line, and none of it is taken in', async () => {
  const ours = await team()
  const bad = `${GOOD}188010,时间不对,2019/2/30 11:25:05,内容
,没有编号,2019/3/2 8:00:00,内容
188011,还没发生,2099/1/1 8:00:00,内容
188006,编号又来了,2019/3/2 8:00:00,内容
188012,没有内容,2019/3/2 8:00:00,
`
  const preview = await upload(ours, contract.previewImport, bad)
  assert.deepEqual([preview.rowCount, preview.createdCount, preview.badCount], [8, 3, 5])
  const faults = preview.rows
    .filter((row) => row.change === 'bad')
    .map((row) => [row.row, row.faults.map((fault) => fault.code).join()])
  assert.deepEqual(faults, [
    [5, 'office.cell_not_a_date'],
    [6, 'office.cell_required'],
    [7, 'cases.occurs_in_future'],
    [8, 'cases.number_twice'],
    [9, 'office.cell_required'],
  ])
  await assert.rejects(upload(ours, contract.commitImport, bad), { code: 'cases.import_has_faults' })
  assert.deepEqual(await listAll(ours), [])
})

test('other headings are understood, the address locates, a category is found by its name or refused', async () => {
  const ours = await team()
  const community = ours.here.community
  const compound = await buildPlace(platform, community, {
    level: 'compound',
    name: '翠湖花园',
    code: `${community.code}-C1`,
  })
  const category = await buildCategory(platform, ours, { name: '路灯' })
  const head = '工单编号,主题,来电时间,主要内容,地址,反映人,电话,分类\n'
  const row = `GD1,路灯不亮,2026/6/1 9:05,灯坏了,翠湖花园 3 幢,张芳,13812341234,路灯\n`
  await upload(ours, contract.commitImport, head + row)
  const [item] = await listAll(ours)
  assert.deepEqual([item?.placeId, item?.locationPrecision, item?.category?.id], [compound.id, 'compound', category.id])
  const found = await act(platform, ours, ours.worker, contract.findCase, { id: item?.id ?? '' })
  assert.deepEqual(
    found.reporters.map(({ name, phone }) => [name, phone]),
    [['张*', '138****1234']],
  )
  const unknown = await upload(
    ours,
    contract.previewImport,
    `${head}${row.replace('GD1', 'GD2').replace(/路灯\n$/, '没有的分类\n')}`,
  )
  assert.deepEqual(
    unknown.rows[0]?.faults.map((fault) => fault.code),
    ['cases.category_unknown'],
  )
})

test('a file that is no table, or lacks a column, is refused as a whole', async () => {
  const ours = await team()
  await assert.rejects(upload(ours, contract.previewImport, 'id,title\n1,没有时间和内容\n'), {
    code: 'office.column_missing',
  })
  await assert.rejects(upload(ours, contract.previewImport, ''), { code: 'office.empty' })
})

test('only dispatchers and administrators of the whole district import', async () => {
  const ours = await team()
  await assert.rejects(upload(ours, contract.commitImport, GOOD, ours.worker), { code: 'auth.forbidden' })
  await assert.rejects(upload(ours, contract.commitImport, GOOD, actorAt(ours.here.street, ['dispatcher'])), {
    code: 'auth.forbidden',
  })
  const theirs = await team()
  await upload(ours, contract.commitImport, GOOD)
  assert.deepEqual(await listAll(theirs), [])
  assert.equal((await upload(theirs, contract.commitImport, GOOD)).createdCount, 3)
})
