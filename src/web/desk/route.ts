import type { ComponentType } from 'react'
import type { OperationId } from '#web/api.ts'
import type { WordKey } from '#web/i18n.ts'
import type { IconName } from '#web/ui/icon.tsx'

/** One page of the workbench or of the cockpit, as its module offers it (`web/desk.ts` of the module). */
export interface DeskRoute {
  /** Below `/desk` or `/board`; parameters as `$id`. */
  readonly path: `/desk${string}` | `/board${string}`
  /** The page, loaded when it is first opened. */
  readonly load: () => Promise<{ default: ComponentType }>
  readonly title: WordKey
  /** A line of the side bar. Shown to whoever may call `needs`. */
  readonly nav?: {
    readonly group: 'work' | 'people' | 'administration'
    readonly icon: IconName
    readonly needs: OperationId
  }
}
