import type { Operation } from '#kernel/operation'
import { holds } from '#kernel/operation'
import { isWithin } from '#kernel/place'
import { Refusal } from '#kernel/refusal'
import { type CivilDate, civilDateAt } from '#kernel/time'
import { loadOrganization, type OrganizationRow, refuseClosed } from '#modules/organizations'
import { loadDistrict, loadPlace } from '#modules/places'
import { requirePermission, type Tx } from '#platform/context'
import { createRoute, listPatrols, type PatrolState } from '../contract.ts'
import type { PatrolFacts } from '../rules/patrol.ts'
import type * as store from '../store.ts'

export const today = (tx: Tx): CivilDate => civilDateAt(tx.now())

/**
 * The places a list is about: the one asked for when the actor reads there, else those of the actor's own inside it;
 * without a place all places where the actor holds the operation. Refused when that is none.
 */
export const scopeOf = async (
  tx: Tx,
  operation: Pick<Operation, 'id' | 'access'>,
  withinId: number | undefined,
): Promise<string[]> => {
  const asked = withinId === undefined ? null : await loadPlace(tx, withinId)
  if (tx.actor.kind === 'system') return [(asked ?? (await loadDistrict(tx))).path]
  if (asked && holds(tx.actor, operation.access, { placePath: asked.path })) return [asked.path]
  const held = tx.actor.posts.filter((post) => holds(tx.actor, operation.access, { placePath: post.placePath }))
  const paths = held.map((post) => post.placePath).filter((path) => !asked || isWithin(path, asked.path))
  if (paths.length === 0) requirePermission(tx, operation, { placePath: asked?.path })
  return [...new Set(paths)]
}

/** A patrol team 红袖套 is an open social organisation. */
export const loadTeam = async (tx: Tx, organizationId: string): Promise<OrganizationRow> => {
  const team = await loadOrganization(tx, organizationId)
  refuseClosed(tx, team)
  if (team.kind !== 'social') throw new Refusal('fieldwork.team_not_social', { name: team.name })
  return team
}

/** A day on which something begins or ends: not before `earliest`. */
export const dayFrom = (tx: Tx, on: CivilDate | undefined, earliest: string): CivilDate => {
  const day = on ?? today(tx)
  if (day < earliest) throw new Refusal('fieldwork.date_not_possible', { on: day, earliest })
  return day
}

export const mayPlan = (tx: Tx, placePath: string): boolean => holds(tx.actor, createRoute.access, { placePath })

/** Whose patrol it is, or who reads the fieldwork of its place. */
export const mayReadPatrol = (tx: Tx, patrol: store.PatrolRow): boolean => {
  if (tx.actor.kind === 'system') return true
  const isMine = patrol.person_id !== null && patrol.person_id === tx.actor.personId
  return isMine || holds(tx.actor, listPatrols.access, { placePath: patrol.place_path })
}

export const factsOf = (patrol: store.PatrolRow): PatrolFacts & { readonly state: PatrolState } => ({
  state: patrol.state,
  windowFrom: patrol.window_from,
  windowUntil: patrol.window_until,
  startedAt: patrol.started_at,
  finishedAt: patrol.finished_at,
  isOnTime: patrol.is_on_time,
})
