import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { problemOf } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { makePasskey } from './passkey.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { TotpForm } from './totp-form.tsx'

export interface EnrolStepProps {
  readonly hold: (isOn: boolean) => void
  readonly onDone: () => void
}

/** The first second factor: an authenticator app by its picture, or a passkey of this computer or phone. */
export const EnrolStep = ({ hold, onDone }: EnrolStepProps) => {
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const queryClient = useQueryClient()
  const addPasskey = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await makePasskey(t('identity:desk.thisDevice'))
      onDone()
    } catch (fault) {
      setProblem(problemOf(fault))
      setBusy(false)
    }
  }
  if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onDone={onDone} />
  return (
    <div className="desk-form">
      <TotpForm
        onDone={(codes) => {
          // The codes are shown once: the page must not go on before they were read.
          hold(true)
          setRecoveryCodes(codes)
          void queryClient.invalidateQueries()
        }}
      />
      <hr />
      <p className="soft">{t('identity:desk.orPasskey')}</p>
      {problem ? <ProblemBox problem={problem} title={t('identity:desk.passkeyNotMade')} /> : null}
      <Button icon="lock" busy={busy} onClick={() => void addPasskey()}>
        {t('identity:desk.makePasskey')}
      </Button>
    </div>
  )
}
