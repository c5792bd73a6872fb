import type { ActionKind } from '../contract.ts'

/** What the count of an action counts (S0-46): places cleaned 处, people dissuaded 人次, else times 次. */
export const unitOfKind = (kind: ActionKind): 'places' | 'persons' | 'times' => {
  if (kind === 'cleanUp') return 'places'
  return kind === 'dissuasion' ? 'persons' : 'times'
}
