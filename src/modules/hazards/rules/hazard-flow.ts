import type { Flow, FlowDefinition, Guard, LimitOf } from '#kernel/flow'
import { err, ok, type Result } from '#kernel/result'
import { HAND_BACK_ACTION, type HazardState, type Severity, SOLVE_ACTION } from '../contract.ts'
import type { HazardConfig } from './hazard-config.ts'

/** What the guards need to know of a hazard. */
export interface HazardFacts {
  readonly rectifiedByPersonId: string | null
  /** Days of an extension that was asked for and not decided. */
  readonly extensionDays: number | null
  readonly extensionByPersonId: string | null
  readonly extensionCount: number
}

const OPEN = ['found', 'noticed', 'rectified', 'escalated'] as const

/** 查出 → 通知 → 整改 → 复查 → 销号, with 当场整改, 复查不合格, 延期, 转为案件 and 撤销 (cases §5.6, §10.7; S4-60). */
const definition = {
  id: 'hazard',
  initial: 'found',
  states: {
    found: { stage: 'notice', turn: { of: 'place', operation: 'hazards.hazard.notify' }, clock: 'notice' },
    noticed: {
      stage: 'rectification',
      turn: { of: 'assignee', operation: 'hazards.hazard.rectify' },
      clock: 'rectification',
    },
    rectified: { stage: 'recheck', turn: { of: 'place', operation: 'hazards.hazard.pass' }, clock: 'recheck' },
    escalated: { stage: 'handover', turn: null, clock: null },
    closed: { stage: 'ended', turn: null, clock: null },
    voided: { stage: 'ended', turn: null, clock: null },
  },
  actions: {
    'hazards.hazard.notify': { from: ['found'], to: 'noticed', by: 'place', emits: 'hazards.hazard.noticed' },
    'hazards.hazard.settle': { from: ['found'], to: 'rectified', by: 'place', emits: 'hazards.hazard.rectified' },
    'hazards.hazard.rectify': { from: ['noticed'], to: 'rectified', by: 'assignee', emits: 'hazards.hazard.rectified' },
    'hazards.hazard.pass': {
      from: ['rectified'],
      to: 'closed',
      by: 'place',
      guards: ['notRectifier'],
      emits: 'hazards.hazard.closed',
    },
    'hazards.hazard.fail': {
      from: ['rectified'],
      to: 'noticed',
      by: 'place',
      guards: ['notRectifier'],
      emits: 'hazards.hazard.failed',
    },
    'hazards.hazard.requestExtension': {
      from: ['noticed'],
      to: null,
      by: 'assignee',
      guards: ['extensionLeft', 'noneWaits'],
      emits: 'hazards.hazard.extensionRequested',
    },
    'hazards.hazard.grantExtension': {
      from: ['noticed'],
      to: null,
      by: 'place',
      guards: ['extensionWaits', 'notAsker'],
      clock: 'extend',
      emits: 'hazards.hazard.extensionGranted',
    },
    'hazards.hazard.denyExtension': {
      from: ['noticed'],
      to: null,
      by: 'place',
      guards: ['extensionWaits'],
      emits: 'hazards.hazard.extensionDenied',
    },
    'hazards.hazard.escalate': {
      from: ['found', 'noticed'],
      to: 'escalated',
      by: 'place',
      emits: 'hazards.hazard.escalated',
    },
    [SOLVE_ACTION]: { from: ['escalated'], to: 'closed', by: 'system', emits: 'hazards.hazard.solved' },
    [HAND_BACK_ACTION]: { from: ['escalated'], to: 'found', by: 'system', emits: 'hazards.hazard.handedBack' },
    'hazards.hazard.void': { from: ['found', 'noticed'], to: 'voided', by: 'place', emits: 'hazards.hazard.voided' },
    'hazards.hazard.note': { from: OPEN, to: null, by: 'place', emits: 'hazards.hazard.noted' },
  },
} as const satisfies FlowDefinition<HazardState>

export type HazardAction = keyof typeof definition.actions

const guards: Readonly<Record<string, Guard<HazardFacts>>> = {
  notRectifier: (facts, actorPersonId) =>
    actorPersonId !== null && facts.rectifiedByPersonId === actorPersonId ? 'hazards.rechecker_is_rectifier' : null,
  extensionLeft: (facts) => (facts.extensionCount === 0 ? null : 'hazards.extension_used'),
  noneWaits: (facts) => (facts.extensionDays === null ? null : 'hazards.extension_waits'),
  extensionWaits: (facts) => (facts.extensionDays === null ? 'hazards.no_extension_waits' : null),
  notAsker: (facts, actorPersonId) =>
    actorPersonId !== null && facts.extensionByPersonId === actorPersonId ? 'hazards.granter_is_asker' : null,
}

export const hazardFlow: Flow<HazardState, HazardAction, HazardFacts> = { definition, guards }
export const hazardActions = Object.keys(definition.actions) as readonly HazardAction[]
export const hazardStageOf = (state: HazardState): (typeof definition.states)[HazardState]['stage'] =>
  definition.states[state].stage
/** Something is still to be done about it, here or in its case. */
export const isOpenState = (state: HazardState): boolean => (OPEN as readonly HazardState[]).includes(state)

/** The days of a notice: as many as were given, at most those of the severity. */
export const limitDaysOf = (
  severity: Severity,
  given: number | null,
  config: HazardConfig,
): Result<number, 'hazards.limit_too_long'> => {
  const daysMax = config.rectificationDays[severity]
  if (given === null) return ok(daysMax)
  return given <= daysMax ? ok(given) : err('hazards.limit_too_long')
}

/** 延期 is bounded by a share of the deadline it lengthens. */
export const checkExtension = (
  days: number,
  limitDays: number,
  config: HazardConfig,
): Result<void, 'hazards.extension_too_long'> =>
  days <= limitDays * config.extensionShareMax ? ok(undefined) : err('hazards.extension_too_long')

/** How long each clock of a hazard runs. */
export const limitsOf =
  (limitDays: number | null, config: HazardConfig): LimitOf =>
  (clock) => {
    if (clock === 'notice' || clock === 'recheck') return config.limits[clock]
    return { unit: 'natural_day', amount: limitDays ?? config.rectificationDays.general }
  }
