import { t } from '#web/i18n.ts'

const HOUR_MINUTES = 60

/** A limit with what was added to it. */
interface Limit {
  readonly unit: string
  readonly amount: number
  readonly extended: number
}

/** 限 3 个工作日, 限 30 分钟: a limit with what was added to it. */
export const limitWords = ({ unit, amount, extended }: Limit): string => {
  const count = amount + extended
  const isHours = unit === 'work_hour' || unit === 'urgent_hour'
  if (isHours && count < 1) return t('cases:limit.minute', { count: Math.round(count * HOUR_MINUTES) })
  switch (unit) {
    case 'natural_day':
      return t('cases:limit.natural_day', { count })
    case 'work_day':
      return t('cases:limit.work_day', { count })
    case 'work_hour':
      return t('cases:limit.work_hour', { count })
    default:
      return t('cases:limit.urgent_hour', { count })
  }
}
