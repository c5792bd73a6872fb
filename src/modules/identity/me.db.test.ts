import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { system } from '#kernel/role'
import { findActor, identity, namesOf } from '#modules/identity'
import { places } from '#modules/places'
import { actorAt, buildDistrict } from '#modules/places/testing'
import { inTransaction } from '#platform/context'
import { tell } from '#platform/notify'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import {
  buildAccount,
  buildPerson,
  holdPost,
  lastCode,
  newPhone,
  openBrowser,
  signInAsStaff,
  signInByCode,
} from './testing.ts'

const platform = await openTestPlatform([places, identity])
const { operations } = platform.services
const MINUTE = 60_000
const wait = (ms: number): void => platform.setNow(new Date(platform.now().getTime() + ms))
const here = await buildDistrict(platform)
const sendTo = async (browser: ReturnType<typeof openBrowser>, phone: string): Promise<string> => {
  await browser.perform(contract.sendCode, { phone, purpose: 'changePhone' })
  return lastCode(platform, here.id, phone)
}

test('identity.me.update changes name, language, place and address, and only for whoever saw the last version', async () => {
  const account = await buildAccount(platform, here)
  const browser = await signInByCode(platform, here.id, account.phone)
  const change = {
    version: 1,
    name: '王芳',
    language: 'en',
    placeId: here.grid.id,
    address: '翠湖路3号5栋301室',
  } as const
  assert.deepEqual(await browser.perform(contract.updateMe, change), { version: 2 })
  const me = await browser.perform(contract.findMe, {})
  assert.deepEqual([me.name, me.language, me.placeId, me.address], ['王芳', 'en', here.grid.id, '翠湖路3号5栋301室'])
  assert.equal((await findActor(platform.services, browser.token ?? '', platform.now()))?.language, 'en')
  await assert.rejects(browser.perform(contract.updateMe, change), { code: 'identity.person_changed_meanwhile' })
  const elsewhere = await buildDistrict(platform)
  await assert.rejects(browser.perform(contract.updateMe, { version: 2, placeId: elsewhere.grid.id }), {
    code: 'identity.place_elsewhere',
  })
})

test('whoever holds a post does not rename themselves', async () => {
  const account = await buildAccount(platform, here, { name: '王小芳' })
  await holdPost(platform, here, account.person.id, 'gridWorker')
  const browser = await signInByCode(platform, here.id, account.phone)
  await assert.rejects(browser.perform(contract.updateMe, { version: 1, name: '孙区长' }), {
    code: 'identity.name_by_staff',
  })
  await browser.perform(contract.updateMe, { version: 1, name: '王小芳', address: '翠湖路3号' })
})

// Another phone -----------------------------------------------------------------------------------------------------------

test('identity.me.changePhone moves account and persons of all districts to the new phone and ends other sessions', async () => {
  const there = await buildDistrict(platform)
  const account = await buildAccount(platform, here)
  const old = await signInByCode(platform, there.id, account.phone)
  wait(MINUTE)
  const browser = await signInByCode(platform, here.id, account.phone)
  const phone = newPhone()
  const code = await sendTo(browser, phone)
  await browser.perform(contract.changeMyPhone, { phone, code })
  await assert.rejects(old.perform(contract.findMe, {}), { code: 'auth.required' })
  assert.ok(await browser.perform(contract.findMe, {}))
  wait(MINUTE)
  const again = await signInByCode(platform, there.id, phone)
  assert.equal((await again.perform(contract.findMe, {})).districts.length, 2)
  wait(MINUTE)
  const stranger = await signInByCode(platform, here.id, account.phone)
  assert.notEqual((await stranger.perform(contract.findMe, {})).personId, account.person.id)
})

test('a phone is changed with a code for that purpose to that phone, soon after the sign-in, and not to one of others', async () => {
  const account = await buildAccount(platform, here)
  const other = await buildAccount(platform, here)
  const entered = newPhone()
  await buildPerson(platform, here, { phone: entered })
  const browser = await signInByCode(platform, here.id, account.phone)
  const phone = newPhone()
  await openBrowser(platform, here.id).perform(contract.sendCode, { phone })
  const forSignIn = await lastCode(platform, here.id, phone)
  await assert.rejects(browser.perform(contract.changeMyPhone, { phone, code: forSignIn }), {
    code: 'identity.code_wrong',
  })
  for (const taken of [other.phone, entered]) {
    const code = await sendTo(browser, taken)
    await assert.rejects(browser.perform(contract.changeMyPhone, { phone: taken, code }), {
      code: 'identity.phone_taken_conflict',
    })
  }
  await assert.rejects(
    openBrowser(platform, here.id).perform(contract.sendCode, { phone: newPhone(), purpose: 'changePhone' }),
    { code: 'auth.required' },
  )
  wait(15 * MINUTE)
  await assert.rejects(browser.perform(contract.changeMyPhone, { phone, code: '000000' }), {
    code: 'identity.sign_in_again',
  })
})

test('where a second factor is enrolled the phone does not move without it', async () => {
  const account = await buildAccount(platform, here, { password: true, totp: true })
  const thief = await signInByCode(platform, here.id, account.phone)
  const phone = newPhone()
  const code = await sendTo(thief, phone)
  await assert.rejects(thief.perform(contract.changeMyPhone, { phone, code }), {
    code: 'identity.second_factor_missing',
  })
  const owner = await signInAsStaff(platform, here.id, account)
  await owner.perform(contract.changeMyPhone, { phone, code })
})

// Export ------------------------------------------------------------------------------------------------------------------

test('identity.me.export holds everything in full, and nothing secret', async () => {
  const account = await buildAccount(platform, here, {
    name: '王小芳',
    address: '翠湖路3号5栋301室',
    bornOn: '1968-05-12',
    password: true,
    totp: true,
  })
  const worker = await buildPerson(platform, here)
  const actor = actorAt(here.community, ['gridWorker'], { personId: worker.id })
  for (let count = 0; count < 3; count += 1) {
    await operations.perform(platform.as(actor, here.id), contract.revealField, {
      id: account.person.id,
      field: 'phone',
      reason: `回访 ${count}`,
    })
  }
  const browser = await signInByCode(platform, here.id, account.phone)
  const answer = await operations.stream(await browser.ctx(), contract.exportMe, {})
  const out = new PassThrough()
  const [written] = await Promise.all([text(out), answer.write(out)])
  const data = JSON.parse(written)
  assert.deepEqual(
    [data.person.phone, data.person.address, data.person.bornOn],
    [account.phone, '翠湖路3号5栋301室', '1968-05-12'],
  )
  assert.equal(data.consents[0].version, contract.privacyVersion)
  assert.equal(data.account.sessions.length, 1)
  assert.deepEqual(data.looks.map((look: { reason: string }) => look.reason).sort(), ['回访 0', '回访 1', '回访 2'])
  for (const secret of ['argon2', 'secret', 'hash', browser.token ?? '']) assert.ok(!written.includes(secret), secret)
  await assert.rejects(operations.stream(platform.as(actor, here.id), contract.exportMe, {}), { code: 'auth.required' })
})

// Being forgotten ---------------------------------------------------------------------------------------------------------

test('identity.me.erase takes personal data, account and sessions; what names the person says erased', async () => {
  const account = await buildAccount(platform, here, { name: '王小芳', address: '翠湖路3号', bornOn: '1968-05-12' })
  const other = await signInByCode(platform, here.id, account.phone)
  wait(MINUTE)
  const browser = await signInByCode(platform, here.id, account.phone)
  await inTransaction(platform.as(system, here.id), (tx) =>
    tell(tx, { personIds: [account.person.id], key: 'identity:account', data: { name: '王小芳' } }),
  )
  await assert.rejects(browser.perform(contract.eraseMe, { name: '王芳' }), { code: 'identity.name_differs' })
  const token = browser.token
  await browser.perform(contract.eraseMe, { name: '王小芳' })
  assert.equal(browser.token, null)
  for (const dead of [token, other.token])
    assert.equal(await findActor(platform.services, dead ?? '', platform.now()), null)
  const [row = {}] = await platform.rows<Record<string, unknown>>(
    here.id,
    'select * from identity.person where id = $1',
    [account.person.id],
  )
  const { name, name_folded, phone_hash, phone_sealed, address_sealed, gender, born_on, erased_at } = row
  assert.deepEqual(
    [name, phone_hash, phone_sealed, address_sealed, gender, born_on],
    ['*', null, null, null, null, null],
  )
  assert.ok(erased_at)
  assert.ok(!String(name_folded).includes('王'))
  for (const [query, value] of [
    ['select 1 from platform.notice where person_id = $1', account.person.id],
    ['select 1 from platform.delivery where recipient = $1', account.phone],
    ['select 1 from platform.request where person_id = $1 and output is not null', account.person.id],
    ['select 1 from identity.account where id = $1 and closed_at is null', account.id],
    ['select 1 from identity.consent where person_id = $1 and withdrawn_at is null', account.person.id],
  ] as const) {
    assert.deepEqual(await platform.rows(here.id, query, [value]), [], query)
  }
  const names = await inTransaction(platform.as(system, here.id), (tx) => namesOf(tx, [account.person.id]))
  assert.deepEqual(names.get(account.person.id), { name: '已注销', masked: '已注销' })
})

test('somebody who was erased is in no list, is changed by nobody, and comes back as somebody new', async () => {
  const account = await buildAccount(platform, here, { name: '欧阳小芳' })
  const browser = await signInByCode(platform, here.id, account.phone)
  await browser.perform(contract.eraseMe, { name: '欧阳小芳' })
  const ctx = () => platform.as(actorAt(here.district, ['administrator'], { personId: account.person.id }), here.id)
  assert.deepEqual((await operations.perform(ctx(), contract.listPersons, { words: '欧阳' })).items, [])
  const found = await operations.perform(ctx(), contract.findPerson, { id: account.person.id })
  assert.deepEqual([found.name, found.can['identity.person.update']?.reason], ['已注销', 'identity.person_erased'])
  await assert.rejects(
    operations.perform(ctx(), contract.updatePerson, {
      id: account.person.id,
      version: found.version,
      name: '欧阳小芳',
    }),
    {
      code: 'identity.person_erased',
    },
  )
  assert.deepEqual(
    await operations.perform(ctx(), contract.revealField, { id: account.person.id, field: 'phone', reason: '核实' }),
    { value: null },
  )
  wait(MINUTE)
  const again = await signInByCode(platform, here.id, account.phone)
  assert.notEqual((await again.perform(contract.findMe, {})).personId, account.person.id)
})

test('whoever is somebody in another district stays that', async () => {
  const there = await buildDistrict(platform)
  const account = await buildAccount(platform, here, { name: '王小芳' })
  const inThere = await signInByCode(platform, there.id, account.phone)
  wait(MINUTE)
  const inHere = await signInByCode(platform, here.id, account.phone)
  await inHere.perform(contract.eraseMe, { name: '王小芳' })
  const me = await inThere.perform(contract.findMe, {})
  assert.deepEqual(
    me.districts.map((district) => district.districtId),
    [there.id],
  )
})

test('holders of posts step down first; an old session does not erase', async () => {
  const account = await buildAccount(platform, here, { name: '王小芳' })
  await holdPost(platform, here, account.person.id, 'gridWorker')
  const browser = await signInByCode(platform, here.id, account.phone)
  await assert.rejects(browser.perform(contract.eraseMe, { name: '王小芳' }), { code: 'identity.still_in_office' })
  wait(15 * MINUTE)
  await assert.rejects(browser.perform(contract.eraseMe, { name: '王小芳' }), { code: 'identity.sign_in_again' })
})
