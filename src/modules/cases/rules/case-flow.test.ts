import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canOf, type FlowAction, faultsOfFlow, mayAct, nextState, type Standing } from '#kernel/flow'
import { holds } from '#kernel/operation'
import { type Actor, roles } from '#kernel/role'
import { caseActs, type CaseState, caseStates, CLOSE_MERGED_ACTION, LAPSE_ACTION } from '../contract.ts'
import { defaultCaseConfig as config } from './case-config.ts'
import {
  type CaseAction,
  caseActions,
  type CaseFacts,
  caseFlow as flow,
  caseStageOf,
  checkExtension,
  isOpenState,
  stateAfterRating,
} from './case-flow.ts'

const now = new Date('2026-06-18T02:32:00Z')

const freshFacts: CaseFacts = {
  config: { ...config, chain: ['team', 'community', 'street'] },
  now,
  resolvedByPersonId: null,
  actsForHandler: false,
  hasClock: true,
  isPaused: false,
  extensionCount: 0,
  closedAt: now,
  needsCheck: false,
  isChecked: false,
  tier: 'team',
  openChildCount: 0,
  mergedCount: 0,
  request: { kind: 'extension', personId: 'another' },
}

/** Who may meet a case: every role at its place, in its organisation, its reporter, the platform, a stranger. */
const actors = [
  ...roles.flatMap((role) => [`${role} at the place`, `${role} in the organisation`]),
  'reporter',
  'system',
  'stranger',
] as const
type Who = string

const personOf = (who: Who): Actor => {
  const [role = ''] = who.split(' ')
  const at = {
    placeId: 1,
    placePath: who.endsWith('place') ? '1.2.3.' : '9.',
    organizationId: who.endsWith('organisation') ? 'own' : null,
  }
  const posts = roles.filter((known) => known === role).map((known) => ({ id: 'post', role: known, ...at }))
  return { kind: 'person', personId: 'somebody', name: '', posts }
}

const standingOf = (
  state: CaseState,
  who: Who,
  facts: Partial<CaseFacts> = {},
): Standing<CaseState, CaseAction, CaseFacts> => ({
  state,
  facts: { ...freshFacts, ...facts },
  actorPersonId: 'somebody',
  isSystem: who === 'system',
  isReporter: who === 'reporter',
  holds: (action) => {
    const operation = caseActs.find(({ id }) => id === action)
    const there = { placePath: '1.2.3.4.', organizationId: 'own' }
    return operation?.access.kind === 'roles' && holds(personOf(who), operation.access, there)
  },
})

const takers = ['communityWorker', 'communitySecretary', 'streetOfficer', 'dispatcher']
const solvers = [
  'teamMember',
  'stationLeader',
  'gridInstructor',
  'gridWorker',
  'gridLeader',
  'communityWorker',
  'communitySecretary',
  'streetOfficer',
  'departmentOfficer',
]
const verifiers = ['gridWorker', 'gridLeader', ...takers]
const chiefs = ['communitySecretary', 'streetOfficer', 'dispatcher']
const everyone = roles.filter((role) => role !== 'resident')
const atPlace = (held: readonly string[]): string[] => ['system', ...held.map((role) => `${role} at the place`)]
const inOrganization = (held: readonly string[]): string[] => [
  'system',
  ...held.map((role) => `${role} in the organisation`),
]
const checkers = ['liaison', ...verifiers]
const open = [
  'reported',
  'accepted',
  'checking',
  'filed',
  'transferred',
  'handling',
  'correcting',
  'handled',
  'verified',
]
const ended = ['refused', 'closed', 'evaluated', 'notEvaluated']

/** The whole law of a case, written a second time: action → in which states → by whom. */
const law: Readonly<Record<CaseAction, { readonly from: readonly string[]; readonly by: readonly string[] }>> = {
  'cases.case.accept': { from: ['reported'], by: atPlace(takers) },
  'cases.case.refuse': { from: ['reported', 'accepted'], by: atPlace(takers) },
  'cases.case.askCheck': { from: ['accepted'], by: atPlace(takers) },
  'cases.case.check': { from: ['reported', 'accepted', 'checking'], by: atPlace(checkers) },
  'cases.case.escalate': { from: ['handling'], by: inOrganization(solvers) },
  'cases.case.recall': { from: ['handling'], by: atPlace(takers) },
  'cases.case.ask': { from: ['handling', 'correcting'], by: inOrganization(solvers) },
  'cases.case.deny': { from: ['handling', 'correcting'], by: atPlace(chiefs) },
  'cases.case.transfer': { from: ['accepted', 'filed'], by: atPlace(takers) },
  'cases.case.takeBack': { from: ['transferred'], by: atPlace(takers) },
  'cases.case.merge': { from: ['reported', 'accepted', 'checking', 'filed', 'handling'], by: atPlace(takers) },
  'cases.case.unmerge': { from: ['merged'], by: atPlace(takers) },
  'cases.case.closeMerged': { from: ['merged'], by: ['system'] },
  'cases.case.split': { from: ['filed', 'handling'], by: atPlace(takers) },
  'cases.case.revisit': { from: ['closed'], by: atPlace(takers) },
  'cases.case.missRevisit': { from: ['closed'], by: atPlace(takers) },
  'cases.case.file': { from: ['accepted'], by: atPlace(takers) },
  'cases.case.dispatch': { from: ['filed'], by: atPlace(takers) },
  'cases.case.return': { from: ['handling'], by: inOrganization(solvers) },
  'cases.case.resolve': { from: ['handling', 'correcting'], by: inOrganization(solvers) },
  'cases.case.verify': { from: ['handled'], by: atPlace(verifiers) },
  'cases.case.rework': { from: ['handled'], by: atPlace(verifiers) },
  'cases.case.close': { from: ['verified'], by: atPlace(takers) },
  'cases.case.evaluate': { from: ['closed'], by: ['reporter'] },
  'cases.case.lapse': { from: ['closed'], by: ['system'] },
  'cases.case.withdraw': { from: ['reported', 'accepted', 'filed'], by: ['reporter'] },
  'cases.case.reraise': { from: ended, by: ['reporter'] },
  'cases.case.reopen': { from: ended, by: atPlace(takers) },
  'cases.case.pause': { from: ['filed', 'handling', 'correcting'], by: atPlace(chiefs) },
  'cases.case.resume': { from: ['filed', 'handling', 'correcting'], by: atPlace(chiefs) },
  'cases.case.extend': { from: ['handling', 'correcting'], by: atPlace(chiefs) },
  'cases.case.note': { from: caseStates, by: [...atPlace(everyone), ...inOrganization(everyone)] },
  'cases.case.supplement': { from: [...open, 'closed', 'merged'], by: ['reporter'] },
  'cases.whistle.blow': { from: open, by: atPlace(['communityWorker', 'communitySecretary', 'streetOfficer']) },
  'cases.whistle.call': { from: caseStates, by: atPlace(['streetOfficer']) },
  'cases.whistle.decline': { from: caseStates, by: atPlace(['streetOfficer']) },
  'cases.whistle.take': { from: caseStates, by: inOrganization(solvers) },
  'cases.whistle.arrive': { from: caseStates, by: inOrganization(solvers) },
  'cases.whistle.leave': { from: caseStates, by: inOrganization(solvers) },
  'cases.whistle.excuse': { from: caseStates, by: atPlace(['streetOfficer']) },
  'cases.whistle.end': { from: caseStates, by: atPlace(['streetOfficer']) },
  'cases.whistle.score': { from: caseStates, by: atPlace(['streetOfficer']) },
  'cases.whistle.rate': { from: caseStates, by: inOrganization(solvers) },
  'cases.supervision.issue': { from: open, by: atPlace(['streetOfficer', 'dispatcher', 'leader']) },
  'cases.supervision.answer': { from: caseStates, by: inOrganization(solvers) },
  'cases.supervision.lift': { from: caseStates, by: atPlace(['streetOfficer', 'dispatcher', 'leader']) },
  'cases.mediation.open': { from: open, by: atPlace(checkers) },
  'cases.mediation.hold': { from: caseStates, by: atPlace(checkers) },
  'cases.mediation.conclude': { from: caseStates, by: atPlace(checkers) },
  'cases.mediation.followUp': { from: caseStates, by: atPlace(checkers) },
  'cases.notice.publish': { from: [...open, 'closed', 'evaluated', 'notEvaluated'], by: atPlace(checkers) },
  'cases.notice.takeDown': { from: caseStates, by: atPlace(['liaison', ...takers]) },
}

test('the flow of a case is sound: every state is reached, every guard and turn exists', () => {
  assert.deepEqual(faultsOfFlow(flow), [])
  assert.deepEqual(Object.keys(flow.definition.states), [...caseStates])
})

test('every action is an operation of the same name, but those of the platform', () => {
  const operations = caseActs.map(({ id }) => id).sort()
  const ofPlatform: readonly string[] = [LAPSE_ACTION, CLOSE_MERGED_ACTION]
  assert.deepEqual(caseActions.filter((action) => !ofPlatform.includes(action)).sort(), operations)
})

test('every state, action and actor: allowed or refused as the law of a case says', () => {
  let allowedCount = 0
  for (const state of caseStates) {
    for (const action of caseActions) {
      for (const who of actors) {
        const isResume = action === 'cases.case.resume'
        const isAsk = action === 'cases.case.ask'
        const facts = { isPaused: isResume, ...(isAsk ? { request: null } : {}) }
        const verdict = mayAct(flow, action, standingOf(state, who, facts))
        const expected = !law[action].from.includes(state)
          ? 'flow.wrong_state'
          : law[action].by.includes(who)
            ? 'allowed'
            : 'flow.not_yours'
        assert.equal(verdict.ok ? 'allowed' : verdict.error.code, expected, `${action} in ${state} by ${who}`)
        if (verdict.ok) allowedCount += 1
      }
    }
  }
  assert.ok(allowedCount > 200)
})

test('who handled it does not verify it, nor does who acts only for the organisation that did', () => {
  for (const action of ['cases.case.verify', 'cases.case.rework'] as const) {
    const refusalOf = (facts: Partial<CaseFacts>): string | null => {
      const verdict = mayAct(flow, action, standingOf('handled', 'gridLeader at the place', facts))
      return verdict.ok ? null : verdict.error.code
    }
    assert.equal(refusalOf({ resolvedByPersonId: 'somebody' }), 'cases.verifier_is_handler')
    assert.equal(refusalOf({ actsForHandler: true }), 'cases.verifier_of_handling_organization')
    assert.equal(refusalOf({ resolvedByPersonId: 'somebody else' }), null)
  }
})

test('a clock that stands is not stopped, one that runs not resumed; an extension is given once', () => {
  const refusalOf = (action: CaseAction, facts: Partial<CaseFacts>): string | null => {
    const verdict = mayAct(flow, action, standingOf('handling', 'dispatcher at the place', facts))
    return verdict.ok ? null : verdict.error.code
  }
  assert.equal(refusalOf('cases.case.pause', { isPaused: true }), 'cases.clock_stands')
  assert.equal(refusalOf('cases.case.resume', { isPaused: false }), 'cases.clock_runs')
  assert.equal(refusalOf('cases.case.extend', { extensionCount: 1 }), 'cases.extension_used')
  assert.equal(refusalOf('cases.case.extend', {}), null)
})

test('what comes by a channel that is checked is filed only after somebody has looked', () => {
  const refusalOf = (facts: Partial<CaseFacts>): string | null => {
    const verdict = mayAct(flow, 'cases.case.file', standingOf('accepted', 'dispatcher at the place', facts))
    return verdict.ok ? null : verdict.error.code
  }
  assert.equal(refusalOf({ needsCheck: true, isChecked: false }), 'cases.not_checked')
  assert.equal(refusalOf({ needsCheck: true, isChecked: true }), null)
  assert.equal(refusalOf({ needsCheck: false, isChecked: false }), null)
})

test('whoever asked does not decide, one thing is asked at a time, and the chain has an end', () => {
  const refusalOf = (action: CaseAction, who: Who, facts: Partial<CaseFacts>): string | null => {
    const verdict = mayAct(flow, action, standingOf('handling', who, facts))
    return verdict.ok ? null : verdict.error.code
  }
  const own = { request: { kind: 'extension', personId: 'somebody' } } as const
  for (const action of ['cases.case.extend', 'cases.case.pause', 'cases.case.deny', 'cases.case.recall'] as const) {
    assert.equal(refusalOf(action, 'dispatcher at the place', own), 'cases.decider_asked')
    assert.equal(refusalOf(action, 'dispatcher at the place', {}), null)
  }
  assert.equal(refusalOf('cases.case.ask', 'departmentOfficer in the organisation', own), 'cases.request_open')
  assert.equal(refusalOf('cases.case.deny', 'dispatcher at the place', { request: null }), 'cases.nothing_asked')
  assert.equal(
    refusalOf('cases.case.escalate', 'teamMember in the organisation', { tier: 'street' }),
    'cases.chain_ends',
  )
  const decided = { config: { ...config, sendingBack: 'decided' } } as const
  assert.equal(refusalOf('cases.case.return', 'teamMember in the organisation', decided), 'cases.must_be_asked')
  assert.equal(
    refusalOf('cases.case.resolve', 'teamMember in the organisation', { openChildCount: 1 }),
    'cases.children_open',
  )
  assert.equal(refusalOf('cases.case.merge', 'dispatcher at the place', { mergedCount: 1 }), 'cases.has_merged')
})

test('an ended case is taken up again on the last instant of the 30th day, and not a millisecond later', () => {
  const day = 24 * 60 * 60_000
  const verdictAt = (ms: number) =>
    mayAct(flow, 'cases.case.reraise', standingOf('refused', 'reporter', { closedAt: new Date(now.getTime() - ms) }))
  assert.equal(verdictAt(30 * day).ok, true)
  const late = verdictAt(30 * day + 1)
  assert.equal(late.ok ? null : late.error.code, 'cases.reopening_too_late')
})

test('a bad rating takes a case up again, twice at most; a good one ends it', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((rating) => stateAfterRating(rating, 0, config)),
    ['correcting', 'correcting', 'evaluated', 'evaluated', 'evaluated'],
  )
  assert.equal(stateAfterRating(1, 1, config), 'correcting')
  assert.equal(stateAfterRating(1, 2, config), 'evaluated')
})

test('an extension is at most as long as the limit itself, in whole days', () => {
  const days = { unit: 'work_day', amount: 3 } as const
  assert.equal(checkExtension(3, days, config).ok, true)
  assert.equal(checkExtension(4, days, config).ok, false)
  assert.equal(checkExtension(1.5, days, config).ok, false)
  assert.equal(checkExtension(1.5, { unit: 'work_hour', amount: 2 }, config).ok, true)
})

test('a case that is open waits for staff, and each state has a step', () => {
  for (const state of caseStates) {
    const { turn } = flow.definition.states[state]
    assert.equal(isOpenState(state), turn !== null && turn.of !== 'reporter', state)
    assert.equal(typeof caseStageOf(state), 'string')
  }
})

test('random walks never reach an undefined state, and something can always be said or done', () => {
  const walk = fc.array(
    fc.record({ action: fc.constantFrom(...caseActions), who: fc.constantFrom(...actors), pick: fc.nat(3) }),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  fc.assert(
    fc.property(walk, (steps) => {
      let state: CaseState = flow.definition.initial
      for (const { action, who, pick } of steps) {
        const verdict = mayAct(flow, action, standingOf(state, who, { isPaused: pick === 0 }))
        if (!verdict.ok) continue
        const rule: FlowAction<CaseState> = verdict.value
        const targets = Array.isArray(rule.to) ? (rule.to as readonly CaseState[]) : []
        const next = nextState(rule, state, targets[pick % Math.max(targets.length, 1)])
        if (!next.ok) throw new Error(next.error)
        state = next.value
        assert.ok(caseStates.includes(state))
        const can = canOf(flow, standingOf(state, 'system'))
        assert.ok(Object.values(can).some(({ allowed }) => allowed))
      }
    }),
    { numRuns: 500 },
  )
})
