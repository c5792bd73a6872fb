import { useQuery } from '@tanstack/react-query'
import type { CaseClock, CaseStage } from '#modules/cases/contract'
import { type Output, query } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { formatDuration, formatMoment } from '#web/ui/format.ts'
import type { Stage } from '#web/ui/steps.tsx'
import { limitWords } from '../limit-words.ts'
import type { CaseDetail } from './case-acts.ts'
import { caseStageList, stageWords } from './stages.ts'

type Limits = Output<'cases.category.find'>['inForce']['limits']
type Visit = CaseDetail['visits'][number]

const MINUTE_MS = 60_000
const CATEGORY_STALE_MS = 600_000

/** The limits that hold for the category of a case, with what it asks for; null while there is no category. */
export const useCategoryInForce = (categoryId: number | undefined): Output<'cases.category.find'>['inForce'] | null => {
  const found = useQuery({
    queryKey: ['cases.category.find', categoryId],
    queryFn: ({ signal }) => query('cases.category.find', { id: categoryId ?? 0 }, signal),
    enabled: categoryId !== undefined,
    staleTime: CATEGORY_STALE_MS,
  })
  return found.data?.inForce ?? null
}

export const limitOf = (
  limits: Limits | undefined,
  clock: CaseClock,
  urgency: string,
): Limits[number]['limit'] | undefined =>
  limits?.find((line) => line.clock === clock && line.urgency === urgency)?.limit

const usedWords = (visit: Visit): string => {
  const between = visit.leftAt ? (Date.parse(visit.leftAt) - Date.parse(visit.enteredAt)) / MINUTE_MS : 0
  const minutes = visit.clock?.usedMinutes ?? between
  const time = formatDuration(minutes, 'alone')
  return minutes < 1 ? time : t('cases:desk.used', { time })
}

/**
 * Every step across the head of a case: what the past ones took, what the present one may take, what those ahead will be
 * given. A step that was left and will be entered again (after a return) is ahead.
 */
export const railOf = (matter: CaseDetail, limits: Limits | undefined, now: Date): Stage[] => {
  const at = caseStageList.findIndex((stage) => stage === matter.stage)
  const steps = caseStageList.map((stage, index): Stage => {
    const visit = matter.visits.findLast((known) => known.stage === stage)
    const isPast = at === -1 ? visit !== undefined : index < at
    const ahead = limitOf(limits, stage, matter.urgency)
    const note =
      stage === (matter.stage as CaseStage)
        ? visit?.limit && limitWords(visit.limit)
        : isPast
          ? visit && usedWords(visit)
          : ahead && limitWords({ ...ahead, extended: 0 })
    const place = stage === (matter.stage as CaseStage) ? 'now' : isPast ? 'past' : 'ahead'
    return {
      key: stage,
      name: stageWords(stage),
      note: note || undefined,
      place,
      ...(place === 'now' && matter.clock ? { clock: matter.clock } : {}),
    }
  })
  return [
    { key: 'report', name: t('cases:desk.reportStep'), note: formatMoment(matter.reportedAt, now), place: 'past' },
    ...steps,
  ]
}
