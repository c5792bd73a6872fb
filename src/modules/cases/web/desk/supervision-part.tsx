import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { supervisionKinds } from '#modules/cases/contract'
import { type Output, query } from '#web/api.ts'
import { useNow } from '#web/desk/now.ts'
import { t } from '#web/i18n.ts'
import { SelectField, TextField } from '#web/ui/field.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { Tag } from '#web/ui/tag.tsx'
import { ActButton, MeasureDialog, MeasurePart } from './measure-part.tsx'

type Supervision = Output<'cases.supervision.findOfCase'>['items'][number]
type Ask = { readonly verb: 'issue' | 'answer' | 'lift'; readonly id: string }

export const kindTone = { notice: 'plain', yellow: 'soon', red: 'late' } as const
const REPLY_HOURS = 24
const REPLY_HOURS_MAX = 720

const Issue = ({ caseId, onClose }: { readonly caseId: string; readonly onClose: () => void }) => (
  <MeasureDialog
    operation="cases.supervision.issue"
    title={t('cases:do.issue')}
    words={t('cases:desk.supervision.words')}
    onClose={onClose}
    inputOf={(form, words) => ({
      caseId,
      kind: supervisionKinds.find((known) => known === form.get('kind')) ?? 'notice',
      words,
      replyHours: Number(form.get('replyHours')),
    })}
  >
    <SelectField
      name="kind"
      label={t('cases:column.supervisionKind')}
      hint={t('cases:desk.supervision.kindHint')}
      choices={supervisionKinds.map((value) => ({ value, label: t(`cases:supervisionKind.${value}`) }))}
    />
    <TextField
      name="replyHours"
      type="number"
      min={1}
      max={REPLY_HOURS_MAX}
      figures
      label={t('cases:desk.supervision.hours')}
      defaultValue={REPLY_HOURS}
    />
  </MeasureDialog>
)

const One = ({ one, onAsk }: { readonly one: Supervision; readonly onAsk: (ask: Ask) => void }) => {
  const now = useNow()
  return (
    <div className="measure-one">
      <p className="head">
        <Tag tone={kindTone[one.kind]}>{t(`cases:supervisionKind.${one.kind}`)}</Tag>
        <b>{one.organization?.name ?? one.person?.name}</b>
        <span className="meta">
          {t(`cases:supervisionState.${one.state}`)} {one.issuedByName} {formatMoment(one.issuedAt, now)}
        </span>
      </p>
      <p>{one.words}</p>
      {one.reply === null ? (
        one.liftedAt ? null : (
          <p className="meta">{t('cases:desk.supervision.due', { moment: formatMoment(one.replyDueAt, now) })}</p>
        )
      ) : (
        <p>{t('cases:desk.supervision.reply', { words: one.reply })}</p>
      )}
      {one.liftReason ? <p className="meta">{t('cases:desk.supervision.lifted', { words: one.liftReason })}</p> : null}
      <span className="acts">
        {(['answer', 'lift'] as const).map((verb) => (
          <ActButton
            key={verb}
            can={one.can}
            operation={`cases.supervision.${verb}`}
            label={t(`cases:do.${verb}`)}
            onPress={() => onAsk({ verb, id: one.id })}
          />
        ))}
      </span>
    </div>
  )
}

/** 督办 of a case: every card with its answer, and what may be done. */
export const SupervisionPart = ({ caseId }: { readonly caseId: string }) => {
  const [ask, setAsk] = useState<Ask | null>(null)
  const found = useQuery({
    queryKey: ['cases.supervision.findOfCase', caseId],
    queryFn: ({ signal }) => query('cases.supervision.findOfCase', { caseId }, signal),
  })
  if (!found.data) return null
  const close = (): void => setAsk(null)
  return (
    <MeasurePart
      title={t('cases:desk.supervisions')}
      acts={
        <ActButton
          can={found.data.can}
          operation="cases.supervision.issue"
          label={t('cases:do.issue')}
          onPress={() => setAsk({ verb: 'issue', id: caseId })}
        />
      }
    >
      {found.data.items.map((one) => (
        <One key={one.id} one={one} onAsk={setAsk} />
      ))}
      {ask?.verb === 'issue' ? <Issue caseId={caseId} onClose={close} /> : null}
      {ask && ask.verb !== 'issue' ? (
        <MeasureDialog
          operation={`cases.supervision.${ask.verb}`}
          title={t(`cases:do.${ask.verb}`)}
          words={t(ask.verb === 'answer' ? 'cases:desk.supervision.answer' : 'cases:desk.supervision.lift')}
          onClose={close}
          inputOf={(_, words) => ({ id: ask.id, words })}
        />
      ) : null}
    </MeasurePart>
  )
}
