import { civilDateAt, instantOf } from '#kernel/time'
import type { NoticeSetting } from '../contract.ts'

/** Quiet from 22:00 to 8:00, one digest a day at 9:00: what holds for who has chosen nothing. */
export const DEFAULT_NOTICE_SETTING: NoticeSetting = {
  quietFromMinute: 22 * 60,
  quietUntilMinute: 8 * 60,
  digestMinute: 9 * 60,
  bySms: true,
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Is this minute of the local day inside the quiet hours? They hold their first minute, not their last. */
export const isQuiet = (setting: NoticeSetting, minuteOfDay: number): boolean => {
  const { quietFromMinute: from, quietUntilMinute: until } = setting
  if (from === until) return false
  if (from < until) return from <= minuteOfDay && minuteOfDay < until
  return from <= minuteOfDay || minuteOfDay < until
}

/** The minute at which the digest goes: the chosen one, or the end of the quiet hours when it lies in them. */
export const digestMinuteOf = (setting: NoticeSetting): number =>
  isQuiet(setting, setting.digestMinute) ? setting.quietUntilMinute : setting.digestMinute

const minuteOfDayAt = (now: Date): number =>
  Math.floor((now.getTime() - instantOf(civilDateAt(now)).getTime()) / MINUTE_MS)

/** The last instant, `now` included, at which a digest was to go. */
export const lastDigestAt = (setting: NoticeSetting, now: Date): Date => {
  const today = instantOf(civilDateAt(now), digestMinuteOf(setting))
  return today <= now ? today : new Date(today.getTime() - DAY_MS)
}

export interface WaitingNotice {
  readonly createdAt: Date
  readonly isUrgent: boolean
}

/**
 * May this notice go to the phone now? Never in the quiet hours. An urgent one goes at once; any other waits for the
 * first digest after it was made, so that nobody gets more than one a day.
 */
export const mayGoOut = (notice: WaitingNotice, setting: NoticeSetting, now: Date): boolean => {
  if (isQuiet(setting, minuteOfDayAt(now))) return false
  return notice.isUrgent || notice.createdAt < lastDigestAt(setting, now)
}
