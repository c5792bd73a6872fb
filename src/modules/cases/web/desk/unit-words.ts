import { t } from '#web/i18n.ts'

const HOUR_MINUTES = 60

/** 个工作日: the unit of a limit behind a number. */
export const unitWords = (unit: string | undefined): string => {
  switch (unit) {
    case 'work_day':
      return t('cases:desk.unit.work_day')
    case 'work_hour':
      return t('cases:desk.unit.work_hour')
    case 'natural_day':
      return t('cases:desk.unit.natural_day')
    default:
      return t('cases:desk.unit.urgent_hour')
  }
}

/** 3 个工作日, 30 分钟: a length of time as a limit measures it. */
export const amountWords = (unit: string, count: number): string => {
  const isHours = unit === 'work_hour' || unit === 'urgent_hour'
  return isHours && count < 1
    ? t('cases:desk.amount', { count: Math.round(count * HOUR_MINUTES), unit: t('cases:desk.unit.minute') })
    : t('cases:desk.amount', { count, unit: unitWords(unit) })
}
