import type { QueryClient } from '@tanstack/react-query'
import { readAgain } from './acting.ts'

/** Hints come in bursts when a batch is worked through; one reading again answers them all. */
const SETTLE_MS = 400

/**
 * Reads what is shown again when the server says that something of its kind changed; returns what stops it. The
 * browser reconnects by itself; a hint lost meanwhile is made up for by reading everything once the connection is back.
 */
export const listenForChanges = (queryClient: QueryClient): (() => void) => {
  const source = new EventSource('/api/live')
  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let wasLost = false
  source.addEventListener('message', (event: MessageEvent<string>) => {
    waiting.add(event.data.split('.')[0] ?? event.data)
    timer ??= setTimeout(() => {
      timer = undefined
      for (const module of waiting) readAgain(queryClient, module)
      waiting.clear()
    }, SETTLE_MS)
  })
  source.addEventListener('error', () => {
    wasLost = true
  })
  source.addEventListener('open', () => {
    if (wasLost) void queryClient.invalidateQueries()
    wasLost = false
  })
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
