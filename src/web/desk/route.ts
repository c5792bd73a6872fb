import type { ComponentType } from 'react'
import type { OperationId } from '#web/api.ts'
import type { WordKey } from '#web/i18n.ts'
import type { IconName } from '#web/ui/icon.tsx'

/** How many lines a page of the side bar stands for; `isHot`: some of them are late. */
export interface NavCount {
  readonly count: number
  readonly isHot: boolean
  /** There are more than were counted: 10,000+. */
  readonly isMore?: boolean | undefined
}

/** A line of the side bar, shown to whoever may call `needs`. */
export interface DeskNav {
  readonly group: 'work' | 'people' | 'administration'
  readonly icon: IconName
  readonly needs: OperationId
  /** Read again when something of the module of `by` changes. `placeId`: only there, when a place of work is chosen. */
  readonly count?: {
    readonly by: OperationId
    readonly read: (placeId: number | undefined, signal: AbortSignal) => Promise<NavCount>
  }
}

/** One page of the workbench or of the cockpit, as its module offers it (`web/desk.ts` of the module). */
export interface DeskRoute {
  /** Below `/desk` or `/board`; parameters as `$id`. */
  readonly path: `/desk${string}` | `/board${string}`
  /** The page, loaded when it is first opened. */
  readonly load: () => Promise<{ default: ComponentType }>
  readonly title: WordKey
  readonly nav?: DeskNav
}
