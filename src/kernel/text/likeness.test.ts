import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldsOf, nearDuplicateGroups, signatureOf, textLikeness } from '../text.ts'
import { someExamples, somePlaces } from './testing.ts'

const appeal = fc
  .tuple(fc.constantFrom(...someExamples), fc.constantFrom(...someExamples), fc.constantFrom('', '！', ' ', '谢谢'))
  .map(([one, other, end]) => `${one.text}${other.text}${end}`)

test('likeness is 1 for the same words, 0 for others or none, and the same both ways', () => {
  assert.equal(textLikeness('路灯坏了', '路 灯，坏了'), 1)
  assert.equal(textLikeness('灯', '灯'), 1)
  assert.equal(textLikeness('路灯坏了', '垃圾没人收'), 0)
  assert.equal(textLikeness('', ''), 0)
  assert.equal(textLikeness('路灯坏了', '路灯亮了'), 0.2) // of 路灯 灯坏 坏了 灯亮 亮了 one is in both
  fc.assert(
    fc.property(appeal, appeal, (one, other) => {
      const likeness = textLikeness(one, other)
      assert.ok(likeness >= 0 && likeness <= 1)
      assert.equal(likeness, textLikeness(other, one))
      assert.equal(textLikeness(one, one), 1)
    }),
  )
})

test('texts with 0.8 in common share a number of their signatures, different ones seldom', () => {
  assert.deepEqual(signatureOf('路灯坏了'), signatureOf('路灯 坏了'))
  assert.deepEqual(signatureOf('？'), [])
  const meet = (one: string, other: string): boolean => {
    const numbers = new Set(signatureOf(one))
    return signatureOf(other).some((number) => numbers.has(number))
  }
  let [strangers, met] = [0, 0]
  fc.assert(
    fc.property(appeal, appeal, (one, other) => {
      const likeness = textLikeness(one, other)
      if (likeness >= 0.8) assert.ok(meet(one, other), `${one} ${other}`)
      if (likeness < 0.1) [strangers, met] = [strangers + 1, met + Number(meet(one, other))]
    }),
    { numRuns: 300, seed: 1 },
  )
  assert.ok(met <= strangers / 10, `${met} of ${strangers}`)
})

test('near-duplicates are one group also by way of a third', () => {
  const texts = [
    '河西路口的红绿灯坏了三天没人修，请尽快处理',
    '学位不够',
    '河西路口的红绿灯坏了三天没人修,请尽快处理！',
    '？',
    '请问河西路口的红绿灯坏了三天没人修，请尽快处理',
    '！',
  ]
  assert.deepEqual(nearDuplicateGroups(texts), [0, 1, 0, 3, 0, 5])
})

test('near-duplicates are never in two folds', () => {
  fc.assert(
    fc.property(fc.array(appeal, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), fc.nat(), (texts, folds, seed) => {
      const foldOf = foldsOf(texts, folds, seed)
      for (const [index, one] of texts.entries()) {
        for (const [at, other] of texts.entries()) {
          if (textLikeness(one, other) >= 0.8) assert.equal(foldOf[index], foldOf[at])
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('folds are as large as each other, and the same whatever the order of the texts', () => {
  const texts = someExamples.map(({ text }, index) => `${text}${somePlaces[index % 5]}${text.slice(-9, -5)}`)
  const foldOf = foldsOf(texts, 3, 5)
  const sizes = [0, 1, 2].map((fold) => foldOf.filter((one) => one === fold).length)
  const largest = Math.max(
    ...nearDuplicateGroups(texts).map((root, _, all) => all.filter((one) => one === root).length),
  )
  assert.ok(Math.max(...sizes) - Math.min(...sizes) <= largest, `${sizes}`)
  assert.deepEqual(foldsOf(texts.toReversed(), 3, 5).toReversed(), foldOf)
  assert.notDeepEqual(foldsOf(texts, 3, 6), foldOf)
})
