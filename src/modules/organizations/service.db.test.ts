import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { anyone, system } from '#kernel/role'
import { addDays, civilDateAt } from '#kernel/time'
import { organizations, organizationsAt } from '#modules/organizations'
import { places } from '#modules/places'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { inTransaction } from '#platform/context'
import type { Happened, Module } from '#platform/module'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildOrganization } from './testing.ts'

const heard: Happened[] = []
const listener: Module = {
  name: 'listener',
  operations: [],
  reactions: [{ to: 'organizations.*', run: async (_tx, happened) => void heard.push(happened) }],
}
const platform = await openTestPlatform([places, organizations, listener])
const { operations } = platform.services

const open = async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  return { here, as: () => platform.as(administrator, here.id) }
}

test('organizations.organization.create puts an organisation below another, at a place', async () => {
  const { here, as } = await open()
  const street = await operations.perform(as(), contract.createOrganization, {
    kind: 'street',
    name: '和平街道办事处',
    placeId: here.street.id,
  })
  const input = {
    kind: 'community',
    name: '幸福社区居委会',
    shortName: '幸福居委会',
    placeId: here.community.id,
    parentId: street.id,
  } as const
  const committee = await operations.perform(as(), contract.createOrganization, input)
  assert.equal(committee.path, `${street.id}.${committee.id}.`)
  assert.equal(committee.placeName, here.community.name)
  const found = await operations.perform(as(), contract.findOrganization, { id: committee.id })
  assert.deepEqual(
    found.above.map((above) => [above.id, above.childCount]),
    [[street.id, 1]],
  )
  assert.equal(found.can['organizations.organization.close']?.allowed, true)
})

test('a name belongs to one open organisation, also when fifty people give it at once', async () => {
  const { here, as } = await open()
  const input = { kind: 'department', name: '市政所', placeId: here.district.id } as const
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, () => operations.perform(as(), contract.createOrganization, input)),
  )
  assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      assert.equal((outcome.reason as { code: string }).code, 'organizations.name_conflict')
  }
})

test('an organisation is created, changed and closed only by who administers its place', async () => {
  const { here, as } = await open()
  const other = await buildOrganization(platform, here.district)
  const below = platform.as(actorAt(here.community, ['administrator']), here.id)
  const create = { kind: 'unit', name: '区医院', placeId: here.district.id } as const
  await assert.rejects(operations.perform(below, contract.createOrganization, create), { code: 'auth.forbidden' })
  const ref = { id: other.id, version: 1 }
  await assert.rejects(operations.perform(below, contract.updateOrganization, { ...ref, phone: '1' }), {
    code: 'auth.forbidden',
  })
  await assert.rejects(operations.perform(below, contract.closeOrganization, ref), { code: 'auth.forbidden' })
  const mine = await buildOrganization(platform, here.community)
  const away = { id: mine.id, version: 1, placeId: here.district.id }
  await assert.rejects(
    operations.perform(below, contract.updateOrganization, away),
    { code: 'auth.forbidden' },
    'nor given away upwards',
  )
  assert.equal(
    (await operations.perform(as(), contract.updateOrganization, { ...ref, phone: '0871-6880 0100' })).version,
    2,
  )
  await assert.rejects(operations.perform(as(), contract.updateOrganization, { ...ref, phone: '2' }), {
    code: 'organizations.changed_meanwhile',
  })
})

test('a long name needs a short one, and a parent that is closed or missing takes nobody', async () => {
  const { here, as } = await open()
  const create = (over: object) =>
    operations.perform(as(), contract.createOrganization, {
      kind: 'unit',
      name: `单位${here.id}`,
      placeId: here.district.id,
      ...over,
    })
  await assert.rejects(create({ name: '名'.repeat(31) }), { code: 'organizations.short_name_missing' })
  await assert.rejects(create({ parentId: '01890000-0000-7000-8000-000000000000' }), {
    code: 'organizations.parent_not_found',
  })
  const closed = await buildOrganization(platform, here.district)
  await operations.perform(as(), contract.closeOrganization, { id: closed.id, version: 1 })
  await assert.rejects(create({ parentId: closed.id }), { code: 'organizations.parent_closed' })
})

test('organizations.organization.move takes along what stands below, and never makes a ring', async () => {
  const { here, as } = await open()
  const top = await buildOrganization(platform, here.district)
  const create = (parentId: string | null) =>
    operations.perform(as(), contract.createOrganization, {
      kind: 'department',
      name: `所${Math.random()}`,
      placeId: here.district.id,
      parentId,
    })
  const middle = await create(null)
  const leaf = await create(middle.id)
  const moved = await operations.perform(as(), contract.moveOrganization, {
    id: middle.id,
    version: middle.version,
    parentId: top.id,
  })
  assert.equal(moved.path, `${top.id}.${middle.id}.`)
  const { organization } = await operations.perform(as(), contract.findOrganization, { id: leaf.id })
  assert.equal(organization.path, `${top.id}.${middle.id}.${leaf.id}.`)
  const ring = { id: middle.id, version: moved.version, parentId: leaf.id }
  await assert.rejects(operations.perform(as(), contract.moveOrganization, ring), {
    code: 'organizations.parent_below_itself',
  })
  const toTop = await operations.perform(as(), contract.moveOrganization, { ...ring, parentId: null })
  assert.equal(toTop.parentId, null)
})

test('two organisations moved below each other at once: one moves, the other is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { here, as } = await open()
    const [one, other] = [
      await buildOrganization(platform, here.district),
      await buildOrganization(platform, here.district),
    ]
    const move = (id: string, parentId: string) =>
      operations.perform(as(), contract.moveOrganization, { id, version: 1, parentId })
    const outcomes = await Promise.allSettled([move(one.id, other.id), move(other.id, one.id)])
    assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  }
})

test('organizations.organization.close ends one that has none below it, tells who reacts, and frees the name', async () => {
  const { here, as } = await open()
  const parent = await buildOrganization(platform, here.district)
  const input = { kind: 'unit', name: '下属', placeId: here.district.id, parentId: parent.id } as const
  const child = await operations.perform(as(), contract.createOrganization, input)
  await assert.rejects(operations.perform(as(), contract.closeOrganization, { id: parent.id, version: 1 }), {
    code: 'organizations.has_children',
  })
  const tomorrow = addDays(civilDateAt(platform.now()), 1)
  await assert.rejects(
    operations.perform(as(), contract.closeOrganization, { id: child.id, version: 1, on: tomorrow }),
    { code: 'organizations.date_not_possible' },
  )
  await platform.drainJobs()
  heard.length = 0
  await operations.perform(as(), contract.closeOrganization, { id: child.id, version: 1 })
  await platform.drainJobs()
  assert.deepEqual(
    heard.map((happened) => happened.matterId),
    [child.id],
  )
  await assert.rejects(
    operations.perform(as(), contract.updateOrganization, { id: child.id, version: 2, phone: '1' }),
    { code: 'organizations.organization_closed' },
  )
  assert.notEqual((await operations.perform(as(), contract.createOrganization, input)).id, child.id)
  const closed = await operations.perform(as(), contract.listOrganizations, { parentId: parent.id, state: 'closed' })
  assert.deepEqual(
    closed.items.map((item) => item.id),
    [child.id],
  )
})

test('a list finds by kind, place, words and pinyin, page by page', async () => {
  const { here, as } = await open()
  for (const [at, name] of ['张家公司', '李家公司', '阿明公司'].entries()) {
    await buildOrganization(platform, at === 0 ? here.community : here.district, {
      name,
      short_name: name,
      kind: 'enterprise',
    })
  }
  const list = (input: object) => operations.perform(as(), contract.listOrganizations, input)
  const first = await list({ kind: 'enterprise', limit: 2 })
  assert.deepEqual(
    first.items.map((item) => item.name),
    ['阿明公司', '李家公司'],
  )
  const second = await list({ kind: 'enterprise', limit: 2, cursor: first.nextCursor })
  assert.deepEqual(
    second.items.map((item) => item.name),
    ['张家公司'],
  )
  assert.deepEqual(
    (await list({ withinId: here.street.id })).items.map((item) => item.name),
    ['张家公司'],
  )
  for (const words of ['李家', 'lijia', 'ljgs'])
    assert.deepEqual(
      (await list({ words })).items.map((item) => item.name),
      ['李家公司'],
      words,
    )
})

test('an organisation of another district is not seen from here', async () => {
  const { here, as } = await open()
  const elsewhere = await open()
  const theirs = await buildOrganization(platform, elsewhere.here.district, {
    name: '别区的局',
    short_name: '别区的局',
  })
  await assert.rejects(operations.perform(as(), contract.findOrganization, { id: theirs.id }), {
    code: 'organizations.organization_not_found',
  })
  const listed = await operations.perform(platform.as(anyone, here.id), contract.listOrganizations, {
    words: '别区的局',
  })
  assert.deepEqual(listed.items, [])
  const below = { kind: 'unit', name: '甲', placeId: here.district.id, parentId: theirs.id } as const
  await assert.rejects(operations.perform(as(), contract.createOrganization, below), {
    code: 'organizations.parent_not_found',
  })
})

test('the organisations of a place are its own first, then those of the places above it', async () => {
  const { here } = await open()
  const department = await buildOrganization(platform, here.district)
  const committee = await buildOrganization(platform, here.community, { kind: 'community' })
  const at = (kind?: 'department') =>
    inTransaction(platform.as(system, here.id), (tx) => organizationsAt(tx, here.grid.path, kind)).then((rows) =>
      rows.map((row) => row.id),
    )
  assert.deepEqual(await at(), [committee.id, department.id])
  assert.deepEqual(await at('department'), [department.id])
})

const csv = (lines: readonly (readonly string[])[]) => ({
  fileName: '单位.csv',
  bytes: Buffer.from(lines.map((line) => line.join(',')).join('\n')),
})
const HEAD = ['名称', '简称', '类别', '上级单位', '辖区代码', '电话', '职责']

test('an import puts in a tree, twice without a change, and its export is such a file', async () => {
  const { here, as } = await open()
  const file = csv([
    HEAD,
    ['市政所一队', '', '部门', '市政所', here.street.code, '', ''],
    ['市政所', '市政', '部门', '', '', '0871-6880 0100', '道路和路灯'],
  ])
  const run = (upload: { fileName: string; bytes: Buffer }) =>
    operations.upload(as(), contract.commitImport, { withinId: here.district.id }, upload)
  const preview = await operations.upload(as(), contract.previewImport, { withinId: here.district.id }, file)
  assert.equal(preview.createdCount, 2)
  assert.deepEqual((await operations.perform(as(), contract.listOrganizations, {})).items, [])
  assert.equal((await run(file)).createdCount, 2)
  assert.equal((await run(file)).sameCount, 2)
  const [team] = (await operations.perform(as(), contract.listOrganizations, { words: '一队' })).items
  assert.equal(team?.placeId, here.street.id)
  assert.ok(team?.parentId)
  const pieces: Buffer[] = []
  const out = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece)
      done()
    },
  })
  const answer = await operations.stream(as(), contract.exportOrganizations, { withinId: here.district.id })
  await answer.write(out)
  assert.equal((await run({ fileName: answer.fileName, bytes: Buffer.concat(pieces) })).sameCount, 2)
  const changed = await run(csv([HEAD, ['市政所', '', '事业单位', '', '', '', '']]))
  assert.equal(changed.updatedCount, 1)
})

test('a file with one bad row is refused as a whole', async () => {
  const { here, as } = await open()
  const file = csv([HEAD, ['好单位', '', '部门', '', '', '', ''], ['坏单位', '', '没有的类别', '', '', '', '']])
  const upload = operations.upload(as(), contract.commitImport, { withinId: here.district.id }, file)
  await assert.rejects(upload, { code: 'organizations.import_has_faults', data: { count: 1, line: 3 } })
  assert.deepEqual((await operations.perform(as(), contract.listOrganizations, {})).items, [])
  const outside = csv([HEAD, ['越界', '', '部门', '', here.district.code, '', '']])
  const report = await operations.upload(as(), contract.previewImport, { withinId: here.street.id }, outside)
  assert.equal(report.rows[0]?.faults[0]?.code, 'organizations.place_not_found')
})
