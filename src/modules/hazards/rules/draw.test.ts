import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type DrawFacts, drawPairs, isReproduced } from './draw.ts'

const ids = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}`)
const facts = (over: Partial<DrawFacts> = {}): DrawFacts => ({
  seed: 'f3a1',
  siteIds: ids('s', 20),
  inspectorIds: ids('p', 5),
  siteCount: 6,
  inspectorsEach: 2,
  ...over,
})

const anyFacts = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 64 }),
  siteIds: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 40 }),
  inspectorIds: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 }),
  siteCount: fc.integer({ min: 1, max: 50 }),
  inspectorsEach: fc.integer({ min: 1, max: 3 }),
})

test('a draw follows from its seed: computed again it is the same, with another seed it is another', () => {
  assert.deepEqual(drawPairs(facts()), drawPairs(facts()))
  assert.notDeepEqual(drawPairs(facts()), drawPairs(facts({ seed: 'f3a2' })))
  assert.equal(isReproduced(facts(), drawPairs(facts())), true)
  const [first, ...rest] = drawPairs(facts())
  assert.equal(isReproduced(facts(), [{ siteId: 's19', inspectorIds: first?.inspectorIds ?? [] }, ...rest]), false)
})

test('the order in which the pools are given does not matter, and nothing outside of them is drawn', () => {
  fc.assert(
    fc.property(anyFacts, (any) => {
      const drawn = drawPairs(any)
      const turned = { ...any, siteIds: any.siteIds.toReversed(), inspectorIds: any.inspectorIds.toReversed() }
      assert.deepEqual(drawPairs(turned), drawn)
      assert.ok(drawn.every(({ siteId }) => any.siteIds.includes(siteId)))
      assert.ok(drawn.every(({ inspectorIds }) => inspectorIds.every((id) => any.inspectorIds.includes(id))))
    }),
  )
})

test('as many sites as were asked for or as there are, each once; the load differs by one site at most', () => {
  fc.assert(
    fc.property(anyFacts, (any) => {
      const drawn = drawPairs(any)
      assert.equal(drawn.length, Math.min(any.siteCount, any.siteIds.length))
      assert.equal(new Set(drawn.map(({ siteId }) => siteId)).size, drawn.length)
      for (const { inspectorIds } of drawn) assert.equal(new Set(inspectorIds).size, inspectorIds.length)
      const loads = any.inspectorIds.map((id) => drawn.filter((pair) => pair.inspectorIds.includes(id)).length)
      assert.ok(Math.max(...loads) - Math.min(...loads) <= 1)
    }),
  )
})

test('over many seeds every site is drawn about as often as any other', () => {
  const counts = new Map<string, number>()
  for (let seed = 0; seed < 2_000; seed += 1) {
    for (const { siteId } of drawPairs(facts({ seed: `${seed}`, siteIds: ids('s', 10), siteCount: 1 })))
      counts.set(siteId, (counts.get(siteId) ?? 0) + 1)
  }
  assert.equal(counts.size, 10)
  for (const count of counts.values()) assert.ok(count > 140 && count < 260, `${count} of 2000 for one of ten`)
})
