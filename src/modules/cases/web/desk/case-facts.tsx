import { useQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { useNow } from '#web/desk/now.ts'
import { useSession } from '#web/desk/session.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { type Fact, Facts } from '#web/ui/column-head.tsx'
import { formatMoment } from '#web/ui/format.ts'
import type { Revealed } from './case-body.tsx'
import type { CaseDetail } from './case-acts.ts'

const SAME_SHOWN = 3

interface FactsProps {
  readonly matter: CaseDetail
  readonly revealed: Revealed | null
  readonly onReveal: () => void
}

const Where = ({ matter }: { readonly matter: CaseDetail }) => {
  const chain = matter.places.filter((place) => place.level !== 'district').map((place) => place.name)
  return (
    <>
      {(chain.length > 0 ? chain : [matter.placeName]).map((name) => (
        <span key={name}>
          <span className="nb">{name}</span>{' '}
        </span>
      ))}
      {matter.address ? <span className="line">{matter.address}</span> : null}
      {matter.locationPrecision === 'exact' ? null : (
        <span className="line meta">
          {t('cases:desk.precision', { words: wordsOr(`cases:precision.${matter.locationPrecision}`, '') })}
        </span>
      )}
    </>
  )
}

/** Who reported it, masked; the way behind the mask asks the reason. */
const Reporters = ({ matter, revealed, onReveal }: FactsProps) => {
  const { may } = useSession()
  const shown = revealed?.reporters ?? matter.reporters
  return (
    <>
      {shown.map((reporter) => (
        <span key={reporter.number} className="line">
          {reporter.name ?? t('cases:desk.noName')}{' '}
          {reporter.phone === null ? null : revealed ? (
            <a href={`tel:${reporter.phone}`}>{reporter.phone}</a>
          ) : (
            reporter.phone
          )}
        </span>
      ))}
      {shown.length === 0 ? <span className="line">{t('cases:desk.noReporter')}</span> : null}
      {revealed ? <span className="line meta">{t('cases:desk.reveal.noted')}</span> : null}
      {!revealed && shown.length > 0 && may('cases.reporter.reveal') ? (
        <Button tone="quiet" size="small" icon="look" onClick={onReveal}>
          {t('cases:desk.reveal.ask')}
        </Button>
      ) : null}
    </>
  )
}

/** Earlier ones of the same category at the same place: was it done before, and did it last? */
const SameBefore = ({ matter }: { readonly matter: CaseDetail }) => {
  const now = useNow()
  const categoryId = matter.category?.id
  const found = useQuery({
    queryKey: ['cases.case.list', 'same', matter.placeId, categoryId],
    queryFn: ({ signal }) =>
      query(
        'cases.case.list',
        { placeId: matter.placeId, categoryId: categoryId ?? 0, sort: 'newest', limit: SAME_SHOWN + 1 },
        signal,
      ),
    enabled: categoryId !== undefined,
  })
  const others = (found.data?.items ?? []).filter((other) => other.id !== matter.id).slice(0, SAME_SHOWN)
  if (others.length === 0) return <span className="soft">{t('cases:desk.noneBefore')}</span>
  return (
    <>
      {others.map((other) => (
        <span key={other.id} className="line">
          <a href={`/desk/cases/${other.id}`}>{other.title}</a>{' '}
          <span className="meta">
            {formatMoment(other.reportedAt, now)} {wordsOr(`cases:state.${other.state}`, other.state)}
          </span>
        </span>
      ))}
    </>
  )
}

const Category = ({ matter }: { readonly matter: CaseDetail }) => {
  if (!matter.category) return <span className="soft">{t('cases:desk.noCategory')}</span>
  return (
    <>
      {matter.category.names.join(' › ')}
      {matter.rule?.filingCondition && ['reported', 'accepted'].includes(matter.state) ? (
        <span className="line meta">{t('cases:desk.filingCondition', { words: matter.rule.filingCondition })}</span>
      ) : null}
      {matter.rule?.closingCondition && !['reported', 'accepted'].includes(matter.state) ? (
        <span className="line meta">{t('cases:desk.closingCondition', { words: matter.rule.closingCondition })}</span>
      ) : null}
    </>
  )
}

const Source = ({ matter }: { readonly matter: CaseDetail }) => {
  const now = useNow()
  return (
    <>
      {wordsOr(`cases:channel.${matter.channel}`, matter.channel)}
      {matter.sourceNumber ? <span className="line">{matter.sourceNumber}</span> : null}
      {matter.occurredAt ? (
        <span className="line meta">{t('cases:desk.occurred', { moment: formatMoment(matter.occurredAt, now) })}</span>
      ) : null}
    </>
  )
}

const Handler = ({ matter }: { readonly matter: CaseDetail }) => (
  <>
    {matter.handler?.organization?.name ?? null}
    {matter.handler?.person ? <span className="line">{matter.handler.person.name}</span> : null}
  </>
)

/** What belongs to it: the one it was merged into, those merged into it, its whole and its parts. */
const Related = ({ matter }: { readonly matter: CaseDetail }) => {
  const found = useQuery({
    queryKey: ['cases.case.findRelated', matter.id],
    queryFn: ({ signal }) => query('cases.case.findRelated', { id: matter.id }, signal),
  })
  if (!found.data) return null
  const { lead, merged, parent, children } = found.data
  const lines = [
    ...(lead ? [{ key: 'lead', other: lead } as const] : []),
    ...merged.map((other) => ({ key: 'merged', other }) as const),
    ...(parent ? [{ key: 'parent', other: parent } as const] : []),
    ...children.map((other) => ({ key: 'child', other }) as const),
  ]
  return (
    <>
      {lines.map(({ key, other }) => (
        <span key={other.id} className="line">
          <span className="meta">{t(`cases:desk.related.${key}`)}</span>{' '}
          <a href={`/desk/cases/${other.id}`}>{other.title}</a>{' '}
          <span className="meta">{wordsOr(`cases:state.${other.state}`, other.state)}</span>
        </span>
      ))}
    </>
  )
}

/** 延期、挂账、异议 and how they were decided. */
const Requests = ({ matter }: { readonly matter: CaseDetail }) => {
  const now = useNow()
  return (
    <>
      {matter.requests.map((request) => (
        <span key={request.id} className="line">
          {t(`cases:request.${request.kind}`)}
          {request.until ? ` ${t('cases:desk.request.until', { day: formatMoment(request.until, now) })}` : ''}{' '}
          <span className="meta">
            {request.decision ? t(`cases:decision.${request.decision}`) : t('cases:desk.request.open')}
          </span>
          <span className="line meta">{request.words}</span>
        </span>
      ))}
    </>
  )
}

/** Which tier has it, and where it was solved. */
const Tier = ({ matter }: { readonly matter: CaseDetail }) => (
  <>
    {matter.tier ? t(`cases:tier.${matter.tier}`) : null}
    {matter.resolvedLevel ? (
      <span className="line meta">{t('cases:desk.solvedAt', { level: t(`cases:level.${matter.resolvedLevel}`) })}</span>
    ) : null}
  </>
)

const Outside = ({ matter }: { readonly matter: CaseDetail }) =>
  matter.outside ? (
    <>
      {t(`cases:system.${matter.outside.system}`)}
      {matter.outside.number ? <span className="line">{matter.outside.number}</span> : null}
    </>
  ) : null

/** What only some cases have: tier, other systems, requests, related cases. */
const rarerFacts = (matter: CaseDetail): Fact[] => [
  ...(matter.tier || matter.resolvedLevel
    ? [{ term: t('cases:desk.fact.tier'), words: <Tier matter={matter} /> }]
    : []),
  ...(matter.outside ? [{ term: t('cases:desk.fact.outside'), words: <Outside matter={matter} /> }] : []),
  ...(matter.outcome ? [{ term: t('cases:desk.fact.outcome'), words: t(`cases:outcome.${matter.outcome}`) }] : []),
  ...(matter.requests.length > 0 ? [{ term: t('cases:desk.fact.requests'), words: <Requests matter={matter} /> }] : []),
  ...(matter.isMerged || matter.mergedCount > 0 || matter.isPart || matter.partCount > 0
    ? [{ term: t('cases:desk.fact.related'), words: <Related matter={matter} /> }]
    : []),
]

/** Place, time, who, what kind, from where, in whose hands. */
export const CaseFacts = (props: FactsProps) => {
  const { matter } = props
  const now = useNow()
  const facts: Fact[] = [
    ...(matter.dueAt && matter.clock
      ? [{ term: t('cases:desk.fact.due'), words: formatMoment(matter.dueAt, now) }]
      : []),
    { term: t('cases:desk.fact.place'), words: <Where matter={matter} /> },
    { term: t('cases:desk.fact.reporter'), words: <Reporters {...props} /> },
    { term: t('cases:desk.fact.category'), words: <Category matter={matter} /> },
    ...(matter.handler ? [{ term: t('cases:desk.fact.handler'), words: <Handler matter={matter} /> }] : []),
    ...(matter.rating === null
      ? []
      : [
          { term: t('cases:desk.fact.rating'), words: wordsOr(`cases:rating.${matter.rating}`, String(matter.rating)) },
        ]),
    ...rarerFacts(matter),
    { term: t('cases:desk.fact.source'), words: <Source matter={matter} /> },
    { term: t('cases:desk.fact.same'), words: <SameBefore matter={matter} /> },
    ...(matter.isPublic && matter.headline
      ? [{ term: t('cases:desk.fact.public'), words: <a href={`/case/${matter.id}`}>{matter.headline}</a> }]
      : []),
  ]
  return (
    <aside className="case-facts" aria-label={t('cases:desk.facts')}>
      <Facts facts={facts} />
    </aside>
  )
}
