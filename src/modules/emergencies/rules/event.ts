import type { Flow, FlowDefinition } from '#kernel/flow'
import type { Role } from '#kernel/role'
import type { Duties, EmergencyKind, EventState, ResponseState, Times } from '../contract.ts'

/** An emergency is on until it is stood down; everything else is a line of its log (S2-20). */
const definition = {
  id: 'emergency',
  initial: 'on',
  states: {
    on: { stage: 'response', turn: null, clock: null },
    over: { stage: 'ended', turn: null, clock: null },
  },
  actions: {
    'emergencies.event.log': { from: ['on'], to: null, by: 'place', emits: 'emergencies.event.logged' },
    'emergencies.event.link': { from: ['on'], to: null, by: 'place', emits: 'emergencies.event.linked' },
    'emergencies.task.create': { from: ['on'], to: null, by: 'place', emits: 'emergencies.task.created' },
    'emergencies.task.finish': { from: ['on'], to: null, by: 'place', emits: 'emergencies.task.finished' },
    'emergencies.event.standDown': { from: ['on'], to: 'over', by: 'place', emits: 'emergencies.event.stoodDown' },
  },
} as const satisfies FlowDefinition<EventState>

export type EventAction = keyof typeof definition.actions
export const eventFlow: Flow<EventState, EventAction, object> = { definition, guards: {} }

/** Minutes until the next of the chain is told, unless the plan says otherwise; ours. */
export const DEFAULT_MINUTES: Readonly<Record<EmergencyKind, number>> = {
  flood: 10,
  fire: 3,
  gas: 3,
  weather: 15,
  earthquake: 3,
  health: 30,
  other: 10,
}

interface Answer {
  readonly receivedAt: Date | null
  readonly onWayAt: Date | null
  readonly inPlaceAt: Date | null
  readonly escalatedAt: Date | null
}

export const stateOf = (answer: Omit<Answer, 'escalatedAt'>): ResponseState => {
  if (answer.inPlaceAt) return 'inPlace'
  if (answer.onWayAt) return 'onWay'
  return answer.receivedAt ? 'received' : 'told'
}

const MINUTE_MS = 60_000
const minutesFrom = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / MINUTE_MS))

/** First and last acknowledgement and the end, computed from the records. */
export const timesOf = (raisedAt: Date, endedAt: Date | null, answers: readonly Answer[]): Times => {
  const received = answers.flatMap(({ receivedAt }) => receivedAt ?? []).sort((a, b) => a.getTime() - b.getTime())
  const [first] = received
  const last = received.length === answers.length ? received.at(-1) : undefined
  const states = answers.map(stateOf)
  return {
    calledCount: answers.length,
    receivedCount: received.length,
    onWayCount: states.filter((state) => state === 'onWay').length,
    inPlaceCount: states.filter((state) => state === 'inPlace').length,
    escalatedCount: answers.filter(({ escalatedAt }) => escalatedAt !== null).length,
    firstMinutes: first ? minutesFrom(raisedAt, first) : null,
    allMinutes: last ? minutesFrom(raisedAt, last) : null,
    closedMinutes: endedAt ? minutesFrom(raisedAt, endedAt) : null,
  }
}

/** An acknowledgement goes forward only; a later step says the earlier ones too. */
export const acknowledged = <A extends Omit<Answer, 'escalatedAt'>>(
  answer: A,
  state: Exclude<ResponseState, 'told'>,
  at: Date,
): Omit<Answer, 'escalatedAt'> => ({
  receivedAt: answer.receivedAt ?? at,
  onWayAt: answer.onWayAt ?? (state === 'onWay' ? at : null),
  inPlaceAt: answer.inPlaceAt ?? (state === 'inPlace' ? at : null),
})

/** An acknowledgement made without a network counts from when it was made: not before the call, not after now. */
export const acknowledgedAt = (said: Date | null, toldAt: Date, now: Date): Date => {
  if (said === null || said > now) return now
  return said < toldAt ? toldAt : said
}

/** What somebody of this role does: in the emergency when one is on, else in normal times. */
export const dutyOf = (duties: Duties, role: string, isOn: boolean): string => {
  const duty = duties[role as Role]
  return (isOn ? duty?.emergency : duty?.normal) ?? ''
}
