import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRecording, checkStillOpen, fulfils, type Recording } from './recording.ts'

const now = new Date('2026-06-18T02:30:00Z')
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000)
const answer = (over: Partial<Recording>): string => {
  const checked = checkRecording(
    { kind: 'leader', outcome: 'met', visitedAt: now, leftAt: null, duties: [], programmeDuties: null, ...over },
    now,
  )
  return checked.ok ? 'ok' : checked.error
}

test('a visit is told after it was made: ten minutes ahead are the clock of the phone, sixty days are a slip', () => {
  assert.equal(answer({ visitedAt: minutes(10) }), 'ok')
  assert.equal(answer({ visitedAt: minutes(11) }), 'visits.time_not_possible')
  assert.equal(answer({ visitedAt: minutes(-60 * 24 * 60) }), 'ok')
  assert.equal(answer({ visitedAt: minutes(-60 * 24 * 60 - 1) }), 'visits.time_not_possible')
})

test('stationed service ends after it began, within a day', () => {
  const visitedAt = minutes(-25 * 60)
  assert.equal(answer({ visitedAt, leftAt: visitedAt }), 'ok')
  assert.equal(answer({ visitedAt, leftAt: minutes(-60) }), 'ok')
  assert.equal(answer({ visitedAt, leftAt: minutes(-59) }), 'visits.time_not_possible')
  assert.equal(answer({ visitedAt, leftAt: minutes(-26 * 60) }), 'visits.time_not_possible')
})

test('only duties of the rule are ticked, and only at a household nobody is home', () => {
  const programmeDuties = ['宣讲政策', '解决问题']
  assert.equal(answer({ duties: ['解决问题'], programmeDuties }), 'ok')
  assert.equal(answer({ duties: ['办好实事'], programmeDuties }), 'visits.duty_unknown')
  assert.equal(answer({ duties: ['解决问题'] }), 'visits.duty_unknown')
  assert.equal(answer({ outcome: 'notHome' }), 'visits.not_home_is_for_households')
  assert.equal(answer({ kind: 'household', outcome: 'notHome' }), 'ok')
})

test('a missed visit can be made up, a done one is not recorded again, an excused one is not made', () => {
  const states = (['planned', 'missed', 'done', 'excused'] as const).map((state) => {
    const checked = checkStillOpen(state)
    return checked.ok ? 'ok' : checked.error
  })
  assert.deepEqual(states, ['ok', 'ok', 'visits.recorded_conflict', 'visits.excused_already'])
})

test('nobody home is a try, not a visit; whoever does not want to be met was visited', () => {
  assert.deepEqual([fulfils('met'), fulfils('refused'), fulfils('notHome')], [true, true, false])
})
