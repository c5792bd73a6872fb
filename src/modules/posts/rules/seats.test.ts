import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { err, ok } from '#kernel/result'
import { checkSeat, meet, mostHeld, type Period } from './seats.ts'

const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-02-${String(number).padStart(2, '0')}`)
const period: fc.Arbitrary<Period> = fc.tuple(day, fc.option(day, { nil: null })).map(([one, other]) => ({
  startsOn: other !== null && other < one ? other : one,
  endsOn: other !== null && other < one ? one : other,
}))
const days = Array.from({ length: 28 }, (_, at) => `2026-02-${String(at + 1).padStart(2, '0')}`)
const isOn = ({ startsOn, endsOn }: Period, on: string): boolean => startsOn <= on && (endsOn === null || on < endsOn)

test('two periods meet exactly when a day lies in both', () => {
  fc.assert(
    fc.property(period, period, (one, other) => {
      assert.equal(
        meet(one, other),
        days.some((on) => isOn(one, on) && isOn(other, on)),
      )
    }),
  )
})

test('the most that are held is what counting day by day gives', () => {
  fc.assert(
    fc.property(fc.array(period, { maxLength: 8 }), period, (held, wanted) => {
      const counts = days.filter((on) => isOn(wanted, on)).map((on) => held.filter((one) => isOn(one, on)).length)
      assert.equal(mostHeld(held, wanted), Math.max(0, ...counts))
    }),
  )
})

const held = (personId: string, startsOn: string, endsOn: string | null = null) => ({ personId, startsOn, endsOn })

test('a seat that becomes free on a day can be taken from that day on', () => {
  const others = [held('a', '2026-01-01', '2026-03-01')]
  assert.deepEqual(checkSeat(held('b', '2026-03-01'), others, 1), ok(undefined))
  assert.deepEqual(checkSeat(held('b', '2026-02-28'), others, 1), err('posts.seats_taken'))
})

test('two who follow each other take one seat, not two', () => {
  const others = [held('a', '2026-01-01', '2026-03-01'), held('b', '2026-03-01')]
  assert.deepEqual(checkSeat(held('c', '2026-01-01'), others, 2), ok(undefined))
})

test('nobody holds a post twice at a time; again afterwards is possible, and a period without a day is not', () => {
  const others = [held('a', '2026-01-01', '2026-03-01')]
  assert.deepEqual(checkSeat(held('a', '2026-02-01'), others, 5), err('posts.appointment_conflict'))
  assert.deepEqual(checkSeat(held('a', '2026-03-01'), others, 5), ok(undefined))
  assert.deepEqual(checkSeat(held('a', '2026-05-01', '2026-05-01'), [], 5), err('posts.date_not_possible'))
})

test('an appointment that was taken back the day it began stands in nobody’s way', () => {
  assert.deepEqual(checkSeat(held('a', '2026-01-01'), [held('a', '2026-02-01', '2026-02-01')], 1), ok(undefined))
})
