import { useEffect, useRef, useState } from 'react'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { Unread } from '#web/desk/fault.tsx'
import type { Output } from '#web/api.ts'
import { Waiting } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'

const TOTP_LENGTH = 6
const QR_PIXELS = 200

/** An authenticator app: scan, then prove it with the first six digits. `onDone` gets the recovery codes. */
export const TotpForm = ({ onDone }: { readonly onDone: (recoveryCodes: readonly string[]) => void }) => {
  const enrolling = useActing('identity.totp.enrol', { readsAgain: false })
  const confirming = useActing('identity.totp.confirm', { readsAgain: false })
  const [secret, setSecret] = useState<Output<'identity.totp.enrol'> | null>(null)
  const [code, setCode] = useState('')
  const asked = useRef(false)
  const ask = async (): Promise<void> => setSecret(await enrolling.run({}))
  useEffect(() => {
    // Once: each asking makes a new secret and the picture that was scanned would be worth nothing.
    if (asked.current) return
    asked.current = true
    void ask()
  })
  const submit = async (): Promise<void> => {
    const answer = await confirming.run({ code: code.trim() })
    if (answer) onDone(answer.recoveryCodes)
  }
  if (enrolling.problem) return <Unread fault={enrolling.problem} onRetry={() => void ask()} />
  if (!secret) return <Waiting />
  return (
    <form
      className="desk-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="sign-in-qr">
        <img src={secret.qrCode} width={QR_PIXELS} height={QR_PIXELS} alt={t('identity:desk.qrAlt')} />
        <ol>
          <li>{t('identity:desk.totpFirst')}</li>
          <li>{t('identity:desk.totpSecond')}</li>
          <li>{t('identity:desk.totpThird')}</li>
        </ol>
      </div>
      <p className="hint">
        {t('identity:desk.noCamera')} <code>{secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <TextField
        name="code"
        label={t('identity:desk.totpCode')}
        error={confirming.problem ? problemWords(confirming.problem) : undefined}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={TOTP_LENGTH}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button tone="main" type="submit" busy={confirming.busy}>
        {t('identity:desk.confirmTotp')}
      </Button>
    </form>
  )
}
