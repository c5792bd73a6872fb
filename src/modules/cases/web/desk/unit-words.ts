import { t } from '#web/i18n.ts'

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
