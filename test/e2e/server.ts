import type { AddressInfo } from 'node:net'
import { after, afterEach } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Role } from '#kernel/role'
import { modules } from '#modules'
import { installDefaults } from '#modules/cases/contract'
import { issueSession } from '#modules/identity'
import { inTransaction, newId, systemCtx } from '#platform/context'
import { openTestPlatform, type TestPlatform } from '#platform/testing'
import { type BuiltDistrict, buildDistrict, foundDistrict, type Member } from '../../scenarios/demo/build-district.ts'
import { type DemoDistrict, demoDistricts } from '../../scenarios/demo/districts.ts'
import { playCases } from '../../scenarios/demo/play-cases.ts'
import { createApp } from '../../src/main.ts'
import { launchChromium } from './chromium.ts'
import { watchRequests } from './ready.ts'

/** The real server on a database of its own, with one small district of people and matters, and a browser. */
export interface TestServer {
  readonly base: string
  readonly platform: TestPlatform
  readonly district: BuiltDistrict
  /** The process ends; the database stays. */
  stop(): Promise<void>
  /** Answers again at the same address. */
  start(): Promise<void>
  /** Somebody who holds this role. */
  member(role: Role): Member
  /** A browser window in which that person has signed in; `null` for nobody. It is closed when the test ends. */
  open(personId: string | null, options?: BrowserContextOptions): Promise<BrowserContext>
}

/** One street, two communities: enough for every journey, built in seconds. */
const small = (): DemoDistrict => {
  const [first] = demoDistricts
  const street = first?.streets[4]
  if (!first || !street) throw new Error('the demo has no districts')
  return { ...first, streets: [street], departments: first.departments.slice(0, 3) }
}

export const openTestServer = async (caseCount: number): Promise<TestServer> => {
  const platform = await openTestPlatform(modules, new Date())
  const { services } = platform
  const demo = small()
  const district = await buildDistrict(services, demo, await foundDistrict(services, demo), 1)
  const ctx = systemCtx(services, district.districtId)
  await services.operations.perform({ ...ctx, requestId: newId(ctx) }, installDefaults, {})
  await playCases(services, district, caseCount, new Date())
  await platform.drainJobs()
  const serve = async (port: number) => {
    const app = await createApp(services, { isSecure: false })
    await app.listen({ port, host: '127.0.0.1' })
    return app
  }
  let app = await serve(0)
  const browser = await launchChromium()
  // Pages first: the live connection of one left open by a failed test would hold up the server's end.
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  after(async () => {
    await browser.close()
    await app.close()
  })
  const { port } = app.server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  return {
    base,
    platform,
    district,
    stop: async () => {
      await app.close()
    },
    start: async () => {
      app = await serve(port)
    },
    member: (role) => {
      const found = district.members.find((member) => member.role === role)
      if (!found) throw new Error(`nobody is ${role}`)
      return found
    },
    open: async (personId, options = {}) => {
      const context = await browser.newContext({ locale: 'zh-CN', ...options })
      watchRequests(context)
      const community = district.communities[0]
      const cookies = [{ name: 'gz_place', value: String(community?.place.id ?? ''), url: base }]
      if (personId) {
        const { token } = await inTransaction(ctx, (tx) => issueSession(tx, personId))
        cookies.push({ name: 'gz_session', value: token, url: base })
      }
      await context.addCookies(cookies)
      return context
    },
  }
}

/** Does the page want to be pushed sideways? Only tables may, inside their own frame. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
