import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel/role'
import { findOrCreatePersonByPhone, identity, loadPerson, namesOf } from '#modules/identity'
import { places } from '#modules/places'
import { actorAt, buildDistrict, buildPlace, type TestDistrict } from '#modules/places/testing'
import { inTransaction } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildAccount, buildPerson, holdPost, newPhone, openBrowser, outcome, signInByCode } from './testing.ts'

const platform = await openTestPlatform([places, identity])
const { operations } = platform.services
const reason = '回访核实情况'
const NOBODY = '00000000-0000-7000-8000-000000000000'

/** Somebody who holds a role at a place and is a person of the district, so that looks can be written down. */
const buildWorker = async (here: TestDistrict, role: Parameters<typeof actorAt>[1][number], place = here.community) => {
  const person = await buildPerson(platform, here, { name: '赵办事' })
  const actor = actorAt(place, [role], { personId: person.id, name: person.name })
  return { person, actor, ctx: () => platform.as(actor, here.id) }
}

// Finding -----------------------------------------------------------------------------------------------------------------

test('identity.person.list finds by part of the name, pinyin, initials and whole phone, and masks what it shows', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'gridWorker')
  const phone = '13900010002'
  await buildPerson(platform, here, {
    name: '单小芳',
    phone,
    address: '翠湖路3号阳光小区5栋2单元301室',
    bornOn: '1968-05-12',
  })
  await buildPerson(platform, here, { name: '张伟' })
  const find = async (words: string) =>
    (await operations.perform(worker.ctx(), contract.listPersons, { words })).items.map((person) => person.name)
  for (const words of ['单小', '小芳', 'sxf', 'shan', 'shanxiaofang', phone, '+86 139-0001-0002'])
    assert.deepEqual(await find(words), ['单小芳'], words)
  for (const words of ['1390001', '刘', 'zz', phone.slice(0, 10)]) assert.deepEqual(await find(words), [], words)
  const [shown] = (await operations.perform(worker.ctx(), contract.listPersons, { words: phone })).items
  assert.deepEqual([shown?.phone, shown?.address, shown?.bornOn], ['139****0002', '翠湖路3号阳光小区***', '1968-**-**'])
  assert.equal(shown?.placeName, here.community.name)
})

test('persons are listed in pinyin order, page by page', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'communityWorker')
  for (const name of ['张伟', '阿依古丽', '曾志强', '张伟']) await buildPerson(platform, here, { name })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await operations.perform(worker.ctx(), contract.listPersons, { limit: 2, cursor })
    seen.push(...page.items.map((person) => person.name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  assert.deepEqual(seen, ['阿依古丽', '曾志强', '张伟', '张伟', '赵办事'])
})

test('a cursor that somebody wrote begins anew and is no fault', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'communityWorker')
  for (const cursor of ['x', '["a","b"]', '{}', '[1,2]', 'null']) {
    assert.equal((await operations.perform(worker.ctx(), contract.listPersons, { cursor })).items.length, 1, cursor)
  }
})

test('staff see the persons of their places only, and a filter goes no further', async () => {
  const here = await buildDistrict(platform)
  const other = await buildPlace(platform, here.street, {
    level: 'community',
    name: '向阳社区',
    code: `${here.street.code.slice(0, 9)}002`,
  })
  const worker = await buildWorker(here, 'communityWorker')
  await buildPerson(platform, here, { name: '近处人', place: here.grid })
  const far = await buildPerson(platform, here, { name: '远处人', place: other })
  const homeless = await buildPerson(platform, here, { name: '区里人', place: here.district })
  const names = async (input: { withinId?: number; words?: string }, ctx = worker.ctx()) =>
    (await operations.perform(ctx, contract.listPersons, input)).items.map((person) => person.name)
  assert.deepEqual(await names({}), ['近处人', '赵办事'])
  assert.deepEqual(await names({ withinId: here.grid.id }), ['近处人'])
  for (const withinId of [other.id, here.street.id])
    await assert.rejects(names({ withinId }), { code: 'auth.forbidden' })
  for (const id of [far.id, homeless.id])
    await assert.rejects(operations.perform(worker.ctx(), contract.findPerson, { id }), { code: 'auth.forbidden' })
  const administrator = platform.as(actorAt(here.district, ['administrator']), here.id)
  assert.deepEqual(await names({}, administrator), ['近处人', '区里人', '远处人', '赵办事'])
})

test('residents, departments and leaders list nobody', async () => {
  const here = await buildDistrict(platform)
  for (const role of ['resident', 'departmentOfficer', 'dispatcher', 'leader'] as const) {
    await assert.rejects(
      operations.perform(platform.as(actorAt(here.district, [role]), here.id), contract.listPersons, {}),
      { code: 'auth.forbidden' },
      role,
    )
  }
})

test('persons, consents and looks of one district do not exist in another', async () => {
  const [here, there] = [await buildDistrict(platform), await buildDistrict(platform)]
  const phone = newPhone()
  const person = await buildPerson(platform, here, { phone })
  const ctx = () => platform.as(actorAt(there.district, ['administrator']), there.id)
  await assert.rejects(operations.perform(ctx(), contract.findPerson, { id: person.id }), {
    code: 'identity.person_not_found',
  })
  await assert.rejects(operations.perform(ctx(), contract.revealField, { id: person.id, field: 'phone', reason }), {
    code: 'identity.person_not_found',
  })
  assert.deepEqual((await operations.perform(ctx(), contract.listPersons, { words: phone })).items, [])
  const found = await inTransaction(platform.as(system, there.id), (tx) =>
    findOrCreatePersonByPhone(tx, { phone, name: '李强', placeId: null }),
  )
  assert.notEqual(found.id, person.id)
  assert.equal((await inTransaction(platform.as(system, there.id), (tx) => namesOf(tx, [person.id]))).size, 0)
  await assert.rejects(
    inTransaction(platform.as(system, there.id), (tx) => loadPerson(tx, person.id)),
    { code: 'identity.person_not_found' },
  )
  const query = 'select district_id from identity.person where id = $1'
  assert.deepEqual(await platform.rows(here.id, query, [person.id]), [{ district_id: here.id }])
  assert.deepEqual(await platform.rows(there.id, query, [person.id]), [])
})

// Behind the mask ---------------------------------------------------------------------------------------------------------

test('identity.person.reveal shows one field once and writes down who looked at what and why', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'gridWorker')
  const account = await buildAccount(platform, here, { name: '王小芳', address: '翠湖路3号', bornOn: '1968-05-12' })
  const ctx = worker.ctx()
  const input = { id: account.person.id, field: 'phone', reason } as const
  assert.deepEqual(await operations.perform(ctx, contract.revealField, input), { value: account.phone })
  await assert.rejects(operations.perform(ctx, contract.revealField, input), { code: 'request.already_done' })
  assert.deepEqual(await operations.perform(worker.ctx(), contract.revealField, { ...input, field: 'address' }), {
    value: '翠湖路3号',
  })
  assert.deepEqual(await operations.perform(worker.ctx(), contract.revealField, { ...input, field: 'bornOn' }), {
    value: '1968-05-12',
  })
  const administrator = platform.as(actorAt(here.street, ['administrator']), here.id)
  const { items } = await operations.perform(administrator, contract.listAccess, { subjectId: account.person.id })
  assert.deepEqual(items.map((look) => [look.byName, look.subjectName, look.field, look.reason]).sort(), [
    ['赵办事', '王小芳', 'address', reason],
    ['赵办事', '王小芳', 'bornOn', reason],
    ['赵办事', '王小芳', 'phone', reason],
  ])
  const mine = await signInByCode(platform, here.id, account.phone)
  const own = await mine.perform(contract.listMyAccess, { limit: 2 })
  assert.equal(own.items[0]?.byName, '赵*事')
  assert.equal((await mine.perform(contract.listMyAccess, { limit: 2, cursor: own.nextCursor ?? '' })).items.length, 1)
})

test('a look without a reason, from another place or by a resident shows nothing and writes nothing', async () => {
  const here = await buildDistrict(platform)
  const person = await buildPerson(platform, here)
  const other = await buildPlace(platform, here.street, {
    level: 'community',
    name: '向阳社区',
    code: `${here.street.code.slice(0, 9)}003`,
  })
  const near = await buildWorker(here, 'communityWorker')
  const far = await buildWorker(here, 'communityWorker', other)
  const resident = await buildWorker(here, 'resident')
  const look = { id: person.id, field: 'phone' } as const
  await assert.rejects(operations.perform(near.ctx(), contract.revealField, { ...look, reason: ' ' }), {
    code: 'request.invalid',
  })
  await assert.rejects(operations.perform(far.ctx(), contract.revealField, { ...look, reason }), {
    code: 'auth.forbidden',
  })
  await assert.rejects(operations.perform(resident.ctx(), contract.revealField, { ...look, reason }), {
    code: 'auth.forbidden',
  })
  const administrator = platform.as(actorAt(here.district, ['administrator']), here.id)
  assert.deepEqual((await operations.perform(administrator, contract.listAccess, {})).items, [])
})

test('an administrator of one community sees the looks at its persons only', async () => {
  const here = await buildDistrict(platform)
  const other = await buildPlace(platform, here.street, {
    level: 'community',
    name: '向阳社区',
    code: `${here.street.code.slice(0, 9)}004`,
  })
  const worker = await buildWorker(here, 'streetOfficer', here.street)
  const [near, far] = [await buildPerson(platform, here), await buildPerson(platform, here, { place: other })]
  for (const { id } of [near, far])
    await operations.perform(worker.ctx(), contract.revealField, { id, field: 'phone', reason })
  const seenAt = async (place: typeof other) =>
    (
      await operations.perform(platform.as(actorAt(place, ['administrator']), here.id), contract.listAccess, {})
    ).items.map((look) => look.subjectId)
  assert.deepEqual(await seenAt(other), [far.id])
  assert.equal((await seenAt(here.street)).length, 2)
  await assert.rejects(operations.perform(worker.ctx(), contract.listAccess, {}), { code: 'auth.forbidden' })
})

// Changing ----------------------------------------------------------------------------------------------------------------

test('a new person is masked in the answer, and a phone or a birthday that cannot be is refused', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'communityWorker')
  const draft = { name: '李强', placeId: here.grid.id, phone: '139 0002 0003', bornOn: '1950-01-02' }
  const made = await operations.perform(worker.ctx(), contract.createPerson, draft)
  assert.deepEqual([made.phone, made.bornOn, made.hasAccount, made.version], ['139****0003', '1950-**-**', false, 1])
  const create = (over: object) =>
    outcome(operations.perform(worker.ctx(), contract.createPerson, { ...draft, phone: newPhone(), ...over }))
  assert.equal(await create({ phone: draft.phone }), 'identity.phone_taken_conflict')
  assert.equal(await create({ bornOn: '2026-06-19' }), 'identity.born_later')
  assert.equal(
    await create({ placeId: here.street.id }),
    'auth.forbidden {"operation":"identity.person.create","roles":["communityWorker","communitySecretary","streetOfficer","administrator"]}',
  )
  const elsewhere = await buildDistrict(platform)
  assert.equal(
    await create({ placeId: elsewhere.community.id }),
    `identity.place_elsewhere {"id":${elsewhere.community.id}}`,
  )
  await assert.rejects(
    operations.perform((await buildWorker(here, 'gridWorker')).ctx(), contract.createPerson, draft),
    { code: 'auth.forbidden' },
  )
})

test('twenty at once create one person of one phone', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'communityWorker')
  const phone = newPhone()
  const create = () =>
    outcome(operations.perform(worker.ctx(), contract.createPerson, { name: '李强', placeId: here.grid.id, phone }))
  const outcomes = await Promise.all(Array.from({ length: 20 }, create))
  assert.deepEqual(outcomes.sort(), [...Array(19).fill('identity.phone_taken_conflict'), 'ok'])
})

test('a person whom somebody changed meanwhile is not overwritten', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'communityWorker')
  const person = await buildPerson(platform, here)
  const changed = await operations.perform(worker.ctx(), contract.updatePerson, {
    id: person.id,
    version: 1,
    address: '翠湖路3号阳光小区5栋301室',
  })
  assert.deepEqual([changed.version, changed.address], [2, '翠湖路3号阳光小区***'])
  await assert.rejects(
    operations.perform(worker.ctx(), contract.updatePerson, { id: person.id, version: 1, address: null }),
    {
      code: 'identity.person_changed_meanwhile',
    },
  )
  const administrator = platform.as(actorAt(here.district, ['administrator']), here.id)
  const [entry] = (await operations.perform(administrator, contract.listAccess, { subjectId: person.id })).items
  assert.deepEqual([entry?.field, entry?.reason], ['change', 'address'])
})

test('a person found by the new name and no longer by the old', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'communityWorker')
  const person = await buildPerson(platform, here, { name: '王小芳' })
  await operations.perform(worker.ctx(), contract.updatePerson, { id: person.id, version: 1, name: '欧阳芳' })
  const count = async (words: string) =>
    (await operations.perform(worker.ctx(), contract.listPersons, { words })).items.length
  assert.deepEqual([await count('oyf'), await count('wxf')], [1, 0])
})

test('the phone of somebody who signs in with it is changed by nobody else', async () => {
  const here = await buildDistrict(platform)
  const worker = await buildWorker(here, 'administrator', here.district)
  const account = await buildAccount(platform, here)
  const update = (phone: string | null) =>
    operations.perform(worker.ctx(), contract.updatePerson, { id: account.person.id, version: 1, phone })
  for (const phone of [newPhone(), null]) await assert.rejects(update(phone), { code: 'identity.phone_of_account' })
  await update(account.phone)
})

test('nobody takes over somebody of higher post by giving them the own phone', async () => {
  const here = await buildDistrict(platform)
  const chief = await buildPerson(platform, here, { name: '孙区长', place: here.community })
  await holdPost(platform, here, chief.id, 'leader', { place: here.district })
  const own = newPhone()
  const change = async (role: 'communityWorker' | 'administrator', place: typeof here.community, input: object) => {
    const worker = await buildWorker(here, role, place)
    return outcome(operations.perform(worker.ctx(), contract.updatePerson, { id: chief.id, version: 1, ...input }))
  }
  for (const input of [{ phone: own }, { phone: null }, { name: '孙小明' }]) {
    assert.match(await change('communityWorker', here.community, input), /^auth\.forbidden/)
    assert.match(await change('administrator', here.street, input), /^auth\.forbidden/)
  }
  assert.equal(await change('communityWorker', here.community, { address: '翠湖路3号' }), 'ok')
  const worker = await buildWorker(here, 'administrator', here.district)
  await operations.perform(worker.ctx(), contract.updatePerson, { id: chief.id, version: 2, phone: own })
})

test('somebody who lost everything gets a fresh start from an administrator above the post, and no one else', async () => {
  const here = await buildDistrict(platform)
  const account = await buildAccount(platform, here, { password: true, totp: true })
  await holdPost(platform, here, account.person.id, 'streetOfficer', { place: here.street })
  const open = openBrowser(platform, here.id)
  await open.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
  const reset = (worker: Awaited<ReturnType<typeof buildWorker>>, id = account.person.id) =>
    operations.perform(worker.ctx(), contract.resetCredentials, { id, reason })
  await assert.rejects(reset(await buildWorker(here, 'communitySecretary')), { code: 'auth.forbidden' })
  await assert.rejects(reset(await buildWorker(here, 'administrator', here.community)), { code: 'auth.forbidden' })
  const administrator = await buildWorker(here, 'administrator', here.district)
  await assert.rejects(reset(administrator, administrator.person.id), { code: 'identity.not_oneself' })
  await assert.rejects(reset(administrator, (await buildPerson(platform, here)).id), { code: 'identity.no_account' })
  await reset(administrator)
  await assert.rejects(open.perform(contract.findMe, {}), { code: 'auth.required' })
  await assert.rejects(
    open.perform(contract.signInWithPassword, { phone: account.phone, password: account.password }),
    { code: 'identity.password_wrong' },
  )
  const fresh = await signInByCode(platform, here.id, account.phone)
  assert.equal((await fresh.perform(contract.findMe, {})).staffStep, 'setPassword')
  const [look] = (await operations.perform(administrator.ctx(), contract.listAccess, { subjectId: account.person.id }))
    .items
  assert.deepEqual([look?.field, look?.reason], ['credentials', reason])
})

test('can says what one may do with a person, and why not', async () => {
  const here = await buildDistrict(platform)
  const person = await buildPerson(platform, here)
  const canOf = async (role: 'gridWorker' | 'administrator') => {
    const worker = await buildWorker(here, role)
    const { can } = await operations.perform(worker.ctx(), contract.findPerson, { id: person.id })
    return ['identity.person.reveal', 'identity.person.update', 'identity.person.resetCredentials'].map(
      (id) => can[id]?.reason,
    )
  }
  assert.deepEqual(await canOf('gridWorker'), [null, 'auth.forbidden', 'auth.forbidden'])
  assert.deepEqual(await canOf('administrator'), [null, null, 'identity.no_account'])
})

// For other modules -------------------------------------------------------------------------------------------------------

test('namesOf gives full and masked names of those who exist', async () => {
  const here = await buildDistrict(platform)
  const person = await buildPerson(platform, here, { name: '欧阳小芳' })
  const names = await inTransaction(platform.as(system, here.id), (tx) => namesOf(tx, [person.id, person.id, NOBODY]))
  assert.deepEqual([...names], [[person.id, { name: '欧阳小芳', masked: '欧阳*芳' }]])
})

test('findOrCreatePersonByPhone finds who is there and makes who is not, at the place named', async () => {
  const here = await buildDistrict(platform)
  const phone = newPhone()
  const ask = (placeId: number | null) =>
    inTransaction(platform.as(system, here.id), (tx) =>
      findOrCreatePersonByPhone(tx, { phone, name: '来电人', placeId }),
    )
  const first = await ask(here.grid.id)
  const second = await ask(here.street.id)
  assert.equal(first.place_id, here.grid.id)
  assert.equal(second.id, first.id)
})
