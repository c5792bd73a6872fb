import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measures } from '../contract.ts'
import { definitionOf, definitions, measuresOf, scoreOf, sumUp } from './definitions.ts'

const tally = (counts: Record<string, number>) =>
  new Map(Object.entries(counts).map(([measure, count]) => [measure, { count, minutes: count * 30 }]))
const rate = definitionOf('onTimeHandlingRate')
const time = definitionOf('handlingTime')

test('every indicator has one name and one source, and every measure serves one', () => {
  assert.equal(new Set(definitions.map(({ id }) => id)).size, definitions.length)
  const used = new Set(definitions.flatMap(measuresOf))
  assert.deepEqual(
    measures.filter((measure) => !used.has(measure)),
    [],
  )
})

test('a share is part of all, and what is left out leaves both', () => {
  assert.ok(rate && time)
  const counted = tally({ handlingDue: 8, handledInTime: 6 })
  assert.deepEqual(sumUp(rate, counted, new Map()), { part: 6, all: 8, excluded: 0, value: 75 })
  assert.deepEqual(sumUp(rate, counted, tally({ handlingDue: 2 })), { part: 6, all: 6, excluded: 2, value: 100 })
  assert.equal(sumUp(time, tally({ handled: 3 }), new Map()).value, 30)
})

test('nothing counted is no value, never a zero', () => {
  assert.ok(rate)
  assert.equal(sumUp(rate, new Map(), new Map()).value, null)
  assert.equal(sumUp(rate, tally({ handlingDue: 1 }), tally({ handlingDue: 1 })).value, null)
})

test('the score weighs three rates, and has no value without one of them', () => {
  const weights = { response: 30, resolution: 35, satisfaction: 35 }
  assert.equal(scoreOf({ response: 100, resolution: 80, satisfaction: 60 }, weights), 79)
  assert.equal(scoreOf({ response: 100, resolution: null, satisfaction: 60 }, weights), null)
})
