import type { Output } from '#web/api.ts'
import { t, wordsOr } from '#web/i18n.ts'

type Programme = Output<'visits.programme.list'>['items'][number]

export const weekdayWords = (day: number): string => wordsOr(`visits:weekday.${day}`, String(day))

/** How often, as people say it: 30 天一轮, 每周四, 每月17日. */
export const rhythmWords = ({ rhythm, rhythmNumber }: Pick<Programme, 'rhythm' | 'rhythmNumber'>): string => {
  if (rhythm === 'week') return t('visits:rhythm.week', { day: weekdayWords(rhythmNumber) })
  if (rhythm === 'none') return t('visits:rhythm.none')
  return rhythm === 'days'
    ? t('visits:rhythm.days', { number: rhythmNumber })
    : t('visits:rhythm.month', { number: rhythmNumber })
}
