// Whether the app opens without a network: its worker is in charge of this page and has every file it is made of.
import { useSyncExternalStore } from 'react'

let isKept = false
const listeners = new Set<() => void>()

const watch = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useKept = (): boolean => useSyncExternalStore(watch, () => isKept)

const workerInCharge = async (): Promise<ServiceWorker> => {
  const container = navigator.serviceWorker
  if (!container.controller) {
    await new Promise((resolve) => container.addEventListener('controllerchange', resolve, { once: true }))
  }
  return container.controller ?? workerInCharge()
}

const answerOf = (worker: ServiceWorker, files: readonly string[]): Promise<unknown> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', resolve)
    port1.start()
    worker.postMessage({ files }, [port2])
  })

/** Gives the worker every file this page was made of, and says so when it has them. */
export const keepFiles = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/field-worker.js', { scope: '/field' })
  const worker = await workerInCharge()
  const entries = performance.getEntriesByType('resource').map((entry) => entry.name)
  await answerOf(
    worker,
    entries.filter((name) => new URL(name).pathname.startsWith('/assets/')),
  )
  isKept = true
  for (const listener of listeners) listener()
}
