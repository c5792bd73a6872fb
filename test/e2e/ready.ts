import type { BrowserContext, Page, Request } from 'playwright-core'

const READY_MS_MAX = 60_000
/** Twice in a row: an answer that was just drawn may ask for more. */
const QUIET_LOOKS = 2

const unanswered = new WeakMap<Page, Set<Request>>()

/** From here on it is known of every page of this browser window what it is still waiting for. */
export const watchRequests = (context: BrowserContext): void => {
  context.on('page', (page) => {
    const requests = new Set<Request>()
    unanswered.set(page, requests)
    page.on('request', (request) => {
      // The stream of hints never ends.
      if (request.resourceType() !== 'eventsource') requests.add(request)
    })
    page.on('requestfinished', (request) => requests.delete(request))
    page.on('requestfailed', (request) => requests.delete(request))
  })
}

/** Resolves when everything that was in the queue of the page is done and drawn. */
const settle = (page: Page): Promise<unknown> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestIdleCallback(() => resolve(), { timeout: 500 })),
      ),
  )

const isWaiting = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector('.desk-wait, [aria-busy="true"]') !== null)

/** The page is there as its reader will see it: with its name, nothing on its way, everything drawn. */
export const pageIsReady = async (page: Page): Promise<void> => {
  const requests = unanswered.get(page)
  if (!requests) throw new Error('this page was not opened by server.open')
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  const deadline = Date.now() + READY_MS_MAX
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    await settle(page)
    quiet = requests.size === 0 && !(await isWaiting(page)) ? quiet + 1 : 0
    if (Date.now() > deadline) {
      throw new Error(`${page.url()} is still waiting: ${[...requests].map((request) => request.url()).join(' ')}`)
    }
  }
}
