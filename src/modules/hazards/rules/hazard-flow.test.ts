import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canOf, faultsOfFlow, mayAct, nextState, type Standing } from '#kernel/flow'
import { holds } from '#kernel/operation'
import { type Actor, roles } from '#kernel/role'
import { chiefs, hazardActs, type HazardState, hazardStates, inspectors, placeReaders } from '../contract.ts'
import { defaultHazardConfig as config } from './hazard-config.ts'
import {
  checkExtension,
  type HazardAction,
  hazardActions,
  type HazardFacts,
  hazardFlow,
  hazardStageOf,
  isOpenState,
  limitDaysOf,
} from './hazard-flow.ts'

const fresh: HazardFacts = {
  rectifiedByPersonId: null,
  extensionDays: null,
  extensionByPersonId: null,
  extensionCount: 0,
}
const asked: Partial<HazardFacts> = { extensionDays: 3, extensionByPersonId: 'other' }

const actorOf = (who: string): Actor => {
  const [role = ''] = who.split(' ')
  const at = {
    placeId: 1,
    placePath: who.endsWith('place') ? '1.2.' : '9.',
    organizationId: who.endsWith('organisation') ? 'own' : null,
  }
  const posts = roles.filter((known) => known === role).map((known) => ({ id: 'post', role: known, ...at }))
  return { kind: 'person', personId: 'somebody', name: '', posts }
}

const standingOf = (
  state: HazardState,
  who: string,
  facts: Partial<HazardFacts> = {},
): Standing<HazardState, HazardAction, HazardFacts> => ({
  state,
  facts: { ...fresh, ...facts },
  actorPersonId: 'somebody',
  isSystem: who === 'system',
  isReporter: false,
  holds: (action) => {
    const operation = hazardActs.find(({ id }) => id === action)
    return (
      operation !== undefined && holds(actorOf(who), operation.access, { placePath: '1.2.3.', organizationId: 'own' })
    )
  },
})

const atPlace = (held: readonly string[]): string[] => ['system', ...held.map((role) => `${role} at the place`)]
const either = (held: readonly string[]): string[] => [
  ...atPlace(held),
  ...held.map((role) => `${role} in the organisation`),
]
const open = ['found', 'noticed', 'rectified', 'escalated']

/** The whole law of a hazard, written a second time: action → in which states → by whom. */
const law: Readonly<Record<HazardAction, { readonly from: readonly string[]; readonly by: readonly string[] }>> = {
  'hazards.hazard.notify': { from: ['found'], by: atPlace(inspectors) },
  'hazards.hazard.settle': { from: ['found'], by: atPlace(inspectors) },
  'hazards.hazard.rectify': { from: ['noticed'], by: either(inspectors) },
  'hazards.hazard.pass': { from: ['rectified'], by: atPlace(inspectors) },
  'hazards.hazard.fail': { from: ['rectified'], by: atPlace(inspectors) },
  'hazards.hazard.requestExtension': { from: ['noticed'], by: either(inspectors) },
  'hazards.hazard.grantExtension': { from: ['noticed'], by: atPlace(chiefs) },
  'hazards.hazard.denyExtension': { from: ['noticed'], by: atPlace(chiefs) },
  'hazards.hazard.escalate': { from: ['found', 'noticed'], by: atPlace(inspectors) },
  'hazards.hazard.solve': { from: ['escalated'], by: ['system'] },
  'hazards.hazard.handBack': { from: ['escalated'], by: ['system'] },
  'hazards.hazard.void': { from: ['found', 'noticed'], by: atPlace(chiefs) },
  'hazards.hazard.note': { from: open, by: either(placeReaders) },
}

const actors = [...roles.flatMap((role) => [`${role} at the place`, `${role} in the organisation`]), 'system', 'nobody']

test('the flow is sound', () => {
  assert.deepEqual(faultsOfFlow(hazardFlow), [])
  assert.deepEqual(hazardStates.filter(isOpenState), open)
})

test('every action, in every state, by everybody, is allowed exactly where the law says so', () => {
  for (const action of hazardActions) {
    const facts = /grant|deny/.test(action) ? asked : {}
    for (const state of hazardStates) {
      for (const who of actors) {
        const expected = law[action].from.includes(state) && law[action].by.includes(who)
        assert.equal(
          mayAct(hazardFlow, action, standingOf(state, who, facts)).ok,
          expected,
          `${who}: ${action} ${state}`,
        )
      }
    }
  }
})

test('whoever put it right does not recheck it, and whoever asks for more time does not grant it', () => {
  const worker = 'gridLeader at the place'
  const own = { rectifiedByPersonId: 'somebody' }
  for (const action of ['hazards.hazard.pass', 'hazards.hazard.fail'] as const) {
    const answer = mayAct(hazardFlow, action, standingOf('rectified', worker, own))
    assert.equal(answer.ok ? '' : answer.error.code, 'hazards.rechecker_is_rectifier')
  }
  const leader = 'stationLeader at the place'
  const grant = (facts: Partial<HazardFacts>) => {
    const answer = mayAct(hazardFlow, 'hazards.hazard.grantExtension', standingOf('noticed', leader, facts))
    return answer.ok ? 'ok' : answer.error.code
  }
  assert.equal(grant({ ...asked, extensionByPersonId: 'somebody' }), 'hazards.granter_is_asker')
  assert.equal(grant({}), 'hazards.no_extension_waits')
  assert.equal(grant(asked), 'ok')
  const ask = (facts: Partial<HazardFacts>) => {
    const answer = mayAct(hazardFlow, 'hazards.hazard.requestExtension', standingOf('noticed', leader, facts))
    return answer.ok ? 'ok' : answer.error.code
  }
  assert.deepEqual(
    [ask({}), ask(asked), ask({ extensionCount: 1 })],
    ['ok', 'hazards.extension_waits', 'hazards.extension_used'],
  )
})

test('random walks stay inside of the flow, and a recheck stands before every end that is not a case or a mistake', () => {
  const step = fc.record({ action: fc.constantFrom(...hazardActions), pick: fc.nat(5) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let state: HazardState = 'found'
      for (const { action } of steps) {
        const answer: ReturnType<typeof mayAct<HazardState, HazardAction, HazardFacts>> = mayAct(
          hazardFlow,
          action,
          standingOf(state, 'system', { ...asked, extensionDays: null }),
        )
        if (!answer.ok) continue
        const next: ReturnType<typeof nextState<HazardState>> = nextState(answer.value, state)
        assert.ok(next.ok && hazardStates.includes(next.value))
        if (next.value === 'closed') assert.ok(state === 'rectified' || state === 'escalated')
        state = next.value
        assert.ok(hazardStageOf(state))
        assert.equal(Object.keys(canOf(hazardFlow, standingOf(state, 'nobody'))).length, hazardActions.length)
      }
    }),
  )
})

test('a deadline is as long as the severity allows: fifteen, seven, three days; more time at most as much again', () => {
  const days = (severity: 'general' | 'serious' | 'major', given: number | null) => {
    const answer = limitDaysOf(severity, given, config)
    return answer.ok ? answer.value : answer.error
  }
  assert.deepEqual([days('general', null), days('serious', null), days('major', null)], [15, 7, 3])
  assert.deepEqual([days('major', 3), days('major', 4)], [3, 'hazards.limit_too_long'])
  assert.deepEqual([checkExtension(7, 7, config).ok, checkExtension(8, 7, config).ok], [true, false])
})
