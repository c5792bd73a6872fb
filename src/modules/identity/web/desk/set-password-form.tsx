import { useState } from 'react'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'

const PASSWORD_LENGTH_MAX = 128
const SECOND_FACTOR_LENGTH_MAX = 20

export interface SetPasswordFormProps {
  /** A code of the authenticator app is asked for too: the phone alone is not enough. */
  readonly needsSecondFactor: boolean
  readonly onDone: () => void
}

/** A password, typed twice, with its rules said before. */
export const SetPasswordForm = ({ needsSecondFactor, onDone }: SetPasswordFormProps) => {
  const setting = useActing('identity.password.set', { readsAgain: false })
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState('')
  const [differs, setDiffers] = useState(false)
  const submit = async (): Promise<void> => {
    setDiffers(password !== again)
    if (password !== again) return
    const done = await setting.run({ password, ...(code.trim() ? { secondFactorCode: code.trim() } : {}) })
    if (done) onDone()
  }
  const { problem } = setting
  const isOfPassword = problem?.code.startsWith('identity.password_') ?? false
  const isOfCode = problem?.code.startsWith('identity.second_factor_') ?? false
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
        name="new-password"
        type="password"
        label={t('identity:desk.newPassword')}
        hint={t('identity:desk.passwordHint')}
        error={problem && isOfPassword ? problemWords(problem) : problem?.messageFor('password')}
        autoComplete="new-password"
        maxLength={PASSWORD_LENGTH_MAX}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <TextField
        name="again"
        type="password"
        label={t('identity:desk.passwordAgain')}
        error={differs ? t('identity:desk.passwordDiffers') : undefined}
        autoComplete="new-password"
        maxLength={PASSWORD_LENGTH_MAX}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      {needsSecondFactor ? (
        <TextField
          name="second-factor"
          label={t('identity:desk.secondFactorCode')}
          hint={t('identity:desk.secondFactorHint')}
          error={problem && isOfCode ? problemWords(problem) : undefined}
          autoComplete="one-time-code"
          maxLength={SECOND_FACTOR_LENGTH_MAX}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      ) : null}
      {problem && !isOfPassword && !(isOfCode && needsSecondFactor) && problem.fields.length === 0 ? (
        <ProblemBox problem={problem} title={t('identity:desk.passwordNotSet')} />
      ) : null}
      <Button tone="main" type="submit" busy={setting.busy}>
        {t('identity:desk.setPassword')}
      </Button>
    </form>
  )
}
