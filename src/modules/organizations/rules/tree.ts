import { err, ok, type Result } from '#kernel/result'
import { ORGANIZATION_DEPTH_MAX } from '../contract.ts'

interface Node {
  readonly id: string
  readonly path: string
}

/** How many organisations stand in a path, itself the last. */
export const depthOf = (path: string): number => path.split('.').length - 1

/** The ids in a path, from the top. */
export const idsOf = (path: string): string[] => path.split('.').filter(Boolean)

export const pathBelow = (parent: Pick<Node, 'path'> | null, id: string): string => `${parent?.path ?? ''}${id}.`

/**
 * May an organisation with so many levels below it stand under that parent? Never under itself or what is below it, and
 * the tree stays shallow enough that a path stays short.
 */
export const checkParent = (
  organization: Node,
  levelsBelow: number,
  parent: Node | null,
): Result<void, 'organizations.parent_below_itself' | 'organizations.too_deep'> => {
  if (parent?.path.startsWith(organization.path)) return err('organizations.parent_below_itself')
  const depth = (parent ? depthOf(parent.path) : 0) + 1 + levelsBelow
  return depth > ORGANIZATION_DEPTH_MAX ? err('organizations.too_deep') : ok(undefined)
}
