// A patrol outdoors in a real browser: without a network, over a reload, everything once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { system } from '#kernel/role'
import { createRoute } from '#modules/fieldwork/contract'
import { axeFindings } from './axe.ts'
import { pageIsReady } from './ready.ts'
import { isTooWide, openTestServer } from './server.ts'

const server = await openTestServer(2)

const { district, platform } = server
const { districtId } = district
const gridWorker = server.member('gridWorker')
const GATE = { longitude: 102.7, latitude: 25.05 }
const RIVER = { longitude: 102.7, latitude: 25.06 }

/** A route past two points that is walked all day, today by this worker. */
const planPatrol = async (name: string): Promise<string> => {
  platform.setNow(new Date())
  const route = await platform.services.operations.perform(platform.as(system, districtId), createRoute, {
    name,
    placeId: gridWorker.actor.posts[0]?.placeId ?? 0,
    organizationId: null,
    rhythm: { kind: 'interval', everyDays: 1 },
    windowFrom: '00:00',
    windowUntil: '23:59',
    points: [
      { name: '小区北门', ...GATE, radiusM: 50 },
      { name: '河堤', ...RIVER, radiusM: 50 },
    ],
  })
  const [patrol] = await platform.rows<{ id: string }>(
    districtId,
    'update fieldwork.patrol set person_id = $1 where route_id = $2 and on_day = (select min(on_day) from fieldwork.patrol where route_id = $2) returning id',
    [gridWorker.actor.personId, route.id],
  )
  return patrol?.id ?? ''
}

const openField = async (width = 360) => {
  const context = await server.open(gridWorker.actor.personId, {
    viewport: { width, height: 740 },
    geolocation: { ...GATE, accuracy: 8 },
    permissions: ['geolocation'],
  })
  const page = await context.newPage()
  await page.goto(`${server.base}/field`)
  await page.getByRole('heading', { name: '今天的巡查' }).waitFor()
  await page.getByText('没有网络也能打开').waitFor()
  return { context, page }
}

const allSent = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: '都传好了' }).waitFor({ timeout: 25_000 })

test('a patrol without a network, over a reload: begun, checked in, found, logged, finished, and each arrives once', async () => {
  const id = await planPatrol('早晚巡查')
  const { context, page } = await openField()
  await page.getByRole('link', { name: /早晚巡查/ }).waitFor()
  await context.setOffline(true)
  await page.getByRole('link', { name: /早晚巡查/ }).click()
  await page.getByRole('button', { name: '开始巡查' }).click()
  await page.getByText(/已定位/).waitFor()
  await page.getByRole('button', { name: '打卡 小区北门' }).click()
  await page.getByText('打卡有效').waitFor()
  await page.getByRole('button', { name: '打卡 河堤' }).click()
  await page.getByText('不在点位，已如实记下距离').waitFor()
  await page.reload()
  await page.getByText('打卡有效').waitFor()
  await page.getByRole('button', { name: '发现问题' }).click()
  await page.getByLabel(/看到什么/).fill('河堤护栏断了一截')
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByRole('button', { name: '记一次行动' }).click()
  await page.getByRole('radio', { name: '劝导' }).check()
  await page.getByRole('button', { name: '记下' }).click()
  await page.getByRole('button', { name: '结束巡查' }).click()
  await page.getByRole('button', { name: '还有 1 个点位没有效，仍要结束' }).click()
  await page.getByRole('heading', { name: '待传 6 条，都存在手机里' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '待传 6 条，都存在手机里' }).waitFor()
  await context.setOffline(false)
  await allSent(page)
  await page.reload()
  await allSent(page)
  const [patrol] = await platform.rows(districtId, 'select state, valid_count from fieldwork.patrol where id = $1', [
    id,
  ])
  assert.deepEqual(patrol, { state: 'done', valid_count: 1 })
  const checkIns = await platform.rows<{ verdict: string; distance_m: number }>(
    districtId,
    'select verdict, distance_m from fieldwork.check_in where patrol_id = $1 order by at',
    [id],
  )
  assert.deepEqual(
    checkIns.map(({ verdict }) => verdict),
    ['valid', 'off'],
  )
  assert.ok(Math.abs((checkIns[1]?.distance_m ?? 0) - 1_112) < 5, String(checkIns[1]?.distance_m))
  const findings = await platform.rows(
    districtId,
    `select channel, title from fieldwork.finding join cases.case_file on case_file.district_id = finding.district_id
       and case_file.id = finding.case_id where patrol_id = $1`,
    [id],
  )
  assert.deepEqual(findings, [{ channel: 'patrol', title: '河堤护栏断了一截' }])
  const actions = await platform.rows(districtId, 'select kind, function_key, count, patrol_id from fieldwork.action')
  assert.deepEqual(actions, [{ kind: 'dissuasion', function_key: 'environment', count: 1, patrol_id: id }])
  await context.close()
})

test('axe finds nothing on the pages of a patrol and of an action, and none is too wide', async () => {
  const id = await planPatrol('夜间巡查')
  const { context, page } = await openField()
  for (const address of ['/field', `/field/patrols/${id}`, '/field/action']) {
    await page.goto(`${server.base}${address}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await pageIsReady(page)
    const folder = process.env['GONGZHI_SCREENSHOTS']
    if (folder)
      await page.screenshot({ path: `${folder}/f${address.replaceAll('/', '-').slice(0, 16)}.png`, fullPage: true })
    assert.deepEqual(await axeFindings(page), [], address)
    assert.equal(await isTooWide(page), false, `${address} is too wide`)
  }
  await context.close()
})

test('at the desk a route is set up by keys alone, its patrols are listed, and coverage and actions are counted', async () => {
  const leader = server.member('administrator')
  const context = await server.open(leader.actor.personId, { viewport: { width: 1366, height: 900 } })
  const page = await context.newPage()
  const shoot = async (name: string): Promise<void> => {
    const folder = process.env['GONGZHI_SCREENSHOTS']
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  }
  await page.goto(`${server.base}/desk/patrols/routes/new`)
  await page.getByLabel('路线名称').fill('校园周边')
  await page.getByRole('combobox', { name: '辖区' }).fill('网格')
  await page
    .getByRole('option', { name: /^第 1 网格/ })
    .first()
    .click()
  await page.getByRole('button', { name: '加一个点位' }).press('Enter')
  await page.getByLabel('点位 1', { exact: true }).fill('学校东门')
  await page.getByLabel('经度').fill('102.71')
  await page.getByLabel('纬度').fill('25.06')
  await pageIsReady(page)
  await shoot('desk-new-route')
  assert.deepEqual(await axeFindings(page), [], 'the form of a route')
  await page.getByRole('button', { name: '新增路线' }).click()
  await page.getByRole('heading', { name: '校园周边', level: 1 }).waitFor()
  for (const [name, address] of [
    ['route', page.url().replace(server.base, '')],
    ['patrols', '/desk/patrols'],
    ['ahead', '/desk/patrols?days=ahead'],
    ['routes', '/desk/patrols/routes'],
    ['coverage', '/desk/patrols/coverage'],
    ['actions', '/desk/actions'],
  ] as const) {
    for (const width of [1366, 360]) {
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 })
      await page.goto(`${server.base}${address}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await pageIsReady(page)
      await shoot(`desk-${name}-${width}`)
      assert.deepEqual(await axeFindings(page), [], `${address} at ${width}`)
      assert.equal(await isTooWide(page), false, `${address} at ${width} is too wide`)
    }
  }
  await page.setViewportSize({ width: 1366, height: 900 })
  await page.goto(`${server.base}/desk/patrols`)
  await page.getByRole('link', { name: '早晚巡查' }).first().click()
  await page.getByText('不在点位').first().waitFor()
  await pageIsReady(page)
  await shoot('desk-patrol')
  assert.deepEqual(await axeFindings(page), [], 'a patrol')
  await page.goto(`${server.base}/desk/actions`)
  await page.getByRole('cell', { name: '1 人次' }).waitFor()
})
