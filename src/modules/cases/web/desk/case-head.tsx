import { useNow } from '#web/desk/now.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Clock, clockWords } from '#web/ui/clock.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { StageBar } from '#web/ui/steps.tsx'
import { Tag } from '#web/ui/tag.tsx'
import type { CaseDetail } from './case-acts.ts'
import { railOf, useCategoryInForce } from './case-rail.ts'
import { stageWords } from './stages.ts'

/** Why the clock stands: the words of the last pause. */
const pauseReason = (matter: CaseDetail): string | undefined =>
  matter.thread.findLast((entry) => entry.action === 'cases.case.pause')?.words ?? undefined

const HeadClock = ({ matter }: { readonly matter: CaseDetail }) => {
  const now = useNow()
  if (!matter.clock) return null
  const reason = matter.clock.state === 'paused' ? pauseReason(matter) : undefined
  const words = clockWords({ ...matter.clock, reason }, 'page')
  const due = matter.dueAt ? t('cases:desk.due', { moment: formatMoment(matter.dueAt, now) }) : undefined
  return (
    <Clock clock={matter.clock} form="page" chip title={due}>
      {t('cases:desk.headClock', { step: stageWords(matter.stage), words })}
    </Clock>
  )
}

/** Number, what it is, how long still; its title; and the steps across. */
export const CaseHead = ({ matter }: { readonly matter: CaseDetail }) => {
  const now = useNow()
  const inForce = useCategoryInForce(matter.category?.id)
  const reporterCount = matter.reporters.length
  return (
    <header className="case-head">
      <div className="case-tags">
        <span className="id">{matter.number}</span>
        {matter.urgency === 'urgent' ? <Tag tone="soon">{t('cases:urgency.urgent')}</Tag> : null}
        <Tag>{matter.category?.name ?? t('cases:desk.noCategory')}</Tag>
        {matter.stage === 'ended' ? (
          <Tag tone="brand">{wordsOr(`cases:state.${matter.state}`, matter.state)}</Tag>
        ) : null}
        {reporterCount > 1 ? <Tag tone="warm">{t('cases:desk.reporters', { count: reporterCount })}</Tag> : null}
        {matter.isPublic ? <Tag tone="done">{t('cases:desk.isPublic')}</Tag> : null}
        <span className="end">
          <HeadClock matter={matter} />
        </span>
      </div>
      <h2 id="case-title">{matter.title}</h2>
      <StageBar label={t('cases:desk.steps')} stages={railOf(matter, inForce?.limits, now)} />
    </header>
  )
}
