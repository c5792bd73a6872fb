// The cockpit in a real browser: every figure opens as many records, and everybody can read it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { axeFindings } from './axe.ts'
import { pageIsReady } from './ready.ts'
import { isTooWide, openTestServer } from './server.ts'

const server = await openTestServer(40)

const WALL = { width: 1920, height: 1080 }
const SIZES = [{ width: 360, height: 740 }, { width: 1366, height: 768 }, WALL]
const PAGE_ROWS_MIN = 20

const openBoard = async (options: BrowserContextOptions = {}) => {
  const context = await server.open(server.member('leader').actor.personId, {
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  await page.goto(`${server.base}/board`)
  await page.waitForSelector('.where svg path')
  await pageIsReady(page)
  return { context, page }
}

test('every figure of the front page leads to as many records', async () => {
  const { page } = await openBoard({ viewport: WALL })
  const figures = await page.locator('.board a.fig').evaluateAll((links) =>
    links.map((link) => ({
      href: link.getAttribute('href') ?? '',
      text: link.textContent ?? '',
      isRate: link.parentElement?.className === 'rate',
    })),
  )
  assert.ok(figures.length > 15, `${figures.length} figures`)
  const asked = new Set<string>()
  for (const { href, text, isRate } of figures) {
    const count = Number(text.replace(/\D/g, ''))
    // A percentage leads to its denominator, which is a figure of its own; a long list comes in pages.
    if (isRate || count > PAGE_ROWS_MIN || asked.has(href)) continue
    asked.add(href)
    await page.goto(server.base + href)
    await pageIsReady(page)
    assert.equal(await page.locator('main table tbody tr').count(), count, `${href} says ${text}`)
  }
  assert.ok(asked.size > 8)
})

test('an area of the map leads to the front page of that place, and a link leads back up', async () => {
  const { page } = await openBoard({ viewport: WALL })
  const district = await page.locator('h1').innerText()
  await page.locator('.where svg a').first().click()
  await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, district)
  assert.match(page.url(), /\/board\?place=\d+$/)
  await page.locator('.mast nav a').first().click()
  await page.waitForFunction((name) => document.querySelector('h1')?.textContent === name, district)
})

for (const viewport of SIZES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing and nothing runs out of the page at ${viewport.width} px, ${colorScheme}`, async () => {
      const { page } = await openBoard({ viewport, colorScheme })
      assert.equal(await isTooWide(page), false)
      assert.deepEqual(await axeFindings(page), [])
      if (viewport === WALL) {
        const rest = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)
        assert.ok(rest <= 0, `${rest} px are below the wall`)
      }
    })
  }
}
