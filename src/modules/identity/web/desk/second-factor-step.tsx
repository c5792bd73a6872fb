import { useState } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { problemOf, problemWords, useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import type { Me } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { signInByPasskey } from './passkey.ts'

const TOTP_LENGTH = 6
const RECOVERY_LENGTH_MAX = 20

export interface SecondFactorStepProps {
  readonly factors: Me['secondFactors']
  readonly onDone: () => void
}

/** The second factor: six digits of the app, a passkey, or one of the recovery codes. */
export const SecondFactorStep = ({ factors, onDone }: SecondFactorStepProps) => {
  const confirming = useActing('identity.session.confirmSecondFactor', { readsAgain: false })
  const [isRecovery, setRecovery] = useState(!factors.totp && factors.recoveryCode)
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const [passkeyProblem, setPasskeyProblem] = useState<ApiProblem | null>(null)
  const submit = async (typed: string): Promise<void> => {
    setPasskeyProblem(null)
    if (typed.trim().length < TOTP_LENGTH) return setMissing(true)
    if (await confirming.run({ code: typed.trim() })) onDone()
  }
  const usePasskey = async (): Promise<void> => {
    try {
      await signInByPasskey()
      onDone()
    } catch (fault) {
      setPasskeyProblem(problemOf(fault))
    }
  }
  const { problem } = confirming
  const isWrong = problem?.code === 'identity.second_factor_wrong'
  return (
    <form
      className="desk-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!confirming.busy) void submit(code)
      }}
    >
      {factors.totp || factors.recoveryCode ? (
        <>
          <TextField
            key={isRecovery ? 'recovery' : 'totp'}
            name="code"
            label={t(isRecovery ? 'identity:desk.recoveryCode' : 'identity:desk.totpCode')}
            hint={t(isRecovery ? 'identity:desk.recoveryHint' : 'identity:desk.totpHint')}
            error={missing ? t('identity:desk.codeMissing') : isWrong && problem ? problemWords(problem) : undefined}
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
        </>
      ) : null}
      {passkeyProblem ? <ProblemBox problem={passkeyProblem} title={t('identity:desk.notSignedIn')} /> : null}
      {factors.passkey ? (
        <Button icon="lock" onClick={() => void usePasskey()}>
          {t('identity:desk.byPasskey')}
        </Button>
      ) : null}
      {factors.totp && factors.recoveryCode ? (
        <Button
          tone="quiet"
          onClick={() => {
            setRecovery(!isRecovery)
            setCode('')
            confirming.clear()
          }}
        >
          {t(isRecovery ? 'identity:desk.useTotp' : 'identity:desk.useRecovery')}
        </Button>
      ) : null}
    </form>
  )
}
