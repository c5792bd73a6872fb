import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Opening, openings } from '../contract.ts'
import { isAlive, isFresh, isSeenAnew, sessionExpiresAt } from './session.ts'

const start = new Date('2026-06-18T02:00:00Z')
const later = (ms: number): Date => new Date(start.getTime() + ms)
const HOUR = 3_600_000
const opened = (openedBy: Opening) => ({
  openedBy,
  createdAt: start,
  seenAt: start,
  expiresAt: sessionExpiresAt(openedBy, start),
  endedAt: null,
})

test('a session by code lasts thirty days, seen or not; any other twelve hours', () => {
  assert.equal(isAlive(opened('code'), later(30 * 24 * HOUR - 1)), true)
  assert.equal(isAlive(opened('code'), later(30 * 24 * HOUR)), false)
  for (const openedBy of openings.filter((opening) => opening !== 'code')) {
    const busy = { ...opened(openedBy), seenAt: later(12 * HOUR - 1) }
    assert.equal(isAlive(busy, later(12 * HOUR - 1)), true, openedBy)
    assert.equal(isAlive(busy, later(12 * HOUR)), false, openedBy)
  }
})

test('a session of staff ends after two hours without a request', () => {
  assert.equal(isAlive(opened('password'), later(2 * HOUR - 1)), true)
  assert.equal(isAlive(opened('password'), later(2 * HOUR)), false)
})

test('an ended session is dead at once', () => {
  assert.equal(isAlive({ ...opened('code'), endedAt: start }, start), false)
})

test('being seen is written once a minute', () => {
  assert.equal(isSeenAnew({ seenAt: start }, later(59_999)), false)
  assert.equal(isSeenAnew({ seenAt: start }, later(60_000)), true)
})

test('a sign-in is fresh for a quarter of an hour', () => {
  assert.equal(isFresh({ createdAt: start }, later(15 * 60_000 - 1)), true)
  assert.equal(isFresh({ createdAt: start }, later(15 * 60_000)), false)
})
