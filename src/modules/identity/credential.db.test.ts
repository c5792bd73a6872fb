import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { buildDistrict } from '#modules/places/testing'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { hashPassword, isPassword } from './secret.ts'
import {
  buildAccount,
  holdPost,
  newPhone,
  openBrowser,
  outcome,
  signInAsStaff,
  signInByCode,
  type TestAccount,
  type TestBrowser,
} from './testing.ts'

const platform = await openTestPlatform([places, identity])
const MINUTE = 60_000
const wait = (ms: number): void => platform.setNow(new Date(platform.now().getTime() + ms))
const GOOD_PASSWORD = 'haitang kaile 7'

const here = await buildDistrict(platform)
const buildStaff = async (): Promise<TestAccount> => {
  const account = await buildAccount(platform, here, { password: true, totp: true })
  await holdPost(platform, here, account.person.id, 'communityWorker')
  return account
}
const byPassword = async (account: Pick<TestAccount, 'phone' | 'password'>): Promise<TestBrowser> => {
  const browser = openBrowser(platform, here.id)
  await browser.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
  return browser
}
const rolesOf = async (browser: TestBrowser): Promise<string[]> =>
  (await browser.perform(contract.findMe, {})).posts.map((post) => post.role)

// Password ----------------------------------------------------------------------------------------------------------------

test('identity.session.signInWithPassword alone gives no post; the second factor does', async () => {
  const account = await buildStaff()
  const browser = await byPassword(account)
  assert.deepEqual(await rolesOf(browser), [])
  assert.equal((await browser.perform(contract.findMe, {})).staffStep, 'confirmSecondFactor')
  await assert.rejects(browser.perform(contract.listPersons, {}), { code: 'auth.forbidden' })
  await browser.perform(contract.confirmSecondFactor, { code: account.totpAt(platform.now()) })
  assert.deepEqual(await rolesOf(browser), ['communityWorker'])
  assert.equal((await browser.perform(contract.findMe, {})).staffStep, 'none')
})

test('a wrong password, a phone without password and an unknown phone get the same answers, locks included', async () => {
  const known = await buildAccount(platform, here, { password: true })
  const without = await buildAccount(platform, here)
  const answersTo = async (phone: string): Promise<string[]> => {
    const answers: string[] = []
    for (let count = 0; count < 8; count += 1) {
      answers.push(
        await outcome(
          openBrowser(platform, here.id).perform(contract.signInWithPassword, { phone, password: 'not this one 1' }),
        ),
      )
    }
    return answers
  }
  const expected = [
    ...Array(5).fill('identity.password_wrong'),
    ...Array(3).fill('identity.too_many_tries {"seconds":60}'),
  ]
  for (const phone of [known.phone, without.phone, newPhone()]) assert.deepEqual(await answersTo(phone), expected)
})

test('a password compared with a decoy takes as long as one compared with a real hash', async () => {
  const real = await hashPassword('the real one 1')
  const timed = async (hash: string | null): Promise<number> => {
    const begun = performance.now()
    assert.equal(await isPassword(hash, 'not this one 1'), false)
    return performance.now() - begun
  }
  await isPassword(null, 'makes the decoy')
  // In turns, and the fastest of each: whatever else the machine does slows both. Without a decoy it is a thousandth.
  let [known, unknown] = [Infinity, Infinity]
  for (let count = 0; count < 12; count += 1) {
    known = Math.min(known, await timed(real))
    unknown = Math.min(unknown, await timed(null))
  }
  assert.ok(unknown > known / 3 && unknown < known * 3, `${known} ms and ${unknown} ms`)
})

test('while locked the right password is refused too; after the minute it works and forgets the failures', async () => {
  const account = await buildAccount(platform, here, { password: true })
  const guess = (password: string) =>
    outcome(openBrowser(platform, here.id).perform(contract.signInWithPassword, { phone: account.phone, password }))
  for (let count = 0; count < 5; count += 1) assert.equal(await guess('not this one 1'), 'identity.password_wrong')
  wait(MINUTE - 1)
  assert.equal(await guess(account.password), 'identity.too_many_tries {"seconds":1}')
  wait(1)
  assert.equal(await guess('not this one 1'), 'identity.password_wrong')
  assert.equal(await guess(account.password), 'identity.too_many_tries {"seconds":120}')
  wait(2 * MINUTE)
  assert.equal(await guess(account.password), 'ok')
  for (let count = 0; count < 4; count += 1) assert.equal(await guess('not this one 1'), 'identity.password_wrong')
  assert.equal(await guess(account.password), 'ok')
})

test('fifty wrong passwords at once are tried one by one, five at most', async () => {
  const account = await buildAccount(platform, here, { password: true })
  const guess = () =>
    outcome(
      openBrowser(platform, here.id).perform(contract.signInWithPassword, {
        phone: account.phone,
        password: 'not this one 1',
      }),
    )
  const outcomes = await Promise.all(Array.from({ length: 50 }, guess))
  const tried = outcomes.filter((one) => one === 'identity.password_wrong').length
  assert.ok(tried >= 1 && tried <= 5, `${tried} were tried`)
  assert.equal(outcomes.filter((one) => one.startsWith('identity.too_many_tries')).length, 50 - tried)
})

test('a lock on the password leaves the phone code open', async () => {
  const account = await buildAccount(platform, here, { password: true })
  for (let count = 0; count < 5; count += 1) {
    await outcome(
      openBrowser(platform, here.id).perform(contract.signInWithPassword, {
        phone: account.phone,
        password: 'not this one 1',
      }),
    )
  }
  await signInByCode(platform, here.id, account.phone)
})

// Setting a password ------------------------------------------------------------------------------------------------------

test('from code to password to authenticator app: the way of somebody who just got a post', async () => {
  const account = await buildAccount(platform, here)
  await holdPost(platform, here, account.person.id, 'gridWorker')
  const browser = await signInByCode(platform, here.id, account.phone)
  await assert.rejects(browser.perform(contract.enrolTotp, {}), { code: 'identity.password_needed' })
  const set = await browser.perform(contract.setPassword, { password: GOOD_PASSWORD })
  assert.equal(set.staffStep, 'enrolSecondFactor')
  const { secret, qrCode, address } = await browser.perform(contract.enrolTotp, {})
  assert.match(qrCode, /^data:image\/png;base64,/)
  assert.ok(!address.includes(account.phone))
  const code = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: platform.now().getTime() })
  const confirmed = await browser.perform(contract.confirmTotp, { code })
  assert.equal(confirmed.staffStep, 'none')
  assert.equal(confirmed.recoveryCodes.length, 10)
  assert.deepEqual(await rolesOf(browser), ['gridWorker'])
})

test('a password is set within a quarter of an hour after the sign-in and ends the other sessions', async () => {
  const account = await buildAccount(platform, here)
  const other = await signInByCode(platform, here.id, account.phone)
  wait(MINUTE)
  const browser = await signInByCode(platform, here.id, account.phone)
  wait(15 * MINUTE)
  await assert.rejects(browser.perform(contract.setPassword, { password: GOOD_PASSWORD }), {
    code: 'identity.sign_in_again',
  })
  const fresh = await signInByCode(platform, here.id, account.phone)
  wait(15 * MINUTE - 1)
  await fresh.perform(contract.setPassword, { password: GOOD_PASSWORD })
  for (const ended of [other, browser])
    await assert.rejects(ended.perform(contract.findMe, {}), { code: 'auth.required' })
  await byPassword({ phone: account.phone, password: GOOD_PASSWORD })
})

test('a weak password is refused by name', async () => {
  const account = await buildAccount(platform, here)
  const browser = await signInByCode(platform, here.id, account.phone)
  for (const [password, code] of [
    ['short 1', 'identity.password_too_short'],
    ['xiangyangyuan', 'identity.password_too_simple'],
    [`zhang ${account.phone}`, 'identity.password_has_phone'],
  ] as const) {
    await assert.rejects(browser.perform(contract.setPassword, { password }), { code })
  }
})

test('a stolen SIM card alone resets no password where a second factor is enrolled, and enrols none', async () => {
  const account = await buildStaff()
  const thief = await signInByCode(platform, here.id, account.phone)
  await assert.rejects(thief.perform(contract.setPassword, { password: GOOD_PASSWORD }), {
    code: 'identity.second_factor_missing',
  })
  await assert.rejects(thief.perform(contract.setPassword, { password: GOOD_PASSWORD, secondFactorCode: '000000' }), {
    code: 'identity.second_factor_wrong',
  })
  await assert.rejects(thief.perform(contract.enrolTotp, {}), { code: 'identity.second_factor_missing' })
  await assert.rejects(thief.perform(contract.preparePasskey, {}), { code: 'identity.second_factor_missing' })
  await assert.rejects(thief.perform(contract.confirmSecondFactor, { code: account.totpAt(platform.now()) }), {
    code: 'identity.password_needed',
  })
  await assert.rejects(thief.perform(contract.eraseMe, { name: account.person.name }), {
    code: 'identity.second_factor_missing',
  })
  const owner = await signInAsStaff(platform, here.id, account)
  assert.deepEqual(await rolesOf(owner), ['communityWorker'])
})

test('a stolen password alone enrols no second factor of the own and sets no password', async () => {
  const account = await buildStaff()
  const thief = await byPassword(account)
  await assert.rejects(thief.perform(contract.enrolTotp, {}), { code: 'identity.second_factor_missing' })
  await assert.rejects(thief.perform(contract.preparePasskey, {}), { code: 'identity.second_factor_missing' })
  await assert.rejects(thief.perform(contract.renewRecoveryCodes, {}), { code: 'identity.second_factor_missing' })
  await assert.rejects(thief.perform(contract.setPassword, { password: GOOD_PASSWORD }), {
    code: 'identity.second_factor_missing',
  })
})

test('a forgotten password is set anew by phone code and authenticator app, and the posts count at once', async () => {
  const account = await buildStaff()
  const browser = await signInByCode(platform, here.id, account.phone)
  const set = await browser.perform(contract.setPassword, {
    password: GOOD_PASSWORD,
    secondFactorCode: account.totpAt(platform.now()),
  })
  assert.equal(set.staffStep, 'none')
  await assert.rejects(byPassword(account), { code: 'identity.password_wrong' })
})

// Second factor -----------------------------------------------------------------------------------------------------------

test('a code of the app works once, also in another session; the codes around it within one step', async () => {
  const account = await buildStaff()
  const at = platform.now()
  const [first, second] = [await byPassword(account), await byPassword(account)]
  await first.perform(contract.confirmSecondFactor, { code: account.totpAt(at) })
  const guess = (code: string) => outcome(second.perform(contract.confirmSecondFactor, { code }))
  assert.equal(await guess(account.totpAt(at)), 'identity.second_factor_wrong')
  assert.equal(await guess(account.totpAt(new Date(at.getTime() - 30_000))), 'identity.second_factor_wrong')
  assert.equal(await guess(account.totpAt(new Date(at.getTime() + 60_000))), 'identity.second_factor_wrong')
  assert.equal(await guess(account.totpAt(new Date(at.getTime() + 30_000))), 'ok')
})

test('one code in twenty sessions at once confirms one', async () => {
  const account = await buildStaff()
  const browsers = await Promise.all(Array.from({ length: 20 }, () => openBrowser(platform, here.id)))
  for (const browser of browsers)
    await browser.perform(contract.signInWithPassword, { phone: account.phone, password: account.password })
  const code = account.totpAt(platform.now())
  const outcomes = await Promise.all(
    browsers.map((browser) => outcome(browser.perform(contract.confirmSecondFactor, { code }))),
  )
  assert.equal(outcomes.filter((one) => one === 'ok').length, 1)
})

test('wrong codes lock the second factor as wrong passwords lock the password', async () => {
  const account = await buildStaff()
  const browser = await byPassword(account)
  const guess = (code: string) => outcome(browser.perform(contract.confirmSecondFactor, { code }))
  for (let count = 0; count < 5; count += 1) assert.equal(await guess('AAAAA-AAAAA'), 'identity.second_factor_wrong')
  assert.equal(await guess(account.totpAt(platform.now())), 'identity.too_many_tries {"seconds":60}')
  wait(MINUTE)
  assert.equal(await guess(account.totpAt(platform.now())), 'ok')
})

test('a recovery code works once, however it is typed; new ones make the old worthless', async () => {
  const account = await buildAccount(platform, here, { password: true })
  const browser = await byPassword(account)
  const { secret } = await browser.perform(contract.enrolTotp, {})
  const code = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: platform.now().getTime() })
  const { recoveryCodes } = await browser.perform(contract.confirmTotp, { code })
  const [one = '', two = ''] = recoveryCodes
  const lost = await byPassword(account)
  await lost.perform(contract.confirmSecondFactor, { code: ` ${one.toLowerCase().replace('-', ' ')}` })
  assert.equal((await lost.perform(contract.findMe, {})).recoveryCodeCount, 9)
  const again = await byPassword(account)
  await assert.rejects(again.perform(contract.confirmSecondFactor, { code: one }), {
    code: 'identity.second_factor_wrong',
  })
  await lost.perform(contract.renewRecoveryCodes, {})
  await assert.rejects(again.perform(contract.confirmSecondFactor, { code: two }), {
    code: 'identity.second_factor_wrong',
  })
})

test('a new authenticator app counts from its first code; until then the old one does', async () => {
  const account = await buildStaff()
  const browser = await signInAsStaff(platform, here.id, account)
  const { secret } = await browser.perform(contract.enrolTotp, {})
  wait(MINUTE)
  const other = await byPassword(account)
  await other.perform(contract.confirmSecondFactor, { code: account.totpAt(platform.now()) })
  await assert.rejects(browser.perform(contract.confirmTotp, { code: '000000' }), {
    code: 'identity.second_factor_wrong',
  })
  await browser.perform(contract.confirmTotp, {
    code: TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: platform.now().getTime() }),
  })
  wait(MINUTE)
  const later = await byPassword(account)
  await assert.rejects(later.perform(contract.confirmSecondFactor, { code: account.totpAt(platform.now()) }), {
    code: 'identity.second_factor_wrong',
  })
})

test('answers with secrets are given once and not kept', async () => {
  const account = await buildAccount(platform, here, { password: true })
  const browser = await byPassword(account)
  const ctx = await browser.ctx()
  const { secret } = await platform.services.operations.perform(ctx, contract.enrolTotp, {})
  await assert.rejects(platform.services.operations.perform(ctx, contract.enrolTotp, {}), {
    code: 'request.already_done',
  })
  const rows = await platform.rows(
    here.id,
    'select count(*)::int as count from platform.request where output::text like $1',
    [`%${secret}%`],
  )
  assert.deepEqual(rows, [{ count: 0 }])
})
