import { useEffect, useState } from 'react'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckField, TextField } from '#web/ui/field.tsx'

const PHONE_LENGTH_MAX = 24
const CODE_LENGTH = 6
const SECOND_MS = 1_000

/** Seconds until another code may be asked for. */
const useCountdown = (until: string | null): number => {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const read = (): void => setLeft(until ? Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / SECOND_MS)) : 0)
    read()
    const timer = setInterval(read, SECOND_MS)
    return () => clearInterval(timer)
  }, [until])
  return left
}

/** First sign-in of staff, or a forgotten password: the phone proves itself by a code, then a password is set. */
export const CodeStep = ({ onDone, onBack }: { readonly onDone: () => void; readonly onBack: () => void }) => {
  const sending = useActing('identity.code.send', { readsAgain: false })
  const signing = useActing('identity.session.signIn', { readsAgain: false })
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [agreed, setAgreed] = useState(false)
  const [sent, setSent] = useState<{ readonly resendAt: string; readonly privacyVersion: string } | null>(null)
  const left = useCountdown(sent?.resendAt ?? null)
  const asksConsent = signing.problem?.code === 'identity.consent_missing'

  const send = async (): Promise<void> => {
    const answer = await sending.run({ phone, purpose: 'signIn' })
    if (answer) setSent(answer)
  }
  const submit = async (): Promise<void> => {
    if (!sent) return send()
    const done = await signing.run({ phone, code, ...(agreed ? { privacyVersion: sent.privacyVersion } : {}) })
    if (done) onDone()
  }
  const sendProblem = sending.problem
  const codeFault =
    signing.problem?.code === 'identity.code_wrong'
      ? problemWords(signing.problem)
      : signing.problem?.messageFor('code')
  return (
    <form
      className="desk-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField
        name="phone"
        type="tel"
        label={t('identity:phone')}
        hint={t('identity:phoneHint')}
        error={sendProblem ? (sendProblem.messageFor('phone') ?? problemWords(sendProblem)) : undefined}
        autoComplete="tel"
        inputMode="tel"
        maxLength={PHONE_LENGTH_MAX}
        readOnly={sent !== null}
        value={phone}
        autoFocus
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
      {sent ? (
        <>
          <TextField
            name="code"
            label={t('identity:code')}
            hint={t('identity:codeHint')}
            error={codeFault}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={CODE_LENGTH}
            value={code}
            autoFocus
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          {asksConsent || agreed ? (
            <CheckField
              label={
                <>
                  {t('identity:consent')} <a href="/privacy">{t('identity:privacyNotice')}</a>
                </>
              }
              checked={agreed}
              onChange={(event) => setAgreed(event.currentTarget.checked)}
            />
          ) : null}
          {signing.problem && !codeFault ? (
            <ProblemBox problem={signing.problem} title={t('identity:desk.notSignedIn')} />
          ) : null}
        </>
      ) : null}
      <Button tone="main" type="submit" busy={sending.busy || signing.busy}>
        {sent ? t('identity:signIn') : t('identity:sendCode')}
      </Button>
      {sent ? (
        <Button
          {...(left > 0 ? { whyNot: { id: 'resend-why', words: t('identity:desk.resendIn', { count: left }) } } : {})}
          onClick={() => void send()}
        >
          {t('identity:sendAgain')}
        </Button>
      ) : null}
      <Button tone="quiet" icon="back" onClick={onBack}>
        {t('identity:desk.toPassword')}
      </Button>
    </form>
  )
}
