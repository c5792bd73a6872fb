import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  ASK_BELOW,
  classifierFromBytes,
  classifierToBytes,
  classify,
  defaultTrainOptions,
  foldsOf,
  judge,
  type LabelledText,
  nearDuplicateGroups,
  signatureOf,
  textLikeness,
  trainClassifier,
} from '../text.ts'

const SUBJECTS = {
  环境: ['垃圾没有清运', '污水流到路上', '夜里烧垃圾有烟味', '河边有人倒渣土', '油烟直排居民楼'],
  交通: ['路口红绿灯坏了', '公交车站牌看不清', '人行道被车停满', '斑马线磨没了', '非机动车道有坑'],
  教育: ['学校门口接送拥堵', '小学学位不够', '幼儿园收费没有公示', '课后服务没有老师', '校车不按时来'],
} as const
const PLACES = ['幸福社区', '和平街道', '东区三号楼', '菜市场旁边', '河西路口', '第二小学附近']

const examples: readonly LabelledText[] = Object.entries(SUBJECTS).flatMap(([label, subjects]) =>
  subjects.flatMap((subject) => PLACES.map((place) => ({ text: `${place}${subject}，请有关部门处理`, label }))),
)
const options = { ...defaultTrainOptions, bits: 14, documentsMin: 1 }
const model = trainClassifier(examples, options)

test('a text is put where texts like it were put, and how sure that is sums to one', () => {
  const ranked = classify(model, '我们小区门口的垃圾好几天没有清运')
  assert.equal(ranked[0]?.label, '环境')
  assert.ok((ranked[0]?.confidence ?? 0) > ASK_BELOW)
  assert.ok(Math.abs(ranked.reduce((sum, { confidence }) => sum + confidence, 0) - 1) < 1e-9)
  assert.equal(classify(model, '公交站的红绿灯不亮')[0]?.label, '交通')
})

test('what the examples never spoke of is asked about, and so is nothing at all', () => {
  for (const text of ['', '？？！！', '        ', 'zzzzqqqq']) {
    assert.ok((classify(model, text)[0]?.confidence ?? 1) < ASK_BELOW + 0.2, text)
  }
})

test('the same examples give the same model, whatever blanks and signs stand in the text', () => {
  const again = trainClassifier(examples, options)
  assert.deepEqual(classifierToBytes(again), classifierToBytes(model))
  assert.deepEqual(classify(model, '路口，红绿灯坏了！'), classify(model, '路口红绿灯坏了'))
})

test('a correction that weighs more turns the guess', () => {
  const said = '广场舞的声音太大了'
  const corrected = [...examples, { text: said, label: '教育' }, { text: said, label: '环境', weight: 20 }]
  assert.equal(classify(trainClassifier(corrected, options), said)[0]?.label, '环境')
})

test('a model comes back from its bytes with the same first guess, and broken bytes are no model', () => {
  const bytes = classifierToBytes(model)
  const back = classifierFromBytes(bytes)
  assert.ok(back)
  for (const { text } of examples) assert.equal(classify(back, text)[0]?.label, classify(model, text)[0]?.label)
  assert.equal(classifierFromBytes(bytes.subarray(0, -1)), null)
  assert.equal(classifierFromBytes(Buffer.concat([bytes, Buffer.from([0])])), null)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (random) => classifierFromBytes(Buffer.from(random)) === null),
  )
})

test('near-duplicates are in one group and in one fold', () => {
  const texts = [
    '河西路口的红绿灯坏了三天没人修，请尽快处理',
    '河西路口的红绿灯坏了三天没人修,请尽快处理！',
    '学位不够',
  ]
  assert.deepEqual(nearDuplicateGroups(texts), [0, 0, 2])
  fc.assert(
    fc.property(fc.array(fc.nat(PLACES.length - 1), { minLength: 2, maxLength: 30 }), fc.nat(), (picks, seed) => {
      const some = picks.map((pick) => `${PLACES[pick]}的路灯坏了，晚上看不见路，请派人来修一修`)
      const folds = foldsOf(some, 5, seed)
      for (const [index, pick] of picks.entries()) assert.equal(folds[index], folds[picks.indexOf(pick)])
    }),
    { numRuns: 30 },
  )
})

test('likeness is 1 for the same words, 0 for others, and the same both ways; equal texts share their signature', () => {
  assert.equal(textLikeness('路灯坏了', '路 灯，坏了'), 1)
  assert.equal(textLikeness('路灯坏了', '垃圾没人收'), 0)
  assert.equal(textLikeness('', ''), 0)
  assert.deepEqual(signatureOf('路灯坏了'), signatureOf('路灯 坏了'))
  assert.deepEqual(signatureOf(''), [])
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => textLikeness(one, other) === textLikeness(other, one)),
  )
})

test('guesses are judged by the mean of the labels, so that a rare one counts as much', () => {
  const judged = judge([
    { right: 'a', guess: 'a' },
    { right: 'a', guess: 'a' },
    { right: 'a', guess: 'a' },
    { right: 'b', guess: 'a' },
  ])
  assert.equal(judged.accuracy, 0.75)
  assert.ok(Math.abs(judged.macroF1 - (6 / 7 + 0) / 2) < 1e-9)
})
