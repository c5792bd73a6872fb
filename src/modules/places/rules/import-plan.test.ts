import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Boundary } from '#kernel/geo'
import { byLevel, type ImportedPlace, type KnownPlace, planImport } from './import-plan.ts'

const known = (
  over: Partial<KnownPlace> & Pick<KnownPlace, 'id' | 'code' | 'level' | 'path' | 'name'>,
): KnownPlace => ({
  parentId: null,
  compoundKind: null,
  urbanRuralCode: null,
  address: null,
  householdCount: null,
  residentCount: null,
  longitude: null,
  latitude: null,
  boundary: null,
  box: null,
  ...over,
})

const street = known({ id: 3, parentId: 2, code: '530102001000', level: 'street', path: '1.2.3.', name: '和平街道' })
const community = known({
  id: 4,
  parentId: 3,
  code: '530102001001',
  level: 'community',
  path: '1.2.3.4.',
  name: '幸福社区',
})
const grid = known({
  id: 5,
  parentId: 4,
  code: '530102001001-01',
  level: 'grid',
  path: '1.2.3.4.5.',
  name: '第 1 网格',
})
const elsewhere = known({ id: 8, parentId: 7, code: '530102002001-01', level: 'grid', path: '1.2.7.8.', name: '别处' })

const facts = { within: street, known: [community, grid], brokenCodes: new Set<string>() }
const row = (over: Partial<ImportedPlace> & Pick<ImportedPlace, 'name' | 'code' | 'level'>): ImportedPlace => ({
  line: 2,
  ...over,
})
const plan = (rows: readonly ImportedPlace[], over: Partial<typeof facts> = {}) =>
  planImport(rows, { ...facts, ...over })
const told = (rows: readonly ImportedPlace[], over: Partial<typeof facts> = {}) =>
  plan(rows, over).map(({ change, faults }) =>
    [change, ...faults.map((fault) => `${fault.column} ${fault.code}`)].join(' '),
  )

test('a row is new, changed or the same, known by its code', () => {
  const rows = [
    row({ name: '新社区', code: '530102001002', level: 'community' }),
    row({ name: '第 1 网格', code: grid.code, level: 'grid', parentCode: community.code }),
    row({ name: '幸福社区', code: community.code, level: 'community', householdCount: 1200 }),
  ]
  assert.deepEqual(told(rows), ['create', 'same', 'update'])
})

test('what a row leaves empty it does not change', () => {
  const full = { ...grid, householdCount: 300, address: '和平路 1 号' }
  const rows = [row({ name: grid.name, code: grid.code, level: 'grid', parentCode: community.code })]
  assert.deepEqual(told(rows, { known: [community, full] }), ['same'])
})

test('parents may stand in the same file, after their children too', () => {
  const rows = [
    row({ line: 2, name: '第 1 网格', code: 'N-01', level: 'grid', parentCode: '530102001009' }),
    row({ line: 3, name: '新社区', code: '530102001009', level: 'community' }),
  ]
  assert.deepEqual(told(rows), ['create', 'create'])
  assert.deepEqual(
    byLevel(plan(rows)).map((planned) => planned.row.level),
    ['community', 'grid'],
  )
})

test('every bad row says which column and why', () => {
  const cases: readonly [ImportedPlace, string][] = [
    [row({ name: '甲', code: 'A', level: 'grid', parentCode: '404' }), 'bad parentCode places.parent_not_found'],
    [
      row({ name: '甲', code: '530102001002', level: 'community', longitude: 102 }),
      'bad latitude places.position_incomplete',
    ],
    [row({ name: '甲', code: 'A', level: 'grid' }), 'bad level places.level_not_below'],
    [row({ name: '甲', code: '530199001002', level: 'community' }), 'bad code places.code_not_continued'],
    [row({ name: '第 1 网格', code: 'A', level: 'grid', parentCode: community.code }), 'bad name places.name_conflict'],
    [
      row({ name: '甲', code: grid.code, level: 'compound', parentCode: community.code }),
      'bad level places.level_differs',
    ],
    [row({ name: '甲', code: 'G', level: 'compound', parentCode: 'G' }), 'bad parentCode places.parent_not_found'],
  ]
  for (const [bad, expected] of cases) assert.deepEqual(told([bad]), [expected])
})

test('a code of a place outside is refused, and so is a move', () => {
  const other = known({
    id: 6,
    parentId: 3,
    code: '530102001002',
    level: 'community',
    path: '1.2.3.6.',
    name: '向阳社区',
  })
  const over = { known: [community, grid, elsewhere, other] }
  const outside = row({ name: '甲', code: elsewhere.code, level: 'grid', parentCode: community.code })
  assert.deepEqual(told([outside], over), ['bad code places.code_conflict'])
  const moved = row({ name: grid.name, code: grid.code, level: 'grid', parentCode: other.code })
  assert.deepEqual(told([moved], over), ['bad parentCode places.parent_differs'])
})

test('the second row of a code and of a name is bad, the first is not', () => {
  const rows = [
    row({ line: 2, name: '甲', code: 'A', level: 'grid', parentCode: community.code }),
    row({ line: 3, name: '乙', code: 'A', level: 'grid', parentCode: community.code }),
    row({ line: 4, name: '甲', code: 'B', level: 'grid', parentCode: community.code }),
  ]
  assert.deepEqual(told(rows), ['create', 'bad code places.code_twice', 'bad name places.name_conflict'])
})

test('a name that the same file frees can be taken', () => {
  const rows = [
    row({ line: 2, name: '旧网格', code: grid.code, level: 'grid', parentCode: community.code }),
    row({ line: 3, name: '第 1 网格', code: 'NEW', level: 'grid', parentCode: community.code }),
  ]
  assert.deepEqual(told(rows), ['update', 'create'])
})

test('what stands below a row that could not be read is not wrong for that', () => {
  const rows = [row({ name: '甲', code: 'A', level: 'grid', parentCode: '530102001077' })]
  assert.deepEqual(told(rows, { brokenCodes: new Set(['530102001077']) }), ['create'])
})

const box = (west: number, east: number): Boundary => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 25],
      [east, 25],
      [east, 25.01],
      [west, 25.01],
      [west, 25],
    ],
  ],
})

test('boundaries are checked against each other and against those that stay', () => {
  const drawn = { ...grid, boundary: box(102, 102.01) }
  const two = [
    row({ line: 2, name: '甲', code: 'A', level: 'grid', parentCode: community.code, boundary: box(102.01, 102.02) }),
    row({ line: 3, name: '乙', code: 'B', level: 'grid', parentCode: community.code, boundary: box(102.005, 102.008) }),
  ]
  assert.deepEqual(told(two, { known: [community, drawn] }), ['create', 'bad boundary places.boundary_overlaps'])
  const same = row({
    name: grid.name,
    code: grid.code,
    level: 'grid',
    parentCode: community.code,
    boundary: box(102, 102.01),
  })
  assert.deepEqual(told([same], { known: [community, drawn] }), ['same'])
})

test('whatever the file, each row gets one verdict, and rows that are not bad have a parent and no fault', () => {
  const codes = fc.constantFrom('A', 'B', 'C', community.code, grid.code, '530102001002', elsewhere.code)
  const anyRow = fc.record({
    line: fc.nat(),
    name: fc.constantFrom('甲', '乙', '第 1 网格'),
    code: codes,
    level: fc.constantFrom('community' as const, 'grid' as const, 'compound' as const, 'building' as const),
    parentCode: fc.option(codes, { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
      const planned = plan(rows, { known: [community, grid, elsewhere] })
      assert.equal(planned.length, rows.length)
      for (const { change, faults } of planned) assert.equal(change === 'bad', faults.length > 0)
      const good = planned.filter((one) => one.change !== 'bad').map((one) => one.row.code)
      assert.equal(new Set(good).size, good.length, 'no code twice')
    }),
  )
})
