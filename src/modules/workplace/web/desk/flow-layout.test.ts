import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BOX_HEIGHT, BOX_WIDTH, drawFlow, type FlowPicture } from './flow-layout.ts'

const action = (name: string, from: string[], to: string[]): FlowPicture['actions'][number] => ({
  action: name,
  from,
  to,
  by: 'place',
  guards: [],
  clock: null,
  emits: name,
})

const state = (name: string, stage: string): FlowPicture['states'][number] => ({
  state: name,
  stage,
  clock: null,
  turn: null,
})

const flow: FlowPicture = {
  id: 'sample',
  initial: 'open',
  states: [state('open', 'first'), state('again', 'first'), state('given', 'second'), state('ended', 'third')],
  actions: [
    action('give', ['open', 'again'], ['given']),
    action('end', ['given'], ['ended']),
    action('drop', ['open'], ['ended']),
    action('renew', ['ended', 'given'], ['again']),
    action('note', ['open', 'given'], []),
  ],
}

test('States stand in the column of their stage, below each other, and never over one another', () => {
  const { boxes, heads } = drawFlow(flow)
  assert.deepEqual(
    heads.map((head) => head.stage),
    ['first', 'second', 'third'],
  )
  assert.deepEqual(
    boxes.map(({ state: name, column, row }) => [name, column, row]),
    [
      ['open', 0, 0],
      ['again', 0, 1],
      ['given', 1, 0],
      ['ended', 2, 0],
    ],
  )
  for (const one of boxes) {
    for (const other of boxes) {
      if (one === other) continue
      const apart = Math.abs(one.x - other.x) >= BOX_WIDTH || Math.abs(one.y - other.y) >= BOX_HEIGHT
      assert.ok(apart, `${one.state} lies over ${other.state}`)
    }
  }
})

test('Every way from state to state is drawn once: to the next column straight, all others of an action on one lane', () => {
  const { wires } = drawFlow(flow)
  assert.deepEqual(wires.map((wire) => wire.key).sort(), [
    'drop lane ended',
    'end given ended',
    'give again given',
    'give open given',
    'renew lane again',
  ])
})

test('What leads forward over a column runs above the boxes, what leads back below them', () => {
  const { wires, boxes, height } = drawFlow(flow)
  const top = Math.min(...boxes.map((box) => box.y))
  const bottom = Math.max(...boxes.map((box) => box.y)) + BOX_HEIGHT
  const yOf = (key: string): number => wires.find((wire) => wire.key === key)?.y ?? Number.NaN
  assert.ok(yOf('drop lane ended') < top)
  assert.ok(yOf('renew lane again') > bottom)
  assert.ok(yOf('renew lane again') < height)
})

test('An action that leaves a matter where it is draws no arrow', () => {
  assert.ok(!drawFlow(flow).wires.some((wire) => wire.action === 'note'))
})
