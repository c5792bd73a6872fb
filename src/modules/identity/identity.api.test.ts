import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { findActor, identity } from '#modules/identity'
import { places } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import { openTestApp } from '#platform/testing-http'
import * as contract from './contract.ts'
import { buildAccount, holdPost, lastCode, newPhone } from './testing.ts'

const platform = await openTestPlatform([places, identity])
const here = await buildDistrict(platform)
const { app, faults, query, act } = await openTestApp(platform, {
  authenticate: (token, now) => findActor(platform.services, token, now),
  districtId: here.id,
})
const codeOf = (answer: { json(): { code: string } }): string => answer.json().code
const wait = (ms: number): void => platform.setNow(new Date(platform.now().getTime() + ms))

type Answer = Awaited<ReturnType<typeof act>>
const sessionOf = (answer: Answer) => answer.cookies.find((cookie) => cookie.name === 'gz_session')
const withSession = (answer: Answer) => ({ cookies: { gz_session: sessionOf(answer)?.value ?? '' } })

const signIn = async (phone = newPhone()): Promise<Answer> => {
  await act('identity.code.send', { phone })
  return act('identity.session.signIn', {
    phone,
    code: await lastCode(platform, here.id, phone),
    privacyVersion: contract.privacyVersion,
  })
}

test('a sign-in answers a cookie that scripts and other sites cannot use, and no token in its body', async () => {
  const answer = await signIn()
  assert.equal(answer.statusCode, 200)
  const cookie = sessionOf(answer)
  assert.deepEqual([cookie?.httpOnly, cookie?.sameSite, cookie?.secure, cookie?.path], [true, 'Lax', true, '/'])
  assert.equal(cookie?.expires?.getTime(), Math.floor(platform.now().getTime() / 1000) * 1000 + 30 * 86_400_000)
  assert.ok(!answer.body.includes(cookie?.value ?? ''))
  const me = await query('identity.me.find', {}, withSession(answer))
  assert.equal(me.json().personId, answer.json().personId)
})

test('signing out clears the cookie and its token is refused at once', async () => {
  const signedIn = await signIn()
  const out = await act('identity.session.signOut', {}, withSession(signedIn))
  assert.equal(sessionOf(out)?.value, '')
  const after = await query('identity.me.find', {}, withSession(signedIn))
  assert.deepEqual([after.statusCode, codeOf(after)], [401, 'auth.required'])
})

test('a refused sign-in sets no cookie', async () => {
  const answer = await act('identity.session.signIn', { phone: newPhone(), code: '000000' })
  assert.deepEqual([answer.statusCode, codeOf(answer), sessionOf(answer)], [422, 'identity.code_wrong', undefined])
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
})

test('the same sign-in again, with its key, is done already and opens nothing', async () => {
  const phone = newPhone()
  await act('identity.code.send', { phone })
  const input = { phone, code: await lastCode(platform, here.id, phone), privacyVersion: contract.privacyVersion }
  const over = { headers: { 'idempotency-key': randomUUID() } }
  assert.equal((await act('identity.session.signIn', input, over)).statusCode, 200)
  const again = await act('identity.session.signIn', input, over)
  assert.deepEqual([again.statusCode, codeOf(again), sessionOf(again)], [409, 'request.already_done', undefined])
})

test('a wrong code under a key leaves the key free for the right one', async () => {
  const phone = newPhone()
  await act('identity.code.send', { phone })
  const code = await lastCode(platform, here.id, phone)
  const over = { headers: { 'idempotency-key': randomUUID() } }
  const input = { phone, privacyVersion: contract.privacyVersion }
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  assert.equal(codeOf(await act('identity.session.signIn', { ...input, code: wrong }, over)), 'identity.code_wrong')
  assert.equal((await act('identity.session.signIn', { ...input, code }, over)).statusCode, 200)
})

test('an act from another site is refused, signed in or not, by what the browser says of it', async () => {
  const signedIn = await signIn()
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': undefined, origin: 'https://g0ngzhi.example' },
    { 'sec-fetch-site': undefined, origin: 'null' },
    { 'sec-fetch-site': undefined, origin: 'https://gongzhi.example.evil.example' },
  ]) {
    const answer = await act('identity.session.signOut', {}, { ...withSession(signedIn), headers })
    assert.deepEqual([answer.statusCode, codeOf(answer)], [403, 'auth.cross_origin'], JSON.stringify(headers))
  }
  assert.equal((await query('identity.me.find', {}, withSession(signedIn))).statusCode, 200)
  const own = { headers: { 'sec-fetch-site': undefined, origin: 'https://gongzhi.example' } }
  assert.equal((await act('identity.session.signOut', {}, { ...withSession(signedIn), ...own })).statusCode, 200)
})

test('an act without a key, or with one that is no UUID, is refused', async () => {
  for (const key of [undefined, '', 'x', '1'.repeat(36)]) {
    const answer = await act('identity.code.send', { phone: newPhone() }, { headers: { 'idempotency-key': key } })
    assert.deepEqual([answer.statusCode, codeOf(answer)], [400, 'request.id_missing'], String(key))
  }
})

test('an address of nothing and a body that is no JSON are problems with a sentence in the language asked for', async () => {
  const unknown = await app.inject({
    method: 'GET',
    url: '/api/identity.nobody.find',
    headers: { 'accept-language': 'en' },
  })
  assert.equal(unknown.statusCode, 404)
  assert.match(String(unknown.headers['content-type']), /^application\/problem\+json/)
  assert.deepEqual([unknown.json().code, typeof unknown.json().message], ['request.unknown', 'string'])
  const broken = await act(
    'identity.code.send',
    {},
    { payload: '{"phone":', headers: { 'content-type': 'application/json' } },
  )
  assert.deepEqual([broken.statusCode, codeOf(broken)], [400, 'request.invalid'])
  const wrong = await act('identity.code.send', { phone: 12 })
  assert.deepEqual(
    wrong.json().fields.map((field: { path: string; code: string }) => [field.path, field.code]),
    [['phone', 'request.field_type']],
  )
})

test('a session cookie of any content is no fault', async () => {
  for (const value of ['x', '%00', 'A'.repeat(43), 'A'.repeat(4_000), '../../etc/passwd']) {
    const answer = await query('identity.me.find', {}, { cookies: { gz_session: value } })
    assert.equal(answer.statusCode, 401, value)
  }
  assert.deepEqual(faults, [])
})

test('more than thirty guesses a minute from one address are too many; another address goes on', async () => {
  const guess = (address: string) =>
    act(
      'identity.session.signInWithPassword',
      { phone: newPhone(), password: 'not this one 1' },
      { headers: { 'x-forwarded-for': address } },
    )
  const statuses: number[] = []
  for (let count = 0; count < 31; count += 1) statuses.push((await guess('203.0.113.5')).statusCode)
  assert.deepEqual(statuses, [...Array(30).fill(422), 429])
  const told = await guess('203.0.113.5')
  assert.equal(codeOf(told), 'request.too_many')
  assert.ok(told.json().data.seconds > 0)
  assert.equal((await guess('203.0.113.6')).statusCode, 422)
})

test('staff sign in with both factors over HTTP, each step with another cookie', async () => {
  const account = await buildAccount(platform, here, { password: true, totp: true })
  await holdPost(platform, here, account.person.id, 'communityWorker')
  const first = await act('identity.session.signInWithPassword', { phone: account.phone, password: account.password })
  assert.equal(first.json().staffStep, 'confirmSecondFactor')
  assert.equal((await query('identity.person.list', {}, withSession(first))).statusCode, 403)
  const second = await act(
    'identity.session.confirmSecondFactor',
    { code: account.totpAt(platform.now()) },
    withSession(first),
  )
  assert.notEqual(sessionOf(second)?.value, sessionOf(first)?.value)
  assert.equal((await query('identity.person.list', {}, withSession(second))).statusCode, 200)
  assert.equal((await query('identity.person.list', {}, withSession(first))).statusCode, 401)
  wait(2 * 3_600_000)
  assert.equal((await query('identity.person.list', {}, withSession(second))).statusCode, 401)
})

test('my data comes as a file that no cache keeps', async () => {
  const signedIn = await signIn()
  const answer = await query('identity.me.export', {}, withSession(signedIn))
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['cache-control'], 'private, no-store')
  assert.match(
    String(answer.headers['content-disposition']),
    /^attachment; filename\*=UTF-8''gongzhi-2026-\d\d-\d\d\.json$/,
  )
  assert.equal(answer.json().person.id, signedIn.json().personId)
  assert.equal((await query('identity.me.export')).statusCode, 401)
})
