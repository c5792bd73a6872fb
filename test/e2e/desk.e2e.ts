// The workbench in a real browser, by the people who work at it: sign-in with two factors, one matter taken to its end
// by keyboard alone, refusals that say why and lose nothing, a file with bad rows, and pages that everybody can use.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { pathIds } from '#kernel/place'
import type { Role } from '#kernel/role'
import { acceptCase, fileCase, listCategories, reportCase } from '#modules/cases/contract'
import { revealField } from '#modules/identity/contract'
import type { Member } from '../../scenarios/demo/build-district.ts'
import { axeFindings } from './axe.ts'
import { pageIsReady } from './ready.ts'
import { isTooWide, openTestServer } from './server.ts'

const server = await openTestServer(24)

const { district, platform } = server
const { operations } = platform.services
const DESK = { width: 1366, height: 768 }
const PASSWORD = '海棠花开在7号院门口'
const TOTP_PERIOD_MS = 30_000
const KEY_PRESSES_MAX = 60

/** A grid worker, and who works for the community above. */
const gridWorker = server.member('gridWorker')
const worker = above('communityWorker', gridWorker)
const department = server.member('departmentOfficer')
const administrator = server.member('administrator')

function above(role: Role, below: Member): Member {
  const found = district.members.find((member) => member.role === role && below.placePath.startsWith(member.placePath))
  if (!found) throw new Error(`nobody is ${role} there`)
  return found
}

const as = (member: Member) => {
  platform.setNow(new Date())
  return platform.as(member.actor, district.districtId)
}

const open = (member: Member, options: BrowserContextOptions = {}): Promise<BrowserContext> =>
  server.open(member.actor.personId, { viewport: DESK, reducedMotion: 'reduce', ...options })

/** Something that was said in the grid of the grid worker, and waits to be accepted. */
const report = async (title: string): Promise<string> => {
  const answer = await operations.perform(as(gridWorker), reportCase, {
    title,
    body: `${title}，住户说有一个星期了`,
    channel: 'grid',
    placeId: pathIds(gridWorker.placePath).at(-1) ?? null,
    reporterName: '李桂芳',
    reporterPhone: '13808710001',
  })
  return answer.case.id
}

const leafCategory = async (): Promise<number> => {
  const tree = await operations.perform(as(worker), listCategories, {})
  return tree.items.find((category) => category.name === '路灯')?.id ?? 0
}

// Sign-in ---------------------------------------------------------------------------------------------------------------

const phoneOf = async (member: Member): Promise<string> => {
  const id = member.actor.personId ?? ''
  const { value } = await operations.perform(as(administrator), revealField, { id, field: 'phone', reason: '测试登录' })
  if (!value) throw new Error('no phone')
  return value
}

const codeSentTo = async (phone: string): Promise<string> => {
  const rows = await platform.rows<{ body: string }>(
    district.districtId,
    'select body from platform.delivery where recipient = $1 order by created_at desc limit 1',
    [phone],
  )
  return /\d{6}/.exec(rows[0]?.body ?? '')?.[0] ?? ''
}

let secret = ''
/** A code that was not used before: each one works once. */
let codesUsed = 0
const nextCode = (): string => {
  const timestamp = Date.now() + TOTP_PERIOD_MS * (codesUsed % 2)
  codesUsed += 1
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
}

test('the first sign-in of staff proves the phone, sets a password, sets up an authenticator and shows the recovery codes once', async () => {
  const phone = await phoneOf(worker)
  const context = await server.open(null, { viewport: DESK })
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/cases`)
  await page.getByRole('button', { name: '第一次登录，或忘了密码' }).click()
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '发验证码' }).click()
  await page.getByLabel('验证码').waitFor()
  await page.getByLabel('验证码').fill(await codeSentTo(phone))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('checkbox', { name: /同意/ }).check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '设一个密码' }).waitFor()
  await page.getByLabel('新密码').fill(PASSWORD)
  await page.getByLabel('再写一遍').fill(`${PASSWORD}8`)
  await page.getByRole('button', { name: '设成这个密码' }).click()
  await page.getByText('两遍不一样').waitFor()
  await page.getByLabel('再写一遍').fill(PASSWORD)
  await page.getByRole('button', { name: '设成这个密码' }).click()
  await signInWithPassword(page, phone)
  await page.getByRole('heading', { name: '绑定第二步验证' }).waitFor()
  await page.getByRole('img', { name: /二维码/ }).waitFor()
  secret = (await page.locator('main code').innerText()).replace(/\s/g, '')
  assert.deepEqual(await axeFindings(page), [], 'the page of the second factor')
  await page.getByLabel('验证器里的 6 位数字').fill(nextCode())
  await page.getByRole('button', { name: '绑定这个验证器' }).click()
  const codes = page.getByRole('list', { name: '恢复码' }).getByRole('listitem')
  await codes.first().waitFor()
  assert.ok((await codes.count()) >= 8)
  // It says that it waits for the tick (`aria-disabled`), which the driver would wait for as well.
  await page.getByRole('button', { name: '进工作台' }).click({ force: true })
  await page.getByRole('heading', { name: '抄下恢复码' }).waitFor()
  assert.ok(await codes.first().isVisible(), 'went on without the codes being kept')
  await page.getByRole('checkbox', { name: '我抄好了' }).check()
  await page.getByRole('button', { name: '进工作台' }).click()
  await page.getByRole('heading', { name: '诉求事件', level: 1 }).waitFor()
})

/** Where a password is asked for after a sign-in by code, the page may already be one step further. */
const signInWithPassword = async (page: Page, phone: string): Promise<void> => {
  const field = page.getByLabel('密码', { exact: true })
  const enrol = page.getByRole('heading', { name: '绑定第二步验证' })
  await field.or(enrol).first().waitFor()
  if (await enrol.isVisible()) return
  await page.getByLabel('手机号').fill(phone)
  await field.fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

test('a wrong password and a wrong code are refused in words, and nothing typed is lost', async () => {
  const phone = await phoneOf(worker)
  const context = await server.open(null, { viewport: DESK })
  const page = await context.newPage()
  await page.goto(`${server.base}/desk`)
  await page.getByLabel('手机号').fill(phone)
  await page.getByLabel('密码', { exact: true }).fill('不是这个密码123')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('手机号或密码不对').waitFor()
  assert.equal(await page.getByLabel('手机号').inputValue(), phone)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByLabel('验证器里的 6 位数字').fill('000000')
  await page.getByRole('button', { name: '确认，进工作台' }).click()
  await page.getByText('动态码不对').waitFor()
})

// One matter by keyboard -----------------------------------------------------------------------------------------------------

/** Goes down the inbox until this one is open. */
const goTo = async (page: Page, title: string): Promise<void> => {
  const current = page.locator('.rows .cur')
  await current.waitFor()
  for (let press = 0; !(await current.innerText()).includes(title); press += 1) {
    assert.ok(press < KEY_PRESSES_MAX, `${title} is not in the inbox`)
    await page.keyboard.press('j')
  }
  // What stands beside the list may still be the one before, and its keys are for that one.
  await page.locator('.case-head').filter({ hasText: title }).waitFor()
}

const state = (page: Page, words: RegExp): Promise<void> =>
  page.locator('.case-head .clock, .case-head .tag').filter({ hasText: words }).first().waitFor()

const title = '3 幢门口的路灯灭了'

test('from sign-in to closing a case by keyboard alone, through the hands of four people', async () => {
  const id = await report(title)
  const context = await server.open(null, { viewport: DESK, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(`${server.base}/desk`)
  await page.getByLabel('手机号').waitFor()
  await page.keyboard.type(await phoneOf(worker))
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByLabel('验证器里的 6 位数字').waitFor()
  await page.keyboard.type(nextCode())
  await page.keyboard.press('Enter')
  await goTo(page, title)
  await page.getByRole('button', { name: /^受理/ }).waitFor()
  await page.keyboard.press('e')
  await page.getByRole('button', { name: /^立案/ }).waitFor()
  await page.keyboard.press('e')
  await page.getByRole('heading', { name: '立案', level: 3 }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('路灯')
  await page.getByRole('option', { name: /路灯/ }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await state(page, /派遣/)
  await dispatchByKeyboard(page, department.organizationName ?? '')
  await page
    .getByText(/已派给/)
    .first()
    .waitFor()
  const [dispatched] = await platform.rows<{ handler_organization_id: string }>(
    district.districtId,
    'select handler_organization_id from cases.case_file where id = $1',
    [id],
  )
  assert.ok(department.actor.posts.some((post) => post.organizationId === dispatched?.handler_organization_id))

  await resolveByKeyboard(department)
  await verifyByKeyboard(gridWorker)

  await page.goto(`${server.base}/desk`)
  await goTo(page, title)
  await page.getByRole('button', { name: /^结案/ }).waitFor()
  await page.keyboard.press('e')
  await page.getByLabel(/给反映人的答复/).waitFor()
  await page.keyboard.type('灯泡和镇流器都换了，昨晚已经亮了')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('3 幢门口的路灯，亮了')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('alertdialog')
  await dialog.waitFor()
  assert.match(await dialog.innerText(), /公开后不能撤回/)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('已结案，答复送出去了').waitFor()
  await page.goto(`${server.base}/desk/cases/${id}`)
  await state(page, /回访评价/)
  assert.match(await page.locator('.thread').innerText(), /灯泡和镇流器都换了/)
})

/** The unit by its name, whatever the rules suggest. */
const dispatchByKeyboard = async (page: Page, name: string): Promise<void> => {
  await pageIsReady(page)
  const isSuggested = await page.getByRole('button', { name: /^换个单位/ }).isVisible()
  await page.keyboard.press(isSuggested ? 'p' : 'e')
  await page.getByRole('heading', { name: '派遣', level: 3 }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(name)
  // What was looked for comes before what was chosen until now.
  await page
    .getByRole('option')
    .filter({ hasText: name.slice(-1) })
    .first()
    .waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page
    .getByText(/派出以后/)
    .first()
    .waitFor()
  await page.keyboard.press('Control+Enter')
}

const resolveByKeyboard = async (member: Member): Promise<void> => {
  const context = await open(member)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk`)
  await goTo(page, title)
  await page.getByRole('button', { name: /^处置完成/ }).waitFor()
  await page.keyboard.press('e')
  await page.getByLabel(/怎么办的/).waitFor()
  await page.keyboard.type('换了灯泡和镇流器')
  await page.keyboard.press('Control+Enter')
  await page.getByText('处置完成，等人核查').waitFor()
  await context.close()
}

const verifyByKeyboard = async (member: Member): Promise<void> => {
  const context = await open(member)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk`)
  await goTo(page, title)
  await page.getByRole('button', { name: /^核查通过/ }).waitFor()
  await page.keyboard.press('e')
  await page.getByLabel(/现场看到什么/).waitFor()
  await page.keyboard.type('晚上去看过，亮着')
  await page.keyboard.press('Control+Enter')
  await page.locator('.toasts').getByText('核查通过').waitFor()
  await context.close()
}

// Refusals -------------------------------------------------------------------------------------------------------------------

test('an act that came too late is refused with its reason, and what was typed is still there', async () => {
  const id = await report('楼道里堆了旧沙发')
  const context = await open(worker)
  const page = await context.newPage()
  // Without hints from the server the page can not know that somebody else was faster.
  await page.route('**/api/live', (route) => route.abort())
  await page.goto(`${server.base}/desk/cases/${id}`)
  await page.getByRole('button', { name: /^改了再受理/ }).click()
  await page.getByLabel(/要说明的/).fill('明天上门看')
  await operations.perform(as(worker), acceptCase, { id })
  await operations.perform(as(worker), fileCase, { id, categoryId: await leafCategory() })
  await page.getByRole('button', { name: '受理这件' }).click()
  const refusal = page.getByRole('alert')
  await refusal.waitFor()
  assert.match(await refusal.innerText(), /没做成：受理[\s\S]*已经走到别的环节/)
  assert.match(await refusal.innerText(), /您写的都还在/)
  assert.equal(await page.getByLabel(/要说明的/).inputValue(), '明天上门看')
})

test('what must wait is not hidden: the button is there, can be reached, and says why', async () => {
  const id = await report('井盖松动')
  const context = await open(worker)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/cases/${id}`)
  const close = page.getByRole('button', { name: '结案' })
  await close.waitFor()
  assert.equal(await close.getAttribute('aria-disabled'), 'true')
  const reason = await close.getAttribute('aria-describedby')
  assert.match(await page.locator(`#${reason}`).innerText(), /还不能结案：要先受理/)
})

test('a form that was left half written is there again after another matter and after a reload', async () => {
  const id = await report('健身器材螺丝松了')
  const context = await open(worker)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/cases/${id}`)
  await page.getByRole('button', { name: /^补充说明/ }).click()
  await page.getByLabel(/要补充的/).fill('已经围起来了')
  await page.reload()
  await page.getByRole('button', { name: /^补充说明/ }).click()
  assert.equal(await page.getByLabel(/要补充的/).inputValue(), '已经围起来了')
})

test('the name and number of a reporter are masked, and the way behind the mask asks the reason', async () => {
  const id = await report('地下车库积水')
  const context = await open(worker)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/cases/${id}`)
  const facts = page.locator('.case-facts')
  await facts.waitFor()
  assert.match(await facts.innerText(), /李\*芳 138\*\*\*\*0001/)
  await page.getByRole('button', { name: /查看号码/ }).click()
  await page.getByRole('button', { name: '记下理由，查看' }).click()
  assert.match(await page.getByRole('dialog').innerText(), /写几个字说明/)
  await page.getByLabel('为什么要看').fill('约上门时间')
  await page.getByRole('button', { name: '记下理由，查看' }).click()
  await facts.getByText('13808710001').waitFor()
  assert.match(await facts.innerText(), /李桂芳/)
})

test('several at once: each gets its own act and its own answer', async () => {
  const titles = ['第一件一起受理', '第二件一起受理', '第三件一起受理']
  const ids = await Promise.all(titles.map(report))
  const context = await open(worker)
  const page = await context.newPage()
  await page.route('**/api/live', (route) => route.abort())
  await page.goto(`${server.base}/desk?stage=acceptance`)
  for (const words of titles) await page.getByRole('checkbox', { name: `选择：${words}` }).click()
  // Somebody else is faster with one of them.
  await operations.perform(as(worker), acceptCase, { id: ids[1] ?? '' })
  await page.getByRole('button', { name: '受理 3', exact: true }).click()
  await page.getByRole('button', { name: '受理这 3 件' }).click()
  await page.getByText('2 件办成，1 件没成，0 件还没轮到').waitFor()
  const results = page.getByRole('list', { name: '每一件的结果' }).getByRole('listitem')
  assert.match(await results.filter({ hasText: '第二件一起受理' }).innerText(), /已经走到别的环节/)
})

// Files ------------------------------------------------------------------------------------------------------------------------

test('a file with bad rows is shown with what is wrong, and nothing of it can be taken in', async () => {
  const context = await open(administrator)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/cases/import`)
  const rows = [
    '留言编号,留言主题,留言时间,留言详情',
    'A-1,路口积水,2026-01-05 09:30,下雨就积水',
    'A-2,没有内容,2026-01-05 09:30,',
    'A-3,日期不对,不知道哪天,车位被占',
  ]
  const choose = async (name: string, lines: readonly string[]): Promise<void> => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
    await page.getByRole('heading', { name: '导入预览' }).waitFor()
  }
  await choose('来信.csv', rows)
  await page.getByText('2 行要改', { exact: true }).waitFor()
  const table = page.getByRole('table', { name: '导入预览' })
  assert.equal(await table.getByRole('row').count(), 3)
  assert.match(await table.innerText(), /留言详情：/)
  const button = page.getByRole('button', { name: /^导入/ })
  assert.equal(await button.getAttribute('aria-disabled'), 'true')
  assert.match(await page.locator('#import-why').innerText(), /有 2 行要改。要么 3 行一起进，要么一行也不进/)
  await choose('来信.csv', rows.slice(0, 2))
  await page.getByRole('button', { name: '导入 1 行' }).click()
  await page.getByText('导入了 1 件').waitFor()
})

test('the list as a file holds what the list shows', async () => {
  const context = await open(worker)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/cases?words=${encodeURIComponent('路灯灭了')}`)
  await page.getByRole('link', { name: title }).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '导出 Excel' }).click()
  assert.match((await download).suggestedFilename(), /\.xlsx$/)
})

test('a view is kept with its filters under a name, and opens again', async () => {
  const context = await open(worker)
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/cases?stage=acceptance&sort=due`)
  await page.getByRole('button', { name: '存成视图' }).click()
  await page.getByLabel('视图的名字').fill('等受理的')
  await page.keyboard.press('Enter')
  await page.goto(`${server.base}/desk/cases`)
  await page.getByRole('link', { name: '等受理的' }).click()
  await page.waitForURL(/stage=acceptance/)
  assert.match(page.url(), /sort=due/)
})

// For everybody ----------------------------------------------------------------------------------------------------------------

const WIDTHS = [360, 768, 1366, 1920]

const pagesOf = async (): Promise<ReadonlyArray<readonly [Member, string]>> => {
  const id = await report('外墙保温层脱落')
  return [
    [worker, '/desk'],
    [worker, `/desk?at=case.${id}`],
    [worker, '/desk?clock=paused'],
    [worker, `/desk/cases/${id}`],
    [worker, '/desk/cases'],
    [worker, '/desk/cases?show=list'],
    [worker, '/desk/cases?show=board'],
    [worker, '/desk/cases/new'],
    [administrator, '/desk/cases/import'],
    [worker, `/desk/search?words=${encodeURIComponent('路灯')}`],
    [worker, '/desk/notices'],
    [worker, '/desk/me'],
    [worker, '/desk/me/account'],
    [worker, '/desk/flows'],
    [administrator, '/desk/outbox'],
    [worker, '/desk/no-such-page'],
  ]
}

const pages = await pagesOf()

for (const [member, address] of pages) {
  // The id of the matter is another one in every run.
  const name = address.replace(/[0-9a-f-]{36}/, '…')
  test(`axe finds nothing on ${name} at four widths, light and dark, and it is never too wide`, async () => {
    const context = await open(member)
    const page = await context.newPage()
    await page.goto(server.base + address)
    await pageIsReady(page)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      assert.equal(await isTooWide(page), false, `too wide at ${width}`)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        assert.deepEqual(await axeFindings(page), [], `at ${width}, ${colorScheme}`)
      }
    }
  })
}

/** Shows every page, as the person it is for. */
const eachPage = async (
  options: BrowserContextOptions & { readonly isElder?: boolean },
  check: (page: Page, address: string) => Promise<void>,
): Promise<void> => {
  const { isElder = false, ...look } = options
  for (const [member, address] of pages) {
    const context = await open(member, look)
    if (isElder) await context.addCookies([{ name: 'gz_elder', value: '1', url: server.base }])
    const page = await context.newPage()
    await page.goto(server.base + address)
    await pageIsReady(page)
    await check(page, address)
    await context.close()
  }
}

test('a window zoomed to four hundred per cent pushes no page sideways', async () => {
  await eachPage({ viewport: { width: 320, height: 640 } }, async (page, address) => {
    assert.equal(await isTooWide(page), false, `${address} at 320 is too wide`)
  })
})

test('large print on a small phone pushes no page sideways, and axe finds nothing', async () => {
  await eachPage({ viewport: { width: 360, height: 740 }, isElder: true }, async (page, address) => {
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains('elder')), true)
    assert.equal(await isTooWide(page), false, `${address} in large print is too wide`)
    assert.deepEqual(await axeFindings(page), [], `${address} in large print`)
  })
})
