import { EventEmitter } from 'node:events'

/** "Something changed" hints to open pages; what changed is read again by the page, so losing a hint is harmless. */
export interface Live {
  publish(districtId: number, topic: string): void
  subscribe(districtId: number, listener: (topic: string) => void): () => void
}

const LISTENERS_MAX = 2_000

export const createLive = (): Live => {
  const emitter = new EventEmitter().setMaxListeners(LISTENERS_MAX)
  return {
    publish: (districtId, topic) => void emitter.emit(String(districtId), topic),
    subscribe: (districtId, listener) => {
      emitter.on(String(districtId), listener)
      return () => void emitter.off(String(districtId), listener)
    },
  }
}
