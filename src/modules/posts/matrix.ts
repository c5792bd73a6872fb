import type { InputOf, OutputOf } from '#kernel/operation'
import { roles } from '#kernel/role'
import type { Tx } from '#platform/context'
import { hasPhrase, say } from '#platform/words'
import type * as contract from './contract.ts'
import { LEVELS_OF_ROLE, ROLES_OF_ORGANIZATIONS } from './rules/reach.ts'

/** 岗位权限表: who may what, read from the contracts of all modules, so it cannot differ from what is enforced. */
export const listPermissions = async (
  tx: Tx,
  input: InputOf<typeof contract.listPermissions>,
): Promise<OutputOf<typeof contract.listPermissions>> => {
  const { operations } = tx.services.registry
  const moduleOf = (id: string): string => id.slice(0, id.indexOf('.'))
  const items = operations.map(({ id, kind, access, summary }) => {
    const module = moduleOf(id)
    const key = `${module}:operation.${id.slice(module.length + 1)}`
    const isHeld = access.kind === 'roles'
    const held = isHeld ? access.roles : []
    const isSystem = isHeld && held.length === 0
    return {
      operation: id,
      module,
      name: hasPhrase(tx.language, key) ? say(tx.language, key) : summary,
      kind,
      who: isSystem ? ('system' as const) : access.kind,
      at: isHeld && !isSystem ? access.at : null,
      roles: [...held],
    }
  })
  return {
    modules: [...new Set(items.map((item) => item.module))],
    items: items.filter(
      (item) =>
        (!input.module || item.module === input.module) &&
        (!input.role || item.who === 'anyone' || item.who === 'signedIn' || item.roles.includes(input.role)),
    ),
  }
}

/** The roles, where each stands and how much it may do. */
export const listRoles = async (tx: Tx): Promise<OutputOf<typeof contract.listRoles>> => ({
  items: roles.map((role) => ({
    role,
    name: say(tx.language, `posts:role.${role}`),
    levels: role === 'resident' ? [] : [...LEVELS_OF_ROLE[role]],
    needsOrganization: ROLES_OF_ORGANIZATIONS.includes(role),
    operationCount: tx.services.registry.operations.filter(
      ({ access }) => access.kind === 'roles' && access.roles.includes(role),
    ).length,
  })),
})
