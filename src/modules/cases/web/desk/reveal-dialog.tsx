import { useState } from 'react'
import { useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Dialog } from '#web/ui/live/dialog.tsx'
import type { Revealed } from './case-body.tsx'

const REASON_LENGTH_MIN = 2
const REASON_LENGTH_MAX = 200

export interface RevealDialogProps {
  readonly caseId: string
  readonly onClose: () => void
  readonly onRevealed: (answer: Revealed) => void
}

/** A look behind the mask asks the reason, which is written down where the reporter can read it. */
export const RevealDialog = ({ caseId, onClose, onRevealed }: RevealDialogProps) => {
  const revealing = useActing('cases.reporter.reveal')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const look = async (): Promise<void> => {
    if (reason.trim().length < REASON_LENGTH_MIN) return setMissing(true)
    const answer = await revealing.run({ caseId, reason: reason.trim() })
    if (answer) onRevealed(answer)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('cases:desk.reveal.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('cases:desk.reveal.stay')}</Button>
          <Button tone="main" busy={revealing.busy} onClick={() => void look()}>
            {t('cases:desk.reveal.do')}
          </Button>
        </>
      }
    >
      <p className="soft">{t('cases:desk.reveal.words')}</p>
      <TextArea
        name="reveal-reason"
        label={t('cases:desk.reveal.reason')}
        hint={t('cases:desk.reveal.hint')}
        error={missing ? t('cases:desk.reveal.missing') : undefined}
        maxLength={REASON_LENGTH_MAX}
        rows={2}
        value={reason}
        autoFocus
        onChange={(event) => {
          setReason(event.currentTarget.value)
          setMissing(false)
        }}
      />
      {revealing.problem ? <ProblemBox problem={revealing.problem} title={t('cases:desk.reveal.refused')} /> : null}
    </Dialog>
  )
}
