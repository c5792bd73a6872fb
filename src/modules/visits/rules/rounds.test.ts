import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, type CivilDate, daysBetween, weekdayOf } from '#kernel/time'
import { checkRhythm, dueOnOf, type Rounds } from './rounds.ts'

const day = (text: string): CivilDate => text as CivilDate
const rounds = (over: Partial<Rounds>): Rounds => ({
  rhythm: 'days',
  rhythmNumber: 30,
  startsOn: day('2026-06-01'),
  endsOn: null,
  ...over,
})

test('once in thirty days: a round ends on its thirtieth day, and the next begins the day after', () => {
  assert.equal(dueOnOf(rounds({}), day('2026-06-01')), '2026-06-30')
  assert.equal(dueOnOf(rounds({}), day('2026-06-30')), '2026-06-30')
  assert.equal(dueOnOf(rounds({}), day('2026-07-01')), '2026-07-30')
})

test('a fixed weekday or day of the month is today or the next one; a short month ends with its last day', () => {
  assert.equal(dueOnOf(rounds({ rhythm: 'week', rhythmNumber: 3 }), day('2026-06-18')), '2026-06-24')
  assert.equal(dueOnOf(rounds({ rhythm: 'week', rhythmNumber: 4 }), day('2026-06-18')), '2026-06-18')
  assert.equal(dueOnOf(rounds({ rhythm: 'month', rhythmNumber: 17 }), day('2026-06-18')), '2026-07-17')
  assert.equal(
    dueOnOf(rounds({ rhythm: 'month', rhythmNumber: 31, startsOn: day('2026-01-01') }), day('2026-02-03')),
    '2026-02-28',
  )
  assert.equal(dueOnOf(rounds({ rhythm: 'month', rhythmNumber: 30 }), day('2026-12-31')), '2027-01-30')
})

test('nothing is due before a rule begins, nor on or after the day it ends, nor without a rhythm', () => {
  assert.equal(dueOnOf(rounds({ rhythm: 'week', rhythmNumber: 1 }), day('2026-05-01')), '2026-06-01')
  assert.equal(dueOnOf(rounds({ endsOn: day('2026-07-01') }), day('2026-06-10')), '2026-06-30')
  assert.equal(dueOnOf(rounds({ endsOn: day('2026-06-30') }), day('2026-06-10')), null)
  assert.equal(dueOnOf(rounds({ rhythm: 'none', rhythmNumber: 0 }), day('2026-06-10')), null)
})

test('a rhythm has a number it can be', () => {
  const possible = (rhythm: Rounds['rhythm'], number: number): boolean => checkRhythm(rhythm, number).ok
  assert.deepEqual(
    [possible('days', 0), possible('days', 1), possible('days', 366), possible('days', 367)],
    [false, true, true, false],
  )
  assert.deepEqual(
    [possible('week', 7), possible('week', 8), possible('month', 31), possible('month', 32)],
    [true, false, true, false],
  )
  assert.deepEqual([possible('none', 0), possible('none', 1)], [true, false])
})

test('the due day is never past, never far, and holds for every day of its round', () => {
  const anyRounds = fc.oneof(
    fc.record({ rhythm: fc.constant('days' as const), rhythmNumber: fc.integer({ min: 1, max: 366 }) }),
    fc.record({ rhythm: fc.constant('week' as const), rhythmNumber: fc.integer({ min: 1, max: 7 }) }),
    fc.record({ rhythm: fc.constant('month' as const), rhythmNumber: fc.integer({ min: 1, max: 31 }) }),
  )
  fc.assert(
    fc.property(anyRounds, fc.integer({ min: 0, max: 3_000 }), (over, passed) => {
      const plan = rounds(over)
      const today = addDays(plan.startsOn, passed)
      const due = dueOnOf(plan, today)
      assert.ok(due !== null && due >= today)
      assert.ok(daysBetween(today, due) < Math.max(31, plan.rhythm === 'days' ? plan.rhythmNumber : 31))
      assert.equal(dueOnOf(plan, due), due)
      if (plan.rhythm === 'week') assert.equal(weekdayOf(due), plan.rhythmNumber)
    }),
  )
})
