import { randomUUID } from 'node:crypto'
import { after } from 'node:test'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Authenticate, createHttp, type HttpOptions } from './http.ts'
import type { PortalPage } from './module.ts'
import type { TestPlatform } from './testing.ts'

/** What differs from the usual request; a header that is undefined is left out. */
export type Over = Omit<InjectOptions, 'headers'> & { readonly headers?: Readonly<Record<string, string | undefined>> }

/** The HTTP face of a test platform, in process: no port is opened. */
export interface TestApp {
  readonly app: FastifyInstance
  /** What was logged as a bug; a test that expects none looks here. */
  readonly faults: unknown[]
  /** GET of an operation, with the session cookie when there is one. */
  query(id: string, query?: Record<string, string>, over?: Over): Promise<LightMyRequestResponse>
  /** POST of an operation as a page of our own sends it, with a fresh idempotency key. */
  act(id: string, input?: object, over?: Over): Promise<LightMyRequestResponse>
}

export interface TestAppOptions {
  readonly authenticate: Authenticate
  /** The district of whoever has not signed in. */
  readonly districtId: number
  readonly pages?: readonly PortalPage[]
  readonly renderPage?: HttpOptions['renderPage']
  readonly isSecure?: boolean
}

const HOST = 'gongzhi.example'

const headersOf = (headers: Over['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

const closedAfterTests = async (app: FastifyInstance): Promise<FastifyInstance> => {
  after(() => app.close())
  await app.ready()
  return app
}

/** Builds the app over a test platform. Pages are drawn as JSON of their name and properties unless told otherwise. */
export const openTestApp = async (platform: TestPlatform, options: TestAppOptions): Promise<TestApp> => {
  const faults: unknown[] = []
  const app = await createHttp({
    services: platform.services,
    operations: platform.services.operations,
    pages: options.pages ?? [],
    renderPage: options.renderPage ?? ((page, props) => JSON.stringify({ page, props })),
    authenticate: options.authenticate,
    districtOf: async () => options.districtId,
    placeNameOf: async () => null,
    live: platform.services.live,
    now: platform.now,
    health: async () => ({ ok: true, version: 'test', database: 'ok' }),
    clientFolder: '',
    apps: {},
    isSecure: options.isSecure ?? true,
    logFault: (fault) => void faults.push(fault),
  })
  await closedAfterTests(app)
  return {
    app,
    faults,
    query: (id, query = {}, over = {}) =>
      app.inject({
        method: 'GET',
        url: `/api/${id}`,
        query,
        ...over,
        headers: headersOf({ host: HOST, ...over.headers }),
      }),
    act: (id, input = {}, over = {}) =>
      app.inject({
        method: 'POST',
        url: `/api/${id}`,
        payload: input,
        ...over,
        headers: headersOf({
          host: HOST,
          'sec-fetch-site': 'same-origin',
          'idempotency-key': randomUUID(),
          ...over.headers,
        }),
      }),
  }
}
