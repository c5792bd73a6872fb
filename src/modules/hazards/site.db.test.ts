import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PassThrough } from 'node:stream'
import { buildDistrict } from '#modules/places/testing'
import { findEverything } from '#modules/workplace/contract'
import { openTestPlatform } from '#platform/testing'
import * as contract from './contract.ts'
import { act, buildHazardTeam, buildSite, hazardModules, type HazardTeam, inspect } from './testing.ts'

const platform = await openTestPlatform(hazardModules)
const team = async (): Promise<HazardTeam> => buildHazardTeam(platform, await buildDistrict(platform))

const upload = (
  ours: HazardTeam,
  operation: typeof contract.commitSiteImport | typeof contract.previewSiteImport,
  bytes: Buffer,
) =>
  platform.services.operations.upload(
    platform.as(ours.secretary, ours.here.id),
    operation,
    { withinId: ours.here.community.id },
    { fileName: 'sites.csv', bytes },
  )

test('who answers for a site is masked; a look asks the reason and is written down', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours, { responsibleName: '王小芳', responsiblePhone: '13812341234' })
  assert.deepEqual([site.responsibleName, site.responsiblePhone], ['王*芳', '138****1234'])
  const shown = await act(platform, ours, ours.inspector, contract.revealSite, { id: site.id, reason: '通知整改' })
  assert.equal(shown.responsiblePhone, '13812341234')
  const looks = await platform.rows(
    ours.here.id,
    "select 1 from platform.access_log where subject_kind = 'site' and subject_id = $1 and reason = '通知整改'",
    [site.id],
  )
  assert.equal(looks.length, 1)
  const changed = await act(platform, ours, ours.inspector, contract.changeSite, {
    id: site.id,
    version: site.version,
    name: '好邻居生鲜',
    kindId: site.kind.id,
    placeId: site.place.id,
    risk: 'high',
  })
  assert.deepEqual([changed.name, changed.risk, changed.responsibleName], ['好邻居生鲜', 'high', '王*芳'])
})

test('a site has one name at its place, is found by words, and is not closed while something is open', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours, { name: '阳光旅馆' })
  await assert.rejects(buildSite(platform, ours, { name: '阳光旅馆' }), { code: 'hazards.site_name_conflict' })
  const { items } = await act(platform, ours, ours.chief, contract.listSites, { words: '阳光' })
  assert.deepEqual(
    items.map(({ id }) => id),
    [site.id],
  )
  const { items: hits } = await act(platform, ours, ours.chief, findEverything, { words: '阳光旅馆' })
  assert.deepEqual(
    hits.map(({ kind }) => kind),
    ['site'],
  )
  await inspect(platform, ours, site.id)
  const close = () => act(platform, ours, ours.inspector, contract.closeSite, { id: site.id, version: site.version })
  await assert.rejects(close(), { code: 'hazards.site_has_open' })
  assert.equal((await act(platform, ours, ours.chief, contract.listSites, { has: 'open' })).items.length, 1)
})

test('a file of sites is taken in whole; the same file again, and the exported one, change nothing', async () => {
  const ours = await team()
  const code = ours.here.grid.code
  const csv = (rows: readonly string[]): Buffer =>
    Buffer.from(['场所名称,场所类别,辖区代码,地址,负责人,电话,风险等级', ...rows].join('\n'))
  const rows = [`小炒店,小餐饮,${code},光明路 5 号,李建国,13800001111,高`, `便民旅社,小旅馆,${code},,,,`]
  const bad = csv([...rows, `无名,没有的类别,${code},,,,`])
  const preview = await upload(ours, contract.previewSiteImport, bad)
  assert.deepEqual([preview.createdCount, preview.badCount], [2, 1])
  await assert.rejects(upload(ours, contract.commitSiteImport, bad), { code: 'hazards.import_has_faults' })
  assert.equal((await act(platform, ours, ours.chief, contract.listSites, {})).items.length, 0)
  assert.equal((await upload(ours, contract.commitSiteImport, csv(rows))).createdCount, 2)
  assert.equal((await upload(ours, contract.commitSiteImport, csv(rows))).sameCount, 2)
  const ctx = platform.as(ours.chief, ours.here.id)
  const file = await platform.services.operations.stream(ctx, contract.exportSites, {})
  const out = new PassThrough()
  const chunks: Buffer[] = []
  out.on('data', (chunk: Buffer) => chunks.push(chunk))
  await file.write(out)
  assert.equal((await upload(ours, contract.commitSiteImport, Buffer.concat(chunks))).sameCount, 2)
})

test('a position tells whether the inspector was there', async () => {
  const ours = await team()
  const site = await buildSite(platform, ours, { point: { longitude: 102.7, latitude: 25.04 } })
  const record = (longitude: number | null) =>
    act(platform, ours, ours.inspector, contract.recordInspection, {
      siteId: site.id,
      point: longitude === null ? null : { longitude, latitude: 25.04 },
      items: [{ kindId: ours.kindIds[0], result: 'pass' }],
    })
  assert.equal((await record(102.701)).inspection.isOnSite, true)
  assert.equal((await record(102.71)).inspection.isOnSite, false)
  assert.equal((await record(null)).inspection.isOnSite, null)
})
