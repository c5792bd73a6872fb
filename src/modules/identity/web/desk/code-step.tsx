import { useEffect, useState } from 'react'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckField, TextField } from '#web/ui/field.tsx'

const PHONE_LENGTH_MAX = 24
const CODE_LENGTH = 6
const SECOND_MS = 1_000

interface Sent {
  readonly phone: string
  readonly resendAt: string
  readonly privacyVersion: string
}

/** Seconds until another code may be asked for. */
const useCountdown = (until: string): number => {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const read = (): void => setLeft(Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / SECOND_MS)))
    read()
    const timer = setInterval(read, SECOND_MS)
    return () => clearInterval(timer)
  }, [until])
  return left
}

/** First sign-in of staff, or a forgotten password: the phone proves itself by a code, then a password is set. */
export const CodeStep = ({ onDone, onBack }: { readonly onDone: () => void; readonly onBack: () => void }) => {
  const sending = useActing('identity.code.send', { readsAgain: false })
  const [phone, setPhone] = useState('')
  const [sent, setSent] = useState<Sent | null>(null)
  const send = async (): Promise<void> => {
    const answer = await sending.run({ phone, purpose: 'signIn' })
    if (answer) setSent({ phone, resendAt: answer.resendAt, privacyVersion: answer.privacyVersion })
  }
  const { problem } = sending
  return (
    <div className="desk-form">
      <form
        className="desk-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!sent) void send()
        }}
      >
        <TextField
          name="phone"
          type="tel"
          label={t('identity:phone')}
          hint={t('identity:phoneHint')}
          error={problem ? (problem.messageFor('phone') ?? problemWords(problem)) : undefined}
          autoComplete="tel"
          inputMode="tel"
          maxLength={PHONE_LENGTH_MAX}
          readOnly={sent !== null}
          value={phone}
          autoFocus
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        {sent ? null : (
          <Button tone="main" type="submit" busy={sending.busy}>
            {t('identity:sendCode')}
          </Button>
        )}
      </form>
      {sent ? <TypeCode sent={sent} onDone={onDone} onAgain={() => void send()} /> : null}
      <Button tone="quiet" icon="back" onClick={onBack}>
        {t('identity:desk.toPassword')}
      </Button>
    </div>
  )
}

interface TypeCodeProps {
  readonly sent: Sent
  readonly onDone: () => void
  readonly onAgain: () => void
}

const TypeCode = ({ sent, onDone, onAgain }: TypeCodeProps) => {
  const signing = useActing('identity.session.signIn', { readsAgain: false })
  const [code, setCode] = useState('')
  const [agreed, setAgreed] = useState(false)
  const left = useCountdown(sent.resendAt)
  const { problem } = signing
  const submit = async (): Promise<void> => {
    const consent = agreed ? { privacyVersion: sent.privacyVersion } : {}
    if (await signing.run({ phone: sent.phone, code, ...consent })) onDone()
  }
  const wrong = problem?.code === 'identity.code_wrong' ? problemWords(problem) : problem?.messageFor('code')
  return (
    <form
      className="desk-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!signing.busy) void submit()
      }}
    >
      <TextField
        name="code"
        label={t('identity:code')}
        hint={t('identity:codeHint')}
        error={wrong}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={CODE_LENGTH}
        value={code}
        autoFocus
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {problem?.code === 'identity.consent_missing' || agreed ? (
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
      {problem && !wrong ? <ProblemBox problem={problem} title={t('identity:desk.notSignedIn')} /> : null}
      <Button tone="main" type="submit" busy={signing.busy}>
        {t('identity:signIn')}
      </Button>
      <Button
        {...(left > 0 ? { whyNot: { id: 'resend-why', words: t('identity:desk.resendIn', { count: left }) } } : {})}
        onClick={onAgain}
      >
        {t('identity:sendAgain')}
      </Button>
    </form>
  )
}
