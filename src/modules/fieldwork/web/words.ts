import type { ActionBy, ActionKind, CoverageBy, PatrolState, ShippedFunction } from '#modules/fieldwork/contract'

export type { ActionKind, PatrolState }

// In the order in which they are offered. The contract itself stays on the server with its shapes.
export const actionKinds: readonly ActionKind[] = [
  'cleanUp',
  'dissuasion',
  'publicity',
  'mediation',
  'screening',
  'other',
]
export const shippedFunctions: readonly ShippedFunction[] = ['guidance', 'disputes', 'risks', 'service', 'environment']
export const patrolStates: readonly PatrolState[] = ['planned', 'underWay', 'done', 'missed']
export const coverageBys: readonly CoverageBy[] = ['place', 'person', 'team', 'route', 'day']
export const actionBys: readonly ActionBy[] = ['function', 'kind', 'place', 'team', 'person', 'month']
export const COUNT_MAX = 10_000
