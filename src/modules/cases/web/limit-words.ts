import { t } from '#web/i18n.ts'

/** 限 3 个工作日: a limit with what was added to it. */
export const limitWords = (limit: {
  readonly unit: string
  readonly amount: number
  readonly extended: number
}): string => {
  const count = limit.amount + limit.extended
  switch (limit.unit) {
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
