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
const here = await buildDistrict(opened)
const [resident, next, ofStaff, entered] = [newPhone(), newPhone(), newPhone(), newPhone()]
const [created, imported] = ['13900040001', '13900040002']
const phones = [resident, next, ofStaff, entered, created, imported]
const account = await buildAccount(opened, here, { phone: ofStaff, password: true })
const person = await buildPerson(opened, here, { phone: entered })
const secrets: string[] = []

const askAsResident = async (): Promise<void> => {
  const browser = await signInByCode(platform, here.id, resident)
  await browser.perform(contract.findMe, {})
  await browser.perform(contract.listSessions, {})
  await browser.perform(contract.listMyAccess, {})
  await browser.perform(contract.updateMe, { version: 1, name: '王小芳' })
  await browser.perform(contract.switchDistrict, { districtId: here.id })
  await outcome(browser.perform(contract.endSession, { id: person.id }))
  await browser.perform(contract.sendCode, { phone: next, purpose: 'changePhone' })
  const code = await lastCode(opened, here.id, next)
  await browser.perform(contract.changeMyPhone, { phone: next, code })
  await outcome(openBrowser(platform, here.id).perform(contract.sendCode, { phone: next }))
  await outcome(openBrowser(platform, here.id).perform(contract.signIn, { phone: next, code: '000000' }))
  await browser.perform(contract.endOtherSessions, {})
  secrets.push(code, browser.token ?? '')
  await browser.perform(contract.eraseMe, { name: '王小芳' })
}

const askAsOwner = async (): Promise<void> => {
  const browser = openBrowser(platform, here.id)
  await outcome(browser.perform(contract.signInWithPassword, { phone: ofStaff, password: 'not this one 1' }))
  await browser.perform(contract.signInWithPassword, { phone: ofStaff, password: account.password })
  await browser.perform(contract.setPassword, { password: 'haitang kaile 7' })
  const { secret } = await browser.perform(contract.enrolTotp, {})
  const totp = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: platform.now().getTime() })
  await browser.perform(contract.confirmTotp, { code: totp })
  await outcome(browser.perform(contract.confirmSecondFactor, { code: totp }))
  await browser.perform(contract.renewRecoveryCodes, {})
  await browser.perform(contract.preparePasskey, {})
  await browser.perform(contract.listPasskeys, {})
  await outcome(browser.perform(contract.removePasskey, { id: 'x' }))
  const { challengeId } = await browser.perform(contract.challengePasskey, {})
  const answer = { id: 'x', rawId: 'x', type: 'public-key' } as const
  const made = { ...answer, response: { clientDataJSON: 'x', attestationObject: 'x' } }
  await outcome(browser.perform(contract.addPasskey, { challengeId, name: 'x', answer: made }))
  const signed = { ...answer, response: { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' } }
  await outcome(browser.perform(contract.signInWithPasskey, { challengeId, answer: signed }))
  secrets.push(browser.token ?? '')
  await browser.perform(contract.signOut, {})
}

const askAsAdministrator = async (): Promise<void> => {
  const ctx = () => opened.as(actorAt(here.district, ['administrator'], { personId: person.id }), here.id)
  await operations.perform(ctx(), contract.listPersons, { words: entered })
  await operations.perform(ctx(), contract.findPerson, { id: account.person.id })
  const look = { id: account.person.id, field: 'phone', reason: '回访' } as const
  assert.deepEqual(await operations.perform(ctx(), contract.revealField, look), { value: ofStaff })
  const draft = { name: '李强', placeId: here.grid.id, phone: created }
  const { id } = await operations.perform(ctx(), contract.createPerson, draft)
  await outcome(operations.perform(ctx(), contract.createPerson, draft))
  await operations.perform(ctx(), contract.updatePerson, { id, version: 1, name: '李小强' })
  await operations.perform(ctx(), contract.resetCredentials, { id: account.person.id, reason: '手机丢了' })
  await operations.perform(ctx(), contract.listAccess, {})
  const rows = `姓名,手机\n张伟,${imported}\n别人,${entered}\n坏号,${imported}9\n`
  const file = { fileName: 'x.csv', bytes: Buffer.from(rows) }
  await operations.upload(ctx(), contract.previewImport, { placeId: here.grid.id }, file)
  await outcome(operations.upload(ctx(), contract.commitImport, { placeId: here.grid.id }, file))
}

test('no answer of identity but that of a reveal holds a whole phone, and none a hash, a token or a code', async () => {
  await askAsResident()
  platform.setNow(new Date(platform.now().getTime() + MINUTE))
  await askAsOwner()
  await askAsAdministrator()
  const unasked = identity.operations.filter(({ operation }) => operation.kind !== 'stream' && !asked.has(operation.id))
  assert.deepEqual(
    unasked.map(({ operation }) => operation.id),
    [],
    'every operation is asked here',
  )
  for (const { id, text } of answers) {
    const hidden = [...secrets, '$argon2', '_hash', '_sealed', ...(id === MAY_TELL_A_PHONE ? [] : phones)]
    for (const secret of hidden) assert.ok(!text.includes(secret), `${id}: ${text}`)
  }
})

test('no answer that was kept for a repeated request holds a phone, an address or a secret', async () => {
  const rows = await opened.rows<{ operation: string; output: string }>(
    here.id,
    `select operation, output::text from platform.request where output is not null and operation like 'identity.%'`,
  )
  assert.ok(rows.length > 0)
  const mayBeKept = new Set(
    identity.operations.filter(({ operation }) => !operation.answersOnce).map(({ operation }) => operation.id),
  )
  for (const { operation } of rows) assert.ok(mayBeKept.has(operation), operation)
})
