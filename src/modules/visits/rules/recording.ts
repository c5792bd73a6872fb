import { err, ok, type Result } from '#kernel/result'
import { isWithin } from '#kernel/place'
import type { Actor } from '#kernel/role'
import { type Outcome, readers, type VisitKind, type VisitState } from '../contract.ts'

/** By how much the clock of a phone may be ahead of ours. */
const CLOCK_AHEAD_MS = 10 * 60_000
/** What is told later than this is a slip of the date; a phone that was offline for weeks is not. */
const TOLD_LATE_MS = 60 * 86_400_000
/** Nobody is stationed longer in one go. */
const STAY_MS_MAX = 24 * 3_600_000

export interface Recording {
  readonly kind: VisitKind
  readonly outcome: Outcome
  readonly visitedAt: Date
  readonly leftAt: Date | null
  readonly duties: readonly string[]
  /** What the rule of visiting asks for; null when the visit belongs to none. */
  readonly programmeDuties: readonly string[] | null
}

export type RecordingRefusal = 'visits.not_home_is_for_households' | 'visits.time_not_possible' | 'visits.duty_unknown'

/** May a visit be told like this? Duties are those of its rule (S4-14); a time is past, and not long past. */
export const checkRecording = (recording: Recording, now: Date): Result<void, RecordingRefusal> => {
  const { kind, outcome, visitedAt, leftAt, duties, programmeDuties } = recording
  if (outcome !== 'met' && kind !== 'household') return err('visits.not_home_is_for_households')
  const age = now.getTime() - visitedAt.getTime()
  if (age < -CLOCK_AHEAD_MS || age > TOLD_LATE_MS) return err('visits.time_not_possible')
  const stay = leftAt === null ? 0 : leftAt.getTime() - visitedAt.getTime()
  const isAhead = leftAt !== null && leftAt.getTime() - now.getTime() > CLOCK_AHEAD_MS
  if (stay < 0 || stay > STAY_MS_MAX || isAhead) return err('visits.time_not_possible')
  return duties.every((duty) => programmeDuties?.includes(duty)) ? ok(undefined) : err('visits.duty_unknown')
}

/** What stands in the way of recording a visit in this state; a missed one may be made up 补访. */
export const checkStillOpen = (
  state: VisitState,
): Result<void, 'visits.recorded_conflict' | 'visits.excused_already'> => {
  if (state === 'done') return err('visits.recorded_conflict')
  return state === 'excused' ? err('visits.excused_already') : ok(undefined)
}

/** Nobody home: the planned visit stays to be made, and the try is kept beside it. */
export const fulfils = (outcome: Outcome): boolean => outcome !== 'notHome'

/** May the actor read what is there: by a post at the place or above, or because it is the own. */
export const reads = (actor: Actor, placePath: string, personIds: readonly (string | null)[]): boolean =>
  actor.kind === 'system' ||
  (actor.personId !== null && personIds.includes(actor.personId)) ||
  actor.posts.some((post) => readers.includes(post.role) && isWithin(placePath, post.placePath))
