import './measure.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { mediatorWords } from './mediation-part.tsx'

const REASON_LENGTH_MAX = 200

type Mediation = Output<'cases.mediation.find'>
type Parties = Output<'cases.mediation.reveal'>['parties']

/** The names in full are for the print; the look asks the reason, which is written down. */
const Reveal = ({
  id,
  onClose,
  onRevealed,
}: {
  readonly id: string
  readonly onClose: () => void
  readonly onRevealed: (parties: Parties) => void
}) => {
  const revealing = useActing('cases.mediation.reveal')
  const look = async (form: FormData): Promise<void> => {
    const answer = await revealing.run({ id, reason: textOf(form, 'reason') })
    if (answer) onRevealed(answer.parties)
  }
  return (
    <FormDialog
      title={t('cases:desk.mediation.reveal')}
      doWords={t('cases:desk.mediation.reveal')}
      busy={revealing.busy}
      problem={revealing.problem}
      onSubmit={(form) => void look(form)}
      onClose={onClose}
    >
      <TextArea
        name="reason"
        label={t('cases:desk.mediation.revealReason')}
        error={revealing.problem?.messageFor('reason')}
        rows={2}
        maxLength={REASON_LENGTH_MAX}
      />
    </FormDialog>
  )
}

/** 调解协议书, as it is printed and signed. */
const Sheet = ({ one, parties }: { readonly one: Mediation; readonly parties: Parties }) => (
  <article className="agreement-sheet">
    <h2>{t('cases:desk.mediation.agreement')}</h2>
    <p className="number">{one.caseNumber}</p>
    <p>{t('cases:desk.mediation.parties', { names: parties.map(({ name }) => name).join('、') })}</p>
    <p>{t('cases:desk.mediation.mediatedBy', { names: mediatorWords(one.mediators) })}</p>
    <p>{t('cases:desk.mediation.subject', { words: one.subject })}</p>
    <p className="words">{one.agreement}</p>
    <p>{t('cases:desk.mediation.followUpOn', { on: one.followUpOn ? formatFullDay(one.followUpOn) : '' })}</p>
    <div className="sign">
      <p>{t('cases:desk.mediation.signParties')}</p>
      <p>{t('cases:desk.mediation.signMediators')}</p>
    </div>
    <p className="number">{one.concludedAt ? formatFullDay(one.concludedAt) : ''}</p>
  </article>
)

const AgreementPage = () => {
  const { id = '' } = useParams({ strict: false })
  const [asking, setAsking] = useState(false)
  const [parties, setParties] = useState<Parties | null>(null)
  const found = useQuery({
    queryKey: ['cases.mediation.find', id],
    queryFn: ({ signal }) => query('cases.mediation.find', { id }, signal),
  })
  const one = found.data
  return (
    <DeskPage
      title={t('cases:desk.mediation.agreement')}
      back={{ href: one ? `/desk/cases/${one.caseId}` : '/desk/mediations', label: t('cases:desk.mediations') }}
      actions={
        one?.agreement ? (
          <>
            <Button size="small" icon="look" onClick={() => setAsking(true)}>
              {t('cases:desk.mediation.reveal')}
            </Button>
            <Button size="small" tone="main" icon="print" onClick={() => window.print()}>
              {t('cases:desk.mediation.print')}
            </Button>
          </>
        ) : null
      }
    >
      <WhenRead found={found}>
        {one?.agreement ? (
          <Sheet one={one} parties={parties ?? one.parties} />
        ) : (
          <p className="desk-pad">{t('cases:desk.mediation.noAgreement')}</p>
        )}
      </WhenRead>
      {asking ? (
        <Reveal
          id={id}
          onClose={() => setAsking(false)}
          onRevealed={(shown) => {
            setParties(shown)
            setAsking(false)
          }}
        />
      ) : null}
    </DeskPage>
  )
}

export default AgreementPage
