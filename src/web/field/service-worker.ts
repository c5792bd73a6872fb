/// <reference lib="webworker" />
// Keeps the field app openable without a network: its page, and the files that page was made of. Data is not kept
// here; what a worker does is kept by the outbox of the page.
declare const self: ServiceWorkerGlobalScope

const CACHE = 'gongzhi-field-1'
const PAGE = '/field'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(PAGE)))
  void self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  const forgetOld = async (): Promise<void> => {
    for (const name of await caches.keys())
      if (name.startsWith('gongzhi-field-') && name !== CACHE) await caches.delete(name)
    await self.clients.claim()
  }
  event.waitUntil(forgetOld())
})

/** A hashed file never changes: without a network those that are here need not be asked for again. */
const keepMissing = async (files: readonly string[]): Promise<void> => {
  const cache = await caches.open(CACHE)
  const found = await Promise.all(files.map((file) => cache.match(file)))
  await cache.addAll(files.filter((_, index) => found[index] === undefined))
}

/** The page tells which hashed files it was made of, those loaded before this worker was there included, and hears back when all are kept. */
self.addEventListener('message', (event) => {
  const files = (event.data as { files?: unknown }).files
  if (!Array.isArray(files)) return
  const own = files.filter(
    (file): file is string =>
      typeof file === 'string' && new URL(file, self.location.href).origin === self.location.origin,
  )
  event.waitUntil(keepMissing(own).then(() => event.ports[0]?.postMessage('kept')))
})

const fromNetworkElseKept = async (request: Request): Promise<Response> => {
  try {
    const fresh = await fetch(request)
    if (fresh.ok) await (await caches.open(CACHE)).put(PAGE, fresh.clone())
    return fresh
  } catch (fault) {
    const kept = await caches.match(PAGE)
    if (kept) return kept
    throw fault
  }
}

const keptElseNetwork = async (request: Request): Promise<Response> => {
  const kept = await caches.match(request)
  if (kept) return kept
  const fresh = await fetch(request)
  if (fresh.ok) await (await caches.open(CACHE)).put(request, fresh.clone())
  return fresh
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (event.request.mode === 'navigate' && url.pathname.startsWith(PAGE))
    event.respondWith(fromNetworkElseKept(event.request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keptElseNetwork(event.request))
})
