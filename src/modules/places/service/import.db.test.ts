import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import type { z } from 'zod'
import { places } from '#modules/places'
import { openTestPlatform } from '#platform/testing'
import * as contract from '../contract.ts'
import { actorAt, boxAt, buildDistrict, squareAt, type TestDistrict } from '../testing.ts'

const platform = await openTestPlatform([places])
const { operations } = platform.services

const open = async () => {
  const here = await buildDistrict(platform)
  const administrator = actorAt(here.district, ['administrator'])
  return { here, as: () => platform.as(administrator, here.id) }
}
type Stage = Awaited<ReturnType<typeof open>>

const csv = (lines: readonly (readonly (string | number)[])[]) => ({
  fileName: '网格.csv',
  bytes: Buffer.from(lines.map((line) => line.map((cell) => JSON.stringify(String(cell))).join(',')).join('\n')),
})

const HEAD = ['名称', '代码', '级别', '上级代码', '类型', '户数', '人口', '经度', '纬度']

/** A community with a grid, a compound and a building; the children stand before their parents. */
const fileOf = (here: TestDistrict) => {
  const street = here.street.code.slice(0, 9)
  return csv([
    HEAD,
    ['1 栋', `${here.id}-B1`, '楼栋', `${here.id}-C1`, '', '', '', 102.7005, 25.0005],
    ['花园小区', `${here.id}-C1`, '小区', `${here.id}-G1`, '商品房小区', 300, 900, '', ''],
    ['新网格', `${here.id}-G1`, '网格', `${street}002`, '', 300, '1,100', '', ''],
    ['新社区', `${street}002`, '社区', here.street.code, '', '', '', '', ''],
  ])
}

const run = (
  stage: Stage,
  operation: typeof contract.commitImport | typeof contract.previewImport,
  file: { fileName: string; bytes: Buffer },
  withinId = stage.here.street.id,
) => operations.upload(stage.as(), operation as typeof contract.commitImport, { withinId }, file)

const list = (stage: Stage, input: z.input<typeof contract.listPlaces.input>) =>
  operations.perform(stage.as(), contract.listPlaces, input).then((page) => page.items)

test('places.import.preview says what a file would do and changes nothing', async () => {
  const stage = await open()
  const report = await run(stage, contract.previewImport, fileOf(stage.here))
  assert.deepEqual([report.rowCount, report.createdCount, report.badCount], [4, 4, 0])
  assert.deepEqual(await list(stage, { withinId: stage.here.street.id, words: '新社区' }), [])
})

test('places.import.commit takes in a whole tree, and the same file again changes nothing', async () => {
  const stage = await open()
  const first = await run(stage, contract.commitImport, fileOf(stage.here))
  assert.equal(first.createdCount, 4)
  const [building] = await list(stage, { withinId: stage.here.street.id, level: 'building' })
  const found = await operations.perform(stage.as(), contract.findPlace, { id: building?.id ?? 0 })
  assert.deepEqual(
    found.above.map((place) => place.level),
    ['city', 'district', 'street', 'community', 'grid', 'compound'],
  )
  assert.deepEqual(building?.center, { longitude: 102.7005, latitude: 25.0005 })
  const [compound] = await list(stage, { withinId: stage.here.street.id, level: 'compound' })
  assert.deepEqual([compound?.compoundKind, compound?.householdCount], ['commercial', 300])
  const second = await run(stage, contract.commitImport, fileOf(stage.here))
  assert.deepEqual([second.createdCount, second.updatedCount, second.sameCount], [0, 0, 4])
  const [again] = await list(stage, { withinId: stage.here.street.id, level: 'building' })
  assert.deepEqual(again, building)
})

test('a row that changed is updated and named in the report; an empty cell changes nothing', async () => {
  const stage = await open()
  await run(stage, contract.commitImport, fileOf(stage.here))
  const file = csv([
    ['名称', '代码', '级别', '上级代码', '户数', '人口'],
    ['新网格', `${stage.here.id}-G1`, '网格', `${stage.here.street.code.slice(0, 9)}002`, 350, ''],
  ])
  const report = await run(stage, contract.commitImport, file)
  assert.deepEqual([report.updatedCount, report.rows[0]?.change], [1, 'update'])
  const [grid] = await list(stage, { withinId: stage.here.street.id, words: '新网格' })
  assert.deepEqual([grid?.householdCount, grid?.residentCount], [350, 1100])
})

test('a file with one bad row is refused as a whole, and the preview points at the cell', async () => {
  const stage = await open()
  const good = fileOf(stage.here).bytes.toString()
  const file = {
    fileName: '网格.csv',
    bytes: Buffer.from(`${good}\n坏网格,${stage.here.id}-G9,格子,404,,-3,,102.7,95`),
  }
  const report = await run(stage, contract.previewImport, file)
  assert.equal(report.badCount, 1)
  assert.equal(report.rows[0]?.line, 6)
  assert.deepEqual(
    report.rows[0]?.faults.map((fault) => [fault.column, fault.code]),
    [
      ['级别', 'office.cell_not_a_choice'],
      ['户数', 'office.cell_out_of_range'],
      ['纬度', 'office.cell_out_of_range'],
    ],
  )
  await assert.rejects(run(stage, contract.commitImport, file), {
    code: 'places.import_has_faults',
    data: { count: 1, line: 6 },
  })
  assert.deepEqual(await list(stage, { withinId: stage.here.street.id, words: '新社区' }), [])
})

test('an import reaches no further than the place it was given, and needs its administrator', async () => {
  const stage = await open()
  const other = await open()
  const outside = csv([HEAD, ['甲', other.here.grid.code, '网格', stage.here.community.code, '', '', '', '', '']])
  const report = await run(stage, contract.previewImport, outside)
  assert.equal(report.rows[0]?.faults[0]?.code, 'places.code_conflict')
  await assert.rejects(run(stage, contract.commitImport, fileOf(stage.here), other.here.street.id), {
    code: 'auth.forbidden',
  })
  const worker = platform.as(actorAt(stage.here.street, ['communityWorker']), stage.here.id)
  const refused = operations.upload(
    worker,
    contract.commitImport,
    { withinId: stage.here.street.id },
    fileOf(stage.here),
  )
  await assert.rejects(refused, { code: 'auth.forbidden' })
})

test('a name that a row gives up is taken by another row of the file', async () => {
  const stage = await open()
  const { community, grid, id } = stage.here
  const file = csv([
    HEAD,
    [grid.name, `${id}-N`, '网格', community.code, '', '', '', '', ''],
    ['旧网格', grid.code, '网格', community.code, '', '', '', '', ''],
  ])
  const report = await run(stage, contract.commitImport, file)
  assert.deepEqual([report.createdCount, report.updatedCount], [1, 1])
})

test('two imports of the same file at once put every place in once', async () => {
  const stage = await open()
  const reports = await Promise.all([1, 2, 3].map(() => run(stage, contract.commitImport, fileOf(stage.here))))
  assert.deepEqual(reports.map((report) => report.createdCount).sort(), [0, 0, 4])
})

const geojson = (features: readonly object[]) => ({
  fileName: '网格.geojson',
  bytes: Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: features.map((feature) => ({ type: 'Feature', ...feature })),
    }),
  ),
})

test('GeoJSON brings boundaries, twice without a change, and overlapping ones are refused by row', async () => {
  const stage = await open()
  const { community, id } = stage.here
  const properties = (code: string) => ({
    name: code,
    code: `${id}-${code}`,
    level: 'grid',
    parentCode: community.code,
  })
  const file = geojson([
    { properties: properties('A'), geometry: squareAt(102.7, 25, 0.01) },
    { properties: properties('B'), geometry: squareAt(102.71, 25, 0.01) },
  ])
  assert.equal((await run(stage, contract.commitImport, file)).createdCount, 2)
  assert.equal((await run(stage, contract.commitImport, file)).sameCount, 2)
  const over = geojson([{ properties: properties('C'), geometry: boxAt(102.705, 25, 102.709, 25.01) }])
  const report = await run(stage, contract.previewImport, over)
  assert.deepEqual(
    report.rows[0]?.faults.map((fault) => fault.code),
    ['places.boundary_overlaps'],
  )
  assert.equal(report.rows[0]?.faults[0]?.data['neighbour'], 'A')
  const moved = geojson([{ properties: properties('A'), geometry: squareAt(102.7, 25.01, 0.01) }])
  assert.equal((await run(stage, contract.commitImport, moved)).updatedCount, 1)
})

test('what is no table and no GeoJSON is refused with its reason', async () => {
  const stage = await open()
  const upload = (bytes: Buffer) => run(stage, contract.previewImport, { fileName: 'x', bytes })
  await assert.rejects(upload(Buffer.from('{"type":"FeatureCollection","features":[{"type":"Feature"}]}')), {
    code: 'places.geojson_not_valid',
  })
  await assert.rejects(upload(Buffer.from('{"type": broken')), { code: 'places.geojson_not_valid' })
  await assert.rejects(upload(Buffer.from('姓名,电话\n甲,1')), { code: 'office.column_missing' })
  await assert.rejects(upload(Buffer.alloc(0)), { code: 'office.empty' })
})

const bytesOf = async (stage: Stage, format: 'xlsx' | 'geojson') => {
  const answer = await operations.stream(stage.as(), contract.exportPlaces, { withinId: stage.here.street.id, format })
  const pieces: Buffer[] = []
  const out = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece)
      done()
    },
  })
  await answer.write(out)
  return { fileName: answer.fileName, bytes: Buffer.concat(pieces) }
}

test('what was exported, as a workbook or as GeoJSON, can be imported again and changes nothing', async () => {
  const stage = await open()
  await run(stage, contract.commitImport, fileOf(stage.here))
  const drawn = geojson([
    {
      properties: {
        name: '新网格',
        code: `${stage.here.id}-G1`,
        level: '网格',
        parentCode: `${stage.here.street.code.slice(0, 9)}002`,
      },
      geometry: squareAt(102.7, 25, 0.01),
    },
  ])
  await run(stage, contract.commitImport, drawn)
  for (const format of ['xlsx', 'geojson'] as const) {
    const report = await run(stage, contract.commitImport, await bytesOf(stage, format))
    assert.deepEqual([report.rowCount, report.sameCount], [6, 6], format)
  }
  const features = JSON.parse((await bytesOf(stage, 'geojson')).bytes.toString()) as {
    features: { geometry: object | null }[]
  }
  assert.deepEqual(
    features.features.filter((feature) => feature.geometry).map((feature) => feature.geometry),
    [squareAt(102.7, 25, 0.01)],
  )
})

test('six thousand places are taken in at once', async () => {
  const stage = await open()
  const rows = Array.from({ length: 6_000 }, (_, at) => [
    `${at} 栋`,
    `${stage.here.id}-M${at}`,
    '楼栋',
    stage.here.community.code,
    '',
    '',
    '',
    '',
    '',
  ])
  const startedAt = performance.now()
  const report = await run(stage, contract.commitImport, csv([HEAD, ...rows]))
  assert.equal(report.createdCount, 6_000)
  assert.equal(report.rows.length, 200)
  assert.ok(performance.now() - startedAt < 20_000)
})
