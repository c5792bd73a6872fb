import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { faultsOfFlow } from '#kernel/flow'
import { acknowledged, acknowledgedAt, dutyOf, eventFlow, stateOf, timesOf } from './event.ts'

const raisedAt = new Date('2026-06-18T02:00:00Z')
const after = (minutes: number): Date => new Date(raisedAt.getTime() + minutes * 60_000)
const none = { receivedAt: null, onWayAt: null, inPlaceAt: null, escalatedAt: null }

test('the flow is sound', () => {
  assert.deepEqual(faultsOfFlow(eventFlow), [])
})

test('the first and the last acknowledgement are computed; the last only when nobody is missing', () => {
  const some = [{ ...none, receivedAt: after(4) }, { ...none, receivedAt: after(1) }, none]
  const open = timesOf(raisedAt, null, some)
  assert.deepEqual([open.firstMinutes, open.allMinutes, open.closedMinutes, open.receivedCount], [1, null, null, 2])
  const all = timesOf(raisedAt, after(60), some.slice(0, 2))
  assert.deepEqual([all.firstMinutes, all.allMinutes, all.closedMinutes], [1, 4, 60])
})

test('an acknowledgement goes forward only, whatever comes in whichever order', () => {
  const states = fc.array(fc.constantFrom('received', 'onWay', 'inPlace'), { maxLength: 6 })
  const order = ['told', 'received', 'onWay', 'inPlace']
  fc.assert(
    fc.property(states, (said) => {
      let answer = { receivedAt: null, onWayAt: null, inPlaceAt: null } as ReturnType<typeof acknowledged>
      for (const [minute, state] of said.entries()) {
        const before = order.indexOf(stateOf(answer))
        answer = acknowledged(answer, state as 'received', after(minute))
        assert.ok(order.indexOf(stateOf(answer)) >= Math.max(before, order.indexOf(state as string)))
        assert.ok(answer.receivedAt && answer.receivedAt <= after(minute))
      }
    }),
  )
})

test('without a network it counts from when it was made, within the call and now', () => {
  assert.deepEqual(acknowledgedAt(after(2), after(1), after(9)), after(2))
  assert.deepEqual(acknowledgedAt(after(0), after(1), after(9)), after(1))
  assert.deepEqual(acknowledgedAt(after(10), after(1), after(9)), after(9))
  assert.deepEqual(acknowledgedAt(null, after(1), after(9)), after(9))
})

test('平急转换 (S2-30): the same role has another duty while an emergency is on', () => {
  const duties = { gridWorker: { normal: '日常巡查', emergency: '转移低洼住户' } }
  assert.deepEqual(
    [dutyOf(duties, 'gridWorker', false), dutyOf(duties, 'gridWorker', true)],
    ['日常巡查', '转移低洼住户'],
  )
  assert.equal(dutyOf(duties, 'leader', true), '')
})
