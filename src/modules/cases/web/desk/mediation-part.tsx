import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useNow } from '#web/desk/now.ts'
import { t } from '#web/i18n.ts'
import { formatFullDay, formatMoment } from '#web/ui/format.ts'
import { Tag } from '#web/ui/tag.tsx'
import { ActButton, MeasurePart } from './measure-part.tsx'
import { type MediationAsk, MediationDialog } from './mediation-dialog.tsx'

type Mediation = Output<'cases.mediation.findOfCase'>['items'][number]

export const mediatorWords = (mediators: Mediation['mediators']): string =>
  mediators.map((one) => one.organization?.name ?? one.person?.name ?? '').join('、')

const Agreement = ({ one }: { readonly one: Mediation }) =>
  one.agreement === null ? null : (
    <p>
      {t('cases:desk.mediation.followUpOn', { on: one.followUpOn ? formatFullDay(one.followUpOn) : '' })}{' '}
      {one.fulfilment ? <Tag tone="done">{t(`cases:fulfilment.${one.fulfilment}`)}</Tag> : null}{' '}
      <a href={`/desk/mediations/${one.id}/agreement`}>{t('cases:desk.mediation.agreement')}</a>
    </p>
  )

const One = ({ one, onAsk }: { readonly one: Mediation; readonly onAsk: (ask: MediationAsk) => void }) => {
  const now = useNow()
  return (
    <div className="measure-one">
      <p className="head">
        <Tag tone={one.state === 'open' ? 'warm' : 'plain'}>
          {one.result ? t(`cases:mediationResult.${one.result}`) : t(`cases:mediationState.${one.state}`)}
        </Tag>
        <span className="meta">
          {one.openedByName} {formatMoment(one.openedAt, now)}
        </span>
      </p>
      <p>{one.subject}</p>
      <p className="meta">
        {t('cases:desk.mediation.who', {
          parties: one.parties.map(({ name }) => name).join('、'),
          mediators: mediatorWords(one.mediators),
        })}
      </p>
      <ul className="desk-lines">
        {one.sessions.map((session) => (
          <li key={session.number}>
            <span className="meta">
              {formatMoment(session.heldAt, now)} {session.heldWhere}
            </span>
            <span className="grow">{session.words}</span>
          </li>
        ))}
      </ul>
      {one.resultWords ? <p>{one.resultWords}</p> : null}
      <Agreement one={one} />
      <span className="acts">
        {(['hold', 'conclude', 'followUp'] as const).map((verb) => (
          <ActButton
            key={verb}
            can={one.can}
            operation={`cases.mediation.${verb}`}
            label={t(`cases:do.${verb}`)}
            onPress={() => onAsk({ verb, id: one.id })}
          />
        ))}
      </span>
    </div>
  )
}

/** 调解 of a case: who with whom, every session, the agreement, and what may be done. */
export const MediationPart = ({ caseId }: { readonly caseId: string }) => {
  const [ask, setAsk] = useState<MediationAsk | null>(null)
  const found = useQuery({
    queryKey: ['cases.mediation.findOfCase', caseId],
    queryFn: ({ signal }) => query('cases.mediation.findOfCase', { caseId }, signal),
  })
  if (!found.data) return null
  return (
    <MeasurePart
      title={t('cases:desk.mediations')}
      acts={
        <ActButton
          can={found.data.can}
          operation="cases.mediation.open"
          label={t('cases:do.open')}
          onPress={() => setAsk({ verb: 'open', id: caseId })}
        />
      }
    >
      {found.data.items.map((one) => (
        <One key={one.id} one={one} onAsk={setAsk} />
      ))}
      {ask ? <MediationDialog ask={ask} onClose={() => setAsk(null)} /> : null}
    </MeasurePart>
  )
}
