import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import {
  acceptCase,
  closeCase,
  dispatchCase,
  fileCase,
  findCaseByQueryCode,
  listCategories,
  resolveCase,
  verifyCase,
} from '#modules/cases/contract'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { axeFindings } from './axe.ts'
import { isTooWide, openTestServer } from './server.ts'

const server = await openTestServer(14)

const PHONE = { width: 360, height: 740 }
const SCRIPT_BYTES_MAX = 85 * 1024

const lampPhoto = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#3a3f58' } })
  .jpeg()
  .toBuffer()

/** Where the first photo of the page opens in full. */
const photoHref = (page: Page): Promise<string | null> => page.locator('.photos a').first().getAttribute('href')

test('without JavaScript a resident reports, follows the matter by its query code, and judges how it was handled', async () => {
  const context = await server.open(null, { viewport: PHONE, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${server.base}/`)
  await page.getByRole('link', { name: /反映问题/ }).click()
  await page.getByLabel('说说看').fill('楼下的路灯灭了三天，晚上看不见台阶')
  await page.locator('input[type=file]').setInputFiles({ name: 'lamp.jpg', mimeType: 'image/jpeg', buffer: lampPhoto })
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel(/具体位置/).fill('3 幢门口')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '反映给社区' }).click()
  assert.match(await page.getByRole('status').innerText(), /收到了/)
  const queryCode = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const id = await handleToClosing(queryCode)
  await page.goto(`${server.base}/track`)
  await page.getByLabel(/查询码/).fill(queryCode.toLowerCase())
  await page.getByRole('button', { name: '看进度' }).click()
  const shown = page.getByRole('img', { name: /路灯/ }).first()
  await shown.waitFor()
  assert.equal(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)), 320)
  const whole = await page.request.get(new URL((await photoHref(page)) ?? '', server.base).href)
  assert.deepEqual([whole.status(), whole.headers()['content-type']], [200, 'image/jpeg'])
  await page.getByRole('radio', { name: '非常满意' }).check()
  await page.getByRole('button', { name: '提交评价' }).click()
  await page.getByText('已评价', { exact: true }).waitFor()
  const [judged] = await server.platform.rows<{ rating: number }>(
    server.district.districtId,
    'select rating from cases.case_file where id = $1',
    [id],
  )
  assert.equal(judged?.rating, 5)
})

/** What the staff do in between, each through the operation of the step. */
const handleToClosing = async (queryCode: string): Promise<string> => {
  const { platform, district } = server
  const { operations } = platform.services
  platform.setNow(new Date())
  const as = (role: Parameters<typeof server.member>[0]) => platform.as(server.member(role).actor, district.districtId)
  const { id } = await operations.perform(as('communityWorker'), findCaseByQueryCode, { queryCode })
  const tree = await operations.perform(as('communityWorker'), listCategories, {})
  const categoryId = tree.items.find((category) => category.name === '路灯')?.id ?? 0
  await operations.perform(as('communityWorker'), acceptCase, { id })
  await operations.perform(as('communityWorker'), fileCase, { id, categoryId })
  const organizationId = server.member('departmentOfficer').organizationId ?? ''
  await operations.perform(as('communityWorker'), dispatchCase, { id, organizationId })
  await operations.perform(as('departmentOfficer'), resolveCase, { id, words: '换了灯泡和镇流器' })
  await operations.perform(as('streetOfficer'), verifyCase, { id, words: '亮了' })
  await operations.perform(as('communityWorker'), closeCase, {
    id,
    words: '路灯修好了',
    headline: '3 幢门口的路灯，亮了',
  })
  return id
}

test('a report without words is refused on the spot and keeps what was written', async () => {
  const context = await server.open(null, { viewport: PHONE, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${server.base}/report`)
  await page.getByRole('button', { name: '下一步' }).click()
  await page
    .getByText(/还没写是什么事/)
    .first()
    .waitFor()
})

test('an unknown query code is refused in words, and the pages of others stay closed', async () => {
  const context = await server.open(null)
  const page = await context.newPage()
  await page.goto(`${server.base}/track`)
  await page.getByLabel(/查询码/).fill('2222-2222-2222')
  await page.getByRole('button', { name: '看进度' }).click()
  await page
    .getByText(/没有这个查询码/)
    .first()
    .waitFor()
  await page.goto(`${server.base}/mine`)
  assert.match(page.url(), /\/sign-in\?next=/)
})

test('a resident signs in with the code sent to the phone', async () => {
  const context = await server.open(null, { viewport: PHONE })
  const page = await context.newPage()
  await page.goto(`${server.base}/sign-in`)
  await page.getByLabel('手机号').fill('100 9900 0001')
  await page.getByRole('button', { name: '发验证码' }).click()
  await page.getByLabel('验证码').waitFor()
  const rows = await server.platform.rows<{ body: string }>(
    server.district.districtId,
    `select body from platform.delivery where recipient like '%10099000001' order by created_at desc limit 1`,
  )
  const code = /\d{6}/.exec(rows[0]?.body ?? '')?.[0] ?? ''
  await page.getByLabel('验证码').fill(code)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL(/\/mine/)
})

const PAGES = ['/', '/answers', '/report', '/track', '/place', '/sign-in', '/privacy']

for (const [name, width, isElder] of [
  ['a small phone', 360, false],
  ['a small phone in large print', 360, true],
  ['a tablet', 768, false],
  ['a desk', 1366, false],
] as const) {
  test(`axe finds nothing on the portal's pages on ${name}, and none is too wide`, async () => {
    const resident = server.district.communities[0]?.residents[0]?.personId ?? null
    const context = await server.open(resident, { viewport: { width, height: 800 } })
    if (isElder) await context.addCookies([{ name: 'gz_elder', value: '1', url: server.base }])
    const page = await context.newPage()
    for (const address of [...PAGES, '/mine', '/account']) {
      await page.goto(`${server.base}${address}`)
      assert.deepEqual(await axeFindings(page), [], `${address} at ${width}`)
      assert.equal(await isTooWide(page), false, `${address} at ${width} is too wide`)
    }
  })
}

test('the portal keeps to its budget of script and asks nobody else for anything', async () => {
  const context = await server.open(null, { viewport: PHONE })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${server.base}/`)
  assert.ok(
    asked.every((url) => url.startsWith(server.base)),
    asked.join('\n'),
  )
  const scripts = asked.filter((url) => url.endsWith('.js'))
  const bytes = scripts.reduce(
    (sum, url) => sum + gzipSync(readFileSync(`dist/client${new URL(url).pathname}`)).length,
    0,
  )
  assert.ok(bytes > 0 && bytes <= SCRIPT_BYTES_MAX, `${bytes} bytes of script`)
})
