import { useQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { useNow } from '#web/desk/now.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { formatMoment } from '#web/ui/format.ts'
import { Consequence } from '#web/ui/notice.tsx'
import { limitWords } from '../limit-words.ts'
import type { CaseDetail } from './case-acts.ts'
import { limitOf, useCategoryInForce } from './case-rail.ts'

type Preview = Output<'calendar.deadline.preview'>

/** 端午节、周末不计: which free days a deadline goes past. */
const skippedWords = (preview: Preview): string => {
  const reasons = preview.skippedDays.map((day) =>
    day.festival ? wordsOr(`calendar:festival.${day.festival}`, t('cases:desk.holiday')) : t('cases:desk.weekend'),
  )
  const distinct = [...new Set(reasons)]
  return distinct.length === 0 ? '' : t('cases:desk.skipped', { days: distinct.join(t('desk:and')) })
}

const useDeadline = (limit: { readonly unit: string; readonly amount: number } | undefined): Preview | undefined => {
  const asked = limit as { unit: 'work_day'; amount: number } | undefined
  const found = useQuery({
    queryKey: ['calendar.deadline.preview', asked],
    queryFn: ({ signal }) => query('calendar.deadline.preview', asked ?? { unit: 'work_day', amount: 1 }, signal),
    enabled: asked !== undefined,
  })
  return found.data
}

/** 派出以后: who is told, how much time there is, when it falls due. Said before it is done. */
export const DispatchConsequence = ({ matter, name }: { readonly matter: CaseDetail; readonly name: string }) => {
  const now = useNow()
  const inForce = useCategoryInForce(matter.category?.id)
  const limit = limitOf(inForce?.limits, 'handling', matter.urgency)
  const preview = useDeadline(limit)
  const due = preview ? formatMoment(preview.dueAt, now) : null
  const told = matter.reporters.filter((reporter) => reporter.hasAccount).length
  return (
    <Consequence title={t('cases:desk.after.title')}>
      {t('cases:desk.after.told', { name })}
      {limit ? t('cases:desk.after.limit', { limit: limitWords({ ...limit, extended: 0 }) }) : null}
      {preview ? skippedWords(preview) : null}
      {due ? (
        <>
          {t('cases:desk.after.comma')}
          <b>{t('cases:desk.after.due', { moment: due })}</b>
        </>
      ) : null}
      {t('cases:desk.after.stop')}
      {told > 0 ? t('cases:desk.after.reporters', { count: told }) : null}
    </Consequence>
  )
}
