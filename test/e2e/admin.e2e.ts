// The work of an administrator in a real browser: categories, grids, posts and people, the calendar.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathIds } from '#kernel/place'
import { axeFindings } from './axe.ts'
import { pageIsReady } from './ready.ts'
import { isTooWide, openTestServer } from './server.ts'

const server = await openTestServer(6)

const SIZES = [
  { width: 390, height: 800 },
  { width: 1366, height: 768 },
]
const gridIds = pathIds(server.member('gridWorker').placePath)
const gridId = gridIds.at(-1)
const communityId = gridIds.at(-2)
const PERSON = '赵春燕'

/** Opens a page as the administrator and fails afterwards when a script of the page failed. */
const visit = async (address: string, work: (page: Page) => Promise<void>): Promise<void> => {
  const context = await server.open(server.member('administrator').actor.personId, {
    reducedMotion: 'reduce',
    viewport: { width: 1366, height: 768 },
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.stack ?? fault.message))
  try {
    await page.goto(server.base + address)
    await work(page)
    assert.deepEqual(faults, [])
  } finally {
    // A test visits several.
    await context.close()
  }
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** The button at the end of a dialog often has the words of the one that opened it. */
const confirm = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** Types into a box of suggestions and takes the first one with these words. */
const choose = async (page: Page, label: string | RegExp, words: string): Promise<void> => {
  await page.getByRole('combobox', { name: label }).fill(words)
  await page.getByRole('option', { name: words }).first().click()
}

test('a category is created below another, renamed and retired', async () => {
  await visit('/desk/categories', async (page) => {
    await press(page, '新增分类')
    assert.deepEqual(await axeFindings(page), [])
    await page.getByLabel('名称').fill('共享电池柜')
    await page.getByLabel('代码').fill('0199')
    await confirm(page, '新增分类')
    await page.getByRole('heading', { name: '共享电池柜' }).waitFor()
    await press(page, '改名')
    await page.getByLabel('名称').fill('换电柜')
    await confirm(page, '改名')
    await page.getByRole('heading', { name: '换电柜' }).waitFor()
    await press(page, '停用')
    assert.match(await page.getByRole('dialog').innerText(), /不能恢复/)
    await confirm(page, '停用')
    await page.getByRole('heading', { name: '换电柜' }).waitFor({ state: 'hidden' })
  })
})

test('the common corner of two grids is moved in both, and both are followed by grids of their names', async () => {
  await visit(`/desk/places/${gridId}`, async (page) => {
    await press(page, '重划边界')
    await page.locator('.place-map svg path').first().waitFor()
    const box = await page.locator('.place-map svg path').first().boundingBox()
    if (!box) throw new Error('the first grid is not drawn')
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    // The demo draws the first grid in the south-west; its south-east corner is that of its neighbour too.
    const corner = page.locator('.place-map svg path[d*="a6,6"]').nth(1)
    const at = await corner.boundingBox()
    if (!at) throw new Error('no corner is shown')
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2)
    await page.mouse.down()
    await page.mouse.move(at.x - 20, at.y + at.height / 2, { steps: 8 })
    await page.mouse.up()
    await page.getByText('改了：第 1 网格、第 2 网格').waitFor()
    assert.deepEqual(await axeFindings(page), [])
    await page.getByLabel('原因').fill('按路调整')
    await press(page, '重划边界')
    await page.getByText('2 个网格的边界已重划').waitFor()
  })
})

test('a grid is split into two by a line through its middle', async () => {
  await visit(`/desk/places/${communityId}`, async (page) => {
    await page.getByRole('table', { name: '下面的地方，列表' }).getByRole('link', { name: '第 4 网格' }).click()
    await page.getByRole('heading', { name: '第 4 网格' }).waitFor()
    await press(page, '拆分网格')
    await page.getByLabel('边界怎么分').waitFor()
    await page.getByLabel('原因').fill('户数太多')
    assert.deepEqual(await axeFindings(page), [])
    await confirm(page, '拆分网格')
    await page.getByText('第 4 网格 已拆成 2 个网格').waitFor()
    await page.getByRole('heading', { name: '第 4 网格-1' }).waitFor()
  })
})

test('a person is registered with gender and date of birth, which stays masked', async () => {
  await visit('/desk/persons', async (page) => {
    await press(page, '登记人员')
    await page.getByRole('textbox', { name: '姓名' }).fill(PERSON)
    await choose(page, '辖区', '第 1 网格')
    await page.getByLabel('性别').selectOption('女')
    await page.getByRole('spinbutton').first().click()
    await page.keyboard.type('19680304')
    assert.deepEqual(await axeFindings(page), [])
    await confirm(page, '登记人员')
    await page.getByRole('heading', { name: PERSON }).waitFor()
    const facts = await page.locator('main').innerText()
    assert.match(facts, /性别\s*女/)
    assert.match(facts, /1968-\*\*-\*\*/)
    assert.doesNotMatch(facts, /1968-03-04/)
  })
})

test('a post is set up and somebody is appointed to it', async () => {
  await visit('/desk/posts', async (page) => {
    await press(page, '新增岗位')
    await choose(page, '辖区', '第 1 网格')
    await page.getByLabel('岗位名称').fill('夜间巡查员')
    await confirm(page, '新增岗位')
    await page
      .getByRole('heading', { name: /夜间巡查员/ })
      .first()
      .waitFor()
    await press(page, '任命')
    await page.getByRole('combobox').first().fill(PERSON)
    await page.getByRole('option', { name: PERSON }).first().click()
    assert.deepEqual(await axeFindings(page), [])
    await confirm(page, '任命')
    await page.getByRole('table').getByText(PERSON).waitFor()
  })
})

test('the district sets a day of its own in the calendar', async () => {
  await visit('/desk/calendar', async (page) => {
    await page.locator('button.cal-day').last().click()
    await page.getByLabel('事由').fill('防汛值守')
    assert.deepEqual(await axeFindings(page), [])
    await confirm(page, '定下这一天')
    await page
      .getByText(/防汛值守/)
      .first()
      .waitFor()
  })
})

test('the list below a place is sorted by the head of a column, kept in the address, and narrowed by words', async () => {
  await visit(`/desk/places/${communityId}`, async (page) => {
    const table = page.getByRole('table', { name: '下面的地方，列表' })
    const codes = async (): Promise<string[]> => {
      await table.waitFor()
      await pageIsReady(page)
      return table.locator('td[data-head="代码"]').allInnerTexts()
    }
    const head = table.getByRole('columnheader', { name: '代码' })
    await head.getByRole('button').click()
    await page.waitForURL(/sort=code/)
    const up = await codes()
    assert.ok(up.length > 1)
    assert.deepEqual(up, up.toSorted())
    await head.getByRole('button').click()
    await page.waitForURL(/order=down/)
    await page.reload()
    assert.deepEqual(await codes(), up.toReversed())
    assert.equal(await head.getAttribute('aria-sort'), 'descending')
    await page.getByRole('searchbox', { name: '找下级辖区' }).fill('没有这样的地方')
    await page.getByText('没有找到').first().waitFor()
  })
})

test('a page with a map can be left at any moment', async () => {
  await visit(`/desk/places/${communityId}`, async (page) => {
    await page.locator('.place-map canvas').waitFor()
    for (const wait of [0, 0, 10, 20, 40, 80]) {
      for (const address of [`/desk/places/${communityId}`, '/desk/categories']) {
        await page.evaluate((to) => history.pushState({}, '', to), address)
        await page.waitForTimeout(wait)
      }
    }
    await page.evaluate((to) => history.pushState({}, '', to), `/desk/places/${communityId}`)
    await page.locator('.leaflet-control-zoom-in').click()
    await page.evaluate(() => history.pushState({}, '', '/desk/categories'))
    await page.getByRole('heading', { level: 1, name: '事项分类' }).waitFor()
    await page.waitForTimeout(500)
  })
})

test('a corner is moved by the arrow keys in the grids that share it, a junction is not taken away, and it is saved', async () => {
  await visit(`/desk/places/${communityId}/redraw`, async (page) => {
    await pageIsReady(page)
    await page.getByRole('button', { name: /网格/ }).first().press('Enter')
    await page.getByRole('option').first().press('Enter')
    await page
      .getByRole('button', { name: /^角|第 1 个角/ })
      .first()
      .press('Enter')
    await page.getByRole('option', { name: /共用/ }).first().press('Enter')
    await page.getByRole('button', { name: '去移动这个角' }).press('Enter')
    const hand = page.locator('.corner-hand')
    const name = (await hand.getAttribute('aria-label')) ?? ''
    assert.match(name, /第 \d+ 个角，共 \d+ 个，和.+共用/)
    assert.equal(await hand.evaluate((button) => button.matches(':focus-visible')), true)
    await page.keyboard.press('Delete')
    await page.getByText(/会留下空隙/).waitFor()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.getByText('往东 11 米').waitFor()
    const [, first = '', second = ''] = /^(.+?)第 .*和(.+?)共用/.exec(name) ?? []
    const changed = await page.getByText(/^改了：/).innerText()
    assert.ok(changed.includes(first) && second.split(/[、和]/).every((grid) => changed.includes(grid)), changed)
    await page.keyboard.press('Escape')
    assert.equal(await hand.evaluate((button) => button === document.activeElement), false)
    assert.deepEqual(await axeFindings(page), [])
    await page.getByLabel('原因').fill('沿新修的路调整')
    await press(page, '重划边界')
    await page.getByText(/个网格的边界已重划/).waitFor()
  })
})

test('the page to redraw says first that it is not theirs to whoever may not, and of a place without grids', async () => {
  const context = await server.open(server.member('dispatcher').actor.personId, {
    viewport: { width: 360, height: 740 },
  })
  const page = await context.newPage()
  await page.goto(`${server.base}/desk/places/${communityId}/redraw`)
  await page.getByRole('alert').getByText('这个社区的网格边界不归您改').waitFor()
  assert.equal(await page.locator('.place-map').count(), 0)
  assert.equal(await page.getByRole('button', { name: '重划边界' }).count(), 0)
  assert.deepEqual(await axeFindings(page), [])
  await visit(`/desk/places/${gridIds.at(-3)}/redraw`, async (own) => {
    await own.getByText('这里没有可以一起改的网格').waitFor()
  })
})

for (const viewport of SIZES) {
  test(`axe finds nothing and nothing runs out of the pages of administration at ${viewport.width} px`, async () => {
    const pages = [
      '/desk/categories',
      `/desk/places/${communityId}`,
      `/desk/places/${communityId}/redraw`,
      '/desk/persons',
      '/desk/posts',
      '/desk/calendar',
    ]
    for (const address of pages) {
      await visit(address, async (page) => {
        await page.setViewportSize(viewport)
        await pageIsReady(page)
        assert.equal(await isTooWide(page), false, `${address} is too wide`)
        assert.deepEqual(await axeFindings(page), [], address)
      })
    }
  })
}
