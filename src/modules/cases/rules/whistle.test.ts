import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type WhistleState, whistleStates } from '../contract.ts'
import {
  arrivalDue,
  type Attendance,
  boundOf,
  checkAttendance,
  checkEnd,
  checkScore,
  isLateAt,
  linksOf,
  minutesToArrive,
  monthsBetween,
} from './whistle.ts'

const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 18, 2, minute))
const called: Attendance = {
  dueAt: at(30),
  takenAt: null,
  arrivedAt: null,
  leftAt: null,
  excusedAt: null,
  streetScore: null,
  whistleScore: null,
}
const codeOf = (answer: { ok: boolean; error?: string }): string | null => (answer.ok ? null : (answer.error ?? ''))

test('whoever is called has thirty minutes: on the last one in time, a moment later late; excused is never late', () => {
  assert.deepEqual(arrivalDue(at(0), 30), at(30))
  assert.equal(isLateAt({ ...called, arrivedAt: at(30) }, at(59)), false)
  assert.equal(isLateAt({ ...called, arrivedAt: new Date(at(30).getTime() + 1) }, at(59)), true)
  assert.equal(isLateAt(called, at(30)), false)
  assert.equal(isLateAt(called, at(31)), true)
  assert.equal(isLateAt({ ...called, excusedAt: at(5) }, at(31)), false)
  assert.equal(minutesToArrive(at(0), at(12)), 12)
  assert.equal(minutesToArrive(at(0), null), null)
})

test('接单, 报到, 离场 in this order and each once; nobody does anything when it is over', () => {
  const arrived = { ...called, arrivedAt: at(10) }
  assert.equal(codeOf(checkAttendance('take', 'called', called)), null)
  assert.equal(codeOf(checkAttendance('take', 'called', arrived)), 'cases.order_taken')
  assert.equal(codeOf(checkAttendance('arrive', 'called', called)), null)
  assert.equal(codeOf(checkAttendance('arrive', 'called', arrived)), 'cases.arrived_already')
  assert.equal(codeOf(checkAttendance('leave', 'called', called)), 'cases.not_arrived')
  assert.equal(codeOf(checkAttendance('leave', 'called', { ...arrived, leftAt: at(20) })), 'cases.left_already')
  assert.equal(codeOf(checkAttendance('arrive', 'called', { ...called, excusedAt: at(3) })), 'cases.called_excused')
  for (const state of ['blown', 'declined', 'ended'] as const)
    for (const deed of ['take', 'arrive', 'leave', 'excuse'] as const)
      assert.equal(codeOf(checkAttendance(deed, state, called)), 'cases.whistle_over')
})

test('事不完人不走: it ends exactly when it was called and everybody has left with words or is excused', () => {
  const attendance = fc.record({
    leftAt: fc.constantFrom(null, at(20)),
    excusedAt: fc.constantFrom(null, at(21)),
  })
  fc.assert(
    fc.property(fc.constantFrom(...whistleStates), fc.array(attendance, { maxLength: 20 }), (state, all) => {
      const done = all.every((one) => one.leftAt !== null || one.excusedAt !== null)
      assert.equal(checkEnd(state, all).ok, state === 'called' && done)
    }),
  )
})

test('both sides mark each other when it is over, each once; who never came marks nothing and is marked all the same', () => {
  const there = { ...called, arrivedAt: at(10), leftAt: at(20) }
  const marked = { ...there, streetScore: 5, whistleScore: 1 }
  const ask = (by: 'street' | 'organization', state: WhistleState, one: Attendance) =>
    codeOf(checkScore(by, state, one))
  assert.equal(ask('street', 'ended', there), null)
  assert.equal(ask('organization', 'ended', there), null)
  assert.equal(ask('street', 'called', there), 'cases.whistle_not_ended')
  assert.equal(ask('street', 'ended', marked), 'cases.scored_already')
  assert.equal(ask('organization', 'ended', marked), 'cases.scored_already')
  assert.equal(ask('street', 'ended', called), null)
  assert.equal(ask('organization', 'ended', called), 'cases.not_arrived')
  assert.equal(ask('street', 'ended', { ...called, excusedAt: at(3) }), 'cases.called_excused')
})

test('neither too many nor too few a month; a month that is not over is not yet too few', () => {
  const bounds = { min: 1, max: 3 }
  const of = (count: number, isOver: boolean) => boundOf(count, bounds, isOver)
  assert.deepEqual([of(0, true), of(1, true), of(3, true), of(4, true)], ['low', 'fits', 'fits', 'high'])
  assert.deepEqual([of(0, false), of(4, false)], ['fits', 'high'])
})

test('months over a new year, the last so many', () => {
  assert.deepEqual(monthsBetween('2025-11-03', '2026-02', 9), ['2025-11', '2025-12', '2026-01', '2026-02'])
  assert.deepEqual(monthsBetween('1900-01', '2026-02', 2), ['2026-01', '2026-02'])
  assert.deepEqual(monthsBetween('2026-03', '2026-02', 9), [])
})

test('the five links stand in their order, each with who did it first', () => {
  const entry = (action: string, number: number) => ({ action, number })
  const links = linksOf([
    entry('cases.case.report', 1),
    entry('cases.whistle.blow', 2),
    entry('cases.whistle.call', 3),
    entry('cases.whistle.arrive', 4),
    entry('cases.whistle.take', 5),
  ])
  assert.deepEqual(
    links.map(({ link, entry: first }) => [link, first?.number]),
    [
      ['community', 2],
      ['street', 3],
      ['department', 4],
      ['district', undefined],
      ['resident', undefined],
    ],
  )
})
