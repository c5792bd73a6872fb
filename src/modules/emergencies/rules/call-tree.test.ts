import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { roles } from '#kernel/role'
import { calledOf, gapsOf, type Holding, nextOfChain } from './call-tree.ts'

const at = (personId: string, role: Holding['role'], placePath: string): Holding => ({ personId, role, placePath })
const chain = [
  at('worker', 'gridWorker', '1.2.3.4.'),
  at('leader', 'gridLeader', '1.2.3.4.'),
  at('station', 'stationLeader', '1.2.3.'),
  at('instructor', 'gridInstructor', '1.2.'),
  at('other', 'gridLeader', '1.2.3.5.'),
]
const nextOf = (index: number, holders: readonly Holding[] = chain): string[] =>
  nextOfChain(chain[index] as Holding, holders).map(({ personId }) => personId)

test('网格员 → 网格长 → 站长 → 指导员 (S2-15): the next of the same branch, the head has none', () => {
  assert.deepEqual([nextOf(0), nextOf(1), nextOf(2), nextOf(3)], [['leader'], ['station'], ['instructor'], []])
})

test('a level that nobody holds is passed over, and of several places the nearest answers', () => {
  const without = chain.filter(({ role }) => role !== 'gridLeader')
  assert.deepEqual(nextOf(0, without), ['station'])
  assert.deepEqual(nextOf(0, [...without, at('far', 'gridLeader', '1.2.'), at('near', 'gridLeader', '1.2.3.')]), [
    'near',
  ])
})

test('called is who stands within the area or above it, once, by the nearest post', () => {
  const called = calledOf(['1.2.3.4.'], [...chain, at('worker', 'communityWorker', '1.2.3.')])
  assert.deepEqual(
    called.map(({ personId, role }) => `${personId} ${role}`),
    ['worker gridWorker', 'leader gridLeader', 'station stationLeader', 'instructor gridInstructor'],
  )
})

test('a place is a gap as long as nobody there has answered', () => {
  assert.deepEqual(gapsOf(['1.2.3.4.', '1.2.3.5.'], [{ placePath: '1.2.3.4.' }]), ['1.2.3.5.'])
})

test('whoever is missing, the chain ends, and never comes back to the same person', () => {
  const path = fc.constantFrom('1.', '1.2.', '1.2.3.', '1.2.3.4.', '1.2.3.5.')
  const holding = fc.record({ personId: fc.uuid(), role: fc.constantFrom(...roles), placePath: path })
  fc.assert(
    fc.property(fc.array(holding, { minLength: 1, maxLength: 20 }), (holders) => {
      let missing: Holding | undefined = holders[0]
      const seen = new Set<string>()
      while (missing) {
        assert.equal(seen.has(missing.personId), false)
        seen.add(missing.personId)
        ;[missing] = nextOfChain(missing, holders)
      }
    }),
  )
})
