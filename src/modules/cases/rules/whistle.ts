import { err, ok, type Result } from '#kernel/result'
import type { ResponsibilityLink, WhistleState } from '../contract.ts'
import { responsibilityLinks } from '../contract.ts'

const MINUTE_MS = 60_000

/** What the rules need to know of somebody called. */
export interface Attendance {
  readonly dueAt: Date
  readonly takenAt: Date | null
  readonly arrivedAt: Date | null
  readonly leftAt: Date | null
  readonly excusedAt: Date | null
  readonly streetScore: number | null
  readonly whistleScore: number | null
}

/** Called now, by when it has to be there: minutes on the wall, day and night (cases §5.4). */
export const arrivalDue = (calledAt: Date, minutes: number): Date => new Date(calledAt.getTime() + minutes * MINUTE_MS)

/** Late when it came after its moment, or has not come and the moment is past; excused is never late. */
export const isLateAt = (one: Pick<Attendance, 'dueAt' | 'arrivedAt' | 'excusedAt'>, now: Date): boolean =>
  one.arrivedAt ? one.arrivedAt > one.dueAt : one.excusedAt === null && now > one.dueAt

export const minutesToArrive = (calledAt: Date, arrivedAt: Date | null): number | null =>
  arrivedAt && Math.round((arrivedAt.getTime() - calledAt.getTime()) / MINUTE_MS)

/** 事不完人不走: it ends when everybody called has said what was done, or is excused. */
export const checkEnd = (
  state: WhistleState,
  all: readonly Pick<Attendance, 'leftAt' | 'excusedAt'>[],
): Result<void, 'cases.whistle_over' | 'cases.whistle_not_called' | 'cases.some_have_not_reported'> => {
  if (state === 'blown') return err('cases.whistle_not_called')
  if (state !== 'called') return err('cases.whistle_over')
  return all.every((one) => one.leftAt ?? one.excusedAt) ? ok(undefined) : err('cases.some_have_not_reported')
}

export const checkCall = (state: WhistleState): Result<void, 'cases.whistle_over'> =>
  state === 'blown' || state === 'called' ? ok(undefined) : err('cases.whistle_over')

/** What was called already cannot be declined, only ended. */
export const checkDecline = (state: WhistleState): Result<void, 'cases.whistle_over' | 'cases.whistle_called'> => {
  if (state === 'called') return err('cases.whistle_called')
  return state === 'blown' ? ok(undefined) : err('cases.whistle_over')
}

export type AttendanceDeed = 'take' | 'arrive' | 'leave' | 'excuse'
type AttendanceRefusal =
  | 'cases.whistle_over'
  | 'cases.called_excused'
  | 'cases.order_taken'
  | 'cases.arrived_already'
  | 'cases.not_arrived'
  | 'cases.left_already'

/** 接单 → 报到 → 离场, each once; whoever is excused need not come, and one that is there may be excused from reporting. */
export const checkAttendance = (
  deed: AttendanceDeed,
  state: WhistleState,
  one: Attendance,
): Result<void, AttendanceRefusal> => {
  if (state !== 'called') return err('cases.whistle_over')
  if (one.leftAt) return err('cases.left_already')
  if (one.excusedAt) return err('cases.called_excused')
  if (deed === 'take' && (one.takenAt ?? one.arrivedAt)) return err('cases.order_taken')
  if (deed === 'arrive' && one.arrivedAt) return err('cases.arrived_already')
  if (deed === 'leave' && !one.arrivedAt) return err('cases.not_arrived')
  return ok(undefined)
}

/** 双考核: both mark each other when it is over, each once. Who never came is marked by the street, but marks nothing. */
export const checkScore = (
  by: 'street' | 'organization',
  state: WhistleState,
  one: Attendance,
): Result<void, 'cases.whistle_not_ended' | 'cases.called_excused' | 'cases.not_arrived' | 'cases.scored_already'> => {
  if (state !== 'ended') return err('cases.whistle_not_ended')
  if (by === 'street' && one.excusedAt && !one.arrivedAt) return err('cases.called_excused')
  if (by === 'organization' && !one.arrivedAt) return err('cases.not_arrived')
  return (by === 'street' ? one.streetScore : one.whistleScore) === null ? ok(undefined) : err('cases.scored_already')
}

/** 吹哨率 is neither too high nor too low; a month that is not over is not yet too low. */
export const boundOf = (
  count: number,
  bounds: { readonly min: number; readonly max: number },
  isOver: boolean,
): 'low' | 'fits' | 'high' => {
  if (count > bounds.max) return 'high'
  return isOver && count < bounds.min ? 'low' : 'fits'
}

/** The months from one to another, both included, as `2026-06`; the last `max` of them. */
export const monthsBetween = (from: string, until: string, max: number): string[] => {
  const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
  const last = indexOf(until)
  const first = Math.max(indexOf(from), last - max + 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => {
    const index = first + step
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

/** Which act of a thread is which link of the chain of responsibility (S1-31). */
const LINK_OF_ACTION: Readonly<Record<string, ResponsibilityLink>> = {
  'cases.whistle.blow': 'community',
  'cases.whistle.call': 'street',
  'cases.whistle.take': 'department',
  'cases.whistle.arrive': 'department',
  'cases.supervision.issue': 'district',
  'cases.case.evaluate': 'resident',
}
export const linkActions = Object.keys(LINK_OF_ACTION)

/** The five links in their order, each with the first entry of the thread that is one. */
export const linksOf = <Entry extends { readonly action: string }>(
  entries: readonly Entry[],
): { readonly link: ResponsibilityLink; readonly entry: Entry | null }[] =>
  responsibilityLinks.map((link) => ({
    link,
    entry: entries.find(({ action }) => LINK_OF_ACTION[action] === link) ?? null,
  }))
