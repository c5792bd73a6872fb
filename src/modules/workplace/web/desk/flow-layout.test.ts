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

test('States stand in the row of their stage, beside each other, and never over one another', () => {
  const { boxes, heads } = drawFlow(flow)
  assert.deepEqual(
    heads.map((head) => head.stage),
    ['first', 'second', 'third'],
  )
  assert.deepEqual(
    boxes.map(({ state: name, row, column }) => [name, row, column]),
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

test('Every way is drawn once: to the next row straight, all others of an action to one state on one lane', () => {
  const { wires } = drawFlow(flow)
  assert.deepEqual(wires.map((wire) => wire.key).sort(), [
    'drop lane ended',
    'end given ended',
    'give again given',
    'give open given',
    'renew lane again',
  ])
})

test('What leads forward over a row runs at the right of the boxes, what leads back at their left', () => {
  const { wires, boxes, width } = drawFlow(flow)
  const left = Math.min(...boxes.map((box) => box.x))
  const right = Math.max(...boxes.map((box) => box.x)) + BOX_WIDTH
  const xOf = (key: string): number => wires.find((wire) => wire.key === key)?.x ?? Number.NaN
  assert.ok(xOf('drop lane ended') > right)
  assert.ok(xOf('drop lane ended') < width)
  assert.ok(xOf('renew lane again') < left)
  assert.ok(xOf('renew lane again') > 0)
})

test('Two lanes that run beside each other do not lie on each other', () => {
  const { wires } = drawFlow({
    ...flow,
    actions: [action('drop', ['open'], ['ended']), action('skip', ['again'], ['ended'])],
  })
  assert.equal(new Set(wires.map((wire) => wire.x)).size, 2)
})

test('An action that leaves a matter where it is draws no arrow', () => {
  assert.ok(!drawFlow(flow).wires.some((wire) => wire.action === 'note'))
})
