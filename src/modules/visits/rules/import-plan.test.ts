import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doorKeyOf } from './door.ts'
import { type ImportedHousehold, type ImportFacts, type KnownHousehold, planImport } from './import-plan.ts'

const known: KnownHousehold = {
  id: 'h1',
  placeId: 7,
  door: '3-2-101',
  label: '老张家',
  contactName: '张建国',
  contactPhone: null,
  markIds: ['m1'],
  responsibleId: null,
}
const facts: ImportFacts = {
  known: [known],
  placeIdByCode: new Map([
    ['G1', 7],
    ['S1', 2],
  ]),
  largePlaceIds: new Set([2]),
  markIdByName: new Map([
    ['独居老人', 'm1'],
    ['困难家庭', 'm2'],
  ]),
  personIdByPhone: new Map([['13800000000', 'p1']]),
}
const row = (over: Partial<ImportedHousehold>): ImportedHousehold => ({
  line: 2,
  placeCode: 'G1',
  door: '3-2-101',
  ...over,
})
const changes = (...rows: ImportedHousehold[]) =>
  planImport(rows, facts).map(({ change, faults }) => [change, ...faults.map((fault) => fault.code)].join(' '))

test('a household is known by place and door, however its figures are written; what is left out stays', () => {
  assert.deepEqual(changes(row({ door: ' ３-2-101 ' }), row({ door: '3-2-102' })), ['same', 'create'])
  assert.deepEqual(changes(row({ label: '张家' })), ['update'])
  assert.deepEqual(changes(row({ marks: '独居老人' })), ['same'])
  assert.deepEqual(changes(row({ marks: '困难家庭、独居老人' })), ['update'])
  assert.deepEqual(changes(row({ responsiblePhone: '13800000000' })), ['update'])
})

test('every fault of a row is told', () => {
  assert.deepEqual(changes(row({ placeCode: 'nowhere' })), ['bad visits.place_unknown'])
  assert.deepEqual(changes(row({ placeCode: 'S1' })), ['bad visits.place_too_large'])
  assert.deepEqual(changes(row({ marks: '富裕家庭', responsiblePhone: '13900000000' })), [
    'bad visits.mark_unknown visits.person_unknown',
  ])
  assert.deepEqual(changes(row({}), row({})), ['same', 'bad visits.row_twice'])
})

test('doors stand in the order of their numbers', () => {
  const doors = ['10-1-1', '2-1-10', '2-1-9', '甲2号']
  assert.deepEqual(
    doors.toSorted((one, other) => (doorKeyOf(one) < doorKeyOf(other) ? -1 : 1)),
    ['2-1-9', '2-1-10', '10-1-1', '甲2号'],
  )
})
