import type { QueryClient } from '@tanstack/react-query'

/** Hints come in bursts when a batch is worked through; one reading again answers them all. */
const SETTLE_MS = 400

/**
 * Reads what is shown again when the server says that something of its kind changed. The browser reconnects by
 * itself; a hint lost meanwhile is made up for by reading everything once after the connection is back.
 */
export const listenForChanges = (queryClient: QueryClient): void => {
  const source = new EventSource('/api/live')
  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const readAgain = (): void => {
    timer = undefined
    for (const topic of waiting) {
      const stem = topic.split('.')[0] ?? topic
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isAbout(String(queryKey[0]), stem) })
    }
    waiting.clear()
  }
  const note = (topic: string): void => {
    waiting.add(topic)
    timer ??= setTimeout(readAgain, SETTLE_MS)
  }
  source.addEventListener('message', (event: MessageEvent<string>) => note(event.data))
  let wasLost = false
  source.addEventListener('error', () => {
    wasLost = true
  })
  source.addEventListener('open', () => {
    if (wasLost) void queryClient.invalidateQueries()
    wasLost = false
  })
}

/** A query belongs to a topic by its operation id; the inbox and the counts depend on every kind of matter. */
const isAbout = (operation: string, stem: string): boolean =>
  operation.startsWith(`${stem}.`) || operation.startsWith('workplace.') || operation.startsWith('insight.')
