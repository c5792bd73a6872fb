import type { ComponentType } from 'react'

/** One page of the field app, as its module offers it (`web/field.ts` of the module). */
export interface FieldRoute {
  readonly path: `/field${string}`
  readonly load: () => Promise<{ default: ComponentType }>
}
