import type { Flow, FlowDefinition, Guard } from '#kernel/flow'
import { err, ok, type Result } from '#kernel/result'
import type { TimeLimit } from '#kernel/time'
import { type CaseState, LAPSE_ACTION } from '../contract.ts'
import type { CaseConfig } from './case-config.ts'

/** What the guards need to know of a case and of who acts. */
export interface CaseFacts {
  readonly now: Date
  readonly resolvedByPersonId: string | null
  /** The actor may verify only by a post in the very organisation that handled it. */
  readonly actsForHandler: boolean
  readonly hasClock: boolean
  readonly isPaused: boolean
  /** Extensions of the present stay. */
  readonly extensionCount: number
  /** When it was closed or refused; null while it is open. */
  readonly closedAt: Date | null
}

const OPEN = ['reported', 'accepted', 'filed', 'handling', 'correcting', 'handled', 'verified'] as const
const ENDED = ['refused', 'closed', 'evaluated', 'notEvaluated'] as const
/** 处置 and 差评整改. */
const IN_HAND = ['handling', 'correcting'] as const
const PAUSABLE = ['filed', ...IN_HAND] as const

/**
 * 上报 → 受理 → 立案 → 派遣 → 处置 → 核查 → 结案 → 回访评价, with 不受理, 退回, 返工, 差评整改, 撤回 and 重新办理
 * (cases §5.1, §5.5; G07). Variants of other places (S2-15, S4-16, S4-61) are other data, not other code.
 */
const definition = {
  id: 'case',
  initial: 'reported',
  states: {
    reported: { stage: 'acceptance', turn: { of: 'place', operation: 'cases.case.accept' }, clock: 'acceptance' },
    accepted: { stage: 'filing', turn: { of: 'place', operation: 'cases.case.file' }, clock: 'filing' },
    filed: { stage: 'dispatch', turn: { of: 'place', operation: 'cases.case.dispatch' }, clock: 'dispatch' },
    handling: { stage: 'handling', turn: { of: 'assignee', operation: 'cases.case.resolve' }, clock: 'handling' },
    correcting: { stage: 'handling', turn: { of: 'assignee', operation: 'cases.case.resolve' }, clock: 'correction' },
    handled: {
      stage: 'verification',
      turn: { of: 'place', operation: 'cases.case.verify', notWhoDid: 'cases.case.resolve' },
      clock: 'verification',
    },
    verified: { stage: 'closing', turn: { of: 'place', operation: 'cases.case.close' }, clock: 'closing' },
    closed: { stage: 'evaluation', turn: { of: 'reporter', operation: 'cases.case.evaluate' }, clock: 'evaluation' },
    evaluated: { stage: 'ended', turn: null, clock: null },
    notEvaluated: { stage: 'ended', turn: null, clock: null },
    refused: { stage: 'ended', turn: null, clock: null },
    withdrawn: { stage: 'ended', turn: null, clock: null },
  },
  actions: {
    'cases.case.accept': { from: ['reported'], to: 'accepted', by: 'place', emits: 'cases.case.accepted' },
    'cases.case.refuse': { from: ['reported', 'accepted'], to: 'refused', by: 'place', emits: 'cases.case.refused' },
    'cases.case.file': { from: ['accepted'], to: 'filed', by: 'place', emits: 'cases.case.filed' },
    'cases.case.dispatch': { from: ['filed'], to: 'handling', by: 'place', emits: 'cases.case.dispatched' },
    'cases.case.return': { from: ['handling'], to: 'filed', by: 'assignee', emits: 'cases.case.returned' },
    'cases.case.resolve': { from: IN_HAND, to: 'handled', by: 'assignee', emits: 'cases.case.resolved' },
    'cases.case.verify': {
      from: ['handled'],
      to: 'verified',
      by: 'place',
      guards: ['notHandler', 'notOfHandler'],
      emits: 'cases.case.verified',
    },
    'cases.case.rework': {
      from: ['handled'],
      to: 'handling',
      by: 'place',
      guards: ['notHandler', 'notOfHandler'],
      emits: 'cases.case.reworked',
    },
    'cases.case.close': { from: ['verified'], to: 'closed', by: 'place', emits: 'cases.case.closed' },
    'cases.case.evaluate': {
      from: ['closed'],
      to: ['evaluated', 'correcting'],
      by: 'reporter',
      emits: 'cases.case.evaluated',
    },
    [LAPSE_ACTION]: { from: ['closed'], to: 'notEvaluated', by: 'system', emits: 'cases.case.lapsed' },
    'cases.case.withdraw': {
      from: ['reported', 'accepted', 'filed'],
      to: 'withdrawn',
      by: 'reporter',
      emits: 'cases.case.withdrawn',
    },
    'cases.case.reraise': {
      from: ENDED,
      to: 'accepted',
      by: 'reporter',
      guards: ['notTooLate'],
      emits: 'cases.case.reraised',
    },
    'cases.case.reopen': {
      from: ENDED,
      to: ['accepted', 'filed'],
      by: 'place',
      guards: ['notTooLate'],
      emits: 'cases.case.reopened',
    },
    'cases.case.pause': {
      from: PAUSABLE,
      to: null,
      by: 'place',
      guards: ['hasClock', 'runs'],
      clock: 'pause',
      emits: 'cases.case.paused',
    },
    'cases.case.resume': {
      from: PAUSABLE,
      to: null,
      by: 'place',
      guards: ['stands'],
      clock: 'resume',
      emits: 'cases.case.resumed',
    },
    'cases.case.extend': {
      from: IN_HAND,
      to: null,
      by: 'place',
      guards: ['hasClock', 'extensionLeft'],
      clock: 'extend',
      emits: 'cases.case.extended',
    },
    'cases.case.note': {
      from: [...OPEN, ...ENDED, 'withdrawn'],
      to: null,
      by: 'place',
      emits: 'cases.case.noted',
    },
    'cases.case.supplement': { from: [...OPEN, 'closed'], to: null, by: 'reporter', emits: 'cases.case.supplemented' },
  },
} as const satisfies FlowDefinition<CaseState>

export type CaseAction = keyof typeof definition.actions
export type CaseFlow = Flow<CaseState, CaseAction, CaseFacts>

const DAY_MS = 24 * 60 * 60_000

const guardsWith = (config: CaseConfig): Readonly<Record<string, Guard<CaseFacts>>> => ({
  notHandler: (facts, actorPersonId) =>
    actorPersonId !== null && facts.resolvedByPersonId === actorPersonId ? 'cases.verifier_is_handler' : null,
  notOfHandler: (facts) => (facts.actsForHandler ? 'cases.verifier_of_handling_organization' : null),
  hasClock: (facts) => (facts.hasClock ? null : 'cases.no_clock'),
  runs: (facts) => (facts.isPaused ? 'cases.clock_stands' : null),
  stands: (facts) => (facts.isPaused ? null : 'cases.clock_runs'),
  extensionLeft: (facts) => (facts.extensionCount < config.extension.countMax ? null : 'cases.extension_used'),
  notTooLate: (facts) =>
    facts.closedAt !== null && facts.now.getTime() - facts.closedAt.getTime() <= config.reopeningDays * DAY_MS
      ? null
      : 'cases.reopening_too_late',
})

/** The flow of a case under a configuration. */
export const caseFlowWith = (config: CaseConfig): CaseFlow => ({ definition, guards: guardsWith(config) })

export const caseActions = Object.keys(definition.actions) as readonly CaseAction[]
export const caseStageOf = (state: CaseState): (typeof definition.states)[CaseState]['stage'] =>
  definition.states[state].stage
/** Before its closing: somebody here still has to do something. */
export const isOpenState = (state: CaseState): boolean => (OPEN as readonly CaseState[]).includes(state)
export const openStates: readonly CaseState[] = OPEN

/** Where a rating leads to: 差评 takes the case up again, as long as it was not corrected too often already. */
export const stateAfterRating = (
  rating: number,
  correctionCount: number,
  config: CaseConfig,
): 'evaluated' | 'correcting' =>
  config.correction.ratings.includes(rating) && correctionCount < config.correction.countMax
    ? 'correcting'
    : 'evaluated'

const DAY_UNITS: readonly TimeLimit['unit'][] = ['natural_day', 'work_day']

/** 延期 is bounded by a share of the limit it lengthens; days are whole. */
export const checkExtension = (
  extendBy: number,
  limit: TimeLimit,
  config: CaseConfig,
): Result<void, 'cases.extension_too_long'> => {
  const isWhole = !DAY_UNITS.includes(limit.unit) || Number.isInteger(extendBy)
  return isWhole && extendBy <= limit.amount * config.extension.shareMax
    ? ok(undefined)
    : err('cases.extension_too_long')
}
