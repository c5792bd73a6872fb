import { useState } from 'react'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { CheckField } from '#web/ui/field.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { toast } from '#web/ui/live/toast.tsx'

/** The recovery codes, shown this once: to be copied, printed or written down before it goes on. */
export const RecoveryCodes = ({
  codes,
  onDone,
}: {
  readonly codes: readonly string[]
  readonly onDone: () => void
}) => {
  const [isKept, setKept] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join('\n'))
    toast({ words: t('identity:desk.recoveryCopied') })
  }
  return (
    <div className="desk-form">
      <Notice
        tone="done"
        icon="check"
        title={t('identity:desk.enrolled')}
        words={t('identity:desk.recoveryWords')}
        live
      />
      <ul className="sign-in-codes" aria-label={t('identity:desk.recoveryCodes')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Actions>
        <Button icon="document" onClick={() => void copy()}>
          {t('identity:desk.copy')}
        </Button>
        <Button icon="print" onClick={() => window.print()}>
          {t('identity:desk.print')}
        </Button>
      </Actions>
      <CheckField
        label={t('identity:desk.recoveryKept')}
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button
        tone="main"
        onClick={onDone}
        {...(isKept ? {} : { whyNot: { id: 'codes-why', words: t('identity:desk.recoveryFirst') } })}
      >
        {t('identity:desk.goOn')}
      </Button>
    </div>
  )
}
