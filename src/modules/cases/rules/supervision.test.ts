import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAnswer, checkCard, checkLift, supervisionPoints, supervisionStateAt } from './supervision.ts'

const due = new Date('2026-06-18T02:30:00Z')
const open = { replyDueAt: due, repliedAt: null, liftedAt: null }
const later = (ms: number): Date => new Date(due.getTime() + ms)

test('a notice costs nothing, a yellow card 5, a red one 10', () => {
  assert.deepEqual(supervisionPoints, { notice: 0, yellow: 5, red: 10 })
})

test('a red card follows a yellow one that was not lifted, unless it is urgent', () => {
  const yellow = { kind: 'yellow', liftedAt: null } as const
  assert.equal(checkCard('red', 'normal', []).ok, false)
  assert.equal(checkCard('red', 'normal', [{ kind: 'notice', liftedAt: null }]).ok, false)
  assert.equal(checkCard('red', 'normal', [{ ...yellow, liftedAt: due }]).ok, false)
  assert.equal(checkCard('red', 'normal', [yellow]).ok, true)
  assert.equal(checkCard('red', 'urgent', []).ok, true)
  assert.equal(checkCard('yellow', 'normal', []).ok, true)
  assert.equal(checkCard('notice', 'normal', []).ok, true)
})

test('it waits up to its moment and is late after it; what was lifted is neither, answered or not', () => {
  assert.equal(supervisionStateAt(open, due), 'waiting')
  assert.equal(supervisionStateAt(open, later(1)), 'late')
  assert.equal(supervisionStateAt({ ...open, repliedAt: due }, later(1)), 'answered')
  assert.equal(supervisionStateAt({ ...open, repliedAt: due, liftedAt: due }, later(1)), 'lifted')
})

test('it is answered once, and lifted once, answered or not', () => {
  assert.equal(checkAnswer(open).ok, true)
  assert.equal(checkAnswer({ ...open, repliedAt: due }).ok, false)
  assert.equal(checkAnswer({ ...open, liftedAt: due }).ok, false)
  assert.equal(checkLift({ ...open, repliedAt: due }).ok, true)
  assert.equal(checkLift({ ...open, liftedAt: due }).ok, false)
})
