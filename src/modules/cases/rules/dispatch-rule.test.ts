import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bestDispatchRule, type DatedDispatchRule } from './dispatch-rule.ts'

const rule = (id: string, categoryPath: string | null, placePath: string, over: Partial<DatedDispatchRule> = {}) => ({
  id,
  categoryPath,
  placePath,
  organizationId: id,
  validFrom: '2026-01-01',
  validTo: null,
  ...over,
})
const rules = [
  rule('all at the street', null, '1.2.3.'),
  rule('garbage in the district', '10.11.', '1.2.'),
  rule('garbage at the street', '10.11.', '1.2.3.'),
  rule('city matters in the district', '10.', '1.2.'),
]
const bestFor = (categoryPath: string | null, placePath: string, on = '2026-06-18'): string | undefined =>
  bestDispatchRule(rules, { categoryPath, placePath, on })?.id

test('the narrower category wins, and of one category the narrower place', () => {
  assert.equal(bestFor('10.11.12.', '1.2.3.4.'), 'garbage at the street')
  assert.equal(bestFor('10.11.12.', '1.2.9.'), 'garbage in the district')
  assert.equal(bestFor('10.20.', '1.2.3.4.'), 'city matters in the district')
  assert.equal(bestFor('30.', '1.2.3.4.'), 'all at the street')
  assert.equal(bestFor(null, '1.2.3.4.'), 'all at the street')
  assert.equal(bestFor('30.', '1.2.9.'), undefined)
})

test('a path is not within one that only looks alike', () => {
  assert.equal(bestFor('10.111.', '1.2.30.'), 'city matters in the district')
})

test('a rule holds from its first day up to the day before its last', () => {
  const dated = [rule('dated', null, '1.', { validFrom: '2026-06-18', validTo: '2026-06-20' })]
  const on = (day: string): boolean =>
    bestDispatchRule(dated, { categoryPath: null, placePath: '1.2.', on: day }) !== null
  assert.deepEqual(['2026-06-17', '2026-06-18', '2026-06-19', '2026-06-20'].map(on), [false, true, true, false])
})
