import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultCaseConfig as config } from './case-config.ts'
import { conditionsInForce, type DatedRule, limitInForce, rulesInForce } from './category-rule.ts'

const at = new Date('2026-06-18T02:00:00Z')
const rule = (over: Partial<DatedRule>): DatedRule => ({
  categoryId: 3,
  validFrom: '2026-01-01',
  createdAt: new Date('2025-12-01T00:00:00Z'),
  limits: {},
  urgentLimits: {},
  handlerKind: null,
  handlerOrganizationId: null,
  filingCondition: null,
  closingCondition: null,
  requiredPhotoCount: 0,
  verificationPhotoCount: 0,
  verificationRadius: null,
  verificationSamePeriod: false,
  ...over,
})
const days = (amount: number) => ({ unit: 'work_day', amount }) as const

test('of the rules of a category the one of the latest day holds, of one day the last written', () => {
  const rules = [
    rule({ filingCondition: 'old' }),
    rule({ filingCondition: 'of today', validFrom: '2026-06-18', createdAt: new Date('2026-06-18T01:00:00Z') }),
    rule({
      filingCondition: 'of today, put right',
      validFrom: '2026-06-18',
      createdAt: new Date('2026-06-18T01:30:00Z'),
    }),
    rule({ filingCondition: 'of tomorrow', validFrom: '2026-06-19', createdAt: at }),
    rule({
      filingCondition: 'written later today',
      validFrom: '2026-06-18',
      createdAt: new Date('2026-06-18T03:00:00Z'),
    }),
  ]
  const inForce = rulesInForce(rules, [1, 3], '2026-06-18', at)
  assert.deepEqual(
    inForce.map((one) => one.filingCondition),
    ['of today, put right'],
  )
  const yesterday = rulesInForce(rules, [1, 3], '2026-06-17', new Date('2026-06-17T02:00:00Z'))
  assert.deepEqual(
    yesterday.map((one) => one.filingCondition),
    ['old'],
  )
})

test('a clock takes the limit of the nearest category that says one, else that of the house', () => {
  const inForce = rulesInForce(
    [
      rule({ categoryId: 1, limits: { handling: days(9), closing: days(1) } }),
      rule({ categoryId: 3, limits: { handling: days(2) } }),
    ],
    [1, 2, 3],
    '2026-06-18',
    at,
  )
  assert.deepEqual(limitInForce('handling', 'normal', inForce, config), { limit: days(2), fromCategoryId: 3 })
  assert.deepEqual(limitInForce('closing', 'normal', inForce, config), { limit: days(1), fromCategoryId: 1 })
  assert.deepEqual(limitInForce('verification', 'normal', inForce, config), {
    limit: config.limits.normal.verification,
    fromCategoryId: null,
  })
})

test('an urgent case never waits for the ordinary limit of a category', () => {
  const inForce = [rule({ limits: { handling: days(15) } })]
  assert.deepEqual(limitInForce('handling', 'urgent', inForce, config).limit, config.limits.urgent.handling)
  const urgent = [rule({ urgentLimits: { handling: { unit: 'urgent_hour', amount: 1 } } })]
  assert.deepEqual(limitInForce('handling', 'urgent', urgent, config).limit, { unit: 'urgent_hour', amount: 1 })
})

test('conditions, photos and handler come each from the nearest category that says them', () => {
  const inForce = [
    rule({ closingCondition: '已清运', requiredPhotoCount: 0 }),
    rule({ categoryId: 1, filingCondition: '地点清楚', requiredPhotoCount: 2, handlerKind: 'street' }),
  ]
  assert.deepEqual(conditionsInForce(inForce), {
    filingCondition: '地点清楚',
    closingCondition: '已清运',
    requiredPhotoCount: 2,
    verificationPhotoCount: 0,
    verificationRadius: null,
    verificationSamePeriod: false,
    handlerKind: 'street',
    handlerOrganizationId: null,
  })
})
