import './hazards.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { query } from '#web/api.ts'
import { whyNotOf } from '#web/desk/administration.tsx'
import { Unread } from '#web/desk/fault.tsx'
import type { MatterDetailProps } from '#web/desk/matter.ts'
import { useNow } from '#web/desk/now.ts'
import { Waiting } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Clock } from '#web/ui/clock.tsx'
import { type Fact, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay, formatMoment } from '#web/ui/format.ts'
import { Tag } from '#web/ui/tag.tsx'
import { Thread } from '#web/ui/thread.tsx'
import { type HazardDetail as Detail, threadEntryOf } from '../thread-entry.tsx'
import { ActDialog, type HazardVerb } from './act-dialog.tsx'
import { severityTone } from './hazards-page.tsx'

/** Clocks move on although nothing happened. */
const READ_AGAIN_MS = 60_000
/** In the order in which they stand; the first that is allowed is filled. */
const VERBS: readonly HazardVerb[] = [
  'notify',
  'rectify',
  'pass',
  'fail',
  'grantExtension',
  'denyExtension',
  'settle',
  'requestExtension',
  'escalate',
  'note',
  'void',
]
/** A dashed button says why only where it is a rule that forbids, not where it is another step or another post. */
const SILENT = ['flow.wrong_state', 'flow.not_yours', 'hazards.no_extension_waits']

export const useHazard = (id: string) =>
  useQuery({
    queryKey: ['hazards.hazard.find', id],
    queryFn: ({ signal }) => query('hazards.hazard.find', { id }, signal),
    refetchInterval: READ_AGAIN_MS,
  })

const factsOf = (matter: Detail, now: Date): Fact[] => [
  { term: t('hazards:column.site'), words: <a href={`/desk/sites/${matter.site.id}`}>{matter.site.name}</a> },
  { term: t('hazards:desk.siteKind'), words: matter.siteKindName },
  {
    term: t('hazards:column.place'),
    words: matter.places
      .filter((place) => place.level !== 'district')
      .map((place) => place.name)
      .join(' '),
  },
  ...(matter.siteAddress ? [{ term: t('hazards:desk.address'), words: matter.siteAddress }] : []),
  {
    term: t('hazards:column.responsible'),
    words: matter.responsible.organization?.name ?? matter.responsible.person?.name ?? '',
  },
  {
    term: t('hazards:desk.foundBy'),
    words: `${matter.inspection.inspectors.join('、')} ${formatMoment(matter.inspection.inspectedAt, now)} ${matter.inspection.number}`,
  },
  ...(matter.noticeNumber
    ? [
        {
          term: t('hazards:column.noticeNumber'),
          words: <a href={`/desk/hazards/${matter.id}/notice`}>{matter.noticeNumber}</a>,
        },
        { term: t('hazards:column.measures'), words: matter.measures ?? '' },
        { term: t('hazards:desk.deadline'), words: matter.deadline ? formatFullDay(matter.deadline) : '' },
      ]
    : []),
  ...(matter.extensionDays
    ? [{ term: t('hazards:do.requestExtension'), words: t('hazards:desk.days', { count: matter.extensionDays }) }]
    : []),
  ...(matter.campaign
    ? [
        {
          term: t('hazards:column.campaign'),
          words: <a href={`/desk/campaigns/${matter.campaign.id}`}>{matter.campaign.name}</a>,
        },
      ]
    : []),
  ...(matter.caseId
    ? [{ term: t('hazards:desk.case'), words: <a href={`/desk/cases/${matter.caseId}`}>{matter.caseNumber}</a> }]
    : []),
  {
    term: t('hazards:desk.others'),
    words:
      matter.others.length === 0
        ? t('hazards:desk.noOthers')
        : matter.others.map((other) => (
            <span key={other.id} className="line">
              <a href={`/desk/hazards/${other.id}`}>{other.number}</a> {formatMoment(other.foundAt, now)}{' '}
              {t(`hazards:state.${other.state}`)}
            </span>
          )),
  },
]

const Head = ({ matter }: { readonly matter: Detail }) => (
  <header className="hazard-head">
    <div className="hazard-tags">
      <span className="id">{matter.number}</span>
      <Tag tone={severityTone[matter.severity]}>{t(`hazards:severity.${matter.severity}`)}</Tag>
      <Tag tone="brand">{t(`hazards:state.${matter.state}`)}</Tag>
      {matter.isOnTheSpot ? <Tag tone="done">{t('hazards:column.isOnTheSpot')}</Tag> : null}
      {matter.offenceNumber > 1 ? (
        <Tag tone="warm">{t('hazards:desk.offenceWords', { number: matter.offenceNumber })}</Tag>
      ) : null}
      {matter.failedCount > 0 ? <Tag tone="soon">{t('hazards:desk.failed', { count: matter.failedCount })}</Tag> : null}
      <span className="end">{matter.clock ? <Clock clock={matter.clock} form="page" chip /> : null}</span>
    </div>
    <h2>{matter.title}</h2>
  </header>
)

const Acts = ({ matter, onAct }: { readonly matter: Detail; readonly onAct: (verb: HazardVerb) => void }) => {
  const offered = VERBS.filter((verb) => {
    const can = matter.can[`hazards.hazard.${verb}`]
    return can && (can.allowed || !SILENT.includes(can.reason ?? ''))
  })
  const first = offered.find((verb) => matter.can[`hazards.hazard.${verb}`]?.allowed)
  return (
    <div className="hazard-acts">
      {offered.map((verb) => (
        <Button
          key={verb}
          tone={verb === first ? 'main' : verb === 'void' ? 'danger' : 'usual'}
          whyNot={whyNotOf(matter.can, `hazards.hazard.${verb}`)}
          onClick={() => onAct(verb)}
        >
          {t(`hazards:do.${verb}`)}
        </Button>
      ))}
      {matter.noticeNumber ? (
        <ButtonLink icon="print" href={`/desk/hazards/${matter.id}/notice`}>
          {t('hazards:desk.printNotice')}
        </ButtonLink>
      ) : null}
    </div>
  )
}

/** One hazard: where it stands, what was found and done, and what can be done now. */
export const HazardDetail = ({ id, onDone }: MatterDetailProps) => {
  const found = useHazard(id)
  const now = useNow()
  const [verb, setVerb] = useState<HazardVerb | null>(null)
  if (!found.data) {
    return found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : <Waiting />
  }
  const matter = found.data
  return (
    <article className="hazard">
      <Head matter={matter} />
      <div className="hazard-body">
        <div>
          <blockquote className="case-quote">{matter.words}</blockquote>
          <h3>{t('hazards:desk.thread')}</h3>
          <Thread
            tight
            label={t('hazards:desk.thread')}
            entries={matter.thread.toReversed().map((entry) => threadEntryOf(entry, now))}
          />
        </div>
        <Facts facts={factsOf(matter, now)} />
      </div>
      <Acts matter={matter} onAct={setVerb} />
      {verb ? (
        <ActDialog
          verb={verb}
          matter={matter}
          onClose={() => setVerb(null)}
          onDone={(isMine) => {
            setVerb(null)
            if (!isMine) onDone?.()
          }}
        />
      ) : null}
    </article>
  )
}

export default HazardDetail
