import { z } from 'zod'
import type { Can } from './flow.ts'
import { holds, type Operation, type Whereabouts } from './operation.ts'
import type { Actor } from './role.ts'

/** `Can` as part of an answer: may I, and if not, why not. */
export const canShape = z.object({
  allowed: z.boolean(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})

/**
 * What the actor may do with a thing that stands there, for things without a flow: keyed by operation id. `obstacle`
 * is the code of a refusal that stands against every one of them (the thing has ended), or null.
 */
export const canOfOperations = (
  actor: Actor,
  operations: readonly Pick<Operation, 'id' | 'access'>[],
  there: Whereabouts,
  obstacle: string | null,
): Record<string, Can> => {
  const entries = operations.map((operation) => {
    const roles = operation.access.kind === 'roles' ? operation.access.roles : []
    const reason = holds(actor, operation.access, there) ? obstacle : 'auth.forbidden'
    const can: Can = { allowed: reason === null, reason, data: reason === 'auth.forbidden' ? { roles } : {} }
    return [operation.id, can] as const
  })
  return Object.fromEntries(entries)
}
