import './sign-in.css'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTitle } from '#web/desk/page.tsx'
import type { Me } from '#web/desk/session.tsx'
import { SignOutButton } from '#web/desk/top-bar.tsx'
import { t } from '#web/i18n.ts'
import { Mark } from '#web/ui/icon.tsx'
import { CodeStep } from './code-step.tsx'
import { EnrolStep } from './enrol-step.tsx'
import { PasswordStep } from './password-step.tsx'
import { SecondFactorStep } from './second-factor-step.tsx'
import { SetPasswordForm } from './set-password-form.tsx'

export interface SignInPageProps {
  /** Null: nobody has signed in yet. */
  readonly me: Me | null
  /** Keeps this page although all steps are done. */
  readonly hold: (isOn: boolean) => void
}

const Frame = ({
  title,
  hint,
  children,
}: {
  readonly title: string
  readonly hint: string
  readonly children: ReactNode
}) => {
  useTitle(title)
  return (
    <main id="main" className="sign-in">
      <div className="sign-in-sheet">
        <Mark />
        <h1>{title}</h1>
        <p className="soft">{hint}</p>
        {children}
      </div>
    </main>
  )
}

/** Signed in by a code, with a password that exists: type it, or set a new one. */
const AfterCode = ({ hasSecondFactor, onDone }: { readonly hasSecondFactor: boolean; readonly onDone: () => void }) => {
  const [isNew, setNew] = useState(false)
  return isNew ? (
    <SetPasswordForm needsSecondFactor={hasSecondFactor} onDone={onDone} />
  ) : (
    <PasswordStep onDone={onDone} onOther={() => setNew(true)} otherWords={t('identity:desk.newPassword')} />
  )
}

/** Sign-in of staff, step by step, at whatever address was asked for: that page stands there when all is done. */
const SignInPage = ({ me, hold }: SignInPageProps) => {
  const queryClient = useQueryClient()
  const [way, setWay] = useState<'password' | 'code'>('password')
  const next = (): void => {
    hold(false)
    void queryClient.resetQueries()
  }
  if (me === null) {
    return (
      <Frame title={t('identity:desk.signIn')} hint={t(`identity:desk.way.${way}`)}>
        {way === 'password' ? (
          <PasswordStep onDone={next} onOther={() => setWay('code')} otherWords={t('identity:desk.firstTime')} />
        ) : (
          <CodeStep onDone={next} onBack={() => setWay('password')} />
        )}
      </Frame>
    )
  }
  return (
    <Frame
      title={t(`identity:desk.step.${me.staffStep}`)}
      hint={t(`identity:desk.stepHint.${me.staffStep}`, { name: me.name })}
    >
      {me.staffStep === 'setPassword' ? <SetPasswordForm needsSecondFactor={false} onDone={next} /> : null}
      {me.staffStep === 'signInWithPassword' ? (
        <AfterCode hasSecondFactor={me.secondFactors.totp || me.secondFactors.passkey} onDone={next} />
      ) : null}
      {me.staffStep === 'confirmSecondFactor' ? <SecondFactorStep factors={me.secondFactors} onDone={next} /> : null}
      {me.staffStep === 'enrolSecondFactor' || me.staffStep === 'none' ? <EnrolStep hold={hold} onDone={next} /> : null}
      <p className="sign-in-foot">
        <SignOutButton />
      </p>
    </Frame>
  )
}

export default SignInPage
