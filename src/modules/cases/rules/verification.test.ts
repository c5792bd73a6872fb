import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkVerification, clockFaceHours } from './verification.ts'

const here = { longitude: 102.7, latitude: 25 }
const asked = { verificationPhotoCount: 2, verificationRadius: 100, verificationSamePeriod: true }
const facts = {
  photoCount: 2,
  at: here,
  caseAt: here,
  now: new Date('2026-06-18T14:00:00Z'),
  occurredAt: new Date('2026-06-16T15:30:00Z'),
  samePeriodHours: 2,
}
const refusalOf = (over: Partial<typeof facts> | { at: null } | { caseAt: null }): string | null => {
  const answer = checkVerification(asked, { ...facts, ...over })
  return answer.ok ? null : answer.error
}

test('a verification needs its photos, its place and the time of day of the report', () => {
  assert.equal(refusalOf({}), null)
  assert.equal(refusalOf({ photoCount: 1 }), 'cases.photos_missing')
  assert.equal(refusalOf({ at: null }), 'cases.verifier_position_missing')
  assert.equal(refusalOf({ at: { ...here, latitude: 25.001 } }), 'cases.verifier_too_far')
  assert.equal(refusalOf({ at: { ...here, latitude: 25.0008 } }), null)
  assert.equal(refusalOf({ occurredAt: new Date('2026-06-16T16:00:00Z') }), null)
  assert.equal(refusalOf({ occurredAt: new Date('2026-06-16T16:00:01Z') }), 'cases.verified_at_other_time')
})

test('what is not known as a point is verified anywhere, and nothing is asked where the category asks for nothing', () => {
  assert.equal(refusalOf({ caseAt: null, at: null }), null)
  const free = { verificationPhotoCount: 0, verificationRadius: null, verificationSamePeriod: false }
  assert.equal(checkVerification(free, { ...facts, photoCount: 0, at: null }).ok, true)
})

test('around midnight an hour is an hour', () => {
  assert.equal(clockFaceHours(new Date('2026-06-18T23:30:00Z'), new Date('2026-06-10T00:30:00Z')), 1)
  assert.equal(clockFaceHours(new Date('2026-06-18T00:00:00Z'), new Date('2026-06-10T12:00:00Z')), 12)
})
