import { useSyncExternalStore } from 'react'

const MINUTE_MS = 60_000

let minute = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  timer ??= setInterval(() => {
    minute = Date.now()
    for (const known of listeners) known()
  }, MINUTE_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Now, moving on every minute: 今天 and 明天 stay true on a page that is open all day. */
export const useNow = (): Date => new Date(useSyncExternalStore(subscribe, () => minute))
