import type { TimeLimit } from '#kernel/time'
import type { CaseClock, CaseConfig, HandlerKind, Limits, Urgency } from '../contract.ts'

/** One dated rule of one category, as stored. Rules are never edited: the newest of the latest day that has come holds. */
export interface DatedRule {
  readonly categoryId: number
  readonly validFrom: string
  readonly createdAt: Date
  readonly limits: Limits
  readonly urgentLimits: Limits
  readonly handlerKind: HandlerKind | null
  readonly handlerOrganizationId: string | null
  readonly filingCondition: string | null
  readonly closingCondition: string | null
  readonly requiredPhotoCount: number
  readonly verificationPhotoCount: number
  /** Metres. */
  readonly verificationRadius: number | null
  readonly verificationSamePeriod: boolean
}

/**
 * The rules that held at an instant for a category, its own first, then those above it. `path` is the ids from the
 * first level down; `on` the civil date of `at`. A rule set later that day does not reach back (S2-17).
 */
export const rulesInForce = (
  rules: readonly DatedRule[],
  path: readonly number[],
  on: string,
  at: Date,
): readonly DatedRule[] =>
  [...path].reverse().flatMap((categoryId) => {
    const candidates = rules
      .filter((rule) => rule.categoryId === categoryId && rule.validFrom <= on && rule.createdAt <= at)
      .sort((a, b) => b.validFrom.localeCompare(a.validFrom) || b.createdAt.getTime() - a.createdAt.getTime())
    return candidates.slice(0, 1)
  })

export interface LimitInForce {
  readonly limit: TimeLimit
  /** The category whose rule says so; null: the house. */
  readonly fromCategoryId: number | null
}

/**
 * How long a clock runs: the nearest category that says so, else the house. Urgent cases go by what is said for urgent
 * ones only, so that an ordinary limit of a category never makes an emergency wait.
 */
export const limitInForce = (
  clock: CaseClock,
  urgency: Urgency,
  inForce: readonly DatedRule[],
  config: CaseConfig,
): LimitInForce => {
  const found = inForce.find((rule) => (urgency === 'urgent' ? rule.urgentLimits : rule.limits)[clock])
  const limit = found && (urgency === 'urgent' ? found.urgentLimits : found.limits)[clock]
  return limit && found
    ? { limit, fromCategoryId: found.categoryId }
    : { limit: config.limits[urgency][clock], fromCategoryId: null }
}

export interface ConditionsInForce {
  readonly filingCondition: string | null
  readonly closingCondition: string | null
  readonly requiredPhotoCount: number
  readonly verificationPhotoCount: number
  readonly verificationRadius: number | null
  readonly verificationSamePeriod: boolean
  readonly handlerKind: HandlerKind | null
  readonly handlerOrganizationId: string | null
}

/** 立案条件、结案条件, photos and handler: each from the nearest category that says something. */
export const conditionsInForce = (inForce: readonly DatedRule[]): ConditionsInForce => {
  const handler = inForce.find((rule) => rule.handlerOrganizationId !== null || rule.handlerKind !== null)
  return {
    filingCondition: inForce.find((rule) => rule.filingCondition !== null)?.filingCondition ?? null,
    closingCondition: inForce.find((rule) => rule.closingCondition !== null)?.closingCondition ?? null,
    requiredPhotoCount: inForce.find((rule) => rule.requiredPhotoCount > 0)?.requiredPhotoCount ?? 0,
    verificationPhotoCount: inForce.find((rule) => rule.verificationPhotoCount > 0)?.verificationPhotoCount ?? 0,
    verificationRadius: inForce.find((rule) => rule.verificationRadius !== null)?.verificationRadius ?? null,
    verificationSamePeriod: inForce.some((rule) => rule.verificationSamePeriod),
    handlerKind: handler?.handlerKind ?? null,
    handlerOrganizationId: handler?.handlerOrganizationId ?? null,
  }
}
