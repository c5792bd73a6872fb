import { err, ok, type Result } from '#kernel/result'
import type { Channel, Urgency } from '../contract.ts'

export interface Report {
  readonly channel: Channel
  readonly urgency: Urgency
  readonly occurredAt: Date | null
  /** The reporter works in the district: what is seen across the boundary of one's own grid is reported as well. */
  readonly isStaff: boolean
}

/** Residents report through the portal; what comes from elsewhere, and what is urgent, is said by staff (S2-45). */
export const checkReport = (
  report: Report,
  now: Date,
): Result<void, 'cases.channel_for_staff' | 'cases.urgency_for_staff' | 'cases.occurs_in_future'> => {
  if (report.channel !== 'portal' && !report.isStaff) return err('cases.channel_for_staff')
  if (report.urgency !== 'normal' && !report.isStaff) return err('cases.urgency_for_staff')
  return report.occurredAt !== null && report.occurredAt > now ? err('cases.occurs_in_future') : ok(undefined)
}

/** By how much the clock of a phone may be ahead of ours. */
const CLOCK_AHEAD_MS = 10 * 60_000

/** When it happened; what a fast clock puts a little after now happened now. */
export const occurrenceOf = (said: Date | null, now: Date): Date | null =>
  said !== null && said > now && said.getTime() - now.getTime() <= CLOCK_AHEAD_MS ? now : said

export interface ReporterDraft {
  readonly personId: string | null
  readonly name: string | null
  readonly phone: string | null
}

/**
 * Who the reporter is: staff who name somebody write down what that person said; everybody else who has signed in is
 * the reporter, and who has not is whom they say, or nobody.
 */
export const reporterOf = (
  given: { readonly name: string | null; readonly phone: string | null },
  actor: { readonly personId: string | null; readonly name: string; readonly isStaff: boolean },
): ReporterDraft => {
  const isForSomebody = actor.isStaff && (given.name !== null || given.phone !== null)
  if (isForSomebody || actor.personId === null) return { personId: null, ...given }
  return { personId: actor.personId, name: given.name ?? (actor.name || null), phone: given.phone }
}
