import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActor, identity, issueSession } from '#modules/identity'
import { places } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { inTransaction, type Ctx } from '#platform/context'
import { openTestPlatform } from '#platform/testing'
import { system } from '#kernel/role'
import * as contract from './contract.ts'
import { buildAccount, holdPost, lastCode, newPhone, openBrowser, signInAsStaff, signInByCode } from './testing.ts'

const platform = await openTestPlatform([places, identity])
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const wait = (ms: number): void => platform.setNow(new Date(platform.now().getTime() + ms))
const here = await buildDistrict(platform)
const actorOf = (token: string | null) => findActor(platform.services, token ?? '', platform.now())
const rolesOf = async (token: string | null) => (await actorOf(token))?.actor.posts.map((post) => post.role)

test('a token of nobody, a hash instead of a token, and text of any length are nobody', async () => {
  for (const token of ['', 'x', 'A'.repeat(43), 'A'.repeat(10_000), '\u0000'.repeat(43), "' or true --"]) {
    assert.equal(await actorOf(token), null)
  }
})

test('every sign-in has a new token, and the one the browser came with is worth nothing after', async () => {
  const account = await buildAccount(platform, here, { password: true, totp: true })
  const planted = (await signInByCode(platform, here.id, newPhone())).token
  const browser = openBrowser(platform, here.id, planted)
  const seen = [planted]
  await browser.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
  seen.push(browser.token)
  await browser.perform(contract.confirmSecondFactor, { code: account.totpAt(platform.now()) })
  seen.push(browser.token)
  assert.equal(new Set(seen).size, 3)
  assert.equal(await actorOf(seen[0] ?? ''), null)
  assert.equal(await actorOf(seen[1] ?? ''), null)
  assert.equal((await actorOf(seen[2] ?? ''))?.actor.personId, account.person.id)
})

test('a session of staff idles for two hours and lasts twelve; one of a resident thirty days', async () => {
  const account = await buildAccount(platform, here, { password: true, totp: true })
  const staff = await signInAsStaff(platform, here.id, account)
  const resident = await signInByCode(platform, here.id, newPhone())
  for (let hour = 0; hour < 11; hour += 1) {
    wait(HOUR)
    assert.ok(await actorOf(staff.token))
  }
  wait(HOUR)
  assert.equal(await actorOf(staff.token), null)
  const idle = await signInAsStaff(platform, here.id, account)
  wait(2 * HOUR)
  assert.equal(await actorOf(idle.token), null)
  wait(29 * 24 * HOUR)
  assert.ok(await actorOf(resident.token))
  wait(24 * HOUR)
  assert.equal(await actorOf(resident.token), null)
})

test('being seen is written once a minute', async () => {
  const browser = await signInByCode(platform, here.id, newPhone())
  const seenAt = async () => (await browser.perform(contract.listSessions, {})).items[0]?.seenAt
  const start = platform.now().toISOString()
  wait(MINUTE - 1)
  assert.equal(await seenAt(), start)
  wait(1)
  assert.equal(await seenAt(), platform.now().toISOString())
})

test('identity.session.list shows my sessions only, newest first and page by page', async () => {
  const phone = newPhone()
  await signInByCode(platform, here.id, phone)
  wait(MINUTE)
  await signInByCode(platform, here.id, newPhone())
  const browser = await signInByCode(platform, here.id, phone)
  const first = await browser.perform(contract.listSessions, { limit: 1 })
  assert.deepEqual(
    first.items.map((session) => [session.isCurrent, session.openedBy, session.hasSecondFactor]),
    [[true, 'code', false]],
  )
  const second = await browser.perform(contract.listSessions, { limit: 1, cursor: first.nextCursor ?? '' })
  assert.deepEqual(
    second.items.map((session) => session.isCurrent),
    [false],
  )
  assert.equal(second.nextCursor, null)
})

test('an ended session is refused at once: by itself, from elsewhere, with all others', async () => {
  const phone = newPhone()
  const open = async () => {
    wait(MINUTE)
    return signInByCode(platform, here.id, phone)
  }
  const [one, two, three, four] = [await open(), await open(), await open(), await open()]
  const token = one.token
  await one.perform(contract.signOut, {})
  assert.equal(one.token, null)
  assert.equal(await actorOf(token), null)
  const { items } = await four.perform(contract.listSessions, {})
  const ofTwo = items.filter((session) => !session.isCurrent).at(-1)
  await four.perform(contract.endSession, { id: ofTwo?.id ?? '' })
  await assert.rejects(two.perform(contract.findMe, {}), { code: 'auth.required' })
  assert.deepEqual(await four.perform(contract.endOtherSessions, {}), { endedCount: 1 })
  await assert.rejects(three.perform(contract.findMe, {}), { code: 'auth.required' })
  await four.perform(contract.findMe, {})
})

test('a session that ends while a request is under way is refused inside it', async () => {
  const browser = await signInByCode(platform, here.id, newPhone())
  const ctx = await browser.ctx()
  await browser.perform(contract.signOut, {})
  await assert.rejects(platform.services.operations.perform(ctx, contract.findMe, {}), { code: 'auth.required' })
})

test('nobody ends the session of somebody else', async () => {
  const mine = await signInByCode(platform, here.id, newPhone())
  const other = await signInByCode(platform, here.id, newPhone())
  const [session] = (await mine.perform(contract.listSessions, {})).items
  await assert.rejects(other.perform(contract.endSession, { id: session?.id ?? '' }), {
    code: 'identity.session_not_found',
  })
  assert.ok(await actorOf(mine.token))
})

test('posts count on their days, in the time of the place', async () => {
  const account = await buildAccount(platform, here, { password: true, totp: true })
  platform.setNow(new Date('2027-03-01T15:59:59Z')) // 23:59:59 in China
  await holdPost(platform, here, account.person.id, 'gridWorker', { startsOn: '2027-03-02', endsOn: '2027-03-03' })
  const at = async (instant: string) => {
    platform.setNow(new Date(instant))
    const token = await inTransaction(
      platform.as(system, here.id),
      async (tx) => (await issueSession(tx, account.person.id)).token,
    )
    return rolesOf(token)
  }
  assert.deepEqual(await at('2027-03-01T15:59:59Z'), ['resident'])
  assert.deepEqual(await at('2027-03-01T16:00:00Z'), ['gridWorker', 'resident'])
  assert.deepEqual(await at('2027-03-02T15:59:59Z'), ['gridWorker', 'resident'])
  assert.deepEqual(await at('2027-03-02T16:00:00Z'), ['resident'])
})

test('issueSession puts its token into the cookie; without second factor no post counts', async () => {
  const account = await buildAccount(platform, here)
  await holdPost(platform, here, account.person.id, 'leader')
  const issued: string[] = []
  const cookie: Ctx['cookie'] = { issue: (token) => void issued.push(token), clear: () => undefined }
  for (const secondFactor of [true, false]) {
    await inTransaction(platform.as(system, here.id, { cookie }), (tx) =>
      issueSession(tx, account.person.id, { device: 'demo', secondFactor }),
    )
  }
  assert.deepEqual(await rolesOf(issued[0] ?? ''), ['leader', 'resident'])
  assert.deepEqual(await rolesOf(issued[1] ?? ''), ['resident'])
})

test('an account that is somebody in two districts switches between them, with another token and the same proof', async () => {
  const there = await buildDistrict(platform)
  const account = await buildAccount(platform, here, { name: '张伟', password: true, totp: true })
  const browser = await signInByCode(platform, there.id, account.phone)
  const inThere = await browser.perform(contract.findMe, {})
  assert.notEqual(inThere.personId, account.person.id)
  assert.deepEqual(
    inThere.districts.map((district) => [district.districtId, district.isCurrent]),
    [
      [here.id, false],
      [there.id, true],
    ],
  )
  const token = browser.token
  const switched = await browser.perform(contract.switchDistrict, { districtId: here.id })
  assert.equal(switched.name, '张伟')
  assert.equal(await actorOf(token), null)
  assert.equal((await actorOf(browser.token))?.districtId, here.id)
  await assert.rejects(browser.perform(contract.switchDistrict, { districtId: (await buildDistrict(platform)).id }), {
    code: 'identity.person_not_found',
  })
})

test('a switch of district makes no sign-in fresh and no session longer', async () => {
  const there = await buildDistrict(platform)
  const account = await buildAccount(platform, here)
  const browser = await signInByCode(platform, there.id, account.phone)
  const before = (await browser.perform(contract.listSessions, {})).items[0]
  wait(20 * MINUTE)
  await browser.perform(contract.switchDistrict, { districtId: here.id })
  const after = (await browser.perform(contract.listSessions, {})).items[0]
  assert.deepEqual([after?.createdAt, after?.expiresAt], [before?.createdAt, before?.expiresAt])
  await assert.rejects(browser.perform(contract.setPassword, { password: 'haitang kaile 7' }), {
    code: 'identity.sign_in_again',
  })
})

test('a password opens the person of the current district when there is one, else of the first', async () => {
  const [there, third] = [await buildDistrict(platform), await buildDistrict(platform)]
  const account = await buildAccount(platform, here, { password: true })
  const signInAt = async (districtId: number) => {
    const browser = openBrowser(platform, districtId)
    await browser.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
    return (await actorOf(browser.token))?.districtId
  }
  assert.equal(await signInAt(third.id), here.id)
  const browser = openBrowser(platform, there.id)
  await browser.perform(contract.sendCode, { phone: account.phone })
  await browser.perform(contract.signIn, {
    phone: account.phone,
    code: await lastCode(platform, there.id, account.phone),
    privacyVersion: contract.privacyVersion,
  })
  assert.equal(await signInAt(there.id), there.id)
})

test('the nightly purge takes old codes, locks and challenges and keeps half a year of sign-ins', async () => {
  const browser = await signInByCode(platform, here.id, newPhone())
  await browser.perform(contract.challengePasskey, {})
  await assert.rejects(
    openBrowser(platform, here.id).perform(contract.signInWithPassword, { phone: newPhone(), password: 'x' }),
  )
  const counts = async () => {
    const { rows } = await platform.database.pool.query(`select (select count(*) from identity.one_time_code) as code,
      (select count(*) from identity.lockout) as lock, (select count(*) from identity.challenge) as challenge,
      (select count(*) from identity.session) as session`)
    return rows[0] as Record<'code' | 'lock' | 'challenge' | 'session', number>
  }
  const purge = async () => {
    const job = identity.jobs?.find((candidate) => candidate.name === 'identity.purge')
    await job?.run(platform.as(system, here.id), {})
  }
  const before = await counts()
  await purge()
  const kept = await counts()
  assert.ok(kept.session >= 1 && kept.lock >= 1 && kept.challenge === 1)
  wait(180 * 24 * HOUR)
  await purge()
  const later = await counts()
  assert.deepEqual([later.code, later.lock, later.challenge], [0, 0, 0])
  assert.ok(later.session >= 1 && later.session <= before.session)
  wait(60 * 24 * HOUR)
  await purge()
  assert.equal((await counts()).session, 0)
})
