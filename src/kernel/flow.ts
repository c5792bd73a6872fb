import type { TimeLimit } from './time.ts'
import { err, ok, type Result } from './result.ts'

/** Whose turn it is in a state, and by which action of the flow it is taken. */
export interface FlowTurn {
  readonly of: 'place' | 'assignee' | 'reporter'
  readonly operation: string
  /**
   * Holders who are left out (核查 by somebody other than the handler): who last did this action, and those who hold the
   * operation only in the organisation that had the matter then. The guards of the flow refuse them; this keeps the step
   * out of their inbox. Only where it is the turn of a place.
   */
  readonly notWhoDid?: string
}

/**
 * A flow is data: from one definition come the check in the service, the buttons in the web (`can`), the thread,
 * the clocks, the inbox and the statistics of every step. Module rooms define flows in `rules/`; functions that a
 * definition needs (guards) are named in it and handed over beside it, so the definition itself can be drawn.
 */
export interface FlowState {
  /** The step a person sees (受理、派遣、处置…); several states may belong to one step. */
  readonly stage: string
  /** Whose turn it is: who holds this operation where the matter is, those it was assigned to, or its reporter. */
  readonly turn: FlowTurn | null
  /** Which limit runs while the matter is in this state; the module looks its length up. */
  readonly clock: string | null
}

export interface FlowAction<State extends string> {
  readonly from: readonly State[]
  /** The next state; a choice among several; or null: it stays in its state and the clock goes on (a note). */
  readonly to: State | readonly State[] | null
  /** Who may: a holder of the operation of the same name there, those it was assigned to, its reporter, the clock. */
  readonly by: 'place' | 'assignee' | 'reporter' | 'system'
  readonly guards?: readonly string[]
  /** What it does to the running clock (停表、恢复、延期); only with `to: null`. */
  readonly clock?: 'pause' | 'resume' | 'extend'
  /** What the outside is told when it happened. */
  readonly emits: string
}

export interface FlowDefinition<State extends string = string, Action extends string = string> {
  readonly id: string
  readonly initial: State
  readonly states: Readonly<Record<State, FlowState>>
  /** Keyed by operation id. */
  readonly actions: Readonly<Record<Action, FlowAction<State>>>
}

/** A check that is more than state and permission. Answers the code of the refusal, or null when it may happen. */
export type Guard<Facts> = (facts: Facts, actorPersonId: string | null) => string | null

export interface Flow<State extends string, Action extends string, Facts> {
  readonly definition: FlowDefinition<State, Action>
  readonly guards: Readonly<Record<string, Guard<Facts>>>
}

/** What a flow needs to know of a matter: its state, the module's own facts, and what the actor holds there. */
export interface Standing<State extends string, Action extends string, Facts> {
  readonly state: State
  readonly facts: Facts
  readonly actorPersonId: string | null
  readonly isSystem: boolean
  readonly isReporter: boolean
  readonly holds: (action: Action) => boolean
}

export type FlowRefusal = { readonly code: string; readonly data: Readonly<Record<string, unknown>> }

/** May this action happen now, by this actor? The order is: state, permission, guards; the first "no" is told. */
export const mayAct = <State extends string, Action extends string, Facts>(
  flow: Flow<State, Action, Facts>,
  action: Action,
  standing: Standing<State, Action, Facts>,
): Result<FlowAction<State>, FlowRefusal> => {
  const rule = flow.definition.actions[action]
  if (!rule.from.includes(standing.state)) {
    return err({
      code: 'flow.wrong_state',
      data: { flow: flow.definition.id, action, state: standing.state, from: rule.from },
    })
  }
  const allowed = isEntitled(rule.by, action, standing)
  if (!allowed) return err({ code: 'flow.not_yours', data: { flow: flow.definition.id, action, by: rule.by } })
  for (const name of rule.guards ?? []) {
    const guard = flow.guards[name]
    if (!guard) throw new Error(`flow ${flow.definition.id} names guard ${name}, which does not exist`)
    const code = guard(standing.facts, standing.actorPersonId)
    if (code) return err({ code, data: { flow: flow.definition.id, action } })
  }
  return ok(rule)
}

const isEntitled = <State extends string, Action extends string, Facts>(
  by: FlowAction<State>['by'],
  action: Action,
  standing: Standing<State, Action, Facts>,
): boolean => {
  if (by === 'system') return standing.isSystem
  if (by === 'reporter') return standing.isReporter
  return standing.isSystem || standing.holds(action)
}

/** One entry of `can` in a response: may I, and if not, why not. */
export interface Can {
  readonly allowed: boolean
  readonly reason: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** What this actor may do with this matter now, for every action of the flow. */
export const canOf = <State extends string, Action extends string, Facts>(
  flow: Flow<State, Action, Facts>,
  standing: Standing<State, Action, Facts>,
): Record<Action, Can> => {
  const entries = (Object.keys(flow.definition.actions) as Action[]).map((action) => {
    const answer = mayAct(flow, action, standing)
    const can: Can = answer.ok
      ? { allowed: true, reason: null, data: {} }
      : { allowed: false, reason: answer.error.code, data: answer.error.data }
    return [action, can] as const
  })
  return Object.fromEntries(entries) as Record<Action, Can>
}

/** The next state of an action: the only one it leads to, or the one chosen among several. */
export const nextState = <State extends string>(
  rule: FlowAction<State>,
  current: State,
  chosen?: State,
): Result<State, 'flow.choice_missing'> => {
  if (rule.to === null) return ok(current)
  if (typeof rule.to === 'string') return ok(rule.to as State)
  return chosen !== undefined && rule.to.includes(chosen) ? ok(chosen) : err('flow.choice_missing')
}

/** What is wrong with a definition; empty when it is sound. Every flow is checked by a test. */
export const faultsOfFlow = <State extends string, Action extends string, Facts>(
  flow: Flow<State, Action, Facts>,
): string[] => {
  const { states, actions, initial, id } = flow.definition
  const known = new Set(Object.keys(states))
  const faults: string[] = []
  if (!known.has(initial)) faults.push(`${id}: initial state ${initial} is not defined`)
  const reached = new Set<string>([initial])
  for (const [name, action] of Object.entries<FlowAction<State>>(actions)) {
    const targets = action.to === null ? [] : typeof action.to === 'string' ? [action.to] : action.to
    if (action.clock && action.to !== null) faults.push(`${id}: ${name} turns a clock and moves at once`)
    for (const state of [...action.from, ...targets]) {
      if (!known.has(state)) faults.push(`${id}: ${name} names state ${state}, which is not defined`)
    }
    for (const target of targets) reached.add(target)
    for (const guard of action.guards ?? []) {
      if (!flow.guards[guard]) faults.push(`${id}: ${name} names guard ${guard}, which does not exist`)
    }
  }
  for (const state of known) if (!reached.has(state)) faults.push(`${id}: state ${state} is never reached`)
  for (const [name, state] of Object.entries<FlowState>(states)) {
    if (state.turn && !(state.turn.operation in actions))
      faults.push(`${id}: the turn of ${name} is no action of the flow`)
    const { of, notWhoDid } = state.turn ?? {}
    if (notWhoDid !== undefined && (of !== 'place' || !(notWhoDid in actions)))
      faults.push(`${id}: the turn of ${name} leaves out who did ${notWhoDid}, which cannot be`)
  }
  return faults
}

/** The length of a clock, as the module looks it up for one matter (category, urgency, dated configuration). */
export type LimitOf = (clock: string) => TimeLimit | null
