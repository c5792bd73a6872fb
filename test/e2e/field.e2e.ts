// The field app in a real browser, by a grid worker outdoors: what was reported arrives exactly once, whatever the
// network, the server and the sign-in do in between.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { acceptCase, dispatchCase, fileCase, listCategories, reportCase } from '#modules/cases/contract'
import { axeFindings } from './axe.ts'
import { pageIsReady } from './ready.ts'
import { isTooWide, openTestServer } from './server.ts'

const server = await openTestServer(14)

const { district, platform } = server
const { operations } = platform.services
const PHONE = { width: 360, height: 740 }
const gridWorker = server.member('gridWorker')
const POSITION = { longitude: 121.1, latitude: 30.7, accuracy: 8 }

const photo = await sharp({ create: { width: 2_400, height: 1_800, channels: 3, background: '#7a8a6a' } })
  .jpeg()
  .toBuffer()
const PICTURE = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo }

const openField = async (options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await server.open(gridWorker.actor.personId, {
    viewport: PHONE,
    geolocation: POSITION,
    permissions: ['geolocation'],
    ...options,
  })
  const page = await context.newPage()
  await page.goto(`${server.base}/field`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { context, page }
}

/** The app says that it will open without a network. */
const isKept = (page: Page): Promise<void> => page.getByText('没有网络也能打开').waitFor()

const report = async (page: Page, words: string): Promise<void> => {
  await page.getByRole('link', { name: '拍照上报' }).click()
  await page.locator('input[type=file]').setInputFiles(PICTURE)
  await page.getByText(/已定位/).waitFor()
  if (words) await page.getByLabel(/看到什么/).fill(words)
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.waitForURL(/\/field$/)
}

interface CaseRow {
  readonly id: string
  readonly longitude: number | null
  readonly latitude: number | null
}
const casesCalled = (title: string): Promise<CaseRow[]> =>
  platform.rows(district.districtId, 'select id, longitude, latitude from cases.case_file where title = $1', [title])

const sentLine = (page: Page, title: string): Promise<void> =>
  page.getByRole('region', { name: '最近传好的' }).getByRole('listitem').filter({ hasText: title }).first().waitFor()

const waitingLine = (page: Page, title: string, state: RegExp): Promise<void> =>
  page
    .getByRole('region', { name: /待传/ })
    .getByRole('listitem')
    .filter({ hasText: title })
    .filter({ hasText: state })
    .first()
    .waitFor()

test('three taps report a photo with its position, without a word typed, a step outside every boundary as well', async () => {
  const { page } = await openField()
  await report(page, '')
  await sentLine(page, '见照片')
  const [found, ...more] = await casesCalled('见照片')
  assert.equal(more.length, 0)
  assert.ok(Math.abs(Number(found?.longitude) - POSITION.longitude) < 0.01, String(found?.longitude))
  assert.ok(Math.abs(Number(found?.latitude) - POSITION.latitude) < 0.01, String(found?.latitude))
  const files = await platform.rows(
    district.districtId,
    'select 1 from platform.entry where matter_id = $1 and cardinality(files) = 1',
    [found?.id],
  )
  assert.equal(files.length, 1)
})

test('an empty report is refused on the spot, and what was chosen is still there', async () => {
  const { page } = await openField()
  await page.getByRole('link', { name: '拍照上报' }).click()
  await page.getByLabel(/具体位置/).fill('3 幢门口')
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByText('写一句看到了什么，或者拍一张照片').waitFor()
  assert.equal(await page.getByLabel(/具体位置/).inputValue(), '3 幢门口')
})

test('reported without a network, over a reload, and delivered exactly once when the network is back', async () => {
  const { context, page } = await openField()
  await isKept(page)
  await context.setOffline(true)
  await page.getByText('没有网络，照常拍').waitFor()
  await report(page, '村口凉亭的柱子裂了')
  await waitingLine(page, '村口凉亭的柱子裂了', /等网络/)
  await page.reload()
  await waitingLine(page, '村口凉亭的柱子裂了', /等网络/)
  await page.goto(`${server.base}/field/report`)
  await page.getByRole('heading', { name: '拍照上报' }).waitFor()
  await page.goto(`${server.base}/field`)
  assert.equal((await casesCalled('村口凉亭的柱子裂了')).length, 0)
  await context.setOffline(false)
  await sentLine(page, '村口凉亭的柱子裂了')
  await page.reload()
  await sentLine(page, '村口凉亭的柱子裂了')
  assert.equal((await casesCalled('村口凉亭的柱子裂了')).length, 1)
})

test('while the server is down everything waits on the phone, and goes when it answers again', async () => {
  const { page } = await openField()
  await isKept(page)
  await server.stop()
  try {
    await report(page, '公告栏玻璃碎了')
    await waitingLine(page, '公告栏玻璃碎了', /等网络/)
    await page.reload()
    await waitingLine(page, '公告栏玻璃碎了', /等网络/)
  } finally {
    // The tests below need it, whatever came of this one.
    await server.start()
  }
  await page.getByRole('button', { name: '现在就传' }).click()
  await sentLine(page, '公告栏玻璃碎了')
  assert.equal((await casesCalled('公告栏玻璃碎了')).length, 1)
})

for (const withPhoto of [true, false]) {
  const title = withPhoto ? '消防通道停了车' : '沟渠里有死鱼'
  test(`a sign-in that ended outdoors loses nothing: it asks to sign in, comes back and sends (${withPhoto ? 'with' : 'without'} a photo)`, async () => {
    const { context, page } = await openField()
    await isKept(page)
    await context.setOffline(true)
    if (withPhoto) await report(page, title)
    else {
      await page.getByRole('link', { name: '拍照上报' }).click()
      await page.getByLabel(/看到什么/).fill(title)
      await page.getByRole('radio', { name: /有危险/ }).check()
      await page.getByRole('button', { name: '上报', exact: true }).click()
    }
    await waitingLine(page, title, /等网络/)
    await platform.rows(district.districtId, 'update identity.session set ended_at = now() where person_id = $1', [
      gridWorker.actor.personId,
    ])
    await context.setOffline(false)
    await waitingLine(page, title, /登录过期/)
    assert.equal((await casesCalled(title)).length, 0)
    await page.getByRole('link', { name: /请重新登录/ }).click()
    await page.getByLabel('手机号').waitFor()
    assert.match(page.url(), /\/desk\/sign-in\?next=/)
    const signedIn = await server.open(gridWorker.actor.personId)
    await context.addCookies(await signedIn.cookies())
    await signedIn.close()
    await page.reload()
    await page.waitForURL(/\/field$/)
    await sentLine(page, title)
    assert.equal((await casesCalled(title)).length, 1)
  })
}

test('an answer lost on the way makes the phone send again, and there is still one case', async () => {
  const { page } = await openField({ serviceWorkers: 'block' })
  let lost = 0
  await page.route('**/api/cases.case.report', async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort()
  })
  const failure = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/cases.case.report'))
  await report(page, '球场的篮板掉了')
  await failure
  await waitingLine(page, '球场的篮板掉了', /等网络/)
  assert.equal((await casesCalled('球场的篮板掉了')).length, 1)
  await page.getByRole('button', { name: '现在就传' }).click()
  await sentLine(page, '球场的篮板掉了')
  assert.equal((await casesCalled('球场的篮板掉了')).length, 1)
})

/** A matter in the grid of the grid worker, given to exactly this person. */
const giveTask = async (title: string): Promise<string> => {
  platform.setNow(new Date())
  const as = (member: typeof gridWorker) => platform.as(member.actor, district.districtId)
  const worker = district.members.find(
    ({ role, placePath }) => role === 'communityWorker' && gridWorker.placePath.startsWith(placePath),
  )
  if (!worker) throw new Error('nobody works for the community')
  const placeId = gridWorker.actor.posts[0]?.placeId ?? null
  const { case: made } = await operations.perform(as(gridWorker), reportCase, {
    title,
    body: title,
    channel: 'grid',
    placeId,
  })
  const { id } = made
  const tree = await operations.perform(as(worker), listCategories, {})
  const categoryId = tree.items.find((category) => category.name === '路灯')?.id ?? 0
  await operations.perform(as(worker), acceptCase, { id })
  await operations.perform(as(worker), fileCase, { id, categoryId })
  await operations.perform(as(worker), dispatchCase, {
    id,
    organizationId: gridWorker.organizationId ?? worker.organizationId ?? '',
    personId: gridWorker.actor.personId,
  })
  await platform.drainJobs()
  return id
}

test('a task is found among the tasks and handled on the spot, with a photo', async () => {
  const id = await giveTask('5 幢路灯不亮')
  const { page } = await openField()
  await page.getByRole('link', { name: /^任务/ }).click()
  await page.getByRole('heading', { name: '任务', level: 1 }).waitFor()
  await page.getByRole('link', { name: /5 幢路灯不亮/ }).click()
  await page.getByRole('heading', { name: '5 幢路灯不亮' }).waitFor()
  await page.getByLabel('说明').fill('换了灯泡，亮了')
  await page.locator('input[type=file]').setInputFiles(PICTURE)
  await page.getByRole('button', { name: '处置完成' }).click()
  await sentLine(page, '5 幢路灯不亮')
  const [row] = await platform.rows<{ state: string }>(
    district.districtId,
    'select state from cases.case_file where id = $1',
    [id],
  )
  assert.equal(row?.state, 'handled')
  await page.getByRole('link', { name: /^任务/ }).click()
})

for (const [name, width, isElder] of [
  ['a small phone', 360, false],
  ['a small phone in large print', 360, true],
  ['a tablet', 768, false],
  ['a desk', 1366, false],
] as const) {
  test(`axe finds nothing on the field pages on ${name}, and none is too wide`, async () => {
    const id = await giveTask(`楼道灯不亮 ${width}${isElder ? '大字' : ''}`)
    const { context, page } = await openField({ viewport: { width, height: 800 } })
    await isKept(page)
    if (isElder) await context.addCookies([{ name: 'gz_elder', value: '1', url: server.base }])
    for (const address of ['/field', '/field/report', '/field/tasks', `/field/tasks/${id}`]) {
      await page.goto(`${server.base}${address}`)
      await pageIsReady(page)
      assert.equal(await page.evaluate(() => document.documentElement.classList.contains('elder')), isElder)
      assert.deepEqual(await axeFindings(page), [], `${address} at ${width}`)
      assert.equal(await isTooWide(page), false, `${address} at ${width} is too wide`)
      const folder = process.env['GONGZHI_SCREENSHOTS']
      const file = `${width}${isElder ? '-elder' : ''}${address.replaceAll('/', '-').slice(0, 20)}.png`
      if (folder) await page.screenshot({ path: `${folder}/${file}`, fullPage: true })
    }
    await context.setOffline(true)
    await report(page, '没有网络时报的')
    assert.deepEqual(await axeFindings(page), [], `the outbox at ${width}`)
    assert.equal(await isTooWide(page), false, `the outbox at ${width} is too wide`)
  })
}
