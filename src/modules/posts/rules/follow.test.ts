import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SEATS_MAX } from '../contract.ts'
import { type OldPost, planFollow } from './follow.ts'

const ON = '2026-06-18'
const holding = (personId: string, over: object = {}) => ({
  personId,
  manner: 'full' as const,
  startsOn: '2024-01-01',
  endsOn: null,
  ...over,
})
const post = (placeId: number, over: Partial<OldPost> = {}): OldPost => ({
  placeId,
  role: 'gridWorker',
  title: '网格员',
  organizationId: null,
  seatCount: 2,
  holdings: [],
  ...over,
})

test('after a split everybody keeps every part, from that day on', () => {
  const followed = planFollow(
    [{ endedId: 1, begunIds: [8, 9] }],
    [post(1, { holdings: [holding('a'), holding('b')] })],
    ON,
  )
  assert.deepEqual(
    followed.map(({ placeId, seatCount, holdings }) => [
      placeId,
      seatCount,
      holdings.map(({ personId, startsOn }) => `${personId} ${startsOn}`),
    ]),
    [
      [8, 2, [`a ${ON}`, `b ${ON}`]],
      [9, 2, [`a ${ON}`, `b ${ON}`]],
    ],
  )
})

test('in a merge posts of one role and title become one with all seats, and nobody holds it twice', () => {
  const lines = [
    { endedId: 1, begunIds: [9] },
    { endedId: 2, begunIds: [9] },
  ]
  const posts = [
    post(1, { holdings: [holding('a'), holding('b')] }),
    post(2, { holdings: [holding('b'), holding('c')] }),
    post(2, { role: 'gridLeader', title: '网格长', seatCount: 1 }),
  ]
  const followed = planFollow(lines, posts, ON)
  assert.deepEqual(
    followed.map(({ role, seatCount, holdings }) => [role, seatCount, holdings.map(({ personId }) => personId)]),
    [
      ['gridWorker', 4, ['a', 'b', 'c']],
      ['gridLeader', 1, []],
    ],
  )
})

test('an appointment that begins or ends later keeps its days, and seats end at the most a post may have', () => {
  const holdings = [holding('a', { startsOn: '2026-08-01', endsOn: '2026-12-01' })]
  const [later] = planFollow([{ endedId: 1, begunIds: [9] }], [post(1, { holdings })], ON)
  assert.deepEqual(later?.holdings, holdings)
  const lines = [1, 2].map((endedId) => ({ endedId, begunIds: [9] }))
  const [full] = planFollow(
    lines,
    [1, 2].map((id) => post(id, { seatCount: SEATS_MAX })),
    ON,
  )
  assert.equal(full?.seatCount, SEATS_MAX)
})
