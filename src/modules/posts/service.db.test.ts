import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { anyone, system } from '#kernel/role'
import { addDays, civilDateAt } from '#kernel/time'
import { identity } from '#modules/identity'
import { buildPerson } from '#modules/identity/testing'
import { organizations } from '#modules/organizations'
import { buildOrganization } from '#modules/organizations/testing'
import { places } from '#modules/places'
import { actorAt, buildDistrict, buildPlace } from '#modules/places/testing'
import { holdersOf, membersOf, posts } from '#modules/posts'
import { inTransaction } from '#platform/context'
import { readSheet } from '#platform/office'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildAppointment, buildPost } from './testing.ts'

const platform = await openTestPlatform([places, organizations, identity, posts])
const { operations } = platform.services
const TODAY = civilDateAt(platform.now())

const open = async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  return {
    here,
    as: () => platform.as(administrator, here.id),
    person: (name = '王小芳') => buildPerson(platform, here, { name }),
  }
}

test('posts.post.create sets up a vacant post under the name of its role', async () => {
  const { here, as } = await open()
  const post = await operations.perform(as(), contract.createPost, {
    role: 'gridWorker',
    placeId: here.grid.id,
    seatCount: 2,
  })
  assert.deepEqual([post.title, post.placeName, post.vacantCount, post.holders], ['网格员', here.grid.name, 2, []])
})

test('posts.post.create refuses a role that does not stand there, a department without organisation, a place beside', async () => {
  const { here, as } = await open()
  const create = (input: object) =>
    operations.perform(as(), contract.createPost, { role: 'gridWorker', placeId: here.grid.id, ...input })
  await assert.rejects(create({ role: 'streetOfficer' }), { code: 'posts.role_not_here' })
  await assert.rejects(create({ role: 'departmentOfficer', placeId: here.district.id }), {
    code: 'posts.organization_missing',
  })
  await assert.rejects(create({ role: 'resident' }), { code: 'request.invalid' })
  const beside = platform.as(actorAt(here.grid, ['administrator']), here.id)
  const above = operations.perform(beside, contract.createPost, { role: 'communityWorker', placeId: here.community.id })
  await assert.rejects(above, { code: 'auth.forbidden' })
})

test('an administrator of a community puts nobody into an organisation of the district', async () => {
  const { here, as } = await open()
  const department = await buildOrganization(platform, here.district)
  const own = await buildOrganization(platform, here.community)
  const below = () => platform.as(actorAt(here.community, ['administrator']), here.id)
  const input = { role: 'communityWorker', placeId: here.community.id } as const
  await assert.rejects(operations.perform(below(), contract.createPost, { ...input, organizationId: department.id }), {
    code: 'posts.beyond_reach',
  })
  assert.equal(
    (await operations.perform(below(), contract.createPost, { ...input, organizationId: own.id })).organizationName,
    own.short_name,
  )
  const seat = await operations.perform(as(), contract.createPost, { ...input, organizationId: department.id })
  const person = await buildPerson(platform, here)
  const appoint = { postId: seat.id, personId: person.id }
  await assert.rejects(
    operations.perform(below(), contract.createAppointment, appoint),
    { code: 'posts.beyond_reach' },
    'nor into a post that is there already',
  )
  assert.equal(
    (await operations.perform(as(), contract.createAppointment, appoint)).organizationName,
    department.short_name,
  )
})

test('posts.appointment.create appoints from a day on; the post shows who holds it, and the person what they hold', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 2, title: '网格员' })
  const other = await buildPost(platform, here.community, 'communityWorker')
  const wang = await person()
  const li = await person('李明')
  await operations.perform(as(), contract.createAppointment, {
    postId: other.id,
    personId: wang.id,
    manner: 'partTime',
  })
  for (const one of [wang, li])
    await operations.perform(as(), contract.createAppointment, { postId: post.id, personId: one.id })
  const found = await operations.perform(as(), contract.findPost, { id: post.id })
  assert.equal(found.post.isShared, true)
  assert.equal(found.post.vacantCount, 0)
  assert.deepEqual(
    new Map(found.post.holders.map((holder) => [holder.name, holder.otherPostCount])),
    new Map([
      ['王小芳', 1],
      ['李明', 0],
    ]),
  )
  const mine = await operations.perform(as(), contract.listAppointments, { personId: wang.id })
  assert.deepEqual(mine.items.map((item) => item.manner).sort(), ['full', 'partTime'])
})

test('posts.appointment.create refuses a full post, the same person twice, nobody, a period without a day', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker')
  const wang = await person()
  await operations.perform(as(), contract.createAppointment, { postId: post.id, personId: wang.id })
  const refuse = (input: object, code: string) =>
    assert.rejects(
      operations.perform(as(), contract.createAppointment, { postId: post.id, personId: wang.id, ...input }),
      { code },
    )
  await refuse({}, 'posts.appointment_conflict')
  await refuse({ personId: (await person()).id }, 'posts.seats_taken')
  await refuse({ personId: '01890000-0000-7000-8000-000000000000' }, 'identity.person_not_found')
  await refuse({ startsOn: '2027-01-01', endsOn: '2027-01-01' }, 'posts.date_not_possible')
  await refuse({ postId: '01890000-0000-7000-8000-000000000000' }, 'posts.post_not_found')
})

test('fifty people appointed to one seat at once: one gets it; the same person twice at once: once', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker')
  const people = await Promise.all(Array.from({ length: 50 }, () => person()))
  const appoint = (postId: string, personId: string) =>
    operations.perform(as(), contract.createAppointment, { postId, personId })
  const outcomes = await Promise.allSettled(people.map((one) => appoint(post.id, one.id)))
  assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.equal((outcome.reason as { code: string }).code, 'posts.seats_taken')
  }
  const wide = await buildPost(platform, here.grid, 'gridLeader', { seat_count: 9 })
  const wang = await person()
  const twice = await Promise.allSettled([1, 2, 3].map(() => appoint(wide.id, wang.id)))
  assert.deepEqual(twice.map((outcome) => outcome.status).sort(), ['fulfilled', 'rejected', 'rejected'])
  for (const outcome of twice) {
    if (outcome.status === 'rejected')
      assert.equal((outcome.reason as { code: string }).code, 'posts.appointment_conflict')
  }
})

test('posts.appointment.end ends from a day on, in the past too; the day it began takes it back', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 3 })
  const wang = await buildAppointment(platform, post, (await person()).id)
  const end = (id: string, on?: string) =>
    operations.perform(as(), contract.endAppointment, { id, reason: '调离岗位', ...(on === undefined ? {} : { on }) })
  assert.equal((await end(wang.id, '2026-03-01')).endsOn, '2026-03-01')
  await assert.rejects(end(wang.id), { code: 'posts.appointment_ended' })
  const li = await buildAppointment(platform, post, (await person()).id, { starts_on: addDays(TODAY, 7) })
  assert.deepEqual((({ startsOn, endsOn }) => [startsOn, endsOn])(await end(li.id)), [
    addDays(TODAY, 7),
    addDays(TODAY, 7),
  ])
  await assert.rejects(end((await buildAppointment(platform, post, (await person()).id)).id, '2019-01-01'), {
    code: 'posts.date_not_possible',
  })
  const again = await operations.perform(as(), contract.createAppointment, {
    postId: post.id,
    personId: li.person_id,
    startsOn: addDays(TODAY, 7),
  })
  assert.ok(again.id, 'what was taken back stands in nobody’s way')
})

test('a list answers who held what on a day', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker')
  await buildAppointment(platform, post, (await person('老王')).id, { ends_on: '2025-01-01' })
  await buildAppointment(platform, post, (await person('小李')).id, { starts_on: '2025-01-01' })
  const on = async (day: string) => {
    const { items } = await operations.perform(as(), contract.listPosts, { withinId: here.grid.id, on: day })
    return items.flatMap((item) => item.holders.map((holder) => holder.name))
  }
  assert.deepEqual(await on('2024-12-31'), ['老王'])
  assert.deepEqual(await on('2025-01-01'), ['小李'])
  assert.deepEqual(await on('2019-01-01'), [])
})

test('staffing is listed and summed: seats, filled, vacant, shared, within a place and by role', async () => {
  const { here, as, person } = await open()
  const workers = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 3 })
  await buildPost(platform, here.grid, 'gridLeader')
  const officers = await buildPost(platform, here.street, 'streetOfficer')
  const wang = await person()
  for (const post of [workers, officers]) await buildAppointment(platform, post, wang.id)
  await buildAppointment(platform, workers, (await person()).id)
  const list = (input: object) =>
    operations.perform(as(), contract.listPosts, input).then((page) => page.items.map((item) => item.role))
  assert.deepEqual((await list({ staffing: 'vacant' })).sort(), ['gridLeader', 'gridWorker'])
  assert.deepEqual(await list({ staffing: 'filled' }), ['streetOfficer'])
  assert.deepEqual(await list({ staffing: 'shared' }), ['gridWorker'])
  assert.deepEqual(await list({ withinId: here.community.id, role: 'gridLeader' }), ['gridLeader'])
  assert.deepEqual((await list({ words: here.grid.name })).sort(), ['gridLeader', 'gridWorker'])
  const sum = await operations.perform(as(), contract.sumStaffing, { withinId: here.community.id })
  assert.deepEqual(sum.items, [
    { role: 'gridLeader', postCount: 1, seatCount: 1, filledCount: 0, vacantCount: 1, sharedCount: 0 },
    { role: 'gridWorker', postCount: 1, seatCount: 3, filledCount: 2, vacantCount: 1, sharedCount: 1 },
  ])
  assert.equal(sum.personCount, 2)
  assert.deepEqual(sum.manners, [{ manner: 'full', filledCount: 2 }])
  assert.equal(
    (await operations.perform(as(), contract.sumStaffing, {})).personCount,
    2,
    'one person in two posts is one person',
  )
})

test('a list goes on page by page and never twice over one post', async () => {
  const { here, as } = await open()
  for (let at = 0; at < 5; at += 1) await buildPost(platform, here.grid, 'gridWorker', { title: `岗 ${at}` })
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: { id: string }[]; nextCursor: string | null } = await operations.perform(
      as(),
      contract.listPosts,
      { limit: 2, ...(cursor ? { cursor } : {}) },
    )
    seen.push(...page.items.map((item) => item.id))
    cursor = page.nextCursor
  }
  assert.equal(new Set(seen).size, 5)
  assert.equal(seen.length, 5)
})

test('posts.post.update changes title and seats, not below those who hold it, nor over a newer version', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 2 })
  for (const one of [await person(), await person()]) await buildAppointment(platform, post, one.id)
  const ref = { id: post.id, version: 1 }
  await assert.rejects(operations.perform(as(), contract.updatePost, { ...ref, seatCount: 1 }), {
    code: 'posts.seats_held',
  })
  const changed = await operations.perform(as(), contract.updatePost, { ...ref, seatCount: 3, title: '专职网格员' })
  assert.deepEqual([changed.title, changed.vacantCount, changed.version], ['专职网格员', 1, 2])
  await assert.rejects(operations.perform(as(), contract.updatePost, { ...ref, title: '甲' }), {
    code: 'posts.changed_meanwhile',
  })
})

test('posts.post.close ends every appointment that would go on, and nobody is appointed any more', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 3 })
  const now = await buildAppointment(platform, post, (await person()).id)
  const later = await buildAppointment(platform, post, (await person()).id, { starts_on: addDays(TODAY, 9) })
  const past = await buildAppointment(platform, post, (await person()).id, { ends_on: '2024-01-01' })
  const closed = await operations.perform(as(), contract.closePost, { id: post.id, version: 1, reason: '岗位合并' })
  assert.equal(closed.closedOn, TODAY)
  const { appointments } = await operations.perform(as(), contract.findPost, { id: post.id })
  const endOf = (id: string) => appointments.find((item) => item.id === id)?.endsOn
  assert.deepEqual([endOf(now.id), endOf(later.id), endOf(past.id)], [TODAY, addDays(TODAY, 9), '2024-01-01'])
  const again = operations.perform(as(), contract.createAppointment, { postId: post.id, personId: now.person_id })
  await assert.rejects(again, { code: 'posts.post_closed' })
  await assert.rejects(operations.perform(as(), contract.closePost, { id: post.id, version: 2, reason: '再来' }), {
    code: 'posts.post_closed',
  })
})

test('the last administrator of a district is not ended, neither alone nor by closing the post; of a street one is', async () => {
  const { here, as, person } = await open()
  const post = await buildPost(platform, here.district, 'administrator', { seat_count: 2 })
  const last = await buildAppointment(platform, post, (await person()).id)
  const end = (id: string) => operations.perform(as(), contract.endAppointment, { id, reason: '调离' })
  await assert.rejects(end(last.id), { code: 'posts.last_administrator' })
  await assert.rejects(operations.perform(as(), contract.closePost, { id: post.id, version: 1, reason: '撤销' }), {
    code: 'posts.last_administrator',
  })
  const street = await buildPost(platform, here.street, 'administrator')
  assert.ok(await end((await buildAppointment(platform, street, (await person()).id)).id))
  const second = await buildAppointment(platform, post, (await person()).id)
  assert.ok(await end(last.id))
  await assert.rejects(end(second.id), { code: 'posts.last_administrator' })
})

test('two administrators of a district ended at once: one stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { here, as, person } = await open()
    const held = []
    for (let at = 0; at < 2; at += 1) {
      held.push(
        await buildAppointment(
          platform,
          await buildPost(platform, here.district, 'administrator'),
          (await person()).id,
        ),
      )
    }
    const outcomes = await Promise.allSettled(
      held.map(({ id }) => operations.perform(as(), contract.endAppointment, { id, reason: '调离' })),
    )
    assert.deepEqual(outcomes.map((outcome) => outcome.status).sort(), ['fulfilled', 'rejected'])
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')
    assert.equal((refused?.reason as { code: string } | undefined)?.code, 'posts.last_administrator')
  }
})

test('posts of another district are not seen, held or counted from here', async () => {
  const { here, as, person } = await open()
  const elsewhere = await open()
  const theirs = await buildPost(platform, elsewhere.here.grid, 'gridWorker')
  await assert.rejects(operations.perform(as(), contract.findPost, { id: theirs.id }), { code: 'posts.post_not_found' })
  const mine = await person()
  await assert.rejects(operations.perform(as(), contract.createAppointment, { postId: theirs.id, personId: mine.id }), {
    code: 'posts.post_not_found',
  })
  assert.deepEqual(
    (await operations.perform(as(), contract.listPosts, { withinId: elsewhere.here.district.id })).items,
    [],
  )
  const post = await buildPost(platform, here.grid, 'gridWorker')
  const stranger = await elsewhere.person()
  await assert.rejects(
    operations.perform(as(), contract.createAppointment, { postId: post.id, personId: stranger.id }),
    { code: 'identity.person_not_found' },
  )
})

test('everybody sees the own appointments, only staff those of others, nobody who has not signed in any', async () => {
  const { here, person } = await open()
  const post = await buildPost(platform, here.grid, 'gridWorker', { seat_count: 2 })
  const [wang, li] = [await person(), await person('李明')]
  for (const one of [wang, li]) await buildAppointment(platform, post, one.id)
  const resident = () => platform.as(actorAt(here.community, ['resident'], { personId: wang.id }), here.id)
  const mine = await operations.perform(resident(), contract.listAppointments, {})
  assert.deepEqual(
    mine.items.map((item) => item.personId),
    [wang.id],
  )
  await assert.rejects(operations.perform(resident(), contract.listAppointments, { personId: li.id }), {
    code: 'auth.forbidden',
  })
  await assert.rejects(operations.perform(resident(), contract.listAppointments, { postId: post.id }), {
    code: 'auth.forbidden',
  })
  await assert.rejects(operations.perform(resident(), contract.listPosts, {}), { code: 'auth.forbidden' })
  await assert.rejects(operations.perform(platform.as(anyone, here.id), contract.listAppointments, {}), {
    code: 'auth.required',
  })
})

test('whom to tell: holders of a role at the place or above it today, and members of an organisation', async () => {
  const { here, person } = await open()
  const organization = await buildOrganization(platform, here.district)
  const [worker, officer, past, member] = [await person(), await person(), await person(), await person()]
  await buildAppointment(platform, await buildPost(platform, here.grid, 'gridWorker', { seat_count: 2 }), worker.id)
  await buildAppointment(platform, await buildPost(platform, here.grid, 'gridWorker'), past.id, {
    ends_on: '2024-01-01',
  })
  await buildAppointment(platform, await buildPost(platform, here.street, 'streetOfficer'), officer.id)
  await buildAppointment(
    platform,
    await buildPost(platform, here.district, 'departmentOfficer', { organization_id: organization.id }),
    member.id,
  )
  const ask = <R>(work: (tx: Parameters<typeof holdersOf>[0]) => Promise<R>) =>
    inTransaction(platform.as(system, here.id), work)
  assert.deepEqual(
    (await ask((tx) => holdersOf(tx, here.grid.path, ['gridWorker', 'streetOfficer']))).sort(),
    [worker.id, officer.id].sort(),
  )
  assert.deepEqual(await ask((tx) => holdersOf(tx, here.community.path, ['gridWorker'])), [], 'not those below')
  assert.deepEqual(await ask((tx) => membersOf(tx, organization.id)), [
    { personId: member.id, role: 'departmentOfficer' },
  ])
})

test('the permission matrix has every operation with its roles, and filters by role', async () => {
  const { here, as } = await open()
  const { items, modules } = await operations.perform(as(), contract.listPermissions, {})
  assert.equal(items.length, platform.services.registry.operations.length)
  assert.ok(modules.includes('places') && modules.includes('posts'))
  const split = items.find((item) => item.operation === 'places.grid.split')
  assert.deepEqual(
    [split?.name, split?.who, split?.at, split?.roles],
    ['拆分网格', 'roles', 'place', ['administrator']],
  )
  assert.equal(items.find((item) => item.operation === 'places.district.create')?.who, 'system')
  const worker = await operations.perform(as(), contract.listPermissions, { role: 'gridWorker', module: 'places' })
  assert.ok(worker.items.every((item) => item.module === 'places' && item.operation !== 'places.grid.split'))
  const resident = platform.as(actorAt(here.community, ['resident']), here.id)
  await assert.rejects(operations.perform(resident, contract.listPermissions, {}), { code: 'auth.forbidden' })
  const { items: roles } = await operations.perform(resident, contract.listRoles, {})
  assert.equal(roles.find((item) => item.role === 'dispatcher')?.name, '指挥中心派遣员')
})

const csv = (lines: readonly (readonly string[])[]) => ({
  fileName: '任职.csv',
  bytes: Buffer.from(lines.map((line) => line.join(',')).join('\n')),
})
const HEAD = ['姓名', '手机号', '岗位', '地点', '组织', '开始日期']

test('an import appoints people, makes those and the posts that are missing, and twice changes nothing', async () => {
  const { here, as, person } = await open()
  const department = await buildOrganization(platform, here.district, {
    name: `市政所${here.id}`,
    short_name: '市政所',
  })
  const known = await buildPerson(platform, here, { name: '赵敏', phone: '10012345678' })
  const file = csv([
    HEAD,
    ['李明', '10000000001', '网格员', here.grid.code, '', '2026/3/1'],
    ['张伟', '10000000002', '网格员', here.grid.code, '', ''],
    ['赵敏', '10012345678', '部门工作人员', here.district.code, department.name, ''],
  ])
  const run = (operation: typeof contract.commitImport | typeof contract.previewImport) =>
    operations.upload(as(), operation as typeof contract.commitImport, { withinId: here.district.id }, file)
  const preview = await run(contract.previewImport)
  assert.deepEqual([preview.createdCount, preview.newPersonCount, preview.newPostCount], [3, 2, 2])
  assert.deepEqual((await operations.perform(as(), contract.listPosts, {})).items, [])
  await run(contract.commitImport)
  const { items } = await operations.perform(as(), contract.listPosts, { role: 'gridWorker' })
  assert.deepEqual(
    items.map((item) => [item.seatCount, item.vacantCount]),
    [[2, 0]],
  )
  assert.deepEqual(
    items[0]?.holders.map((holder) => [holder.name, holder.startsOn]),
    [
      ['李明', '2026-03-01'],
      ['张伟', TODAY],
    ],
  )
  const mine = await operations.perform(as(), contract.listAppointments, { personId: known.id })
  assert.equal(mine.items[0]?.organizationId, department.id)
  const again = await run(contract.commitImport)
  assert.deepEqual([again.sameCount, again.createdCount, again.newPersonCount], [3, 0, 0])
  assert.ok(await person())
})

test('an import with one bad row does nothing, and reaches no further than the own place', async () => {
  const { here, as } = await open()
  const file = csv([
    HEAD,
    ['李明', '10000000011', '网格员', here.grid.code, '', ''],
    ['张伟', '123', '网格员', here.grid.code, '', ''],
    ['王强', '10000000012', '街道工作人员', here.grid.code, '', '不是日期'],
  ])
  const report = await operations.upload(as(), contract.previewImport, { withinId: here.district.id }, file)
  assert.deepEqual(
    report.rows.slice(0, 2).map((row) => row.faults.map((fault) => fault.code)),
    [['posts.cell_phone'], ['office.cell_not_a_date']],
  )
  const commit = operations.upload(as(), contract.commitImport, { withinId: here.district.id }, file)
  await assert.rejects(commit, { code: 'posts.import_has_faults', data: { count: 2, line: 3 } })
  assert.deepEqual((await operations.perform(as(), contract.listPosts, {})).items, [])
  const grid = () => platform.as(actorAt(here.grid, ['administrator']), here.id)
  const outside = csv([HEAD, ['李明', '10000000011', '社区工作者', here.community.code, '', '']])
  const beside = await operations.upload(grid(), contract.previewImport, { withinId: here.grid.id }, outside)
  assert.deepEqual(
    beside.rows[0]?.faults.map((fault) => fault.code),
    ['posts.place_not_found'],
  )
  await assert.rejects(operations.upload(grid(), contract.commitImport, { withinId: here.community.id }, outside), {
    code: 'auth.forbidden',
  })
})

test('the export has a row for everybody who holds a post, and one for a vacant post', async () => {
  const { here, as, person } = await open()
  await buildAppointment(
    platform,
    await buildPost(platform, here.grid, 'gridWorker', { seat_count: 2 }),
    (await person('李明')).id,
  )
  await buildPost(platform, here.grid, 'gridLeader')
  const pieces: Buffer[] = []
  const out = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece)
      done()
    },
  })
  const answer = await operations.stream(as(), contract.exportPosts, { withinId: here.district.id })
  await answer.write(out)
  const table = await readSheet(Buffer.concat(pieces))
  const rows = table.rows.map((row) => [row.cells['岗位'], row.cells['姓名'], row.cells['空缺']])
  assert.deepEqual(
    rows.sort(),
    [
      ['网格员', '李明', '1'],
      ['网格长', undefined, '1'],
    ].sort(),
  )
})

test('a post is set up only at a place that stands', async () => {
  const { here, as } = await open()
  const ended = await buildPlace(platform, here.community, { level: 'grid', name: '旧格', code: `${here.id}-O` })
  await platform.database.pool.query('update places.place set valid_to = $1 where id = $2', [TODAY, ended.id])
  await assert.rejects(operations.perform(as(), contract.createPost, { role: 'gridWorker', placeId: ended.id }), {
    code: 'places.place_ended',
  })
})
