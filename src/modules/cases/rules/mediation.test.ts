import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, civilDateAt } from '#kernel/time'
import { SESSIONS_MAX } from '../contract.ts'
import { checkConclusion, checkFollowUp, checkSession, minutesSince } from './mediation.ts'

const openedAt = new Date('2026-06-18T02:30:30Z')
const now = new Date('2026-06-18T09:00:00Z')
const today = civilDateAt(now)
const open = { state: 'open', openedAt, sessionCount: 0 } as const
const codeOf = (answer: { ok: boolean; error?: string }): string | null => (answer.ok ? null : (answer.error ?? ''))

test('a session lies between the minute of the opening and now, and there are not endlessly many', () => {
  const held = (at: Date, running: Parameters<typeof checkSession>[0] = open) => codeOf(checkSession(running, at, now))
  assert.equal(held(openedAt), null)
  assert.equal(held(new Date('2026-06-18T02:30:00Z')), null)
  assert.equal(held(new Date('2026-06-18T02:29:00Z')), 'cases.session_before_opening')
  assert.equal(held(now), null)
  assert.equal(held(new Date(now.getTime() + 1)), 'cases.session_in_future')
  assert.equal(held(now, { ...open, sessionCount: SESSIONS_MAX }), 'cases.sessions_too_many')
  assert.equal(held(now, { ...open, state: 'concluded' }), 'cases.mediation_over')
})

test('nothing is agreed without a session; it may fail or be referred without one', () => {
  const end = (result: 'agreed' | 'partly' | 'failed' | 'referred', sessionCount: number) =>
    codeOf(checkConclusion({ ...open, sessionCount }, result, null, today))
  assert.deepEqual([end('agreed', 0), end('partly', 0)], ['cases.no_session', 'cases.no_session'])
  assert.deepEqual([end('agreed', 1), end('failed', 0), end('referred', 0)], [null, null, null])
  const once = { ...open, sessionCount: 1 }
  assert.equal(codeOf(checkConclusion(once, 'agreed', today, today)), null)
  assert.equal(codeOf(checkConclusion(once, 'agreed', addDays(today, -1), today)), 'cases.follow_up_in_past')
  assert.equal(codeOf(checkConclusion({ ...once, state: 'concluded' }, 'failed', null, today)), 'cases.mediation_over')
})

test('only an agreement is followed up, and once', () => {
  assert.equal(codeOf(checkFollowUp({ agreement: null, followedUpAt: null })), 'cases.no_agreement')
  assert.equal(codeOf(checkFollowUp({ agreement: '各让一步', followedUpAt: null })), null)
  assert.equal(codeOf(checkFollowUp({ agreement: '各让一步', followedUpAt: now })), 'cases.followed_up')
})

test('minutes from report to action are whole and never negative', () => {
  assert.equal(minutesSince(openedAt, new Date(openedAt.getTime() + 12 * 60_000 + 29_000)), 12)
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), fc.date({ noInvalidDate: true }), (a, b) => {
      const minutes = minutesSince(a, b)
      assert.ok(Number.isInteger(minutes) && minutes >= 0)
    }),
  )
})
