import './measure.css'
import { t } from '#web/i18n.ts'
import { formatDuration } from '#web/ui/format.ts'
import type { CaseDetail } from './case-acts.ts'
import { MediationPart } from './mediation-part.tsx'
import { NoticePart } from './notice-part.tsx'
import { SupervisionPart } from './supervision-part.tsx'
import { WhistlePart } from './whistle-part.tsx'

const MINUTE_MS = 60_000

/** What is done about a case beside its way: 吹哨报到, 督办, 调解, 发布消息; and how soon the first was. */
export const Measures = ({ matter }: { readonly matter: CaseDetail }) => {
  if (matter.reader !== 'staff') return null
  const minutes =
    matter.actedAt === null
      ? null
      : (new Date(matter.actedAt).getTime() - new Date(matter.reportedAt).getTime()) / MINUTE_MS
  return (
    <div className="measures">
      <h3>{t('cases:desk.measures')}</h3>
      {minutes === null ? null : (
        <p className="meta">{t('cases:desk.measure.minutes', { time: formatDuration(minutes) })}</p>
      )}
      <WhistlePart caseId={matter.id} />
      <SupervisionPart caseId={matter.id} />
      <MediationPart caseId={matter.id} />
      <NoticePart caseId={matter.id} />
    </div>
  )
}
