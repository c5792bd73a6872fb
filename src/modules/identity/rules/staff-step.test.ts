import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openings, type StaffStep } from '../contract.ts'
import { checkEnrolment, doPostsCount, staffStepOf } from './staff-step.ts'

const standing = {
  isStaff: true,
  openedBy: 'password',
  hasSecondFactorNow: false,
  hasPassword: true,
  isEnrolled: true,
} as const

test('a resident has nothing left to do, however signed in', () => {
  for (const openedBy of openings) {
    assert.equal(staffStepOf({ ...standing, isStaff: false, openedBy, hasPassword: false, isEnrolled: false }), 'none')
  }
})

test('staff are led from code to password to enrolment to confirmation', () => {
  const steps: [Partial<Parameters<typeof staffStepOf>[0]>, StaffStep][] = [
    [{ openedBy: 'code', hasPassword: false, isEnrolled: false }, 'setPassword'],
    [{ openedBy: 'code' }, 'signInWithPassword'],
    [{ isEnrolled: false }, 'enrolSecondFactor'],
    [{}, 'confirmSecondFactor'],
    [{ hasSecondFactorNow: true }, 'none'],
  ]
  for (const [over, step] of steps) assert.equal(staffStepOf({ ...standing, ...over }), step)
})

test('posts count only with a second factor', () => {
  assert.equal(doPostsCount({ secondFactorAt: null }), false)
  assert.equal(doPostsCount({ secondFactorAt: new Date(0) }), true)
})

test('the first factor is enrolled after a password, a further one only with the one before', () => {
  const enrol = (over: Partial<Parameters<typeof checkEnrolment>[0]>) => checkEnrolment({ ...standing, ...over })
  assert.deepEqual(enrol({ isEnrolled: false }), { ok: true, value: true })
  assert.deepEqual(enrol({ isEnrolled: false, openedBy: 'code' }), { ok: false, error: 'identity.password_needed' })
  assert.deepEqual(enrol({}), { ok: false, error: 'identity.second_factor_missing' })
  assert.deepEqual(enrol({ hasSecondFactorNow: true }), { ok: true, value: true })
})
