import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { anyone } from '#kernel/role'
import { buildOrganization } from '#modules/organizations/testing'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildCase, buildCategory, buildTeam, caseModules, type CaseTeam } from './testing.ts'

const platform = await openTestPlatform(caseModules)

const team = async () => buildTeam(platform, await buildDistrict(platform))

type CategoryImport = typeof contract.previewCategoryImport | typeof contract.commitCategoryImport
const upload = (ours: CaseTeam, operation: CategoryImport, text: string) =>
  platform.services.operations.upload(
    platform.as(ours.administrator, ours.here.id),
    operation,
    {},
    {
      fileName: '分类.csv',
      bytes: Buffer.from(text),
    },
  )

test('the categories brought along are installed once, each leaf with what holds for it', async () => {
  const ours = await team()
  const first = await act(platform, ours, ours.administrator, contract.installDefaults, {})
  assert.ok(first.createdCount > 100)
  const second = await act(platform, ours, ours.administrator, contract.installDefaults, {})
  assert.deepEqual(second, { createdCount: 0, sameCount: first.createdCount })
  const { items } = await act(platform, ours, anyone, contract.listCategories, {})
  assert.equal(items.length, first.createdCount)
  const garbage = items.find((category) => category.name === '暴露垃圾')
  assert.equal(garbage?.isLeaf, true)
  assert.equal(garbage?.level, 3)
  const found = await act(platform, ours, ours.worker, contract.findCategory, { id: garbage?.id ?? 0 })
  assert.deepEqual(
    found.above.map((category) => category.name),
    ['城市管理', '市容环境'],
  )
  assert.equal(found.inForce.handlerKind, 'street')
  const handling = found.inForce.limits.find(({ clock, urgency }) => clock === 'handling' && urgency === 'normal')
  assert.deepEqual(handling, {
    clock: 'handling',
    urgency: 'normal',
    limit: { unit: 'work_day', amount: 1 },
    fromCategoryId: garbage?.id,
  })
  const closing = found.inForce.limits.find(({ clock }) => clock === 'closing')
  assert.equal(closing?.fromCategoryId, null)
})

test('categories are changed at the district only; a name or a code that is taken is refused', async () => {
  const ours = await team()
  const atStreet = actorAt(ours.here.street, ['administrator'])
  await assert.rejects(act(platform, ours, atStreet, contract.createCategory, { code: '01', name: '市容' }), {
    code: 'auth.forbidden',
  })
  await assert.rejects(act(platform, ours, ours.worker, contract.createCategory, { code: '01', name: '市容' }), {
    code: 'auth.forbidden',
  })
  const parent = await buildCategory(platform, ours, { code: '01', name: '市容' })
  const create = (input: object) => act(platform, ours, ours.administrator, contract.createCategory, input as never)
  await assert.rejects(create({ code: '01', name: '别的' }), { code: 'cases.category_code_conflict' })
  await assert.rejects(create({ code: '02', name: '市容' }), { code: 'cases.category_name_conflict' })
  const second = await create({ code: '0101', name: '市容', parentId: parent.id })
  const third = await create({ code: '010101', name: '垃圾', parentId: second.id })
  await assert.rejects(create({ code: '01010101', name: '更细', parentId: third.id }), {
    code: 'cases.category_too_deep',
  })
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => create({ code: '05', name: '抢着建' })))
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1)
})

test('a list of a category holds the cases of it and of those below it, at each of the three levels', async () => {
  const ours = await team()
  const first = await buildCategory(platform, ours)
  const second = await buildCategory(platform, ours, { parentId: first.id })
  const third = await buildCategory(platform, ours, { parentId: second.id })
  const sister = await buildCategory(platform, ours, { parentId: second.id })
  const built = await buildCase(platform, ours, { state: 'filed', categoryId: third.id })
  await buildCase(platform, ours, { state: 'reported' })
  const found = async (categoryId: number): Promise<string[]> =>
    (await act(platform, ours, ours.worker, contract.listCases, { categoryId })).items.map(({ id }) => id)
  for (const { id } of [first, second, third]) assert.deepEqual(await found(id), [built.id])
  assert.deepEqual(await found(sister.id), [])
})

test('a category is renamed and retired by who saw its last version; retired, nothing is filed under it or below', async () => {
  const ours = await team()
  const parent = await buildCategory(platform, ours)
  const leaf = await buildCategory(platform, ours, { parentId: parent.id })
  const filed = await buildCase(platform, ours, { state: 'filed', categoryId: leaf.id })
  const renamed = await act(platform, ours, ours.administrator, contract.renameCategory, {
    id: leaf.id,
    name: '新的名字',
    version: 1,
  })
  assert.deepEqual([renamed.name, renamed.version], ['新的名字', 2])
  await assert.rejects(
    act(platform, ours, ours.administrator, contract.renameCategory, { id: leaf.id, name: '旧的版本', version: 1 }),
    {
      code: 'cases.category_changed_meanwhile',
    },
  )
  await act(platform, ours, ours.administrator, contract.retireCategory, { id: parent.id, version: 1 })
  const accepted = await buildCase(platform, ours, { state: 'accepted', categoryId: leaf.id })
  await assert.rejects(act(platform, ours, ours.worker, contract.fileCase, { id: accepted.id, categoryId: leaf.id }), {
    code: 'cases.category_retired',
  })
  const kept = await act(platform, ours, ours.worker, contract.findCase, { id: filed.id })
  assert.equal(kept.category?.name, '新的名字')
  assert.deepEqual((await act(platform, ours, anyone, contract.listCategories, {})).items, [])
})

test('a rule holds from its day on: cases before it keep their deadline, the past cannot be written', async () => {
  const ours = await team()
  const category = await buildCategory(platform, ours)
  const set = (input: object) =>
    act(platform, ours, ours.administrator, contract.setCategoryRule, { categoryId: category.id, ...input } as never)
  await assert.rejects(set({ validFrom: '2026-06-17' }), { code: 'cases.date_not_possible' })
  await assert.rejects(set({ limits: { handling: { unit: 'work_day', amount: 0 } } }), { code: 'request.invalid' })
  const before = await buildCase(platform, ours, { state: 'handling', categoryId: category.id })
  await set({
    limits: { handling: { unit: 'natural_day', amount: 2 } },
    requiredPhotoCount: 1,
    closingCondition: '有照片',
  })
  await set({ validFrom: '2026-06-20', limits: { handling: { unit: 'natural_day', amount: 1 } } })
  const after = await buildCase(platform, ours, { state: 'handling', categoryId: category.id })
  const dueOf = async (id: string) =>
    (await act(platform, ours, ours.worker, contract.findCase, { id })).dueAt?.toISOString()
  assert.equal(await dueOf(before.id), '2026-06-25T02:32:00.000Z')
  assert.equal(await dueOf(after.id), '2026-06-20T02:32:00.000Z')
  const found = await act(platform, ours, ours.worker, contract.findCase, { id: after.id })
  assert.deepEqual(
    [found.rule?.filingCondition, found.rule?.closingCondition, found.rule?.requiredPhotoCount],
    [null, '有照片', 1],
  )
  await assert.rejects(act(platform, ours, ours.solver, contract.resolveCase, { id: after.id, words: '弄好了' }), {
    code: 'cases.photos_missing',
  })
  const { rules } = await act(platform, ours, ours.worker, contract.findCategory, { id: category.id })
  assert.deepEqual(
    rules.map((rule) => rule.validFrom),
    ['2026-06-20', '2026-06-18'],
  )
})

test('a case is suggested for the organisation of the narrowest dispatch rule, then for that of its category', async () => {
  const ours = await team()
  const { here } = ours
  const street = await buildOrganization(platform, here.street, { kind: 'street' })
  const city = await buildOrganization(platform, here.district)
  const parent = await buildCategory(platform, ours)
  const leaf = await buildCategory(platform, ours, { parentId: parent.id })
  const { id } = await buildCase(platform, ours, { state: 'filed', categoryId: leaf.id })
  const suggested = async () =>
    (await act(platform, ours, ours.worker, contract.findCase, { id })).suggestedOrganization?.id
  assert.equal(await suggested(), undefined)
  const setRule = (input: object) => act(platform, ours, ours.administrator, contract.setCategoryRule, input as never)
  await setRule({ categoryId: parent.id, handlerKind: 'street' })
  assert.equal(await suggested(), street.id)
  await setRule({ categoryId: leaf.id, handlerOrganizationId: city.id })
  assert.equal(await suggested(), city.id)
  const createRule = (input: object) =>
    act(platform, ours, ours.administrator, contract.createDispatchRule, input as never)
  const rule = await createRule({
    categoryId: parent.id,
    placeId: here.district.id,
    organizationId: ours.organizationId,
  })
  assert.equal(await suggested(), ours.organizationId)
  await assert.rejects(createRule({ categoryId: parent.id, placeId: here.district.id, organizationId: city.id }), {
    code: 'cases.dispatch_rule_conflict',
  })
  await act(platform, ours, ours.administrator, contract.endDispatchRule, { id: rule.id, version: 1 })
  assert.equal(await suggested(), city.id)
  const listed = await act(platform, ours, ours.worker, contract.listDispatchRules, {})
  assert.deepEqual(listed.items, [])
  await assert.rejects(
    act(platform, ours, ours.worker, contract.createDispatchRule, {
      placeId: here.district.id,
      organizationId: city.id,
    }),
    {
      code: 'auth.forbidden',
    },
  )
})

test('categories of another system are taken in all or none, and the same file again changes nothing', async () => {
  const ours = await team()
  const good =
    '一级分类,二级分类,三级分类\n城乡建设,安全生产,事故处理\n城乡建设,安全生产,安全隐患\n城乡建设,住房保障,\n'
  const preview = await upload(ours, contract.previewCategoryImport, good)
  assert.deepEqual([preview.rowCount, preview.createdCount, preview.badCount], [3, 3, 0])
  assert.deepEqual((await act(platform, ours, anyone, contract.listCategories, {})).items, [])
  await upload(ours, contract.commitCategoryImport, good)
  const { items } = await act(platform, ours, anyone, contract.listCategories, {})
  assert.deepEqual(
    items.map(({ code, name }) => [code, name]),
    [
      ['01', '城乡建设'],
      ['0101', '安全生产'],
      ['0102', '住房保障'],
      ['010101', '事故处理'],
      ['010102', '安全隐患'],
    ],
  )
  const again = await upload(ours, contract.commitCategoryImport, good)
  assert.deepEqual([again.createdCount, again.sameCount], [0, 3])
  const bad = `${good}商贸旅游,,旅游\n`
  const faulty = await upload(ours, contract.previewCategoryImport, bad)
  assert.deepEqual([faulty.badCount, faulty.rows[0]?.row], [1, 5])
  await assert.rejects(upload(ours, contract.commitCategoryImport, bad), { code: 'cases.import_has_faults' })
  assert.equal((await act(platform, ours, anyone, contract.listCategories, {})).items.length, 5)
})

test('exported categories can be imported into another district', async () => {
  const ours = await team()
  await act(platform, ours, ours.administrator, contract.installDefaults, {})
  const file = await platform.services.operations.stream(
    platform.as(ours.administrator, ours.here.id),
    contract.exportCategories,
    {},
  )
  const out = new PassThrough()
  const pieces: Buffer[] = []
  out.on('data', (piece: Buffer) => pieces.push(piece))
  await file.write(out)
  const theirs = await team()
  const report = await platform.services.operations.upload(
    platform.as(theirs.administrator, theirs.here.id),
    contract.commitCategoryImport,
    {},
    { fileName: '分类.xlsx', bytes: Buffer.concat(pieces) },
  )
  assert.equal(report.badCount, 0)
  const namesOf = async (whose: CaseTeam) =>
    (await act(platform, whose, anyone, contract.listCategories, {})).items.map((category) => category.name).sort()
  assert.deepEqual(await namesOf(theirs), await namesOf(ours))
})
