import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkCode, checkSend, codeExpiresAt, resendAt } from './one-time-code.ts'

const sentAt = new Date('2026-06-18T02:00:00.000Z')
const at = (ms: number): Date => new Date(sentAt.getTime() + ms)
const quiet = { lastSentAt: null, phoneCount: 0, addressCount: 0 }

test('a second code waits sixty seconds, to the millisecond', () => {
  const facts = { ...quiet, lastSentAt: sentAt, phoneCount: 1 }
  assert.deepEqual(checkSend(facts, at(59_999)), { ok: false, error: 'identity.code_too_soon' })
  assert.deepEqual(checkSend(facts, at(60_000)), { ok: true, value: true })
  assert.deepEqual(resendAt(sentAt), at(60_000))
})

test('a phone gets ten codes a day and an address asks for sixty an hour', () => {
  assert.equal(checkSend({ ...quiet, phoneCount: 9 }, sentAt).ok, true)
  assert.deepEqual(checkSend({ ...quiet, phoneCount: 10 }, sentAt), { ok: false, error: 'identity.code_too_many' })
  assert.equal(checkSend({ ...quiet, addressCount: 59 }, sentAt).ok, true)
  assert.deepEqual(checkSend({ ...quiet, addressCount: 60 }, sentAt), { ok: false, error: 'identity.code_too_many' })
})

test('a code works until five minutes are over, once, and for five tries', () => {
  const code = { expiresAt: codeExpiresAt(sentAt), usedAt: null, failedCount: 0 }
  assert.equal(checkCode(code, at(299_999)).ok, true)
  assert.deepEqual(checkCode(code, at(300_000)), { ok: false, error: 'identity.code_wrong' })
  assert.deepEqual(checkCode({ ...code, usedAt: sentAt }, sentAt), { ok: false, error: 'identity.code_wrong' })
  assert.equal(checkCode({ ...code, failedCount: 4 }, sentAt).ok, true)
  assert.deepEqual(checkCode({ ...code, failedCount: 5 }, sentAt), { ok: false, error: 'identity.too_many_tries' })
  assert.deepEqual(checkCode(null, sentAt), { ok: false, error: 'identity.code_wrong' })
})
