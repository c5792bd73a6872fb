import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, anyone, type Role, system } from '#kernel/role'
import { readerOf, workPlaceIdOf, worksOnCases } from './reading.ts'
import { checkReport, occurrenceOf, reporterOf } from './report.ts'

const matter = {
  placePath: '1.2.3.4.',
  handlerOrganizationId: 'handler',
  handlerPersonId: 'given',
  calledOrganizationIds: ['called'],
  reporterPersonIds: ['reporter'],
  isPublic: false,
}
const person = (personId: string, role?: Role, placePath = '1.2.3.', organizationId: string | null = null): Actor => ({
  kind: 'person',
  personId,
  name: '',
  posts: role ? [{ id: 'post', role, placeId: 1, placePath, organizationId }] : [],
})

test('staff at the place or above read everything, those beside it nothing', () => {
  assert.equal(readerOf(person('a', 'communityWorker'), matter), 'staff')
  assert.equal(readerOf(person('a', 'gridWorker', '1.2.3.4.5.'), matter), null)
  assert.equal(readerOf(person('a', 'streetOfficer', '1.9.'), matter), null)
  assert.equal(readerOf(system, matter), 'staff')
})

test('an officer of a department reads what the department was given, wherever the post is', () => {
  assert.equal(readerOf(person('a', 'departmentOfficer', '1.2.', 'handler'), matter), 'staff')
  assert.equal(readerOf(person('a', 'departmentOfficer', '1.2.', 'other'), matter), null)
  assert.equal(readerOf(person('given'), matter), 'staff')
})

test('an officer of an organisation that a whistle called reads it too, a resident of it does not', () => {
  assert.equal(readerOf(person('a', 'departmentOfficer', '1.2.', 'called'), matter), 'staff')
  assert.equal(readerOf(person('a', 'resident', '1.2.', 'called'), matter), null)
})

test('its reporter reads as a party, by account or by code; everybody what was published', () => {
  assert.equal(readerOf(person('reporter'), matter), 'parties')
  assert.equal(readerOf(anyone, matter, true), 'parties')
  assert.equal(readerOf(anyone, matter), null)
  assert.equal(readerOf(anyone, { ...matter, isPublic: true }), 'public')
  assert.equal(readerOf(person('a', 'resident', '1.2.', 'handler'), matter), null)
})

test('only staff report through other channels, as urgent; nobody what has not happened yet', () => {
  const now = new Date('2026-06-18T02:32:00Z')
  const report = { channel: 'portal', urgency: 'normal', occurredAt: null, isStaff: false } as const
  const codeOf = (over: object): string | null => {
    const checked = checkReport({ ...report, ...over }, now)
    return checked.ok ? null : checked.error
  }
  assert.equal(codeOf({}), null)
  assert.equal(codeOf({ channel: 'hotline' }), 'cases.channel_for_staff')
  assert.equal(codeOf({ channel: 'hotline', urgency: 'urgent', isStaff: true }), null)
  assert.equal(codeOf({ urgency: 'urgent' }), 'cases.urgency_for_staff')
  assert.equal(codeOf({ occurredAt: now }), null)
  assert.equal(codeOf({ occurredAt: new Date(now.getTime() + 1) }), 'cases.occurs_in_future')
})

test('staff who name somebody write down for that person; else whoever has signed in is the reporter', () => {
  const given = { name: '张芳', phone: '13812341234' }
  const none = { name: null, phone: null }
  assert.deepEqual(reporterOf(given, { personId: 'a', name: '陈晓梅', isStaff: true }), { personId: null, ...given })
  assert.deepEqual(reporterOf(none, { personId: 'a', name: '陈晓梅', isStaff: true }), {
    personId: 'a',
    name: '陈晓梅',
    phone: null,
  })
  assert.deepEqual(reporterOf(given, { personId: 'b', name: '王芳', isStaff: false }), { personId: 'b', ...given })
  assert.deepEqual(reporterOf(given, { personId: null, name: '', isStaff: false }), { personId: null, ...given })
})

test('who has a post with which cases are read works on cases, wherever it is; residents do not', () => {
  assert.equal(worksOnCases(person('a', 'gridWorker', '1.9.')), true)
  assert.equal(worksOnCases(person('a', 'resident')), false)
  assert.equal(worksOnCases(anyone), false)
  assert.equal(worksOnCases(system), true)
})

test('a report without a place goes where its worker works, and nowhere when that may be several places', () => {
  const worker = person('a', 'gridWorker')
  assert.equal(workPlaceIdOf(worker), 1)
  assert.equal(workPlaceIdOf(person('a', 'resident')), null)
  const second = { id: 'second', role: 'gridWorker' as const, placeId: 2, placePath: '1.2.', organizationId: null }
  assert.equal(workPlaceIdOf({ ...worker, posts: [...worker.posts, second] }), null)
})

test('a phone whose clock is up to ten minutes fast reports what happens now; beyond that the time is kept as said', () => {
  const now = new Date('2026-03-01T08:00:00Z')
  assert.deepEqual(occurrenceOf(new Date('2026-03-01T08:10:00Z'), now), now)
  const later = new Date('2026-03-01T08:10:00.001Z')
  assert.equal(occurrenceOf(later, now), later)
  const earlier = new Date('2026-03-01T07:00:00Z')
  assert.equal(occurrenceOf(earlier, now), earlier)
  assert.equal(occurrenceOf(null, now), null)
})
