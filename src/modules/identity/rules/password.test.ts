import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword } from './password.ts'

const phone = '13800000001'
const codeOf = (password: string): string => {
  const answer = checkPassword(password, phone)
  return answer.ok ? 'ok' : answer.error
}

test('ten characters of two kinds are taken, nine are not', () => {
  assert.equal(codeOf('xiangyang7'), 'ok')
  assert.equal(codeOf('xiangyan7'), 'identity.password_too_short')
  assert.equal(codeOf('螳螂川边的海棠花开了7'), 'ok')
})

test('one kind of characters, few different ones and what everybody takes are too simple', () => {
  for (const password of [
    'xiangyangyuan',
    '4815162342',
    'a1a1a1a1a1a1',
    'Password123',
    '1234567890a',
    'qwertyuiop1',
    'woaini1314!',
  ]) {
    assert.equal(codeOf(password), 'identity.password_too_simple', password)
  }
})

test('a common word inside a long one does no harm', () => {
  assert.equal(codeOf('password of the crab-apple 7'), 'ok')
})

test('the own phone number is no password', () => {
  assert.equal(codeOf(`zhang${phone}!`), 'identity.password_has_phone')
})

test('length counts characters, not code units', () => {
  assert.equal(codeOf('😀😀😀😀😀'), 'identity.password_too_short')
})
