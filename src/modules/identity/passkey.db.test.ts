import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { test } from 'node:test'
import type { OutputOf } from '#kernel/operation'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildAccount, holdPost, openBrowser, outcome, signInAsStaff, type TestBrowser } from './testing.ts'

const platform = await openTestPlatform([places, identity])
const SITE = 'https://gongzhi.example'
const MINUTE = 60_000
const wait = (ms: number): void => platform.setNow(new Date(platform.now().getTime() + ms))
const here = await buildDistrict(platform)

// A security key in software: ES256, no attestation ------------------------------------------------------------------

const head = (major: number, length: number): Buffer =>
  length < 24
    ? Buffer.from([(major << 5) | length])
    : length < 256
      ? Buffer.from([(major << 5) | 24, length])
      : Buffer.from([(major << 5) | 25, length >> 8, length & 255])
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([head(2, bytes.length), bytes])
const cborText = (text: string): Buffer => Buffer.concat([head(3, text.length), Buffer.from(text)])
const cborInteger = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value))
const cborMap = (entries: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, entries.length), ...entries.flat()])

const PRESENT = 0x01
const VERIFIED = 0x04
const HAS_KEY = 0x40

interface Signing {
  readonly origin?: string
  readonly flags?: number
  readonly counter?: number
  readonly domain?: string
}

const createKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  const clientData = (type: string, challenge: string, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const authData = (over: Signing, rest: Buffer, flags: number): Buffer => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(over.counter ?? 0)
    const domainHash = createHash('sha256')
      .update(over.domain ?? new URL(SITE).hostname)
      .digest()
    return Buffer.concat([domainHash, Buffer.from([over.flags ?? flags]), counter, rest])
  }
  return {
    id,
    register: (challenge: string, over: Signing = {}): contract.RegistrationAnswer => {
      const coseKey = cborMap([
        [cborInteger(1), cborInteger(2)],
        [cborInteger(3), cborInteger(-7)],
        [cborInteger(-1), cborInteger(1)],
        [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
        [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
      ])
      const rest = Buffer.concat([Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId, coseKey])
      const data = authData(over, rest, PRESENT | VERIFIED | HAS_KEY)
      const attestation = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(data)],
      ])
      const clientDataJSON = clientData('webauthn.create', challenge, over.origin ?? SITE).toString('base64url')
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, attestationObject: attestation.toString('base64url'), transports: ['internal'] },
      }
    },
    use: (challenge: string, over: Signing = {}): contract.AuthenticationAnswer => {
      const client = clientData('webauthn.get', challenge, over.origin ?? SITE)
      const data = authData(over, Buffer.alloc(0), PRESENT | VERIFIED)
      const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), privateKey)
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      }
    },
  }
}
type Key = ReturnType<typeof createKey>

const addTo = async (
  browser: TestBrowser,
  key: Key,
  over: Signing = {},
): Promise<OutputOf<typeof contract.addPasskey>> => {
  const { challengeId, options } = await browser.perform(contract.preparePasskey, {})
  return browser.perform(contract.addPasskey, {
    challengeId,
    name: '我的手机',
    answer: key.register(options.challenge, over),
  })
}
const signInWith = async (key: Key, over: Signing = {}): Promise<TestBrowser> => {
  const browser = openBrowser(platform, here.id)
  const { challengeId, options } = await browser.perform(contract.challengePasskey, {})
  await browser.perform(contract.signInWithPasskey, { challengeId, answer: key.use(options.challenge, over) })
  return browser
}
const buildStaff = async () => {
  const account = await buildAccount(platform, here, { password: true })
  await holdPost(platform, here, account.person.id, 'communityWorker')
  const browser = openBrowser(platform, here.id)
  await browser.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
  return { account, browser }
}

test('a passkey is the second factor after a password, and later the whole sign-in', async () => {
  const { browser } = await buildStaff()
  const key = createKey()
  const added = await addTo(browser, key)
  assert.equal(added.staffStep, 'none')
  assert.deepEqual(
    (await browser.perform(contract.findMe, {})).posts.map((post) => post.role),
    ['communityWorker'],
  )
  const other = await signInWith(key)
  const me = await other.perform(contract.findMe, {})
  assert.deepEqual(
    me.posts.map((post) => post.role),
    ['communityWorker'],
  )
  assert.deepEqual(me.secondFactors, { totp: false, passkey: true, recoveryCode: false })
  const [listed] = (await other.perform(contract.listPasskeys, {})).items
  assert.deepEqual([listed?.id, listed?.name, listed?.usedAt], [key.id, '我的手机', platform.now().toISOString()])
})

test('what the authenticator shows of its owner holds no whole phone', async () => {
  const { account, browser } = await buildStaff()
  const { options } = await browser.perform(contract.preparePasskey, {})
  assert.ok(!JSON.stringify(options).includes(account.phone))
  assert.deepEqual(options.rp, { id: 'gongzhi.example', name: '共治' })
})

test('a passkey answer for another site, of another domain, without the person, or of an unknown key is refused', async () => {
  const { browser } = await buildStaff()
  const key = createKey()
  await addTo(browser, key)
  for (const over of [
    { origin: 'https://g0ngzhi.example' },
    { domain: 'g0ngzhi.example' },
    { flags: PRESENT },
    { flags: VERIFIED },
  ]) {
    await assert.rejects(signInWith(key, over), { code: 'identity.passkey_wrong' }, JSON.stringify(over))
  }
  await assert.rejects(signInWith(createKey()), { code: 'identity.passkey_wrong' })
  await signInWith(key)
})

test('a registration for another site or without the person is refused', async () => {
  const { browser } = await buildStaff()
  for (const over of [
    { origin: 'https://g0ngzhi.example' },
    { domain: 'g0ngzhi.example' },
    { flags: PRESENT | HAS_KEY },
  ]) {
    await assert.rejects(addTo(browser, createKey(), over), { code: 'identity.passkey_wrong' }, JSON.stringify(over))
  }
})

test('a challenge is answered once, also after a wrong answer, and within five minutes', async () => {
  const { browser } = await buildStaff()
  const key = createKey()
  await addTo(browser, key)
  const guest = openBrowser(platform, here.id)
  const use = (challengeId: string, answer: contract.AuthenticationAnswer) =>
    outcome(openBrowser(platform, here.id).perform(contract.signInWithPasskey, { challengeId, answer }))
  const first = await guest.perform(contract.challengePasskey, {})
  const answer = key.use(first.options.challenge)
  assert.equal(await use(first.challengeId, answer), 'ok')
  assert.equal(await use(first.challengeId, answer), 'identity.passkey_wrong')
  const second = await guest.perform(contract.challengePasskey, {})
  assert.equal(
    await use(second.challengeId, key.use(second.options.challenge, { flags: PRESENT })),
    'identity.passkey_wrong',
  )
  assert.equal(await use(second.challengeId, key.use(second.options.challenge)), 'identity.passkey_wrong')
  const third = await guest.perform(contract.challengePasskey, {})
  wait(5 * MINUTE - 1)
  assert.equal(await use(third.challengeId, key.use(third.options.challenge)), 'ok')
  const fourth = await guest.perform(contract.challengePasskey, {})
  wait(5 * MINUTE)
  assert.equal(await use(fourth.challengeId, key.use(fourth.options.challenge)), 'identity.passkey_wrong')
})

test('a key whose counter does not grow is a copy', async () => {
  const { browser } = await buildStaff()
  const key = createKey()
  await addTo(browser, key, { counter: 3 })
  await signInWith(key, { counter: 4 })
  await assert.rejects(signInWith(key, { counter: 4 }), { code: 'identity.passkey_wrong' })
  await signInWith(key, { counter: 5 })
})

test('the challenge of one account registers nothing for another', async () => {
  const [one, other] = [await buildStaff(), await buildStaff()]
  const { challengeId, options } = await one.browser.perform(contract.preparePasskey, {})
  const answer = createKey().register(options.challenge)
  await assert.rejects(other.browser.perform(contract.addPasskey, { challengeId, name: 'x', answer }), {
    code: 'identity.passkey_wrong',
  })
})

test('a second passkey needs the first; the last second factor stays', async () => {
  const { account, browser } = await buildStaff()
  const [first, second] = [createKey(), createKey()]
  await addTo(browser, first)
  const thief = openBrowser(platform, here.id)
  await thief.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
  await assert.rejects(addTo(thief, createKey()), { code: 'identity.second_factor_missing' })
  await assert.rejects(thief.perform(contract.removePasskey, { id: first.id }), {
    code: 'identity.second_factor_missing',
  })
  await addTo(browser, second)
  await browser.perform(contract.removePasskey, { id: first.id })
  await assert.rejects(signInWith(first), { code: 'identity.passkey_wrong' })
  await assert.rejects(browser.perform(contract.removePasskey, { id: second.id }), {
    code: 'identity.last_second_factor',
  })
  await assert.rejects(browser.perform(contract.removePasskey, { id: first.id }), {
    code: 'identity.passkey_not_found',
  })
})

test('nobody removes the passkey of somebody else', async () => {
  const { browser } = await buildStaff()
  const key = createKey()
  await addTo(browser, key)
  const other = await buildAccount(platform, here, { password: true, totp: true })
  const thief = await signInAsStaff(platform, here.id, other)
  await assert.rejects(thief.perform(contract.removePasskey, { id: key.id }), { code: 'identity.passkey_not_found' })
})

test('there are ten passkeys at most, and none twice', async () => {
  const { browser } = await buildStaff()
  const key = createKey()
  await addTo(browser, key)
  await assert.rejects(addTo(browser, key), { code: 'identity.passkey_known' })
  for (let count = 1; count < 10; count += 1) await addTo(browser, createKey())
  await assert.rejects(browser.perform(contract.preparePasskey, {}), { code: 'identity.passkey_too_many' })
})

test('on a bare IP address passkeys are refused with the reason', async () => {
  const browser = openBrowser(platform, here.id)
  for (const site of ['http://127.0.0.1:8480', 'http://[::1]:8480', '']) {
    const origin = { address: '', device: '', site }
    await assert.rejects(browser.perform(contract.challengePasskey, {}, { origin }), {
      code: 'identity.passkey_needs_domain',
    })
  }
  await browser.perform(
    contract.challengePasskey,
    {},
    { origin: { address: '', device: '', site: 'http://localhost:8480' } },
  )
})

test('garbage instead of an answer is refused, never a fault', async () => {
  const { browser } = await buildStaff()
  const key = createKey()
  await addTo(browser, key)
  for (const text of [
    'AAAA',
    '!!!!',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
  ]) {
    const guest = openBrowser(platform, here.id)
    const { challengeId } = await guest.perform(contract.challengePasskey, {})
    const response = { clientDataJSON: text, authenticatorData: text, signature: text }
    const answer = { id: key.id, rawId: key.id, type: 'public-key', response } as const
    await assert.rejects(guest.perform(contract.signInWithPasskey, { challengeId, answer }), {
      code: 'identity.passkey_wrong',
    })
    const prepared = await browser.perform(contract.preparePasskey, {})
    const made = {
      ...createKey().register(prepared.options.challenge),
      response: { clientDataJSON: text, attestationObject: text },
    }
    await assert.rejects(
      browser.perform(contract.addPasskey, { challengeId: prepared.challengeId, name: 'x', answer: made }),
      {
        code: 'identity.passkey_wrong',
      },
    )
  }
})
