import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Tier, tiers } from '../contract.ts'
import { checkTier, resolvedLevelOf, tierAfter } from './escalation.ts'

const chain: Tier[] = ['team', 'party', 'street', 'department']
const ask = { urgency: 'normal', hasReason: true, vacant: [] } as const
const refusalOf = (...args: Parameters<typeof checkTier>): string | null => {
  const answer = checkTier(...args)
  return answer.ok ? null : answer.error
}

test('a case starts with the first tier, goes up one by one, and the last has none after it', () => {
  assert.equal(tierAfter(chain, null), 'team')
  assert.equal(tierAfter(chain, 'team'), 'party')
  assert.equal(tierAfter(chain, 'department'), null)
  assert.equal(tierAfter([], null), null)
  assert.equal(tierAfter(chain, 'gridWorker'), null)
})

test('past a tier only as the configuration allows: never, with an emergency, with a reason', () => {
  const leap = { ...ask, from: 'team', to: 'street' } as const
  assert.equal(refusalOf({ chain, skipping: 'never' }, leap), 'cases.tier_skipped')
  assert.equal(refusalOf({ chain, skipping: 'never' }, { ...leap, urgency: 'urgent' }), 'cases.tier_skipped')
  assert.equal(refusalOf({ chain, skipping: 'urgent' }, leap), 'cases.tier_skipped')
  assert.equal(refusalOf({ chain, skipping: 'urgent' }, { ...leap, urgency: 'urgent' }), null)
  assert.equal(refusalOf({ chain, skipping: 'reason' }, leap), null)
  assert.equal(refusalOf({ chain, skipping: 'reason' }, { ...leap, hasReason: false }), 'cases.tier_skipped')
  assert.equal(refusalOf({ chain, skipping: 'never' }, { ...leap, vacant: ['party'] }), null)
})

test('never downwards, never to where it is, whatever the chain', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...tiers], { minLength: 2 }), fc.nat(8), fc.nat(8), (some, one, other) => {
      const from = some[one % some.length] as Tier
      const to = some[other % some.length] as Tier
      const answer = refusalOf({ chain: some, skipping: 'reason' }, { ...ask, from, to })
      assert.equal(answer, some.indexOf(to) > some.indexOf(from) ? null : 'cases.tier_not_above')
    }),
  )
})

test('a building belongs to its compound, a village group is a grid; a city solves nothing here', () => {
  assert.equal(resolvedLevelOf('building'), 'compound')
  assert.equal(resolvedLevelOf('villageGroup'), 'grid')
  assert.equal(resolvedLevelOf('district'), 'district')
  assert.equal(resolvedLevelOf('city'), null)
})
