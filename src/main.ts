import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { modules } from '#modules'
import { findActor } from '#modules/identity'
import { listDistricts, loadPlace } from '#modules/places'
import type { Config } from '#platform/config'
import { type Ctx, inTransaction, type Services, systemCtx } from '#platform/context'
import { type Database, migrate, openDatabase } from '#platform/db'
import { type Embedded, startEmbedded } from '#platform/db/embedded'
import { createFileStore, noScanner } from '#platform/files'
import { projectFolder } from '#platform/folder'
import { createHttp, createLive, type HttpOptions } from '#platform/http'
import { createQueue, type Queue } from '#platform/jobs'
import { lazily, loadLibraries } from '#platform/lazily'
import type { Module } from '#platform/module'
import { createChannels } from '#platform/notify'
import { collectOperations } from '#platform/perform'
import { createRegistry } from '#platform/registry'
import { readSecretKey } from '#platform/secret'

const { version } = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as { version: string }

/** What runs: the wired platform, its database, and how to stop both. */
export interface Platform {
  readonly services: Services
  readonly database: Database
  readonly queue: Queue
  stop(): Promise<void>
}

/** Single-page apps: address, and the built page that answers below it. */
const apps = {
  '/desk': 'desk/index.html',
  '/board': 'desk/index.html',
  '/field': 'field/index.html',
  '/ui': 'gallery/index.html',
} as const

type CreateRenderer = (assets: { readonly style: string; readonly script: string }) => HttpOptions['renderPage']

const logFault = (fault: unknown, where: string): void => {
  console.error(`${new Date().toISOString()} ${where}:`, fault)
}

/** Wires the platform on its database, migrated; nothing listens and nothing works yet. */
export const openPlatform = async (
  config: Config,
  options: {
    readonly purpose: 'server' | 'command'
    readonly log: (line: string) => void
    /** The built-in database, when it was told to start before. */
    readonly embedded?: Promise<Embedded> | null
  },
): Promise<Platform> => {
  const { purpose, log } = options
  const embedded = config.databaseUrl
    ? null
    : await (options.embedded ?? startEmbedded({ dataFolder: config.dataFolder, purpose, log }))
  const url = config.databaseUrl ?? embedded?.url ?? ''
  const database = openDatabase(url)
  const closeDatabase = async (): Promise<void> => {
    await database.close()
    await embedded?.stop()
  }
  const queue = createQueue(database, url, logFault)
  const stop = async (): Promise<void> => {
    await queue.stop()
    await closeDatabase()
  }
  try {
    const applied = await migrate(database)
    if (applied.length > 0) log(`数据库结构 migrated: ${applied.join(', ')}`)
    // A server has it start when it answers: no request waits for it but one that gives it a job.
    if (purpose === 'command') await queue.start()
  } catch (fault) {
    await stop()
    throw fault
  }
  const services: Services = {
    db: database.db,
    blobs: createFileStore(path.join(config.dataFolder, 'files')),
    scanner: noScanner,
    channels: createChannels({ smtp: config.smtp }),
    registry: createRegistry(modules),
    operations: collectOperations(modules),
    live: createLive(),
    enqueue: queue.enqueue,
    secretKey: readSecretKey(config.dataFolder),
  }
  return { services, database, queue, stop }
}

/** Ids of all districts: what scheduled jobs run for. */
const districtIds = async (services: Services): Promise<number[]> => {
  const districts = await inTransaction(systemCtx(services, 0), listDistricts)
  return districts.map((district) => district.district_id).filter((id) => id !== null)
}

/** For how long, and for how many chosen places, the district that was found is not asked for again. */
const KNOWN_DISTRICTS = { forMs: 60_000, max: 10_000 }

/** The district of somebody who has not signed in: that of the chosen place, else the first one. */
const districtOf = (services: Services): ((chosenPlaceId: number | null) => Promise<number>) => {
  const known = new Map<number | null, { readonly districtId: number; readonly until: number }>()
  const find = async (chosenPlaceId: number | null): Promise<number> => {
    const chosen = chosenPlaceId
      ? await inTransaction(systemCtx(services, 0), (tx) => loadPlace(tx, chosenPlaceId)).catch(() => null)
      : null
    return chosen?.district_id ?? (await districtIds(services))[0] ?? 0
  }
  return async (chosenPlaceId) => {
    const before = known.get(chosenPlaceId)
    if (before && Date.now() < before.until) return before.districtId
    const districtId = await find(chosenPlaceId)
    if (known.size >= KNOWN_DISTRICTS.max) known.clear()
    if (districtId > 0) known.set(chosenPlaceId, { districtId, until: Date.now() + KNOWN_DISTRICTS.forMs })
    return districtId
  }
}

const healthOf = (services: Services) => async (): Promise<{ ok: boolean; version: string; database: string }> => {
  try {
    await inTransaction(systemCtx(services, 0), listDistricts)
    return { ok: true, version, database: 'ok' }
  } catch {
    return { ok: false, version, database: 'unreachable' }
  }
}

/** Name of the chosen place, else of the district. */
const placeNameOf = async (ctx: Ctx): Promise<string | null> =>
  inTransaction(ctx, async (tx) => (await loadPlace(tx, ctx.chosenPlaceId ?? ctx.districtId)).name)

/** What the portal's pages are drawn with: the server bundle of `src/web/portal`, its style, its script. */
const loadRenderer = lazily(async (): Promise<HttpOptions['renderPage']> => {
  const file = path.join(projectFolder, 'dist/server/render.js')
  if (!existsSync(file)) throw new Error('the web half is not built: npm start builds it')
  const bundle = (await import(pathToFileURL(file).href)) as { createRenderer: CreateRenderer }
  const client = path.join(projectFolder, 'dist/client')
  const manifest = JSON.parse(readFileSync(path.join(client, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    { file: string }
  >
  return bundle.createRenderer({
    style: readFileSync(path.join(client, 'portal.css'), 'utf8'),
    script: `/${manifest['portal/enhance.ts']?.file ?? ''}`,
  })
})

/** The HTTP application over an open platform. `pages` are added to those of the modules (the demo's sign-in links). */
export const createApp = async (
  services: Services,
  options: { readonly isSecure: boolean; readonly pages?: Module['pages'] },
): Promise<FastifyInstance> =>
  createHttp({
    services,
    operations: services.operations,
    pages: [...modules.flatMap((module) => module.pages ?? []), ...(options.pages ?? [])],
    renderPage: await loadRenderer(),
    placeNameOf,
    authenticate: (token, now) => findActor(services, token, now),
    districtOf: districtOf(services),
    live: services.live,
    now: () => new Date(),
    health: healthOf(services),
    clientFolder: path.join(projectFolder, 'dist/client'),
    apps,
    isSecure: options.isSecure,
    logFault,
  })

export interface RunningServer {
  stop(): Promise<void>
}

/** Starts everything; it is told when it can be used, and then what nobody waits for is done. */
export const startServer = async (
  config: Config,
  options: { readonly log: (line: string) => void; readonly embedded: Promise<Embedded> | null },
): Promise<RunningServer> => {
  const { log } = options
  // While the database starts; who needs it waits for it below, and is told what is wrong with it.
  loadRenderer().catch(() => undefined)
  const platform = await openPlatform(config, { purpose: 'server', ...options })
  let app: FastifyInstance | null = null
  const stop = async (): Promise<void> => {
    await app?.close()
    await platform.stop()
  }
  try {
    const demo = config.scenario === 'demo' ? await import('../scenarios/demo/index.ts') : null
    await demo?.loadWhenEmpty(platform.services, log)
    const personas = demo && config.loopback ? await demo.personaLinks(platform.services) : null
    app = await createApp(platform.services, { isSecure: false, pages: personas?.pages ?? [] })
    const address = await app.listen({ port: config.port, host: config.host })
    console.log(`\n  共治 Gongzhi ${version}  ${address}\n`)
    for (const link of personas?.links ?? []) console.log(`  ${link.label}  ${address}${link.path}`)
    await platform.queue.work(platform.services, () => districtIds(platform.services))
    loadLibraries().catch((fault: unknown) => logFault(fault, 'libraries'))
    return { stop }
  } catch (fault) {
    await stop()
    throw fault
  }
}
