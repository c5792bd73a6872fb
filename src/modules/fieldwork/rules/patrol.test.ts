import assert from 'node:assert/strict'
import { test } from 'node:test'
import { patrolStates } from '../contract.ts'
import {
  afterWindow,
  checkCheckIn,
  checkFinish,
  checkHandOver,
  checkStart,
  EARLY_MS,
  GRACE_MS,
  isOnTime,
  KEPT_MAX_MS,
  LATE_MS,
  type PatrolFacts,
  rateOf,
  saidAt,
  timingOf,
} from './patrol.ts'

const FROM = new Date('2026-06-18T11:00:00Z')
const UNTIL = new Date('2026-06-18T14:00:00Z')
const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms)
const patrol = (over: Partial<PatrolFacts> = {}): PatrolFacts => ({
  state: 'planned',
  windowFrom: FROM,
  windowUntil: UNTIL,
  startedAt: null,
  finishedAt: null,
  isOnTime: null,
  ...over,
})
const reason = (result: { ok: boolean; error?: string }): string | undefined => (result.ok ? undefined : result.error)

test('a time of the phone is believed back to a week and a few minutes ahead, not beyond', () => {
  const now = UNTIL
  assert.deepEqual(saidAt(null, now), { ok: true, value: now })
  assert.deepEqual(saidAt(after(now, 60_000), now), { ok: true, value: now })
  assert.equal(reason(saidAt(after(now, 11 * 60_000), now)), 'fieldwork.time_not_possible')
  assert.equal(reason(saidAt(after(now, -KEPT_MAX_MS), now)), undefined)
  assert.equal(reason(saidAt(after(now, -KEPT_MAX_MS - 1), now)), 'fieldwork.time_not_possible')
})

test('a patrol begins from a little before its window to some hours after, once', () => {
  assert.equal(reason(checkStart(patrol(), after(FROM, -EARLY_MS - 1))), 'fieldwork.too_early')
  assert.equal(reason(checkStart(patrol(), after(FROM, -EARLY_MS))), undefined)
  assert.equal(reason(checkStart(patrol(), after(UNTIL, LATE_MS))), undefined)
  assert.equal(reason(checkStart(patrol(), after(UNTIL, LATE_MS + 1))), 'fieldwork.too_late')
  assert.equal(reason(checkStart(patrol({ state: 'underWay' }), FROM)), 'fieldwork.patrol_begun')
  assert.equal(reason(checkStart(patrol({ state: 'done' }), FROM)), 'fieldwork.patrol_begun')
})

test('one flagged missed while the phone had no network may still be walked', () => {
  assert.equal(reason(checkStart(patrol({ state: 'missed' }), FROM)), undefined)
})

test('after its end a patrol takes only check-ins of before', () => {
  const done = patrol({ state: 'done', startedAt: FROM, finishedAt: after(FROM, 3_600_000) })
  assert.equal(reason(checkCheckIn(done, after(FROM, 3_600_000))), undefined)
  assert.equal(reason(checkCheckIn(done, after(FROM, 3_600_001))), 'fieldwork.patrol_over')
})

test('a patrol is finished once it is under way, and not before it began', () => {
  assert.equal(reason(checkFinish(patrol(), FROM)), 'fieldwork.patrol_not_begun')
  const walking = patrol({ state: 'underWay', startedAt: FROM })
  assert.equal(reason(checkFinish(walking, after(FROM, -1))), 'fieldwork.time_not_possible')
  assert.equal(reason(checkFinish(walking, FROM)), undefined)
  assert.equal(isOnTime(walking, UNTIL), true)
  assert.equal(isOnTime(walking, after(UNTIL, 1)), false)
})

test('a patrol is handed over only before it begins and before its window is over', () => {
  assert.equal(reason(checkHandOver(patrol(), UNTIL)), undefined)
  assert.equal(reason(checkHandOver(patrol(), after(UNTIL, 1))), 'fieldwork.patrol_over')
  assert.equal(reason(checkHandOver(patrol({ state: 'underWay' }), FROM)), 'fieldwork.patrol_begun')
  assert.equal(reason(checkHandOver(patrol({ state: 'missed' }), FROM)), 'fieldwork.patrol_over')
})

test('missed is what was not begun when the window is over; what was begun is closed later, missed without one point', () => {
  const facts = { windowUntil: UNTIL, validCount: 0 }
  assert.equal(afterWindow({ ...facts, state: 'planned' }, after(UNTIL, -1)), null)
  assert.equal(afterWindow({ ...facts, state: 'planned' }, UNTIL), 'missed')
  const closing = after(UNTIL, LATE_MS + GRACE_MS)
  assert.equal(afterWindow({ ...facts, state: 'underWay' }, after(closing, -1)), null)
  assert.equal(afterWindow({ ...facts, state: 'underWay' }, closing), 'missed')
  assert.equal(afterWindow({ ...facts, state: 'underWay', validCount: 1 }, closing), 'done')
  for (const state of ['done', 'missed'] as const) assert.equal(afterWindow({ ...facts, state }, closing), null)
})

test('every state has a timing at any time, and overdue is never said of what has ended', () => {
  for (const state of patrolStates) {
    for (const now of [after(FROM, -1), FROM, UNTIL, after(UNTIL, 1)]) {
      const timing = timingOf(patrol({ state, isOnTime: state === 'done' ? true : null }), now)
      assert.equal(
        timing === 'overdue',
        (state === 'planned' || state === 'underWay') && now > UNTIL,
        `${state} ${now}`,
      )
    }
  }
  assert.equal(timingOf(patrol({ state: 'done', isOnTime: false }), UNTIL), 'late')
  assert.equal(timingOf(patrol(), after(FROM, -1)), 'ahead')
})

test('a rate of nothing is none', () => {
  assert.equal(rateOf(0, 0), null)
  assert.equal(rateOf(1, 4), 0.25)
})
