import type { PlaceLevel } from '#kernel/place'
import { err, ok, type Result } from '#kernel/result'
import type { Role } from '#kernel/role'
import type { CaseConfig, ResolvedLevel, Tier, Urgency } from '../contract.ts'

/** Kinds of organisations that stand in a chain. */
type SeatKind = 'social' | 'party' | 'community' | 'street' | 'department'

/** Who stands at a tier: the organisations of a kind, or the holders of a role, at the place of that level. */
export type TierSeat =
  | { readonly of: 'organization'; readonly kind: SeatKind; readonly level: PlaceLevel }
  | { readonly of: 'role'; readonly role: Role; readonly level: PlaceLevel }

/**
 * The tiers a chain is made of. 人才队伍 first, then the community Party organisation (S0-36); 网格员 → 网格长 → 站长 →
 * 指导员 (S2-15); community → street → departments (S2-57, S4-16, S4-61).
 */
export const TIER_SEATS: Readonly<Record<Tier, TierSeat>> = {
  team: { of: 'organization', kind: 'social', level: 'community' },
  gridWorker: { of: 'role', role: 'gridWorker', level: 'grid' },
  gridLeader: { of: 'role', role: 'gridLeader', level: 'grid' },
  stationLeader: { of: 'role', role: 'stationLeader', level: 'community' },
  gridInstructor: { of: 'role', role: 'gridInstructor', level: 'street' },
  party: { of: 'organization', kind: 'party', level: 'community' },
  community: { of: 'organization', kind: 'community', level: 'community' },
  street: { of: 'organization', kind: 'street', level: 'street' },
  department: { of: 'organization', kind: 'department', level: 'district' },
}

/** The tier after one, or the first of the chain for a case that is at none; null: there is none. */
export const tierAfter = (chain: readonly Tier[], tier: Tier | null): Tier | null => {
  const at = tier === null ? -1 : chain.indexOf(tier)
  return tier !== null && at < 0 ? null : (chain[at + 1] ?? null)
}

interface Ask {
  readonly from: Tier | null
  readonly to: Tier
  readonly urgency: Urgency
  readonly hasReason: boolean
  /** Tiers between at which nobody stands: nobody is passed over there. */
  readonly vacant: readonly Tier[]
}

/**
 * May a case go from one tier to another? It starts at the lowest and moves up one by one (S2-57); past a tier only as
 * the configuration allows, and never downwards.
 */
export const checkTier = (
  { chain, skipping }: Pick<CaseConfig, 'chain' | 'skipping'>,
  ask: Ask,
): Result<void, 'cases.tier_not_above' | 'cases.tier_skipped'> => {
  const from = ask.from === null ? -1 : chain.indexOf(ask.from)
  const to = chain.indexOf(ask.to)
  if (to <= from) return err('cases.tier_not_above')
  const passed = chain.slice(from + 1, to).filter((tier) => !ask.vacant.includes(tier))
  if (passed.length === 0) return ok(undefined)
  const maySkip = (skipping === 'reason' && ask.hasReason) || (skipping !== 'never' && ask.urgency === 'urgent')
  return maySkip ? ok(undefined) : err('cases.tier_skipped')
}

const LEVEL_OF_PLACE: Readonly<Partial<Record<PlaceLevel, ResolvedLevel>>> = {
  building: 'compound',
  compound: 'compound',
  grid: 'grid',
  villageGroup: 'grid',
  community: 'community',
  street: 'street',
  district: 'district',
}

/** At which level a case was solved, by the place of whoever solved it (S4-53); null above the district. */
export const resolvedLevelOf = (level: PlaceLevel): ResolvedLevel | null => LEVEL_OF_PLACE[level] ?? null
