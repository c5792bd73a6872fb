import { canOf, type Can, type LimitOf, type Standing } from '#kernel/flow'
import { holds, type Operation } from '#kernel/operation'
import { pathIds } from '#kernel/place'
import { civilDateAt, type TimeLimit } from '#kernel/time'
import type { Tx } from '#platform/context'
import { openVisitsOf } from '#platform/thread'
import * as contract from '../contract.ts'
import { type CaseAction, caseFlow, type CaseFacts, caseActions } from '../rules/case-flow.ts'
import { type DatedRule, limitInForce, rulesInForce } from '../rules/category-rule.ts'
import type { CaseFileRow, ReporterRow } from '../store.ts'
import * as categoryStore from '../store/category.ts'

export const CASE_KIND = 'case'

export const flow = caseFlow

/** A case with what is needed to say who may do what with it. */
export interface LoadedCase {
  readonly config: contract.CaseConfig
  readonly row: CaseFileRow
  readonly reporters: readonly ReporterRow[]
  readonly reader: 'staff' | 'parties' | 'public'
  /** The actor is its reporter, by account or by query code. */
  readonly isReporter: boolean
  /** What follows from another act is carried out by the platform, in the name of whoever acts. */
  readonly isPlatform?: boolean
}

const operationById = new Map<string, Operation>(contract.caseActs.map((operation) => [operation.id, operation]))

/** The actor may verify only by posts in the organisation that handled it. */
const actsForHandler = (tx: Tx, row: CaseFileRow): boolean => {
  const { access } = contract.verifyCase
  const verifying = tx.actor.posts.filter((post) =>
    holds({ ...tx.actor, posts: [post] }, access, { placePath: row.place_path }),
  )
  return (
    row.handler_organization_id !== null &&
    verifying.length > 0 &&
    verifying.every((post) => post.organizationId === row.handler_organization_id)
  )
}

/** Of an organisation that was called to the case; of which one the operation says. */
const actsForCalled = (tx: Tx, row: CaseFileRow, operation: Operation): boolean =>
  row.called_organization_ids.some((organizationId) => holds(tx.actor, operation.access, { organizationId }))

const factsOf = (tx: Tx, { row, config }: LoadedCase): CaseFacts => ({
  config,
  now: tx.now(),
  resolvedByPersonId: row.resolved_by_person_id,
  actsForHandler: actsForHandler(tx, row),
  hasClock: flow.definition.states[row.state].clock !== null,
  isPaused: row.is_paused,
  extensionCount: row.extension_count,
  closedAt: row.closed_at,
  needsCheck: config.checkedChannels.includes(row.channel),
  isChecked: row.checked_at !== null,
  tier: row.tier,
  openChildCount: row.open_child_count,
  mergedCount: row.merged_count,
  request: row.open_request_kind && { kind: row.open_request_kind, personId: row.open_request_by_person_id },
})

/** What the flow needs to know: the state, the facts of the guards, what the actor holds at this case. */
export const standingOf = (tx: Tx, loaded: LoadedCase): Standing<contract.CaseState, CaseAction, CaseFacts> => {
  const { row, reader, isReporter } = loaded
  const isHandler = tx.actor.personId !== null && tx.actor.personId === row.handler_person_id
  return {
    state: row.state,
    facts: factsOf(tx, loaded),
    actorPersonId: tx.actor.personId,
    isSystem: tx.actor.kind === 'system' || loaded.isPlatform === true,
    isReporter,
    holds: (action) => {
      if (action === contract.noteCase.id) return reader === 'staff'
      const operation = operationById.get(action)
      if (!operation || reader !== 'staff') return false
      if (contract.calledActs.includes(action)) return actsForCalled(tx, row, operation)
      const isAssigned = flow.definition.actions[action].by === 'assignee' && isHandler
      const there = { placePath: row.place_path, organizationId: row.handler_organization_id }
      return isAssigned || holds(tx.actor, operation.access, there)
    },
  }
}

/** What the actor may do now and why not: staff the actions of staff, the reporter those of reporters, nobody else any. */
export const cansOf = (tx: Tx, loaded: LoadedCase): Record<string, Can> => {
  const all = canOf(flow, standingOf(tx, loaded))
  const isTold = (action: CaseAction): boolean => {
    const { by } = flow.definition.actions[action]
    return by === 'reporter' ? loaded.isReporter : by !== 'system' && loaded.reader === 'staff'
  }
  return Object.fromEntries(caseActions.filter(isTold).map((action) => [action, all[action]]))
}

/** The rules of a category and of those above it that hold now, the nearest first. */
export const loadRules = async (tx: Tx, categoryPath: string | null): Promise<readonly DatedRule[]> => {
  if (categoryPath === null) return []
  const path = pathIds(categoryPath)
  const rows = await categoryStore.listCategoryRules(tx, path)
  const rules = rows.map(datedRuleOf)
  return rulesInForce(rules, path, civilDateAt(tx.now()), tx.now())
}

export const datedRuleOf = (row: categoryStore.CategoryRuleRow): DatedRule => ({
  categoryId: row.category_id,
  validFrom: row.valid_from,
  createdAt: row.created_at,
  limits: row.limits,
  urgentLimits: row.urgent_limits,
  handlerKind: row.handler_kind,
  handlerOrganizationId: row.handler_organization_id,
  filingCondition: row.filing_condition,
  closingCondition: row.closing_condition,
  requiredPhotoCount: row.required_photo_count,
  verificationPhotoCount: row.verification_photo_count,
  verificationRadius: row.verification_radius,
  verificationSamePeriod: row.verification_same_period,
})

/** How long each clock of this case runs. */
export const limitsOf =
  (row: Pick<CaseFileRow, 'urgency'>, inForce: readonly DatedRule[], config: contract.CaseConfig): LimitOf =>
  (clock) =>
    limitInForce(clock as contract.CaseClock, row.urgency, inForce, config).limit

/** The limit that runs now, as it was when the step began. A case whose step is not timed has none: ask the flow first. */
export const runningLimit = async (tx: Tx, row: Pick<CaseFileRow, 'id'>): Promise<TimeLimit> => {
  const visit = (await openVisitsOf(tx, CASE_KIND, [row.id])).get(row.id)
  if (!visit?.limit) throw new Error(`no limit runs for case ${row.id}`)
  return { unit: visit.limit.unit as TimeLimit['unit'], amount: visit.limit.amount }
}
