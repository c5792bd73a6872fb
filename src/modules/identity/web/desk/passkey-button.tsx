import { useState } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { problemOf } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { signInByPasskey } from './passkey.ts'

/** Signs in by a passkey, or proves the second factor with one; says why when it did not work. */
export const PasskeyButton = ({ onDone }: { readonly onDone: () => void }) => {
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const sign = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await signInByPasskey()
      onDone()
    } catch (fault) {
      setProblem(problemOf(fault))
      setBusy(false)
    }
  }
  return (
    <>
      {problem ? <ProblemBox problem={problem} title={t('identity:desk.notSignedIn')} /> : null}
      <Button icon="lock" busy={busy} onClick={() => void sign()}>
        {t('identity:desk.byPasskey')}
      </Button>
    </>
  )
}
