import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterFailure, isLocked, type Lockout } from './lockout.ts'

const start = new Date('2026-06-18T02:00:00Z')
const minutesLater = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)

test('four failures lock nothing; from the fifth the lock doubles up to an hour', () => {
  let lockout: Lockout | null = null
  const minutes: number[] = []
  for (let count = 0; count < 13; count += 1) {
    lockout = afterFailure(lockout, start)
    minutes.push(lockout.lockedUntil ? (lockout.lockedUntil.getTime() - start.getTime()) / 60_000 : 0)
  }
  assert.deepEqual(minutes, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
})

test('a lock is over at the instant it names', () => {
  const lockout = { lockedUntil: minutesLater(1) }
  assert.equal(isLocked(lockout, new Date(minutesLater(1).getTime() - 1)), true)
  assert.equal(isLocked(lockout, minutesLater(1)), false)
  assert.equal(isLocked({ lockedUntil: null }, start), false)
  assert.equal(isLocked(null, start), false)
})

test('failures of a day ago are forgotten, those of a minute less are not', () => {
  const before = { failedCount: 9, failedAt: start, lockedUntil: null }
  assert.equal(afterFailure(before, minutesLater(24 * 60)).failedCount, 1)
  assert.equal(afterFailure(before, minutesLater(24 * 60 - 1)).failedCount, 10)
})
