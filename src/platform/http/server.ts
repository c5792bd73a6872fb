import { existsSync } from 'node:fs'
import { join } from 'node:path'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import statics, { type FastifyStaticOptions } from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal'
import { type Actor, anyone } from '#kernel/role'
import { type Ctx, type Language, languages, type Services } from '../context.ts'
import type { PortalPage } from '../module.ts'
import type { Operations } from '../perform.ts'
import type { Live } from './live.ts'
import { mountApi } from './api.ts'
import { LANGUAGE_COOKIE, mountPages, PLACE_COOKIE, type RenderPage } from './pages.ts'
import { refusalOf, sendProblem } from './problem.ts'

/** Who a session token belongs to. */
export interface Identified {
  readonly actor: Actor
  readonly districtId: number
  readonly language: Language
  readonly sessionId: string
}
export type Authenticate = (token: string, now: Date) => Promise<Identified | null>

export interface HttpOptions {
  readonly services: Services
  readonly operations: Operations
  readonly pages: readonly PortalPage[]
  readonly renderPage: RenderPage
  /** What the frame of a portal page shows of where one is: the name of the chosen place. */
  readonly placeNameOf: (ctx: Ctx) => Promise<string | null>
  readonly authenticate: Authenticate
  /** The district of somebody who has not signed in, from the chosen place; 0 when there is none yet. */
  readonly districtOf: (chosenPlaceId: number | null) => Promise<number>
  readonly live: Live
  readonly now: () => Date
  readonly health: () => Promise<{ ok: boolean; version: string; database: string }>
  /** Folder of the built browser half, and which single-page app answers under which address. */
  readonly clientFolder: string
  readonly apps: Readonly<Record<string, string>>
  readonly isSecure: boolean
  readonly logFault: (fault: unknown, address: string) => void
}

export const SESSION_COOKIE = 'gz_session'
export const UPLOAD_BYTES_MAX = 20 * 1024 * 1024
const JSON_BYTES_MAX = 1024 * 1024
/** From one address, which may be a whole office; what needs protection has a limit of its own (`perMinute`). */
const REQUESTS_PER_MINUTE = 3_000
const DEVICE_LENGTH_MAX = 200

declare module 'fastify' {
  interface FastifyRequest {
    ctx: Ctx
  }
}

/** The HTTP face of the platform: the API, the portal's pages, the apps, and nothing that a module knows. */
export const createHttp = async (options: HttpOptions): Promise<FastifyInstance> => {
  const app = fastify({
    bodyLimit: JSON_BYTES_MAX,
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 200 },
    // An address that cannot be read is found before any route: no cookie is parsed yet, and nothing but this answers.
    frameworkErrors: (fault, request, reply) => {
      const refusal = refusalOf(fault) ?? new Refusal('request.invalid')
      void sendProblem(reply as FastifyReply, refusal, wantedLanguage(request.headers['accept-language']))
    },
  })
  await app.register(cookie)
  await app.register(helmet, securityHeaders(options.isSecure))
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] })
  await app.register(multipart, { limits: { fileSize: UPLOAD_BYTES_MAX, files: 6, fields: 60, fieldSize: 40_000 } })
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    // Files that never change cost nothing; a page has dozens of them.
    allowList: (request) => request.url.startsWith('/assets/'),
    errorResponseBuilder: (_request, context) =>
      new Refusal('request.too_many', { seconds: Math.ceil(context.ttl / 1000) }),
  })
  app.decorateRequest('ctx', null as never)
  app.addHook('preHandler', async (request, reply) => {
    request.ctx = await contextOf(options, request, reply)
    refuseCrossOrigin(request)
  })
  app.setErrorHandler((thrown, request, reply) => answerFault(options, thrown, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(reply, new Refusal('request.unknown'), languageOf(request)))
  app.get('/healthz', { config: { rateLimit: false } }, async (_request, reply) => {
    const health = await options.health()
    return reply.code(health.ok ? 200 : 503).send(health)
  })
  mountApi(app, options)
  mountLive(app, options)
  await mountPages(app, options)
  await mountApps(app, options)
  return app
}

/** Strict content security policy: our own files only, no inline script, no foreign frame. */
const securityHeaders = (isSecure: boolean): object => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:', 'https://*.tianditu.gov.cn'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
    },
  },
  hsts: isSecure ? undefined : false,
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'same-origin' },
})

const languageOf = (request: FastifyRequest): Language => {
  const chosen = request.cookies[LANGUAGE_COOKIE]
  const known = languages.find((language) => language === chosen)
  if (known) return known
  return wantedLanguage(request.headers['accept-language'])
}

const wantedLanguage = (header = ''): Language => (/^\s*en\b/i.test(header) ? 'en' : 'zh-CN')

const contextOf = async (options: HttpOptions, request: FastifyRequest, reply: FastifyReply): Promise<Ctx> => {
  const token = request.cookies[SESSION_COOKIE]
  const identified = token ? await options.authenticate(token, options.now()) : null
  const chosen = Number(request.cookies[PLACE_COOKIE])
  const chosenPlaceId = Number.isSafeInteger(chosen) && chosen > 0 && chosen < 2 ** 31 ? chosen : null
  const key = request.headers['idempotency-key']
  return {
    services: options.services,
    districtId: identified?.districtId ?? (await options.districtOf(chosenPlaceId)),
    actor: identified?.actor ?? anyone,
    language: request.cookies[LANGUAGE_COOKIE] ? languageOf(request) : (identified?.language ?? languageOf(request)),
    chosenPlaceId,
    now: options.now,
    requestId: typeof key === 'string' ? key : null,
    cookie: cookieOf(reply, options.isSecure || request.protocol === 'https'),
    origin: {
      address: request.ip,
      device: (request.headers['user-agent'] ?? '').slice(0, DEVICE_LENGTH_MAX),
      site: `${request.protocol}://${request.host}`,
    },
    sessionId: identified?.sessionId ?? null,
  }
}

const cookieOf = (reply: FastifyReply, isSecure: boolean): Ctx['cookie'] => {
  const shared = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const
  return {
    issue: (token, expiresAt) => void reply.setCookie(SESSION_COOKIE, token, { ...shared, expires: expiresAt }),
    clear: () => void reply.clearCookie(SESSION_COOKIE, shared),
  }
}

/**
 * Forged requests from other sites: the session cookie is SameSite=Lax, and on top every change must come from our
 * own origin by what the browser itself says (Sec-Fetch-Site, else Origin). Programs send neither and carry no cookie.
 */
const refuseCrossOrigin = (request: FastifyRequest): void => {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.origin
  const isSame = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.headers.host
  if (site === undefined && (origin === undefined || isSame)) return
  throw new Refusal('auth.cross_origin')
}

const answerFault = (
  options: HttpOptions,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const language = request.ctx?.language ?? languageOf(request)
  const refusal = refusalOf(thrown)
  if (refusal) return sendProblem(reply, refusal, language)
  options.logFault(thrown, `${request.method} ${request.url.split('?')[0]}`)
  return sendProblem(reply.code(500), new Refusal('request.fault'), language)
}

const LIVE_PING_MS = 25_000

/** Server-sent hints that something changed in the district; a page then reads again what it shows. */
const mountLive = (app: FastifyInstance, options: HttpOptions): void => {
  app.get('/api/live', (request, reply) => {
    if (request.ctx.actor.kind !== 'person') throw new Refusal('auth.required')
    reply.hijack()
    const out = reply.raw
    out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    out.write(': here\n\n')
    const unsubscribe = options.live.subscribe(request.ctx.districtId, (topic) => void out.write(`data: ${topic}\n\n`))
    const ping = setInterval(() => void out.write(': still here\n\n'), LIVE_PING_MS)
    out.on('close', () => {
      unsubscribe()
      clearInterval(ping)
    })
  })
}

const YEAR_SECONDS = 31_536_000

/** The built apps: hashed assets for a year, and each app's page for every address below its own. */
const mountApps = async (app: FastifyInstance, options: HttpOptions): Promise<void> => {
  if (!existsSync(options.clientFolder)) return
  const served: Partial<FastifyStaticOptions> = {
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = /\/assets\//.test(path)
      reply.header('cache-control', isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache')
    },
  }
  // The hundreds of assets are looked for when they are asked for: a route of its own for each would cost every start.
  const assets = join(options.clientFolder, 'assets')
  await app.register(statics, { ...served, root: assets, prefix: '/assets/', decorateReply: false })
  await app.register(statics, { ...served, root: options.clientFolder, wildcard: false, globIgnore: ['assets/**'] })
  for (const [address, file] of Object.entries(options.apps)) {
    const send = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => reply.sendFile(file)
    app.get(address, send)
    app.get(`${address}/*`, send)
  }
}
