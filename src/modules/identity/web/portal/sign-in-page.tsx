import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckField, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'

export interface SignInPageProps {
  readonly step: 'phone' | 'code'
  readonly next: string
  readonly phone: string
  readonly requestId: string
  readonly privacyVersion: string
  readonly problem: {
    readonly code: string
    readonly message: string
    readonly fields: ReadonlyArray<{ readonly path: string; readonly message: string }>
  } | null
}

const PHONE_LENGTH_MAX = 24
const CODE_LENGTH = 6

/** Sign-in of residents: phone, then the code sent to it. A first sign-in makes the account. */
export const SignInPage = ({ step, next, phone, requestId, privacyVersion, problem }: SignInPageProps) => {
  const errorOf = (path: string): string | undefined => problem?.fields.find((field) => field.path === path)?.message
  const general = problem && problem.fields.length === 0 ? problem.message : undefined
  return (
    <section className="portal-section">
      <h1>{t('identity:signIn')}</h1>
      <p className="soft">{t('identity:signInHint')}</p>
      <form method="post" action="/sign-in" className="portal-form">
        <input type="hidden" name="requestId" value={requestId} />
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="step" value={step} />
        {step === 'phone' ? (
          <TextField
            name="phone"
            type="tel"
            label={t('identity:phone')}
            hint={t('identity:phoneHint')}
            error={errorOf('phone') ?? general}
            defaultValue={phone}
            maxLength={PHONE_LENGTH_MAX}
            autoComplete="tel"
            inputMode="tel"
          />
        ) : (
          <>
            <input type="hidden" name="phone" value={phone} />
            <p role="status">
              <Icon name="phone" /> {t('identity:codeSent', { phone })}
            </p>
            <TextField
              name="code"
              label={t('identity:code')}
              hint={t('identity:codeHint')}
              error={errorOf('code') ?? general}
              maxLength={CODE_LENGTH}
              autoComplete="one-time-code"
              inputMode="numeric"
            />
            <CheckField
              name="privacyVersion"
              value={privacyVersion}
              label={
                <>
                  {t('identity:consent')} <a href="/privacy">{t('identity:privacyNotice')}</a>
                </>
              }
            />
          </>
        )}
        <Button tone="main" size="big" type="submit">
          {step === 'phone' ? t('identity:sendCode') : t('identity:signIn')}
        </Button>
      </form>
      {step === 'code' && (
        <form method="post" action="/sign-in" className="portal-form">
          <input type="hidden" name="next" value={next} />
          <input type="hidden" name="phone" value={phone} />
          <Button type="submit" tone="quiet">
            {t('identity:sendAgain')}
          </Button>
        </form>
      )}
    </section>
  )
}
