import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge } from '../text.ts'

const guess = (right: string, said: string, confidence = 1, asks = false) => ({ right, guess: said, confidence, asks })
const isNear = (one: number, other: number): void => assert.ok(Math.abs(one - other) < 1e-9, `${one} ${other}`)

test('guesses are judged by the mean of the labels, so that a rare one counts as much', () => {
  const { macroF1, accuracy, byLabel } = judge([
    guess('甲', '甲'),
    guess('甲', '甲'),
    guess('甲', '甲'),
    guess('乙', '甲'),
  ])
  isNear(accuracy, 0.75)
  isNear(macroF1, (6 / 7 + 0) / 2)
  assert.deepEqual(
    byLabel.map(({ label, count, precision, recall }) => [label, count, precision, recall]),
    [
      ['乙', 1, 0, 0],
      ['甲', 3, 0.75, 1],
    ],
  )
})

test('the calibration error is how far confidence and truth lie apart', () => {
  const half = [guess('甲', '甲', 0.5), guess('甲', '乙', 0.5)]
  isNear(judge(half).calibrationError, 0)
  isNear(judge([...half, guess('甲', '乙', 1), guess('甲', '甲', 1)]).calibrationError, 0.25)
})

test('what a person is asked about is counted apart', () => {
  const { askedShare, accuracyWhenSure } = judge([guess('甲', '乙', 0.3, true), guess('甲', '甲'), guess('甲', '甲')])
  isNear(askedShare, 1 / 3)
  assert.equal(accuracyWhenSure, 1)
})

test('of nothing nothing is right', () => {
  assert.deepEqual(judge([]), {
    byLabel: [],
    macroF1: 0,
    accuracy: 0,
    calibrationError: 0,
    askedShare: 0,
    accuracyWhenSure: 0,
  })
})
