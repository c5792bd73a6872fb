import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ImportedSite, type KnownSite, planSites, saidOf } from './site-plan.ts'

const known: KnownSite = {
  id: 'k',
  name: '好邻居超市',
  placeId: 7,
  kindId: 'shop',
  address: '光明路 3 号',
  responsibleName: '王小芳',
  responsiblePhone: '13812341234',
  risk: 'low',
  longitude: null,
  latitude: null,
}
const facts = {
  known: [known],
  placeIdByCode: new Map([['530102001001', 7]]),
  kindIdByName: new Map([['小商店', 'shop']]),
}
const row = (over: Partial<ImportedSite> = {}): ImportedSite => ({
  line: 2,
  name: '好邻居超市',
  kind: '小商店',
  placeCode: '530102001001',
  ...over,
})
const told = (...rows: ImportedSite[]): string[] =>
  planSites(rows, facts).map(({ change, faults }) => [change, ...faults.map(({ code }) => code)].join(' '))

test('a site is known by its place and its name; what a row leaves empty it does not change', () => {
  assert.deepEqual(told(row(), row({ name: '小炒店' })), ['same', 'create'])
  assert.deepEqual(told(row({ risk: 'high' })), ['update'])
  assert.deepEqual(told(row({ address: '光明路 3 号' })), ['same'])
})

test('what an exported file shows masked is not written back', () => {
  const masked = row({ responsibleName: '王*芳', responsiblePhone: '138****1234' })
  assert.deepEqual(told(masked), ['same'])
  assert.deepEqual(saidOf(masked), {})
  assert.deepEqual(saidOf(row({ responsibleName: '李建国' })), { responsible_name: '李建国' })
})

test('every bad row says which column and why', () => {
  assert.deepEqual(told(row({ placeCode: '404' })), ['bad places.place_not_found'])
  assert.deepEqual(told(row({ kind: '网吧' })), ['bad hazards.site_kind_not_found'])
  assert.deepEqual(told(row(), row()), ['same', 'bad hazards.site_name_conflict'])
  assert.deepEqual(told(row({ longitude: 102.5 })), ['bad hazards.point_incomplete'])
})
