import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import {
  buildAccount,
  buildPerson,
  holdPost,
  lastCode,
  newPhone,
  openBrowser,
  outcome,
  signInByCode,
  type TestBrowser,
} from './testing.ts'

const platform = await openTestPlatform([places, identity])
const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const wait = (ms: number): void => platform.setNow(new Date(platform.now().getTime() + ms))

const agreed = { privacyVersion: contract.privacyVersion }
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const send = async (browser: TestBrowser, districtId: number, phone: string): Promise<string> => {
  await browser.perform(contract.sendCode, { phone })
  return lastCode(platform, districtId, phone)
}

test('identity.session.signIn makes an unknown phone a resident of the district, with consent written down', async () => {
  const here = await buildDistrict(platform)
  const browser = await signInByCode(platform, here.id, newPhone())
  const me = await browser.perform(contract.findMe, {})
  assert.equal(me.name, '居民')
  assert.equal(me.placeId, here.district.id)
  assert.deepEqual(me.privacy, { version: contract.privacyVersion, givenAt: platform.now().toISOString() })
  assert.equal(me.staffStep, 'none')
  assert.deepEqual(me.posts, [])
  assert.deepEqual(me.districts, [{ districtId: here.id, name: here.district.name, isCurrent: true }])
})

test('a first sign-in belongs to the chosen place, and not to one of another district', async () => {
  const [here, elsewhere] = [await buildDistrict(platform), await buildDistrict(platform)]
  for (const [chosen, expected] of [
    [here.community, here.community],
    [elsewhere.community, here.district],
  ] as const) {
    const browser = openBrowser(platform, here.id)
    const phone = newPhone()
    const code = await send(browser, here.id, phone)
    await browser.perform(contract.signIn, { phone, code, name: '张阿姨', ...agreed }, { chosenPlaceId: chosen.id })
    const me = await browser.perform(contract.findMe, {})
    assert.equal(me.placeId, expected.id)
    assert.equal(me.name, '张阿姨')
  }
})

test('somebody whom staff entered before signs in as that person', async () => {
  const here = await buildDistrict(platform)
  const phone = newPhone()
  const person = await buildPerson(platform, here, { phone, name: '李强' })
  const browser = await signInByCode(platform, here.id, phone)
  assert.equal((await browser.perform(contract.findMe, {})).personId, person.id)
})

test('without consent to the wording of today the first sign-in is refused and the code stays good', async () => {
  const here = await buildDistrict(platform)
  const browser = openBrowser(platform, here.id)
  const phone = newPhone()
  const code = await send(browser, here.id, phone)
  const refused = { code: 'identity.consent_missing', data: { privacyVersion: contract.privacyVersion } }
  await assert.rejects(browser.perform(contract.signIn, { phone, code }), refused)
  await assert.rejects(browser.perform(contract.signIn, { phone, code, privacyVersion: '2020-01' }), refused)
  assert.equal(browser.token, null)
  await browser.perform(contract.signIn, { phone, code, ...agreed })
  wait(MINUTE)
  const again = await send(browser, here.id, phone)
  await browser.perform(contract.signIn, { phone, code: again })
})

test('a code opens one session: again under another request id it is wrong, under the same it is done already', async () => {
  const here = await buildDistrict(platform)
  const browser = openBrowser(platform, here.id)
  const phone = newPhone()
  const code = await send(browser, here.id, phone)
  const ctx = await browser.ctx()
  const { operations } = platform.services
  await operations.perform(ctx, contract.signIn, { phone, code, ...agreed })
  const token = browser.token
  await assert.rejects(operations.perform(ctx, contract.signIn, { phone, code, ...agreed }), {
    code: 'request.already_done',
  })
  assert.equal(browser.token, token, 'a replay issues no cookie')
  await assert.rejects(openBrowser(platform, here.id).perform(contract.signIn, { phone, code, ...agreed }), {
    code: 'identity.code_wrong',
  })
})

test('a code works until five minutes are over', async () => {
  const here = await buildDistrict(platform)
  const [phone, late] = [newPhone(), newPhone()]
  const browser = openBrowser(platform, here.id)
  const code = await send(browser, here.id, phone)
  const lateCode = await send(browser, here.id, late)
  wait(5 * MINUTE - 1)
  await browser.perform(contract.signIn, { phone, code, ...agreed })
  wait(1)
  await assert.rejects(
    openBrowser(platform, here.id).perform(contract.signIn, { phone: late, code: lateCode, ...agreed }),
    {
      code: 'identity.code_wrong',
    },
  )
})

test('a newer code makes the older one worthless', async () => {
  const here = await buildDistrict(platform)
  const browser = openBrowser(platform, here.id)
  const phone = newPhone()
  const older = await send(browser, here.id, phone)
  wait(MINUTE)
  const newer = await send(browser, here.id, phone)
  if (older !== newer)
    await assert.rejects(browser.perform(contract.signIn, { phone, code: older, ...agreed }), {
      code: 'identity.code_wrong',
    })
  await browser.perform(contract.signIn, { phone, code: newer, ...agreed })
})

test('the fifth wrong try spends the code: each is counted although it is refused', async () => {
  const here = await buildDistrict(platform)
  const [lucky, unlucky] = [newPhone(), newPhone()]
  const browser = openBrowser(platform, here.id)
  for (const [phone, tries, end] of [
    [lucky, 4, 'ok'],
    [unlucky, 5, 'identity.too_many_tries {"seconds":0,"tries":5}'],
  ] as const) {
    const code = await send(browser, here.id, phone)
    for (let count = 0; count < tries; count += 1) {
      assert.equal(
        await outcome(browser.perform(contract.signIn, { phone, code: otherThan(code), ...agreed })),
        'identity.code_wrong',
      )
    }
    assert.equal(await outcome(browser.perform(contract.signIn, { phone, code, ...agreed })), end)
  }
})

test('fifty guesses at once are no more than five', async () => {
  const here = await buildDistrict(platform)
  const browser = openBrowser(platform, here.id)
  const phone = newPhone()
  const code = await send(browser, here.id, phone)
  const guesses = Array.from({ length: 50 }, () =>
    outcome(browser.perform(contract.signIn, { phone, code: otherThan(code), ...agreed })),
  )
  const outcomes = await Promise.all(guesses)
  assert.equal(outcomes.filter((one) => one.startsWith('identity.code_wrong')).length, 5)
  assert.equal(outcomes.filter((one) => one.startsWith('identity.too_many_tries')).length, 45)
})

test('fifty sign-ins at once with the right code open one session and make one person', async () => {
  const here = await buildDistrict(platform)
  const phone = newPhone()
  const code = await send(openBrowser(platform, here.id), here.id, phone)
  const browsers = Array.from({ length: 50 }, () => openBrowser(platform, here.id))
  const outcomes = await Promise.all(
    browsers.map((browser) => outcome(browser.perform(contract.signIn, { phone, code, ...agreed }))),
  )
  assert.equal(outcomes.filter((one) => one === 'ok').length, 1)
  assert.equal(browsers.filter((browser) => browser.token !== null).length, 1)
})

test('a second code waits sixty seconds; a phone gets ten a day; two clicks at once send one', async () => {
  const here = await buildDistrict(platform)
  const browser = openBrowser(platform, here.id)
  const phone = newPhone()
  const clicks = await Promise.all([1, 2, 3].map(() => outcome(browser.perform(contract.sendCode, { phone }))))
  assert.deepEqual(clicks.sort(), [...Array(2).fill('identity.code_too_soon {"seconds":60}'), 'ok'])
  wait(MINUTE - 1)
  assert.equal(await outcome(browser.perform(contract.sendCode, { phone })), 'identity.code_too_soon {"seconds":1}')
  wait(1)
  for (let count = 2; count <= 10; count += 1) {
    await browser.perform(contract.sendCode, { phone })
    wait(MINUTE)
  }
  assert.equal(await outcome(browser.perform(contract.sendCode, { phone })), 'identity.code_too_many {"seconds":0}')
  wait(DAY - 10 * MINUTE)
  assert.equal(await outcome(browser.perform(contract.sendCode, { phone })), 'ok')
})

test('one address asks for sixty codes an hour, to whatever phones', async () => {
  const here = await buildDistrict(platform)
  const browser = openBrowser(platform, here.id)
  const origin = { address: '198.51.100.7', device: '', site: '' }
  for (let count = 0; count < 60; count += 1)
    await browser.perform(contract.sendCode, { phone: newPhone() }, { origin })
  const ask = (address: string) =>
    outcome(browser.perform(contract.sendCode, { phone: newPhone() }, { origin: { ...origin, address } }))
  assert.equal(await ask(origin.address), 'identity.code_too_many {"seconds":0}')
  assert.equal(await ask('198.51.100.8'), 'ok')
  wait(60 * MINUTE)
  assert.equal(await ask(origin.address), 'ok')
})

test('sending a code answers the same for a phone that is known and one that is not', async () => {
  const here = await buildDistrict(platform)
  const known = await buildAccount(platform, here)
  const browser = openBrowser(platform, here.id)
  const answers = [
    await browser.perform(contract.sendCode, { phone: known.phone }),
    await browser.perform(contract.sendCode, { phone: newPhone() }),
  ]
  assert.deepEqual(answers[0], answers[1])
})

test('whoever holds posts and signs in by code is a resident, and is led to the password', async () => {
  const here = await buildDistrict(platform)
  const account = await buildAccount(platform, here)
  await holdPost(platform, here, account.person.id, 'administrator', { place: here.district })
  const browser = await signInByCode(platform, here.id, account.phone)
  const me = await browser.perform(contract.findMe, {})
  assert.deepEqual(me.posts, [])
  assert.equal(me.staffStep, 'setPassword')
  assert.ok(!me.operations.includes('identity.person.list'))
  await assert.rejects(browser.perform(contract.listPersons, {}), { code: 'auth.forbidden' })
})

test('without a district nobody signs in and no code is sent', async () => {
  const browser = openBrowser(platform, 0)
  await assert.rejects(browser.perform(contract.sendCode, { phone: newPhone() }), { code: 'request.district_unknown' })
  await assert.rejects(browser.perform(contract.signIn, { phone: newPhone(), code: '000000' }), {
    code: 'request.district_unknown',
  })
})

test('neither code, phone nor token rests readable in the tables', async () => {
  const here = await buildDistrict(platform)
  const browser = openBrowser(platform, here.id)
  const phone = newPhone()
  const code = await send(browser, here.id, phone)
  await browser.perform(contract.signIn, { phone, code, ...agreed })
  const rows: string[] = []
  for (const table of [
    'identity.account',
    'identity.person',
    'identity.session',
    'identity.one_time_code',
    'platform.request',
  ]) {
    const found = await platform.rows<{ row: string }>(here.id, `select t::text as row from ${table} t`)
    rows.push(...found.map(({ row }) => row))
  }
  const text = rows.join('\n')
  assert.ok(rows.length > 4)
  const spellings = [
    phone,
    Buffer.from(phone).toString('hex'),
    browser.token ?? '',
    Buffer.from(browser.token ?? '').toString('hex'),
  ]
  for (const secret of spellings) assert.ok(!text.includes(secret), secret)
  const requests = await platform.rows(
    here.id,
    `select output from platform.request where operation = 'identity.session.signIn' and output is not null`,
  )
  assert.deepEqual(requests, [])
})
