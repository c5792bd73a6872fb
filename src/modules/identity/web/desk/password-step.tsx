import { useState } from 'react'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { PasskeyButton } from './passkey-button.tsx'

const PHONE_LENGTH_MAX = 24
const PASSWORD_LENGTH_MAX = 128

export interface PasswordStepProps {
  readonly onDone: () => void
  readonly onOther: () => void
  readonly otherWords: string
}

type Faults = Readonly<Partial<Record<'phone' | 'password', string>>>

/** Phone and password, or a passkey, which is both factors at once. */
export const PasswordStep = ({ onDone, onOther, otherWords }: PasswordStepProps) => {
  const signing = useActing('identity.session.signInWithPassword', { readsAgain: false })
  const [phone, setPhone] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<Faults>({})
  const submit = async (): Promise<void> => {
    const found: Faults = {
      ...(phone.trim() === '' ? { phone: t('identity:desk.phoneMissing') } : {}),
      ...(password === '' ? { password: t('identity:desk.passwordMissing') } : {}),
    }
    setMissing(found)
    if (Object.keys(found).length > 0) return
    if (await signing.run({ phone, password })) onDone()
  }
  const { problem } = signing
  const isWrong = problem?.code === 'identity.password_wrong'
  const other = problem && !isWrong && problem.fields.length === 0 ? problem : null
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
        name="phone"
        type="tel"
        label={t('identity:phone')}
        error={missing.phone ?? problem?.messageFor('phone')}
        autoComplete="username"
        inputMode="tel"
        maxLength={PHONE_LENGTH_MAX}
        value={phone}
        autoFocus
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
      <TextField
        name="password"
        type="password"
        label={t('identity:desk.password')}
        error={missing.password ?? (isWrong && problem ? problemWords(problem) : undefined)}
        autoComplete="current-password"
        maxLength={PASSWORD_LENGTH_MAX}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {other ? <ProblemBox problem={other} title={t('identity:desk.notSignedIn')} /> : null}
      <Button tone="main" type="submit" busy={signing.busy}>
        {signing.busy ? t('identity:desk.signingIn') : t('identity:signIn')}
      </Button>
      <PasskeyButton onDone={onDone} />
      <Button tone="quiet" onClick={onOther}>
        {otherWords}
      </Button>
    </form>
  )
}
