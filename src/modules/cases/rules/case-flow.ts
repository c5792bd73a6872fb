import type { Flow, FlowDefinition, Guard } from '#kernel/flow'
import { err, ok, type Result } from '#kernel/result'
import type { TimeLimit } from '#kernel/time'
import {
  type CaseConfig,
  type CaseState,
  CLOSE_MERGED_ACTION,
  LAPSE_ACTION,
  type RequestKind,
  type Tier,
} from '../contract.ts'
import { tierAfter } from './escalation.ts'
import { measureActions, OPEN } from './measure-flow.ts'

/** What the guards need to know of a case and of who acts. */
export interface CaseFacts {
  readonly config: CaseConfig
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
  /** It came by a way whose reports are unverified until a liaison has looked. */
  readonly needsCheck: boolean
  readonly isChecked: boolean
  readonly tier: Tier | null
  readonly openChildCount: number
  readonly mergedCount: number
  /** What its handler asks for and who did; null when nothing is undecided. */
  readonly request: { readonly kind: RequestKind; readonly personId: string | null } | null
}

const ENDED = ['refused', 'closed', 'evaluated', 'notEvaluated'] as const
/** 处置 and 差评整改. */
const IN_HAND = ['handling', 'correcting'] as const
const PAUSABLE = ['filed', ...IN_HAND] as const

/**
 * 上报 → 受理 → (核实) → 立案 → 派遣 → 处置 → 核查 → 结案 → 回访评价, with 不受理, 退回, 上交, 派单异议, 延期, 挂账,
 * 并案, 分办, 转出, 返工, 差评整改, 撤回 and 重新办理 (cases §5.1, §5.5; G07). Where districts differ (S0-36, S0-38, S2-15,
 * S2-57, S4-16), the configuration says so, not another flow.
 */
const definition = {
  id: 'case',
  initial: 'reported',
  states: {
    reported: { stage: 'acceptance', turn: { of: 'place', operation: 'cases.case.accept' }, clock: 'acceptance' },
    accepted: { stage: 'filing', turn: { of: 'place', operation: 'cases.case.file' }, clock: 'filing' },
    checking: { stage: 'filing', turn: { of: 'place', operation: 'cases.case.check' }, clock: 'checking' },
    filed: { stage: 'dispatch', turn: { of: 'place', operation: 'cases.case.dispatch' }, clock: 'dispatch' },
    transferred: { stage: 'handling', turn: { of: 'place', operation: 'cases.case.takeBack' }, clock: 'transfer' },
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
    merged: { stage: 'ended', turn: null, clock: null },
  },
  actions: {
    'cases.case.accept': { from: ['reported'], to: 'accepted', by: 'place', emits: 'cases.case.accepted' },
    'cases.case.refuse': { from: ['reported', 'accepted'], to: 'refused', by: 'place', emits: 'cases.case.refused' },
    'cases.case.askCheck': { from: ['accepted'], to: 'checking', by: 'place', emits: 'cases.case.checkAsked' },
    'cases.case.check': {
      from: ['reported', 'accepted', 'checking'],
      to: ['accepted', 'refused'],
      by: 'place',
      emits: 'cases.case.checked',
    },
    'cases.case.file': {
      from: ['accepted'],
      to: 'filed',
      by: 'place',
      guards: ['checked'],
      emits: 'cases.case.filed',
    },
    'cases.case.dispatch': { from: ['filed'], to: 'handling', by: 'place', emits: 'cases.case.dispatched' },
    'cases.case.return': {
      from: ['handling'],
      to: 'filed',
      by: 'assignee',
      guards: ['backIsFree'],
      emits: 'cases.case.returned',
    },
    'cases.case.escalate': {
      from: ['handling'],
      to: 'handling',
      by: 'assignee',
      guards: ['chainGoesOn'],
      emits: 'cases.case.escalated',
    },
    'cases.case.recall': {
      from: ['handling'],
      to: 'filed',
      by: 'place',
      guards: ['deciderDidNotAsk'],
      emits: 'cases.case.recalled',
    },
    'cases.case.transfer': {
      from: ['accepted', 'filed'],
      to: 'transferred',
      by: 'place',
      emits: 'cases.case.transferred',
    },
    'cases.case.takeBack': {
      from: ['transferred'],
      to: ['filed', 'verified'],
      by: 'place',
      emits: 'cases.case.takenBack',
    },
    'cases.case.merge': {
      from: ['reported', 'accepted', 'checking', 'filed', 'handling'],
      to: 'merged',
      by: 'place',
      guards: ['noChildren', 'leadsNone'],
      emits: 'cases.case.merged',
    },
    'cases.case.unmerge': { from: ['merged'], to: 'accepted', by: 'place', emits: 'cases.case.unmerged' },
    [CLOSE_MERGED_ACTION]: { from: ['merged'], to: 'closed', by: 'system', emits: 'cases.case.closed' },
    'cases.case.split': { from: ['filed', 'handling'], to: null, by: 'place', emits: 'cases.case.splitOff' },
    'cases.case.resolve': {
      from: IN_HAND,
      to: 'handled',
      by: 'assignee',
      guards: ['noChildren'],
      emits: 'cases.case.resolved',
    },
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
      guards: ['hasClock', 'runs', 'deciderDidNotAsk'],
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
      guards: ['hasClock', 'extensionLeft', 'deciderDidNotAsk'],
      clock: 'extend',
      emits: 'cases.case.extended',
    },
    'cases.case.ask': {
      from: IN_HAND,
      to: null,
      by: 'assignee',
      guards: ['nothingAsked'],
      emits: 'cases.case.asked',
    },
    'cases.case.deny': {
      from: IN_HAND,
      to: null,
      by: 'place',
      guards: ['somethingAsked', 'deciderDidNotAsk'],
      emits: 'cases.case.denied',
    },
    'cases.case.revisit': {
      from: ['closed'],
      to: ['evaluated', 'correcting'],
      by: 'place',
      guards: ['revisitorNotHandler'],
      emits: 'cases.case.evaluated',
    },
    'cases.case.missRevisit': { from: ['closed'], to: null, by: 'place', emits: 'cases.case.revisitMissed' },
    'cases.case.note': {
      from: [...OPEN, ...ENDED, 'withdrawn', 'merged'],
      to: null,
      by: 'place',
      emits: 'cases.case.noted',
    },
    'cases.case.supplement': {
      from: [...OPEN, 'closed', 'merged'],
      to: null,
      by: 'reporter',
      emits: 'cases.case.supplemented',
    },
    ...measureActions,
  },
} as const satisfies FlowDefinition<CaseState>

export type CaseAction = keyof typeof definition.actions
export type CaseFlow = Flow<CaseState, CaseAction, CaseFacts>

const DAY_MS = 24 * 60 * 60_000

const guards: Readonly<Record<string, Guard<CaseFacts>>> = {
  notHandler: (facts, actorPersonId) =>
    actorPersonId !== null && facts.resolvedByPersonId === actorPersonId ? 'cases.verifier_is_handler' : null,
  notOfHandler: (facts) => (facts.actsForHandler ? 'cases.verifier_of_handling_organization' : null),
  hasClock: (facts) => (facts.hasClock ? null : 'cases.no_clock'),
  runs: (facts) => (facts.isPaused ? 'cases.clock_stands' : null),
  stands: (facts) => (facts.isPaused ? null : 'cases.clock_runs'),
  extensionLeft: (facts) => (facts.extensionCount < facts.config.extension.countMax ? null : 'cases.extension_used'),
  notTooLate: (facts) =>
    facts.closedAt !== null && facts.now.getTime() - facts.closedAt.getTime() <= facts.config.reopeningDays * DAY_MS
      ? null
      : 'cases.reopening_too_late',
  checked: (facts) => (facts.needsCheck && !facts.isChecked ? 'cases.not_checked' : null),
  backIsFree: (facts) => (facts.config.sendingBack === 'free' ? null : 'cases.must_be_asked'),
  chainGoesOn: (facts) => (tierAfter(facts.config.chain, facts.tier) === null ? 'cases.chain_ends' : null),
  noChildren: (facts) => (facts.openChildCount === 0 ? null : 'cases.children_open'),
  leadsNone: (facts) => (facts.mergedCount === 0 ? null : 'cases.has_merged'),
  nothingAsked: (facts) => (facts.request === null ? null : 'cases.request_open'),
  somethingAsked: (facts) => (facts.request === null ? 'cases.nothing_asked' : null),
  deciderDidNotAsk: (facts, actorPersonId) =>
    actorPersonId !== null && facts.request?.personId === actorPersonId ? 'cases.decider_asked' : null,
  revisitorNotHandler: (facts, actorPersonId) =>
    actorPersonId !== null && facts.resolvedByPersonId === actorPersonId ? 'cases.revisitor_is_handler' : null,
}

/** The one flow of cases; what a district sets for itself comes with the facts. */
export const caseFlow: CaseFlow = { definition, guards }

export const caseActions = Object.keys(definition.actions) as readonly CaseAction[]
export const caseStageOf = (state: CaseState): (typeof definition.states)[CaseState]['stage'] =>
  definition.states[state].stage
/** Before its closing: somebody here still has to do something. */
export const isOpenState = (state: CaseState): boolean => (OPEN as readonly CaseState[]).includes(state)
export const openStates: readonly CaseState[] = OPEN

/** Where 重新办理 by staff leads to, by the end it comes from: what was never filed is looked at first. */
export const reopensTo = (state: CaseState): 'accepted' | 'filed' => (state === 'refused' ? 'accepted' : 'filed')

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
