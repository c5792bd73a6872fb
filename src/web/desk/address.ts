import { useRouter, useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'

/** What to change in the address; null takes a part away. */
export type AddressPatch = Readonly<Record<string, string | null | undefined>>
export type Params = Readonly<Record<string, string>>

/** The part after `?` as plain texts: filters are words, never JSON. */
export const parseParams = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search))

/** Empty texts are left out, so that an address says only what was chosen. */
export const writeParams = (params: Readonly<Record<string, unknown>>): string => {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  )
  const search = new URLSearchParams(entries).toString()
  return search ? `?${search}` : ''
}

/** The page's own address: what was chosen on it, links that change it, and how to go there. */
export interface Address {
  readonly path: string
  readonly params: Params
  /** This page with something changed. */
  readonly hrefWith: (patch: AddressPatch) => string
  /** Goes there. `replace` for what is no step back: typing in a filter. */
  readonly change: (patch: AddressPatch, options?: { readonly replace?: boolean }) => void
  readonly go: (href: string) => void
}

/** State of a page lives in its address, so that it can be sent, saved and gone back to. */
export const useAddress = (): Address => {
  const { history } = useRouter()
  const href = useRouterState({ select: (state) => state.location.href })
  return useMemo(() => {
    const { pathname, search } = new URL(href, location.origin)
    const params = parseParams(search)
    const hrefWith = (patch: AddressPatch): string => `${pathname}${writeParams({ ...params, ...patch })}`
    return {
      path: pathname,
      params,
      hrefWith,
      change: (patch, options) => (options?.replace ? history.replace(hrefWith(patch)) : history.push(hrefWith(patch))),
      go: (next) => history.push(next),
    }
  }, [href, history])
}
