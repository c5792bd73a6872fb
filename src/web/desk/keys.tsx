import { type ReactNode, useEffect, useId, useSyncExternalStore } from 'react'
import { type Command, KeyBar } from '#web/ui/live/command-keys.tsx'

interface Offer {
  readonly id: string
  readonly commands: readonly Command[]
  readonly status: ReactNode
}

// What the parts of the page offer, outermost first. A store and not a context, because the foot is above them all.
let offers: readonly Offer[] = []
const listeners = new Set<() => void>()

const keep = (next: readonly Offer[]): void => {
  offers = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Offers single keys while this part is on the page; `status` stands at the right of the foot. */
export const useDeskKeys = (commands: readonly Command[], status: ReactNode = null): void => {
  const id = useId()
  useEffect(() => {
    const offer = { id, commands, status }
    keep(
      offers.some((known) => known.id === id)
        ? offers.map((known) => (known.id === id ? offer : known))
        : [...offers, offer],
    )
  })
  useEffect(() => () => keep(offers.filter((known) => known.id !== id)), [id])
}

/** The foot of the workbench: all keys that work now. */
export const DeskFoot = ({ commands }: { readonly commands: readonly Command[] }) => {
  const shown = useSyncExternalStore(subscribe, () => offers)
  return (
    <KeyBar
      commands={[...commands, ...shown.flatMap((offer) => offer.commands)]}
      status={shown.findLast((offer) => offer.status !== null)?.status}
    />
  )
}
