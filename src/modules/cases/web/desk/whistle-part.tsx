import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useNow } from '#web/desk/now.ts'
import { t } from '#web/i18n.ts'
import { formatMoment } from '#web/ui/format.ts'
import { Tag } from '#web/ui/tag.tsx'
import { ActButton, MeasurePart } from './measure-part.tsx'
import { WhistleDialog, type WhistleAsk } from './whistle-dialog.tsx'

export type Whistle = Output<'cases.whistle.findOfCase'>['items'][number]
export type Participation = Whistle['participations'][number]
type Links = Output<'cases.whistle.findOfCase'>['links']

const ATTENDING = ['take', 'arrive', 'leave', 'rate', 'excuse', 'score'] as const

/** 五联: who has done the part of his link already (S1-31). */
const Chain = ({ links }: { readonly links: Links }) => {
  const now = useNow()
  return (
    <ol className="measure-links">
      {links.map(({ link, at, who }) => (
        <li key={link} className={at ? undefined : 'todo'}>
          {t(`cases:responsibility.${link}`)}{' '}
          <span className="meta">{at ? `${who ?? ''} ${formatMoment(at, now)}` : t('cases:desk.measure.notYet')}</span>
        </li>
      ))}
    </ol>
  )
}

const standing = (one: Participation, now: Date): string => {
  if (one.excuse !== null) return t('cases:desk.whistle.excused', { words: one.excuse })
  if (one.arrivedAt && one.minutes !== null) return t('cases:desk.whistle.arrived', { count: one.minutes })
  const due = formatMoment(one.dueAt, now)
  return one.takenAt ? t('cases:desk.whistle.onItsWay', { due }) : t('cases:desk.whistle.waits', { due })
}

const Called = ({
  one,
  onAsk,
}: {
  readonly one: Participation
  readonly onAsk: (verb: (typeof ATTENDING)[number]) => void
}) => {
  const now = useNow()
  return (
    <li>
      <span className="grow">
        <b>{one.organization.name}</b> <span className="meta">{standing(one, now)}</span>{' '}
        {one.isLate ? <Tag tone="late">{t('cases:desk.whistle.late')}</Tag> : null}
        {one.did ? <span className="line">{one.did}</span> : null}
        {one.streetScore === null ? null : (
          <span className="line meta">{t('cases:desk.whistle.streetScore', { count: one.streetScore })}</span>
        )}
        {one.whistleScore === null ? null : (
          <span className="line meta">{t('cases:desk.whistle.whistleScore', { count: one.whistleScore })}</span>
        )}
      </span>
      <span className="acts">
        {ATTENDING.map((verb) => (
          <ActButton
            key={verb}
            can={one.can}
            operation={`cases.whistle.${verb}`}
            label={t(`cases:do.${verb}`)}
            onPress={() => onAsk(verb)}
          />
        ))}
      </span>
    </li>
  )
}

const One = ({ whistle, onAsk }: { readonly whistle: Whistle; readonly onAsk: (ask: WhistleAsk) => void }) => {
  const now = useNow()
  return (
    <div className="measure-one">
      <p className="head">
        <Tag tone={whistle.state === 'ended' || whistle.state === 'declined' ? 'plain' : 'warm'}>
          {t(`cases:whistleState.${whistle.state}`)}
        </Tag>
        <b>{t(`cases:whistleReason.${whistle.reason}`)}</b>
        <span className="meta">
          {whistle.blownByName} {formatMoment(whistle.blownAt, now)}
        </span>
      </p>
      <p>{whistle.words}</p>
      {whistle.participations.length > 0 ? (
        <ul className="desk-lines">
          {whistle.participations.map((one) => (
            <Called
              key={one.organization.id}
              one={one}
              onAsk={(verb) => onAsk({ verb, id: whistle.id, organization: one.organization })}
            />
          ))}
        </ul>
      ) : null}
      {whistle.endWords ? <p className="meta">{whistle.endWords}</p> : null}
      <span className="acts">
        {(['call', 'end', 'decline'] as const).map((verb) => (
          <ActButton
            key={verb}
            can={whistle.can}
            operation={`cases.whistle.${verb}`}
            label={t(`cases:do.${verb}`)}
            onPress={() => onAsk({ verb, id: whistle.id })}
          />
        ))}
      </span>
    </div>
  )
}

/** 吹哨报到 of a case: the five links, every whistle with everybody called, and what may be done. */
export const WhistlePart = ({ caseId }: { readonly caseId: string }) => {
  const [ask, setAsk] = useState<WhistleAsk | null>(null)
  const found = useQuery({
    queryKey: ['cases.whistle.findOfCase', caseId],
    queryFn: ({ signal }) => query('cases.whistle.findOfCase', { caseId }, signal),
  })
  if (!found.data) return null
  const { items, links, can } = found.data
  return (
    <MeasurePart
      title={t('cases:desk.whistles')}
      acts={
        <ActButton
          can={can}
          operation="cases.whistle.blow"
          label={t('cases:do.blow')}
          onPress={() => setAsk({ verb: 'blow', id: caseId })}
        />
      }
    >
      {items.length > 0 ? <Chain links={links} /> : null}
      {items.map((whistle) => (
        <One key={whistle.id} whistle={whistle} onAsk={setAsk} />
      ))}
      {ask ? <WhistleDialog ask={ask} onClose={() => setAsk(null)} /> : null}
    </MeasurePart>
  )
}
