import { setTimeout as sleep } from 'node:timers/promises'

/** Between two libraries other work has its turn. */
const PAUSE_MS = 50

const libraries: (() => unknown)[] = []

/**
 * A library that takes long to load and that nothing needs until somebody does a certain thing. It is loaded when first
 * asked for, at the latest by `loadLibraries`.
 */
export const lazily = <T>(load: () => T): (() => T) => {
  let loaded: { readonly library: T } | null = null
  const ask = (): T => (loaded ??= { library: load() }).library
  libraries.push(ask)
  return ask
}

/** Loads what is still missing, one after the other: for a server that already answers, so that nobody waits for it. */
export const loadLibraries = async (): Promise<void> => {
  for (const load of libraries) {
    await sleep(PAUSE_MS, undefined, { ref: false })
    await load()
  }
}
