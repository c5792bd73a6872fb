import { isWithin } from '#kernel/place'

/** category × place → organisation, for a time. */
export interface DatedDispatchRule {
  readonly id: string
  /** Ids of the category from the first level down; null: every category. */
  readonly categoryPath: string | null
  readonly placePath: string
  readonly organizationId: string
  readonly validFrom: string
  readonly validTo: string | null
}

export interface DispatchFacts {
  readonly categoryPath: string | null
  readonly placePath: string
  readonly on: string
}

const fits = (rule: DatedDispatchRule, facts: DispatchFacts): boolean =>
  rule.validFrom <= facts.on &&
  (rule.validTo === null || facts.on < rule.validTo) &&
  isWithin(facts.placePath, rule.placePath) &&
  (rule.categoryPath === null || (facts.categoryPath !== null && isWithin(facts.categoryPath, rule.categoryPath)))

/**
 * The rule that fits a case best, or null. The narrower category wins, among equals the narrower place: what a case is
 * about says who answers for it (权责), where it is only says which of them.
 */
export const bestDispatchRule = <Rule extends DatedDispatchRule>(
  rules: readonly Rule[],
  facts: DispatchFacts,
): Rule | null => {
  const depthOf = (path: string | null): number => (path === null ? 0 : path.split('.').length)
  const fitting = rules
    .filter((rule) => fits(rule, facts))
    .sort(
      (a, b) =>
        depthOf(b.categoryPath) - depthOf(a.categoryPath) ||
        depthOf(b.placePath) - depthOf(a.placePath) ||
        b.validFrom.localeCompare(a.validFrom) ||
        a.id.localeCompare(b.id),
    )
  return fitting[0] ?? null
}
