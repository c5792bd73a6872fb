import type { InputOf } from '#kernel/operation'
import { pathIds } from '#kernel/place'
import { orRefuse, Refusal } from '#kernel/refusal'
import { namesOf } from '#modules/identity'
import { organizationsAt } from '#modules/organizations'
import { findPlaces, type PlaceRow } from '#modules/places'
import { holdersAt } from '#modules/posts'
import type { Tx } from '#platform/context'
import type * as contract from '../contract.ts'
import { checkTier, TIER_SEATS, tierAfter } from '../rules/escalation.ts'
import type { CaseFileRow } from '../store.ts'
import { act } from './act.ts'
import type { Done } from './carry-out.ts'
import type { LoadedCase } from './flow.ts'
import { loadCase } from './load.ts'

export interface Candidate {
  readonly organizationId: string | null
  readonly personId: string | null
  readonly name: string
}

/** Who stands at a tier for a case: the organisations or the holders at the place of that level above it. */
const candidatesAt = async (
  tx: Tx,
  row: CaseFileRow,
  tier: contract.Tier,
  places: readonly PlaceRow[],
): Promise<Candidate[]> => {
  const seat = TIER_SEATS[tier]
  const place = places.find(({ level }) => level === seat.level)
  if (!place) return []
  if (seat.of === 'organization') {
    const organizations = await organizationsAt(tx, row.place_path, seat.kind)
    return organizations
      .filter((organization) => organization.place_id === place.id)
      .map(({ id, short_name: name }) => ({ organizationId: id, personId: null, name }))
  }
  const personIds = await holdersAt(tx, place.path, [seat.role])
  const names = await namesOf(tx, personIds)
  return personIds.map((personId) => ({ organizationId: null, personId, name: names.get(personId)?.name ?? '' }))
}

const placesAbove = (tx: Tx, row: CaseFileRow): Promise<PlaceRow[]> => findPlaces(tx, pathIds(row.place_path))

/** Everybody along the chain; tiers without a candidate are vacant here. */
const standing = async (tx: Tx, { row, config }: LoadedCase): Promise<Map<contract.Tier, Candidate[]>> => {
  const places = await placesAbove(tx, row)
  const byTier = new Map<contract.Tier, Candidate[]>()
  for (const tier of config.chain) byTier.set(tier, await candidatesAt(tx, row, tier, places))
  return byTier
}

const vacantOf = (byTier: ReadonlyMap<contract.Tier, readonly Candidate[]>): contract.Tier[] =>
  [...byTier].flatMap(([tier, candidates]) => (candidates.length === 0 ? [tier] : []))

/** The chain as it stands for a case. */
export const findTiers = async (tx: Tx, input: InputOf<typeof contract.findTiers>) => {
  const loaded = await loadCase(tx, input)
  const { row, config } = loaded
  if (loaded.reader !== 'staff') throw new Refusal('cases.case_not_found')
  const byTier = await standing(tx, loaded)
  const here = row.tier === null ? -1 : config.chain.indexOf(row.tier)
  return {
    tiers: config.chain.map((tier, index) => ({
      tier,
      place: index < here ? ('past' as const) : index === here ? ('here' as const) : ('ahead' as const),
      mayAsk: checkTier(config, {
        from: row.tier,
        to: tier,
        urgency: row.urgency,
        hasReason: true,
        vacant: vacantOf(byTier),
      }).ok,
      candidates: byTier.get(tier) ?? [],
    })),
  }
}

type Asked = InputOf<typeof contract.escalateCase>

const chosenAmong = (candidates: readonly Candidate[], input: Asked): Candidate => {
  const fitting = candidates.filter(
    (candidate) =>
      (input.organizationId === undefined || candidate.organizationId === input.organizationId) &&
      (input.personId === undefined || candidate.personId === input.personId),
  )
  const [only, second] = fitting
  if (only && !second) return only
  throw new Refusal(only ? 'cases.tier_choice_missing' : 'cases.tier_vacant', { count: candidates.length })
}

/** The tier that is asked next: the one that was named, else the first above at which somebody stands. */
const tierFor = (
  { row, config }: LoadedCase,
  byTier: ReadonlyMap<contract.Tier, readonly Candidate[]>,
  input: Asked,
): contract.Tier => {
  const vacant = vacantOf(byTier)
  let tier = input.tier ?? tierAfter(config.chain, row.tier)
  while (input.tier === undefined && tier !== null && vacant.includes(tier)) tier = tierAfter(config.chain, tier)
  if (tier === null) throw new Refusal('cases.tier_vacant', { count: 0 })
  const ask = { from: row.tier, to: tier, urgency: row.urgency, hasReason: true, vacant }
  orRefuse(checkTier(config, ask), { tier })
  return tier
}

/** 上交: the reason is in the thread, and whoever is asked next has it from then on (S0-36, S2-15, S2-57). */
export const escalateCase = (tx: Tx, input: Asked): Promise<Done> =>
  act(tx, 'cases.case.escalate', input, async (loaded) => {
    const byTier = await standing(tx, loaded)
    const tier = tierFor(loaded, byTier, input)
    const { organizationId, personId, name } = chosenAmong(byTier.get(tier) ?? [], input)
    return {
      data: { fromTier: loaded.row.tier, tier, handlerName: name },
      change: {
        tier,
        handler_organization_id: organizationId,
        handler_person_id: personId,
        resolved_by_person_id: null,
      },
    }
  })

/**
 * 派遣 by the chain: the tier of whoever gets it. It begins with the first at which somebody stands; past it only as the
 * configuration allows. What a dispatch rule or the category itself names is no leap: that is where it belongs.
 */
export const tierForDispatch = async (
  tx: Tx,
  loaded: LoadedCase,
  asked: {
    readonly organizationId: string
    readonly personId: string | null
    readonly hasReason: boolean
    readonly isNamed: boolean
  },
): Promise<contract.Tier | null> => {
  const { row, config } = loaded
  if (config.chain.length === 0) return null
  const byTier = await standing(tx, loaded)
  const tier =
    config.chain.find((candidate) =>
      (byTier.get(candidate) ?? []).some(
        ({ organizationId, personId }) =>
          (organizationId !== null && organizationId === asked.organizationId) ||
          (personId !== null && personId === asked.personId),
      ),
    ) ?? null
  if (tier === null || asked.isNamed) return tier
  const ask = { from: null, to: tier, urgency: row.urgency, hasReason: asked.hasReason, vacant: vacantOf(byTier) }
  orRefuse(checkTier(config, ask), { tier })
  return tier
}
