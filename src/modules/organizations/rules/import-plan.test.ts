import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ImportedOrganization, type KnownOrganization, parentsFirst, planImport } from './import-plan.ts'

const known = (over: Partial<KnownOrganization> & Pick<KnownOrganization, 'id' | 'name'>): KnownOrganization => ({
  kind: 'department',
  shortName: over.name,
  parentName: null,
  placeId: 1,
  depth: 1,
  isWithin: true,
  phone: null,
  duty: null,
  ...over,
})
const facts = {
  known: [known({ id: 'a', name: '市政所' })],
  placeIdByCode: new Map([['530102001000', 7]]),
  withinId: 1,
  brokenNames: new Set<string>(),
}
const row = (name: string, over: Partial<ImportedOrganization> = {}): ImportedOrganization => ({
  line: 2,
  name,
  kind: 'department',
  ...over,
})
const told = (rows: readonly ImportedOrganization[], over: Partial<typeof facts> = {}) =>
  planImport(rows, { ...facts, ...over }).map(({ change, faults }) =>
    [change, ...faults.map((fault) => `${fault.column} ${fault.code}`)].join(' '),
  )

test('a row is new, changed or the same, known by its full name; what it leaves empty it does not change', () => {
  assert.deepEqual(told([row('环卫所'), row('市政所'), row('园林所', { placeCode: '530102001000' })]), [
    'create',
    'same',
    'create',
  ])
  assert.deepEqual(told([row('市政所', { phone: '0871-6880 0100' })]), ['update'])
  assert.deepEqual(told([row('市政所', { placeCode: '530102001000' })]), ['update'])
  const full = { known: [known({ id: 'a', name: '市政所', phone: '110', duty: '修路' })] }
  assert.deepEqual(told([row('市政所')], full), ['same'])
})

test('every bad row says which column and why', () => {
  const cases: readonly [ImportedOrganization, string][] = [
    [row('甲', { placeCode: '404' }), 'bad placeCode organizations.place_not_found'],
    [row('甲', { parentName: '没有' }), 'bad parentName organizations.parent_not_found'],
    [row('甲', { parentName: '甲' }), 'bad parentName organizations.parent_below_itself'],
    [row('名'.repeat(31)), 'bad shortName organizations.short_name_missing'],
    [row('市政所', { parentName: '乙' }), 'bad parentName organizations.parent_not_found'],
  ]
  for (const [bad, expected] of cases) assert.deepEqual(told([bad]), [expected])
})

test('a row does not move what stands elsewhere, and two rows do not stand below each other', () => {
  assert.deepEqual(told([row('环卫所'), row('市政所', { parentName: '环卫所' })]), [
    'create',
    'bad parentName organizations.parent_differs',
  ])
  const ring = [row('甲', { parentName: '乙' }), row('乙', { parentName: '甲' })]
  assert.deepEqual(
    told(ring),
    Array.from({ length: 2 }, () => 'bad parentName organizations.parent_below_itself'),
  )
  assert.deepEqual(told([row('市政所')], { known: [known({ id: 'a', name: '市政所', isWithin: false })] }), [
    'bad name organizations.name_conflict',
  ])
  assert.deepEqual(told([row('甲'), row('甲')]), ['create', 'bad name organizations.name_twice'])
})

test('the tree of a file is no deeper than twelve levels', () => {
  const rows = Array.from({ length: 13 }, (_, at) => row(`${at}`, at === 0 ? {} : { parentName: `${at - 1}` }))
  const verdicts = told(rows)
  assert.deepEqual(
    verdicts.slice(0, 12),
    Array.from({ length: 12 }, () => 'create'),
  )
  assert.equal(verdicts[12], 'bad parentName organizations.too_deep')
})

test('whatever their order in the file, parents come before children', () => {
  const names = ['甲', '乙', '丙', '丁', '戊']
  const file = fc.shuffledSubarray(
    names.map((name, at) => row(name, at === 0 ? {} : { parentName: names[at - 1] })),
    { minLength: 5 },
  )
  fc.assert(
    fc.property(file, (rows) => {
      const ordered = parentsFirst(planImport(rows, facts)).map((planned) => planned.row.name)
      assert.deepEqual(ordered, names)
    }),
  )
})
