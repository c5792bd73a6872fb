// How dates, times, durations, counts and money are written, in the language being drawn.
// Never the browser's zone: a matter of Kunming is read in Kunming's time everywhere.
import { describeDuration } from '#kernel/time/duration'
import { t, wordsOr } from '#web/i18n.ts'

/** China has one civil zone, UTC+8 all year (国务院, since 1949; no summer time since 1992). */
export const CHINA_ZONE_MINUTES = 480

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const FEN_IN_YUAN = 100
const KILOBYTE = 1024

/** An instant (`…At`: Date, ISO text or epoch ms) or a civil date (`…On`: 'YYYY-MM-DD'). */
export type Moment = Date | string | number

interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  /** Days since 1970-01-01 in the zone: equal for two moments of one civil day. */
  readonly dayNumber: number
}

const isCivilDate = (moment: Moment): moment is string =>
  typeof moment === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(moment)

const civilOf = (moment: Moment, zoneMinutes: number): Civil => {
  const instant = isCivilDate(moment)
    ? Date.parse(`${moment}T00:00:00Z`)
    : new Date(moment).getTime() + zoneMinutes * MINUTE_MS
  if (Number.isNaN(instant)) throw new RangeError(`not a date: ${String(moment)}`)
  const shifted = new Date(instant)
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    dayNumber: Math.floor(instant / DAY_MS),
  }
}

const monthData = (civil: Civil): Record<string, string | number> => ({
  year: civil.year,
  month: civil.month,
  day: civil.day,
  monthName: wordsOr(`ui:date.monthName.${civil.month}`, String(civil.month)),
})

export interface DateOptions {
  /** The moment the page is drawn; the year is left out when it is this year. */
  readonly now?: Moment | undefined
  readonly zoneMinutes?: number | undefined
}

/** 6月18日, or 2025年6月18日 when `now` is given and lies in another year. */
export const formatDay = (moment: Moment, { now, zoneMinutes = CHINA_ZONE_MINUTES }: DateOptions = {}): string => {
  const civil = civilOf(moment, zoneMinutes)
  const otherYear = now !== undefined && civilOf(now, zoneMinutes).year !== civil.year
  return t(otherYear ? 'ui:date.dayOfYear' : 'ui:date.day', monthData(civil))
}

/** 2026年6月18日: for paper and public accounts. */
export const formatFullDay = (moment: Moment, { zoneMinutes = CHINA_ZONE_MINUTES }: DateOptions = {}): string =>
  t('ui:date.dayOfYear', monthData(civilOf(moment, zoneMinutes)))

/** 2026年6月 */
export const formatMonth = (moment: Moment, { zoneMinutes = CHINA_ZONE_MINUTES }: DateOptions = {}): string =>
  t('ui:date.month', monthData(civilOf(moment, zoneMinutes)))

/** 星期四, or 周四 at the desk. */
export const formatWeekday = (
  moment: Moment,
  form: 'page' | 'list' = 'page',
  { zoneMinutes = CHINA_ZONE_MINUTES }: DateOptions = {},
): string => {
  const { weekday } = civilOf(moment, zoneMinutes)
  return wordsOr(`ui:date.${form === 'page' ? 'weekday' : 'weekdayShort'}.${weekday}`, String(weekday))
}

/** 9:05, 16:00: no leading zero. */
export const formatTime = (moment: Moment, { zoneMinutes = CHINA_ZONE_MINUTES }: DateOptions = {}): string => {
  const { hour, minute } = civilOf(moment, zoneMinutes)
  return `${hour}:${String(minute).padStart(2, '0')}`
}

/** 今天, 明天, 昨天, or the day. */
export const formatNearDay = (moment: Moment, now: Moment, zoneMinutes = CHINA_ZONE_MINUTES): string => {
  const away = civilOf(moment, zoneMinutes).dayNumber - civilOf(now, zoneMinutes).dayNumber
  if (away === 0) return t('ui:date.today')
  if (away === 1) return t('ui:date.tomorrow')
  if (away === -1) return t('ui:date.yesterday')
  return formatDay(moment, { now, zoneMinutes })
}

/** 今天 16:00, 明天 9:40, 6月18日 16:00: what a person needs to know when. */
export const formatMoment = (moment: Moment, now: Moment, zoneMinutes = CHINA_ZONE_MINUTES): string => {
  const day = formatNearDay(moment, now, zoneMinutes)
  return isCivilDate(moment) ? day : t('ui:date.at', { day, time: formatTime(moment, { zoneMinutes }) })
}

/** 9:00–17:30, with an en dash and no spaces. */
export const formatTimeRange = (from: Moment, to: Moment, options: DateOptions = {}): string =>
  `${formatTime(from, options)}–${formatTime(to, options)}`

/** 6月1日至6月18日, both days included. */
export const formatDayRange = (from: Moment, to: Moment, options: DateOptions = {}): string =>
  t('ui:date.range', { from: formatDay(from, options), to: formatDay(to, options) })

/** Machine form for <time dateTime>. */
export const machineTime = (moment: Moment): string => (isCivilDate(moment) ? moment : new Date(moment).toISOString())

/**
 * A length of time in two units at most: 2 天 4 小时, 3 小时 20 分, 50 分. `minutes` is real time, rounded down.
 * 'list' is the short form (only English differs), 'alone' says 18 分钟 when minutes stand by themselves.
 */
export const formatDuration = (minutes: number, form: 'list' | 'page' | 'alone' = 'page'): string => {
  const { days, hours, minutes: rest } = describeDuration(Math.max(0, minutes))
  const short = form === 'list'
  if (minutes < 1) return t(short ? 'ui:unit.underMinute.short' : 'ui:unit.underMinute')
  if (form === 'alone' && days === 0 && hours === 0) return t('ui:unit.minuteAlone', { count: rest })
  const parts = [
    days > 0 ? t(short ? 'ui:unit.day.short' : 'ui:unit.day', { count: days }) : '',
    hours > 0 ? t(short ? 'ui:unit.hour.short' : 'ui:unit.hour', { count: hours }) : '',
    rest > 0 ? t(short ? 'ui:unit.minute.short' : 'ui:unit.minute', { count: rest }) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** 18,240: thousands by comma, as many decimals as given. */
export const formatCount = (count: number, decimals = 0): string => {
  const [whole = '0', fraction] = Math.abs(count).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const negative = count < 0 && Number(count.toFixed(decimals)) !== 0
  return `${negative ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** `amountFen` as 18,240.00 in accounts, as 18,240 in talk (fen are kept when there are any). No unit. */
export const formatAmount = (amountFen: number, form: 'account' | 'talk' = 'account'): string =>
  formatCount(amountFen / FEN_IN_YUAN, form === 'account' || amountFen % FEN_IN_YUAN !== 0 ? 2 : 0)

/** 18,240.00 元 */
export const formatMoney = (amountFen: number, form: 'account' | 'talk' = 'account'): string =>
  t('ui:money.yuan', { amount: formatAmount(amountFen, form) })

/** A share of 1 as 94.2%: no space. */
export const formatShare = (share: number, decimals = 1): string => `${formatCount(share * 100, decimals)}%`

/** 340 KB, 2.1 MB */
export const formatSize = (bytes: number): string =>
  bytes < KILOBYTE * KILOBYTE
    ? t('ui:size.kilobyte', { count: Math.max(1, Math.round(bytes / KILOBYTE)) })
    : t('ui:size.megabyte', { count: (bytes / KILOBYTE / KILOBYTE).toFixed(1) })
