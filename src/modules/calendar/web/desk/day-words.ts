import type { Output } from '#web/api.ts'
import { t } from '#web/i18n.ts'

export type Day = Output<'calendar.day.list'>['days'][number]

const CHINA_OFFSET_MS = 8 * 3_600_000

/** The civil day in China, 'YYYY-MM-DD'. */
export const todayOf = (now: Date): string => new Date(now.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10)

/** Why a day is worked or free, and whose word it is: 端午节，休息; 本区安排上班：防汛值守. */
export const dayWords = (day: Day): string => {
  if (day.reason === 'override') {
    const key = day.isWorkDay ? 'calendar:desk.day.ownWork' : 'calendar:desk.day.ownRest'
    return t(key, { note: day.note ?? '' })
  }
  const festival = day.festival ? t(`calendar:desk.festival.${day.festival}`) : ''
  if (day.reason === 'holiday') return t('calendar:desk.day.holiday', { festival })
  if (day.reason === 'makeup') return t('calendar:desk.day.makeup', { festival })
  return t(day.isWorkDay ? 'calendar:desk.day.weekday' : 'calendar:desk.day.weekend')
}
