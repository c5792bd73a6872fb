import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { identity } from '#modules/identity'
import { places } from '#modules/places'
import { actorAt, buildDistrict } from '#modules/places/testing'
import type { Operations } from '#platform/perform'
import { openTestPlatform, type TestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { buildAccount, buildPerson, lastCode, newPhone, openBrowser, outcome, signInByCode } from './testing.ts'

const opened = await openTestPlatform([places, identity])

/** Every answer of every operation, whoever got it. */
const answers: { readonly id: string; readonly text: string }[] = []
const asked = new Set<string>()
const record = async <R>(id: string, work: Promise<R>): Promise<R> => {
  asked.add(id)
  const told = await work.catch((thrown: unknown) => {
    answers.push({ id, text: JSON.stringify({ ...(thrown as object) }) })
    throw thrown
  })
  answers.push({ id, text: JSON.stringify(told) })
  return told
}
const real = opened.services.operations
const operations: Operations = {
  all: real.all,
  stream: real.stream,
  perform: (ctx, operation, input) => record(operation.id, real.perform(ctx, operation, input)),
  upload: (ctx, operation, input, file) => record(operation.id, real.upload(ctx, operation, input, file)),
}
const platform: TestPlatform = { ...opened, services: { ...opened.services, operations } }

const MAY_TELL_A_PHONE = 'identity.person.reveal'
const MINUTE = 60_000
const wait = (): void => platform.setNow(new Date(platform.now().getTime() + MINUTE))

test('no answer of identity but that of a reveal holds a whole phone, and none a hash, a token or a code', async () => {
  const here = await buildDistrict(opened)
  const phones = [newPhone(), newPhone(), newPhone(), newPhone(), '13900040001', '13900040002']
  const [resident = '', next = '', staffPhone = '', entered = '', created = '', imported = ''] = phones
  const account = await buildAccount(opened, here, { phone: staffPhone, password: true })
  const person = await buildPerson(opened, here, { phone: entered })
  const secrets: string[] = []
  const administrator = () => opened.as(actorAt(here.district, ['administrator'], { personId: person.id }), here.id)

  const browser = await signInByCode(platform, here.id, resident)
  await browser.perform(contract.findMe, {})
  await browser.perform(contract.listSessions, {})
  await browser.perform(contract.listMyAccess, {})
  await browser.perform(contract.updateMe, { version: 1, name: '王小芳' })
  await outcome(browser.perform(contract.switchDistrict, { districtId: here.id }))
  await outcome(browser.perform(contract.endSession, { id: person.id }))
  await browser.perform(contract.sendCode, { phone: next, purpose: 'changePhone' })
  const code = await lastCode(opened, here.id, next)
  secrets.push(code)
  await browser.perform(contract.changeMyPhone, { phone: next, code })
  await outcome(openBrowser(platform, here.id).perform(contract.sendCode, { phone: next }))
  await outcome(openBrowser(platform, here.id).perform(contract.signIn, { phone: next, code: '000000' }))
  await browser.perform(contract.endOtherSessions, {})
  secrets.push(browser.token ?? '')
  await browser.perform(contract.eraseMe, { name: '王小芳' })

  wait()
  const staff = openBrowser(platform, here.id)
  await outcome(staff.perform(contract.signInWithPassword, { phone: staffPhone, password: 'not this one 1' }))
  await staff.perform(contract.signInWithPassword, { phone: staffPhone, password: account.password })
  await staff.perform(contract.setPassword, { password: 'haitang kaile 7' })
  const { secret } = await staff.perform(contract.enrolTotp, {})
  const totp = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: platform.now().getTime() })
  await staff.perform(contract.confirmTotp, { code: totp })
  await outcome(staff.perform(contract.confirmSecondFactor, { code: totp }))
  await staff.perform(contract.renewRecoveryCodes, {})
  await staff.perform(contract.preparePasskey, {})
  await staff.perform(contract.listPasskeys, {})
  await outcome(staff.perform(contract.removePasskey, { id: 'x' }))
  const { challengeId } = await staff.perform(contract.challengePasskey, {})
  const answer = { id: 'x', rawId: 'x', type: 'public-key' } as const
  const made = { clientDataJSON: 'x', attestationObject: 'x' }
  await outcome(staff.perform(contract.addPasskey, { challengeId, name: 'x', answer: { ...answer, response: made } }))
  const signed = { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' }
  await outcome(staff.perform(contract.signInWithPasskey, { challengeId, answer: { ...answer, response: signed } }))
  secrets.push(staff.token ?? '')
  await staff.perform(contract.signOut, {})

  await operations.perform(administrator(), contract.listPersons, { words: entered })
  await operations.perform(administrator(), contract.findPerson, { id: account.person.id })
  const revealed = await operations.perform(administrator(), contract.revealField, {
    id: account.person.id,
    field: 'phone',
    reason: '回访',
  })
  assert.equal(revealed.value, staffPhone)
  const draft = { name: '李强', placeId: here.grid.id, phone: created }
  const someone = await operations.perform(administrator(), contract.createPerson, draft)
  await outcome(operations.perform(administrator(), contract.createPerson, draft))
  await operations.perform(administrator(), contract.updatePerson, { id: someone.id, version: 1, name: '李小强' })
  await operations.perform(administrator(), contract.resetCredentials, { id: account.person.id, reason: '手机丢了' })
  await operations.perform(administrator(), contract.listAccess, {})
  const file = {
    fileName: 'x.csv',
    bytes: Buffer.from(`姓名,手机\n张伟,${imported}\n别人,${entered}\n坏号,${imported}9\n`),
  }
  await operations.upload(administrator(), contract.previewImport, { placeId: here.grid.id }, file)
  await outcome(operations.upload(administrator(), contract.commitImport, { placeId: here.grid.id }, file))

  const unasked = identity.operations
    .map((handled) => handled.operation)
    .filter(({ id, kind }) => kind !== 'stream' && !asked.has(id))
  assert.deepEqual(
    unasked.map(({ id }) => id),
    [],
    'every operation is asked here',
  )
  for (const { id, text } of answers) {
    if (id !== MAY_TELL_A_PHONE) for (const phone of phones) assert.ok(!text.includes(phone), `${id}: ${text}`)
    for (const hidden of [...secrets, '$argon2', '_hash', '_sealed'])
      assert.ok(!text.includes(hidden), `${id}: ${text}`)
  }
})

test('no answer that was kept for a repeated request holds a phone, an address or a secret', async () => {
  const { rows } = await opened.database.pool.query<{ operation: string; output: string }>(
    `select operation, output::text from platform.request where output is not null and operation like 'identity.%'`,
  )
  assert.ok(rows.length > 0)
  const mayBeKept = new Set(
    identity.operations.filter(({ operation }) => !operation.answersOnce).map(({ operation }) => operation.id),
  )
  for (const { operation } of rows) assert.ok(mayBeKept.has(operation), operation)
})
