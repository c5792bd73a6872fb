import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  ASK_BELOW,
  type Classifier,
  classifierFromBytes,
  classifierToBytes,
  classify,
  crossValidate,
  defaultTrainOptions,
  type LabelledText,
  predict,
  trainAndJudge,
  trainClassifier,
} from '../text.ts'
import { LABEL_CHARS_MAX, LABELS_MAX } from './classifier.ts'
import { gramsOf } from './features.ts'
import { someExamples, somePlaces } from './testing.ts'
import { vocabularyOf } from './vocabulary.ts'

const model = trainClassifier(someExamples)

const readBack = (bytes: Uint8Array): Classifier => {
  const read = classifierFromBytes(bytes)
  assert.ok(read.ok)
  return read.value
}

test('a text is put where texts like it were put, and how sure that is sums to one', () => {
  const { label, confidence, ranking, asks } = predict(model, '我们小区门口的垃圾好几天没有清运')
  assert.equal(label, '环境')
  assert.equal(asks, false)
  assert.ok(confidence >= ASK_BELOW)
  assert.deepEqual(ranking[0], { label, confidence })
  assert.ok(Math.abs(ranking.reduce((sum, one) => sum + one.confidence, 0) - 1) < 1e-9)
  assert.equal(predict(model, '公交站的红绿灯不亮').label, '交通')
})

test('a text that says nothing the examples spoke of is asked about, and every label is as likely', () => {
  for (const text of ['', '？？！！😀', ' \n\t', 'zzzzqqqq', '\ud800', '坏']) {
    const { asks, ranking } = predict(model, text)
    assert.ok(asks, text)
    for (const { confidence } of ranking) assert.ok(Math.abs(confidence - 1 / 3) < 1e-9)
  }
})

test('below the confidence that is demanded, a person is asked', () => {
  const text = '学校门口的垃圾没有清运'
  const { confidence } = predict(model, text)
  assert.equal(predict(model, text, confidence).asks, false)
  assert.equal(predict(model, text, confidence + 1e-6).asks, true)
})

test('any text has an answer, a very long one from its beginning', () => {
  const units = fc.array(fc.nat(0xffff), { maxLength: 300 }).map((codes) => String.fromCharCode(...codes))
  fc.assert(
    fc.property(units, (text) => {
      const { ranking, confidence } = predict(model, text)
      assert.equal(ranking.length, 3)
      assert.ok(confidence >= 1 / 3 - 1e-9 && confidence <= 1)
    }),
  )
  const head = '垃圾没有清运'.repeat(1_000)
  assert.deepEqual(predict(model, head), predict(model, `${head}${'学校校车'.repeat(100_000)}`))
})

test('blanks, signs, width and case are nothing to it', () => {
  assert.deepEqual(classify(model, '路 口，红绿灯坏了！ＷＩＦＩ'), classify(model, '路口红绿灯坏了wifi'))
})

test('the same examples give the same model in whatever order they come', () => {
  const bytes = classifierToBytes(model)
  fc.assert(
    fc.property(fc.shuffledSubarray([...someExamples], { minLength: someExamples.length }), (shuffled) => {
      assert.deepEqual(classifierToBytes(trainClassifier(shuffled)), bytes)
    }),
    { numRuns: 5 },
  )
  assert.notDeepEqual(classifierToBytes(trainClassifier(someExamples, { ...defaultTrainOptions, seed: 1 })), bytes)
})

test('a correction that weighs more turns the guess when all is learnt again', () => {
  const text = '广场舞的声音太大了'
  const wrong = [...someExamples, { text, label: '教育' }, { text, label: '环境', weight: 0.05 }]
  assert.equal(predict(trainClassifier(wrong), text).label, '教育')
  const corrected = [...someExamples, { text, label: '教育' }, { text, label: '环境', weight: 20 }]
  assert.equal(predict(trainClassifier(corrected), text).label, '环境')
})

test('without examples nothing is said, with one label only a person is asked', () => {
  assert.deepEqual(predict(trainClassifier([]), '垃圾'), { label: null, confidence: 0, ranking: [], asks: true })
  const single = trainClassifier(someExamples.filter(({ label }) => label === '环境'))
  assert.equal(predict(single, '垃圾没有清运').label, '环境')
  assert.equal(predict(single, '垃圾没有清运').asks, true)
})

test('labels are many and long only up to a bound', () => {
  const long = [0, 1].map((index) => ({ text: `垃圾没有清运${index}`, label: '长'.repeat(LABEL_CHARS_MAX + 1) }))
  assert.deepEqual(trainClassifier(long).labels, ['长'.repeat(LABEL_CHARS_MAX)])
  const many = Array.from({ length: LABELS_MAX + 1 }, (_, index) => ({ text: '', label: `${index}` }))
  assert.throws(() => trainClassifier(many, { ...defaultTrainOptions, folds: 1 }), RangeError)
})

test('of more features than a model may have, the most frequent are kept', () => {
  const examples = ['路灯坏', '路灯坏', '路灯亮', '灯亮'].map(gramsOf)
  const all = vocabularyOf(examples, 100)
  const few = vocabularyOf(examples, 2)
  assert.equal(all.hashes.length, 7) // 灯 路 路灯 坏 灯坏 亮 灯亮
  assert.deepEqual([...few.documents].sort(), [3, 4])
  assert.deepEqual(
    [...few.hashes],
    [...few.hashes].sort((one, other) => one - other),
  )
})

test('a model comes back from its bytes as it was, on any memory they lie in', () => {
  const bytes = classifierToBytes(model)
  assert.deepEqual(classifierToBytes(readBack(bytes)), bytes)
  const within = new Uint8Array(bytes.length + 3)
  within.set(bytes, 3)
  const back = readBack(within.subarray(3))
  fc.assert(
    fc.property(fc.constantFrom(...someExamples), fc.string(), ({ text }, more) => {
      const [one, other] = [predict(back, text + more), predict(model, text + more)]
      assert.equal(one.label, other.label)
      assert.ok(Math.abs(one.confidence - other.confidence) < 1e-6)
    }),
  )
})

test('bytes that are no model are refused with the reason', () => {
  const bytes = classifierToBytes(model)
  assert.deepEqual(classifierFromBytes(new Uint8Array()), { ok: false, error: 'notAModel' })
  const newer = bytes.slice()
  newer[4] = 99
  assert.deepEqual(classifierFromBytes(newer), { ok: false, error: 'otherVersion' })
  assert.deepEqual(classifierFromBytes(bytes.subarray(0, -1)), { ok: false, error: 'damaged' })
  fc.assert(
    fc.property(fc.nat(bytes.length - 7), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const broken = bytes.slice()
      const place = at + 6 // after magic and version
      broken[place] = (broken[place] ?? 0) ^ change
      assert.deepEqual(classifierFromBytes(broken), { ok: false, error: 'damaged' })
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (random) => !classifierFromBytes(random).ok))
})

/** Appeals about lamps, under two labels that nothing in the text tells. */
const doubtful = (from: number, to: number): LabelledText[] =>
  Array.from({ length: to - from }, (_, at) => at + from).map((index) => ({
    text: `${somePlaces[index % 6]}${'甲乙丙丁戊己庚辛壬癸'.charAt(index % 10)}号路灯不亮${'东南西北中'.charAt(index % 5)}`,
    label: index % 7 < 3 ? '照明' : '市政', // seven has nothing to do with what stands in the text
  }))

test('what is called so sure is right as often, also where nobody can be sure', () => {
  const { model: learnt, judgement } = trainAndJudge([...someExamples, ...doubtful(0, 210)])
  assert.ok(judgement.calibrationError < 0.15, `${judgement.calibrationError}`)
  const unseen = doubtful(210, 420).map(({ text, label }) => ({ right: label, said: predict(learnt, `请问${text}`) }))
  const right = unseen.filter(({ right: one, said }) => one === said.label).length / unseen.length
  const sure = unseen.reduce((sum, { said }) => sum + said.confidence, 0) / unseen.length
  assert.ok(Math.abs(right - sure) < 0.15, `${sure} sure, ${right} right`)
  assert.ok(predict(learnt, '小学学位不够').confidence > 0.9)
})

test('a text is judged by what has not seen its like: copies of one text do not make the score better', () => {
  // Each text lies there five times under a label that nothing but the text itself tells.
  const noise = Array.from({ length: 100 }, (_, index) => ({
    text: Array.from({ length: 12 }, (__, at) => String.fromCodePoint(0x4e00 + Math.floor(index / 5) * 12 + at)).join(
      '',
    ),
    label: Math.floor(index / 5) % 2 === 0 ? '甲' : '乙',
  }))
  assert.ok(crossValidate(noise).accuracy <= 0.5)
})
