import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ImportedAppointment, type ImportFacts, type KnownPost, planImport } from './import-plan.ts'

const TODAY = '2026-06-18'
const post: KnownPost = {
  id: 'p',
  role: 'gridWorker',
  placeId: 7,
  organizationId: null,
  seatCount: 1,
  held: [{ personId: 'a', startsOn: '2024-01-01', endsOn: null }],
}
const facts: ImportFacts = {
  today: TODAY,
  posts: [post],
  personByPhone: new Map([['13800000001', { id: 'a', name: '王小芳' }]]),
  placeIdByCode: new Map([
    ['G1', 7],
    ['D', 1],
  ]),
  organizationIdByName: new Map([
    ['市政所', 'o'],
    ['市局', 'far'],
  ]),
  beyondReach: new Set(['far']),
  checkPost: (role, _placeId, hasOrganization) => {
    if (role === 'leader') return 'posts.role_not_here'
    return role === 'departmentOfficer' && !hasOrganization ? 'posts.organization_missing' : null
  },
}
const row = (over: Partial<ImportedAppointment> = {}): ImportedAppointment => ({
  line: 2,
  name: '王小芳',
  phone: '13800000001',
  role: 'gridWorker',
  placeCode: 'G1',
  ...over,
})
const told = (rows: readonly ImportedAppointment[], over: Partial<ImportFacts> = {}) =>
  planImport(rows, { ...facts, ...over }).map(({ change, faults }) =>
    [change, ...faults.map((fault) => `${fault.column} ${fault.code}`)].join(' '),
  )

test('who holds the post already is the same; others are new, with one key for one new post', () => {
  const rows = [
    row(),
    row({ line: 3, name: '李明', phone: '13800000002' }),
    row({ line: 4, name: '张伟', phone: '13800000003', role: 'gridLeader' }),
    row({ line: 5, name: '赵敏', phone: '13800000004', role: 'gridLeader' }),
  ]
  assert.deepEqual(told(rows), ['same', 'create', 'create', 'create'])
  const planned = planImport(rows, facts)
  assert.equal(planned[1]?.post?.id, 'p')
  assert.equal(planned[2]?.post, null)
  assert.equal(planned[2]?.postKey, planned[3]?.postKey)
})

test('every bad row says which column and why', () => {
  const cases: readonly [ImportedAppointment, string][] = [
    [row({ name: '别人' }), 'bad name posts.person_name_differs'],
    [row({ placeCode: '404' }), 'bad placeCode posts.place_not_found'],
    [row({ role: 'leader' }), 'bad role posts.role_not_here'],
    [row({ role: 'departmentOfficer', placeCode: 'D' }), 'bad organizationName posts.organization_missing'],
    [row({ organizationName: '没有' }), 'bad organizationName posts.organization_not_found'],
    [row({ organizationName: '市局' }), 'bad organizationName posts.beyond_reach'],
  ]
  for (const [bad, expected] of cases) assert.deepEqual(told([bad]), [expected])
  assert.deepEqual(told([row(), row({ line: 3 })]), ['same', 'bad phone posts.row_twice'])
})

test('who held the post once can hold it again, but not in days that are history', () => {
  const ended = { posts: [{ ...post, held: [{ personId: 'a', startsOn: '2024-01-01', endsOn: '2025-01-01' }] }] }
  assert.deepEqual(told([row()], ended), ['create'])
  assert.deepEqual(told([row({ startsOn: '2024-06-01' })], ended), ['bad startsOn posts.appointment_conflict'])
})
