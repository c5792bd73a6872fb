// Every part in a real browser: readable for everyone at every width, and workable by keyboard alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { axeFindings } from './axe.ts'
import { launchChromium } from './chromium.ts'
import { openGallerySite, type Site } from './gallery-site.ts'

const WIDTHS = [360, 768, 1366, 1920]
const HEIGHT = 900
/** Both date fields: what is loaded lazily comes last, and not all at once. */
const DATE_PARTS = 3

const LOOKS = [
  'lang=zh-CN&theme=light&density=dense&elder=0',
  'lang=en&theme=dark&density=loose&elder=0',
  'lang=zh-CN&theme=light&density=loose&elder=1',
]

let site: Site
let browser: Browser
let context: BrowserContext
let page: Page
/** Whatever the browser complained about: errors, warnings, refused styles. */
const complaints: string[] = []

before(async () => {
  site = await openGallerySite()
  browser = await launchChromium()
  context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', timezoneId: 'America/New_York' })
  page = await context.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
})

after(async () => {
  await browser?.close()
  await site?.close()
  assert.deepEqual(complaints, [])
})

const open = async (look: string, width = 1366): Promise<void> => {
  await page.setViewportSize({ width, height: HEIGHT })
  await page.goto(`${site.baseUrl}/ui?${look}`)
  await page
    .locator('.date-parts')
    .nth(DATE_PARTS - 1)
    .waitFor()
}

const section = (id: string): string => `section[aria-labelledby="${id}"]`
const focusedName = (): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')

/**
 * Only what is open over the page or has changed. While a combo box is open React Aria hides the page from readers
 * and leaves it in the tab order, since leaving the box closes it; axe, looking at the page, can not know that.
 */
const partFindings = (selector: string): Promise<string[]> => axeFindings(page, selector)

const sidewaysScroll = (): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

for (const width of WIDTHS) {
  for (const look of LOOKS) {
    test(`axe finds nothing and nothing runs out of the page at ${width} px, ${look}`, async () => {
      await open(look, width)
      assert.equal(await sidewaysScroll(), 0)
      assert.deepEqual(await axeFindings(page), [])
    })
  }
}

test('the narrowest page there is, 320 px, does not scroll sideways', async () => {
  await open('lang=en&elder=0&density=dense', 320)
  assert.equal(await sidewaysScroll(), 0)
})

test('the look follows the system, and the choice on the page beats it', async () => {
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.emulateMedia({ colorScheme: 'dark' })
  await open('lang=zh-CN&theme=system')
  assert.equal(await ground(), 'rgb(20, 25, 24)')
  await page.getByRole('radio', { name: '亮', exact: true }).press('Enter')
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light')
  assert.equal(await ground(), 'rgb(246, 244, 238)')
  await page.emulateMedia({ colorScheme: 'light' })
})

test('paper is white and black in the dark too, and buttons are left out', async () => {
  await open('lang=zh-CN&theme=dark')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)')
  assert.equal(await page.isVisible(`${section('buttons')} .btn`), false)
  assert.equal(await page.isVisible(`${section('clocks')} .clock`), true)
  await page.emulateMedia({ media: 'screen' })
})

test('changing the language draws every word anew', async () => {
  await open('lang=zh-CN')
  await page.getByRole('radio', { name: 'English' }).click()
  await page.waitForSelector('h1:text("Components")')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
  assert.equal(
    await page
      .locator(`${section('clocks')} .clock.late`)
      .first()
      .textContent(),
    '3 hours 20 minutes overdue',
  )
})

test('a refused button is reached, says why, and does nothing', async () => {
  await open('lang=zh-CN')
  const pay = page.getByRole('button', { name: '付款' })
  await pay.focus()
  assert.equal(await pay.getAttribute('aria-disabled'), 'true')
  const why = await pay.getAttribute('aria-describedby')
  assert.match((await page.locator(`#${why}`).textContent()) ?? '', /要两个人才能付/)
})

test('a second look keeps the focus inside, asks for the reason, and gives the focus back', async () => {
  await open('lang=zh-CN')
  const opener = page.locator(section('dialogs')).getByRole('button', { name: '退回给网格员' })
  await opener.press('Enter')
  const dialog = page.getByRole('alertdialog', { name: '退回后网格员要补照片' })
  await dialog.waitFor()
  assert.deepEqual(await partFindings('.scrim'), [])
  await dialog.getByRole('button', { name: '退回给网格员' }).press('Enter')
  await dialog.getByText('写几个字说明理由').waitFor()
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab')
    assert.ok(await dialog.evaluate((node) => node.contains(document.activeElement)), 'the focus left the dialog')
  }
  await dialog.getByRole('textbox', { name: '理由' }).fill('照片看不清')
  await dialog.getByRole('button', { name: '退回给网格员' }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await focusedName(), '退回给网格员')
})

test('what was done can be undone from its toast', async () => {
  await open('lang=zh-CN')
  await page.locator(section('dialogs')).getByRole('button', { name: '派出' }).press('Enter')
  await page.getByText('已派给丰宁市政所').waitFor()
  assert.deepEqual(await partFindings('.toasts'), [])
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('已撤销').waitFor()
  assert.equal(await page.getByText('已派给丰宁市政所').count(), 0)
})

test('a menu is worked by keyboard, and a refused act stays and says why', async () => {
  await open('lang=zh-CN')
  await page.locator(section('menus')).getByRole('button', { name: '办理' }).press('ArrowDown')
  const refused = page.getByRole('menuitem', { name: '结案' })
  await refused.waitFor()
  assert.deepEqual(await partFindings('.pop'), [])
  assert.match((await refused.textContent()) ?? '', /要先核查/)
  await page.keyboard.press('Escape')
  await refused.waitFor({ state: 'detached' })
})

test('one of a list is chosen by letters and Enter, and the error goes', async () => {
  await open('lang=zh-CN')
  const bad = page.locator(`${section('selects')} .field.bad button.in`)
  await bad.press('ArrowDown')
  await page.getByRole('option', { name: '自来水公司' }).waitFor()
  assert.deepEqual(await partFindings('.pop'), [])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator(`${section('selects')} .field.bad`).waitFor({ state: 'detached' })
})

test('one of very many is found by a letter, and what is not there is said', async () => {
  await open('lang=en')
  const box = page.getByRole('combobox', { name: /Who handles it/ })
  await box.fill('zzz')
  await page.getByText('Nothing has this name').waitFor()
  await box.fill('wang')
  await page.getByRole('option', { name: 'Wang *' }).waitFor()
  assert.deepEqual(await partFindings('.pop'), [])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.equal(await box.inputValue(), 'Wang *')
})

test('a date is chosen from a month that begins on Monday, never past the last allowed day', async () => {
  await open('lang=zh-CN')
  await page.locator(section('dates')).getByRole('button', { name: /日历/ }).first().press('Enter')
  const calendar = page.getByRole('dialog').getByRole('grid')
  await calendar.waitFor()
  assert.deepEqual(await partFindings('.pop'), [])
  assert.equal(await calendar.locator('th').first().textContent(), '一')
  await page.waitForFunction(() => document.activeElement?.closest('[role="grid"]') !== null)
  for (let press = 0; press < 20; press += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await calendar.waitFor({ state: 'detached' })
  assert.equal(await page.locator('input[name="on"]').first().inputValue(), '2026-06-30')
})

test('a ready-made range is one press away', async () => {
  await open('lang=zh-CN')
  await page.locator(section('dates')).getByRole('button', { name: /日历/ }).last().press('Enter')
  await page.getByRole('button', { name: '本周' }).click()
  const words = await page.locator(`${section('dates')} .date-parts`).allTextContents()
  assert.deepEqual(
    words.slice(1).map((text) => text.replaceAll(/\D+/g, ' ').trim()),
    ['2026 6 15', '2026 6 21'],
  )
})

test('the table is sorted from its head and tells how', async () => {
  await open('lang=zh-CN')
  const table = page.locator(section('data-table'))
  const head = table.getByRole('columnheader', { name: /费用/ })
  const firstRow = (): Promise<string | null> => table.locator('tbody tr').first().textContent()
  await head.getByRole('button').press('Enter')
  assert.equal(await head.getAttribute('aria-sort'), 'ascending')
  assert.match((await firstRow()) ?? '', /夜市油烟/)
  await head.getByRole('button').press('Enter')
  assert.equal(await head.getAttribute('aria-sort'), 'descending')
  assert.match((await firstRow()) ?? '', /外墙保温层/)
})

test('rows are chosen one by one, in a range with Shift, and all at once', async () => {
  await open('lang=zh-CN')
  const table = page.locator(section('data-table'))
  const boxes = table.locator('tbody input[type=checkbox]')
  const chosen = (): Promise<number> => table.locator('tbody tr[aria-selected="true"]').count()
  assert.equal(await chosen(), 1)
  await boxes.nth(0).click()
  await boxes.nth(3).click({ modifiers: ['Shift'] })
  assert.equal(await chosen(), 4)
  const all = table.getByRole('checkbox', { name: '全选' })
  assert.ok(await all.isChecked())
  await all.click()
  assert.equal(await chosen(), 0)
})

test('columns are shown and moved by keyboard, and a locked one says why', async () => {
  await open('lang=zh-CN')
  const table = page.locator(section('data-table'))
  const heads = (): Promise<string[]> => table.getByRole('columnheader').allTextContents()
  await table.getByRole('button', { name: /列 7\/9/ }).press('Enter')
  const list = page.getByRole('grid', { name: '要显示的列' })
  await list.waitFor()
  assert.deepEqual(await partFindings('.pop'), [])
  assert.match((await list.getByRole('row', { name: /手机号/ }).textContent()) ?? '', /要写理由/)
  await list.getByRole('row', { name: /地点/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await table.locator('th', { hasText: '地点' }).waitFor()
  await list.getByRole('row', { name: /编号/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter') // picks it up
  await page.locator('.react-aria-DropIndicator').first().waitFor({ state: 'attached' })
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter') // puts it down
  const moved = await heads()
  assert.ok(moved.indexOf('编号') > moved.indexOf('环节'), `编号 did not move: ${moved.join(' ')}`)
  await page.getByRole('button', { name: '恢复默认' }).click()
  assert.ok(!(await heads()).includes('地点'))
})

test('on a phone each row is a card with what and how much first, and is sorted from a list', async () => {
  await open('lang=zh-CN&density=loose', 360)
  const table = page.locator(section('data-table'))
  assert.equal(await table.locator('thead').isVisible(), false)
  const [what, amount] = await Promise.all(
    ['what', 'amount'].map((place) => table.locator(`tbody tr:first-child .${place}`).boundingBox()),
  )
  assert.ok(what && amount && Math.abs(what.y - amount.y) < 20, 'what and how much are not on one line')
  await table.getByRole('button', { name: /排序/ }).click()
  await page.getByRole('option', { name: '费用，从大到小' }).click()
  assert.match((await table.locator('tbody tr').first().textContent()) ?? '', /外墙保温层/)
})

test('single keys work, not while writing, not behind a dialog, and can be switched off', async () => {
  await open('lang=zh-CN')
  await page.locator('h1').click()
  await page.keyboard.press('j')
  await page.getByText('移到第 2 行').waitFor()
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'find')
  await page.keyboard.type('jk?')
  assert.equal(await page.locator('#find').inputValue(), 'jk?')
  await page.locator('h1').click()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: '快捷键' })
  await help.waitFor()
  await page.keyboard.press('j')
  assert.equal(await page.getByText('移到第 3 行').count(), 0)
  await help.getByRole('checkbox', { name: '用单个按键做事' }).click()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  await page.locator('h1').click()
  await page.keyboard.press('j')
  assert.equal(await page.getByText('移到第 3 行').count(), 0)
  await page.evaluate(() => localStorage.clear())
})

test('the tree is walked with arrows and read with its levels', async () => {
  await open('lang=zh-CN')
  const tree = page.getByRole('treegrid', { name: '辖区' })
  const community = tree.getByRole('row', { name: /虹山中路社区/ })
  assert.equal(await community.getAttribute('aria-level'), '3')
  await community.focus()
  await page.keyboard.press('ArrowLeft')
  assert.equal(await community.getAttribute('aria-expanded'), 'false')
  assert.equal(await tree.getByRole('row', { name: '第 5 网格' }).count(), 0)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.equal(await tree.getByRole('row', { name: '第 5 网格' }).getAttribute('aria-selected'), 'true')
})

test('chosen filters are removed with Delete', async () => {
  await open('lang=zh-CN')
  const tags = page.getByRole('grid', { name: '已选的条件' })
  await tags.getByRole('row').first().focus()
  await page.keyboard.press('Delete')
  assert.equal(await tags.getByRole('row').count(), 2)
  await page.getByRole('button', { name: '全部去掉' }).click()
  assert.equal(await tags.getByRole('row').count(), 0)
})

test('photos are added, what is none is named and left out, and each can be taken away', async () => {
  await open('lang=zh-CN')
  const photos = page.locator(section('photo-field'))
  const picture = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  await photos.locator('input[type=file]').setInputFiles([
    { name: '井盖.svg', mimeType: 'image/svg+xml', buffer: picture },
    { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
  ])
  await photos.getByText('说明.txt 不是照片').waitFor()
  assert.equal(await photos.locator('img').count(), 2)
  assert.deepEqual(await partFindings(section('photo-field')), [])
  await photos.getByRole('button', { name: '去掉第 1 张' }).click()
  assert.equal(await photos.locator('img').count(), 1)
})

test('words on hover come on focus too, and stay when going there has scrolled the page, until Escape', async () => {
  await open('lang=zh-CN')
  const tooltip = page.getByRole('tooltip', { name: '周末和节假日不计' })
  const neighbour = page.locator(section('menus')).getByRole('button', { name: '怎么算的' })
  // Below the window: Tab brings the next one into sight.
  await neighbour.evaluate((button: HTMLElement) => {
    scrollTo(0, button.getBoundingClientRect().top + scrollY - innerHeight - 100)
    button.focus({ preventScroll: true })
  })
  const stood = await page.evaluate(() => new Promise<number>((resolve) => setTimeout(() => resolve(scrollY), 100)))
  await page.keyboard.press('Tab')
  await page.waitForFunction((from) => scrollY !== from, stood)
  await tooltip.waitFor()
  const [words, button] = await Promise.all([tooltip.boundingBox(), page.locator(':focus').boundingBox()])
  assert.ok(words && button && Math.abs(words.y + words.height - button.y) < 20, 'the words are not at their button')
  await page.keyboard.press('Escape')
  await tooltip.waitFor({ state: 'detached' })
})
