import { useEffect, useState, useSyncExternalStore } from 'react'
import { listOutbox, type OutboxItem, watchOutbox } from './outbox.ts'

/** What the phone keeps, newest first; follows every change. */
export const useOutbox = (): readonly OutboxItem[] => {
  const [items, setItems] = useState<readonly OutboxItem[]>([])
  useEffect(() => {
    const read = (): void => void listOutbox().then(setItems)
    read()
    return watchOutbox(read)
  }, [])
  return items
}

const watchNetwork = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Does the phone believe it has a network? */
export const useOnline = (): boolean => useSyncExternalStore(watchNetwork, () => navigator.onLine)
