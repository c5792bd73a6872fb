// What a clock says. When it is soon or late is decided in the kernel; here only the words.
import type { TimeLimit } from '#kernel/time'
import { t } from '#web/i18n.ts'
import { formatDuration } from './format.ts'

export type ClockState = 'ok' | 'soon' | 'late' | 'paused' | 'done'

/**
 * What a clock shows: the kernel's clock of one stage (a response carries it), with the words that the kernel
 * does not know. Minutes as the kernel gives them; `limit` and `reason` are words already.
 */
export interface ClockView {
  readonly state: ClockState
  /** Part of the time that is used, 0 to 1: the wedge of the pie. */
  readonly usedShare?: number | undefined
  readonly leftMinutes?: number | null | undefined
  readonly lateMinutes?: number | null | undefined
  readonly usedMinutes?: number | null | undefined
  readonly limit?: string | undefined
  readonly reason?: string | undefined
}

/** 'list' says 剩 and 超, 'page' says 还剩 and 超时. */
export type ClockForm = 'list' | 'page'

/** The words beside the pie: 还剩 2 天 4 小时, 超时 3 小时 20 分, 停表：等业主大会, 用 18 分钟，限 30 分钟. */
export const clockWords = (facts: ClockView, form: ClockForm): string => {
  switch (facts.state) {
    case 'ok':
    case 'soon':
      return t(`ui:clock.left.${form}`, { time: formatDuration(facts.leftMinutes ?? 0, form) })
    case 'late':
      return t(`ui:clock.late.${form}`, { time: formatDuration(facts.lateMinutes ?? 0, form) })
    case 'paused':
      return facts.reason ? t('ui:clock.pausedFor', { reason: facts.reason }) : t('ui:clock.paused')
    case 'done':
      return doneWords(facts, form)
  }
}

const doneWords = ({ usedMinutes, limit }: ClockView, form: ClockForm): string => {
  if (usedMinutes === undefined || usedMinutes === null) return t('ui:clock.done')
  const time = formatDuration(usedMinutes, form === 'list' ? 'list' : 'alone')
  return limit ? t('ui:clock.doneInOf', { time, limit }) : t('ui:clock.doneIn', { time })
}

const HOUR_MINUTES = 60

/** A time limit in words: 3 个工作日, 4 工作小时, 3 天, 1 小时, 30 分钟. */
export const limitWords = ({ unit, amount }: TimeLimit): string =>
  unit === 'urgent_hour' || !Number.isInteger(amount)
    ? formatDuration(Math.round(amount * HOUR_MINUTES), 'alone')
    : t(`ui:limit.${unit}`, { count: amount })
