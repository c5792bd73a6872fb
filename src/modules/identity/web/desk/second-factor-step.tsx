import { useState } from 'react'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import type { Me } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { PasskeyButton } from './passkey-button.tsx'

const TOTP_LENGTH = 6
const RECOVERY_LENGTH_MAX = 20

export interface SecondFactorStepProps {
  readonly factors: Me['secondFactors']
  readonly onDone: () => void
}

/** The second factor: six digits of the app, a passkey, or one of the recovery codes. */
export const SecondFactorStep = ({ factors, onDone }: SecondFactorStepProps) => {
  const [isRecovery, setRecovery] = useState(!factors.totp && factors.recoveryCode)
  return (
    <div className="desk-form">
      {factors.totp || factors.recoveryCode ? (
        <CodeForm key={String(isRecovery)} isRecovery={isRecovery} onDone={onDone} />
      ) : null}
      {factors.passkey ? <PasskeyButton onDone={onDone} /> : null}
      {factors.totp && factors.recoveryCode ? (
        <Button tone="quiet" onClick={() => setRecovery(!isRecovery)}>
          {t(isRecovery ? 'identity:desk.useTotp' : 'identity:desk.useRecovery')}
        </Button>
      ) : null}
    </div>
  )
}

const CodeForm = ({ isRecovery, onDone }: { readonly isRecovery: boolean; readonly onDone: () => void }) => {
  const confirming = useActing('identity.session.confirmSecondFactor', { readsAgain: false })
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = async (): Promise<void> => {
    if (code.trim().length < TOTP_LENGTH) return setMissing(true)
    if (await confirming.run({ code: code.trim() })) onDone()
  }
  const { problem } = confirming
  const isWrong = problem?.code === 'identity.second_factor_wrong'
  const wrongWords = isWrong && problem ? problemWords(problem) : undefined
  return (
    <form
      className="desk-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!confirming.busy) void submit()
      }}
    >
      <TextField
        name="code"
        label={t(isRecovery ? 'identity:desk.recoveryCode' : 'identity:desk.totpCode')}
        hint={t(isRecovery ? 'identity:desk.recoveryHint' : 'identity:desk.totpHint')}
        error={missing ? t('identity:desk.codeMissing') : wrongWords}
        autoComplete="one-time-code"
        inputMode={isRecovery ? 'text' : 'numeric'}
        maxLength={isRecovery ? RECOVERY_LENGTH_MAX : TOTP_LENGTH}
        value={code}
        autoFocus
        onChange={(event) => {
          setCode(event.currentTarget.value)
          setMissing(false)
        }}
      />
      {problem && !isWrong ? <ProblemBox problem={problem} title={t('identity:desk.notSignedIn')} /> : null}
      <Button tone="main" type="submit" busy={confirming.busy}>
        {t('identity:desk.confirm')}
      </Button>
    </form>
  )
}
