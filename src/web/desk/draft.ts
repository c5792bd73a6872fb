import { useState } from 'react'

const PREFIX = 'gongzhi.draft.'

const read = <T>(key: string): T | null => {
  try {
    const kept = sessionStorage.getItem(PREFIX + key)
    return kept === null ? null : (JSON.parse(kept) as T)
  } catch {
    return null // no storage in this window, or somebody wrote into it
  }
}

const write = (key: string, value: unknown): void => {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + key)
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // Then it lasts as long as the form.
  }
}

/**
 * What is typed into a form, kept in this tab until it is sent: going to the next matter, a reload or a session that
 * ended loses nothing. `key` names the form and its matter; give the form a React key of the same value.
 */
export const useDraft = <T extends object>(
  key: string,
  initial: T,
): { readonly draft: T; readonly change: (patch: Partial<T>) => void; readonly drop: () => void } => {
  const [draft, setDraft] = useState<T>(() => ({ ...initial, ...read<Partial<T>>(key) }))
  const change = (patch: Partial<T>): void =>
    setDraft((before) => {
      const next = { ...before, ...patch }
      write(key, next)
      return next
    })
  return { draft, change, drop: () => write(key, null) }
}

/** How many forms of this tab were begun and not sent. */
export const countDrafts = (): number => {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).length
  } catch {
    return 0
  }
}

/** Nothing of one person stays for the next one at this computer. */
export const dropAllDrafts = (): void => {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  } catch {
    // Nothing was kept then.
  }
}
